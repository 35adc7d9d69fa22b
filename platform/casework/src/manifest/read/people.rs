//! `people.toml`: invented people, for the demonstration and the tests.

use std::collections::BTreeMap;

use super::{Listed, Table, tenant::check_email};
use crate::{
    manifest::{BodyDef, GroupDef, PersonDef, file::At},
    people::Role,
    wards::WardDef,
};

/// What the other files hold. `None` where a file could not be read: what it would have held is taken for right.
pub(super) struct Known<'a> {
    pub groups: Option<&'a Listed<GroupDef>>,
    pub wards: Option<&'a Listed<WardDef>>,
    pub bodies: Option<&'a [BodyDef]>,
}

pub(super) fn read(table: &Table<'_>, known: &Known<'_>) -> Listed<PersonDef> {
    let mut people = Listed::new();
    let mut emails = BTreeMap::new();
    for item in table.tables("people") {
        let key = item.key("key");
        let person = read_person(&item, key.as_ref(), known);
        if let Some(person) = &person
            && let Some(first) = emails.insert(person.email.to_lowercase(), person.key.clone())
        {
            let message = format!("`{}` and `{first}` have the same email address", person.key);
            table.file.problem(item.at, message, "Give each their own: people sign in by it");
        }
        people.add(table.file, "people", key.as_ref(), person);
    }
    people
}

fn read_person(item: &Table<'_>, key: Option<&At<String>>, known: &Known<'_>) -> Option<PersonDef> {
    let name = item.text("name");
    let email = item.text("email");
    if let Some(email) = &email {
        check_email(item.file, email);
    }
    let roles = item.choices("roles", &Role::ALL.map(|role| (role.as_str(), role)));
    let wards = item.texts("wards");
    let groups = item.texts("groups");
    let title = item.opt_text("title");
    item.finish();
    if let Some(known) = known.wards {
        wards.iter().for_each(|ward| _ = known.knows(item.file, "ward", ward));
    }
    if let Some(known) = known.groups {
        groups.iter().for_each(|group| _ = known.knows(item.file, "group", group));
    }
    let roles: Vec<Role> = roles?.into_iter().map(|role| role.value).collect();
    check_roles(item, &roles, &wards, &groups, title.as_ref(), known);
    let values = |found: Vec<At<String>>| found.into_iter().map(|item| item.value).collect();
    Some(PersonDef {
        key: key?.value.clone(),
        name: name?.value,
        email: email?.value,
        roles,
        wards: values(wards),
        groups: values(groups),
        title: title.map(|title| title.value),
    })
}

/// A role without what it needs would be a person who can do nothing.
fn check_roles(
    item: &Table<'_>,
    roles: &[Role],
    wards: &[At<String>],
    groups: &[At<String>],
    title: Option<&At<String>>,
    known: &Known<'_>,
) {
    let problem = |message: &str, remedy: String| item.file.problem(item.at, message, remedy);
    if roles.is_empty() {
        problem("this person has no role", format!("Add `roles`, with {}", Role::ALL.map(Role::as_str).join(", ")));
    }
    for role in roles {
        match role {
            Role::Councillor if wards.is_empty() => {
                problem("this councillor has no ward", "Add `wards` with the ward's GSS code".to_owned());
            }
            Role::TeamMember | Role::TriageOfficer if groups.is_empty() => {
                problem(&format!("this {role} is in no group"), "Add `groups` with the group's key".to_owned());
            }
            Role::TriageOfficer => check_triage(item, groups, known),
            Role::OtherRepresentative => check_body(item, title, known),
            Role::Councillor | Role::TeamMember | Role::Assistant | Role::HeadOfService | Role::TenantAdmin => {}
        }
    }
}

fn check_triage(item: &Table<'_>, groups: &[At<String>], known: &Known<'_>) {
    let Some(known) = known.groups else { return };
    let does_triage = |at: &At<String>| known.items.iter().any(|group| group.triage && group.key == at.value);
    if !groups.iter().any(does_triage) {
        let remedy = "Add a group that has `triage = true` in groups.toml";
        item.file.problem(item.at, "this triage-officer is in no group that does triage", remedy);
    }
}

fn check_body(item: &Table<'_>, title: Option<&At<String>>, known: &Known<'_>) {
    let Some(bodies) = known.bodies else { return };
    let titles: Vec<&str> = bodies.iter().map(|body| body.title.as_str()).collect();
    if !title.is_some_and(|title| titles.contains(&title.value.as_str())) {
        let message = "the title of this representative belongs to no body";
        let remedy = match titles.as_slice() {
            [] => "Add the body to tenant.toml as [[representatives]]".to_owned(),
            titles => format!("Use one of: {}", titles.join(", ")),
        };
        item.file.problem(title.map_or(item.at, |title| title.at), message, remedy);
    }
}
