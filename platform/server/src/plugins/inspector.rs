//! Looks at an uploaded component in a process of its own ([`apart`]): one that makes the compiler eat memory or time stops that process,
//! and nothing else.

use std::ffi::OsString;
use std::time::Duration;

use apart::{Apart, Limits, NoAnswer};
use plugin_host::{Description, LoadError};
use serde::{Deserialize, Serialize};

/// What the process may use.
pub const INSPECTION: Limits = Limits { memory: 2 * 1024 * 1024 * 1024, processor: 60, file: 0 };
/// How long it may take, whatever it does.
const PATIENCE: Duration = Duration::from_secs(90);

#[derive(Clone, Debug)]
pub struct Inspector(Apart);

impl Default for Inspector {
    fn default() -> Self {
        Self::started_with(["plugin", "inspect"])
    }
}

/// Why a component is not taken. Its code is a line of the table in `docs/plugin-authors.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: String,
    /// For the author: what was found.
    pub detail: String,
}

impl Inspector {
    /// The words make the program [`inspect`].
    pub fn started_with<W: Into<OsString>>(words: impl IntoIterator<Item = W>) -> Self {
        Self(Apart::new(words, PATIENCE))
    }

    /// What a component says of itself, if it can be installed.
    ///
    /// # Errors
    /// When the process cannot be started. Inside, why the component is refused; one that stopped the process is `too-costly`.
    pub async fn look(&self, component: &[u8]) -> std::io::Result<Result<Description, Refusal>> {
        match self.0.ask(component).await {
            Ok(found) => Ok(found),
            Err(NoAnswer::Ended(_)) => {
                let detail = "compiling it took more memory or time than is allowed".to_owned();
                Ok(Err(Refusal { code: "too-costly".to_owned(), detail }))
            }
            Err(NoAnswer::Machine(error)) => Err(error),
        }
    }
}

/// What the process does: looks, and says what it found.
///
/// # Errors
/// When it cannot be limited, or this machine cannot run plugins.
pub fn inspect() -> anyhow::Result<String> {
    apart::answer(INSPECTION, Ok, |component| {
        let found = plugin_host::inspect(&component)?;
        Ok(found.map(|found| found.description).map_err(|error| refusal(&error)))
    })
}

fn refusal(error: &LoadError) -> Refusal {
    Refusal { code: error.code().to_owned(), detail: error.to_string() }
}
