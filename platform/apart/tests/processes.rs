//! What such a process may do, and what becomes of one that does more.

#![expect(clippy::unwrap_used, reason = "a helper of a test may end it")]

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{self, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use apart::{Apart, Limits, NoAnswer};
use rustix::process::{Pid, Resource, Rlimit, setrlimit, test_kill_process};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::{sleep, timeout};

const MB: usize = 1024 * 1024;
const LIMITS: Limits = Limits { memory: 64 << 20, processor: 1, file: 1 << 20 };

#[derive(Debug, Serialize, Deserialize)]
struct Said {
    text: String,
}

/// Not a test: the process, which does what its task says.
#[test]
#[ignore = "the program that other tests start"]
fn process() {
    let open = |task: Vec<u8>| {
        let task = String::from_utf8_lossy(&task).into_owned();
        let (verb, rest) = task.split_once(' ').unwrap();
        let file = match verb {
            "sleep" | "write" => Some(File::create(rest)?),
            "read" => Some(File::open(rest)?),
            _ => None,
        };
        Ok((verb.to_owned(), rest.to_owned(), file))
    };
    let answer = apart::answer(LIMITS, open, |(verb, rest, file)| {
        let text = match (verb.as_str(), file) {
            ("take", _) => black_box(vec![1_u8; rest.parse::<usize>().unwrap() * MB]).len().to_string(),
            ("spin", _) => loop {
                black_box(&rest);
            },
            ("sleep", Some(mut file)) => {
                file.write_all(std::process::id().to_string().as_bytes())?;
                thread::sleep(Duration::from_secs(60));
                rest
            }
            ("write", Some(mut file)) => file.write_all(&vec![1_u8; 2 * MB]).map(|()| "written".to_owned())?,
            ("read", Some(file)) => io::read_to_string(file)?,
            ("environment", _) => std::env::vars().map(|(name, _)| name).collect::<Vec<_>>().join(" "),
            ("thread", _) => thread::spawn(move || rest.to_uppercase()).join().unwrap(),
            ("escape", _) => World::from(rest.as_str()).reached().join(", "),
            _ => return Err(io::Error::other(rest)),
        };
        Ok(Said { text })
    });
    // On a line of its own among what the test's frame says.
    println!("\n{}", answer.unwrap());
}

/// What there is to be reached beside what a process was given.
#[derive(Debug, Serialize, Deserialize)]
struct World {
    file: PathBuf,
    free: PathBuf,
    tcp: SocketAddr,
    socket: PathBuf,
    process: i32,
}

impl From<&str> for World {
    fn from(json: &str) -> Self {
        serde_json::from_str(json).unwrap()
    }
}

impl World {
    /// What of it somebody gets at.
    fn reached(&self) -> Vec<&'static str> {
        let process = Pid::from_raw(self.process).unwrap();
        let more = Rlimit { current: Some(0), maximum: Some(0) };
        let tries = [
            ("a file read", fs::read(&self.file).is_ok()),
            ("a file made", fs::write(&self.free, "here").is_ok()),
            ("a file found", fs::exists(&self.file).is_ok()),
            ("a file deleted", fs::remove_file(&self.free).is_ok()),
            ("a server", TcpStream::connect(self.tcp).is_ok()),
            ("the network", UdpSocket::bind("127.0.0.1:0").is_ok()),
            ("a socket", UnixStream::connect(&self.socket).is_ok()),
            ("a program", std::process::Command::new("/bin/true").status().is_ok()),
            ("a process", test_kill_process(process).is_ok()),
            ("limits", setrlimit(Resource::Core, more).is_ok()),
        ];
        tries.into_iter().filter_map(|(what, reached)| reached.then_some(what)).collect()
    }
}

fn within(patience: Duration) -> Apart {
    Apart::new(["--exact", "process", "--ignored", "--nocapture"], patience)
}

async fn asked(task: impl AsRef<[u8]>) -> Result<String, NoAnswer> {
    let said: Result<Said, NoAnswer> = within(Duration::from_secs(60)).ask(task.as_ref()).await;
    said.map(|said| said.text)
}

fn ended_by(answer: Result<String, NoAnswer>, signal: &str) {
    let ended = answer.unwrap_err();
    assert!(matches!(&ended, NoAnswer::Ended(status) if status.to_string().contains(signal)), "{ended}");
}

