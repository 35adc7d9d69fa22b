//! The data folder: ours alone, by a marker; used by one program at a time, by a lock.
//!
//! ```text
//! <data dir>/            ours; when that is root, others may pass through it and nothing else
//!   wardbook-data        the marker: this folder is Wardbook's, and may be deleted by --fresh
//!   wardbook.lock        held while a Wardbook runs; the kernel lets go of it however that one ends
//!   postgres.log         what PostgreSQL says (postgres.log.1: the log before)
//!   cluster/             PGDATA: 0700, PostgreSQL's user
//!   socket/              the Unix socket, when the path is short enough (see `socket.rs`): 0700 likewise
//! ```
//!
//! PostgreSQL's user can change nothing outside the last two, so that whoever takes over PostgreSQL cannot
//! lead a Wardbook that root started to other files.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
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
        // For us alone: PostgreSQL gets it open.
        OpenOptions::new().create(true).append(true).mode(0o600).open(&path).during("open", path)
    }
}

/// Opens a lock file without taking its lock. PostgreSQL's user may read it.
pub(super) fn open_lock(path: &Path) -> Result<File, EmbeddedError> {
    let file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).during("open", path)?;
    file.set_permissions(std::fs::Permissions::from_mode(0o644)).during("open", path)?;
    Ok(file)
}

/// Makes the folder, or checks that it is ours to use. Answers its absolute path. Several programs may do
/// this at once, so what another one makes meanwhile is welcome.
pub(super) fn prepare(dir: &Path, account: &Account) -> Result<PathBuf, EmbeddedError> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|dir| !dir.as_os_str().is_empty() && !dir.exists()).collect();
    for folder in missing.into_iter().rev() {
        // Open to pass through, whatever the umask is: PostgreSQL's user must.
        make(folder)?;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).during("open", folder)?;
    }
    // After links were followed, so that the check below sees where the data really lies.
    let dir = dir.canonicalize().during("look at", dir)?;
    account.check_reach(&dir)?;
    // In this order: the marker is the first file that is made.
    let is_empty = std::fs::read_dir(&dir).during("read", &dir)?.next().is_none();
    let marker = dir.join(MARKER);
    if !marker.is_file() {
        if !is_empty {
            return Err(EmbeddedError::NotOurs { dir });
        }
        std::fs::write(&marker, "This folder belongs to Wardbook. `--fresh` deletes what is in it.\n")
            .during("write", &marker)?;
    }
    let mode = if account.is_another() { 0o711 } else { 0o700 };
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(mode)).during("make private", &dir)?;
    Ok(dir)
}

fn make(folder: &Path) -> Result<(), EmbeddedError> {
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error).during("make the folder", folder),
        _ => Ok(()),
    }
}
