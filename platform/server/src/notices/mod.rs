//! What people are told of cases: a line for each thing that concerns them, so that nobody must look for it.
//!
//! A write leaves a message in the outbox, in its own transaction, that says who is told (see `casework::events::Told`). The
//! worker turns it into one notice a person; a notice is the person's own and vanishes with their right to see the case.

pub mod pages;
mod store;

use sea_orm::DbErr;

use crate::app::{Caller, Turn, office_opens, to_the_end};
use crate::tenancy::TenantTx;

pub use store::{At, Notice};

/// Notices on one page.
pub const A_PAGE: i64 = 25;

/// The person's notices, the newest first; with `after`, those that come after that one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn newest(tx: &TenantTx, caller: &Caller, after: Option<At>, limit: i64) -> Result<Vec<Notice>, DbErr> {
    store::newest(tx, caller.actor.person.as_uuid(), after, limit).await
}

/// How many the person has not read; counting stops at a hundred.
///
/// # Errors
/// When the database cannot be asked.
pub async fn unread(tx: &TenantTx, caller: &Caller) -> Result<i64, DbErr> {
    store::unread(tx, caller.actor.person.as_uuid()).await
}

/// Marks the person's notices as read: those of one case, or all.
///
/// # Errors
/// When the database cannot be written to.
pub async fn mark_read(caller: &Caller, reference: Option<String>) -> Result<(), DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        store::mark_read(&tx, caller.actor.person.as_uuid(), reference, caller.now()).await?;
        tx.commit().await
    })
    .await
}

/// Messages that are told in one transaction.
const AT_ONCE: i64 = 200;

/// Tells what the outbox holds, the oldest first, and returns how many messages there were.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn tell(turn: &Turn) -> Result<u64, DbErr> {
    let mut told = 0;
    loop {
        let tx = turn.begin().await?;
        let opens = office_opens(turn.now, &turn.council.calendar);
        let mail_at = turn.app.postman.is_some().then_some(opens);
        let found = store::tell(&tx, AT_ONCE, turn.now, mail_at, opens).await?;
        tx.commit().await?;
        told += found;
        if i64::try_from(found).is_ok_and(|found| found < AT_ONCE) {
            return Ok(told);
        }
    }
}
