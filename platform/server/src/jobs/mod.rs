//! Jobs that were given up, such as mail that a server refused: seen, taken up again or put aside by those who look after the council's
//! mail. The operator has `wardbook jobs` for the same.
//!
//! A job that is taken up again is the same job: its id goes along as before, so whoever got it already can tell. Who decided what is
//! kept, and the database lets nobody else decide.
//!
//! To add a kind: the words `job-what-<kind>`, `job-kind-<kind>` and, where its failures are new ones, a variant of [`Why`].

pub mod graphql;
pub mod pages;
mod store;
mod why;

use casework::ids::JobId;
use casework::text::cleaned;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use sea_orm::DbErr;
use uuid::Uuid;

use crate::app::{Caller, Turn, to_the_end};
use crate::tenancy::TenantTx;

pub use store::{Decision, Given, Kind, Task};
pub use why::Why;

/// Events of one council that are told in a row before others have their turn.
const AT_ONCE: usize = 50;
/// Jobs on the page.
pub const A_PAGE: usize = 50;
/// Decisions that are shown.
const DECISIONS: i64 = 20;
/// The most characters of a reason.
pub const LONGEST_REASON: usize = 500;

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("only those who look after the council's mail can see this")]
    NotAllowed,
    /// Never was, was not given up, or somebody else was faster.
    #[error("there is no such job that was given up")]
    NotFound,
    #[error("no reason was given")]
    Missing,
    #[error("the reason is longer than {LONGEST_REASON} characters")]
    TooLong,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What was given up, and what was decided lately.
#[derive(Debug)]
pub struct Listed {
    /// The newest first; one more than [`A_PAGE`] tells that there are more.
    pub jobs: Vec<Given>,
    /// Of each kind, how many there are.
    pub kinds: Vec<Kind>,
    pub decisions: Vec<Decision>,
}

/// Everything on the page. A case is named only where this person may see it.
///
/// # Errors
/// See [`JobError`].
pub async fn list(tx: &TenantTx, caller: &Caller) -> Result<Listed, JobError> {
    allowed(caller)?;
    Ok(Listed {
        jobs: store::given_up(tx, i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX)).await?,
        kinds: store::kinds(tx).await?,
        decisions: store::decisions(tx, DECISIONS).await?,
    })
}

/// One job that was given up.
///
/// # Errors
/// See [`JobError`].
pub async fn one(tx: &TenantTx, caller: &Caller, id: JobId) -> Result<Given, JobError> {
    allowed(caller)?;
    store::one(tx, id.as_uuid()).await?.ok_or(JobError::NotFound)
}

/// How many wait for this person to decide, up to a hundred; none for whoever does not.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(tx: &TenantTx, caller: &Caller) -> Result<i64, DbErr> {
    if caller.actor.may_sort_mail() { store::count(tx).await } else { Ok(0) }
}

/// Which jobs are meant.
#[derive(Clone, Debug)]
pub enum Which {
    One(JobId),
    /// All of a kind, as [`Given::what`] calls it.
    Kind(String),
}

/// Takes up jobs again, from when the office opens, and tells how many.
///
/// # Errors
/// See [`JobError`].
pub async fn retry(caller: &Caller, which: Which) -> Result<u64, JobError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let (now, by) = (caller.now(), Some(caller.actor.person.as_uuid()));
        let due_at = caller.council.calendar.office_opens(now);
        let tx = caller.begin().await?;
        let taken_up = match which {
            Which::One(id) => store::retry_one(&tx, id.as_uuid(), by, due_at, now).await?,
            Which::Kind(what) => store::retry_kind(&tx, what, by, due_at, now).await?,
        };
        if taken_up == 0 {
            return Err(JobError::NotFound);
        }
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(taken_up)
    })
    .await
}

/// Puts a job aside for good.
///
/// # Errors
/// See [`JobError`].
pub async fn discard(caller: &Caller, id: JobId, reason: &str) -> Result<(), JobError> {
    allowed(caller)?;
    let reason = cleaned(reason).trim().to_owned();
    match reason.chars().count() {
        0 => return Err(JobError::Missing),
        length if length > LONGEST_REASON => return Err(JobError::TooLong),
        _ => {}
    }
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let by = caller.actor.person.as_uuid();
        if store::discard(&tx, id.as_uuid(), reason, by, caller.now()).await? == 0 {
            return Err(JobError::NotFound);
        }
        Ok(tx.commit().await?)
    })
    .await
}

/// Tells of the events of cases for which tasks of a kind are due, one event a transaction, and gives the sum of what `tell` gives. What it
/// does and that it was done are one transaction; one that cannot be told of holds up no other.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn tell_due(
    turn: &Turn,
    kind: &str,
    tell: impl for<'a> Fn(&'a Turn, &'a TenantTx, Task) -> BoxFuture<'a, Result<usize, DbErr>>,
) -> Result<usize, DbErr> {
    let mut told = 0;
    for _ in 0..AT_ONCE {
        let tx = turn.begin().await?;
        let Some(task) = store::next_task(&tx, kind, turn.now).await? else { break };
        let done = async {
            let told = tell(turn, &tx, task).await?;
            store::task_done(&tx, task, turn.now).await?;
            tx.commit().await.map(|()| told)
        };
        match done.await {
            Ok(more) => told += more,
            Err(error) => put_off(turn, task.id, &error).await?,
        }
    }
    Ok(told)
}

/// A job failed by an error of ours: it is tried again later, and given up like the others in the end. What the error
/// says may name a person, so it goes to the log alone.
///
/// # Errors
/// When the database cannot be written to.
async fn put_off(turn: &Turn, id: Uuid, error: &DbErr) -> Result<(), DbErr> {
    tracing::error!(tenant.id = %turn.council.id, job.id = %id, error = %error, "a job failed");
    let tx = turn.begin().await?;
    store::put_off(&tx, id, Why::Inside.to_string(), turn.now).await?;
    tx.commit().await
}

/// What was given up, for the operator: the newest first, at most a hundred.
///
/// # Errors
/// When the database cannot be asked.
pub async fn given_up(tx: &TenantTx) -> Result<Vec<Given>, DbErr> {
    store::given_up(tx, 100).await
}

/// Takes up again all that was given up, for the operator, and tells how many jobs that are.
///
/// # Errors
/// When the database cannot be written to.
pub async fn retry_all(tx: &TenantTx, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let mut taken_up = 0;
    for kind in store::kinds(tx).await? {
        taken_up += store::retry_kind(tx, kind.what, None, now, now).await?;
    }
    Ok(taken_up)
}

fn allowed(caller: &Caller) -> Result<(), JobError> {
    if caller.actor.may_sort_mail() { Ok(()) } else { Err(JobError::NotAllowed) }
}
