//! The journey in a real browser: `tests/browser/*.mjs` do what people do, and this module tells them the facts of a
//! council and runs them. Pictures of the pages stay in `target/screenshots`. Chromium and npm come with `make setup`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use casework::manifest::Manifest;
use casework::people::Role;
use casework::stages::{Holder, StageDef, StageKind};
use casework::text::Lang;
use chrono::TimeDelta;
use serde_json::{Value, json};
use server::work::Worker;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use crate::home;
use crate::support::places::{inside_a_ward, large_photo_at};
use crate::support::{TestApp, potholes, root};

/// What the browser must know of a council: whom to sign in as, what stages are called, what potholes are called.
fn facts(app: &TestApp, manifest: &Manifest, other: &Manifest, way: &[&str]) -> Value {
    let site = |council: &Manifest| format!("http://{}.localhost:{}", council.slug, app.address.port());
    let [councillor, colleague] = ward_colleagues(manifest);
    let stages = &manifest.workflow.stages;
    let named = |accepted: &dyn Fn(&StageDef) -> bool| {
        stages.iter().filter(|stage| accepted(stage)).map(|stage| stage.name.get(Lang::En)).collect::<Vec<_>>()
    };
    let way: Vec<_> = way.iter().map(|key| named(&|stage| stage.key.as_str() == *key)[0]).collect();
    let members: BTreeMap<&str, &str> = manifest
        .groups
        .iter()
        .filter_map(|group| {
            let member = manifest.people.iter().find(|person| person.groups.contains(&group.key))?;
            Some((group.name.get(Lang::En), member.name.as_str()))
        })
        .collect();
    let desks: Vec<_> =
        manifest.groups.iter().filter(|group| group.triage).map(|group| group.name.get(Lang::En)).collect();
    let stranger = other.people.iter().find(|person| person.roles.contains(&Role::TriageOfficer));
    json!({
        "slug": manifest.slug,
        "site": site(manifest),
        "pictures": root().join("target/screenshots"),
        "languages": manifest.languages,
        "councillor": councillor,
        "colleague": colleague,
        "members": members,
        "desks": desks,
        "service": potholes(manifest),
        "stages": {
            "triage": named(&|stage| stage.kind == StageKind::Triage),
            "raiser": named(&|stage| stage.holder == Holder::Raiser),
            "closed": named(&|stage| stage.kind == StageKind::Closed),
        },
        "way": way,
        "photos": photos(manifest),
        "admin": manifest.people.iter().find(|person| person.roles.contains(&Role::TenantAdmin)).expect("an admin").name,
        "routing": routing(manifest),
        "other": { "site": site(other), "person": stranger.expect("the other council has a desk").name },
    })
}

/// Where the routing is a table: a newer version of it on the disk, what potholes are called in the table, the team that gets them, and
/// another one.
fn routing(manifest: &Manifest) -> Option<Value> {
    let rows = manifest.plugins.routing.settings["rows"].as_array()?;
    let (category, service) = potholes(manifest).split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    let row = rows.iter().find(|row| row["category"] == category.as_str() && row["service"] == service.as_str())?;
    let team = manifest.group(row["group"].as_str()?)?;
    let other = manifest.groups.iter().find(|group| !group.triage && !group.oversees && group.key != team.key)?;
    let name = &manifest.plugins.routing.plugin;
    let mut component = std::fs::read(root().join("target/plugins").join(name).with_extension("wasm")).ok()?;
    let (old, new) = (b"version = \"0.1.0\"", b"version = \"0.2.0\"");
    let at = component.windows(old.len()).position(|bytes| bytes == old)?;
    component[at..at + new.len()].copy_from_slice(new);
    let file = root().join("target/tmp").join(format!("{}-{name}.wasm", manifest.slug));
    std::fs::write(&file, component).expect("written");
    let service = manifest.service(&category, &service)?.name.get(Lang::En);
    let (team, other) = (team.name.get(Lang::En), other.name.get(Lang::En));
    Some(json!({ "file": file, "service": service, "team": team, "other": other }))
}

