//! What a plugin's settings name: groups, categories, services, wards and bodies that the council must have.
//!
//! What settings mean is the plugin's business, but a plugin that marks a text with `x-names` in the JSON Schema of its
//! settings says that it is the key of something in the council's own files. So a row for a team that does not exist is
//! found before the first case goes astray.

use std::fmt;

use serde_json::Value;

use super::{Manifest, suggest::instead_of};
use crate::people::Role;

/// One mistake in a plugin's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsProblem {
    /// A JSON path that starts at the settings: `$.rows[3].group`.
    pub path: String,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What to do about it, as a sentence.
    pub remedy: String,
}

impl fmt::Display for SettingsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.path, self.message, self.remedy)
    }
}

impl Manifest {
    /// Everything that `settings` name and the council lacks. `schema` is the JSON Schema of the settings, in which
    /// `"x-names"` is one of `group`, `category`, `service`, `ward` and `representative`.
    ///
    /// A service is looked up in the category that stands beside it, else in all of them.
    pub fn unknown_names(&self, schema: &Value, settings: &Value) -> Vec<SettingsProblem> {
        let mut problems = Vec::new();
        self.walk(schema, settings, &Value::Null, "$", &mut problems);
        problems
    }

    fn walk(&self, schema: &Value, value: &Value, beside: &Value, path: &str, problems: &mut Vec<SettingsProblem>) {
        match value {
            Value::Object(fields) => {
                for (key, field) in fields {
                    self.walk(&schema["properties"][key], field, value, &format!("{path}.{key}"), problems);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(&schema["items"], item, beside, &format!("{path}[{index}]"), problems);
                }
            }
            Value::String(named) => {
                let Some(thing) = schema["x-names"].as_str() else { return };
                let Some(known) = self.keys_of(thing, beside) else { return };
                if !known.contains(&named.as_str()) {
                    let message = format!("The council has no {thing} “{named}”.");
                    problems.push(SettingsProblem {
                        path: path.to_owned(),
                        message,
                        remedy: instead_of(named, &known),
                    });
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn keys_of<'a>(&'a self, thing: &str, beside: &Value) -> Option<Vec<&'a str>> {
        Some(match thing {
            "group" => self.groups.iter().map(|group| group.key.as_str()).collect(),
            "category" => self.categories.iter().map(|category| category.key.as_str()).collect(),
            "service" => {
                let category = beside["category"].as_str();
                let within = self.categories.iter().filter(|known| category.is_none_or(|key| known.key == key));
                within.flat_map(|category| &category.services).map(|service| service.key.as_str()).collect()
            }
            "ward" => self.wards.iter().map(|ward| ward.gss.as_str()).collect(),
            "representative" => {
                let bodies = self.representatives.iter().map(|body| body.key.as_str());
                bodies.chain([Role::Councillor.as_str()]).collect()
            }
            _ => return None,
        })
    }
}
