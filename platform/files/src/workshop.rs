//! The whole way of one uploaded file: received, known, scanned, drawn again if it is a picture, stored.
//!
//! Each step is only reached by what the one before let through, so nothing is decoded that was not scanned, and nothing is
//! stored that was not asked for. Files are taken one by one: a refusal of one says nothing about the others.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures::Stream;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::deliver::Origin;
use crate::kind::{self, Kind, WrongKind};
use crate::name::DisplayName;
use crate::picture::{BadPicture, Drawer, Picture, PictureLimits, Position};
use crate::receive::{self, NotReceived};
use crate::scan::{Scanner, Unavailable, Verdict};
use crate::spool::{Sha256Sum, Spool};
use crate::store::{Key, Store, StoreError};

/// How a workshop works.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where files lie while they are under way; a folder that only the program reads.
    pub folder: PathBuf,
    pub max_bytes: u64,
    pub kinds: Vec<Kind>,
    pub pictures: PictureLimits,
    pub drawer: Drawer,
    /// How many pictures are drawn at a time; see [`crate::picture`] for what one takes.
    pub pictures_at_once: usize,
    /// How many files are sent to the store at a time; one takes 5 MB of memory on the way to a bucket.
    pub puts_at_once: usize,
}

impl Settings {
    /// What is usual, with temporary files in `folder`.
    pub fn usual(folder: PathBuf, drawer: Drawer) -> Self {
        Self {
            folder,
            max_bytes: receive::DEFAULT_MAX_BYTES,
            kinds: Kind::ALL.to_vec(),
            pictures: PictureLimits::default(),
            drawer,
            pictures_at_once: 1,
            puts_at_once: 2,
        }
    }
}

/// Takes files. Cheap to clone; clones share their turns.
#[derive(Debug, Clone)]
pub struct Workshop {
    settings: Arc<Settings>,
    /// None where nobody set one up: then files are taken unscanned, and [`Taken::scanned`] says so.
    scanner: Option<Scanner>,
    store: Store,
    pictures: Arc<Semaphore>,
    puts: Arc<Semaphore>,
}

/// Under what a file is stored, if it is taken. Write both down before, and what a crash leaves behind can be removed.
#[derive(Debug, Clone)]
pub struct Keys {
    pub file: Key,
    /// Used for pictures only.
    pub thumbnail: Key,
}

/// A file in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub key: Key,
    pub bytes: u64,
    pub sha256: Sha256Sum,
}

/// A file that was taken.
#[derive(Debug)]
pub struct Taken {
    /// With the extension of what is stored: a `photo.webp` may have become a `photo.jpg`.
    pub name: DisplayName,
    /// What is stored.
    pub kind: Kind,
    /// For [`crate::deliver::headers`].
    pub origin: Origin,
    pub file: Stored,
    /// A JPEG, for pictures.
    pub thumbnail: Option<Stored>,
    /// Length and hash of what was sent, which for a picture is not what is stored.
    pub sent_bytes: u64,
    pub sent_sha256: Sha256Sum,
    /// Where the photo was taken. It is in nothing that is stored; offer it, and forget it if it is not wanted.
    pub position: Option<Position>,
    /// See [`crate::picture::Drawn::taken_at`].
    pub taken_at: Option<String>,
    pub scanned: bool,
}