/// Two photos on the disk: one says where it was taken, which is in a ward of the council; the other one says nowhere on earth.
fn photos(manifest: &Manifest) -> Vec<PathBuf> {
    let folder = root().join("target/tmp/photos").join(&manifest.slug);
    std::fs::create_dir_all(&folder).expect("a folder");
    let (_, latitude, longitude) = inside_a_ward(manifest);
    let photos = [("lamp.jpg", large_photo_at(latitude, longitude)), ("street.jpg", large_photo_at(0.0, 0.0))];
    photos
        .into_iter()
        .map(|(name, photo)| {
            let path = folder.join(name);
            std::fs::write(&path, photo).expect("written");
            path
        })
        .collect()
}

/// Two councillors of one ward.
fn ward_colleagues(manifest: &Manifest) -> [&str; 2] {
    let councillors = || manifest.people.iter().filter(|person| person.roles == [Role::Councillor]);
    councillors()
        .find_map(|one| {
            let other = councillors().find(|other| other.key != one.key && other.wards == one.wards)?;
            Some([one.name.as_str(), other.name.as_str()])
        })
        .expect("a ward with two councillors")
}

#[expect(clippy::print_stdout, reason = "the journey tells page weights and where its pictures lie")]
async fn journey(name: &str, character: &str, other: &str, way: &[&str]) {
    let app = TestApp::start().await;
    let (here, there) = (app.council(character), app.council(other));
    let mut facts = facts(&app, &here.manifest, &there.manifest, way);
    facts["journey"] = name.into();
    if name == "home" {
        facts["works"] = home::bring_all(&app, &here, facts["councillor"].as_str().unwrap_or_default()).await;
    }
    let facts = facts.to_string();
    let mut node = Command::new("node");
    node.arg(root().join("tests/browser/journey.mjs")).arg(facts).current_dir(root());
    node.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut node = node.spawn().expect("node runs; `make setup` installs what is missing");
    let mut answers = node.stdin.take().expect("an input");
    let mut lines = BufReader::new(node.stdout.take().expect("an output")).lines();
    let mut worker = Worker::new(Arc::clone(&app.instance.app));
    let mut told = String::new();
    while let Some(line) = lines.next_line().await.expect("what the journey says") {
        match line.strip_prefix("days: ").and_then(|days| days.parse().ok()) {
            Some(days) => {
                app.clock.advance(TimeDelta::days(days));
                while worker.pass().await.expect("the worker looks") > 0 {
                    app.clock.advance(TimeDelta::seconds(2));
                }
                answers.write_all(b"gone by\n").await.expect("the journey listens");
            }
            None => told.extend([line.as_str(), "\n"]),
        }
    }
    println!("{told}");
    assert!(node.wait().await.expect("an end").success(), "{told}");
}

#[tokio::test]
async fn a_case_is_followed_through_five_stages_in_a_browser() {
    Box::pin(journey(
        "case",
        "five_stages",
        "enquiry_route",
        &["case-assigned", "information-required", "resolution", "closed"],
    ))
    .await;
}

#[tokio::test]
async fn a_case_is_followed_through_the_enquiry_route_in_a_browser() {
    let way = ["received", "with-service", "member-information", "response-check", "with-member", "closed"];
    Box::pin(journey("case", "enquiry_route", "five_stages", &way)).await;
}

#[tokio::test]
async fn the_routing_is_changed_rehearsed_and_taken_back_in_a_browser() {
    Box::pin(journey("plugins", "five_stages", "enquiry_route", &[])).await;
}

#[tokio::test]
async fn a_list_of_people_is_taken_in_and_a_directory_let_in_in_a_browser() {
    Box::pin(journey("starters", "five_stages", "enquiry_route", &[])).await;
}

#[tokio::test]
async fn the_home_page_shows_what_feeds_brought_and_is_arranged_in_a_browser() {
    Box::pin(journey("home", "five_stages", "enquiry_route", &[])).await;
}
