//! The folder of the Unix socket: private, and with a path that the kernel accepts.
//!
//! A socket's path holds 107 bytes at most, and a data folder may lie deeper than that. Then the socket
//! gets a short folder under the system's temporary folder, named after the data folder.

use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::account::{Account, remove_if_there};
use super::error::{During, EmbeddedError};
use super::place::short_name;

/// PostgreSQL names the socket after its port, although no port is opened.
pub(super) const PORT: u16 = 5432;

/// `sun_path` is 108 bytes with its final zero.
const LONGEST: usize = 107;

#[derive(Debug)]
pub(super) struct SocketDir {
    dir: PathBuf,
    /// Outside the data folder, to be removed when the cluster stops.
    outside: bool,
}

impl SocketDir {
    /// The socket's folder for a data folder: always the same one, so that leftovers are found.
    pub(super) fn of(data_dir: &Path) -> Result<Self, EmbeddedError> {
        Self::below(data_dir, &std::env::temp_dir())
    }

    fn below(data_dir: &Path, temp: &Path) -> Result<Self, EmbeddedError> {
        let inside = data_dir.join("socket");
        if fits(&inside) {
            return Ok(Self { dir: inside, outside: false });
        }
        let dir = temp.join(format!("wardbook-{}", short_name(data_dir)));
        if fits(&dir) { Ok(Self { dir, outside: true }) } else { Err(EmbeddedError::SocketPathTooLong { dir }) }
    }

    pub(super) fn path(&self) -> &Path {
        &self.dir
    }

    /// Makes the folder. In a temporary folder that everybody writes to, a folder that somebody else
    /// prepared is refused: they could read the socket.
    pub(super) fn make(&self, account: &Account) -> Result<(), EmbeddedError> {
        match std::fs::DirBuilder::new().mode(0o700).create(&self.dir) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let found = std::fs::symlink_metadata(&self.dir).during("look at", &self.dir)?;
                let mine = [account.uid, rustix::process::geteuid().as_raw()].contains(&found.uid());
                if !found.is_dir() || !mine || found.mode() & 0o077 != 0 {
                    return Err(EmbeddedError::SocketFolderTaken { dir: self.dir.clone(), owner: account.uid });
                }
            }
            Err(error) => return Err(error).during("make the folder", &self.dir),
        }
        account.own_folder(&self.dir)
    }

    /// Removes the socket and its lock file that a killed PostgreSQL left.
    pub(super) fn clear(&self) -> Result<(), EmbeddedError> {
        for name in [format!(".s.PGSQL.{PORT}"), format!(".s.PGSQL.{PORT}.lock")] {
            remove_if_there(&self.dir.join(name))?;
        }
        Ok(())
    }

    /// After the cluster stopped. A folder that stays behind is harmless, so a failure is not reported.
    pub(super) fn discard(&self) {
        if self.outside {
            std::fs::remove_dir(&self.dir).ok();
        }
    }
}

fn fits(dir: &Path) -> bool {
    dir.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_deep_data_folder_gets_a_short_socket_path() {
        let deep = PathBuf::from("/srv").join("d".repeat(100));
        let socket = SocketDir::below(&deep, Path::new("/tmp")).unwrap();
        assert!(socket.outside && socket.path().starts_with("/tmp"));
        assert!(fits(socket.path()));
        let again = SocketDir::below(&deep, Path::new("/tmp")).unwrap();
        assert_eq!(socket.path(), again.path());
    }

    #[test]
    fn a_path_that_cannot_be_short_enough_is_refused_with_a_remedy() {
        let long = PathBuf::from("/").join("t".repeat(120));
        let refused = SocketDir::below(&long, &long).unwrap_err();
        assert!(refused.to_string().contains("TMPDIR"), "{refused}");
    }

    #[test]
    fn a_folder_that_others_can_enter_is_not_used_for_the_socket() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("socket");
        std::fs::create_dir(&dir).unwrap();
        std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755)).unwrap();
        let account = Account::choose(temp.path()).unwrap();
        let refused = SocketDir { dir, outside: true }.make(&account).unwrap_err();
        assert!(matches!(refused, EmbeddedError::SocketFolderTaken { .. }), "{refused}");
    }
}
