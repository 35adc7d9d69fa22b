//! The unprivileged user that PostgreSQL runs as: PostgreSQL refuses to run as root.
//!
//! Started as an ordinary user, that user runs the cluster. Started as root (a container, usually), the
//! child processes become `postgres`, or `nobody` where there is none. The standard library drops root's
//! supplementary groups when it changes the user of a child, so nothing of root's is left to the cluster.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown, fchown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::error::{During, EmbeddedError};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    name: String,
    pub(super) uid: u32,
    gid: u32,
    /// Whether children must change to this user, because the program itself is root.
    switch: bool,
}

impl Account {
    /// The user to run as. A cluster that exists stays with its owner, so that a machine that gains a
    /// user `postgres` later still opens the data it made as `nobody`.
    pub(super) fn choose(cluster: &Path) -> Result<Self, EmbeddedError> {
        let uid = rustix::process::geteuid().as_raw();
        let gid = rustix::process::getegid().as_raw();
        let owner = std::fs::metadata(cluster).ok().map(|metadata| metadata.uid());
        if uid != 0 {
            return match owner {
                Some(owner) if owner != uid => {
                    Err(EmbeddedError::OtherOwner { dir: cluster.to_owned(), owner, me: uid })
                }
                _ => Ok(Self { name: uid.to_string(), uid, gid, switch: false }),
            };
        }
        let users = std::fs::read_to_string("/etc/passwd").during("read", "/etc/passwd")?;
        let owner = owner.filter(|owner| *owner != 0);
        from_passwd(&users, owner).ok_or(EmbeddedError::NoAccount)
    }

    /// A command that will run as this user, with an environment of its own: no PG* variable and no
    /// language of the caller reaches PostgreSQL.
    pub(super) fn command(&self, program: &Path, working_dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(working_dir).env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").env("TZ", "UTC");
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Makes `dir` if it is missing, and makes it this user's own: mode 0700.
    pub(super) fn own_folder(&self, dir: &Path) -> Result<(), EmbeddedError> {
        if !dir.is_dir() {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).during("make the folder", dir)?;
        }
        if self.switch {
            chown(dir, Some(self.uid), Some(self.gid)).during("give to PostgreSQL's user", dir)?;
        }
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700)).during("make private", dir)
    }

    /// Writes a file into a folder of this user and gives it to them. A new file is put in the old one's
    /// place: what stands there may be a link to somewhere else.
    pub(super) fn write(&self, file: &Path, text: &str) -> Result<(), EmbeddedError> {
        let unfinished = file.with_extension("unfinished");
        remove_if_there(&unfinished)?;
        let mut new = OpenOptions::new().write(true).create_new(true).open(&unfinished).during("write", &unfinished)?;
        new.write_all(text.as_bytes()).during("write", &unfinished)?;
        if self.switch {
            fchown(&new, Some(self.uid), Some(self.gid)).during("give to PostgreSQL's user", &unfinished)?;
        }
        std::fs::rename(&unfinished, file).during("put in place", file)
    }

    /// Whether this is not the user that this program runs as.
    pub(super) fn is_another(&self) -> bool {
        self.switch
    }

    /// Whether this user can get to `dir`, whose ancestors may be root's own (such as `/root`).
    pub(super) fn check_reach(&self, dir: &Path) -> Result<(), EmbeddedError> {
        if !self.switch {
            return Ok(());
        }
        for ancestor in dir.ancestors().skip(1).filter(|ancestor| !ancestor.as_os_str().is_empty()) {
            // One that is missing will be made, and can then be entered.
            let Ok(metadata) = std::fs::metadata(ancestor) else { continue };
            let may_enter = match (metadata.uid() == self.uid, metadata.gid() == self.gid) {
                (true, _) => 0o100,
                (false, true) => 0o010,
                (false, false) => 0o001,
            };
            if metadata.mode() & may_enter == 0 {
                return Err(EmbeddedError::Unreachable { account: self.name.clone(), closed: ancestor.to_owned() });
            }
        }
        Ok(())
    }
}

/// Deletes a file that may be missing already.
pub(super) fn remove_if_there(file: &Path) -> Result<(), EmbeddedError> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).during("delete", file),
        _ => Ok(()),
    }
}

/// The owner of the existing cluster, else `postgres`, else `nobody`, from the text of `/etc/passwd`.
fn from_passwd(users: &str, owner: Option<u32>) -> Option<Account> {
    let entries: Vec<Account> = users.lines().filter_map(entry).collect();
    let by_name = |name: &str| entries.iter().find(|account| account.name == name);
    let chosen = match owner {
        Some(uid) => entries.iter().find(|account| account.uid == uid),
        None => by_name("postgres").or_else(|| by_name("nobody")),
    };
    chosen.filter(|account| account.uid != 0).cloned()
}

/// `name:password:uid:gid:…`
fn entry(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account { name, uid, gid, switch: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/nonexistent:/bin/false\n\
                         broken line\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn root_becomes_postgres_and_where_there_is_none_nobody() {
        assert_eq!(from_passwd(USERS, None).unwrap().name, "postgres");
        let without = USERS.replace("postgres:", "other:");
        assert_eq!(from_passwd(&without, None).unwrap().uid, 65534);
    }

    #[test]
    fn the_owner_of_an_existing_cluster_keeps_it() {
        assert_eq!(from_passwd(USERS, Some(65534)).unwrap().name, "nobody");
    }

    #[test]
    fn nobody_is_never_replaced_by_root() {
        assert_eq!(from_passwd("root:x:0:0:::\npostgres:x:0:0:::\n", None), None);
    }

    #[test]
    fn a_folder_below_a_private_one_cannot_be_reached() {
        let outer = tempfile::tempdir().unwrap();
        std::fs::set_permissions(outer.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { name: "stranger".to_owned(), uid: 4_000_000, gid: 4_000_000, switch: true };
        let refused = stranger.check_reach(&outer.path().join("data")).unwrap_err();
        assert!(refused.to_string().contains("--data-dir /var/lib/wardbook"), "{refused}");
    }
}
