use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use bytes::Bytes;
use files::receive::{NotReceived, receive};
use futures::{StreamExt, stream};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::time::Duration;

use crate::support::{is_empty, upload};

#[tokio::test]
async fn an_upload_is_written_counted_and_hashed() {
    let folder = TempDir::new().unwrap();
    let content: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let spool = receive(upload(content.clone()), 300_000, folder.path()).await.unwrap();
    assert_eq!(std::fs::read(spool.path()).unwrap(), content);
    assert_eq!(spool.bytes, 300_000);
    assert_eq!(spool.sha256.0, <[u8; 32]>::from(Sha256::digest(&content)));
    let mode = std::fs::metadata(spool.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else may read it");
    drop(spool);
    assert!(is_empty(folder.path()));
}

#[tokio::test]
async fn an_upload_stops_at_the_limit_without_asking_for_more() {
    let folder = TempDir::new().unwrap();
    let mut asked = 0;
    let endless = stream::repeat_with(|| {
        asked += 1;
        Ok::<_, io::Error>(Bytes::from_static(&[0; 1000]))
    });
    let refused = receive(endless, 10_500, folder.path()).await.unwrap_err();
    assert!(matches!(refused, NotReceived::TooLarge { limit: 10_500 }));
    assert_eq!(asked, 11);
    assert!(is_empty(folder.path()));
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err(io::Error::other("gone"))]);
    let refused = receive(broken, 1000, folder.path()).await.unwrap_err();
    assert!(matches!(refused, NotReceived::Interrupted(_)));
    assert!(is_empty(folder.path()));
}

#[tokio::test]
async fn a_cancelled_upload_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let half = stream::iter([Ok::<_, io::Error>(Bytes::from(vec![1; 500_000]))]).chain(stream::pending());
    let mut receiving = Box::pin(receive(half, 1_000_000, folder.path()));
    let written = async {
        while folder_bytes(folder.path()) < 400_000 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        _ = &mut receiving => panic!("it never ends"),
        () = written => {}
    }
    drop(receiving);
    assert!(is_empty(folder.path()), "its file was there, and is gone");
}

fn folder_bytes(folder: &Path) -> u64 {
    std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_an_error_of_ours() {
    let folder = TempDir::new().unwrap();
    let refused = receive(upload("x"), 10, &folder.path().join("missing")).await.unwrap_err();
    assert!(matches!(refused, NotReceived::Disk(_)));
}
