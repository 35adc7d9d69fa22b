//! The address of one's calendar in the GraphQL schema.

use async_graphql::{Context, Object, Result};

use crate::api::request::{internal, scope};

#[derive(Default)]
pub struct CalendarMutation;

#[Object(serial)]
impl CalendarMutation {
    /// Makes the secret address of the caller's calendar, in place of the one that there may be: its path at this site, told this once.
    async fn make_calendar_address(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Every meeting of the council, and not only the caller's.", default)] all_meetings: bool,
    ) -> Result<String> {
        super::make(&scope(context)?.caller, all_meetings).await.map_err(|error| internal(&error))
    }

    /// Which meetings are in the calendar from now on, at the address that there is. Tells whether there is one.
    async fn choose_calendar(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Every meeting of the council, and not only the caller's.")] all_meetings: bool,
    ) -> Result<bool> {
        super::choose(&scope(context)?.caller, all_meetings).await.map_err(|error| internal(&error))
    }

    /// Switches the address of the caller's calendar off. Tells whether there was one.
    async fn end_calendar_address(&self, context: &Context<'_>) -> Result<bool> {
        super::end(&scope(context)?.caller).await.map_err(|error| internal(&error))
    }
}
