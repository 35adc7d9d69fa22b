//! The token of a directory that pushes, in the GraphQL schema.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::payload::{PeoplePayload, payload};
use crate::api::request::{internal, scope};
use crate::people::{self, PeopleError};

#[derive(Default)]
pub struct PushQuery;

#[derive(Default)]
pub struct PushMutation;

/// Where the council's list of people comes from.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PeopleSource {
    /// Names of plugins that read it. While there is one, nothing that a directory sends is taken.
    readers: Vec<String>,
    /// Where a directory sends to (SCIM 2.0).
    address: String,
    /// Whether a directory has a token.
    open: bool,
    /// Who made the token, and when; null where none was ever made.
    made_by: Option<String>,
    made_at: Option<DateTime<Utc>>,
    /// When the directory was heard last, to the minute.
    heard_at: Option<DateTime<Utc>>,
    /// From when what it sent is compared; null where nothing waits.
    due_at: Option<DateTime<Utc>>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct PushTokenPayload {
    /// Told this once: only its hash is kept.
    token: Option<String>,
    /// Why there is none: `not-allowed`, or `read-by-plugin`.
    code: Option<&'static str>,
    /// The same for people.
    message: Option<String>,
}

#[Object(serial)]
impl PushQuery {
    /// Where the list of people comes from; null for whoever does not set the council up.
    async fn people_source(&self, context: &Context<'_>) -> Result<Option<PeopleSource>> {
        let scope = scope(context)?;
        let caller = &scope.caller;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let state = match people::push_state(tx, caller).await {
            Ok(state) => state,
            Err(PeopleError::Database(error)) => return Err(internal(&error)),
            Err(_) => return Ok(None),
        };
        Ok(Some(PeopleSource {
            readers: people::readers(&caller.council).filter_map(|seat| Some(seat.plugin()?.to_owned())).collect(),
            address: people::push_address(&caller.app, &caller.council),
            open: state.as_ref().is_some_and(|state| state.open),
            made_by: state.as_ref().map(|state| state.made_by.clone()),
            made_at: state.as_ref().map(|state| state.made_at),
            heard_at: state.as_ref().and_then(|state| state.heard_at),
            due_at: state.as_ref().and_then(|state| state.due_at),
        }))
    }
}

#[Object(serial)]
impl PushMutation {
    /// Makes the token with which the council's directory sends its people, in place of the one that there may be.
    async fn make_directory_token(&self, context: &Context<'_>) -> Result<PushTokenPayload> {
        match people::make_token(&scope(context)?.caller).await {
            Ok(token) => Ok(PushTokenPayload { token: Some(token), ..PushTokenPayload::default() }),
            Err(PeopleError::Database(error)) => Err(internal(&error)),
            Err(refused) => {
                Ok(PushTokenPayload { token: None, code: Some(refused.code()), message: Some(refused.to_string()) })
            }
        }
    }

    /// Takes the token of the directory back.
    async fn revoke_directory_token(&self, context: &Context<'_>) -> Result<PeoplePayload> {
        payload(people::revoke_token(&scope(context)?.caller).await.map(|()| 1))
    }
}
