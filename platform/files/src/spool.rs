//! A file under way: it lies in a folder of the program's, readable by it alone, and is removed when it is dropped.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::{Builder, NamedTempFile, TempPath};
use tokio::task::spawn_blocking;

/// The SHA-256 of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sha256Sum(pub [u8; 32]);

impl fmt::Display for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A complete temporary file, its length and hash.
#[derive(Debug)]
pub struct Spool {
    path: TempPath,
    pub bytes: u64,
    pub sha256: Sha256Sum,
}

impl Spool {
    pub(crate) fn new(path: TempPath, bytes: u64, hash: Sha256) -> Self {
        Self { path, bytes, sha256: Sha256Sum(hash.finalize().into()) }
    }

    /// What another process wrote there.
    pub(crate) async fn of(path: TempPath) -> io::Result<Self> {
        let read = move || {
            let mut hash = Sha256::new();
            let bytes = io::copy(&mut File::open(&path)?, &mut hash)?;
            Ok(Self::new(path, bytes, hash))
        };
        spawn_blocking(read).await.map_err(io::Error::other)?
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A new temporary file, which only this user may read.
pub(crate) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().prefix("upload-").tempfile_in(folder)
}

/// An empty one, for another process to fill.
pub(crate) fn place(folder: &Path) -> io::Result<TempPath> {
    Ok(temporary(folder)?.into_temp_path())
}
