//! `wardbook plugin check`: everything that Wardbook asks of a component, and decisions that its author expects of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use casework::calendar::{Nation, WorkingCalendar};
use casework::ids::TenantId;
use plugin_host::{Grants, Installed, Kind, Limits, LoadError, PluginHost};
use serde_json::Value;
use uuid::Uuid;

use super::super::{Places, say};
use super::cases::{self, Case};
use super::component::{Loaded, fuel_in_words, sandbox, settings_in};

pub(super) async fn check(
    places: &Places,
    component: &Path,
    settings: Option<&Path>,
    cases: Option<&Path>,
) -> anyhow::Result<()> {
    let host = sandbox(places, Limits::default())?;
    let loaded = Loaded::from(&host, component)?;
    let description = &loaded.description;
    say(&format!(
        "{} {}: a plugin of kind {}, for version {} of the contract",
        description.name, description.version, description.kind, loaded.contract
    ))?;
    let checked = Checked { host, loaded };

    let examples = checked.loaded.examples();
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
        Some(path) => Some(settings_in(path)?),
        None => None,
    };
    if let Some(given) = &given
        && let Err(error) = checked.takes(given).await
    {
        wrong.push(format!("{}: {error}", settings.map(|path| path.display().to_string()).unwrap_or_default()));
    }
    let golden = match cases {
        Some(path) => cases::read(path)?,
        None => Vec::new(),
    };
    let usual = checked.loaded.usual(given.as_ref());
    let mut fuel = Vec::new();
    for case in &golden {
        match checked.decides(case, case.settings.as_ref().unwrap_or(&usual)).await {
            Ok((answer, burnt)) => {
                fuel.push(burnt);
                wrong.extend(differences(case, &answer));
            }
            Err(error) => wrong.push(format!("{error:#}")),
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    let spent = fuel.iter().max().map_or(String::new(), |spent| {
        format!("; the dearest took {} of the fuel that a decision may have", fuel_in_words(*spent))
    });
    say(&format!("{} example(s) of settings and {} case(s) are as they should be{spent}", examples.len(), golden.len()))
}

struct Checked {
    host: PluginHost,
    loaded: Loaded,
}

impl Checked {
    fn installed<'a>(&'a self, settings: &'a Value, grants: &'a Grants) -> Installed<'a> {
        let Loaded { artefact, description, .. } = &self.loaded;
        Installed { artefact, description, settings, tenant: TenantId::from_uuid(Uuid::nil()), grants }
    }

    async fn takes(&self, settings: &Value) -> Result<(), LoadError> {
        self.host.on_trial().try_settings(self.installed(settings, &Grants::default())).await
    }

    /// What it answers, and the fuel that took.
    async fn decides(&self, case: &Case, settings: &Value) -> anyhow::Result<(Value, u64)> {
        let tenant = TenantId::from_uuid(Uuid::nil());
        let calendar = Arc::new(WorkingCalendar::new(Nation::England, BTreeSet::new()));
        let Loaded { artefact, description, .. } = &self.loaded;
        let version = &description.version;
        let of_case = || case.name.clone();
        let burnt = || -> u64 { self.host.status().iter().map(|status| status.figures.fuel).sum() };
        let (answer, before) = match description.kind {
            Kind::Routing => {
                let facts = case.enquiry()?;
                let plugin = self.host.routing(artefact, settings, version, tenant).await.with_context(of_case)?;
                let before = burnt();
                (serde_json::to_value(plugin.route(&facts, &calendar).await.with_context(of_case)?)?, before)
            }
            Kind::SlaPolicy => {
                let facts = case.situation()?;
                let plugin = self.host.sla(artefact, settings, version, tenant).await.with_context(of_case)?;
                let before = burnt();
                (serde_json::to_value(plugin.deadline(&facts, &calendar).await.with_context(of_case)?)?, before)
            }
            other => bail!("cases are for plugins that decide; of kind {other}, settings are checked"),
        };
        Ok((answer, burnt() - before))
    }
}

fn differences(case: &Case, answer: &Value) -> Vec<String> {
    let expected = case.expect.as_object().into_iter().flatten();
    let different = expected.filter(|(key, wanted)| answer.get(key) != Some(wanted));
    different.map(|(key, wanted)| format!("{}: {key} is {}, not {wanted}", case.name, answer[key])).collect()
}
