//! Files: added by anybody with access, at any time, and given out to whoever may see the case (R10).
//!
//! What is done with the bytes is the crate `files`; here is who may add and see them.

use bytes::Bytes;
use casework::cases::NoteAudience;
use casework::events::EventBody;
use casework::ids::{CaseId, DraftId, FileId};
use files::deliver::{Given, Origin};
use files::kind::WrongKind;
use files::picture::BadPicture;
use files::receive::NotReceived;
use files::workshop::Keys;
use files::{DisplayName, Key, Kind, Reason, Taken};
use futures::Stream;
use sea_orm::DbErr;
use uuid::Uuid;

use super::change::Author;
use super::store;
use super::store::files::{FileRow, NewFile};
use super::store::write::DeadlineChange;
use crate::app::{Caller, to_the_end};
use crate::drafts;
use crate::tenancy::TenantTx;

/// The most files that are taken at once.
pub const AT_ONCE: usize = 10;

/// Why a file was not added. Others of the same upload are kept.
#[derive(Debug, thiserror::Error)]
pub enum AddFileError {
    /// No such case, or not one that this person may see.
    #[error("there is no such case")]
    NotFound,
    #[error("only those who work on the case can add a file for the team alone")]
    NotForYou,
    #[error(transparent)]
    Refused(#[from] files::Refused),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A file that was added, now or by an earlier copy of the same upload.
#[derive(Debug)]
pub struct Added {
    pub name: String,
}

/// Takes a file and adds it to a case. The same file added again by the same person is one file.
///
/// # Errors
/// See [`AddFileError`]; nothing of the file is left then.
pub async fn add_file<S, E>(
    caller: &Caller,
    reference: &str,
    audience: NoteAudience,
    sent_name: &str,
    stream: S,
) -> Result<Added, AddFileError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if audience == NoteAudience::Team && !caller.actor.is_officer() {
        return Err(AddFileError::NotForYou);
    }
    // Before a byte is taken: who may not see the case costs nothing.
    super::by_reference(&caller.begin().await?, reference).await?.ok_or(AddFileError::NotFound)?;
    let id = caller.app.ids.row(caller.now());
    let thumbnail = caller.app.ids.row(caller.now());
    let keys = Keys { file: key(caller, id)?, thumbnail: key(caller, thumbnail)? };
    let taken = caller.app.workshop.take(stream, sent_name, keys.clone()).await?;
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let name = taken.name.as_str().to_owned();
        let file = new_file(&caller, id, thumbnail, audience, taken);
        let stored = keep(&caller, &reference, audience, file).await;
        if !matches!(stored, Ok(true)) {
            discard(&caller, &keys).await;
        }
        stored.map(|_| Added { name })
    })
    .await
}

fn new_file(caller: &Caller, id: Uuid, thumbnail: Uuid, audience: NoteAudience, taken: Taken) -> NewFile {
    NewFile {
        id,
        added_by: caller.actor.person.as_uuid(),
        name: taken.name.as_str().to_owned(),
        media_type: taken.kind.media_type(),
        drawn: taken.origin == Origin::Drawn,
        bytes: i64::try_from(taken.file.bytes).unwrap_or(i64::MAX),
        sent_sha256: taken.sent_sha256.0.to_vec(),
        thumbnail: taken.thumbnail.map(|_| thumbnail),
        scanned: taken.scanned,
        position: taken.position.map(|position| (position.latitude(), position.longitude())),
        audience: audience.as_str(),
        created_at: caller.now(),
    }
}

/// Writes the row and the event. Tells whether it is new.
async fn keep(caller: &Caller, reference: &str, audience: NoteAudience, file: NewFile) -> Result<bool, AddFileError> {
    let tx = caller.begin().await?;
    let row = store::read::for_change(&tx, reference).await?.ok_or(AddFileError::NotFound)?;
    let id = FileId::from_uuid(file.id);
    if !store::files::add(&tx, row.id, file).await? {
        return Ok(false);
    }
    let event = match audience {
        NoteAudience::Case => EventBody::FileAdded { file: id },
        NoteAudience::Team => EventBody::TeamFileAdded { file: id },
    };
    Author::from(caller).append(&tx, row, event).await?;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(true)
}

