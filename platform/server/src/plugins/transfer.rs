//! Settings as a file: taken out of one setup, and into another of the same plugin.

use std::collections::BTreeSet;

use casework::channel::Carries;
use plugin_host::Kind;
use serde_json::{Value, json};

use super::life::Candidate;

/// Why settings were not taken out of a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotImported {
    #[error("the settings are those of another plugin: {0}")]
    OtherPlugin(String),
    #[error("there are no settings in it")]
    Empty,
}

impl Candidate {
    /// What a file of its settings holds.
    #[must_use]
    pub fn exported(&self) -> Value {
        json!({ "plugin": self.setup.plugin, "version": self.description.version, "settings": self.setup.settings })
    }

    /// The settings in a file that was exported from the same plugin.
    ///
    /// # Errors
    /// See [`NotImported`].
    pub fn imported(&self, file: &Value) -> Result<Value, NotImported> {
        if file["plugin"] != self.setup.plugin.as_str() {
            return Err(NotImported::OtherPlugin(file["plugin"].as_str().unwrap_or_default().to_owned()));
        }
        let settings = file["settings"].as_object();
        settings.map(|settings| Value::Object(settings.clone())).ok_or(NotImported::Empty)
    }

    /// The hosts that the plugin wants to reach with these settings.
    #[must_use]
    pub fn wanted(&self, settings: &Value) -> BTreeSet<String> {
        self.description.hosts(settings).iter().map(|wanted| wanted.origin.to_string()).collect()
    }

    /// What it can be used for; nothing for what is no channel.
    #[must_use]
    pub fn can_carry(&self) -> &'static [Carries] {
        if self.setup.seat.kind == Kind::NotificationChannel { Carries::ALL } else { &[] }
    }
}
