//! `wardbook plugin check`: everything that Wardbook asks of a component, and decisions that its author expects of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use casework::calendar::{Nation, WorkingCalendar};
use casework::ids::TenantId;
use casework::routing::Enquiry;
use casework::sla::Situation;
use egress::{Egress, EgressLimits};
use plugin_host::{Description, Grants, Installed, Kind, Limits, LoadError, MOST_BYTES, PluginHost, PluginHostConfig};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{Places, say};
use crate::ambient::SystemClock;

/// A decision that its author expects.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What it is about, for whoever reads that it failed.
    name: String,
    /// Settings for this case; else those of `--settings`, else the first of the examples.
    settings: Option<Value>,
    /// The facts that matter; the others are as in an ordinary case.
    #[serde(default)]
    given: Value,
    /// What has to be in the answer: `group` or `due`, and any other field.
    expect: Value,
}

pub(super) fn bytes_of(component: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = std::fs::read(component).with_context(|| format!("{} cannot be read", component.display()))?;
    if bytes.len() > MOST_BYTES {
        bail!("{} is {} bytes long; at most {MOST_BYTES} are allowed", component.display(), bytes.len());
    }
    Ok(bytes)
}

pub(super) async fn check(
    places: &Places,
    component: &Path,
    settings: Option<&Path>,
    cases: Option<&Path>,
) -> anyhow::Result<()> {
    let bytes = bytes_of(component)?;
    let inspected = match plugin_host::inspect(&bytes)? {
        Ok(inspected) => inspected,
        Err(error) => bail!("{} is refused as {}: {error}", component.display(), error.code()),
    };
    let description = inspected.description;
    say(&format!(
        "{} {}: a plugin of kind {}, for version {} of the contract",
        description.name, description.version, description.kind, inspected.contract
    ))?;
    let cache = places.data_dir.join("cache");
    std::fs::create_dir_all(&cache).with_context(|| format!("the folder {} cannot be made", cache.display()))?;
    let host = PluginHost::new(PluginHostConfig {
        cache_dir: cache,
        limits: Limits::default(),
        clock: Arc::new(SystemClock),
        egress: Egress::new(EgressLimits::default()),
    })?;
    let artefact = host.load(&description.name, &bytes)?;
    let checked = Checked { host, artefact, description };

    let examples = checked.description.settings["examples"].as_array().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    if examples.is_empty() {
        wrong.push("plugin.toml has no settings.examples: give one that is complete".to_owned());
    }
    for (number, example) in (1..).zip(&examples) {
        if let Err(error) = checked.takes(example).await {
            wrong.push(format!("example {number} of its settings: {error}"));
        }
    }
    let given = match settings {
        Some(path) => Some(json_in(path)?),
        None => None,
    };
    if let Some(given) = &given
        && let Err(error) = checked.takes(given).await
    {
        wrong.push(format!("{}: {error}", settings.map(|path| path.display().to_string()).unwrap_or_default()));
    }
    let golden: Vec<Case> = match cases {
        Some(path) => serde_json::from_value(json_in(path)?)
            .with_context(|| format!("{} is a list of cases with name, given and expect", path.display()))?,
        None => Vec::new(),
    };
    let usual = given.or_else(|| examples.first().cloned()).unwrap_or_else(|| json!({}));
    let mut fuel = Vec::new();
    for case in &golden {
        match checked.decides(case, case.settings.as_ref().unwrap_or(&usual)).await {
            Ok((answer, burnt)) => {
                fuel.push(burnt);
                wrong.extend(differences(case, &answer));
            }
            Err(error) => wrong.push(format!("{}: {error}", case.name)),
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    let most = Limits::default().decide.fuel;
    let spent = fuel.iter().max().map_or(String::new(), |spent| {
        let tenths = spent.saturating_mul(1000) / most;
        format!("; the dearest took {}.{}% of the fuel that a decision may have", tenths / 10, tenths % 10)
    });
    say(&format!("{} example(s) of settings and {} case(s) are as they should be{spent}", examples.len(), golden.len()))
}

struct Checked {
    host: PluginHost,
    artefact: plugin_host::Artefact,
    description: Description,
}

impl Checked {
    fn installed<'a>(&'a self, settings: &'a Value, grants: &'a Grants) -> Installed<'a> {
        let (artefact, description) = (&self.artefact, &self.description);
        Installed { artefact, description, settings, tenant: TenantId::from_uuid(Uuid::nil()), grants }
    }

    async fn takes(&self, settings: &Value) -> Result<(), LoadError> {
        self.host.on_trial().try_settings(self.installed(settings, &Grants::default())).await
    }

    /// What it answers, and the fuel that took.
    async fn decides(&self, case: &Case, settings: &Value) -> anyhow::Result<(Value, u64)> {
        let tenant = TenantId::from_uuid(Uuid::nil());
        let calendar = Arc::new(WorkingCalendar::new(Nation::England, BTreeSet::new()));
        let version = &self.description.version;
        let burnt = || -> u64 { self.host.status().iter().map(|status| status.figures.fuel).sum() };
        let (answer, before) = match self.description.kind {
            Kind::Routing => {
                let facts: Enquiry = facts(&ordinary_enquiry(), &case.given)?;
                let plugin = self.host.routing(&self.artefact, settings, version, tenant).await?;
                let before = burnt();
                (serde_json::to_value(plugin.route(&facts, &calendar).await?)?, before)
            }
            Kind::SlaPolicy => {
                let facts: Situation = facts(&ordinary_situation(), &case.given)?;
                let plugin = self.host.sla(&self.artefact, settings, version, tenant).await?;
                let before = burnt();
                (serde_json::to_value(plugin.deadline(&facts, &calendar).await?)?, before)
            }
            other => bail!("cases are for plugins that decide; of kind {other}, settings are checked"),
        };
        Ok((answer, burnt() - before))
    }
}

fn json_in(path: &Path) -> anyhow::Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let value: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    // What the pages give out holds the plugin's name beside the settings.
    Ok(value.get("settings").filter(|_| value.get("plugin").is_some()).cloned().unwrap_or(value))
}

fn facts<T: for<'de> Deserialize<'de>>(ordinary: &Value, given: &Value) -> anyhow::Result<T> {
    let mut facts = ordinary.clone();
    for (key, value) in given.as_object().into_iter().flatten() {
        if facts.get(key).is_none() {
            bail!("there is no fact “{key}”");
        }
        facts[key] = value.clone();
    }
    serde_json::from_value(facts).context("a fact is not of its type")
}

fn ordinary_enquiry() -> Value {
    json!({
        "category": "roads", "service": "potholes", "ward_gss": null, "ward_name": null,
        "summary": "Hole in the road", "details": "", "place_words": "", "latitude": null, "longitude": null,
        "raised_on": "2026-11-24", "raised_at_minutes": 570, "raiser_kind": "councillor",
    })
}

fn ordinary_situation() -> Value {
    json!({
        "target": "first-response", "category": "roads", "service": "potholes", "ward_gss": null,
        "raised_on": "2026-11-24", "entered_on": "2026-11-24", "today": "2026-11-24", "priority": null,
        "summary": "Hole in the road", "representative_kind": null,
    })
}

fn differences(case: &Case, answer: &Value) -> Vec<String> {
    let expected = case.expect.as_object().into_iter().flatten();
    let different = expected.filter(|(key, wanted)| answer.get(key) != Some(wanted));
    different.map(|(key, wanted)| format!("{}: {key} is {}, not {wanted}", case.name, answer[key])).collect()
}
