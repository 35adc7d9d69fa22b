//! What is in force, what was, and what could be.
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::{ActivationId, RehearsalId, SetupId};
use chrono::{DateTime, Utc};
use plugin_host::Kind;

use super::super::life::{self, Choice, From as Source, LifeError, SeatNow};
use super::super::seat::Seat;

use super::found;
use super::setup::PluginSetup;
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::feeds;
use crate::feeds::graphql::FeedState;
use crate::plugins::ActivationRow;
use crate::tenancy::TenantTx;

/// A place for a plugin: a decision of which each council has one, or a plugin that carries.
pub struct PluginSeat {
    pub seat: Seat,
    pub now: Option<SeatNow>,
    pub candidate: Option<SetupId>,
}

impl PluginSeat {
    /// Every seat that is filled, or for which a plugin is being set up.
    pub async fn all(tx: &TenantTx, caller: &Caller) -> std::result::Result<Vec<Self>, LifeError> {
        let overview = life::overview(tx, caller).await?;
        let of = |seat: &Seat| overview.candidates.iter().find(|setup| setup.seat == *seat).map(|setup| setup.id);
        let filled: Vec<Self> = overview
            .seats
            .into_iter()
            .map(|now| {
                let seat = now.in_force.setup.seat.clone();
                Self { candidate: of(&seat), seat, now: Some(now) }
            })
            .collect();
        let begun = overview.candidates.iter().filter(|setup| filled.iter().all(|known| known.seat != setup.seat));
        let begun: Vec<Self> =
            begun.map(|setup| Self { seat: setup.seat.clone(), now: None, candidate: Some(setup.id) }).collect();
        Ok(filled.into_iter().chain(begun).collect())
    }

    /// One of them, or one that was filled once.
    pub async fn one(tx: &TenantTx, caller: &Caller, seat: &Seat) -> std::result::Result<Self, LifeError> {
        let known = Self::all(tx, caller).await?.into_iter().find(|known| known.seat == *seat);
        match known {
            Some(known) => Ok(known),
            None if life::history(tx, caller, seat).await?.activations.is_empty() => Err(LifeError::NotFound),
            None => Ok(Self { seat: seat.clone(), now: None, candidate: None }),
        }
    }
}

#[Object(serial)]
impl PluginSeat {
    /// Its name: `routing`, `sla-policy`, or a kind and a plugin, such as `committee-calendar/committees-ical`.
    async fn seat(&self) -> String {
        self.seat.to_string()
    }

    async fn kind(&self) -> &'static str {
        self.seat.kind.as_str()
    }

    /// What is in force there; null where nothing is.
    async fn in_force(&self) -> Option<PluginInForce<'_>> {
        self.now.as_ref().map(PluginInForce)
    }

    /// Id of the setup that is worked on for it, if there is one.
    async fn candidate(&self) -> Option<String> {
        self.candidate.map(|id| id.to_string())
    }

    /// How the feed fares and how fresh it is; null for what decides, and before the worker came by.
    async fn feed(&self, context: &Context<'_>) -> Result<Option<FeedState>> {
        if self.seat.kind.decides() {
            return Ok(None);
        }
        let tx = scope(context)?.tx().await.map_err(|error| internal(&error))?;
        let state = feeds::state(tx, &self.seat).await.map_err(|error| internal(&error))?;
        Ok(state.map(FeedState::from))
    }

    /// What was put in force there, the newest first and at most fifty.
    #[graphql(complexity = "20 * child_complexity")]
    async fn history(&self, context: &Context<'_>) -> Result<Vec<PluginActivation>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let history = found(life::history(tx, &scope.caller, &self.seat).await)?;
        let current = self.now.as_ref().map(|now| now.in_force.activation);
        let rows = history.map_or_else(Vec::new, |history| history.activations);
        Ok(rows.into_iter().map(|row| PluginActivation::new(row, current)).collect())
    }
}

/// A plugin in force.
struct PluginInForce<'s>(&'s SeatNow);

