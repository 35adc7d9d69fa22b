//! Putting in force what a plan says of one person, and everything that follows from somebody's leaving.

use std::sync::Arc;

use casework::calendar::local_date;
use casework::ids::{GroupId, PersonId};
use casework::starters::{Change, Known, Step, What};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DbErr;
use serde_json::json;
use uuid::Uuid;

use super::store::log::{self, Entry};
use super::store::{people, records, steps};
use crate::app::App;
use crate::away;
use crate::cases::{self, Handing};
use crate::tenancy::{Council, TenantTx};

/// In whose name people change, and when. The transaction is the program's own, and holds the lock.
#[derive(Clone, Copy)]
pub struct Doing<'a> {
    pub app: &'a Arc<App>,
    pub council: &'a Council,
    pub tx: &'a TenantTx,
    /// None for the program itself.
    pub by: Option<PersonId>,
    pub now: DateTime<Utc>,
    /// By which plan.
    pub plan: Option<Uuid>,
}

impl<'a> Doing<'a> {
    pub fn today(self) -> NaiveDate {
        local_date(self.now)
    }

    const fn handing(self) -> Handing<'a> {
        Handing { app: self.app, council: self.council, tx: self.tx, by: self.by, now: self.now }
    }

    /// Adds a row to what is only added to.
    pub async fn log(self, what: &str, person: Option<PersonId>, details: serde_json::Value) -> Result<(), DbErr> {
        let (id, at) = (self.app.ids.row(self.now), self.now);
        log::add(self.tx, Entry { id, at, by: self.by, what, plan: self.plan, person, details }).await
    }

    /// Puts one step of a feed's plan in force. `successor` is for a councillor who leaves, now or on a day to come.
    pub async fn step(self, seat: &str, step: &Step, successor: Option<PersonId>) -> Result<(), DbErr> {
        let before = match step.person {
            Some(id) => people::one(self.tx, id).await?,
            None => None,
        };
        let new = PersonId::from_uuid(self.app.ids.row(self.now));
        let gone = || DbErr::RecordNotFound(step.key.clone());
        let after = step.after(before.as_ref(), seat, new).ok_or_else(gone)?;
        let group = after.bound.as_ref().and_then(|bound| bound.group);
        match &step.what {
            What::Joins { .. } => {
                let plugin = seat.rsplit('/').next().unwrap_or(seat);
                let key = format!("{plugin}:{}", step.key);
                people::add(self.tx, &after, &key, self.today(), self.now).await?;
            }
            What::Returns { .. } | What::Changes { .. } => {
                people::put(self.tx, &after, self.today(), self.now).await?;
                if let Some(left) = team_left(&step.what) {
                    cases::officer_leaves(self.handing(), after.id, &[left]).await?;
                }
            }
            What::Leaves { .. } => {}
        }
        records::bind(self.tx, seat, &step.key, after.id, group).await?;
        let details = json!({ "seat": seat, "key": step.key, "binds": step.binds, "step": step.what });
        self.log(step.what.as_str(), Some(after.id), details).await?;
        match (&step.what, before) {
            (What::Leaves { .. }, Some(before)) => self.leaves(&before, successor).await?,
            _ => {
                steps::keep(self.tx, &after, successor, self.plan, self.today()).await?;
                self.app.identity.doubt(self.council.id, after.id, self.now);
            }
        }
        Ok(())
    }

    /// Takes somebody's access, at once, and gives what they had to do to those who go on with it (R60).
    pub async fn leaves(self, person: &Known, successor: Option<PersonId>) -> Result<(), DbErr> {
        let (tx, id) = (self.tx, person.id);
        people::set_active(tx, id, false, self.now).await?;
        self.app.identity.end_sessions(tx, id).await?;
        self.app.identity.doubt(self.council.id, id, self.now);
        steps::forget(tx, id).await?;
        let handed = cases::member_leaves(self.handing(), id, successor).await?;
        let groups: Vec<GroupId> = person.groups.iter().copied().collect();
        let in_hand = cases::officer_leaves(self.handing(), id, &groups).await?;
        let deputised = away::leaves(tx, id, self.now).await?;
        let details = json!({
            "handed_over": handed.over, "without_councillor": handed.waiting, "back_to_team": in_hand, "stood_in_for": deputised,
            "successor": successor.map(|id| id.as_uuid()),
        });
        self.log("access-ended", Some(id), details).await
    }

    /// The day has come from which somebody has access.
    pub async fn begins(self, id: PersonId) -> Result<(), DbErr> {
        people::set_active(self.tx, id, true, self.now).await?;
        self.app.identity.doubt(self.council.id, id, self.now);
        self.log("access-began", Some(id), json!({})).await
    }
}

/// The team that somebody leaves for another one.
pub fn team_left(what: &What) -> Option<GroupId> {
    let What::Changes { changes, .. } = what else { return None };
    changes.iter().find_map(|change| match change {
        Change::Team { from, .. } => *from,
        _ => None,
    })
}
