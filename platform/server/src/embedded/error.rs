//! What can go wrong with the private cluster, each with what to do about it.

use std::path::PathBuf;

/// A cluster that could not be started or stopped. The text is meant for the person at the terminal:
/// what happened, then the remedy.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(
        "PostgreSQL is not installed on this machine. Run `make setup`, or install the package `postgresql`, \
         or set WARDBOOK_DATABASE_URL to use a server that you have."
    )]
    NotInstalled,

    #[error(
        "The data in {dir} was written by PostgreSQL {wanted}, but only {found} is installed. Install the package \
         `postgresql-{wanted}`, or start with --fresh to delete the data and begin again."
    )]
    OtherVersion { dir: PathBuf, wanted: String, found: String },

    #[error(
        "Another Wardbook (process {holder}) is using {dir}. Stop it first, or give this one a folder of its own \
         with --data-dir."
    )]
    InUse { dir: PathBuf, holder: String },

    #[error(
        "{dir} is not empty and was not made by Wardbook, so nothing in it was touched. Choose an empty folder with \
         --data-dir."
    )]
    NotOurs { dir: PathBuf },

    #[error(
        "{dir} belongs to user {owner}, and this program runs as user {me}. Run it as that user, or choose another \
         folder with --data-dir."
    )]
    OtherOwner { dir: PathBuf, owner: u32, me: u32 },

    #[error(
        "PostgreSQL does not run as root, so Wardbook starts it as user `{account}`; that user may not enter {closed}. \
         Choose a folder it can reach, for example --data-dir /var/lib/wardbook."
    )]
    Unreachable { account: String, closed: PathBuf },

    #[error(
        "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor a user `nobody`. Start \
         Wardbook as an ordinary user."
    )]
    NoAccount,

    #[error(
        "A PostgreSQL (process {pid}) left over from an earlier run still works on {dir} and does not stop. \
         End it with `kill -QUIT {pid}`, then start again."
    )]
    LeftoverStays { dir: PathBuf, pid: u32 },

    #[error(
        "No folder with a path short enough for a Unix socket could be made: {dir} is too long. Set TMPDIR to a short path, such as /tmp."
    )]
    SocketPathTooLong { dir: PathBuf },

    #[error("{dir} exists but is not a private folder of user {owner}. Remove it, then start again.")]
    SocketFolderTaken { dir: PathBuf, owner: u32 },

    #[error(
        "The data folder {dir} could not be prepared: initdb said:\n{said}\nIs the disk full, or the folder on a read-only file system?"
    )]
    Initdb { dir: PathBuf, said: String },

    #[error(
        "PostgreSQL did not start. The end of its log {log}:\n{said}\nIf the data is not worth keeping, --fresh begins again with an empty folder."
    )]
    DidNotStart { log: PathBuf, said: String },

    #[error("Could not {doing} {path}: {source}. Check the permissions and the free space of that folder.")]
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
}

/// Adds what was being done, and to what, to an I/O error.
pub(super) trait During<T> {
    fn during(self, doing: &'static str, path: impl Into<PathBuf>) -> Result<T, EmbeddedError>;
}

impl<T> During<T> for std::io::Result<T> {
    fn during(self, doing: &'static str, path: impl Into<PathBuf>) -> Result<T, EmbeddedError> {
        self.map_err(|source| EmbeddedError::Io { doing, path: path.into(), source })
    }
}

impl<T> During<T> for rustix::io::Result<T> {
    fn during(self, doing: &'static str, path: impl Into<PathBuf>) -> Result<T, EmbeddedError> {
        self.map_err(std::io::Error::from).during(doing, path)
    }
}
