//! Taking a message in: kept durably, and nothing made of it yet.

use std::error::Error;

use bytes::Bytes;
use casework::ids::SchemaName;
use chrono::{DateTime, Utc};
use files::receive::NotReceived;
use files::{Key, Reason, Workshop};
use futures::Stream;
use sea_orm::DbErr;

use super::store;
use crate::ambient::Ids;
use crate::tenancy::{Acting, Database};

/// The largest message, in bytes: 25 MB of files as mail encodes them.
pub const LARGEST: u64 = 36 * 1024 * 1024;

/// Why a message was not taken. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// For good: its sender must be told.
    #[error("the message is larger than {LARGEST} bytes")]
    TooLarge,
    #[error("the message is empty")]
    Empty,
    /// For now: whoever sent it has it still, and sends it again.
    #[error("the message could not be kept: {0}")]
    NotKept(Reason),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Keeps a message for a council. The same one sent again is taken again, and is one message.
///
/// # Errors
/// See [`NotTaken`]. Without an error, the message is on disk and written down.
pub async fn take<S, E>(
    database: &Database,
    workshop: &Workshop,
    schema: &SchemaName,
    stream: S,
    (ids, now): (Ids, DateTime<Utc>),
) -> Result<(), NotTaken>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    let id = ids.row(now);
    let key = Key::new(schema.as_str(), id).map_err(|error| DbErr::Custom(error.to_string()))?;
    let kept = workshop.keep(stream, LARGEST, key.clone()).await.map_err(|reason| match reason {
        Reason::NotReceived(NotReceived::TooLarge { .. }) => NotTaken::TooLarge,
        other => NotTaken::NotKept(other),
    })?;
    if kept.bytes == 0 {
        discard(workshop, &key).await;
        return Err(NotTaken::Empty);
    }
    let tx = database.begin(schema, Acting::System).await?;
    let new = store::add(&tx, id, &kept.sha256.0, i64::try_from(kept.bytes).unwrap_or(i64::MAX), now).await?;
    // When this fails, nobody knows whether the row is there: then the bytes stay.
    tx.commit().await?;
    if !new {
        discard(workshop, &key).await;
    }
    Ok(())
}

async fn discard(workshop: &Workshop, key: &Key) {
    if let Err(error) = workshop.store().delete(key).await {
        tracing::warn!(error = %error, "a message that was not kept could not be removed from the store");
    }
}

/// Messages of one council that are taken over HTTP in a minute; the server that sends them waits and tries again.
pub const A_MINUTE: u32 = 120;
