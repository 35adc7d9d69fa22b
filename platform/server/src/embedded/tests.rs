//! The private cluster against the real PostgreSQL of this machine: started, stopped, killed.
//!
//! Run by root (in a container, in CI) these tests also show that root's start works: PostgreSQL itself
//! refuses to be root.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::{Child, Command};

use rustix::process::{Pid, kill_process};
use tempfile::TempDir;

use super::*;

/// A data folder that every user can reach, under the system's temporary folder.
fn place() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    std::fs::set_permissions(temp.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let data = temp.path().join("data");
    (temp, data)
}

fn start(data: &Path) -> Result<EmbeddedPostgres, EmbeddedError> {
    EmbeddedPostgres::start(EmbeddedOptions::for_tests(data))
}

fn start_fresh(data: &Path) -> Result<EmbeddedPostgres, EmbeddedError> {
    EmbeddedPostgres::start(EmbeddedOptions::for_tests(data).fresh(true))
}

/// What the cluster answers, through the address that the program would use.
fn ask(postgres: &EmbeddedPostgres, sql: &str) -> String {
    ask_at(&postgres.url("postgres", SUPERUSER), sql)
}

fn ask_at(url: &str, sql: &str) -> String {
    let psql = Binaries::find(Path::new("/nonexistent")).unwrap().program("psql");
    let output = Command::new(psql).args([url, "-XAtc", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn remember(postgres: &EmbeddedPostgres) {
    ask(postgres, "CREATE TABLE remembered AS SELECT 42 AS answer");
}

fn remembers(postgres: &EmbeddedPostgres) -> bool {
    ask(postgres, "SELECT to_regclass('remembered') IS NOT NULL") == "t"
}

fn cluster_of(data: &Path) -> PathBuf {
    data.canonicalize().unwrap().join(folder::CLUSTER)
}

fn wait_for(what: &str, mut happened: impl FnMut() -> bool) {
    for _ in 0..1500 {
        if happened() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("{what} did not happen in half a minute");
}

fn kill_hard(pid: u32) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), rustix::process::Signal::KILL).unwrap();
}

/// Another program that holds a cluster on this folder, to be killed. It is this test binary, told by
/// the environment to run the test below.
fn another_program(data: &Path) -> Child {
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture"])
        .arg(format!("{}::holds_a_cluster_until_killed", module_path!().split_once("::").unwrap().1))
        .env("WARDBOOK_TEST_HOLD", data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let started = BufReader::new(program.stdout.take().unwrap()).lines().any(|line| line.unwrap().contains("holding"));
    assert!(started, "the other program did not start its cluster");
    program
}

#[test]
#[ignore = "not a test: the other program of the tests below"]
fn holds_a_cluster_until_killed() {
    let Some(data) = std::env::var_os("WARDBOOK_TEST_HOLD") else {
        return;
    };
    let postgres = start(Path::new(&data)).unwrap();
    remember(&postgres);
    println!("holding");
    loop {
        std::thread::park();
    }
}

#[test]
fn the_first_start_makes_a_private_cluster() {
    let (_temp, data) = place();
    let postgres = start(&data).unwrap();
    assert_eq!(ask(&postgres, "SHOW listen_addresses"), "");
    assert_eq!(ask(&postgres, "SELECT 'Pŵllheli' COLLATE \"default\" = 'Pŵllheli'"), "t");
    for private in [cluster_of(&data), postgres.socket_dir().to_owned()] {
        let folder = std::fs::metadata(&private).unwrap();
        assert_eq!(folder.mode() & 0o777, 0o700, "{}", private.display());
        assert_ne!(folder.uid(), 0, "{} belongs to an unprivileged user", private.display());
    }
    let outer = std::fs::metadata(&data).unwrap();
    assert_eq!(outer.uid(), rustix::process::geteuid().as_raw(), "PostgreSQL's user cannot replace what is in it");
    assert_eq!(outer.mode() & 0o066, 0, "nobody else reads or writes it");
}

#[test]
fn a_link_in_the_cluster_leads_nowhere() {
    let (temp, data) = place();
    start(&data).unwrap().stop();
    let precious = temp.path().join("precious");
    std::fs::write(&precious, "years of work").unwrap();
    let settings = cluster_of(&data).join("postgresql.conf");
    std::fs::remove_file(&settings).unwrap();
    std::os::unix::fs::symlink(&precious, &settings).unwrap();
    start(&data).unwrap().stop();
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "years of work");
}

#[test]
fn a_restart_keeps_the_data() {
    let (_temp, data) = place();
    let postgres = start(&data).unwrap();
    remember(&postgres);
    postgres.stop();
    assert!(remembers(&start(&data).unwrap()));
}

#[test]
fn fresh_deletes_what_was_kept() {
    let (_temp, data) = place();
    let postgres = start(&data).unwrap();
    remember(&postgres);
    postgres.stop();
    assert!(!remembers(&start_fresh(&data).unwrap()));
}

#[test]
fn a_folder_of_somebody_else_is_never_touched() {
    let (_temp, data) = place();
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("thesis.txt"), "years of work").unwrap();
    let refused = start_fresh(&data).unwrap_err();
    assert!(matches!(refused, EmbeddedError::NotOurs { .. }), "{refused}");
    assert_eq!(std::fs::read_to_string(data.join("thesis.txt")).unwrap(), "years of work");
}

