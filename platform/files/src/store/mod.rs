//! Where files are kept: a local folder, or a bucket of S3's or Azure's kind.
//!
//! A file is there whole or not at all. In a folder it is written beside its place, flushed to the disk and moved there;
//! in a bucket an upload counts when it is completed. What a crash leaves of an unfinished one is in the folder `.arriving`,
//! which may be emptied while the program is stopped, or is an incomplete multipart upload, which a lifecycle rule of the
//! bucket should remove.

mod key;
mod local;

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt, future};
use object_store::path::Path as Place;
use object_store::{GetOptions, GetRange, MultipartUpload, ObjectStore, ObjectStoreExt};
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use url::Url;

pub use key::{Key, NotAKey};
use local::Folder;

/// The smallest part that S3 takes, in bytes.
const PART: usize = 5 * 1024 * 1024;

/// Why something could not be stored, read or removed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no such file")]
    NotFound,
    #[error("the range is not within the file")]
    Range,
    #[error("{0} is neither a folder nor the address of a store: s3://bucket, az://container")]
    Address(String),
    #[error("the folder {0} is open to other users, and that cannot be changed")]
    OpenToOthers(String),
    #[error("the folder of the files could not be used: {0}")]
    Disk(#[from] io::Error),
    #[error("the store could not be used: {0}")]
    Service(#[source] object_store::Error),
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            other => Self::Service(other),
        }
    }
}

/// The files of all councils. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    prefix: Place,
    /// Set where the objects lie in a folder of ours, in which we write ourselves.
    folder: Option<Folder>,
}

/// A stored file, or a range of it.
pub struct Content {
    /// The length of the whole file.
    pub bytes: u64,
    /// What is streamed of it.
    pub range: Range<u64>,
    pub stream: BoxStream<'static, Result<Bytes, StoreError>>,
}

impl Store {
    /// Opens a folder, which is made when it is missing, or the store at an address: `s3://bucket/prefix`,
    /// `az://container/prefix`, or `memory:///` for a test. The options are those of `object_store`, such as
    /// `aws_endpoint`, `aws_access_key_id` and `azure_storage_account_name`.
    ///
    /// # Errors
    /// [`StoreError`], when the place cannot be used. That a bucket answers is only found out by using it.
    pub fn open(place: &str, options: impl IntoIterator<Item = (String, String)>) -> Result<Self, StoreError> {
        let Some((scheme, _)) = place.split_once("://") else { return Self::folder(Path::new(place)) };
        let url = Url::parse(place).map_err(|_| StoreError::Address(place.to_owned()))?;
        match scheme {
            "file" => Self::folder(&url.to_file_path().map_err(|()| StoreError::Address(place.to_owned()))?),
            "s3" | "s3a" | "az" | "azure" | "abfs" | "abfss" | "memory" => {
                let (objects, prefix) = object_store::parse_url_opts(&url, options)?;
                Ok(Self { objects: objects.into(), prefix, folder: None })
            }
            _ => Err(StoreError::Address(place.to_owned())),
        }
    }

    fn folder(root: &Path) -> Result<Self, StoreError> {
        let folder = Folder::open(root)?;
        let objects = Arc::new(object_store::local::LocalFileSystem::new_with_prefix(root)?);
        Ok(Self { objects, prefix: Place::default(), folder: Some(folder) })
    }

    /// Stores the file at `path`, which stays where it is, and returns its length. A file that was there is replaced.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is under the key that was not there before.
    pub async fn put(&self, key: &Key, path: &Path) -> Result<u64, StoreError> {
        if let Some(folder) = &self.folder {
            return folder.clone().put(key.clone(), path.to_owned()).await;
        }
        let place = self.place(key);
        let mut file = File::open(path).await?;
        let first = part_of(&mut file).await?;
        if first.len() < PART {
            let bytes = first.len() as u64;
            self.objects.put(&place, first.into()).await?;
            return Ok(bytes);
        }
        let mut upload = self.objects.put_multipart(&place).await?;
        let sent = send_parts(&mut *upload, first, &mut file).await;
        if sent.is_err() {
            // Whether this succeeds or not, the upload does not count.
            let _ = upload.abort().await;
        }
        sent
    }

    /// The file under a key, or a range of it, a piece at a time.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Range`], or what keeps the store from answering.
    pub async fn get(&self, key: &Key, range: Option<Range<u64>>) -> Result<Content, StoreError> {
        if range.as_ref().is_some_and(Range::is_empty) {
            return Err(StoreError::Range);
        }
        let ends = range.as_ref().map(|range| range.end);
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = match self.objects.get_opts(&self.place(key), options).await {
            Ok(found) => found,
            Err(error @ object_store::Error::NotFound { .. }) => return Err(error.into()),
            // Stores tell a range that is outside in ways of their own; the file's length tells it for all.
            Err(error) => {
                let bytes = match ends {
                    Some(_) => self.objects.head(&self.place(key)).await?.size,
                    None => return Err(error.into()),
                };
                return Err(if ends.is_some_and(|ends| ends > bytes) { StoreError::Range } else { error.into() });
            }
        };
        let bytes = found.meta.size;
        let range = found.range.clone();
        Ok(Content { bytes, range, stream: found.into_stream().map_err(StoreError::from).boxed() })
    }

    /// Removes a file. One that is not there is removed already.
    ///
    /// # Errors
    /// [`StoreError`], when the store cannot be used.
    pub async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        match self.objects.delete(&self.place(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The keys of the same tenant behind `after`, which need not be there, in order; at most so many. What is no key is left out. Ids
    /// that are made in the order of time come in it, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`], when the store cannot be used.
    pub async fn list(&self, after: &Key, most: usize) -> Result<Vec<Key>, StoreError> {
        if let Some(folder) = &self.folder {
            return folder.clone().list(after.clone(), most).await;
        }
        // Buckets list by name.
        let within = Place::from_iter(self.prefix.parts().chain(Place::from(after.tenant()).parts()));
        let found = self.objects.list_with_offset(Some(&within), &self.place(after));
        let keys = found.try_filter_map(|object| {
            let named = object.location.filename().map(|id| format!("{}/{id}", after.tenant()));
            let key = named.and_then(|name| name.parse::<Key>().ok());
            // Such as what lies deeper.
            future::ok(key.filter(|key| self.place(key) == object.location))
        });
        Ok(keys.take(most).try_collect().await?)
    }

    fn place(&self, key: &Key) -> Place {
        Place::from_iter(self.prefix.parts().chain(Place::from(key.to_string()).parts()))
    }
}

/// One part after the other: no more than one is in memory.
async fn send_parts(upload: &mut dyn MultipartUpload, first: Vec<u8>, file: &mut File) -> Result<u64, StoreError> {
    let mut bytes = 0;
    let mut part = first;
    while !part.is_empty() {
        bytes += part.len() as u64;
        upload.put_part(part.into()).await?;
        part = part_of(file).await?;
    }
    upload.complete().await?;
    Ok(bytes)
}

/// The next part; a shorter one is the last.
async fn part_of(file: &mut File) -> io::Result<Vec<u8>> {
    let mut part = Vec::with_capacity(PART);
    file.take(PART as u64).read_to_end(&mut part).await?;
    Ok(part)
}

/// Without the service's settings, which hold its secrets.
impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("folder", &self.folder).finish_non_exhaustive()
    }
}
