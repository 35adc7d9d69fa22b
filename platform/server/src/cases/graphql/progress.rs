//! How far a case has come, and what came of it (R22 to R24).

use async_graphql::SimpleObject;
use chrono::{DateTime, NaiveDate, Utc};

use super::named::{Person, Stage};
use crate::cases::{Agreed, AgreedState, Came, DeadlineRow, SaidAt};

/// A stage on the way of a case.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct CaseStep {
    pub stage: Stage,
    /// `done`, `now` or `ahead`.
    pub state: &'static str,
}

/// What came of a case so far, each a fact of its own: closed is not solved.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct CaseOutcome {
    /// The answer that counts now.
    answered: Option<Said>,
    /// The oldest first.
    promises: Vec<AgreedWork>,
    referrals: Vec<AgreedWork>,
    /// Somebody who should know says that it is solved.
    verified: Option<Said>,
}

impl From<Came> for CaseOutcome {
    fn from(came: Came) -> Self {
        Self {
            answered: came.answered.map(Said::from),
            promises: came.promises.into_iter().map(AgreedWork::from).collect(),
            referrals: came.referrals.into_iter().map(AgreedWork::from).collect(),
            verified: came.verified.map(Said::from),
        }
    }
}

/// Somebody said so, then.
#[derive(SimpleObject)]
#[graphql(name = "SaidBy", serial)]
struct Said {
    at: DateTime<Utc>,
    /// Null for the program, and for a resident who said that it is solved.
    by: Option<Person>,
}

impl From<SaidAt> for Said {
    fn from((at, by): SaidAt) -> Self {
        Self { at, by: by.map(|id| Person { id: id.as_uuid(), name: None }) }
    }
}

/// Something that is to happen by a day.
#[derive(SimpleObject)]
#[graphql(serial)]
struct AgreedWork {
    by: NaiveDate,
    /// Who was asked, where it is another body.
    body: Option<String>,
    /// The work order, or what the other body calls it.
    mark: Option<String>,
    /// `waiting`, `done` or `missed`.
    state: &'static str,
    done_at: Option<DateTime<Utc>>,
}

impl From<Agreed> for AgreedWork {
    fn from(agreed: Agreed) -> Self {
        let Agreed { by, body, mark, state } = agreed;
        let (state, done_at) = match state {
            AgreedState::Waiting => ("waiting", None),
            AgreedState::Done(at) => ("done", Some(at)),
            AgreedState::Missed => ("missed", None),
        };
        Self { by, body, mark, state, done_at }
    }
}

/// The deadline that runs.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct CaseDeadline {
    /// `first-response`, `next-response`, `representative-reply` or `agreed-day`.
    target: String,
    due_on: NaiveDate,
    /// Why this day, for people.
    explanation: String,
    /// The policy that worked it out, and its version.
    policy: String,
    policy_version: String,
}

impl From<DeadlineRow> for CaseDeadline {
    fn from(row: DeadlineRow) -> Self {
        let DeadlineRow { target, due_on, policy, policy_version, explanation } = row;
        Self { target, due_on, explanation, policy, policy_version }
    }
}
