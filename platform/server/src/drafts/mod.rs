//! Drafts: cases that were begun, or sent by mail, and are not raised yet (R3, R15).
//!
//! A draft is seen by its owner alone. Its id is the `client_id` of the case that it becomes, so however often its form is sent,
//! from however many tabs, it becomes one case; the same transaction moves its files there and removes it. Drafts are made from mail
//! by `mail_in`, and from a form that brings files by [`hold`]; to make them from something else, call [`add`].

pub mod graphql;
mod held;
pub mod pages;
mod store;

use casework::ids::{CaseId, DraftId, FileId, PersonId};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::{Caller, to_the_end};
use crate::tenancy::TenantTx;

pub use held::{HoldError, forget_positions, hold, remember, small_picture, take_away};
pub use store::{DraftFile, LeftBehind, Line};

/// How a draft came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Its owner sent it by mail.
    Mail,
    /// Its owner answered a mail of ours, and the answer fits none of the cases that they may see.
    Answer,
    /// Those who sort the council's mail gave it to its owner.
    HandedOver,
    /// Photos came with a form that was not raised yet.
    Form,
}

impl Origin {
    /// The word in the database, and of `draft-from-<word>`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Answer => "answer",
            Self::HandedOver => "handed-over",
            Self::Form => "form",
        }
    }
}

/// A file that could not be taken with a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFile {
    pub name: String,
    /// Worded by `file-<reason>`.
    pub reason: String,
}

/// A draft to be added.
#[derive(Debug)]
pub struct NewDraft {
    pub id: DraftId,
    pub owner: PersonId,
    pub origin: Origin,
    pub summary: String,
    pub details: String,
    /// Name and email of the resident who may have written it: to be offered, never to be relied on.
    pub resident: Option<(String, String)>,
    pub files: Vec<DraftFile>,
    pub refused: Vec<RefusedFile>,
}

/// A draft with everything that its form shows.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: DraftId,
    pub origin: String,
    pub summary: String,
    pub details: String,
    pub resident_name: Option<String>,
    pub resident_email: Option<String>,
    pub files: Vec<DraftFile>,
    pub refused: Vec<RefusedFile>,
    pub created_at: DateTime<Utc>,
}

/// Adds a draft with its files, in whichever transaction says where it comes from.
///
/// # Errors
/// When the database cannot be written to.
pub async fn add(tx: &TenantTx, draft: NewDraft, at: DateTime<Utc>) -> Result<(), DbErr> {
    store::add(tx, draft, at).await
}

/// The person's drafts, the newest first; at most fifty.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mine(tx: &TenantTx, caller: &Caller) -> Result<Vec<Line>, DbErr> {
    if !caller.actor.may_raise() {
        return Ok(Vec::new());
    }
    store::of_person(tx, caller.actor.person.as_uuid()).await
}

/// A draft of the person's own.
///
/// # Errors
/// When the database cannot be asked.
pub async fn one(tx: &TenantTx, caller: &Caller, id: DraftId) -> Result<Option<Draft>, DbErr> {
    let Some(row) = store::one(tx, caller.actor.person.as_uuid(), id.as_uuid()).await? else { return Ok(None) };
    Ok(Some(Draft {
        id,
        files: store::files(tx, id.as_uuid()).await?,
        refused: serde_json::from_value(row.refused).map_err(|error| DbErr::Json(error.to_string()))?,
        origin: row.origin,
        summary: row.summary,
        details: row.details,
        resident_name: row.resident_name,
        resident_email: row.resident_email,
        created_at: row.created_at,
    }))
}

/// As [`one`], held until the transaction ends: no other copy of its form changes it meanwhile.
///
/// # Errors
/// When the database cannot be asked.
pub async fn one_held(tx: &TenantTx, caller: &Caller, id: DraftId) -> Result<Option<Draft>, DbErr> {
    match store::hold(tx, caller.actor.person.as_uuid(), id.as_uuid()).await? {
        true => one(tx, caller, id).await,
        false => Ok(None),
    }
}

/// Moves the files of a draft to the case that it became, and removes it, in the transaction that does so. Gives the files that are new
/// to the case; [`discard_rest`] removes the others from the store once that is committed. None where the draft was gone.
///
/// # Errors
/// When the database cannot be written to.
pub async fn become_case(
    tx: &TenantTx,
    caller: &Caller,
    draft: DraftId,
    case: CaseId,
) -> Result<Option<Vec<FileId>>, DbErr> {
    let person = caller.actor.person.as_uuid();
    let moved = store::become_case(tx, person, draft.as_uuid(), case.as_uuid(), caller.now()).await?;
    Ok((moved.drafts == 1).then(|| moved.files.into_iter().map(FileId::from_uuid).collect()))
}

/// Removes from the store those files of a draft that its case had already.
pub async fn discard_rest(caller: &Caller, draft: &Draft, moved: &[FileId]) {
    let rest = draft.files.iter().filter(|file| !moved.contains(&FileId::from_uuid(file.id)));
    discard(caller, rest.flat_map(DraftFile::stored)).await;
}

/// Throws a draft of the person's own away, with its files. Tells whether there was one.
///
/// # Errors
/// When the database cannot be written to. Files that the store does not remove are logged.
pub async fn delete(caller: &Caller, id: DraftId) -> Result<bool, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let Some(draft) = one_held(&tx, &caller, id).await? else { return Ok(false) };
        store::delete(&tx, id.as_uuid()).await?;
        tx.commit().await?;
        discard(&caller, draft.files.iter().flat_map(DraftFile::stored)).await;
        Ok(true)
    })
    .await
}

/// What cannot be removed now, the sweep of the store removes later.
async fn discard(caller: &Caller, stored: impl Iterator<Item = Uuid>) {
    for id in stored {
        let Ok(key) = held::key(caller, id) else { continue };
        if let Err(error) = caller.app.workshop.store().delete(&key).await {
            tracing::warn!(error = %error, "a file of a draft could not be removed from the store");
        }
    }
}

/// Drafts of people who have left, by person: how many, and nothing of what they say. For a transaction of the program itself.
///
/// # Errors
/// When the database cannot be asked.
pub async fn left_behind(tx: &TenantTx) -> Result<Vec<LeftBehind>, DbErr> {
    store::left_behind(tx).await
}

/// How many drafts somebody has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_of(tx: &TenantTx, owner: PersonId) -> Result<i64, DbErr> {
    store::count_of(tx, owner.as_uuid()).await
}

/// Gives the drafts of somebody who has left to somebody else, in a transaction of the program itself, and tells how many.
///
/// # Errors
/// When the database cannot be written to.
pub async fn give(tx: &TenantTx, from: PersonId, to: PersonId) -> Result<u64, DbErr> {
    store::give(tx, from.as_uuid(), to.as_uuid()).await
}