/// A file that was not taken. Nothing of it is left, in the temporary folder or in the store.
#[derive(Debug, thiserror::Error)]
#[error("“{name}” was not taken: {reason}")]
pub struct Refused {
    pub name: DisplayName,
    pub reason: Reason,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    #[error(transparent)]
    NotReceived(#[from] NotReceived),
    #[error(transparent)]
    Kind(#[from] WrongKind),
    /// With the name that the scanner gives it.
    #[error("it holds a virus: {virus}")]
    Infected { virus: String },
    /// Nothing is known about the file: it can be sent again when the scanner is back.
    #[error(transparent)]
    NotScanned(Unavailable),
    #[error(transparent)]
    Picture(#[from] BadPicture),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reason {
    /// Whether the fault is ours: worth an alarm, and the sender may try again with the same file.
    pub fn is_ours(&self) -> bool {
        match self {
            Self::NotReceived(NotReceived::Disk(_))
            | Self::Kind(WrongKind::Unreadable(_))
            | Self::Picture(BadPicture::Disk(_))
            | Self::NotScanned(_)
            | Self::Store(_) => true,
            Self::NotReceived(_) | Self::Kind(_) | Self::Infected { .. } | Self::Picture(_) => false,
        }
    }
}

impl Workshop {
    pub fn new(settings: Settings, scanner: Option<Scanner>, store: Store) -> Self {
        let (pictures, puts) = (settings.pictures_at_once.max(1), settings.puts_at_once.max(1));
        Self {
            settings: Arc::new(settings),
            scanner,
            store,
            pictures: Arc::new(Semaphore::new(pictures)),
            puts: Arc::new(Semaphore::new(puts)),
        }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Takes one file, under the name that its sender gave it. Dropping the future leaves no temporary file; what was
    /// stored by then is under `keys`.
    ///
    /// # Errors
    /// [`Refused`], with the name that people see.
    pub async fn take<S, E>(&self, stream: S, sent_name: &str, keys: Keys) -> Result<Taken, Refused>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let name = DisplayName::clean(sent_name);
        self.work(stream, &name, keys).await.map_err(|reason| Refused { name, reason })
    }

    /// Keeps bytes as they came, unlooked at: for what is read by the program alone, such as a mail whose parts go through
    /// [`Workshop::take`] later. Nothing of it is ever given to a browser.
    ///
    /// # Errors
    /// [`Reason::NotReceived`] and [`Reason::Store`]; nothing is left then.
    pub async fn keep<S, E>(&self, stream: S, max_bytes: u64, key: Key) -> Result<Stored, Reason>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let spool = receive::receive(stream, max_bytes, &self.settings.folder).await?;
        self.put(&spool, key).await
    }

    async fn work<S, E>(&self, stream: S, name: &DisplayName, keys: Keys) -> Result<Taken, Reason>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let spool = receive::receive(stream, self.settings.max_bytes, &self.settings.folder).await?;
        let (sent_bytes, sent_sha256) = (spool.bytes, spool.sha256);
        let (spool, kind, name) = self.identify(spool, name.clone()).await?;
        let scanned = self.scan(&spool).await?;
        if !kind.is_picture() {
            let file = self.put(&spool, keys.file).await?;
            return Ok(Taken {
                name,
                kind,
                origin: Origin::Sent,
                file,
                thumbnail: None,
                sent_bytes,
                sent_sha256,
                position: None,
                taken_at: None,
                scanned,
            });
        }
        let picture = self.draw(&spool, kind).await?;
        let drawn = &picture.drawn;
        let name = if drawn.kind == kind { name } else { name.with_extension(drawn.kind.extensions()[0]) };
        let (file, thumbnail) = self.put_both(&picture, keys).await?;
        Ok(Taken {
            name,
            kind: picture.drawn.kind,
            origin: Origin::Drawn,
            file,
            thumbnail: Some(thumbnail),
            sent_bytes,
            sent_sha256,
            position: picture.drawn.position,
            taken_at: picture.drawn.taken_at,
            scanned,
        })
    }

    async fn identify(&self, spool: Spool, name: DisplayName) -> Result<(Spool, Kind, DisplayName), Reason> {
        let settings = self.settings.clone();
        let known = spawn_blocking(move || {
            kind::identify(spool.path(), &name, &settings.kinds).map(|(kind, name)| (spool, kind, name))
        });
        Ok(known.await.map_err(|broken| WrongKind::Unreadable(io::Error::other(broken)))??)
    }

    async fn scan(&self, spool: &Spool) -> Result<bool, Reason> {
        let Some(scanner) = &self.scanner else { return Ok(false) };
        match scanner.scan(spool.path()).await {
            Verdict::Clean => Ok(true),
            Verdict::Infected { name: virus } => Err(Reason::Infected { virus }),
            Verdict::Unavailable(why) => Err(Reason::NotScanned(why)),
        }
    }

    /// In its turn.
    async fn draw(&self, sent: &Spool, kind: Kind) -> Result<Picture, Reason> {
        let _turn = self.pictures.acquire().await.expect("the turns are never closed");
        let Settings { drawer, pictures, folder, .. } = &*self.settings;
        Ok(drawer.draw(sent.path(), kind, pictures, folder).await?)
    }

    async fn put_both(&self, picture: &Picture, keys: Keys) -> Result<(Stored, Stored), Reason> {
        let file = self.put(&picture.file, keys.file).await?;
        match self.put(&picture.thumbnail, keys.thumbnail).await {
            Ok(thumbnail) => Ok((file, thumbnail)),
            Err(reason) => {
                // The reason stands, whether or not a store that fails can still remove something.
                let _ = self.store.delete(&file.key).await;
                Err(reason)
            }
        }
    }

    async fn put(&self, spool: &Spool, key: Key) -> Result<Stored, Reason> {
        let _turn = self.puts.acquire().await.expect("the turns are never closed");
        self.store.put(&key, spool.path()).await?;
        Ok(Stored { key, bytes: spool.bytes, sha256: spool.sha256 })
    }
}
