//! A quarter of a gigabyte over HTTP: the program that takes it grows by less than 60 MB (R10).
//!
//! It runs as a process of its own, so that what is measured is its own, with the program's allocator (`main.rs`). The figures do
//! not depend on the profile: nothing is allocated otherwise without optimisation.

use std::fs;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use casework::clock::FixedClock;
use casework::people::Role;
use image::{ImageFormat, Rgb, RgbImage};
use server::cli::{FileOptions, Instance, MailOptions, OutsideOptions, StartOptions};
use tokio::net::TcpListener;

use super::files::files_on;
use crate::support::helpers::helpers;
use crate::support::photo::encoded;
use crate::support::{Person, TestApp, a_tuesday, root};

const DATABASE: &str = "WARDBOOK_TEST_SERVER_OF";
const FOLDER: &str = "WARDBOOK_TEST_SERVER_IN";
const FILM: usize = 25 * 1024 * 1024;
const MOST_MB: u64 = 60;

/// Not a test: the process that the test below starts and measures.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the server that another test starts"]
async fn a_server_of_its_own() {
    let Ok(app_url) = std::env::var(DATABASE) else { return };
    let folder = std::path::PathBuf::from(std::env::var(FOLDER).expect("a folder"));
    let options = StartOptions {
        app_url,
        helpers: helpers(),
        plugins_dir: root().join("target/plugins"),
        cache_dir: root().join("target/tmp/plugin-cache"),
        data_dir: folder.join("data"),
        files: FileOptions { place: None, clamd: None },
        mail: MailOptions::default(),
        outside: OutsideOptions::default(),
        redis_url: None,
        max_connections: 4,
        clock: Arc::new(FixedClock::new(a_tuesday())),
        pick_a_person: true,
    };
    let instance = Instance::start(options).await.expect("it starts");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    // Moved there, so that nobody reads half of it.
    fs::write(folder.join("address.new"), address).expect("written");
    fs::rename(folder.join("address.new"), folder.join("address")).expect("moved");
    let router = server::http::router(Arc::clone(&instance.app)).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).await.expect("serving");
}

/// A program on the database of a test.
struct Server {
    process: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Server {
    async fn start(app: &TestApp) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let process = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "cases::large_files::a_server_of_its_own", "--ignored"])
            .env(DATABASE, app.database.app_url())
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a server");
        let file = folder.path().join("address");
        // Stopped however this ends.
        let mut server = Self { process, address: ([127, 0, 0, 1], 0).into(), _folder: folder };
        for _ in 0..600 {
            if let Ok(address) = fs::read_to_string(&file) {
                server.address = address.parse().expect("an address");
                return server;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the server did not start");
    }

    fn status(&self, field: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("Linux tells it");
        let line = status.lines().find(|line| line.starts_with(field)).expect("a line");
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).expect("a number") / 1024
    }

    /// Forgets the peak so far, and tells what is in memory, in MB.
    fn begin(&self) -> u64 {
        fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").expect("Linux forgets it when it is told to");
        self.status("VmRSS")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn film() -> Vec<u8> {
    let head = b"\0\0\0\x14ftypisom\0\0\0\0isom";
    let mut film: Vec<u8> = (0..FILM).map(|n| (n >> 10).to_le_bytes()[0]).collect();
    film[..head.len()].copy_from_slice(head);
    film
}

#[derive(Clone, Copy)]
enum Jpeg {
    Plain,
    /// Nothing but its first scan, in which a block that is like the one before is six zero bits.
    Progressive,
}

/// All grey, with as many pixels as phones make: 12 or 24 million. One block of rows is encoded, and its bytes repeated. Remarks
/// make it as large as a photo full of leaves: 10 MB.
fn photo(shade: u8, (width, height): (u16, u16), form: Jpeg) -> Vec<u8> {
    let mut eight = encoded(RgbImage::from_pixel(64, 8, Rgb([shade; 3])), ImageFormat::Jpeg);
    let marked = |mark: u8| eight.windows(2).position(|bytes| bytes == [0xFF, mark]).expect("a mark");
    let (frame, scan, end) = (marked(0xC0), marked(0xDA), eight.len() - 2);
    eight[frame + 5..frame + 9].copy_from_slice(&[height.to_be_bytes(), width.to_be_bytes()].concat());
    let data = scan + 2 + usize::from(eight[scan + 3]);
    let blocks = usize::from(width) / 8 * usize::from(height) / 8;
    let bits = match form {
        Jpeg::Plain => eight[data..end].repeat(blocks / 8),
        Jpeg::Progressive => {
            eight[frame + 1] = 0xC2;
            eight[data - 2] = 0;
            vec![0; blocks * 6 / 8]
        }
    };
    let remark = [&b"\xFF\xFE\xFF\xFF"[..], &[shade; 0xFFFD]].concat().repeat(160);
    [&eight[..2], &remark, &eight[2..data], &bits, &eight[end..]].concat()
}

#[tokio::test]
async fn ten_files_of_25_megabytes_with_photos_among_them_take_less_than_60_megabytes_of_memory() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let server = Server::start(&app).await;
    let key = app.somebody(&council, Role::Councillor, |_| true).await.key;
    let member = Person::sign_in(server.address, &council, &key).await;
    // Each has bytes of its own: the same file twice on a case is one file.
    let film = film();
    let films: Vec<Vec<u8>> = (0..10).map(|n| [&film[..FILM - 1], &[n]].concat()).collect();
    let photos = |size, form| -> Vec<Vec<u8>> { (100..103).map(|shade| photo(shade, size, form)).collect() };
    let drawing = |shade| encoded(RgbImage::from_pixel(6000, 4000, Rgb([shade; 3])), ImageFormat::Png);
    let drawings: Vec<Vec<u8>> = (100..103).map(drawing).collect();
    let upload = async |files: &[(&str, &[u8])]| {
        let reference = member.raises(&[("summary", "A street under water")]).await;
        member.page(&format!("/cases/{reference}")).await;
        let before = server.begin();
        let answer = member.post_files(&format!("/cases/{reference}/files"), &[("audience", "case")], files).await;
        assert_eq!(answer.status(), reqwest::StatusCode::SEE_OTHER);
        let growth = server.status("VmHWM").saturating_sub(before);
        assert_eq!(files_on(&member, &reference).await.len(), files.len());
        growth
    };
    // What the first upload brings into memory for good is not of the others.
    upload(&[("small.mp4", &film[..100_000])]).await;
    for (name, extension, files) in [
        ("film", "mp4", films),
        ("photo", "jpg", photos((4000, 3000), Jpeg::Plain)),
        ("large", "jpg", photos((6000, 4000), Jpeg::Plain)),
        ("progressive", "jpg", photos((6000, 4000), Jpeg::Progressive)),
        ("drawing", "png", drawings),
    ] {
        let names: Vec<String> = (0..files.len()).map(|n| format!("{name}-{n}.{extension}")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(files.iter().map(Vec::as_slice)).collect();
        let growth = upload(&files).await;
        println!("{} × {} bytes: {growth} MB more at the peak", files.len(), files[0].1.len());
        assert!(growth < MOST_MB, "{names:?}: {growth} MB");
    }
}
