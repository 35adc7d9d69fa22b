//! `wardbook mail-in`

use std::io;
use std::pin::pin;

use anyhow::Context as _;
use bytes::Bytes;
use casework::clock::Clock as _;
use casework::ids::{SchemaName, TenantId};
use futures::{Stream, stream};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::start::{Databases, Helpers};
use super::{Places, say};
use crate::ambient::{Ids, SystemClock};
use crate::mail_in::{self, NotTaken};
use crate::tenancy::{self, Database};
use crate::work;

/// Of sysexits.h, which mail servers know: try again later, and never again.
const TEMPORARY: u8 = 75;
const NOT_A_MAIL: u8 = 65;

/// The command could not do it now, or never will.
#[derive(Debug, thiserror::Error)]
#[error("{source:#}")]
struct Exit {
    code: u8,
    source: anyhow::Error,
}

/// With what the program ends. Only a mail server's pipe asks for more than whether it worked.
#[must_use]
pub fn exit_code(ended: &anyhow::Result<()>) -> u8 {
    match ended {
        Ok(()) => 0,
        Err(error) => error.downcast_ref::<Exit>().map_or(1, |exit| exit.code),
    }
}

/// Whatever goes wrong, a mistake in the set-up too, the mail server keeps the message and tries again: but for one that is too large.
pub(super) async fn take(places: &Places, slug: &str) -> anyhow::Result<()> {
    kept(places, slug).await.map_err(|source| {
        let never = matches!(source.downcast_ref::<NotTaken>(), Some(NotTaken::TooLarge | NotTaken::Empty));
        Exit { code: if never { NOT_A_MAIL } else { TEMPORARY }, source }.into()
    })
}

async fn kept(places: &Places, slug: &str) -> anyhow::Result<()> {
    let (databases, database) = open(places).await?;
    let (council, schema) = found(&database, slug).await?;
    let workshop = places.files.workshop(&places.data_dir, Helpers::default().drawer)?;
    let now = SystemClock.now();
    let message = pin!(pieces(tokio::io::stdin()));
    mail_in::take(&database, &workshop, &schema, message, (Ids, now)).await?;
    // The message is kept: whether the worker hears of it now or at its next round is no reason to have it sent again.
    if let Err(error) = work::hint(&database, council, now).await {
        tracing::warn!(error = %error, "the worker could not be told of a mail");
    }
    database.close().await;
    databases.close().await
}

pub(super) async fn secret(places: &Places, slug: &str) -> anyhow::Result<()> {
    let settings = places.mail.incoming.settings()?;
    let (databases, database) = open(places).await?;
    let (council, _) = found(&database, slug).await?;
    database.close().await;
    databases.close().await?;
    say(&settings.secret(council).context("set WARDBOOK_MAIL_IN_KEY first: `openssl rand -hex 32` makes one")?)
}

async fn open(places: &Places) -> anyhow::Result<(Databases, Database)> {
    let databases = Databases::open(places, false).await?;
    let database = Database::connect(&databases.app_url, 1)?;
    Ok((databases, database))
}

async fn found(database: &Database, slug: &str) -> anyhow::Result<(TenantId, SchemaName)> {
    let council = tenancy::by_slug(database, slug).await?;
    council.with_context(|| format!("no council is called {slug}: `wardbook tenant list` names them"))
}

/// What a reader gives, a piece at a time.
fn pieces(reader: impl AsyncRead + Unpin) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(reader, async |mut reader| {
        let mut piece = vec![0; 64 * 1024];
        let read = reader.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(piece), reader)))
    })
}
