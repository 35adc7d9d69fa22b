//! Starters, movers and leavers: who may come in, from when until when, and what becomes of the work of those who leave (R42, R60).
//!
//! A feed of people says whom the council has. Its rows are kept as they were read last; `casework::starters` compares them with
//! the council's people, and says what is to happen. An admin looks at such a *plan* and puts it in force, or the council lets that
//! happen by itself, unless it takes more access than the council lets a feed take without a look. Days to come are *steps* that
//! the worker takes. Everything that happened is a row of a log that is only added to.
//!
//! | module | what it is for |
//! |---|---|
//! | `take` | from a reading to a plan |
//! | `doing` | what a step does to a person, and what follows from somebody's leaving |
//! | `due` | steps whose day has come |
//! | `decide` | plans put in force or set aside by an admin, and what only a person can say |
//! | `look` | what admins see |
//! | `push` | the token of a directory that sends its people, and when they are taken in |
//! | `behind` | work of people who have left and whom nobody follows yet |
//!
//! To let something else follow from somebody's leaving, add it to `doing::leaves`, and to what [`look`] says of it before.

mod behind;
mod decide;
mod doing;
mod due;
pub mod graphql;
mod look;
pub mod pages;
mod push;
mod store;
mod take;

use casework::ids::PersonId;
use sea_orm::DbErr;

use crate::app::Caller;
use crate::tenancy::{Acting, TenantTx};

pub use behind::{AT_MOST as MOST_BEHIND, Behind, behind, count as count_behind, give_cases, give_drafts};
pub use decide::{Choice, Decision, Unit, bind, dismiss, forget_unit, leave_out, put_in_force, say_unit};
pub use due::{apply_due, next_due};
pub use look::{
    Follow, Overview, PlanNow, coming_access, decided_plans, newest_log, open_plans, overview, plan, rows_left_out,
    said_of_units,
};
pub use push::{
    Door, Push, address as push_address, door, known_units, leaves_now, make_token, push_due, readers, revoke_token,
    sent, state as push_state, take_pushed,
};
pub use store::log::LogLine;
pub use store::plans::PlanRow;
pub use store::records::LeftOut;
pub use store::steps::Coming;
pub use store::units::UnitRow;
pub use take::{PUSHED, Taken, take};

/// The most characters of a reason.
pub const LONGEST_REASON: usize = 500;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    #[error("only those who set the council up can see this")]
    NotAllowed,
    #[error("there is no such plan, row or unit")]
    NotFound,
    /// The feed was read again, somebody else decided, or people have changed since.
    #[error("something has changed since this page was opened")]
    Stale,
    #[error("the plan takes much access, and nobody has said that it was looked at")]
    Unchecked,
    #[error("whoever was named cannot take the cases over")]
    NotASuccessor,
    #[error("this is no team of the council")]
    NotATeam,
    #[error("whoever was named cannot be this row")]
    NotAPerson,
    /// A list is read or pushed, never both.
    #[error("a plugin reads the list of people: turn it off before a directory may push")]
    ReadByPlugin,
    #[error("no reason was given")]
    NoReason,
    #[error("the reason is longer than {LONGEST_REASON} characters")]
    LongReason,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl PeopleError {
    /// A short name for pages and GraphQL.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::NotFound => "not-found",
            Self::Stale | Self::Database(_) => "stale",
            Self::Unchecked => "unchecked",
            Self::NotASuccessor => "not-a-successor",
            Self::NotATeam => "not-a-team",
            Self::NotAPerson => "not-a-person",
            Self::ReadByPlugin => "read-by-plugin",
            Self::NoReason => "no-reason",
            Self::LongReason => "reason-too-long",
        }
    }
}

/// How many plans wait for an admin; none for anybody else.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(tx: &TenantTx, caller: &Caller) -> Result<i64, DbErr> {
    if caller.actor.is_admin() { store::plans::count_open(tx).await } else { Ok(0) }
}

fn allowed(caller: &Caller) -> Result<(), PeopleError> {
    if caller.actor.is_admin() { Ok(()) } else { Err(PeopleError::NotAllowed) }
}

/// The program's own transaction, in which an admin's decision is carried out: it changes cases that they do not see.
async fn own(caller: &Caller) -> Result<TenantTx, DbErr> {
    caller.app.database.begin(&caller.council.schema, Acting::System).await
}

/// Somebody's name, by id.
pub type Names = std::collections::HashMap<PersonId, String>;
