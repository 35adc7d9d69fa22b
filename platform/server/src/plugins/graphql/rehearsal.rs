//! A rehearsal as far as it has come (R59).

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::{GroupId, RehearsalId, SetupId};
use chrono::{DateTime, NaiveDate, Utc};

use super::super::life::{self, LifeError};
use super::super::rehearsal::{self, A_PAGE, Change, Outcome, Rehearsal, Shift, Week};
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::cases::graphql::Group;
use crate::tenancy::TenantTx;

/// What other settings, or another plugin, would have decided on past cases.
pub struct PluginRehearsal {
    pub rehearsal: Rehearsal,
    /// Of the setup as it is now.
    pub version: i32,
}

impl PluginRehearsal {
    pub async fn one(tx: &TenantTx, caller: &Caller, id: RehearsalId) -> std::result::Result<Self, LifeError> {
        let rehearsal = rehearsal::one(tx, caller, id).await?;
        let setup = life::candidate(tx, caller, SetupId::from_uuid(rehearsal.setup)).await?;
        Ok(Self { rehearsal, version: setup.setup.version })
    }

    fn outcome(&self) -> &Outcome {
        &self.rehearsal.outcome
    }
}

#[Object(serial)]
impl PluginRehearsal {
    async fn id(&self) -> String {
        RehearsalId::from_uuid(self.rehearsal.id).to_string()
    }

    /// Id of the setup.
    async fn setup(&self) -> String {
        SetupId::from_uuid(self.rehearsal.setup).to_string()
    }

    /// Whether these are its settings as they are now.
    async fn current(&self) -> bool {
        self.rehearsal.setup_version == self.version
    }

    /// `waiting` (also while it is played), `done`, `cancelled` or `failed`.
    async fn state(&self) -> &str {
        &self.rehearsal.state
    }

    /// The cases of this time were asked about.
    async fn since(&self) -> DateTime<Utc> {
        self.rehearsal.since
    }

    async fn until(&self) -> DateTime<Utc> {
        self.rehearsal.until
    }

    async fn asked_by(&self) -> &str {
        &self.rehearsal.asked_by
    }

    async fn asked_at(&self) -> DateTime<Utc> {
        self.rehearsal.asked_at
    }

    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.rehearsal.ended_at
    }

    /// How many cases were played so far.
    async fn done(&self) -> i32 {
        self.rehearsal.done
    }

    /// Of how many; null until they were counted.
    async fn total(&self) -> Option<i32> {
        self.rehearsal.total
    }

    /// Why it ended, where it failed.
    async fn failure(&self) -> Option<&str> {
        self.rehearsal.failure.as_deref()
    }

    /// Calls that gave no answer, by the code of the failure.
    async fn failures(&self) -> Vec<CallsFailed<'_>> {
        self.outcome().failures.iter().map(|(code, times)| CallsFailed { code, times: *times }).collect()
    }

    /// How many cases each team would have got; null where no case was routed.
    async fn routing(&self) -> Option<RehearsedRouting> {
        (self.outcome().routed > 0).then(|| RehearsedRouting::from(self.outcome()))
    }

    /// How deadlines would have been; null where none was set.
    async fn deadlines(&self) -> Option<RehearsedDeadlines> {
        (self.outcome().deadlines > 0).then(|| RehearsedDeadlines::from(self.outcome()))
    }

    /// Cases that would have gone another way, a page of fifty at a time.
    #[graphql(complexity = "50 * child_complexity")]
    async fn changes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "`next` of the page before.")] after: Option<i32>,
    ) -> Result<RehearsedChanges> {
        let tx = scope(context)?.caller.begin().await.map_err(|error| internal(&error))?;
        let id = RehearsalId::from_uuid(self.rehearsal.id);
        let changes = rehearsal::changes(&tx, id, after.unwrap_or_default()).await;
        let mut changes = changes.map_err(|error| internal(&error))?;
        let page = usize::try_from(A_PAGE).unwrap_or(usize::MAX);
        let more = changes.len() > page;
        changes.truncate(page);
        let next = changes.last().filter(|_| more).map(|(number, ..)| *number);
        let nodes = changes.into_iter().map(|(_, reference, change)| RehearsedChange::new(reference, change));
        Ok(RehearsedChanges { nodes: nodes.collect(), next })
    }
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct CallsFailed<'r> {
    code: &'r str,
    times: u32,
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct RehearsedRouting {
    /// Cases that were routed, and of these, those that would go to another team.
    cases: u32,
    moved: u32,
    shifts: Vec<RehearsedShift>,
    weeks: Vec<RehearsedWeek>,
}

