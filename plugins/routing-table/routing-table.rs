//! Routing by a table: one row for each category, service and ward that a team answers for. The most specific
//! row wins; where none fits, Triage chooses (R18).
//!
//! Settings: see plugin.toml.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use sdk::lookup::Lookup;
use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::{Fields, Settings};
use sdk::wording::{plain, team};
use serde::{Deserialize, Serialize};

struct Table;

#[derive(Serialize, Deserialize)]
struct Row<'a> {
    group: &'a str,
    reason: Option<&'a str>,
    /// Whether no other row sends the same category and service elsewhere in some ward.
    every_ward: bool,
}

impl Routing for Table {
    type Prepared<'a> = Lookup<'a, Row<'a>>;

    fn prepare<'a>(settings: &Settings<'a>) -> Lookup<'a, Row<'a>> {
        let mut rows = BTreeMap::new();
        let mut with_wards = Vec::new();
        for fields in settings.list("rows") {
            let category = fields.text("category");
            let service = fields.optional_text("service").unwrap_or_default();
            let ward = ward(&fields);
            if !ward.is_empty() {
                with_wards.push((category, service));
            }
            let row =
                Row { group: group(&fields), reason: fields.optional_text("reason"), every_ward: ward.is_empty() };
            match rows.entry(key(category, service, ward)) {
                Entry::Vacant(place) => {
                    place.insert(row);
                }
                Entry::Occupied(_) => fields.problem_here(
                    "An earlier row already names the team for this category, service and ward.",
                    "Remove one of the two rows.",
                ),
            }
        }
        for (category, service) in with_wards {
            for service in [service, ""] {
                if let Some(row) = rows.get_mut(&key(category, service, "")) {
                    row.every_ward = false;
                }
            }
        }
        Lookup::new(&rows)
    }

    fn route(rows: Lookup<'_, Row<'_>>, enquiry: &Enquiry) -> Result<Decision, Refusal> {
        let (category, service) = (enquiry.category.as_str(), enquiry.service.as_str());
        let ward = enquiry.ward_gss.as_deref().unwrap_or_default();
        let most_specific_first = [(service, ward), (service, ""), ("", ward), ("", "")];

        for (service, ward) in most_specific_first {
            if let Some(row) = rows.get(&key(category, service, ward)) {
                let reason = match row.reason {
                    Some(reason) => reason.to_owned(),
                    None => because(&row, subject(category, service), !ward.is_empty(), enquiry),
                };
                return Ok(Decision { group: Some(row.group.to_owned()), reason });
            }
        }
        let reason = if category == OTHER {
            "The category is “Other”, so Triage will choose the team.".to_owned()
        } else {
            format!("No team is listed for requests about {}, so Triage will choose one.", subject(category, service))
        };
        Ok(Decision { group: None, reason })
    }
}

/// What the council's list calls anything that is not on it.
const OTHER: &str = "other";

fn key(category: &str, service: &str, ward: &str) -> String {
    [category, service, ward].join("\u{1f}")
}

fn ward<'a>(fields: &Fields<'a>) -> &'a str {
    let ward = fields.optional_text("ward").unwrap_or_default();
    if !ward.is_empty() && !sdk::wording::is_gss(ward) {
        fields.problem("ward", format!("“{ward}” is not the GSS code of a ward."), "Write the code like E05001771.");
    }
    ward
}

fn group<'a>(fields: &Fields<'a>) -> &'a str {
    let group = fields.text("group");
    if group.len() > 64 {
        fields.problem("group", "The key of a group has at most 64 characters.", "Write the key from groups.toml.");
    }
    group
}

/// What a request is about, by the finer of the two keys that says something.
fn subject(category: &str, service: &str) -> String {
    plain(if service.is_empty() || service == OTHER { category } else { service })
}

fn because(row: &Row<'_>, subject: String, this_ward: bool, enquiry: &Enquiry) -> String {
    let team = team(row.group);
    match enquiry.ward_name.as_deref() {
        Some(ward) if this_ward => format!("Requests about {subject} in {ward} go to {team}."),
        None if this_ward => format!("Requests about {subject} in this ward go to {team}."),
        _ if row.every_ward => format!("Requests about {subject} go to {team} for every ward."),
        _ => format!("Requests about {subject} go to {team}."),
    }
}

sdk::register_routing!(Table);
