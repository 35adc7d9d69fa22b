//! Raise, route, ask, answer, resolve, send back, confirm: the same journey in two councils that work differently.

use casework::people::Role;
use serde_json::{Value, json};
use server::tenancy::Council;

use crate::support::{Person, TestApp, potholes};

const CASE: &str = "query($r: String!) { case(reference: $r) {
    status stage { key } team { key } holderGroup { key } dueOn actions { verb } timeline { kind body } } }";

async fn case(person: &Person, reference: &str) -> Value {
    person.asks(CASE, json!({ "r": reference })).await["case"].clone()
}

async fn act(person: &Person, reference: &str, verb: &str, fields: &[(&str, &str)]) {
    let location = person.submits(&format!("/cases/{reference}/actions/{verb}"), fields).await;
    assert!(location.ends_with(&format!("done={verb}")), "{location}");
}

/// Somebody of the group that must act now.
async fn holder(app: &TestApp, council: &Council, case: &Value) -> Person {
    let key = case["holderGroup"]["key"].as_str().expect("a group holds the case").to_owned();
    let member = council.manifest.people.iter().find(|person| person.groups.contains(&key));
    app.sign_in(council, &member.unwrap_or_else(|| panic!("{key} has a member")).key).await
}

fn kinds(case: &Value) -> Vec<&str> {
    case["timeline"].as_array().expect("events").iter().map(|event| event["kind"].as_str().expect("a kind")).collect()
}

async fn journey(character: &str, stages: &[&str]) {
    let app = TestApp::start().await;
    let council = app.council(character);
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let service = potholes(&council.manifest);
    let reference = councillor
        .raises(&[
            ("summary", "Pothole outside the school gate"),
            ("service", &service),
            ("people.0.name", "Joan Reeve"),
            ("people.0.phone", "01632 960 123"),
            ("people.0.consent", "yes"),
        ])
        .await;
    let mut seen = Vec::new();

    // Routed with a reason, and due.
    let raised = case(&councillor, &reference).await;
    seen.push(raised["stage"]["key"].as_str().expect("a stage").to_owned());
    let routed = raised["timeline"].as_array().expect("events").iter().find(|event| event["kind"] == "routed");
    let routed = &routed.expect("routed")["body"];
    assert!(!routed["reason"].as_str().expect("a reason").is_empty() && routed["failed"] == false, "{routed}");
    assert!(raised["team"]["key"].is_string(), "the pothole has a team: {raised}");

    // Through triage to the team, where the council's way leads through it.
    let mut now = raised;
    let team = now["team"]["key"].as_str().expect("a team").to_owned();
    if now["holderGroup"]["key"] != team.as_str() {
        let desk = holder(&app, &council, &now).await;
        act(&desk, &reference, "assign", &[("group", &team)]).await;
        now = case(&desk, &reference).await;
        seen.push(now["stage"]["key"].as_str().expect("a stage").to_owned());
    }

    // The team asks, the councillor answers.
    let worker = holder(&app, &council, &now).await;
    act(&worker, &reference, "request-information", &[("text", "Which side of the road?")]).await;
    now = case(&councillor, &reference).await;
    assert_eq!((now["status"].as_str(), now["holderGroup"].is_null()), (Some("waiting"), true));
    seen.push(now["stage"]["key"].as_str().expect("a stage").to_owned());
    act(&councillor, &reference, "provide-information", &[("text", "The school's side.")]).await;

    // The team resolves; whoever checks answers passes it on; the councillor sends it back, then confirms.
    for round in 0..2 {
        now = case(&councillor, &reference).await;
        while now["status"] == "open" {
            let worker = holder(&app, &council, &now).await;
            let verbs: Vec<_> = now_actions(&worker, &reference).await;
            let verb = if verbs.contains(&"confirm-resolved".to_owned()) { "confirm-resolved" } else { "resolve" };
            let answer = format!("The hole is filled, round {round}.");
            act(&worker, &reference, verb, &[("text", if verb == "resolve" { &answer } else { "" })]).await;
            now = case(&councillor, &reference).await;
            // An answer that is still being checked is not read by the member, on a page or by a program.
            let read = now["status"] == "resolved";
            let page = councillor.page(&format!("/cases/{reference}")).await.1;
            assert_eq!((page.contains(&answer), now.to_string().contains(&answer)), (read, read), "{now}");
            let stage = now["stage"]["key"].as_str().expect("a stage").to_owned();
            if round == 0 {
                seen.push(stage);
            }
        }
        assert_eq!(now["status"], "resolved");
        let verb = if round == 0 { "send-back" } else { "confirm-resolved" };
        act(&councillor, &reference, verb, &[("text", "There is a second hole.")]).await;
    }
    now = case(&councillor, &reference).await;
    assert_eq!(now["status"], "closed", "{now}");
    seen.push(now["stage"]["key"].as_str().expect("a stage").to_owned());
    assert_eq!(seen, stages);
    for kind in
        ["raised", "routed", "deadline-set", "information-requested", "sent-back", "resolution-confirmed", "closed"]
    {
        assert!(kinds(&now).contains(&kind), "{kind} is missing: {:?}", kinds(&now));
    }
    assert_eq!(now["actions"], json!([{ "verb": "reopen" }]), "nothing else is left to do");
}

