//! Where the cluster lies: the folder that was asked for, unless PostgreSQL's user cannot get there.
//!
//! Root may have cloned the repository into `/root`, where no other user may look. Then the cluster lies
//! below `/var/lib/wardbook`, in a folder named after the one that was asked for, and the log says so.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::Account;
use super::error::{During, EmbeddedError};
use super::folder::CLUSTER;

const SYSTEM: &str = "/var/lib/wardbook";

/// The folder of the cluster, and the user that runs it.
pub(super) fn choose(data_dir: &Path) -> Result<(PathBuf, Account), EmbeddedError> {
    choose_or_below(data_dir, Path::new(SYSTEM))
}

fn choose_or_below(data_dir: &Path, system: &Path) -> Result<(PathBuf, Account), EmbeddedError> {
    let wanted = resolved(data_dir)?;
    let account = Account::choose(&wanted.join(CLUSTER))?;
    match account.check_reach(&wanted) {
        Ok(()) => Ok((wanted, account)),
        Err(EmbeddedError::Unreachable { account, closed }) => {
            let dir = system.join(short_name(&wanted));
            tracing::warn!(
                postgres.user = account,
                folder.closed = %closed.display(),
                folder.used = %dir.display(),
                "PostgreSQL's user cannot get to the data folder, so the database lies elsewhere"
            );
            let account = Account::choose(&dir.join(CLUSTER))?;
            Ok((dir, account))
        }
        Err(error) => Err(error),
    }
}

/// A name of 16 letters and digits that is always the same for one folder.
pub(super) fn short_name(folder: &Path) -> String {
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The absolute path, with links followed as far as the path exists.
fn resolved(path: &Path) -> Result<PathBuf, EmbeddedError> {
    let path = std::path::absolute(path).during("look at", path)?;
    for existing in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (existing.canonicalize(), path.strip_prefix(existing)) {
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_folder_that_postgresqls_user_cannot_reach_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let wanted = home.path().join("wardbook/data");
        let (dir, _account) = choose_or_below(&wanted, Path::new("/var/lib/somewhere")).unwrap();
        // Only root changes to another user, who is then kept out.
        let is_root = rustix::process::geteuid().is_root();
        assert_eq!(dir.starts_with("/var/lib/somewhere"), is_root, "{}", dir.display());
        assert_eq!(dir == wanted.as_path(), !is_root);
    }

    #[test]
    fn links_are_followed_as_far_as_the_path_exists() {
        let temp = tempfile::tempdir().unwrap();
        let real = temp.path().canonicalize().unwrap();
        std::os::unix::fs::symlink(&real, real.join("link")).unwrap();
        assert_eq!(resolved(&real.join("link/new/data")).unwrap(), real.join("new/data"));
    }
}
