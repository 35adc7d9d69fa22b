//! What an earlier run left behind when it was killed: a PostgreSQL that still runs, or its lock file.
//!
//! PostgreSQL itself refuses to start while `postmaster.pid` names a living process, even when that
//! number meanwhile belongs to another program. The caller holds the folder's lock, so no other Wardbook
//! uses this cluster: every PostgreSQL found at work on it is a leftover.
//!
//! Processes are recognised by what the kernel says of them (`/proc`): the program `postgres`, working in
//! the cluster's folder. On a system without `/proc` nothing is found, the file stays, and PostgreSQL judges.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::account::remove_if_there;
use super::error::EmbeddedError;
use super::socket::SocketDir;

const PROCESSES: &str = "/proc";
const PAUSE: Duration = Duration::from_millis(20);
/// A fast shutdown writes a checkpoint first.
const FAST_PAUSES: u32 = 750;
const IMMEDIATE_PAUSES: u32 = 250;

/// Stops leftovers and removes their lock files, so that the cluster can be started.
pub(super) fn recover(cluster: &Path, socket: &SocketDir) -> Result<(), EmbeddedError> {
    if !Path::new(PROCESSES).join("self").exists() {
        return Ok(());
    }
    stop_leftovers(cluster)?;
    remove_if_there(&pid_file(cluster))?;
    socket.clear()
}

/// Where a running PostgreSQL writes its process id and its state.
pub(super) fn pid_file(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

/// The process id in the file's first line.
fn postmaster(cluster: &Path) -> Option<u32> {
    std::fs::read_to_string(pid_file(cluster)).ok()?.lines().next()?.trim().parse().ok()
}

fn stop_leftovers(cluster: &Path) -> Result<(), EmbeddedError> {
    // Asked politely, the postmaster stops its children. Children whose postmaster was killed notice by
    // themselves, unless they are in the middle of a long query.
    let Some(pid) = (match postmaster(cluster) {
        Some(pid) if works_on(pid, cluster) => wait_after(Signal::INT, &[pid], cluster, FAST_PAUSES),
        _ => leftovers(cluster).first().copied(),
    }) else {
        return Ok(());
    };
    tracing::warn!(postgres.pid = pid, "a PostgreSQL of an earlier run is being stopped the hard way");
    match wait_after(Signal::QUIT, &leftovers(cluster), cluster, IMMEDIATE_PAUSES) {
        None => Ok(()),
        Some(pid) => Err(EmbeddedError::LeftoverStays { dir: cluster.to_owned(), pid }),
    }
}

/// Sends the signal, then waits. Answers a process that is still there in the end.
fn wait_after(signal: Signal, pids: &[u32], cluster: &Path, pauses: u32) -> Option<u32> {
    for pid in pids.iter().filter_map(|pid| Pid::from_raw(i32::try_from(*pid).ok()?)) {
        // One that is gone meanwhile is what we want; one that we may not signal stays, and is reported.
        kill_process(pid, signal).ok();
    }
    for _ in 0..pauses {
        leftovers(cluster).first()?;
        std::thread::sleep(PAUSE);
    }
    leftovers(cluster).first().copied()
}

/// Every `postgres` process at work on this cluster.
pub(super) fn leftovers(cluster: &Path) -> Vec<u32> {
    std::fs::read_dir(PROCESSES)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| works_on(*pid, cluster))
        .collect()
}

/// Whether this process is a PostgreSQL at work on this cluster. PostgreSQL's processes all work in
/// the cluster's folder; a person's shell may too, hence the program's name.
fn works_on(pid: u32, cluster: &Path) -> bool {
    let process = Path::new(PROCESSES).join(pid.to_string());
    let is_postgres = std::fs::read_link(process.join("exe"))
        .is_ok_and(|program| program.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"postgres")));
    is_postgres && std::fs::read_link(process.join("cwd")).is_ok_and(|folder| folder == cluster)
}
