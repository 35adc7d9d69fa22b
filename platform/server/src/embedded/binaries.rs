//! Where the system's PostgreSQL programs are.
//!
//! Debian keeps each major version apart (`/usr/lib/postgresql/15/bin`) and off the PATH; other systems
//! put one version on the PATH. A data folder can only be opened by the major version that made it, so a
//! folder that exists decides, and a new one takes the newest.

use std::path::{Path, PathBuf};

use super::error::EmbeddedError;

/// Where Debian and Ubuntu install one folder per major version.
const VERSIONED: &str = "/usr/lib/postgresql";

/// One installed PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    /// Absent when only found on the PATH, where the folder's name does not tell.
    major: Option<u32>,
    bin: PathBuf,
}

impl Binaries {
    /// The one to open `cluster` with, or the newest for a cluster that is still to be made.
    pub(super) fn find(cluster: &Path) -> Result<Self, EmbeddedError> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let installed = installed_in(Path::new(VERSIONED), std::env::split_paths(&path));
        choose(installed, cluster)
    }

    /// For `wardbook doctor`: which PostgreSQL would make a new cluster.
    pub(super) fn describe(&self) -> String {
        match self.major {
            Some(major) => format!("PostgreSQL {major} in {}", self.bin.display()),
            None => format!("PostgreSQL in {}", self.bin.display()),
        }
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

/// Newest first; one found on the PATH last.
fn installed_in(versioned: &Path, path: impl Iterator<Item = PathBuf>) -> Vec<Binaries> {
    let mut found: Vec<Binaries> = std::fs::read_dir(versioned)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let major = entry.file_name().to_str()?.parse().ok()?;
            Some(Binaries { major: Some(major), bin: entry.path().join("bin") })
        })
        .filter(|binaries| is_complete(&binaries.bin))
        .collect();
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    found.extend(path.map(|bin| Binaries { major: None, bin }).find(|binaries| is_complete(&binaries.bin)));
    found
}

/// Debian's client package has the folder too, without the server.
fn is_complete(bin: &Path) -> bool {
    ["postgres", "initdb"].iter().all(|program| bin.join(program).is_file())
}

fn choose(installed: Vec<Binaries>, cluster: &Path) -> Result<Binaries, EmbeddedError> {
    let newest = installed.first().cloned().ok_or(EmbeddedError::NotInstalled)?;
    let Ok(wanted) = std::fs::read_to_string(cluster.join("PG_VERSION")) else {
        return Ok(newest);
    };
    let wanted = wanted.trim();
    let found: Vec<String> = installed
        .iter()
        .map(|binaries| binaries.major.map_or_else(|| "a version on the PATH".to_owned(), |major| major.to_string()))
        .collect();
    installed
        .into_iter()
        // The one on the PATH may be right: PostgreSQL itself refuses, and says so, when it is not.
        .find(|binaries| binaries.major.is_none_or(|major| major.to_string() == wanted))
        .ok_or_else(|| EmbeddedError::OtherVersion {
            dir: cluster.to_owned(),
            wanted: wanted.to_owned(),
            found: found.join(", "),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(root: &Path, major: &str, programs: &[&str]) {
        let bin = root.join(major).join("bin");
        std::fs::create_dir_all(&bin).unwrap();
        for program in programs {
            std::fs::write(bin.join(program), "").unwrap();
        }
    }

    #[test]
    fn the_newest_complete_version_is_taken_for_a_new_cluster() {
        let root = tempfile::tempdir().unwrap();
        install(root.path(), "9", &["postgres", "initdb"]);
        install(root.path(), "17", &["postgres", "initdb"]);
        install(root.path(), "18", &["psql"]);
        let chosen = choose(installed_in(root.path(), std::iter::empty()), &root.path().join("new")).unwrap();
        assert_eq!(chosen.major, Some(17));
    }

    #[test]
    fn a_cluster_is_opened_by_the_version_that_made_it() {
        let root = tempfile::tempdir().unwrap();
        install(root.path(), "15", &["postgres", "initdb"]);
        install(root.path(), "17", &["postgres", "initdb"]);
        std::fs::write(root.path().join("PG_VERSION"), "15\n").unwrap();
        let chosen = choose(installed_in(root.path(), std::iter::empty()), root.path()).unwrap();
        assert_eq!(chosen.major, Some(15));
    }

    #[test]
    fn a_cluster_of_a_version_that_is_gone_names_the_package() {
        let root = tempfile::tempdir().unwrap();
        install(root.path(), "17", &["postgres", "initdb"]);
        std::fs::write(root.path().join("PG_VERSION"), "13\n").unwrap();
        let refused = choose(installed_in(root.path(), std::iter::empty()), root.path()).unwrap_err();
        assert!(refused.to_string().contains("`postgresql-13`"), "{refused}");
    }

    #[test]
    fn a_machine_without_postgresql_says_what_to_do() {
        let root = tempfile::tempdir().unwrap();
        let refused = choose(installed_in(root.path(), std::iter::empty()), root.path()).unwrap_err();
        assert!(refused.to_string().contains("make setup"), "{refused}");
    }

    #[test]
    fn the_path_is_asked_where_no_version_folders_exist() {
        let root = tempfile::tempdir().unwrap();
        install(root.path(), "elsewhere", &["postgres", "initdb"]);
        let bin = root.path().join("elsewhere/bin");
        let chosen = choose(installed_in(&root.path().join("none"), std::iter::once(bin.clone())), root.path());
        assert_eq!(chosen.unwrap().program("initdb"), bin.join("initdb"));
    }
}
