//! Folders, uploads and names.

pub mod azure;
pub mod clamd;
pub mod photo;
pub mod s3;
pub mod zip;

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use files::picture::Drawer;
use files::{DisplayName, Key, Kind, Store};
use futures::{Stream, stream};
use tempfile::TempDir;
use uuid::Uuid;

/// Which a browser shows as it is sent.
pub fn upload(content: impl Into<Vec<u8>>) -> impl Stream<Item = Result<Bytes, Infallible>> + Unpin {
    let pieces: Vec<_> = content.into().chunks(1000).map(Bytes::copy_from_slice).map(Ok).collect();
    stream::iter(pieces)
}

pub fn name(text: &str) -> DisplayName {
    DisplayName::clean(text)
}

pub fn key(number: u128) -> Key {
    Key::new("t_4f2a", Uuid::from_u128(number)).unwrap()
}

/// This program in a process of its own, as `drawing::process`.
pub fn drawer() -> Drawer {
    drawer_as("drawing::process")
}

/// The same as another test that is left out of others.
pub fn drawer_as(test: &str) -> Drawer {
    Drawer::started_with(["--exact", test, "--ignored", "--nocapture"])
}

/// A folder with one file in it.
pub struct OnDisk {
    folder: TempDir,
    pub path: PathBuf,
}

impl OnDisk {
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

pub fn on_disk(content: impl AsRef<[u8]>) -> OnDisk {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, content).unwrap();
    OnDisk { folder, path }
}

pub fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

pub fn local(root: &Path) -> Store {
    Store::open(root.to_str().unwrap(), []).unwrap()
}

pub fn all_kinds() -> Vec<Kind> {
    Kind::ALL.to_vec()
}
