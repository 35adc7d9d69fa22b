//! Notes: added by anybody with access, at any time, without holding the case, and changed for a short while by whoever wrote them (R21).

use casework::cases::NoteAudience;
use casework::events::EventBody;
use casework::ids::{CaseId, ClientId, NoteId, PersonId};
use casework::notes::{MentionError, may_change, mentioned};
use casework::text::cleaned;
use sea_orm::DbErr;

use super::change::Author;
use super::store::notes::{self, AddedNote, NewNote};
use super::{CaseRow, Note, store};
use crate::app::{Caller, to_the_end};
use crate::tenancy::TenantTx;

/// The most characters of a note.
pub const LONGEST: usize = casework::cases::limits::NOTE;

/// Why a note was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    #[error("there is no such case")]
    NotFound,
    #[error("the note is empty")]
    Empty,
    /// Only those who work on cases write for the team alone.
    #[error("only those who work on the case can write for the team alone")]
    NotForYou,
    #[error("the note is longer than {LONGEST} characters")]
    TooLong,
    /// This browser's submission, or this key, added another note before.
    #[error("this key was used for another note: choose a new one")]
    KeyUsed,
    #[error("a note can be changed by whoever wrote it, for {} minutes", casework::notes::CHANGE_WINDOW.num_minutes())]
    TooLate,
    #[error(transparent)]
    Mention(#[from] MentionError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A note that was added, now or by an earlier copy of the same submission.
#[derive(Clone, Copy, Debug)]
pub struct Noted {
    pub id: NoteId,
    pub repeated: bool,
}

/// Adds a note to a case, and tells whom it mentions. With a `client_id`, any number of calls with the same one add one note.
///
/// # Errors
/// See [`NoteError`].
pub async fn add_note(
    caller: &Caller,
    reference: &str,
    body: &str,
    audience: NoteAudience,
    client_id: Option<ClientId>,
) -> Result<Noted, NoteError> {
    if audience == NoteAudience::Team && !caller.actor.is_officer() {
        return Err(NoteError::NotForYou);
    }
    let body = words(body)?;
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move { store_note(&caller, &reference, body, audience, client_id).await }).await
}

fn words(typed: &str) -> Result<String, NoteError> {
    let body = cleaned(typed).trim().to_owned();
    match body.chars().count() {
        0 => Err(NoteError::Empty),
        1..=LONGEST => Ok(body),
        _ => Err(NoteError::TooLong),
    }
}

async fn store_note(
    caller: &Caller,
    reference: &str,
    body: String,
    audience: NoteAudience,
    client_id: Option<ClientId>,
) -> Result<Noted, NoteError> {
    let now = caller.now();
    let tx = caller.begin().await?;
    let row = store::read::for_change(&tx, reference).await?.ok_or(NoteError::NotFound)?;
    let mentioned = whom(&tx, &row, &body, audience).await?;
    let case = CaseId::from_uuid(row.id);
    let note = NoteId::from_uuid(caller.app.ids.row(now));
    let new = NewNote {
        id: note.as_uuid(),
        client_id: client_id.map(|id| id.as_uuid()),
        author_id: caller.actor.person.as_uuid(),
        body,
        audience: audience.as_str(),
    };
    match notes::add(&tx, case, new, now).await? {
        AddedNote { added: true, .. } => {}
        AddedNote { same: true, id, .. } => return Ok(Noted { id: NoteId::from_uuid(id), repeated: true }),
        AddedNote { .. } => return Err(NoteError::KeyUsed),
    }
    let event = match audience {
        NoteAudience::Case => EventBody::NoteAdded { note, mentioned },
        NoteAudience::Team => EventBody::TeamNoteAdded { note, mentioned },
    };
    Author::from(caller).append(&tx, row, event).await?;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(Noted { id: note, repeated: false })
}

/// Whom a note mentions. Only those who may read it can be: one query, and none where nobody is.
async fn whom(tx: &TenantTx, row: &CaseRow, body: &str, audience: NoteAudience) -> Result<Vec<PersonId>, NoteError> {
    if !body.contains('@') {
        return Ok(Vec::new());
    }
    let readers = notes::readers(tx, &row.visible_to, audience == NoteAudience::Team).await?;
    Ok(mentioned(body, &readers)?)
}

/// A note that this person may change now.
///
/// # Errors
/// See [`NoteError`].
pub async fn own_note(caller: &Caller, reference: &str, id: NoteId) -> Result<Note, NoteError> {
    let tx = caller.begin().await?;
    let row = store::read::by_reference(&tx, reference).await?.ok_or(NoteError::NotFound)?;
    own(caller, &tx, &row, id).await
}

async fn own(caller: &Caller, tx: &TenantTx, row: &CaseRow, id: NoteId) -> Result<Note, NoteError> {
    let note = notes::one(tx, row.id, id.as_uuid()).await?.ok_or(NoteError::NotFound)?;
    let author = PersonId::from_uuid(note.author_id);
    if may_change(author, note.created_at, caller.actor.person, caller.now()) {
        Ok(note)
    } else {
        Err(NoteError::TooLate)
    }
}

/// Changes the words of a note. What it said before is kept; those are told whom it did not mention before.
///
/// # Errors
/// See [`NoteError`].
pub async fn change_note(caller: &Caller, reference: &str, id: NoteId, body: &str) -> Result<(), NoteError> {
    let body = words(body)?;
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move { store_change(&caller, &reference, id, body).await }).await
}

async fn store_change(caller: &Caller, reference: &str, id: NoteId, body: String) -> Result<(), NoteError> {
    let tx = caller.begin().await?;
    let row = store::read::for_change(&tx, reference).await?.ok_or(NoteError::NotFound)?;
    let note = own(caller, &tx, &row, id).await?;
    if note.body == body {
        return Ok(());
    }
    let audience = NoteAudience::from_word(&note.audience).unwrap_or(NoteAudience::Team);
    // Whoever was mentioned before and may read it no longer is not asked about: they were told then.
    let before = whom(&tx, &row, &note.body, audience).await.unwrap_or_default();
    let mut mentioned = whom(&tx, &row, &body, audience).await?;
    mentioned.retain(|person| !before.contains(person));
    notes::change(&tx, id.as_uuid(), &body, caller.now()).await?;
    let event = match audience {
        NoteAudience::Case => EventBody::NoteChanged { note: id, mentioned },
        NoteAudience::Team => EventBody::TeamNoteChanged { note: id, mentioned },
    };
    Author::from(caller).append(&tx, row, event).await?;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(())
}
