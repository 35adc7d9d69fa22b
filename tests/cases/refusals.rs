//! Bad input and unlucky timing: a clear answer, nothing lost, nothing doubled.

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;

use crate::support::TestApp;

const KEY: &str = "0193a1f0-6c5e-7c41-9d5b-2f6f3f0a8c11";

#[tokio::test]
async fn a_double_click_raises_one_case() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let form = [("summary", "A street light is out"), ("client_id", KEY)];
    let (first, second, third) =
        tokio::join!(councillor.raises(&form), councillor.raises(&form), councillor.raises(&form));
    assert_eq!((&first, &first), (&second, &third));
    let all = app.database.all_seeing().await;
    for table in ["cases", "deadline", "outbox"] {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(all.number(&council.schema, &sql).await, 1, "{table}");
    }
    let colleague = app.somebody(&council, Role::Councillor, |person| person.key != councillor.key).await;
    assert_ne!(colleague.raises(&form).await, first, "somebody else's key is their own");
}

#[tokio::test]
async fn every_mistake_is_told_beside_its_field_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let form = [
        ("summary", ""),
        ("details", "It has been dark since the clocks changed."),
        ("people.0.name", "Joan Reeve"),
        ("people.0.email", "joan at example"),
    ];
    let answer = councillor.post_form("/raise", &form).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.expect("a page");
    for field in ["summary", "people.0.email"] {
        assert!(page.contains(&format!("href=\"#{field}\"")), "the summary links to {field}:\n{page}");
    }
    for typed in ["dark since the clocks changed", "Joan Reeve", "joan at example"] {
        assert!(page.contains(typed), "{typed} is kept");
    }
    assert_eq!(app.database.all_seeing().await.number(&council.schema, "SELECT count(*) FROM cases").await, 0);
}

#[tokio::test]
async fn a_stale_form_changes_nothing_and_shows_what_was_typed() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "Who owns the footbridge?")]).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    desk.submits(
        &format!("/cases/{reference}/actions/record-progress"),
        &[("text", "Asking around"), ("version", "1")],
    )
    .await;
    let path = format!("/cases/{reference}/actions/resolve");
    let answer = desk.post_form(&path, &[("text", "It is ours."), ("version", "1")]).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(answer.text().await.expect("a page").contains("It is ours."));
    let query = "query($r: String!) { case(reference: $r) { status version } }";
    let now = desk.asks(query, json!({ "r": reference })).await;
    assert_eq!(now["case"], json!({ "status": "open", "version": 2 }));
}

#[tokio::test]
async fn what_is_not_yours_to_do_is_refused_in_words() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "Who owns the footbridge?")]).await;
    let resolve = "mutation($r: String!) { resolve(reference: $r, answer: \"Mine\") { case { status } refusal { code message } } }";
    let answer = councillor.asks(resolve, json!({ "r": reference })).await;
    assert_eq!(answer["resolve"]["refusal"]["code"], "not-yours");
    assert!(answer["resolve"]["case"].is_null());
    let empty = "mutation($r: String!) { addNote(reference: $r, body: \"  \") { noteId refusal { code } } }";
    assert_eq!(councillor.asks(empty, json!({ "r": reference })).await["addNote"]["refusal"]["code"], "text-missing");
}

#[tokio::test]
async fn a_note_sent_twice_is_one_note() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "A street light is out")]).await;
    let path = format!("/cases/{reference}/notes");
    for _ in 0..2 {
        councillor.submits(&path, &[("text", "Two more parents told me."), ("client_id", KEY)]).await;
    }
    let all = app.database.all_seeing().await;
    assert_eq!(all.number(&council.schema, "SELECT count(*) FROM note").await, 1);
    let events = "SELECT count(*) FROM case_event WHERE kind = 'note-added'";
    assert_eq!(all.number(&council.schema, events).await, 1);
}

