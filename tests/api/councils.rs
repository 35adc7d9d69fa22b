//! What a program learns of a council, moves between versions of its stages, and arranges for somebody.

use casework::people::Role;
use serde_json::{Value, json};

use super::actions::{Office, refused};
use crate::support::potholes;

#[tokio::test]
async fn a_program_learns_what_a_case_can_be_about_and_which_way_it_goes() {
    let office = Office::open().await;
    let query = "{ council { name languages categories { key name services { key name } } wards { gss name } groups { key triage }
        kinds channels gate { title instead } peopleMax representatives { id } }
        stages { version stages { key name kind holder actions { verb to } effects { when what } } } me { queues { group { key } cases } } }";
    let known = office.member.asks(query, json!({})).await;
    let manifest = &office.council.manifest;
    assert_eq!(known["council"]["name"], manifest.name.en.as_str());
    assert_eq!(known["council"]["wards"].as_array().map(Vec::len), Some(manifest.wards.len()));
    assert_eq!(known["council"]["representatives"], json!([]), "a councillor raises for nobody else");
    let service = potholes(manifest);
    let (category, service) = service.split_once('/').expect("both");
    let categories = known["council"]["categories"].as_array().expect("categories");
    let category = categories.iter().find(|known| known["key"] == category).expect("it");
    assert!(category["services"].as_array().expect("services").iter().any(|known| known["key"] == service));
    let stages = known["stages"]["stages"].as_array().expect("stages");
    assert_eq!(stages.len(), manifest.workflow.stages.len());
    assert!(stages.iter().any(|stage| stage["kind"] == "closed" && stage["holder"] == "nobody"), "{stages:?}");
    assert_eq!(known["me"]["queues"], json!([]));

    let assistant = office.app.somebody(&office.council, Role::Assistant, |_| true).await;
    let people = assistant.asks("{ council { representatives { id name detail } } }", json!({})).await;
    let first = &people["council"]["representatives"][0];
    let raise = "mutation($p: String!) { raiseCase(input: { summary: \"A hole\", onBehalfOf: $p }) {
        case { member { id } } problems { field } } }";
    let raised = assistant.asks(raise, json!({ "p": first["id"] })).await["raiseCase"].clone();
    assert_eq!(raised["case"]["member"]["id"], first["id"], "{raised}");
    let queues = office.desk.asks("{ me { queues { group { key } cases more overdue } } }", json!({})).await;
    assert!(queues["me"]["queues"].as_array().is_some_and(|queues| !queues.is_empty()), "{queues}");
}

#[tokio::test]
async fn running_cases_move_to_newer_stages_and_what_is_no_home_moves_nothing() {
    let office = Office::open().await;
    let all = office.app.database.all_seeing().await;
    // As if the case had begun on stages that had another name for this one.
    let older = "INSERT INTO workflow SELECT version - 1, replace(definition::text, '\"case-assigned\"', '\"with-works\"')::jsonb FROM workflow";
    all.run(&office.council.schema, older).await;
    let back = "UPDATE cases SET workflow_version = workflow_version - 1, stage = 'with-works'";
    all.run(&office.council.schema, back).await;
    office.app.reload(&office.council).await;

    let admin = office.app.somebody(&office.council, Role::TenantAdmin, |_| true).await;
    let query =
        "{ oldStages { version stage { key } cases homes { key } suggested { key } moving { reference summary } } }";
    let old = admin.asks(query, json!({})).await["oldStages"].clone();
    assert_eq!((&old[0]["stage"]["key"], &old[0]["cases"]), (&json!("with-works"), &json!(1)));
    assert_eq!(old[0]["moving"], json!([{ "reference": office.reference, "summary": null }]), "by its number alone");
    assert!(office.member.asks(query, json!({})).await["oldStages"].is_null());

    let moves = "mutation($m: [StageMove!]!) { moveCases(moves: $m) { moved problems { field reason } refusal { code message } } }";
    let to = |stage: &str, to: &str| json!({ "m": [{ "version": old[0]["version"], "stage": stage, "to": to }] });
    refused(&office.member.asks(moves, to("with-works", "case-assigned")).await["moveCases"], "not-allowed");
    let absurd = admin.asks(moves, to("with-works", "closed")).await["moveCases"].clone();
    assert_eq!((&absurd["moved"], &absurd["problems"][0]["field"]), (&json!(0), &json!("moves.0.to")));
    let unknown = admin.asks(moves, to("nowhere", "case-assigned")).await["moveCases"].clone();
    assert_eq!(unknown["problems"], json!([{ "field": "moves.0.stage", "reason": "not-a-choice" }]));
    assert_eq!(admin.asks(moves, to("with-works", "case-assigned")).await["moveCases"]["moved"], 1);
    assert_eq!(admin.asks(query, json!({})).await["oldStages"], json!([]));
    let case = "query($r: String!) { case(reference: $r) { stage { key } timeline { kind } } }";
    let case = office.member.asks(case, json!({ "r": office.reference })).await["case"].clone();
    assert_eq!(case["stage"]["key"], "case-assigned");
    assert!(case["timeline"].to_string().contains("stages-changed"));
}

