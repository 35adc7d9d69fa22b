//! Writing into a folder so that a file is there whole or not at all, even when the power fails.

use std::collections::BinaryHeap;
use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::{Key, StoreError};

/// Where files lie until they are complete. No tenant's name begins with a dot.
const ARRIVING: &str = ".arriving";
/// Ours alone.
const PRIVATE: u32 = 0o700;
const OTHERS: u32 = 0o077;

#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(root: &Path) -> Result<Self, StoreError> {
        make(root)?;
        if fs::metadata(root)?.permissions().mode() & OTHERS != 0 {
            fs::set_permissions(root, Permissions::from_mode(PRIVATE))
                .map_err(|_| StoreError::OpenToOthers(root.display().to_string()))?;
        }
        make(&root.join(ARRIVING))?;
        // So that it stays the same folder when the program's changes.
        Ok(Self { root: root.canonicalize()? })
    }

    pub(super) async fn put(self, key: Key, path: PathBuf) -> Result<u64, StoreError> {
        tokio::task::spawn_blocking(move || self.copy(&key, &path)).await.map_err(io::Error::other)?
    }

    pub(super) async fn list(self, after: Key, most: usize) -> Result<Vec<Key>, StoreError> {
        Ok(tokio::task::spawn_blocking(move || self.names(&after, most)).await.map_err(io::Error::other)??)
    }

    /// A folder has no order: all names are read, and those that come first behind `after` are kept.
    fn names(&self, after: &Key, most: usize) -> io::Result<Vec<Key>> {
        let entries = match fs::read_dir(self.root.join(after.tenant())) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut first = BinaryHeap::with_capacity(most + 1);
        for entry in entries {
            let name = format!("{}/{}", after.tenant(), entry?.file_name().to_string_lossy());
            let Ok(key) = name.parse::<Key>() else { continue };
            if key.id() > after.id() {
                first.push(key.id());
            }
            if first.len() > most {
                first.pop();
            }
        }
        Ok(first.into_sorted_vec().into_iter().map(|id| after.beside(id)).collect())
    }

    fn copy(&self, key: &Key, path: &Path) -> Result<u64, StoreError> {
        let tenant = self.root.join(key.tenant());
        make(&tenant)?;
        let mut arriving = tempfile::NamedTempFile::new_in(self.root.join(ARRIVING))?;
        let bytes = io::copy(&mut File::open(path)?, &mut arriving)?;
        // The move may reach the disk before the bytes do, unless they are there already.
        arriving.as_file().sync_all()?;
        arriving.persist(self.root.join(key.to_string())).map_err(|error| error.error)?;
        File::open(tenant)?.sync_all()?;
        Ok(bytes)
    }
}

fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(PRIVATE).create(folder)
}
