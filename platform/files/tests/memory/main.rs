//! How much memory files take: the process's peak, read from the kernel. A binary of its own, since other tests' memory
//! would be counted too.

#![expect(clippy::unwrap_used, reason = "a helper of a test may end it")]

use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use files::picture::{Drawer, Picture, PictureLimits, Task, draw, draw_again};
use files::workshop::{Keys, Settings};
use files::{Key, Kind, Store, Workshop};
use futures::future::join_all;
use futures::{StreamExt, stream};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use tempfile::TempDir;
use uuid::Uuid;

const MB: u64 = 1024 * 1024;
const PIECE: usize = 16 * 1024;

/// One measurement at a time, and nothing else that takes memory meanwhile.
static TURNS: Mutex<()> = Mutex::new(());

struct Turn(#[expect(dead_code, reason = "it is held")] MutexGuard<'static, ()>);

impl Turn {
    fn take() -> Self {
        Self(TURNS.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Peak {
    before: u64,
}

impl Peak {
    fn start(_: &Turn) -> Self {
        fs::write("/proc/self/clear_refs", "5").expect("Linux forgets the peak when it is told to");
        Self { before: status("VmRSS") }
    }

    /// How far the memory went above where it was, in MB.
    fn growth(&self) -> u64 {
        status("VmHWM").saturating_sub(self.before) / MB
    }
}

fn status(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

#[test]
fn the_measurement_sees_what_is_held() {
    let turn = Turn::take();
    let peak = Peak::start(&turn);
    let held = vec![1_u8; 100 * 1024 * 1024];
    assert!(held.iter().step_by(4096).all(|byte| *byte == 1));
    drop(held);
    assert!(peak.growth() >= 90, "{} MB", peak.growth());
}

#[test]
fn ten_large_files_at_once_take_little_memory() {
    let turn = Turn::take();
    let peak = Peak::start(&turn);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (temporary, kept) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let store = Store::open(kept.path().to_str().unwrap(), []).unwrap();
    let workshop = Workshop::new(Settings::usual(temporary.path().to_owned(), drawer()), None, store);
    let taken = runtime.block_on(join_all((0..10).map(|number| {
        let key = |part| Key::new("t_1", Uuid::from_u64_pair(number, part)).unwrap();
        let head = Bytes::from_static(b"\0\0\0\x14ftypisom\0\0\0\0isom");
        let pieces = (1..25 * 1024 * 1024 / PIECE).map(move |n| Bytes::from(vec![n.to_le_bytes()[0]; PIECE]));
        let film = stream::iter(std::iter::once(head).chain(pieces)).map(Ok::<_, Infallible>);
        workshop.take(film, "film.mp4", Keys { file: key(1), thumbnail: key(2) })
    })));
    for taken in taken {
        let taken = taken.unwrap();
        assert!(taken.kind == Kind::Mp4 && taken.file.bytes > 24 * MB);
    }
    println!("10 × 25 MB: {} MB more at the peak", peak.growth());
    assert!(peak.growth() < 60, "{} MB", peak.growth());
}

#[test]
fn a_photo_of_24_megapixels_takes_what_the_documentation_says_where_it_is_drawn() {
    for (progressive, bytes_a_pixel) in [(false, 3), (true, 9)] {
        let folder = TempDir::new().unwrap();
        let at = |name| folder.path().join(name);
        let task = Task {
            sent: at("photo.jpg"),
            kind: Kind::Jpeg,
            limits: PictureLimits::default(),
            file: at("file"),
            thumbnail: at("thumbnail"),
        };
        let turn = Turn::take();
        write_photo(&task.sent, (6000, 4000), progressive);
        let task = task.open().unwrap();
        let peak = Peak::start(&turn);
        let drawn = draw_again(task).unwrap();
        assert_eq!((drawn.width, drawn.height), (2560, 1707));
        let growth = peak.growth();
        println!("24 megapixels, progressive {progressive}: {growth} MB more at the peak");
        let said = 24 * bytes_a_pixel;
        assert!((said * 9 / 10..said + 40).contains(&growth), "{growth} MB instead of {said}");
    }
}

#[tokio::test]
async fn the_largest_pictures_fit_into_the_limits_of_the_process_that_draws_them() {
    for (size, progressive) in [((8000, 6248), false), ((8000, 4656), true)] {
        let (folder, turn) = (TempDir::new().unwrap(), Turn::take());
        let sent = folder.path().join("photo.jpg");
        write_photo(&sent, size, progressive);
        let peak = Peak::start(&turn);
        let drawn = drawer().draw(&sent, Kind::Jpeg, &PictureLimits::default(), folder.path()).await;
        let Picture { drawn, .. } = drawn.unwrap();
        assert_eq!(drawn.width, 2560);
        assert!(peak.growth() < 10, "none of it is ours: {} MB", peak.growth());
    }
}

/// Not a test: the process in which they are drawn.
#[test]
#[ignore = "the program that another test starts"]
fn process() {
    println!("\n{}", draw().unwrap());
}

fn drawer() -> Drawer {
    Drawer::started_with(["--exact", "process", "--ignored", "--nocapture"])
}

/// All grey, so that each block of a row is the same few bits: a row of eight is encoded, and repeated. The progressive
/// one has nothing but its first scan, in which a block that is like the one before is six zero bits.
fn write_photo(path: &Path, (width, height): (u16, u16), progressive: bool) {
    let mut eight = Vec::new();
    JpegEncoder::new(&mut eight).encode_image(&RgbImage::from_pixel(64, 8, Rgb([128; 3]))).unwrap();
    let marked = |mark: u8| eight.windows(2).position(|bytes| bytes == [0xFF, mark]).unwrap();
    let (frame, scan, end) = (marked(0xC0), marked(0xDA), eight.len() - 2);
    eight[frame + 5..frame + 9].copy_from_slice(&[height.to_be_bytes(), width.to_be_bytes()].concat());
    let data = scan + 2 + usize::from(eight[scan + 3]);
    let blocks = usize::from(width) / 8 * usize::from(height) / 8;
    let bits = if progressive {
        eight[frame + 1] = 0xC2;
        eight[data - 2] = 0;
        vec![0; blocks * 6 / 8]
    } else {
        eight[data..end].repeat(blocks / 8)
    };
    fs::write(path, [&eight[..data], &bits, &eight[end..]].concat()).unwrap();
}
