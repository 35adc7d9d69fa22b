//! What is attached to a mail goes the same way as what is uploaded: known by its content, scanned, drawn again (R10).

use std::convert::Infallible;

use anyhow::bail;
use bytes::Bytes;
use casework::cases::NoteAudience;
use files::workshop::Keys;
use files::{Key, Refused};
use futures::{Stream, stream};
use uuid::Uuid;

use super::parse::Attachment;
use crate::app::{Caller, Turn};
use crate::cases::{self, AddFileError};
use crate::drafts::{DraftFile, RefusedFile};

/// Adds attachments to a case, in the name of whoever sent them, and tells which could not be.
///
/// # Errors
/// When something of ours fails, so that the mail must be tried again: a file that was added is not added twice.
pub(super) async fn add_to_case(
    caller: &Caller,
    reference: &str,
    attachments: Vec<Attachment>,
) -> anyhow::Result<Vec<RefusedFile>> {
    let mut refused = too_many(&attachments);
    for attachment in attachments.into_iter().take(cases::FILES_AT_ONCE) {
        let stream = whole(attachment.bytes);
        match cases::add_file(caller, reference, NoteAudience::Case, &attachment.name, stream).await {
            Ok(_) => {}
            Err(AddFileError::Refused(why)) => refused.push(told(&why)?),
            Err(other) => bail!(other),
        }
    }
    Ok(refused)
}

/// Takes attachments that wait with a draft, and tells which could not be taken.
///
/// # Errors
/// As [`add_to_case`]. What was stored by then lies in the store under ids that no row knows, until the sweep removes it.
pub(super) async fn keep(
    turn: &Turn,
    attachments: Vec<Attachment>,
) -> anyhow::Result<(Vec<DraftFile>, Vec<RefusedFile>)> {
    let mut refused = too_many(&attachments);
    let mut kept: Vec<DraftFile> = Vec::new();
    for attachment in attachments.into_iter().take(cases::FILES_AT_ONCE) {
        let (id, thumbnail) = (turn.app.ids.row(turn.now), turn.app.ids.row(turn.now));
        let key = |id: Uuid| Key::new(turn.council.schema.as_str(), id);
        let keys = Keys { file: key(id)?, thumbnail: key(thumbnail)? };
        match turn.app.workshop.take(whole(attachment.bytes), &attachment.name, keys.clone()).await {
            Ok(taken) if kept.iter().any(|file| file.sent_sha256 == taken.sent_sha256.0) => {
                // The same file twice in one mail, as some programs send pictures.
                for key in [&keys.file, &keys.thumbnail] {
                    turn.app.workshop.store().delete(key).await?;
                }
            }
            Ok(taken) => kept.push(DraftFile::new(id, thumbnail, taken)),
            Err(why) => refused.push(told(&why)?),
        }
    }
    Ok((kept, refused))
}

/// Those beyond the most that are taken at once, by name.
fn too_many(attachments: &[Attachment]) -> Vec<RefusedFile> {
    let beyond = attachments.iter().skip(cases::FILES_AT_ONCE);
    beyond.map(|file| RefusedFile { name: file.name.clone(), reason: "too-many".to_owned() }).collect()
}

/// A refusal, unless the fault is ours: then the mail is tried again when we are better.
fn told(refused: &Refused) -> anyhow::Result<RefusedFile> {
    if refused.reason.is_ours() {
        // The name of the file stays out of the log.
        bail!("an attachment could not be looked at: {}", refused.reason);
    }
    let reason = cases::refusal_code(&refused.reason).to_owned();
    Ok(RefusedFile { name: refused.name.as_str().to_owned(), reason })
}

fn whole(bytes: Vec<u8>) -> impl Stream<Item = Result<Bytes, Infallible>> + Unpin {
    stream::iter([Ok(Bytes::from(bytes))])
}
