//! Work on what strangers sent, in a process of its own with limits that the system keeps: what eats memory or time, or brings its
//! decoder or compiler down, stops that process and nothing else. What takes such a process over finds it sealed.
//!
//! The process is this very program, started with words that make it [`answer`]: limit itself, read its task from standard input, open
//! the files that it needs, seal itself, and give its answer as a line of JSON, an object, for standard output.

mod seal;

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, nice, setrlimit};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};

/// This program, even where its file was replaced by that of a newer one.
const PROGRAM: &str = "/proc/self/exe";
/// A program that allocates with mimalloc reserves a gigabyte when it starts. Only what it uses of that shall count.
const COUNT_WHAT_IS_USED: (&str, &str) = ("MIMALLOC_ARENA_EAGER_COMMIT", "0");

/// What of an answer is read, in bytes.
const MOST_SAID: u64 = 4 * 1024 * 1024;
/// What a system sends that is short of memory, or is going down.
const FROM_OUTSIDE: [Signal; 4] = [Signal::KILL, Signal::TERM, Signal::INT, Signal::HUP];
/// With which a Rust program ends that panics.
const PANIC: i32 = 101;

/// How such a process is started.
#[derive(Clone, Debug)]
pub struct Apart {
    words: Vec<OsString>,
    patience: Duration,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The process met its limits, or broke down over its task.
    #[error("it ended without an answer ({0})")]
    Ended(ExitStatus),
    /// Nothing is known about the task: the process could not be started or limited, was stopped from outside, as a system does that is
    /// short of memory, or had too little of the processor.
    #[error("{0}")]
    Machine(#[from] io::Error),
}

/// What a process may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of memory, beyond what it has when it begins.
    pub memory: u64,
    /// Seconds of the processor, of all its threads together.
    pub processor: u64,
    /// Bytes of a file that it writes.
    pub file: u64,
}

impl Apart {
    /// The program with these words, for no longer than `patience` whatever it does.
    pub fn new<W: Into<OsString>>(words: impl IntoIterator<Item = W>, patience: Duration) -> Self {
        Self { words: words.into_iter().map(Into::into).collect(), patience }
    }

    /// The answer to a task. Dropping the future ends the process.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn ask<A: DeserializeOwned>(&self, task: &[u8]) -> Result<A, NoAnswer> {
        let process = Command::new(PROGRAM)
            .args(&self.words)
            .env_clear()
            .envs([COUNT_WHAT_IS_USED])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Whoever stops the program at a terminal lets it end its work first.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let ended = tokio::time::timeout(self.patience, spoken_with(process, task)).await;
        let (said, status) = ended.map_err(io::Error::from)??;
        let mut lines = said.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{"));
        lines.find_map(|line| serde_json::from_slice(line).ok()).ok_or_else(|| no_answer(status))
    }
}

/// What it says, and how it ends.
async fn spoken_with(mut process: Child, task: &[u8]) -> io::Result<(Vec<u8>, ExitStatus)> {
    let (stdin, stdout) = (process.stdin.take(), process.stdout.take());
    let feeding = async move {
        if let Some(mut stdin) = stdin {
            // A process that ends before it has read everything has its reasons; its end says which.
            let _ = stdin.write_all(task).await;
        }
    };
    let listening = async move {
        let mut said = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(MOST_SAID).read_to_end(&mut said).await?;
        }
        Ok::<_, io::Error>(said)
    };
    let ((), said) = tokio::join!(feeding, listening);
    Ok((said?, process.wait().await?))
}

fn no_answer(status: ExitStatus) -> NoAnswer {
    match (status.signal(), status.code()) {
        (Some(signal), _) if FROM_OUTSIDE.iter().any(|it| it.as_raw() == signal) => {
            NoAnswer::Machine(io::Error::other(format!("it was stopped from outside ({status})")))
        }
        (Some(_), _) | (None, Some(PANIC)) => NoAnswer::Ended(status),
        _ => NoAnswer::Machine(io::Error::other(format!("it could not begin ({status})"))),
    }
}

/// In such a process: limits it, makes of the task what the work needs, seals the process, does the work, and says what to write.
/// Everything else of the machine goes before it, and a system that is short of memory stops it first.
///
/// What `open` does is done before the process is sealed: it may open files, and reads nothing that a stranger made. The work may use
/// what is open, compute and start threads; everything else that it asks of the system fails with `ENOSYS`. So does what the program's
/// other threads ask, so let there be none.
///
/// # Errors
/// When the system does not take the limits or the seal, the task cannot be read, or the work fails: the program then ends with an error,
/// and whoever asked gets no answer.
pub fn answer<T, A, E>(
    limits: Limits,
    open: impl FnOnce(Vec<u8>) -> Result<T, E>,
    work: impl FnOnce(T) -> Result<A, E>,
) -> Result<String, E>
where
    A: Serialize,
    E: From<io::Error>,
{
    confine(limits)?;
    let mut task = Vec::new();
    io::stdin().lock().read_to_end(&mut task)?;
    let opened = open(task)?;
    seal::seal()?;
    Ok(serde_json::to_string(&work(opened)?).map_err(io::Error::from)?)
}

fn confine(limits: Limits) -> io::Result<()> {
    let limit = |resource, most: u64, hard: u64| {
        // Where the operator allows less, that is the limit.
        let allowed = getrlimit(resource).maximum.unwrap_or(u64::MAX);
        setrlimit(resource, Rlimit { current: Some(most.min(allowed)), maximum: Some(hard.min(allowed)) })
    };
    let memory = in_use()? + limits.memory;
    limit(Resource::Data, memory, memory)?;
    // The signal of the lower one says that it was this limit.
    limit(Resource::Cpu, limits.processor, limits.processor + 1)?;
    limit(Resource::Fsize, limits.file, limits.file)?;
    limit(Resource::Core, 0, 0)?;
    // Where these are not allowed, the work is done all the same.
    let _ = (nice(5), fs::write("/proc/self/oom_score_adj", "1000"));
    Ok(())
}

/// The memory that counts against the limit, in bytes.
fn in_use() -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmData:"));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes
        .map(|kilobytes| kilobytes * 1024)
        .ok_or_else(|| io::Error::other("the system does not say what is in use"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_could_not_begin_says_nothing_about_its_task() {
        let of = |raw| no_answer(ExitStatus::from_raw(raw));
        assert!(matches!(of(1 << 8), NoAnswer::Machine(_)), "an error of the program");
        assert!(matches!(of(PANIC << 8), NoAnswer::Ended(_)));
        assert!(matches!(of(Signal::ABORT.as_raw()), NoAnswer::Ended(_)));
        assert!(matches!(of(Signal::KILL.as_raw()), NoAnswer::Machine(_)));
        assert!(matches!(of(Signal::TERM.as_raw()), NoAnswer::Machine(_)));
    }
}
