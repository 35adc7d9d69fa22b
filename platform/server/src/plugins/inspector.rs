//! Looks at an uploaded component in a process of its own, with limits that the system keeps: a component that makes the compiler
//! eat memory or time stops that process, and nothing else.

use std::process::Stdio;
use std::time::Duration;

use plugin_host::{Description, LoadError};
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// What the process may use: memory in bytes, processor time in seconds (of all its threads together).
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
const PROCESSOR: u64 = 60;
/// How long it may take, whatever it does.
const PATIENCE: Duration = Duration::from_secs(90);

/// Starts the process: this very program, with these words.
#[derive(Clone, Debug)]
pub struct Inspector {
    pub words: Vec<String>,
}

impl Default for Inspector {
    fn default() -> Self {
        Self { words: ["plugin", "inspect"].map(str::to_owned).to_vec() }
    }
}

/// Why a component is not taken. Its code is a line of the table in `docs/plugin-authors.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: String,
    /// For the author: what was found.
    pub detail: String,
}

/// What the process says.
#[derive(Serialize, Deserialize)]
enum Verdict {
    Good(Box<Description>),
    Refused(Refusal),
}

impl Inspector {
    /// What a component says of itself, if it can be installed.
    ///
    /// # Errors
    /// When the process cannot be started. Inside, why the component is refused; one that stopped the process is `too-costly`.
    pub async fn look(&self, component: Vec<u8>) -> std::io::Result<Result<Description, Refusal>> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(&self.words)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let stdin = process.stdin.take();
        let fed = async move {
            if let Some(mut stdin) = stdin {
                // A process that ends before it has read everything has its reasons; its end says which.
                let _ = stdin.write_all(&component).await;
            }
        };
        let ended = tokio::time::timeout(PATIENCE, async { tokio::join!(fed, process.wait_with_output()).1 }).await;
        let verdict = match ended {
            Ok(output) => {
                let said = output?.stdout;
                let mut lines = said.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{"));
                lines.find_map(|line| serde_json::from_slice(line).ok())
            }
            Err(_) => None,
        };
        Ok(match verdict {
            Some(Verdict::Good(description)) => Ok(*description),
            Some(Verdict::Refused(refusal)) => Err(refusal),
            None => Err(Refusal {
                code: "too-costly".to_owned(),
                detail: "compiling it took more memory or time than is allowed".to_owned(),
            }),
        })
    }
}

/// What the process does: limits itself, looks, and writes what it found, as JSON.
///
/// # Errors
/// When the limits cannot be set, or this machine cannot run plugins.
pub fn inspect(component: impl FnOnce() -> std::io::Result<Vec<u8>>) -> anyhow::Result<String> {
    let limit = |most| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::Data, limit(MEMORY))?;
    setrlimit(Resource::Cpu, limit(PROCESSOR))?;
    setrlimit(Resource::Fsize, limit(0))?;
    setrlimit(Resource::Core, limit(0))?;
    let verdict = match plugin_host::inspect(&component()?)? {
        Ok(found) => Verdict::Good(Box::new(found.description)),
        Err(error) => Verdict::Refused(refusal(&error)),
    };
    Ok(serde_json::to_string(&verdict)?)
}

fn refusal(error: &LoadError) -> Refusal {
    Refusal { code: error.code().to_owned(), detail: error.to_string() }
}