impl From<&Outcome> for RehearsedRouting {
    fn from(outcome: &Outcome) -> Self {
        Self {
            cases: outcome.routed,
            moved: outcome.moved,
            shifts: outcome.shifts.iter().map(Into::into).collect(),
            weeks: outcome.weeks.iter().map(RehearsedWeek::from).collect(),
        }
    }
}

/// Cases of one team that would be another's. Null is triage.
#[derive(SimpleObject)]
#[graphql(serial)]
struct RehearsedShift {
    from: Option<Group>,
    to: Option<Group>,
    cases: u32,
}

impl From<&Shift> for RehearsedShift {
    fn from(shift: &Shift) -> Self {
        Self { from: shift.from.map(Group), to: shift.to.map(Group), cases: shift.cases }
    }
}

/// One team's cases of one week. Null is triage.
#[derive(SimpleObject)]
#[graphql(serial)]
struct RehearsedWeek {
    monday: NaiveDate,
    team: Option<Group>,
    was: u32,
    would: u32,
}

impl From<&Week> for RehearsedWeek {
    fn from(week: &Week) -> Self {
        Self { monday: week.monday, team: week.group.map(Group), was: week.was, would: week.would }
    }
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct RehearsedDeadlines {
    /// Deadlines that were set, and those that would be earlier or later.
    all: u32,
    earlier: u32,
    later: u32,
    /// Those that were missed, and would be.
    missed: u32,
    would_miss: u32,
    /// Those that would be missed only then, and no more.
    gained: u32,
    lost: u32,
}

impl From<&Outcome> for RehearsedDeadlines {
    fn from(outcome: &Outcome) -> Self {
        Self {
            all: outcome.deadlines,
            earlier: outcome.earlier,
            later: outcome.later,
            missed: outcome.missed,
            would_miss: outcome.would_miss,
            gained: outcome.gained,
            lost: outcome.lost,
        }
    }
}

/// A page of changes.
#[derive(SimpleObject)]
#[graphql(serial)]
struct RehearsedChanges {
    nodes: Vec<RehearsedChange>,
    next: Option<i32>,
}

/// A case that would have gone another way: to another team, or with another deadline.
#[derive(SimpleObject)]
#[graphql(serial)]
struct RehearsedChange {
    reference: String,
    /// The day on which it was decided.
    on: NaiveDate,
    /// Of a case that would move; null is triage.
    from: Option<Group>,
    to: Option<Group>,
    /// Of a deadline.
    was_due: Option<NaiveDate>,
    would_be_due: Option<NaiveDate>,
    /// `gained` or `lost`, where it would be missed only then, or no more.
    breach: Option<&'static str>,
    /// In the words of the plugin.
    why: String,
}

impl RehearsedChange {
    fn new(reference: String, change: Change) -> Self {
        let group = |id: Option<GroupId>| id.map(Group);
        match change {
            Change::Moved { raised_on, from, to, reason } => Self {
                reference,
                on: raised_on,
                from: group(from),
                to: group(to),
                was_due: None,
                would_be_due: None,
                breach: None,
                why: reason,
            },
            Change::Due { due, explanation, .. } => Self {
                reference,
                on: due.set_on,
                from: None,
                to: None,
                was_due: Some(due.was),
                would_be_due: Some(due.would),
                breach: match (due.gained(), due.lost()) {
                    (true, _) => Some("gained"),
                    (_, true) => Some("lost"),
                    _ => None,
                },
                why: explanation,
            },
        }
    }
}