#[tokio::test]
async fn a_pothole_goes_its_way_through_five_stages() {
    journey("five_stages", &["case-assigned", "information-required", "resolution", "closed"]).await;
}

#[tokio::test]
async fn a_pothole_goes_its_way_by_the_enquiry_route() {
    let way = ["received", "with-service", "member-information", "response-check", "with-member", "closed"];
    journey("enquiry_route", &way).await;
}

#[tokio::test]
async fn other_lands_in_triage_and_says_why() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "Who owns the footbridge?")]).await;
    let now = case(&councillor, &reference).await;
    assert_eq!(now["stage"]["key"], "triage");
    assert!(now["team"].is_null());
    let group = now["holderGroup"]["key"].as_str().expect("triage");
    assert!(council.manifest.group(group).is_some_and(|group| group.triage));
    let (_, page) = councillor.page(&format!("/cases/{reference}")).await;
    assert!(page.contains("Triage"), "the page says where it went");
}

#[tokio::test]
async fn an_assistant_raises_for_another_representative_and_both_are_recorded() {
    let app = TestApp::start().await;
    let council = app.council("enquiry_route");
    let assistant = app.somebody(&council, Role::Assistant, |_| true).await;
    let people = app.instance.app.identity.people(&council).await.expect("people");
    let msp = people.iter().find(|person| person.actor.is(Role::OtherRepresentative)).expect("an MSP");
    let id = msp.id.to_string();
    let reference = assistant.raises(&[("summary", "Enquiry by letter"), ("on_behalf_of", &id)]).await;
    let query = "query($r: String!) { case(reference: $r) { member { name } raisedBy { name } } }";
    let seen = assistant.asks(query, json!({ "r": reference })).await;
    assert_eq!(seen["case"]["member"]["name"], msp.actor.name.as_str());
    assert_ne!(seen["case"]["raisedBy"]["name"], msp.actor.name.as_str());
    let all = app.database.all_seeing().await;
    let councillors = "SELECT count(*) FROM cases WHERE member_kind = 'councillor'";
    assert_eq!(all.number(&council.schema, councillors).await, 0, "counted apart from councillors' cases");
}

async fn now_actions(person: &Person, reference: &str) -> Vec<String> {
    let now = case(person, reference).await;
    let actions = now["actions"].as_array().expect("actions");
    actions.iter().map(|action| action["verb"].as_str().expect("a verb").to_owned()).collect()
}

#[tokio::test]
async fn a_case_raised_for_a_councillor_is_in_the_councillors_ward() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let assistant = app.somebody(&council, Role::Assistant, |_| true).await;
    let people = app.instance.app.identity.people(&council).await.expect("people");
    let councillor = people.iter().find(|person| person.actor.wards.len() == 1).expect("a councillor of one ward");
    let id = councillor.id.to_string();
    let reference = assistant.raises(&[("summary", "Handed in on paper"), ("on_behalf_of", &id)]).await;
    let query = "query($r: String!) { case(reference: $r) { ward { gss } } }";
    let seen = assistant.asks(query, json!({ "r": reference })).await;
    assert_eq!(seen["case"]["ward"]["gss"], council.wards.gss(councillor.actor.wards[0]));
}
