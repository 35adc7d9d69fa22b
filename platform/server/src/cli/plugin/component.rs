//! A component that Wardbook would take, in a sandbox of its own on the author's machine.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use egress::{Egress, EgressLimits};
use plugin_host::{Artefact, Contract, Description, Limits, MOST_BYTES, PluginHost, PluginHostConfig};
use serde_json::{Value, json};

use super::super::Places;
use crate::ambient::SystemClock;

pub(super) fn bytes_of(component: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = std::fs::read(component).with_context(|| format!("{} cannot be read", component.display()))?;
    if bytes.len() > MOST_BYTES {
        bail!("{} is {} bytes long; at most {MOST_BYTES} are allowed", component.display(), bytes.len());
    }
    Ok(bytes)
}

pub(super) fn sandbox(places: &Places, limits: Limits) -> anyhow::Result<PluginHost> {
    let cache = places.data_dir.join("cache");
    std::fs::create_dir_all(&cache).with_context(|| format!("the folder {} cannot be made", cache.display()))?;
    Ok(PluginHost::new(PluginHostConfig {
        cache_dir: cache,
        limits,
        clock: Arc::new(SystemClock),
        egress: Egress::new(EgressLimits::default()),
    })?)
}

/// A component that was looked at and compiled.
pub(super) struct Loaded {
    pub artefact: Artefact,
    pub description: Description,
    pub contract: Contract,
}

impl Loaded {
    pub(super) fn from(host: &PluginHost, component: &Path) -> anyhow::Result<Self> {
        let bytes = bytes_of(component)?;
        let inspected = match plugin_host::inspect(&bytes)? {
            Ok(inspected) => inspected,
            Err(error) => bail!("{} is refused as {}: {error}", component.display(), error.code()),
        };
        let artefact = host.load(&inspected.description.name, &bytes)?;
        Ok(Self { artefact, description: inspected.description, contract: inspected.contract })
    }

    /// The settings that its author gives as examples.
    pub(super) fn examples(&self) -> Vec<Value> {
        self.description.settings["examples"].as_array().cloned().unwrap_or_default()
    }

    /// Those that are given, else the first of its examples.
    pub(super) fn usual(&self, given: Option<&Value>) -> Value {
        given.cloned().or_else(|| self.examples().into_iter().next()).unwrap_or_else(|| json!({}))
    }
}

/// How much of its fuel the dearest decision took, in words.
pub(super) fn fuel_in_words(spent: u64) -> String {
    let thousandths = spent.saturating_mul(1000) / Limits::default().decide.fuel;
    match (thousandths / 10, thousandths % 10) {
        (0, 0) => "less than 0.1%".to_owned(),
        (whole, tenths) => format!("{whole}.{tenths}%"),
    }
}

/// Settings as a file: bare, or as the pages give them out, with the plugin's name beside them.
pub(super) fn settings_in(path: &Path) -> anyhow::Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let value: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    Ok(value.get("settings").filter(|_| value.get("plugin").is_some()).cloned().unwrap_or(value))
}