#[tokio::test]
async fn it_answers_within_its_limits() {
    assert_eq!(asked("take 40").await.unwrap(), (40 * MB).to_string());
}

#[tokio::test]
async fn one_that_takes_more_memory_than_it_may_is_ended() {
    ended_by(asked("take 65").await, "SIGABRT");
}

#[tokio::test]
async fn so_is_one_that_takes_more_of_the_processor() {
    ended_by(asked("spin on").await, "SIGXCPU");
}

#[tokio::test]
async fn so_is_one_that_writes_more_into_a_file() {
    let folder = TempDir::new().unwrap();
    ended_by(asked(format!("write {}", folder.path().join("large").display())).await, "SIGXFSZ");
}

#[tokio::test]
async fn one_that_fails_gives_no_answer() {
    ended_by(asked("nothing known").await, "101");
}

/// A task that takes a minute, and the process that is at it.
struct Minute {
    _folder: TempDir,
    pid: PathBuf,
}

impl Minute {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        Self { pid: folder.path().join("pid"), _folder: folder }
    }

    fn task(&self) -> String {
        format!("sleep {}", self.pid.display())
    }

    /// Of the process, when it is at work.
    async fn pid(&self) -> String {
        loop {
            match fs::read_to_string(&self.pid) {
                Ok(pid) if !pid.is_empty() => return pid,
                _ => sleep(Duration::from_millis(10)).await,
            }
        }
    }

    async fn is_ended(&self) {
        let status = format!("/proc/{}/status", self.pid().await);
        let lives = || fs::read_to_string(&status).is_ok_and(|status| !status.contains("Z (zombie)"));
        while lives() {
            sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn one_that_takes_too_long_is_ended_and_nothing_is_known_about_its_task() {
    let minute = Minute::new();
    let answer: Result<Said, NoAnswer> = within(Duration::from_secs(3)).ask(minute.task().as_bytes()).await;
    assert!(matches!(&answer, Err(NoAnswer::Machine(error)) if error.kind() == io::ErrorKind::TimedOut), "{answer:?}");
    timeout(Duration::from_secs(5), minute.is_ended()).await.expect("it is ended");
}

#[tokio::test]
async fn one_whose_asker_has_gone_is_ended() {
    let minute = Minute::new();
    tokio::select! {
        answer = asked(minute.task()) => panic!("{answer:?}"),
        _ = minute.pid() => {}
    }
    timeout(Duration::from_secs(5), minute.is_ended()).await.expect("it is ended");
}

#[tokio::test]
async fn nothing_is_known_about_the_task_of_one_that_was_stopped_from_outside() {
    let minute = Minute::new();
    let stop = async {
        let killed = Command::new("kill").args(["-9", &minute.pid().await]).status().await.unwrap();
        assert!(killed.success());
    };
    let (answer, ()) = tokio::join!(asked(minute.task()), stop);
    assert!(matches!(&answer, Err(NoAnswer::Machine(_))), "{answer:?}");
}

#[tokio::test]
async fn everything_else_goes_before_it_and_it_sees_nothing_of_the_environment() {
    assert_eq!(asked("read /proc/self/oom_score_adj").await.unwrap().trim(), "1000");
    // The test's own thread is what computes; its niceness is the seventeenth field after the name.
    let status = asked("read /proc/thread-self/stat").await.unwrap();
    let nice = status.rsplit(") ").next().unwrap().split(' ').nth(16).unwrap().to_owned();
    assert_eq!(nice, "5");
    let names = asked("environment ").await.unwrap();
    assert!(!names.contains("CARGO") && !names.contains("HOME") && !names.contains("PATH"), "{names}");
}

#[tokio::test]
async fn it_reaches_nothing_but_what_it_was_given() {
    let folder = TempDir::new().unwrap();
    let at = |name| folder.path().join(name);
    fs::write(at("file"), "a secret").unwrap();
    let _socket = UnixListener::bind(at("socket")).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let world = World {
        file: at("file"),
        free: at("free"),
        tcp: listener.local_addr().unwrap(),
        socket: at("socket"),
        process: std::process::id().try_into().unwrap(),
    };
    assert_eq!(world.reached().len(), 10, "all of it is there");
    let task = format!("escape {}", serde_json::to_string(&world).unwrap());
    assert_eq!(asked(task).await.unwrap(), "");
}

#[tokio::test]
async fn it_may_have_threads() {
    assert_eq!(asked("thread of its own").await.unwrap(), "OF ITS OWN");
}
