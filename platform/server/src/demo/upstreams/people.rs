//! The export of an HR system: the council's own invented people, somebody who begins next month, and somebody who left.

use casework::manifest::{Manifest, PersonDef};
use casework::people::Role;
use casework::text::Lang;
use chrono::{Datelike as _, Days, Months, NaiveDate};
use serde_json::{Value, json};

use super::{chance, row};

const COLUMNS: [&str; 14] = [
    "WorkerID",
    "WorkerStatus",
    "WorkerType",
    "FirstName",
    "LastName",
    "Email",
    "OfficePhone",
    "JobTitle",
    "Division",
    "Department",
    "ManagerID",
    "HireDate",
    "LeaveDate",
    "Ward",
];

/// What the columns hold: everything of the plugin's settings but the address.
#[must_use]
pub fn columns() -> Value {
    json!({
        "columns": {
            "key": "WorkerID", "given_name": "FirstName", "family_name": "LastName", "email": "Email", "phone": "OfficePhone",
            "job_title": "JobTitle", "units": ["Division", "Department"], "manager": "ManagerID", "starts": "HireDate",
            "ends": "LeaveDate", "status": "WorkerStatus", "kind": "WorkerType", "ward": "Ward",
        },
        "active_when": ["Active"],
        "members_when": ["Councillor"],
    })
}

/// `GET …/people.csv`
pub(super) fn export(council: &Manifest, today: NaiveDate) -> String {
    let mut table = row(COLUMNS);
    // Representatives of other bodies, and people of the demo without a team, are not on the payroll.
    let own = council.people.iter().filter(|person| {
        person.roles.contains(&Role::Councillor) || !person.groups.is_empty() || person.roles.contains(&Role::Assistant)
    });
    for person in own {
        table += &line(council, person);
    }
    let team = council.groups.iter().find(|group| !group.triage && !group.oversees);
    let department = team.map_or("", |group| group.name.get(Lang::En));
    let next_month = today.with_day(1).unwrap_or(today) + Months::new(1);
    let starter = [
        "9001",
        "Active",
        "Employee",
        "Rowan",
        "Tillingbourne",
        &format!("rowan.tillingbourne@{}", domain(council)),
        "",
        "Caseworker",
        "Services",
        department,
        "",
        &next_month.to_string(),
        "",
        "",
    ];
    table += &row(starter);
    let left = (today - Days::new(21)).to_string();
    let leaver = [
        "9002",
        "Terminated",
        "Employee",
        "Jocelyn",
        "Harrowgate",
        &format!("jocelyn.harrowgate@{}", domain(council)),
        "",
        "Team leader",
        "Services",
        department,
        "",
        "2015-05-11",
        &left,
        "",
    ];
    table + &row(leaver)
}

fn domain(council: &Manifest) -> &str {
    council.contact.email.split_once('@').map_or("council.example", |(_, domain)| domain)
}

fn line(council: &Manifest, person: &PersonDef) -> String {
    let is_member = person.roles.contains(&Role::Councillor);
    let name = person.name.strip_prefix("Cllr ").unwrap_or(&person.name);
    let (given, family) = name.split_once(' ').unwrap_or(("", name));
    let group = person.groups.first().and_then(|key| council.groups.iter().find(|group| group.key == *key));
    let department = group.map_or("Democratic services", |group| group.name.get(Lang::En));
    // A number that stays, whoever joins or leaves.
    let key = (1_000 + chance(&person.key, 0) % 8_000).to_string();
    let hired = format!("20{:02}-{:02}-01", 10 + chance(&person.key, 1) % 14, 1 + chance(&person.key, 2) % 12);
    let ward = person.wards.first().map_or("", String::as_str);
    let (kind, job) = if is_member { ("Councillor", "Councillor") } else { ("Employee", "Officer") };
    row([&key, "Active", kind, given, family, &person.email, "", job, "Services", department, "", &hired, "", ward])
}
