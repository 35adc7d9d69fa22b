//! Files that wait with a draft: sent with a form whose case is not raised yet (R3, R10).
//!
//! A draft of this kind is made by the first file that comes, under the `client_id` of its form. So the form can be refused, sent
//! again, or left for another day, and keeps what has arrived.

use bytes::Bytes;
use casework::ids::{DraftId, FileId};
use files::deliver::{Given, Origin};
use files::workshop::Keys;
use files::{DisplayName, Key, Kind, Taken};
use futures::Stream;
use sea_orm::DbErr;
use uuid::Uuid;

use super::{DraftFile, discard, one_held, store};
use crate::app::{Caller, to_the_end};

/// Why a file was not kept. Others of the same form are.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// The person may not raise cases, or the draft is somebody else's.
    #[error("this person has no such draft")]
    NotFound,
    #[error(transparent)]
    Refused(#[from] files::Refused),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl DraftFile {
    /// A file that was taken under these ids.
    pub fn new(id: Uuid, thumbnail: Uuid, taken: Taken) -> Self {
        Self {
            id,
            name: taken.name.as_str().to_owned(),
            media_type: taken.kind.media_type().to_owned(),
            drawn: taken.origin == Origin::Drawn,
            bytes: i64::try_from(taken.file.bytes).unwrap_or(i64::MAX),
            sent_sha256: taken.sent_sha256.0.to_vec(),
            thumbnail: taken.thumbnail.map(|_| thumbnail),
            scanned: taken.scanned,
            latitude: taken.position.map(files::Position::latitude),
            longitude: taken.position.map(files::Position::longitude),
        }
    }

    /// Where a photo was taken, until that is taken as the place or put aside.
    #[must_use]
    pub fn position(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }

    /// The ids under which it lies in the store.
    pub(super) fn stored(&self) -> impl Iterator<Item = Uuid> {
        [Some(self.id), self.thumbnail].into_iter().flatten()
    }
}

/// Takes a file and keeps it with a draft of the person's own, which is begun where there is none. The same file sent again is one file.
///
/// # Errors
/// See [`HoldError`]; nothing of the file is left then.
pub async fn hold<S, E>(caller: &Caller, draft: DraftId, sent_name: &str, stream: S) -> Result<(), HoldError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if !caller.actor.may_raise() {
        return Err(HoldError::NotFound);
    }
    let (id, thumbnail) = (caller.app.ids.row(caller.now()), caller.app.ids.row(caller.now()));
    let keys = Keys { file: key(caller, id)?, thumbnail: key(caller, thumbnail)? };
    let taken = caller.app.workshop.take(stream, sent_name, keys).await?;
    let caller = caller.clone();
    to_the_end(async move {
        let file = DraftFile::new(id, thumbnail, taken);
        let stored = keep(&caller, draft, file.clone()).await;
        if !matches!(stored, Ok(true)) {
            discard(&caller, file.stored()).await;
        }
        stored.map(drop)
    })
    .await
}

/// Writes the row. Tells whether the file is new to the draft.
async fn keep(caller: &Caller, draft: DraftId, file: DraftFile) -> Result<bool, HoldError> {
    let tx = caller.begin().await?;
    if !store::begun(&tx, caller.actor.person.as_uuid(), draft.as_uuid(), caller.now()).await? {
        return Err(HoldError::NotFound);
    }
    let new = store::add_file(&tx, draft.as_uuid(), file).await?;
    tx.commit().await?;
    Ok(new)
}

/// Takes a file away from a draft of the person's own. Tells whether it was there.
///
/// # Errors
/// When the database cannot be written to.
pub async fn take_away(caller: &Caller, draft: DraftId, file: FileId) -> Result<bool, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let Some(draft) = one_held(&tx, &caller, draft).await? else { return Ok(false) };
        let Some(gone) = draft.files.iter().find(|held| held.id == file.as_uuid()) else { return Ok(false) };
        store::remove_file(&tx, draft.id.as_uuid(), gone.id).await?;
        tx.commit().await?;
        discard(&caller, gone.stored()).await;
        Ok(true)
    })
    .await
}

/// Forgets where the photos of a draft were taken: the place is known now, or was not wanted. Tells whether one of them said so.
///
/// # Errors
/// When the database cannot be written to.
pub async fn forget_positions(caller: &Caller, draft: DraftId) -> Result<bool, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let forgotten = store::forget_positions(&tx, draft.as_uuid()).await?;
        tx.commit().await?;
        Ok(forgotten > 0)
    })
    .await
}

/// Remembers what was typed into the form of a draft that a form began, so that it can be told from others in a list.
///
/// # Errors
/// When the database cannot be written to.
pub async fn remember(caller: &Caller, draft: DraftId, summary: &str, details: &str) -> Result<(), DbErr> {
    let (caller, summary, details) = (caller.clone(), summary.to_owned(), details.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        store::remember(&tx, draft.as_uuid(), summary, details).await?;
        tx.commit().await
    })
    .await
}

/// The small picture of a photo that waits with a draft of the person's own.
///
/// # Errors
/// When the database or the store cannot be asked.
pub async fn small_picture(caller: &Caller, draft: DraftId, file: FileId) -> anyhow::Result<Option<Given>> {
    let files = store::files(&caller.begin().await?, draft.as_uuid()).await?;
    let Some(held) = files.into_iter().find(|held| held.id == file.as_uuid()) else { return Ok(None) };
    let Some(thumbnail) = held.thumbnail else { return Ok(None) };
    let content = caller.app.workshop.store().get(&key(caller, thumbnail)?, None).await?;
    Ok(Some(Given { name: DisplayName::clean(&held.name), kind: Kind::Jpeg, origin: Origin::Drawn, content }))
}

pub(super) fn key(caller: &Caller, id: Uuid) -> Result<Key, DbErr> {
    Key::new(caller.council.schema.as_str(), id).map_err(|error| DbErr::Custom(error.to_string()))
}