#[test]
fn two_programs_cannot_share_a_folder() {
    let (_temp, data) = place();
    let _first = start(&data).unwrap();
    let refused = start(&data).unwrap_err();
    assert!(matches!(refused, EmbeddedError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains(&format!("process {}", std::process::id())), "{refused}");
}

#[test]
fn a_lock_file_of_a_dead_process_or_another_program_is_recovered() {
    let (_temp, data) = place();
    start(&data).unwrap().stop();
    for pid in ["999999999", "1"] {
        let text = format!("{pid}\n{}\n0\n5432\n/tmp\n\n0 0\nready   \n", data.display());
        std::fs::write(stale::pid_file(&cluster_of(&data)), text).unwrap();
        let postgres = start(&data).unwrap();
        assert_eq!(ask(&postgres, "SELECT 1"), "1");
    }
}

#[test]
fn a_program_that_panics_stops_its_cluster() {
    let (_temp, data) = place();
    let outcome = std::panic::catch_unwind(|| {
        let _postgres = start(&data).unwrap();
        panic!("as a bug would");
    });
    assert!(outcome.is_err());
    assert_eq!(stale::leftovers(&cluster_of(&data)), Vec::<u32>::new());
}

#[test]
fn a_killed_program_takes_its_cluster_with_it() {
    let (_temp, data) = place();
    let mut program = another_program(&data);
    program.kill().unwrap();
    program.wait().unwrap();
    wait_for("the end of PostgreSQL", || stale::leftovers(&cluster_of(&data)).is_empty());
    assert!(remembers(&start(&data).unwrap()));
}

#[test]
fn a_cluster_that_outlived_its_program_is_stopped_and_its_data_kept() {
    let (_temp, data) = place();
    let mut program = another_program(&data);
    let cluster = cluster_of(&data);
    // Everything that would have stopped PostgreSQL is killed first.
    let shells: Vec<u32> =
        processes_in(&cluster).into_iter().filter(|(_, name)| name != "postgres").map(|(pid, _)| pid).collect();
    assert_eq!(shells.len(), 2, "the script and its lifeline");
    shells.into_iter().for_each(kill_hard);
    program.kill().unwrap();
    program.wait().unwrap();
    assert!(!stale::leftovers(&cluster).is_empty(), "PostgreSQL runs on without its program");
    assert!(remembers(&start(&data).unwrap()));
}

#[test]
fn a_killed_postgresql_is_recovered_at_the_next_start() {
    let (_temp, data) = place();
    let postgres = start(&data).unwrap();
    remember(&postgres);
    ask(&postgres, "CHECKPOINT");
    stale::leftovers(&cluster_of(&data)).into_iter().for_each(kill_hard);
    drop(postgres);
    assert!(remembers(&start(&data).unwrap()));
}

#[test]
fn an_interrupted_first_start_is_begun_again() {
    let (_temp, data) = place();
    start(&data).unwrap().stop();
    let cluster = cluster_of(&data);
    std::fs::rename(&cluster, cluster.with_extension("unfinished")).unwrap();
    assert_eq!(ask(&start(&data).unwrap(), "SELECT 1"), "1");
}

#[test]
fn a_deep_data_folder_works() {
    let (_temp, data) = place();
    let deep = data.join("d".repeat(80)).join("e".repeat(80));
    let postgres = start(&deep).unwrap();
    assert_eq!(ask(&postgres, "SELECT 1"), "1");
    let socket_dir = postgres.socket_dir().to_owned();
    postgres.stop();
    assert!(!socket_dir.exists(), "the short folder of the socket is removed");
}

#[test]
fn a_cluster_that_cannot_start_quotes_its_log() {
    let (_temp, data) = place();
    start(&data).unwrap().stop();
    let settings = cluster_of(&data).join("local.conf");
    std::fs::write(&settings, "no_such_setting = 1\n").unwrap();
    std::fs::set_permissions(&settings, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = start(&data).unwrap_err();
    assert!(refused.to_string().contains("no_such_setting"), "{refused}");
}

#[test]
fn processes_share_a_cluster_until_the_last_one_leaves() {
    let (_temp, data) = place();
    let options = EmbeddedOptions::for_tests(&data);
    let (first, second) = std::thread::scope(|scope| {
        let others = scope.spawn(|| SharedPostgres::join(options.clone()).unwrap());
        (SharedPostgres::join(options.clone()).unwrap(), others.join().unwrap())
    });
    let running = ask_at(&first.url("postgres", SUPERUSER), "SELECT pg_postmaster_start_time()");
    drop(first);
    assert_eq!(ask_at(&second.url("postgres", SUPERUSER), "SELECT pg_postmaster_start_time()"), running);
    drop(second);
    // It lingers, so that the next test need not start it again …
    let third = SharedPostgres::join(options.clone()).unwrap();
    assert_eq!(ask_at(&third.url("postgres", SUPERUSER), "SELECT pg_postmaster_start_time()"), running);
    drop(third);
    // … and then goes.
    wait_for("the end of the shared cluster", || stale::leftovers(&cluster_of(&data)).is_empty());
}

/// Processes that work in this folder, with the names of their programs.
fn processes_in(folder: &Path) -> Vec<(u32, String)> {
    std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let cwd = std::fs::read_link(entry.path().join("cwd")).ok()?;
            let exe = std::fs::read_link(entry.path().join("exe")).ok()?;
            (cwd == folder).then(|| (pid, exe.file_name().unwrap_or_default().to_string_lossy().into_owned()))
        })
        .collect()
}
