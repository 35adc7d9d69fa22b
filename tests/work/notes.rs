//! Notes that name somebody, and notes that were changed (R21).

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;

use super::Office;
use crate::support::Person;

/// Adds a note, and returns where it can be changed.
async fn notes(office: &Office, who: &Person, text: &str, audience: &str) -> String {
    let path = format!("/cases/{}/notes", office.reference);
    let fields = [("text", text), ("audience", audience)];
    let done = who.submits(&path, &fields).await;
    assert!(done.contains("done=note-added"), "{done}");
    let query = "query($r: String!) { case(reference: $r) { notes(first: 1) { id } } }";
    let newest = who.asks(query, json!({ "r": office.reference })).await;
    format!("{path}/{}", newest["case"]["notes"][0]["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn somebody_named_in_a_note_is_told_and_nobody_is_named_who_cannot_read_it() {
    let mut office = Office::with_a_case().await;
    let (councillor, head) =
        (office.councillor().await, office.app.somebody(&office.council, Role::HeadOfService, |_| true).await);
    let people = office.app.instance.app.identity.people(&office.council).await.expect("people");
    let name_of = |key: &str| people.iter().find(|known| known.key == key).expect("known").actor.name.clone();
    notes(&office, &councillor, &format!("@{}, this is the third time.", name_of(&head.key)), "case").await;
    office.at("2026-11-17T16:00:00Z").await;
    assert_eq!(office.notices("mentioned").await, 1);
    let told = office.app.somebody(&office.council, Role::HeadOfService, |_| true).await.page("/notices").await.1;
    assert!(told.contains("mentioned you in a note"), "{told}");

    // The desk writes for the team alone: the councillor cannot be named there, and nothing typed is lost.
    let desk = office.desk().await;
    let text = format!("Is this right, @{}?", name_of(&councillor.key));
    let path = format!("/cases/{}/notes", office.reference);
    let refused = desk.post_form(&path, &[("text", text.as_str()), ("audience", "team")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text().await.expect("text");
    assert!(page.contains("can read this. Write the whole name") && page.contains("Is this right"), "{page}");
    let payload = "mutation($r: String!, $b: String!) { addNote(reference: $r, body: $b) { noteId refusal { code } } }";
    let asked = desk.asks(payload, json!({ "r": office.reference, "b": "@Nobody-Known, look" })).await;
    assert_eq!(asked["addNote"]["refusal"]["code"], "mention-not-understood");
    assert_eq!(office.events("team-note-added").await, 0);
}

#[tokio::test]
async fn a_note_is_changed_by_its_writer_for_a_while_and_what_it_said_stays() {
    let office = Office::with_a_case().await;
    let (councillor, path) = (office.councillor().await, format!("/cases/{}", office.reference));
    let note = notes(&office, &councillor, "Spoke to the resdent", "case").await;
    assert!(councillor.page(&path).await.1.contains("Change this note"));
    let desk = office.desk().await;
    assert!(!desk.page(&path).await.1.contains("Change this note"));
    assert_eq!(desk.post_form(&note, &[("text", "Another's words")]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);

    assert!(councillor.page(&note).await.1.contains("Spoke to the resdent"), "the form holds the words");
    assert_eq!(councillor.post_form(&note, &[("text", "  ")]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(councillor.submits(&note, &[("text", "Spoke to the resident")]).await.contains("note-changed"));
    councillor.submits(&note, &[("text", "Spoke to the resident")]).await;
    assert_eq!(office.events("note-changed").await, 1, "the same words again change nothing");
    let page = desk.page(&path).await.1;
    assert!(
        page.contains("Spoke to the resident")
            && page.contains("Spoke to the resdent")
            && page.contains("What it said before")
    );
    let query = "query($r: String!) { case(reference: $r) { notes { body editedAt earlier { body } } } }";
    let seen = desk.asks(query, json!({ "r": office.reference })).await;
    assert_eq!(seen["case"]["notes"][0]["earlier"], json!([{ "body": "Spoke to the resdent" }]));

    office.app.clock.advance(chrono::TimeDelta::minutes(16));
    let late = councillor.post_form(&note, &[("text", "Spoke to nobody")]).await;
    assert_eq!(late.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = late.text().await.expect("text");
    assert!(page.contains("too late to change") && page.contains("Spoke to nobody"), "what was typed is kept: {page}");
    assert_eq!(councillor.page(&note).await.0, StatusCode::CONFLICT);
    assert!(!councillor.page(&path).await.1.contains("Change this note"));
    let chain =
        server::cases::verify_history(&office.app.instance.app.database, &office.council, &office.reference).await;
    assert_eq!(chain.expect("a history"), Ok(()));
}

#[tokio::test]
async fn that_a_note_for_the_team_was_changed_is_for_the_team() {
    let office = Office::with_a_case().await;
    let desk = office.desk().await;
    let note = notes(&office, &desk, "Mind the dog", "team").await;
    desk.submits(&note, &[("text", "Mind the two dogs")]).await;
    let (councillor, council) = (office.councillor().await, &office.council);
    let page = councillor.page(&format!("/cases/{}", office.reference)).await.1;
    assert!(!page.contains("dog"), "{page}");
    let others = "WITH changed AS (UPDATE note SET body = 'Other words' RETURNING id) SELECT count(*) FROM changed";
    let versions = "SELECT count(*) FROM note_version";
    let events = "SELECT count(*) FROM case_event WHERE kind = 'team-note-changed'";
    let team = office.team().await;
    let counted = async |who: &Person, sql| office.app.counted_by(council, &who.key, sql).await;
    let kept = [counted(&councillor, versions).await, counted(&councillor, events).await, counted(&team, others).await];
    assert_eq!(kept, [0, 0, 0], "the database keeps what was said, that it changed, and a writer's words");
    let own = [counted(&desk, versions).await, counted(&desk, events).await, counted(&desk, others).await];
    assert_eq!(own, [1, 1, 1]);
}

#[tokio::test]
async fn a_long_history_is_told_from_its_end_and_whole_when_asked() {
    let office = Office::with_a_case().await;
    let councillor = office.councillor().await;
    let add = "mutation($r: String!, $b: String!) { addNote(reference: $r, body: $b) { noteId } }";
    for number in 1..=55 {
        councillor.asks(add, json!({ "r": office.reference, "b": format!("Note {number} of many") })).await;
    }
    let path = format!("/cases/{}", office.reference);
    let page = councillor.page(&path).await.1;
    assert!(page.contains("Note 55 of many") && page.contains("Note 6 of many") && !page.contains("Note 5 of many"));
    assert!(page.contains("Show the 6 things that happened before"), "five notes and the beginning: {page}");
    let whole = councillor.page(&format!("{path}?history=whole")).await.1;
    let every = (1..=55).all(|number| whole.contains(&format!(">Note {number} of many")));
    assert!(every, "every note has its words: {whole}");
    assert!(
        whole.contains("Note 1 of many")
            && whole.contains("raised the case")
            && !whole.contains("things that happened before")
    );
}