#[Object(serial)]
impl PluginInForce<'_> {
    /// Name of the plugin.
    async fn plugin(&self) -> &str {
        &self.0.in_force.setup.plugin
    }

    /// What people call it.
    async fn title(&self, context: &Context<'_>) -> Result<String> {
        let lang = scope(context)?.caller.lang;
        let described = self.0.description.as_deref();
        Ok(described.map_or(&*self.0.in_force.setup.plugin, |it| it.title(lang)).to_owned())
    }

    /// Null where the plugin cannot be read.
    async fn version(&self) -> Option<&str> {
        self.0.description.as_deref().map(|it| it.version.as_str())
    }

    async fn summary(&self, context: &Context<'_>) -> Result<Option<String>> {
        let lang = scope(context)?.caller.lang;
        Ok(self.0.description.as_deref().map(|it| it.summary.get(lang).to_owned()))
    }

    /// `good`, `failing`, `suspended` (left alone for a while) or `broken` (it cannot be read).
    async fn health(&self) -> &'static str {
        self.0.fares().0
    }

    /// What went wrong last, where it is not good.
    async fn trouble(&self) -> Option<&str> {
        self.0.fares().1
    }

    /// Calls since the program started, and how many of them failed.
    async fn calls(&self) -> u64 {
        self.0.calls
    }

    async fn failed(&self) -> u64 {
        self.0.failed
    }

    /// Id of the activation that put it in force.
    async fn activation(&self) -> String {
        self.0.in_force.activation.to_string()
    }

    /// Its settings and all that goes with them.
    async fn setup(&self, context: &Context<'_>) -> Result<Option<PluginSetup>> {
        PluginSetup::read(context, self.0.in_force.setup.id).await
    }
}

/// A moment at which something came into force, or was turned off.
#[derive(SimpleObject)]
#[graphql(serial)]
struct PluginActivation {
    /// Give it to `rollBackPlugin`.
    id: String,
    /// Null where the seat was turned off.
    setup: Option<String>,
    plugin: Option<String>,
    /// Version of the plugin where the council keeps it.
    plugin_version: Option<String>,
    /// Id of the rehearsal that was played to its end before.
    rehearsal: Option<String>,
    /// Null for the program itself, which begins with what the council's files say.
    by: Option<String>,
    at: DateTime<Utc>,
    reason: String,
    /// It counts now.
    current: bool,
}

impl PluginActivation {
    fn new(row: ActivationRow, current: Option<ActivationId>) -> Self {
        let id = ActivationId::from_uuid(row.id);
        Self {
            id: id.to_string(),
            setup: row.setup_id.map(|id| SetupId::from_uuid(id).to_string()),
            plugin: row.plugin,
            plugin_version: row.plugin_version,
            rehearsal: row.rehearsal_id.map(|id| RehearsalId::from_uuid(id).to_string()),
            by: row.by,
            at: row.made_at,
            reason: row.reason,
            current: Some(id) == current,
        }
    }
}

/// A plugin that can be chosen.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct PluginChoice {
    kind: &'static str,
    name: String,
    title: String,
    version: String,
    summary: String,
    /// Of a component that the council keeps: give it as `uploaded`. Null for what comes with the program.
    fingerprint: Option<String>,
    added_by: Option<String>,
    added_at: Option<DateTime<Utc>>,
}

impl PluginChoice {
    pub fn new(kind: Kind, choice: Choice) -> Self {
        let fingerprint = match &choice.from {
            Source::Kept(fingerprint) => Some(fingerprint.to_string()),
            Source::Shipped(_) | Source::InForce(_) => None,
        };
        let (added_by, added_at) = choice.kept.map_or((None, None), |kept| (kept.added_by, Some(kept.added_at)));
        Self {
            kind: kind.as_str(),
            name: choice.name,
            title: choice.title,
            version: choice.version,
            summary: choice.summary,
            fingerprint,
            added_by,
            added_at,
        }
    }
}