/// Adds what waits with a draft to the case that the draft became before, each file once, and removes the draft (R10).
///
/// # Errors
/// When the database cannot be written to; the draft stays then.
pub(super) async fn take_over(caller: &Caller, reference: &str, draft: DraftId) -> Result<(), DbErr> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let Some(draft) = drafts::one_held(&tx, &caller, draft).await? else { return Ok(()) };
        let row = store::read::for_change(&tx, &reference).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound(reference.clone()))?;
        let moved = drafts::become_case(&tx, &caller, draft.id, CaseId::from_uuid(row.id)).await?;
        let Some(moved) = moved else { return Ok(()) };
        let events: Vec<_> = moved.iter().map(|file| EventBody::FileAdded { file: *file }).collect();
        if !events.is_empty() {
            let changed = Author::from(&caller).change(&tx, row, events, DeadlineChange::Keep).await?;
            changed.ok_or(DbErr::RecordNotUpdated)?;
        }
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        drafts::discard_rest(&caller, &draft, &moved).await;
        Ok(())
    })
    .await
}

async fn discard(caller: &Caller, keys: &Keys) {
    for key in [&keys.file, &keys.thumbnail] {
        if let Err(error) = caller.app.workshop.store().delete(key).await {
            tracing::warn!(error = %error, "a file that was not kept could not be removed from the store");
        }
    }
}

fn key(caller: &Caller, id: Uuid) -> Result<Key, DbErr> {
    Key::new(caller.council.schema.as_str(), id).map_err(|error| DbErr::Custom(error.to_string()))
}

/// Which picture of a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Whole,
    /// A small picture of it; files that are no pictures have none.
    Small,
}

/// A file of a case, if the person may see both.
///
/// # Errors
/// When the database or the store cannot be asked.
pub async fn file(caller: &Caller, reference: &str, id: FileId, size: Size) -> anyhow::Result<Option<Given>> {
    let Some(row) = store::files::one(&caller.begin().await?, reference, id.as_uuid()).await? else { return Ok(None) };
    let kind = Kind::ALL.iter().copied().find(|kind| kind.media_type() == row.media_type);
    let kind = kind.ok_or_else(|| anyhow::anyhow!("no kind of file is {}", row.media_type))?;
    let (stored, kind) = match (size, row.thumbnail) {
        (Size::Whole, _) => (row.id, kind),
        (Size::Small, Some(thumbnail)) => (thumbnail, Kind::Jpeg),
        (Size::Small, None) => return Ok(None),
    };
    let content = caller.app.workshop.store().get(&key(caller, stored)?, None).await?;
    let origin = if row.drawn { Origin::Drawn } else { Origin::Sent };
    Ok(Some(Given { name: DisplayName::clean(&row.name), kind, origin, content }))
}

/// The files of some cases, the newest of each first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn files_of(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<FileRow>, DbErr> {
    store::files::of_cases(tx, cases).await
}

/// A short name for why a file was refused, worded by `file-<name>`.
#[must_use]
pub fn refusal_code(reason: &Reason) -> &'static str {
    match reason {
        Reason::NotReceived(NotReceived::TooLarge { .. }) => "too-large",
        Reason::NotReceived(NotReceived::Interrupted(_)) => "interrupted",
        Reason::Kind(WrongKind::Empty) => "empty",
        Reason::Kind(WrongKind::NotAllowed { .. }) => "not-allowed",
        Reason::Kind(WrongKind::NotWhatItSays { .. }) => "not-what-it-says",
        Reason::Infected { .. } => "infected",
        Reason::Picture(BadPicture::Heic) => "heic",
        Reason::Picture(BadPicture::TooLarge) => "too-many-pixels",
        Reason::Picture(
            BadPicture::Truncated | BadPicture::Damaged(_) | BadPicture::NotAPicture | BadPicture::Unfinished(_),
        ) => "damaged",
        Reason::NotScanned(_)
        | Reason::Store(_)
        | Reason::NotReceived(NotReceived::Disk(_))
        | Reason::Kind(WrongKind::Unreadable(_))
        | Reason::Picture(BadPicture::Disk(_)) => "try-again",
    }
}

/// A length as people say it.
#[must_use]
pub fn size_in_words(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
