//! The export of an HR system: the council's own invented people, somebody who begins next month, and somebody who left.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use casework::manifest::{Manifest, PersonDef};
use casework::people::Role;
use casework::text::Lang;
use chrono::{Datelike as _, Days, Months, NaiveDate};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{World, chance, nothing, row};

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
    lines(council, today).iter().fold(row(COLUMNS), |table, line| table + &row(line.iter().map(String::as_str)))
}

/// What is asked of a list of SCIM.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    #[serde(default)]
    start_index: usize,
    #[serde(default)]
    count: Option<usize>,
}

/// The most people of one page, fewer than are asked for.
const PAGE: usize = 25;

/// `GET …/scim/Users`: the same people as a directory lists them (RFC 7644, 3.4.2).
pub(super) async fn directory(
    State(world): State<Arc<World>>,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let Some(council) = world.councils.get(&slug) else { return nothing() };
    let kind = [(header::CONTENT_TYPE, "application/scim+json")];
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !token.is_some_and(|value| value.starts_with("Bearer ")) {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "401" });
        return (StatusCode::UNAUTHORIZED, kind, body.to_string()).into_response();
    }
    let lines = lines(council, world.today());
    let first = wanted.start_index.max(1);
    let page: Vec<Value> =
        lines.iter().skip(first - 1).take(wanted.count.unwrap_or(PAGE).min(PAGE)).map(listed).collect();
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": lines.len(), "startIndex": first, "itemsPerPage": page.len(), "Resources": page,
    });
    (kind, body.to_string()).into_response()
}

/// A line of the export as a resource of SCIM.
fn listed(line: &Line) -> Value {
    let [key, status, kind, given, family, email, _, job, division, department, ..] = line;
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "id": format!("00000000-0000-4000-8000-{key:0>12}"), "userName": email, "active": status == "Active",
        "name": { "formatted": format!("{given} {family}"), "givenName": given, "familyName": family },
        "emails": [{ "type": "work", "primary": true, "value": email }],
        "title": job, "userType": kind,
        ENTERPRISE: { "employeeNumber": key, "division": division, "department": department },
        "meta": { "resourceType": "User" },
    })
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A cell for each of [`COLUMNS`].
type Line = [String; 14];

fn lines(council: &Manifest, today: NaiveDate) -> Vec<Line> {
    // Representatives of other bodies, and people of the demo without a team, are not on the payroll.
    let own = council.people.iter().filter(|person| {
        person.roles.contains(&Role::Councillor) || !person.groups.is_empty() || person.roles.contains(&Role::Assistant)
    });
    let mut lines: Vec<Line> = own.map(|person| line(council, person)).collect();
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
    lines.push(starter.map(str::to_owned));
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
    lines.push(leaver.map(str::to_owned));
    lines
}

fn domain(council: &Manifest) -> &str {
    council.contact.email.split_once('@').map_or("council.example", |(_, domain)| domain)
}

fn line(council: &Manifest, person: &PersonDef) -> Line {
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
    [&key, "Active", kind, given, family, &person.email, "", job, "Services", department, "", &hired, "", ward]
        .map(str::to_owned)
}
