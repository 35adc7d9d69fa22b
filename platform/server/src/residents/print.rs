//! Printing the letters that wait, all at once (R32). Whoever prints takes them first, so that two who print at the same time get
//! different letters; what was taken can be fetched again at any time, or put back.

use casework::people::{Actor, Role};
use letters::{Letter, Printed};
use sea_orm::DbErr;
use uuid::Uuid;

use super::deliver::{not_reached, written};
use super::paper::of_message;
use super::store::{self, Batch, Outgoing, Place, WaitingLetter};
use crate::app::{Caller, to_the_end};
use crate::print;
use crate::tenancy::TenantTx;

/// The most letters of one batch.
const A_BATCH: i64 = 200;
/// Batches that are listed.
const LISTED: i64 = 10;

/// Whether this person prints the council's letters.
#[must_use]
pub fn may_print(actor: &Actor) -> bool {
    actor.is(Role::TriageOfficer)
}

/// Letters that wait, the oldest first; with `after`, those that come after that one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn waiting(tx: &TenantTx, after: Option<Place>, limit: i64) -> Result<Vec<WaitingLetter>, DbErr> {
    store::waiting(tx, after, limit).await
}

/// The batches that were printed last.
///
/// # Errors
/// When the database cannot be asked.
pub async fn batches(tx: &TenantTx) -> Result<Vec<Batch>, DbErr> {
    store::batches(tx, LISTED).await
}

/// Takes the letters that wait into a batch, up to 200 and the oldest first, and marks them as printed. Returns the batch, or `None`
/// when nothing waits. A letter whose address has no room in a window is taken out, and whoever raised its case is told.
///
/// # Errors
/// When the database cannot be written to.
pub async fn print_waiting(caller: &Caller) -> anyhow::Result<Option<Uuid>> {
    let caller = caller.clone();
    to_the_end(async move {
        let now = caller.now();
        let batch = caller.app.ids.row(now);
        let tx = caller.begin().await?;
        if store::take(&tx, batch, caller.actor.person.as_uuid(), A_BATCH, now).await? == 0 {
            return Ok(None);
        }
        let messages = store::of_batch(&tx, batch).await?;
        let letters = letters_of(&caller, &messages)?;
        let mut left = messages.len();
        if let Err(error) = print::letters(letters.clone()).await {
            tracing::warn!(tenant.id = %caller.council.id, error = %error, "a batch of letters has one that cannot be printed");
            for (message, letter) in messages.iter().zip(letters) {
                if print::letter(letter).await.is_err() {
                    not_reached(&caller.app, &caller.council, &tx, message.case_id, message.seq, now).await?;
                }
            }
            left = usize::try_from(store::recount(&tx, batch).await?).unwrap_or_default();
        }
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok((left > 0).then_some(batch))
    })
    .await
}

/// The letters of a batch as one PDF; `None` where there is no such batch, or it was put back.
///
/// # Errors
/// When the database cannot be asked, or an address that was changed since has no room in a window.
pub async fn batch(caller: &Caller, batch: Uuid) -> anyhow::Result<Option<Printed>> {
    let messages = store::of_batch(&caller.begin().await?, batch).await?;
    if messages.is_empty() {
        return Ok(None);
    }
    print::letters(letters_of(caller, &messages)?).await.map(Some)
}

fn letters_of(caller: &Caller, messages: &[Outgoing]) -> anyhow::Result<Vec<Letter>> {
    let letter = |message: &Outgoing| {
        let said = written(message)?.ok_or_else(|| anyhow::anyhow!("a message has no event"))?;
        of_message(&caller.council, caller.app.pages.texts(), message, &said)
    };
    messages.iter().map(letter).collect()
}

/// Puts the letters of a batch back among those that wait. Returns whether there was such a batch.
///
/// # Errors
/// When the database cannot be written to.
pub async fn put_back(caller: &Caller, batch: Uuid) -> Result<bool, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let done = store::put_back(&tx, batch, caller.now()).await?;
        tx.commit().await?;
        Ok(done)
    })
    .await
}
