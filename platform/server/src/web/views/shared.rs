//! Pieces that several pages show in the same way.

use std::collections::BTreeMap;

use casework::cases::FieldError;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// One case in a list. Drawn as a card on a phone and as a row on a wide screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRow {
    /// `DC-10482`; the link is `/cases/{reference}`.
    pub reference: String,
    /// What the problem is, one line, as typed.
    pub summary: String,
    /// Category or service in the reader's language, e.g. "Potholes".
    pub what: String,
    /// Ward's name when known.
    #[serde(default)]
    pub ward: Option<String>,
    /// Stage's name in the reader's language.
    pub stage: String,
    pub tone: Tone,
    /// Who holds it now: a team's name or a councillor's. Left out where every case of the list is with the reader.
    #[serde(default)]
    pub with: Option<String>,
    /// Who raised it; left out in lists of one's own cases.
    #[serde(default)]
    pub raised_by: Option<String>,
    pub raised_at: DateTime<Utc>,
    #[serde(default)]
    pub due: Option<Due>,
}

/// Colour of a stage's tag. Follows the stage's kind, so that a council's own stages need no design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// With Triage (`StageKind::Triage`).
    Triage,
    /// With a team, or being checked (`WithTeam`, `Check`).
    #[default]
    Team,
    /// Waiting for the councillor (`Information`, `Resolution`).
    You,
    /// Closed.
    Closed,
}

/// The deadline which applies now (`R26`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    pub date: NaiveDate,
    pub state: DueState,
    /// Working days from today to the date; negative when overdue, 0 for today.
    pub working_days: i32,
    /// Why this date, as the SLA policy explained it; shown on the case page only.
    #[serde(default)]
    pub explanation: Option<String>,
    /// Name and version of what worked it out, shown with the explanation (`R30`).
    #[serde(default)]
    pub policy: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueState {
    Overdue,
    Today,
    /// Within two working days.
    Soon,
    Later,
}

impl DueState {
    /// The state for a number of working days from today, as in [`Due::working_days`].
    #[must_use]
    pub fn from_working_days(days: i32) -> Self {
        match days {
            i32::MIN..=-1 => Self::Overdue,
            0 => Self::Today,
            1..=2 => Self::Soon,
            3.. => Self::Later,
        }
    }
}

/// One entry of a select or a list of radios.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub value: String,
    /// In the reader's language.
    pub name: String,
}

/// A mistake in a form. `field` is the form control's name (and id), so that the summary links to it.
///
/// The words are `error-<field>-<reason>` of the locale files, with `people.0.email` read as `people-email` and `_`
/// as `-`; where a field has no words of its own, `error-<reason>`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldProblem {
    pub field: String,
    /// Kebab-case, e.g. `missing`, `too-long`.
    pub reason: String,
    /// Values for the words, e.g. `{"max": 200}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, serde_json::Value>,
}

impl FieldProblem {
    #[must_use]
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into(), args: BTreeMap::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }
}

/// Where the pages before and after are; an absent link means there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paging {
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl From<&FieldError> for FieldProblem {
    /// Category and service are one select on the page, tags are one line, and half a point is a matter of the place.
    fn from(error: &FieldError) -> Self {
        let field = match error.field.as_str() {
            "category" => "service",
            "latitude" | "longitude" => "place_words",
            field if field.starts_with("tags.") => "tags",
            field => field,
        };
        let mut args: BTreeMap<_, _> = match serde_json::to_value(&error.reason) {
            Ok(serde_json::Value::Object(fields)) => fields.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        let reason = args.remove("reason").and_then(|tag| tag.as_str().map(str::to_owned)).unwrap_or_default();
        Self { field: field.to_owned(), reason, args }
    }
}

#[cfg(test)]
mod tests {
    use casework::cases::FieldReason;

    use super::*;

    #[test]
    fn a_mistake_found_by_the_rules_names_the_control_and_keeps_its_numbers() {
        let error = FieldError { field: "category".to_owned(), reason: FieldReason::TooLong { max: 200 } };
        assert_eq!(FieldProblem::from(&error), FieldProblem::new("service", "too-long").with("max", 200));
    }
}