#[tokio::test]
async fn a_key_of_another_note_loses_no_note() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let one = councillor.raises(&[("summary", "A street light is out")]).await;
    let other = councillor.raises(&[("summary", "A bin was missed")]).await;
    let add = "mutation($r: String!, $k: String) {
        addNote(reference: $r, body: \"It is the third one.\", idempotencyKey: $k) { noteId repeated refusal { code } } }";
    let first = councillor.asks(add, json!({ "r": one, "k": KEY })).await["addNote"].clone();
    let again = councillor.asks(add, json!({ "r": one, "k": KEY })).await["addNote"].clone();
    assert_eq!((&first["noteId"], &again["repeated"]), (&again["noteId"], &json!(true)));
    let elsewhere = councillor.asks(add, json!({ "r": other, "k": KEY })).await["addNote"].clone();
    assert_eq!(elsewhere["refusal"]["code"], "key-already-used");
    // A page that was gone back to: what is typed there now is another note.
    for path in [format!("/cases/{one}/notes"), format!("/cases/{other}/notes")] {
        councillor.submits(&path, &[("text", "And a fourth."), ("client_id", KEY)]).await;
    }
    let all = app.database.all_seeing().await;
    assert_eq!(all.number(&council.schema, "SELECT count(*) FROM note").await, 3);
}

#[tokio::test]
async fn characters_that_nobody_types_break_nothing() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "A street\u{0} light is out\u{7}")]).await;
    councillor.submits(&format!("/cases/{reference}/notes"), &[("text", "Two\u{0} more")]).await;
    assert!(councillor.page(&format!("/cases/{reference}")).await.1.contains("A street light is out"));
    assert_eq!(councillor.page("/cases/%00").await.0, StatusCode::NOT_FOUND);
    assert_eq!(councillor.page("/requests?search=%00").await.0, StatusCode::OK);
    let raise = "mutation($s: String!) { raiseCase(input: { summary: $s, people: [] }) { case { summary } } }";
    let raised = councillor.asks(raise, json!({ "s": "Dog\u{0} mess" })).await;
    assert_eq!(raised["raiseCase"]["case"]["summary"], "Dog mess");
    assert_eq!(councillor.asks("{ case(reference: \"\\u0000\") { id } }", json!({})).await["case"], json!(null));
    // A button that the page does not have raises nothing.
    let answer = councillor.post_form("/raise", &[("summary", "x"), ("do", "remove-person--1")]).await;
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn enter_in_a_line_raises_nothing_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let typed = [("do", "enter"), ("summary", "A bench is broken"), ("place_words", "By the weir")];
    let page = councillor.post_form("/raise", &typed).await.text().await.expect("a page");
    for kept in ["A bench is broken", "By the weir", "Nothing is sent yet"] {
        assert!(page.contains(kept), "{kept}");
    }
    let all = app.database.all_seeing().await;
    assert_eq!(all.number(&council.schema, "SELECT count(*) FROM cases").await, 0);
}

#[tokio::test]
async fn a_member_finds_a_request_by_the_resident() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let resident = [("people.0.name", "Ottoline Marsh"), ("people.0.consent", "no")];
    let hers = councillor.raises(&[&[("summary", "A gate is stuck")], &resident[..]].concat()).await;
    let other = councillor.raises(&[("summary", "A light is out")]).await;
    let found = councillor.page("/requests?search=ottoline").await.1;
    assert!(found.contains(&hers) && !found.contains(&other));
}

#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let request = councillor.post_request("/raise").header("sec-fetch-site", "cross-site").body("summary=Forged");
    assert_eq!(request.send().await.expect("an answer").status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_history_is_a_whole_chain() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "Who owns the footbridge?")]).await;
    councillor.submits(&format!("/cases/{reference}/notes"), &[("text", "It is the one by the gasworks.")]).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    desk.submits(&format!("/cases/{reference}/actions/resolve"), &[("text", "It is ours.")]).await;

    let check = async || server::cases::verify_history(&app.instance.app.database, &council, &reference).await;
    assert_eq!(check().await.expect("a history"), Ok(()));
    let all = app.database.all_seeing().await;
    all.run(
        &council.schema,
        "UPDATE case_event SET body = jsonb_set(body, '{answer}', '\"Changed\"') WHERE kind = 'resolved'",
    )
    .await;
    assert!(check().await.expect("a history").is_err(), "a change past the program shows");
}
