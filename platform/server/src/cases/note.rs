//! Notes: added by anybody with access, at any time, without holding the case (R21).

use casework::cases::NoteAudience;
use casework::events::EventBody;
use casework::ids::{CaseId, ClientId, NoteId};
use casework::text::cleaned;
use sea_orm::DbErr;

use super::change::Author;
use super::store;
use super::store::write::{self, AddedNote, NewNote};
use crate::app::{Caller, to_the_end};

/// The most characters of a note.
pub const LONGEST: usize = casework::cases::limits::NOTE;

/// Why a note was not added.
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
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A note that was added, now or by an earlier copy of the same submission.
#[derive(Clone, Copy, Debug)]
pub struct Noted {
    pub id: NoteId,
    pub repeated: bool,
}

/// Adds a note to a case. With a `client_id`, any number of calls with the same one add one note.
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
    let body = cleaned(body).trim().to_owned();
    if body.is_empty() {
        return Err(NoteError::Empty);
    }
    if body.chars().count() > LONGEST {
        return Err(NoteError::TooLong);
    }
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move { store_note(&caller, &reference, body, audience, client_id).await }).await
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
    let case = CaseId::from_uuid(row.id);
    let id = NoteId::from_uuid(caller.app.ids.row(now));
    let note = NewNote {
        id: id.as_uuid(),
        client_id: client_id.map(|id| id.as_uuid()),
        author_id: caller.actor.person.as_uuid(),
        body,
        audience: audience.as_str(),
    };
    match write::add_note(&tx, case, note, now).await? {
        AddedNote { added: true, .. } => {}
        AddedNote { same: true, id, .. } => return Ok(Noted { id: NoteId::from_uuid(id), repeated: true }),
        AddedNote { .. } => return Err(NoteError::KeyUsed),
    }
    let event = match audience {
        NoteAudience::Case => EventBody::NoteAdded { note: id },
        NoteAudience::Team => EventBody::TeamNoteAdded { note: id },
    };
    Author::from(caller).append(&tx, row, event).await?;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(Noted { id, repeated: false })
}
