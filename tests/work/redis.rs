//! A write in one process wakes the worker of another at once, through a real Redis; and everything goes on without it.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use casework::people::Role;
use server::cli::Instance;
use tokio::time::timeout;

use crate::support::{TestApp, potholes};

/// A Redis of the test's own, on loopback.
struct Redis {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Redis {
    fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        Self::on(port)
    }

    fn on(port: u16) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let process = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed: make setup");
        Self { process, port, _folder: folder }
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether something comes to be, soon.
async fn soon(is: impl Fn() -> bool) -> bool {
    for _ in 0..300 {
        if is() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

async fn raise(app: &TestApp) -> String {
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    councillor.raises(&[("summary", "A hole by the school"), ("service", &potholes(&council.manifest))]).await
}

/// Whether the other process is told of work for the council, by nobody but Redis: its worker is not running.
async fn is_woken(other: &Instance, app: &TestApp) -> bool {
    let council = app.council("five_stages").id;
    while timeout(Duration::from_secs(3), other.app.wake.told()).await.is_ok() {
        if other.app.wake.take().contains(&council) {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn a_write_wakes_another_process_at_once_and_again_after_redis_was_away() {
    let redis = Redis::start();
    let (url, port) = (redis.url(), redis.port);
    let app = TestApp::start_as(|options| options.redis_url = Some(url.clone())).await;
    let other = app.beside(|options| options.redis_url = Some(url)).await;
    assert!(soon(|| other.app.wake.is_linked()).await, "the other process hears");
    raise(&app).await;
    assert!(is_woken(&other, &app).await);

    drop(redis);
    assert!(soon(|| !other.app.wake.is_linked()).await, "and knows when it does not");
    let raises = async {
        for _ in 0..3 {
            raise(&app).await;
        }
    };
    timeout(Duration::from_secs(10), raises).await.expect("no request waits for Redis");
    let _redis = Redis::on(port);
    assert!(soon(|| other.app.wake.is_linked()).await, "it is back");
    assert!(soon(|| app.instance.app.wake.is_linked()).await);
    // The first write finds the old connection gone.
    let mut woken = false;
    for _ in 0..5 {
        raise(&app).await;
        woken = woken || is_woken(&other, &app).await;
    }
    assert!(woken, "and is heard again");
}

#[tokio::test]
async fn without_redis_nothing_is_told_and_the_work_is_found_all_the_same() {
    let app = TestApp::start().await;
    let other = app.beside(|_| {}).await;
    raise(&app).await;
    assert!(!is_woken(&other, &app).await);
    let worker = other.working();
    let all = app.database.all_seeing().await;
    let schema = app.council("five_stages").schema.clone();
    let unsent = format!("SELECT count(*) FROM {schema}.outbox WHERE sent_at IS NULL");
    assert!(all.settles_at(&unsent, 0).await, "by looking");
    worker.close().await;
}

#[tokio::test]
async fn a_redis_that_never_answers_keeps_nobody() {
    let app = TestApp::start_as(|options| options.redis_url = Some("redis://127.0.0.1:1".to_owned())).await;
    let reference = raise(&app).await;
    assert!(!reference.is_empty() && !app.instance.app.wake.is_linked());
}
