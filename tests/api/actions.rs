//! What programs do with cases: what was done is seen by a query, and what is refused says so in code and words.

use std::sync::Arc;

use casework::people::Role;
use serde_json::{Value, json};
use server::tenancy::Council;

use crate::support::places::{inside_a_ward, photo_at};
use crate::support::{Person, TestApp, potholes};

/// A case with its member, the desk that sees it, and a member who does not.
pub struct Office {
    pub app: TestApp,
    pub council: Arc<Council>,
    pub member: Person,
    pub desk: Person,
    pub stranger: Person,
    pub reference: String,
}

impl Office {
    pub async fn open() -> Self {
        let app = TestApp::start().await;
        let council = app.council("five_stages");
        let member = app.somebody(&council, Role::Councillor, |_| true).await;
        let wards = council.manifest.people.iter().find(|person| person.key == member.key).expect("them").wards.clone();
        let stranger = app.somebody(&council, Role::Councillor, |person| person.wards != wards).await;
        let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
        let service = potholes(&council.manifest);
        let reference = member.raises(&[("summary", "A hole by the school"), ("service", &service)]).await;
        Self { app, council, member, desk, stranger, reference }
    }

    /// Fields of the case as somebody sees it.
    async fn case(&self, who: &Person, reference: &str, fields: &str) -> Value {
        let query = format!("query($r: String!) {{ case(reference: $r) {{ {fields} }} }}");
        who.asks(&query, json!({ "r": reference })).await["case"].clone()
    }
}

/// A refusal has a code, and words for people.
pub fn refused(payload: &Value, code: &str) {
    let refusal = if payload["refusal"].is_null() { payload } else { &payload["refusal"] };
    assert_eq!(refusal["code"], code, "{payload}");
    assert!(refusal["message"].as_str().is_some_and(|words| words.len() > 5), "{payload}");
}

#[tokio::test]
async fn a_note_is_changed_by_its_writer_alone_and_added_once() {
    let office = Office::open().await;
    let add = "mutation($r: String!, $k: String!) { addNote(reference: $r, body: \"Spoke to the resdent\", idempotencyKey: $k) {
        noteId repeated } }";
    let key = json!({ "r": office.reference, "k": "0190b5a2-7a5e-7c3d-9f10-3b8f0f6c2a11" });
    let noted = office.member.asks(add, key.clone()).await["addNote"].clone();
    let again = office.member.asks(add, key).await["addNote"].clone();
    assert_eq!((&again["noteId"], &again["repeated"]), (&noted["noteId"], &json!(true)));

    let change = "mutation($r: String!, $n: String!, $b: String!) { changeNote(reference: $r, noteId: $n, body: $b) {
        noteId refusal { code message } } }";
    let to = |body: &str| json!({ "r": office.reference, "n": noted["noteId"], "b": body });
    refused(&office.member.asks(change, to(" ")).await["changeNote"], "text-missing");
    refused(&office.stranger.asks(change, to("Mine")).await["changeNote"], "not-found");
    refused(&office.desk.asks(change, to("Mine")).await["changeNote"], "too-late");
    office.member.asks(change, to("Spoke to the resident")).await;
    let notes = office.case(&office.desk, &office.reference, "notes { body earlier { body } }").await["notes"].clone();
    assert_eq!(notes, json!([{ "body": "Spoke to the resident", "earlier": [{ "body": "Spoke to the resdent" }] }]));
}

#[tokio::test]
async fn a_case_that_is_merged_comes_back_when_the_two_are_taken_apart() {
    let office = Office::open().await;
    let other = office.member.raises(&[("summary", "The same hole")]).await;
    let connect =
        "mutation($r: String!, $o: String!) { connectCases(reference: $r, relation: \"merged-into\", other: $o) {
        case { closedAt links { id relation } } refusal { code message } } }";
    let merged = office.desk.asks(connect, json!({ "r": other, "o": office.reference })).await["connectCases"].clone();
    assert!(merged["case"]["closedAt"].is_string(), "{merged}");
    let link = &merged["case"]["links"][0]["id"];
    let part = "mutation($r: String!, $l: String!) { disconnectCases(reference: $r, link: $l) {
        case { closedAt } refusal { code message } } }";
    let it = json!({ "r": other, "l": link });
    refused(&office.member.asks(part, it.clone()).await["disconnectCases"], "not-yours");
    refused(&office.stranger.asks(part, it.clone()).await["disconnectCases"], "not-found");
    refused(&office.desk.asks(part, json!({ "r": other, "l": "nothing" })).await["disconnectCases"], "not-found");
    assert_eq!(office.desk.asks(part, it.clone()).await["disconnectCases"]["case"]["closedAt"], Value::Null);
    assert_eq!(office.case(&office.desk, &office.reference, "links { id }").await["links"], json!([]));
    assert!(office.desk.asks(part, it).await["disconnectCases"]["case"]["closedAt"].is_null(), "undone once");
}

