//! SCIM 2.0, pushed to us (R57, R60; RFC 7643 and 7644): a council's directory sends its people and groups, and what it says becomes a plan
//! of `people`, as a feed's reading does.
//!
//! What is sent is kept as the directory's view of everybody, without what starters and leavers do not need. After a quiet time the worker
//! hands all of it to `people` as a complete reading, so the same sent twice changes nothing. Only that somebody leaves does not wait,
//! where the council lets people change by themselves.
//!
//! | module | what it is for |
//! |---|---|
//! | `path`, `patch` | what a filter and a `PATCH` say: pure |
//! | `user`, `group` | a resource as it is kept and as it is sent: pure |
//! | `users`, `groups` | what a request does |
//! | `http` | addresses, the token, answers |
//! | `describe` | what we say of ourselves |
//!
//! Bulk, sorting, entity tags and passwords are not there, and `describe` says so. To keep one more attribute: a field of
//! [`user::Body`], its line in `user` both ways, and in `describe`; it must be of use to `casework::starters`.

mod describe;
mod group;
mod groups;
pub mod http;
mod patch;
mod path;
mod store;
mod user;
mod users;

use sea_orm::DbErr;

use crate::app::Turn;
use crate::people;

/// The largest body, in bytes.
pub const LARGEST: usize = 1024 * 1024;
/// Requests of one council in a minute. Entra ID wants 25 a second.
pub const A_MINUTE: u32 = 3_000;
/// Resources of one page.
pub const A_PAGE: u64 = 200;
/// The most people and groups of one council, members that one request names, and operations of one `PATCH`.
pub const MOST_USERS: i64 = 20_000;
pub const MOST_GROUPS: i64 = 2_000;
pub const MOST_MEMBERS: usize = 5_000;
pub const MOST_OPERATIONS: usize = 1_000;

/// What is wrong with a request, as `scimType` has it (RFC 7644, 3.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Filter,
    Path,
    Value,
    Syntax,
    NoTarget,
    TooMany,
    Uniqueness,
}

impl Wrong {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Filter => "invalidFilter",
            Self::Path => "invalidPath",
            Self::Value => "invalidValue",
            Self::Syntax => "invalidSyntax",
            Self::NoTarget => "noTarget",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
        }
    }
}

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum ScimError {
    /// What is wrong, and what to do about it. It never repeats what was sent: directories keep it in logs.
    #[error("{detail}")]
    Refused { wrong: Wrong, detail: String },
    #[error("There is nothing with this id. List the resources to see which there are.")]
    NotFound,
    #[error("The body is larger than a megabyte: send less at once.")]
    TooLarge,
    #[error(transparent)]
    Database(#[from] DbErr),
}

fn refused(wrong: Wrong, detail: impl Into<String>) -> ScimError {
    ScimError::Refused { wrong, detail: detail.into() }
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Of the first one, counted from 1.
    pub start: u64,
    pub count: u64,
}

impl Page {
    /// What is below the first is the first, and nobody gets more than [`A_PAGE`] at once (RFC 7644, 3.4.2.4).
    fn asked(start: Option<&str>, count: Option<&str>) -> Result<Self, ScimError> {
        let number = |text: Option<&str>, least: i64, standard: u64| match text.map(str::parse::<i64>) {
            None => Ok(standard),
            Some(Ok(number)) => Ok(u64::try_from(number.max(least)).unwrap_or_default()),
            Some(Err(_)) => Err(refused(Wrong::Value, "startIndex and count are whole numbers.")),
        };
        Ok(Self { start: number(start, 1, 1)?, count: number(count, 0, A_PAGE / 2)?.min(A_PAGE) })
    }
}

/// Some of a list, and how many there are in all.
#[derive(Debug)]
pub struct Listed<T> {
    pub total: u64,
    pub start: u64,
    pub some: Vec<T>,
}

/// Hands everybody to `people`, when what was sent has been quiet for long enough. Returns how often that was done.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost. What was sent waits until it is taken in.
pub async fn take_due(turn: &Turn) -> Result<usize, DbErr> {
    let tx = turn.begin().await?;
    if people::push_due(&tx, &turn.council).await?.is_none_or(|due| due > turn.now) {
        return Ok(0);
    }
    store::lock(&tx).await?;
    let units = people::known_units(&tx, &turn.council).await?;
    let members_when = &turn.council.manifest.starters.members_when;
    let rows = store::everybody(&tx).await?;
    let everybody = rows.iter().map(|row| row.person(&units, members_when)).collect();
    let taken = people::take_pushed(turn, &tx, everybody).await?;
    tx.commit().await?;
    turn.app.wake.work_for(turn.council.id);
    let id = turn.council.id;
    tracing::info!(tenant.id = %id, people.done = taken.done, people.waiting = taken.waiting, people.held = taken.held, "what a directory sent was taken in");
    Ok(1)
}
