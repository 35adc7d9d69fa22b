//! The process in which pictures are drawn.

use std::time::Duration;

use files::Kind;
use files::picture::{BadPicture, Drawer, Picture, PictureLimits, draw};
use image::ImageFormat;
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::support::photo::{PHONE, encoded, flag};
use crate::support::{drawer, drawer_as, is_empty, on_disk};

/// Not a test: the process.
#[test]
#[ignore = "the program that other tests start"]
fn process() {
    // On a line of its own among what the test's frame says.
    println!("\n{}", draw().unwrap());
}

/// Not a test: a decoder that writes where it should not.
#[test]
#[ignore = "the program that another test starts"]
fn broken() {
    std::process::abort();
}

/// Not a test: a decoder that never comes to an end.
#[test]
#[ignore = "the program that another test starts"]
fn endless() {
    std::thread::park();
}

async fn drawn_by(drawer: Drawer, content: &[u8], kind: Kind, into: &TempDir) -> Result<Picture, BadPicture> {
    drawer.draw(&on_disk(content).path, kind, &PictureLimits::default(), into.path()).await
}

#[tokio::test]
async fn what_was_drawn_and_what_was_found_come_back() {
    let folder = TempDir::new().unwrap();
    let picture = drawn_by(drawer(), &PHONE.jpeg(flag(64, 32)), Kind::Jpeg, &folder).await.unwrap();
    let drawn = &picture.drawn;
    assert_eq!((drawn.kind, drawn.width, drawn.height), (Kind::Jpeg, 32, 64));
    assert!((drawn.position.unwrap().latitude() - 51.505).abs() < 1e-9);
    assert_eq!(drawn.taken_at.as_deref(), Some("2026-11-20T16:30:05"));
    assert_eq!(std::fs::metadata(picture.file.path()).unwrap().len(), picture.file.bytes);
    drop(picture);
    assert!(is_empty(folder.path()));
}

#[tokio::test]
async fn so_does_why_it_was_refused() {
    let folder = TempDir::new().unwrap();
    let half = encoded(flag(300, 300), ImageFormat::Png);
    let refused = drawn_by(drawer(), &half[..half.len() / 2], Kind::Png, &folder).await.unwrap_err();
    assert!(matches!(refused, BadPicture::Truncated), "{refused}");
    assert!(is_empty(folder.path()));
}

#[tokio::test]
async fn a_decoder_that_breaks_down_refuses_its_picture_alone() {
    let folder = TempDir::new().unwrap();
    let photo = encoded(flag(20, 20), ImageFormat::Jpeg);
    let refused = drawn_by(drawer_as("drawing::broken"), &photo, Kind::Jpeg, &folder).await.unwrap_err();
    assert!(matches!(&refused, BadPicture::Unfinished(why) if why.contains("SIGABRT")), "{refused}");
    assert!(is_empty(folder.path()));
    assert!(drawn_by(drawer(), &photo, Kind::Jpeg, &folder).await.is_ok());
}

#[tokio::test]
async fn who_no_longer_waits_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let photo = encoded(flag(20, 20), ImageFormat::Jpeg);
    let drawing = drawn_by(drawer_as("drawing::endless"), &photo, Kind::Jpeg, &folder);
    assert!(timeout(Duration::from_millis(500), drawing).await.is_err());
    sleep(Duration::from_millis(50)).await;
    assert!(is_empty(folder.path()));
}

#[tokio::test]
async fn it_is_checked_whether_this_machine_can_draw() {
    drawer().check().await.unwrap();
    assert!(drawer_as("drawing::broken").check().await.is_err());
}
