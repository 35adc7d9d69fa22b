use std::fs;
use std::path::Path;

use bytes::Bytes;
use files::deliver::Origin;
use files::kind::{Found, WrongKind};
use files::picture::BadPicture;
use files::receive::NotReceived;
use files::workshop::{Keys, Reason, Settings};
use files::{Kind, Scanner, Workshop};
use futures::{StreamExt, TryStreamExt, stream};
use image::ImageFormat;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::time::{Duration, timeout};

use crate::support::clamd::{Clamd, eicar};
use crate::support::photo::{PHONE, encoded, flag};
use crate::support::{drawer, is_empty, key, local, upload};

struct Bench {
    workshop: Workshop,
    temporary: TempDir,
    kept: TempDir,
}

impl Bench {
    fn new(scanner: Option<Scanner>) -> Self {
        let (temporary, kept) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let settings = Settings { max_bytes: 100_000, ..Settings::usual(temporary.path().to_owned(), drawer()) };
        Self { workshop: Workshop::new(settings, scanner, local(kept.path())), temporary, kept }
    }

    async fn take(&self, name: &str, content: &[u8], number: u128) -> Result<files::Taken, files::Refused> {
        self.workshop.take(upload(content), name, keys(number)).await
    }

    /// Names of what is stored, without the folder of what is arriving.
    fn stored(&self) -> usize {
        fs::read_dir(self.kept.path().join("t_4f2a")).map_or(0, Iterator::count)
    }
}

fn keys(number: u128) -> Keys {
    Keys { file: key(number), thumbnail: key(number + 1000) }
}

#[tokio::test]
async fn a_photo_goes_the_whole_way() {
    let clamd = Clamd::start().await;
    let bench = Bench::new(Some(clamd.by_socket()));
    let sent = PHONE.jpeg(flag(64, 32));
    let taken = bench.take("../Pothole \u{202E}.JPG", &sent, 1).await.unwrap();
    assert_eq!((taken.name.as_str(), taken.kind, taken.origin), ("Pothole.JPG", Kind::Jpeg, Origin::Drawn));
    assert!(taken.position.is_some() && taken.taken_at.is_some() && taken.scanned);
    assert_eq!(taken.sent_bytes, sent.len() as u64);
    assert_eq!(taken.sent_sha256.0, <[u8; 32]>::from(Sha256::digest(&sent)));
    for stored in [&taken.file, taken.thumbnail.as_ref().unwrap()] {
        let content = bench.workshop.store().get(&stored.key, None).await.unwrap();
        assert_eq!(content.bytes, stored.bytes);
        let bytes = content.stream.try_collect::<Vec<_>>().await.unwrap().concat();
        assert_eq!(stored.sha256.0, <[u8; 32]>::from(Sha256::digest(&bytes)));
        assert!(!String::from_utf8_lossy(&bytes).contains("Exif"));
    }
    assert!(is_empty(bench.temporary.path()));
}

#[tokio::test]
async fn a_refusal_of_one_file_leaves_the_others() {
    let clamd = Clamd::start().await;
    let bench = Bench::new(Some(clamd.by_socket()));
    bench.take("a.txt", b"Dear council", 1).await.unwrap();
    let refused = bench.take("a/virus.txt", &eicar(), 2).await.unwrap_err();
    assert!(matches!(&refused.reason, Reason::Infected { virus } if virus.starts_with("Eicar")), "{refused}");
    assert_eq!(refused.name.as_str(), "virus.txt");
    let refused = bench.take("big.txt", &vec![b'a'; 100_001], 3).await.unwrap_err();
    assert!(matches!(refused.reason, Reason::NotReceived(NotReceived::TooLarge { limit: 100_000 })));
    assert!(refused.to_string().contains("big.txt") && refused.to_string().contains("100000"), "{refused}");
    let refused = bench.take("page.html", b"<html>", 4).await.unwrap_err();
    assert!(matches!(refused.reason, Reason::Kind(WrongKind::NotAllowed { found: Found::WebPage })));
    let half = encoded(flag(300, 300), ImageFormat::Png);
    let refused = bench.take("half.png", &half[..half.len() / 2], 5).await.unwrap_err();
    assert!(matches!(refused.reason, Reason::Picture(BadPicture::Truncated)), "{refused}");
    assert!(!refused.reason.is_ours());
    bench.take("b.csv", b"a,b\n", 6).await.unwrap();
    assert_eq!(bench.stored(), 2);
    assert!(is_empty(bench.temporary.path()));
}

#[tokio::test]
async fn what_changes_its_kind_changes_its_name() {
    let bench = Bench::new(None);
    let taken = bench.take("map.webp", &encoded(flag(20, 20), ImageFormat::WebP), 1).await.unwrap();
    assert_eq!((taken.name.as_str(), taken.kind, taken.scanned), ("map.jpg", Kind::Jpeg, false));
    let taken = bench.take("minutes", b"%PDF-1.4\n", 2).await.unwrap();
    assert_eq!((taken.name.as_str(), taken.origin), ("minutes.pdf", Origin::Sent));
    assert!(taken.thumbnail.is_none());
}

#[tokio::test]
async fn without_a_verdict_nothing_is_taken() {
    let scanner =
        Scanner::new(files::scan::Address::Unix(Path::new("/nowhere/clamd").to_owned()), Duration::from_secs(1));
    let bench = Bench::new(Some(scanner));
    let refused = bench.take("a.txt", b"Dear council", 1).await.unwrap_err();
    assert!(matches!(refused.reason, Reason::NotScanned(_)));
    assert!(refused.reason.is_ours(), "it can be sent again");
    assert!(bench.stored() == 0 && is_empty(bench.temporary.path()));
}

#[tokio::test]
async fn a_photo_whose_place_cannot_be_removed_is_refused() {
    let bench = Bench::new(None);
    let refused = bench.take("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 1).await.unwrap_err();
    assert!(matches!(refused.reason, Reason::Picture(BadPicture::Heic)), "{refused}");
    assert_eq!(bench.stored(), 0);
}

#[tokio::test]
async fn a_thumbnail_that_cannot_be_stored_takes_its_picture_along() {
    let bench = Bench::new(None);
    // A folder where the thumbnail should go, so that the move there fails.
    fs::create_dir_all(bench.kept.path().join(keys(1).thumbnail.to_string()).join("full")).unwrap();
    let refused = bench.take("a.jpg", &encoded(flag(20, 20), ImageFormat::Jpeg), 1).await.unwrap_err();
    assert!(matches!(refused.reason, Reason::Store(_)), "{refused}");
    assert!(!bench.kept.path().join(keys(1).file.to_string()).exists());
    assert!(is_empty(bench.temporary.path()));
}

#[tokio::test]
async fn a_cancelled_file_leaves_nothing() {
    let bench = Bench::new(None);
    let half = stream::iter([Ok::<_, std::io::Error>(Bytes::from(vec![b'a'; 50_000]))]).chain(stream::pending());
    assert!(timeout(Duration::from_millis(200), bench.workshop.take(half, "a.txt", keys(1))).await.is_err());
    assert!(bench.stored() == 0 && is_empty(bench.temporary.path()));
}
