//! Who a note is for: nobody else reads it, or learns that there is one (R21).

use std::sync::Arc;

use casework::people::Role;
use serde_json::json;
use server::work::Worker;

use crate::support::TestApp;

#[tokio::test]
async fn a_note_for_the_team_is_kept_from_the_member_everywhere() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    let reference = member.raises(&[("summary", "Who owns the footbridge?")]).await;
    let (path, notes) = (format!("/cases/{reference}"), format!("/cases/{reference}/notes"));
    desk.submits(&notes, &[("text", "Between us: legal says it is ours."), ("audience", "team")]).await;
    desk.submits(&notes, &[("text", "We are finding out whose it is."), ("audience", "case")]).await;
    Worker::new(Arc::clone(&app.instance.app)).pass().await.expect("it looks");
    app.clock.advance(chrono::TimeDelta::seconds(2));
    Worker::new(Arc::clone(&app.instance.app)).pass().await.expect("it looks");

    let page = desk.page(&path).await.1;
    assert!(page.contains("legal says it is ours") && page.contains("The team only"), "those who work on it read it");
    let page = member.page(&path).await.1;
    assert!(page.contains("finding out whose it is") && !page.contains("legal says"));
    assert!(!page.contains("team-note"), "nor does the history say that there is one");
    let query = "query($r: String!) { case(reference: $r) { notes { body forTeam } timeline { kind } } }";
    let asked = member.asks(query, json!({ "r": reference })).await["case"].clone();
    assert_eq!(asked["notes"], json!([{ "body": "We are finding out whose it is.", "forTeam": false }]));
    assert!(!asked["timeline"].to_string().contains("team-note-added"), "{asked}");
    assert!(!member.page("/notices").await.1.contains("for the team"));
    let chain = server::cases::verify_history(&app.instance.app.database, &council, &reference);
    assert_eq!(chain.await.expect("a history"), Ok(()), "what is kept from some is still in the chain");
}

#[tokio::test]
async fn a_member_cannot_write_for_the_team() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = member.raises(&[("summary", "Who owns the footbridge?")]).await;
    let add =
        "mutation($r: String!) { addNote(reference: $r, body: \"Hello\", forTeam: true) { noteId refusal { code } } }";
    let answer = member.asks(add, json!({ "r": reference })).await["addNote"].clone();
    assert_eq!(answer["refusal"]["code"], "not-for-you");
    let all = app.database.all_seeing().await;
    assert_eq!(all.number(&council.schema, "SELECT count(*) FROM note").await, 0);
}
