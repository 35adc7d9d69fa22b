//! Reading of plugins.

use async_graphql::{Context, Object, Result};
use casework::ids::{RehearsalId, SetupId};
use plugin_host::Kind;

use super::super::life;
use super::super::seat::Seat;
use super::found;
use super::rehearsal::PluginRehearsal;
use super::seat::{PluginChoice, PluginSeat};
use super::setup::PluginSetup;
use crate::api::request::{internal, scope};

#[derive(Default)]
pub struct PluginQuery;

#[Object(serial)]
impl PluginQuery {
    /// Where plugins are in force or being set up, and how they fare; null for whoever does not set the council up.
    #[graphql(complexity = "10 * child_complexity")]
    async fn plugin_seats(&self, context: &Context<'_>) -> Result<Option<Vec<PluginSeat>>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        found(PluginSeat::all(tx, &scope.caller).await)
    }

    /// One of them, or one in which something was in force once.
    async fn plugin_seat(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "`routing`, `sla-policy`, or a kind and a plugin: `committee-calendar/committees-ical`.")]
        seat: String,
    ) -> Result<Option<PluginSeat>> {
        let scope = scope(context)?;
        let Ok(seat) = seat.parse::<Seat>() else { return Ok(None) };
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        found(PluginSeat::one(tx, &scope.caller, &seat).await)
    }

    /// Plugins that can be chosen: those that come with the program, and those that the council uploaded. Null for whoever does not set the
    /// council up.
    #[graphql(complexity = "20 * child_complexity")]
    async fn plugin_choices(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Such as `routing` or `people-feed`; all kinds unless told.")] kind: Option<String>,
    ) -> Result<Option<Vec<PluginChoice>>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let mut all = Vec::new();
        let asked = |known: &Kind| kind.as_deref().is_none_or(|kind| kind == known.as_str());
        for kind in Kind::ALL.into_iter().filter(asked) {
            let Some(choices) = found(life::choices(tx, &scope.caller, kind).await)? else { return Ok(None) };
            all.extend(choices.into_iter().map(|choice| PluginChoice::new(kind, choice)));
        }
        Ok(Some(all))
    }

    /// A plugin with its settings, that is worked on or was in force.
    async fn plugin_setup(&self, context: &Context<'_>, id: String) -> Result<Option<PluginSetup>> {
        match id.parse::<SetupId>() {
            Ok(id) => PluginSetup::read(context, id).await,
            Err(_) => Ok(None),
        }
    }

    /// A rehearsal as far as it has come.
    async fn plugin_rehearsal(&self, context: &Context<'_>, id: String) -> Result<Option<PluginRehearsal>> {
        let scope = scope(context)?;
        let Ok(id) = id.parse::<RehearsalId>() else { return Ok(None) };
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        found(PluginRehearsal::one(tx, &scope.caller, id).await)
    }
}
