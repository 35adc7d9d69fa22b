//! `plugin.toml`: what a plugin says about itself, next to its component.
//!
//! ```toml
//! kind = "routing"            # which world of the contract
//! name = "routing-table"
//! version = "0.1.0"
//! summary = { en = "…", cy = "…" }
//! capabilities = []           # what it may do besides computing; nothing yet
//!
//! [settings]                  # a JSON Schema, from which the form for the settings is drawn
//! type = "object"
//! ```

use casework::text::Text;
use serde::{Deserialize, Serialize};

/// The kinds of plugins that this host runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Routing,
    SlaPolicy,
}

/// What a plugin may be allowed to do besides computing. There is nothing yet: the kinds so far need nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {}

/// The contents of a `plugin.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    pub kind: Kind,
    /// Letters a to z, digits and hyphens; also the name of its files.
    pub name: String,
    pub version: String,
    /// What it does, for the person who chooses it.
    pub summary: Text,
    pub capabilities: Vec<Capability>,
    /// JSON Schema (2020-12) of the settings. `title` and `description` are English; `x-cy` holds them in Welsh.
    pub settings: serde_json::Value,
}

impl Description {
    /// Reads a `plugin.toml`.
    ///
    /// # Errors
    /// What is wrong, with line and column, for the author of the plugin.
    pub fn parse(text: &str) -> Result<Self, String> {
        let description: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if !is_name(&description.name) {
            return Err(format!("“{}” is not a name: use a to z, digits and hyphens", description.name));
        }
        Ok(description)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        kind = "sla-policy"
        name = "by-the-moon"
        version = "1.0.0"
        summary = "Deadlines by the phases of the moon."
        capabilities = []
        [settings]
        type = "object"
    "#;

    #[test]
    fn a_good_description_is_read() {
        let description = Description::parse(GOOD).expect("a good description");
        assert_eq!((description.kind, description.name.as_str()), (Kind::SlaPolicy, "by-the-moon"));
        assert_eq!(description.settings["type"], "object");
    }

    #[test]
    fn what_this_host_does_not_know_is_refused() {
        for (good, bad, told) in [
            ("sla-policy", "weather", "weather"),
            ("[]", "[\"network\"]", "network"),
            ("by-the-moon", "../moon", "is not a name"),
            ("version", "verison", "verison"),
        ] {
            let error = Description::parse(&GOOD.replace(good, bad)).expect_err(bad);
            assert!(error.contains(told), "{error}");
        }
    }
}
