//! An upload into a temporary file, a piece at a time.

use std::error::Error;
use std::io;
use std::path::Path;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::spool::{Spool, temporary};

/// The largest file that is taken unless a council says otherwise.
pub const DEFAULT_MAX_BYTES: u64 = 25 * 1024 * 1024;

/// A piece that is hashed and handed to the disk in one go. Whatever size the sender's pieces have, no more than this is
/// copied, and other requests get their turn between two.
const PIECE: usize = 64 * 1024;

/// Why an upload was not received. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum NotReceived {
    #[error("larger than {limit} bytes")]
    TooLarge { limit: u64 },
    /// The sender hung up, or sent something that is not an upload.
    #[error("the upload broke off: {0}")]
    Interrupted(#[source] Box<dyn Error + Send + Sync>),
    #[error("the temporary file could not be written: {0}")]
    Disk(#[from] io::Error),
}

/// Writes a stream to a temporary file in `folder`, and computes its length and hash on the way. The file is removed when
/// the stream fails, is too large, or this future is dropped.
///
/// # Errors
/// [`NotReceived`]; as soon as one byte more than `max_bytes` came, and before that byte is written.
pub async fn receive<S, E>(mut stream: S, max_bytes: u64, folder: &Path) -> Result<Spool, NotReceived>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    let (file, path) = temporary(folder)?.into_parts();
    let mut file = tokio::fs::File::from_std(file);
    file.set_max_buf_size(PIECE);
    let mut hash = Sha256::new();
    let mut bytes: u64 = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| NotReceived::Interrupted(error.into()))?;
        bytes += chunk.len() as u64;
        if bytes > max_bytes {
            return Err(NotReceived::TooLarge { limit: max_bytes });
        }
        for piece in chunk.chunks(PIECE) {
            hash.update(piece);
            file.write_all(piece).await?;
        }
    }
    file.flush().await?;
    Ok(Spool::new(path, bytes, hash))
}
