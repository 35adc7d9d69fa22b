//! One disposable cluster for many test processes.
//!
//! A test runner may start a process for each test, and a cluster for each would cost more than the
//! tests. The first process that joins starts the cluster; it lives as long as any process is joined
//! (each holds a lock that the kernel takes back, however the process ends) and a few seconds longer, so
//! that the next test finds it. It always begins empty: make a database of your own in it.

use std::fs::File;
use std::path::Path;

use super::error::{During, EmbeddedError};
use super::folder::{self, Folder};
use super::server::{self, Lifeline};
use super::socket::SocketDir;
use super::{EmbeddedOptions, bring_up, place, stale, url};

/// This process's part in a shared cluster. Dropping it leaves the cluster.
#[derive(Debug)]
pub struct SharedPostgres {
    socket: SocketDir,
    _user: File,
}

impl SharedPostgres {
    /// Joins the cluster in the options' folder, and starts it where it does not run. Blocks, like
    /// [`EmbeddedPostgres::start`](super::EmbeddedPostgres::start).
    ///
    /// # Errors
    /// Each [`EmbeddedError`] tells what to do about it.
    pub fn join(options: EmbeddedOptions) -> Result<Self, EmbeddedError> {
        let EmbeddedOptions { data_dir, durability, .. } = options;
        let (dir, account) = place::choose(&data_dir)?;
        let dir = folder::prepare(&dir, &account)?;
        let users = dir.join(folder::USERS);
        let user = folder::open_lock(&users)?;
        // Waits while a cluster that everybody left is being stopped.
        user.lock_shared().during("lock", &users)?;
        // One process at a time looks whether it must start the cluster.
        let folder = Folder::wait(&dir, &account)?;
        let socket = SocketDir::of(folder.dir())?;
        let cluster = folder.cluster();
        if !server::is_ready(&cluster) || stale::leftovers(&cluster).is_empty() {
            bring_up(&folder, &socket, &account, true, durability, &Lifeline::Users(&users))?.detach();
        }
        Ok(Self { socket, _user: user })
    }

    /// As [`EmbeddedPostgres::url`](super::EmbeddedPostgres::url).
    #[must_use]
    pub fn url(&self, database: &str, user: &str) -> String {
        url(self.socket.path(), database, user)
    }

    /// As [`EmbeddedPostgres::socket_dir`](super::EmbeddedPostgres::socket_dir).
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        self.socket.path()
    }
}
