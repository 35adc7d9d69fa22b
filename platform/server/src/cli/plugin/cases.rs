//! Cases as an author writes them: the facts that matter, and what is expected of them.

use std::path::Path;

use anyhow::{Context as _, bail};
use casework::routing::Enquiry;
use casework::sla::Situation;
use serde::Deserialize;
use serde_json::{Value, json};

/// Something to be decided, and perhaps the decision that its author expects.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    /// What it is about, for whoever reads of it.
    pub name: String,
    /// Settings for this case; else those of `--settings`, else the first of the examples.
    pub settings: Option<Value>,
    /// The facts that matter; the others are as in an ordinary case.
    #[serde(default)]
    pub given: Value,
    /// What has to be in the answer: `group` or `due`, and any other field.
    #[serde(default)]
    pub expect: Value,
}

impl Case {
    /// What a routing plugin is asked.
    pub(super) fn enquiry(&self) -> anyhow::Result<Enquiry> {
        self.facts(json!({
            "category": "roads", "service": "potholes", "ward_gss": null, "ward_name": null,
            "summary": "Hole in the road", "details": "", "place_words": "", "latitude": null, "longitude": null,
            "raised_on": "2026-11-24", "raised_at_minutes": 570, "raiser_kind": "councillor",
        }))
    }

    /// What an SLA plugin is asked.
    pub(super) fn situation(&self) -> anyhow::Result<Situation> {
        self.facts(json!({
            "target": "first-response", "category": "roads", "service": "potholes", "ward_gss": null,
            "raised_on": "2026-11-24", "entered_on": "2026-11-24", "today": "2026-11-24", "priority": null,
            "summary": "Hole in the road", "representative_kind": null,
        }))
    }

    /// An ordinary case with what is given in it.
    fn facts<T: for<'de> Deserialize<'de>>(&self, mut facts: Value) -> anyhow::Result<T> {
        let given = match &self.given {
            Value::Null => None,
            Value::Object(given) => Some(given),
            _ => bail!("{}: `given` is not an object of facts", self.name),
        };
        for (key, value) in given.into_iter().flatten() {
            if facts.get(key).is_none() {
                let known: Vec<&str> =
                    facts.as_object().into_iter().flat_map(|all| all.keys().map(String::as_str)).collect();
                bail!("{}: there is no fact “{key}”; there are {}", self.name, known.join(", "));
            }
            facts[key] = value.clone();
        }
        serde_json::from_value(facts).with_context(|| format!("{}: a fact is not of its type", self.name))
    }
}

/// Cases of a file: a list, or one on each line.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Case>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(&text)
            .with_context(|| format!("{} is a list of cases with name and given", path.display()));
    }
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let case = |(number, line): (u32, &str)| {
        serde_json::from_str(line)
            .with_context(|| format!("{}:{number}: each line is a case with name and given", path.display()))
    };
    lines.map(case).collect()
}