#[tokio::test]
async fn the_calendar_and_the_cards_are_chosen_anew() {
    let office = Office::open().await;
    let who = &office.member;
    let known = "{ me { calendarSince calendarAllMeetings cards { key shown } } }";
    let choose = "mutation { chooseCalendar(allMeetings: true) }";
    assert_eq!(who.asks(choose, json!({})).await["chooseCalendar"], false, "there is no address");
    who.asks("mutation { makeCalendarAddress }", json!({})).await;
    assert_eq!(who.asks(known, json!({})).await["me"]["calendarAllMeetings"], false);
    assert_eq!(who.asks(choose, json!({})).await["chooseCalendar"], true);
    let me = who.asks(known, json!({})).await["me"].clone();
    assert_eq!(me["calendarAllMeetings"], true);

    let usual = me["cards"].clone();
    let first = usual[0]["key"].clone();
    let hide = "mutation($c: [String!]!) { arrangeCards(order: $c, hidden: $c) { cards { key shown } } }";
    who.asks(hide, json!({ "c": [first] })).await;
    assert_eq!(who.asks(known, json!({})).await["me"]["cards"][0]["shown"], false);
    let back = who.asks("mutation { arrangeCardsAsUsual { cards { key shown } } }", json!({})).await;
    assert_eq!(back["arrangeCardsAsUsual"]["cards"], usual);
}

#[tokio::test]
async fn what_another_party_would_see_of_a_question_is_shown_before_it_is_asked() {
    let office = Office::open().await;
    let preview = "query($r: String!, $i: AskOutsideInput!) { previewQuestion(reference: $r, input: $i) {
        shown { name question summary place } problems { field reason } refusal { code message } } }";
    let ask =
        |question: &str| json!({ "r": office.reference, "i": { "name": "Riverside Homes", "question": question } });
    let shown = office.member.asks(preview, ask("Is it yours?")).await["previewQuestion"]["shown"].clone();
    assert_eq!((&shown["question"], &shown["summary"]), (&json!("Is it yours?"), &Value::Null));
    let empty = office.member.asks(preview, ask(" ")).await["previewQuestion"]["problems"].clone();
    assert_eq!(empty, json!([{ "field": "question", "reason": "missing" }]));
    refused(&office.stranger.asks(preview, ask("Is it yours?")).await["previewQuestion"], "not-found");
    let links = "query($r: String!) { outsideLinks(reference: $r) { id } }";
    let links = office.member.asks(links, json!({ "r": office.reference })).await;
    assert_eq!(links["outsideLinks"], json!([]), "nothing was made");
    let near = "{ worksNear(latitude: 52.9, longitude: -1.4) { metres work { street } } }";
    assert_eq!(office.member.asks(near, json!({})).await["worksNear"], json!([]));
}
