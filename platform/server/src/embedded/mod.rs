//! The database of a Wardbook that was given none: a private PostgreSQL cluster, made with the system's
//! installed programs, reached by a Unix socket only, started and stopped with the program.
//!
//! It runs as an unprivileged user even when Wardbook is started by root, keeps its data between runs,
//! and recovers what a killed run left behind. There is no password: the socket lies in a folder that only
//! PostgreSQL's user (and root) may enter. Two Wardbooks cannot share one data folder.
//!
//! | file | what |
//! |---|---|
//! | `binaries.rs` | which installed PostgreSQL |
//! | `account.rs` | the unprivileged user |
//! | `place.rs` | where the data folder lies |
//! | `folder.rs` | the data folder: marker, lock, deletion |
//! | `socket.rs` | a private folder with a short path |
//! | `settings.rs` | `postgresql.conf`: one more setting is one more line |
//! | `stale.rs` | leftovers of a killed run |
//! | `server.rs` | the running process, tied to ours |
//! | `shared.rs` | one cluster for many test processes |
//! | `error.rs` | each failure with its remedy |
//!
//! Everything here blocks (it starts programs and waits for them): from async code, call it inside
//! `tokio::task::spawn_blocking`, or before the runtime does anything else.

mod account;
mod binaries;
mod error;
mod folder;
mod place;
mod server;
mod settings;
mod shared;
mod socket;
mod stale;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use account::Account;
use binaries::Binaries;
use error::During;
pub use error::EmbeddedError;
use folder::Folder;
use server::{Lifeline, Server};
use settings::Durability;
pub use shared::SharedPostgres;
use socket::{PORT, SocketDir};

/// The cluster's superuser: for making databases and roles, never for requests.
pub const SUPERUSER: &str = "postgres";

/// Where the cluster lives and how much its data is worth.
#[derive(Debug, Clone)]
pub struct EmbeddedOptions {
    data_dir: PathBuf,
    fresh: bool,
    durability: Durability,
}

impl EmbeddedOptions {
    /// A cluster whose data is kept in `data_dir`: a folder that is new, empty, or made by an earlier run.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), fresh: false, durability: Durability::Kept }
    }

    /// A quick cluster for tests: nothing is forced to disk, and many connections are allowed.
    pub fn for_tests(data_dir: impl Into<PathBuf>) -> Self {
        Self { durability: Durability::Disposable, ..Self::new(data_dir) }
    }

    /// With `true`, whatever an earlier run kept in the folder is deleted first.
    #[must_use]
    pub fn fresh(self, fresh: bool) -> Self {
        Self { fresh, ..self }
    }
}

/// A running private cluster. Dropping it stops it, in a panic too; that waits for PostgreSQL's last
/// checkpoint, usually a tenth of a second.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    // Dropped in this order: the server stops before another program may take the folder.
    server: Server,
    socket: SocketDir,
    _folder: Folder,
}

impl EmbeddedPostgres {
    /// Makes the cluster if it is new (about a second) and starts it. Blocks; see the module.
    ///
    /// # Errors
    /// Each [`EmbeddedError`] tells what to do about it.
    pub fn start(options: EmbeddedOptions) -> Result<Self, EmbeddedError> {
        let EmbeddedOptions { data_dir, fresh, durability } = options;
        let (dir, account) = place::choose(&data_dir)?;
        let folder = Folder::open(&dir, &account)?;
        let socket = SocketDir::of(folder.dir())?;
        let server = bring_up(&folder, &socket, &account, fresh, durability, &Lifeline::Program)?;
        Ok(Self { server, socket, _folder: folder })
    }

    /// The address of a database in this cluster, as a user of it, for sqlx and `SeaORM`. Neither is made
    /// by asking for it; the database `postgres` and the user [`SUPERUSER`] always exist.
    #[must_use]
    pub fn url(&self, database: &str, user: &str) -> String {
        url(self.socket.path(), database, user)
    }

    /// The folder of the socket, as `psql -h` and `pgbench -h` take it.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        self.socket.path()
    }

    /// Stops the cluster now: the same as dropping it, but it can be seen in the code.
    pub fn stop(self) {}
}

impl Drop for EmbeddedPostgres {
    fn drop(&mut self) {
        self.server.stop();
        self.socket.discard();
    }
}

/// Which installed PostgreSQL would make a new cluster, in words.
///
/// # Errors
/// [`EmbeddedError::NotInstalled`], which tells how to install it.
pub fn installed() -> Result<String, EmbeddedError> {
    // No cluster lies here, so none asks for an older version.
    Ok(Binaries::find(Path::new("/nonexistent"))?.describe())
}

/// Recovers, empties, makes and configures the cluster, each where needed, and starts it. The folder's
/// lock is the caller's.
fn bring_up(
    folder: &Folder,
    socket: &SocketDir,
    account: &Account,
    fresh: bool,
    durability: Durability,
    lifeline: &Lifeline<'_>,
) -> Result<Server, EmbeddedError> {
    let cluster = folder.cluster();
    stale::recover(&cluster, socket)?;
    if fresh {
        folder.empty()?;
    }
    let binaries = Binaries::find(&cluster)?;
    if !cluster.exists() {
        make_cluster(&cluster, &binaries, account, durability)?;
    }
    socket.make(account)?;
    configure(&cluster, socket, account, durability)?;
    Server::start(&binaries.program("postgres"), folder, account, lifeline)
}

fn url(socket_dir: &Path, database: &str, user: &str) -> String {
    format!(
        "postgres://{}@localhost:{PORT}/{}?host={}",
        percent_encoded(user.as_bytes()),
        percent_encoded(database.as_bytes()),
        percent_encoded(socket_dir.as_os_str().as_encoded_bytes()),
    )
}

/// `initdb` in a folder beside, renamed when it is complete: an interrupted one is never taken for a cluster.
fn make_cluster(
    cluster: &Path,
    binaries: &Binaries,
    account: &Account,
    durability: Durability,
) -> Result<(), EmbeddedError> {
    let unfinished = cluster.with_extension("unfinished");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished).during("delete", &unfinished)?;
    }
    account.own_folder(&unfinished)?;
    let initdb = binaries.program("initdb");
    let mut command = account.command(&initdb, &unfinished);
    command
        .arg("--pgdata")
        .arg(&unfinished)
        .args(["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"])
        .args(["--data-checksums", "--no-instructions"])
        .stdin(Stdio::null());
    if durability == Durability::Disposable {
        command.arg("--no-sync");
    }
    let output = command.output().during("run", &initdb)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(EmbeddedError::Initdb { dir: cluster.to_owned(), said });
    }
    std::fs::rename(&unfinished, cluster).during("put in place", cluster)
}

/// Writes the configuration at every start: a newer Wardbook brings its own, and the folder may have moved.
fn configure(
    cluster: &Path,
    socket: &SocketDir,
    account: &Account,
    durability: Durability,
) -> Result<(), EmbeddedError> {
    let files = [
        ("postgresql.conf", settings::postgresql_conf(socket.path(), durability)),
        ("pg_hba.conf", settings::PG_HBA.to_owned()),
    ];
    for (name, text) in files {
        account.write(&cluster.join(name), &text)?;
    }
    Ok(())
}

/// Everything but unreserved characters as `%XX`.
fn percent_encoded(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(*byte)),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}
