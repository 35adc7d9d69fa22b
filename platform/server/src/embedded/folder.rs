//! The data folder: ours alone, by a marker; used by one program at a time, by a lock.
//!
//! ```text
//! <data dir>/            0700, PostgreSQL's user
//!   wardbook-data        the marker: this folder is Wardbook's, and may be deleted by --fresh
//!   wardbook.lock        held while a Wardbook runs; the kernel lets go of it however that one ends
//!   postgres.log         what PostgreSQL says (postgres.log.1: the log before)
//!   cluster/             PGDATA
//!   socket/              the Unix socket, when the path is short enough (see `socket.rs`)
//! ```

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::account::Account;
use super::error::{During, EmbeddedError};

const MARKER: &str = "wardbook-data";
const LOCK: &str = "wardbook.lock";
/// Held, in common, by the programs that share a cluster: see `shared.rs`.
pub(super) const USERS: &str = "users.lock";
const LOG: &str = "postgres.log";
/// PGDATA, within the data folder.
pub(super) const CLUSTER: &str = "cluster";
/// A log beyond this size is put aside at the next start.
const LOG_BYTES: u64 = 8 * 1024 * 1024;

/// The data folder, with its lock held.
#[derive(Debug)]
pub(super) struct Folder {
    dir: PathBuf,
    /// Closing it is letting go of the lock.
    _lock: File,
}

impl Folder {
    /// Makes or opens the folder and takes its lock, or tells who has it.
    pub(super) fn open(dir: &Path, account: &Account) -> Result<Self, EmbeddedError> {
        let dir = prepare(dir, account)?;
        let mut lock = open_lock(&dir.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => Self::locked(dir, lock),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                lock.read_to_string(&mut holder).during("read", dir.join(LOCK))?;
                Err(EmbeddedError::InUse { dir, holder: holder.trim().to_owned() })
            }
            Err(TryLockError::Error(source)) => Err(source).during("lock", dir.join(LOCK)),
        }
    }

    /// Makes or opens the folder and waits for its lock.
    pub(super) fn wait(dir: &Path, account: &Account) -> Result<Self, EmbeddedError> {
        let dir = prepare(dir, account)?;
        let lock = open_lock(&dir.join(LOCK))?;
        lock.lock().during("lock", dir.join(LOCK))?;
        Self::locked(dir, lock)
    }

    /// The lock file tells another program who holds it.
    fn locked(dir: PathBuf, mut lock: File) -> Result<Self, EmbeddedError> {
        lock.set_len(0)
            .and_then(|()| lock.rewind())
            .and_then(|()| writeln!(lock, "{}", std::process::id()))
            .during("write", dir.join(LOCK))?;
        Ok(Self { dir, _lock: lock })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.dir.join(CLUSTER)
    }

    pub(super) fn log(&self) -> PathBuf {
        self.dir.join(LOG)
    }

    /// Deletes everything in the folder but its marker and the locks that are being held.
    pub(super) fn empty(&self) -> Result<(), EmbeddedError> {
        for entry in std::fs::read_dir(&self.dir).during("read", &self.dir)? {
            let entry = entry.during("read", &self.dir)?;
            if [MARKER, LOCK, USERS].iter().any(|kept| entry.file_name() == *kept) {
                continue;
            }
            let path = entry.path();
            // Of the entry itself: a link is removed, never followed.
            let is_dir = entry.file_type().during("look at", &path)?.is_dir();
            let removed = if is_dir { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            removed.during("delete", path)?;
        }
        Ok(())
    }

    /// Opens the log for appending, after putting aside one that has grown too large.
    pub(super) fn open_log(&self) -> Result<File, EmbeddedError> {
        let path = self.log();
        if std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LOG_BYTES) {
            std::fs::rename(&path, self.dir.join(format!("{LOG}.1"))).during("put aside", &path)?;
        }
        OpenOptions::new().create(true).append(true).open(&path).during("open", path)
    }
}

/// Opens a lock file without taking its lock.
pub(super) fn open_lock(path: &Path) -> Result<File, EmbeddedError> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).during("open", path)
}

/// Makes the folder, or checks that it is ours to use. Answers its absolute path.
pub(super) fn prepare(dir: &Path, account: &Account) -> Result<PathBuf, EmbeddedError> {
    if !dir.exists() {
        make_parents(dir)?;
        std::fs::create_dir(dir).during("make the folder", dir)?;
    }
    // After links were followed, so that the check below sees where the data really lies.
    let dir = dir.canonicalize().during("look at", dir)?;
    account.check_reach(&dir)?;
    let marker = dir.join(MARKER);
    if !marker.is_file() {
        if std::fs::read_dir(&dir).during("read", &dir)?.next().is_some() {
            return Err(EmbeddedError::NotOurs { dir });
        }
        std::fs::write(&marker, "This folder belongs to Wardbook. `--fresh` deletes what is in it.\n")
            .during("write", &marker)?;
    }
    account.own_folder(&dir)?;
    Ok(dir)
}

/// Makes the folders above, open to everybody to pass through whatever the umask is: PostgreSQL's user must.
fn make_parents(dir: &Path) -> Result<(), EmbeddedError> {
    let mut missing: Vec<&Path> = dir.ancestors().skip(1).take_while(|parent| !parent.exists()).collect();
    missing.retain(|parent| !parent.as_os_str().is_empty());
    for parent in missing.into_iter().rev() {
        std::fs::create_dir(parent)
            .and_then(|()| std::fs::set_permissions(parent, std::fs::Permissions::from_mode(0o755)))
            .during("make the folder", parent)?;
    }
    Ok(())
}
