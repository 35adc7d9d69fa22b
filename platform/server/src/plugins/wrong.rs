//! What is wrong with settings, for the form and for programs.

use std::collections::BTreeMap;

use casework::settings::{FaultKind, field_name};
use fluent_bundle::{FluentArgs, FluentValue};
use serde_json::Value;

use super::life::Checked;
use crate::app::Caller;
use crate::web::views::FieldProblem;

/// Where a face of the settings shows something.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub field: String,
    pub title: String,
    /// What stands there.
    pub value: String,
}

/// What is wrong with settings, beside the fields of the form. A text of the plugin is in the language in which it was written.
pub(super) fn problems_of(checked: &Checked, place: &dyn Fn(&str) -> Place) -> Vec<FieldProblem> {
    let mut problems: Vec<_> = checked
        .faults
        .iter()
        .map(|fault| {
            let Place { field, title, value } = place(&fault.field);
            let problem = |reason: &str| FieldProblem::new(field.clone(), reason).with("title", title.as_str());
            match fault.kind {
                FaultKind::Missing => problem("setting-missing"),
                FaultKind::NotANumber => problem("setting-number"),
                FaultKind::NotWhole => problem("setting-whole"),
                FaultKind::Below(least) => problem("setting-below").with("least", least),
                FaultKind::Above(most) => problem("setting-above").with("most", most),
                FaultKind::TooLong(most) => problem("setting-long").with("max", most),
                FaultKind::NotAChoice => problem("setting-choice"),
                FaultKind::NotAnAddress => problem("setting-address"),
                FaultKind::Unknown(names) => {
                    problem("setting-unknown").with("thing", names.as_str()).with("typed", value.as_str())
                }
            }
        })
        .collect();
    problems.extend(checked.problems.iter().map(|found| {
        let Place { field, title, .. } = place(&field_name(&found.path));
        let text = format!("{} {}", found.message, found.remedy);
        FieldProblem::new(field, "setting-plugin").with("title", title).with("text", text.trim())
    }));
    problems.extend(
        checked
            .failure
            .iter()
            .map(|failure| FieldProblem::new(place("").field, "setting-failure").with("text", failure.as_str())),
    );
    problems
}

/// A problem in words, in the language of whoever is asking.
pub(super) fn words(caller: &Caller, problem: &FieldProblem) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in &problem.args {
        let value = match value {
            Value::Number(number) => FluentValue::from(number.as_f64().unwrap_or_default()),
            Value::String(text) => FluentValue::from(text.clone()),
            other => FluentValue::from(other.to_string()),
        };
        args.set(name.clone(), value);
    }
    caller.app.pages.texts().get(caller.lang, &format!("error-{}", problem.reason), Some(&args)).into_owned()
}

/// The places of settings as programs know them: each is called by its path, and holds what stands there.
pub(super) fn place_in(shown: &BTreeMap<String, String>) -> impl Fn(&str) -> Place + '_ {
    |path| Place { field: path.to_owned(), title: path.to_owned(), value: shown.get(path).cloned().unwrap_or_default() }
}
