//! The one way in which a case that is there changes: its row, events, deadline and message in one statement.

use std::sync::Arc;

use casework::events::EventBody;
use casework::ids::{CaseId, PersonId};
use casework::stages::Transition;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::history::Chain;
use super::message::message;
use super::store::write::{self, DeadlineChange};
use super::{CaseRow, deadline, parties_of, put_state};
use crate::app::{App, Caller, Turn};
use crate::tenancy::{Council, TenantTx};

/// In whose name a case changes, and when.
pub(super) struct Author<'a> {
    pub app: &'a Arc<App>,
    pub council: &'a Council,
    /// Empty for the program itself.
    pub person: Option<PersonId>,
    pub now: DateTime<Utc>,
}

impl<'a> From<&'a Caller> for Author<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self { app: &caller.app, council: &caller.council, person: Some(caller.actor.person), now: caller.now() }
    }
}

impl<'a> From<&'a Turn> for Author<'a> {
    fn from(turn: &'a Turn) -> Self {
        Self { app: &turn.app, council: &turn.council, person: None, now: turn.now }
    }
}

/// Adds one event to a case whose row this transaction holds, and tells who must know; for slices beside this one. Returns the case
/// as it is afterwards: the event has the number of its `last_seq`.
///
/// # Errors
/// When the database cannot be written to, or the row is not held by this transaction.
pub async fn record(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    row: CaseRow,
    event: EventBody,
    person: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<CaseRow, DbErr> {
    let author = Author { app, council, person, now };
    author.change(tx, row, vec![event], DeadlineChange::Keep).await?.ok_or(DbErr::RecordNotUpdated)
}

impl Author<'_> {
    /// Stores events of a case whose row this transaction holds, with what they mean for its deadline, and tells who must
    /// know. Returns the row as it stands then, or `None` when somebody changed it since it was read.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn change(
        &self,
        tx: &TenantTx,
        mut row: CaseRow,
        events: Vec<EventBody>,
        deadline: DeadlineChange,
    ) -> Result<Option<CaseRow>, DbErr> {
        let hash = row.last_hash.as_slice().try_into().map_err(|_| DbErr::Type("a hash is 32 bytes".to_owned()))?;
        let mut chain = Chain { case: CaseId::from_uuid(row.id), seq: row.last_seq, hash };
        let by_raiser = self.person.is_some_and(|person| row.raised_by == person.as_uuid());
        let on_behalf_of = parties_of(&row).on_behalf_of.filter(|_| by_raiser);
        let id = self.app.ids.row(self.now);
        let message = message(id, self.council, &row, chain.seq + 1, &events, self.person);
        let events = chain.extend(events, self.person, on_behalf_of, self.now)?;
        row.last_seq = chain.seq;
        row.last_hash = chain.hash.to_vec();
        row.updated_at = self.now;
        let stored = write::change_case(tx, row.clone(), self.now, &events, deadline, message).await?;
        row.version += 1;
        Ok(stored.then_some(row))
    }

    /// Stores a step of a case's workflow.
    ///
    /// # Errors
    /// As [`Author::change`].
    pub async fn step(
        &self,
        tx: &TenantTx,
        mut row: CaseRow,
        transition: Transition,
    ) -> Result<Option<CaseRow>, DbErr> {
        let workflow = self.council.workflow(row.workflow_version);
        let mut events = transition.events;
        let change = deadline::change(self.council, &mut row, transition.deadline, &mut events, self.now).await;
        put_state(&mut row, transition.state, transition.holder, self.council, workflow);
        self.change(tx, row, events, change).await
    }

    /// Adds one event that changes nothing else. Returns its number.
    ///
    /// # Errors
    /// As [`Author::change`], and when the row is not held by this transaction.
    pub async fn append(&self, tx: &TenantTx, row: CaseRow, event: EventBody) -> Result<i32, DbErr> {
        let stored = self.change(tx, row, vec![event], DeadlineChange::Keep).await?;
        Ok(stored.ok_or(DbErr::RecordNotUpdated)?.last_seq)
    }
}

/// Adds one event to a case whose row this transaction holds, in the name of whoever is asking: for another slice. Returns its number.
///
/// # Errors
/// When the database cannot be written to.
pub async fn append(caller: &Caller, tx: &TenantTx, row: CaseRow, event: EventBody) -> Result<i32, DbErr> {
    Author::from(caller).append(tx, row, event).await
}

/// As [`append`], for what somebody without an account did: the event names nobody. Who that was is for the event to say.
///
/// # Errors
/// As [`append`].
pub async fn append_from_outside(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    row: CaseRow,
    event: EventBody,
) -> Result<i32, DbErr> {
    Author { app, council, person: None, now: app.clock.now() }.append(tx, row, event).await
}
