//! The running PostgreSQL, tied to this program's life.
//!
//! PostgreSQL is started by a small shell script that holds the reading end of a pipe. The writing end is
//! ours: when this program ends, in whatever way, the kernel closes it, the script reads the end of the
//! file and asks PostgreSQL for a fast shutdown. (A "parent death signal" would need unsafe code, and is
//! tied to the life of the thread that started the child.) If even the script is killed, the next start
//! finds the leftover: see `stale.rs`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use super::account::Account;
use super::error::{During, EmbeddedError};
use super::folder::Folder;
use super::stale;

/// What a cluster's life is tied to.
pub(super) enum Lifeline<'a> {
    /// This program, by a pipe.
    Program,
    /// Every program that holds this file's lock; the cluster lingers for a few seconds after the last.
    Users(&'a Path),
}

/// Runs its arguments until they end or the lifeline does. Signals of a terminal or a service manager are
/// meant for Wardbook, which still needs its database to finish what it does; PostgreSQL gets the shutdown
/// from here. It is asked again every second, since it hears nothing before it has set up its signal
/// handlers. `$1` is a lock file, or empty for the pipe.
const SCRIPT: &str = r#"
trap '' INT TERM HUP QUIT
users=$1
shift
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
{
  if [ -n "$users" ]; then
    exec 3<"$users"
    until flock --exclusive 3; flock --unlock 3; sleep 5; flock --exclusive --nonblock 3; do :; done
  else
    read -r _ <&3
  fi
  while kill -INT "$server" 2>/dev/null; do sleep 1; done
} &
lifeline=$!
exec 3<&-
wait "$server"
status=$?
kill -KILL "$lifeline" 2>/dev/null
exit "$status"
"#;

const PAUSE: Duration = Duration::from_millis(10);
/// Two minutes: recovery after a power cut replays what was not yet in the tables.
const START_PAUSES: u32 = 12_000;
/// Half a minute for the last checkpoint.
const FAST_PAUSES: u32 = 3_000;
const IMMEDIATE_PAUSES: u32 = 500;
/// How much of the log is shown when PostgreSQL does not start.
const LOG_LINES: usize = 12;

#[derive(Debug)]
pub(super) struct Server {
    script: Child,
    /// Closing it stops PostgreSQL.
    lifeline: Option<ChildStdin>,
    cluster: PathBuf,
}

impl Server {
    /// Starts PostgreSQL on the cluster and waits until it accepts connections.
    pub(super) fn start(
        postgres: &Path,
        folder: &Folder,
        account: &Account,
        lifeline: &Lifeline<'_>,
    ) -> Result<Self, EmbeddedError> {
        let (cluster, log_path, log) = (folder.cluster(), folder.log(), folder.open_log()?);
        let said_before = log.metadata().map_or(0, |metadata| metadata.len());
        let errors = log.try_clone().during("open", &log_path)?;
        let mut script = account
            .command(Path::new("/bin/sh"), &cluster)
            .args(["-c", SCRIPT, "wardbook-postgres"])
            .arg(match lifeline {
                Lifeline::Program => Path::new(""),
                Lifeline::Users(lock) => lock,
            })
            .arg(postgres)
            .arg("-D")
            .arg(&cluster)
            .stdin(Stdio::piped())
            .stdout(log)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .during("start", postgres)?;
        let lifeline = script.stdin.take();
        let mut server = Self { script, lifeline, cluster };
        if server.wait_until_ready() {
            return Ok(server);
        }
        server.stop();
        let said = end_of(&log_path, said_before);
        Err(EmbeddedError::DidNotStart { log: log_path, said })
    }

    fn wait_until_ready(&mut self) -> bool {
        for _ in 0..START_PAUSES {
            if is_ready(&self.cluster) {
                return true;
            }
            if self.has_ended() {
                return false;
            }
            std::thread::sleep(PAUSE);
        }
        false
    }

    fn has_ended(&mut self) -> bool {
        // An error means that there is no such child any more.
        !matches!(self.script.try_wait(), Ok(None))
    }

    /// Fast shutdown: open transactions are rolled back, what was committed is on disk. Harder after
    /// half a minute; the data is safe even then. Does nothing the second time.
    pub(super) fn stop(&mut self) {
        if self.lifeline.take().is_none() || self.ends_within(FAST_PAUSES) {
            return;
        }
        tracing::warn!("PostgreSQL does not stop in time and is being stopped the hard way");
        self.signal(Signal::QUIT);
        if !self.ends_within(IMMEDIATE_PAUSES) {
            self.signal(Signal::KILL);
            self.ends_within(IMMEDIATE_PAUSES);
        }
    }

    /// Lets the cluster run on when this value is dropped: its life is tied to something else.
    pub(super) fn detach(mut self) {
        // The script looks at the pipe no more.
        self.lifeline = None;
    }

    fn ends_within(&mut self, pauses: u32) -> bool {
        for _ in 0..pauses {
            if self.has_ended() {
                return true;
            }
            std::thread::sleep(PAUSE);
        }
        false
    }

    /// To the script and PostgreSQL's first process; its other processes follow that one.
    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.script.id()).ok().and_then(Pid::from_raw) {
            // A group that is gone needs no signal.
            kill_process_group(group, signal).ok();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// PostgreSQL writes its state in the eighth line, for `pg_ctl`, which waits in the same way.
pub(super) fn is_ready(cluster: &Path) -> bool {
    std::fs::read_to_string(stale::pid_file(cluster))
        .is_ok_and(|text| text.lines().nth(7).is_some_and(|state| state.trim() == "ready"))
}

/// The last lines written to the log since `offset`.
fn end_of(log: &Path, offset: u64) -> String {
    let mut said = Vec::new();
    if let Ok(mut file) = File::open(log)
        && file.seek(SeekFrom::Start(offset)).is_ok()
    {
        // An unreadable log leaves the message without its quotation.
        file.read_to_end(&mut said).ok();
    }
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES)..].join("\n")
}