#[tokio::test]
async fn a_part_is_split_off_a_case_once_and_never_off_one_that_nobody_showed() {
    let office = Office::open().await;
    let split =
        "mutation($r: String!, $k: String!) { raiseCase(input: { summary: \"And the lamp beside it\" }, partOf: $r,
        idempotencyKey: $k) { case { reference } repeated problems { field } refusal { code message } } }";
    let it = json!({ "r": office.reference, "k": "0190b5a2-7a5e-7c3d-9f10-3b8f0f6c2a12" });
    let raised = office.member.asks(split, it.clone()).await["raiseCase"].clone();
    let again = office.member.asks(split, it.clone()).await["raiseCase"].clone();
    assert_eq!((&again["case"], &again["repeated"]), (&raised["case"], &json!(true)));
    let part = raised["case"]["reference"].as_str().expect("a reference");
    let links = office.case(&office.member, part, "links { relation reference }").await["links"].clone();
    assert_eq!(links, json!([{ "relation": "part-of", "reference": office.reference }]));
    let links = office.case(&office.member, &office.reference, "links { relation reference }").await["links"].clone();
    assert_eq!(links, json!([{ "relation": "split-into", "reference": part }]));

    let theirs = office.stranger.asks(split, it).await["raiseCase"].clone();
    refused(&theirs, "not-found");
    assert!(theirs["case"].is_null(), "nothing was raised");
    assert_eq!(office.stranger.asks("{ cases { nodes { reference } } }", json!({})).await["cases"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_program_reads_how_far_a_case_has_come_and_what_came_of_it() {
    let office = Office::open().await;
    let team = "query($r: String!) { case(reference: $r) { team { key } } }";
    let team = office.desk.asks(team, json!({ "r": office.reference })).await["case"]["team"]["key"].clone();
    let team = office
        .app
        .somebody(&office.council, Role::TeamMember, |person| person.groups.iter().any(|group| team == group.as_str()))
        .await;
    let progress =
        "mutation($r: String!) { recordProgress(reference: $r, text: \"It was looked at.\") { refusal { code } } }";
    team.asks(progress, json!({ "r": office.reference })).await;
    let resolve = "mutation($r: String!) { resolve(reference: $r, answer: \"It is filled.\") { refusal { code } } }";
    team.asks(resolve, json!({ "r": office.reference })).await;

    let fields = "timeline(progressOnly: true) { kind } steps { stage { key } state } deadline { target dueOn policy }
        outcome { answered { at by { name } } promises { state } referrals { state } verified { at } }";
    let case = office.case(&office.desk, &office.reference, fields).await;
    assert_eq!(case["timeline"], json!([{ "kind": "progress-recorded" }, { "kind": "resolved" }]));
    let states: Vec<&str> =
        case["steps"].as_array().expect("steps").iter().filter_map(|step| step["state"].as_str()).collect();
    assert!(states.starts_with(&["done"]) && states.ends_with(&["now", "ahead"]), "{case}");
    assert!(case["outcome"]["answered"]["by"]["name"].is_string() && case["outcome"]["verified"].is_null(), "{case}");
    // Who belongs to no group reads no answer before it was checked; the same goes for what it adds up to.
    let listed =
        "{ cases(filter: { needsMe: true }) { nodes { reference steps { state } outcome { verified { at } } } } }";
    assert_eq!(
        office.member.asks(listed, json!({})).await["cases"]["nodes"][0]["reference"],
        office.reference.as_str()
    );
}

#[tokio::test]
async fn lists_are_narrowed_as_on_the_pages() {
    let office = Office::open().await;
    office.app.clock.advance(chrono::TimeDelta::minutes(1));
    let gone = office.member.raises(&[("summary", "Another hole")]).await;
    let withdraw = "mutation($r: String!) { withdraw(reference: $r, reason: \"It is gone.\") { refusal { code } } }";
    office.member.asks(withdraw, json!({ "r": gone })).await;
    let query = "query($f: CaseFilter) { cases(filter: $f) { nodes { reference } } }";
    let listed = async |who: &Person, filter: Value| {
        let page = who.asks(query, json!({ "f": filter })).await;
        let nodes = page["cases"]["nodes"].as_array().expect("nodes").clone();
        nodes.iter().map(|node| node["reference"].as_str().expect("a reference").to_owned()).collect::<Vec<_>>()
    };
    let (mine, open) = (&office.member, office.reference.as_str());
    assert_eq!(listed(mine, json!({ "open": true })).await, [open]);
    assert_eq!(listed(mine, json!({ "open": false })).await, [gone.as_str()]);
    assert_eq!(listed(mine, json!({ "needsMe": true })).await, Vec::<String>::new());
    let stage = office.case(mine, open, "stage { key } ward { gss } team { key }").await;
    assert_eq!(listed(mine, json!({ "stage": stage["stage"]["key"] })).await, [open]);
    let ward = &stage["ward"]["gss"];
    assert_eq!(listed(mine, json!({ "ward": ward, "open": true })).await, [open]);
    assert_eq!(listed(mine, json!({ "ward": ward, "open": false })).await, [gone.as_str(), open], "all of them");
    let team = &stage["team"]["key"];
    assert_eq!(listed(&office.desk, json!({ "group": team, "overdue": true })).await, Vec::<String>::new());
    assert_eq!(listed(&office.desk, json!({ "group": team, "asked": true })).await, Vec::<String>::new());
    let ask =
        "mutation($r: String!) { requestInformation(reference: $r, question: \"Which side?\") { refusal { code } } }";
    let officer = office.app.somebody(&office.council, Role::TeamMember, |person| {
        person.groups.iter().any(|group| *team == group.as_str())
    });
    officer.await.asks(ask, json!({ "r": open })).await;
    assert_eq!(listed(&office.desk, json!({ "group": team, "asked": true })).await, [open]);
    assert_eq!(listed(mine, json!({ "needsMe": true })).await, [open]);
}

#[tokio::test]
async fn files_of_a_draft_are_told_taken_away_and_forget_where_they_were_taken() {
    let office = Office::open().await;
    let (_, latitude, longitude) = inside_a_ward(&office.council.manifest);
    let photo = photo_at(latitude, longitude);
    let fields = [("client_id", "00000000-0000-7000-8000-00000000000a"), ("do", "add-files")];
    let files: [(&str, &[u8]); 2] = [("light.jpg", &photo), ("dot.png", crate::cases::files::DOT)];
    office.member.post_files("/raise", &fields, &files).await;
    let draft = "draft_0000000000007000800000000000000a";
    let query = "query($d: String!) { draft(id: $d) { files attachments { id name mediaType bytes smallPictureUrl latitude longitude } } }";
    let known = office.member.asks(query, json!({ "d": draft })).await["draft"]["attachments"].clone();
    let named =
        |name: &str| known.as_array().expect("files").iter().find(|file| file["name"] == name).expect("it").clone();
    let light = named("light.jpg");
    assert!((light["latitude"].as_f64().expect("degrees") - latitude).abs() < 1e-4, "{light}");
    let small = light["smallPictureUrl"].as_str().expect("a path");
    assert_eq!(office.member.page(small).await.0, reqwest::StatusCode::OK);
    assert!(office.stranger.asks(query, json!({ "d": draft })).await["draft"].is_null());

    let forget = "mutation($d: String!) { forgetDraftPlaces(draft: $d) }";
    assert_eq!(office.stranger.asks(forget, json!({ "d": draft })).await["forgetDraftPlaces"], false);
    assert_eq!(office.member.asks(forget, json!({ "d": draft })).await["forgetDraftPlaces"], true);
    assert_eq!(office.member.asks(forget, json!({ "d": draft })).await["forgetDraftPlaces"], false);
    let remove = "mutation($d: String!, $f: String!) { removeDraftFile(draft: $d, file: $f) }";
    let it = json!({ "d": draft, "f": named("dot.png")["id"] });
    assert_eq!(office.stranger.asks(remove, it.clone()).await["removeDraftFile"], false);
    assert_eq!(office.member.asks(remove, it.clone()).await["removeDraftFile"], true);
    assert_eq!(office.member.asks(remove, it).await["removeDraftFile"], false);
    let left = office.member.asks(query, json!({ "d": draft })).await["draft"]["attachments"].clone();
    assert_eq!((left.as_array().map(Vec::len), &left[0]["latitude"]), (Some(1), &Value::Null));
}
