//! Nothing that was typed is lost with a session (R1).

use casework::people::Role;
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;

use crate::support::forms::form_in;
use crate::support::{TestApp, root};

const WORDS: &str = "Typed \"before\" the session ended & kept:\n<all> of it";

/// Paths of the program's routes that take a form, with something in place of what stands in braces.
fn forms() -> Vec<String> {
    let routes = std::fs::read_to_string(root().join("platform/server/src/http/mod.rs")).expect("the routes");
    let takes_form = |route: &&str| route.split_once('"').is_some_and(|(_, handlers)| handlers.contains("post("));
    let paths =
        routes.split(".route(").skip(1).filter_map(|route| route.trim_start().strip_prefix('"')).filter(takes_form);
    let id = "0191d0a8-7c1e-7000-8000-000000000001";
    let filled = |path: &str| {
        let parts = path.split('/').map(|part| match part {
            "{verb}" => "resolve",
            "{kind}" => "routing",
            "{lang}" => "en",
            part if part.starts_with('{') => id,
            part => part,
        });
        parts.collect::<Vec<_>>().join("/")
    };
    // Whoever sends these brings no session, or none that could be lost.
    let others = ["/sign-in", "/sign-out", "/graphql", "/mail-in", "/g/", "/incoming/"];
    let is_other =
        |path: &&str| others.iter().any(|other| path == other || other.ends_with('/') && path.starts_with(other));
    let paths = paths.filter_map(|route| route.split('"').next()).filter(|path| !is_other(path));
    paths.map(filled).collect()
}

#[tokio::test]
async fn every_form_waits_for_its_sender_to_sign_in_again_and_every_file_is_asked_for_again() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let member = app.somebody(&council, Role::Councillor, |_| true).await;
    app.clock.advance(TimeDelta::hours(13));
    let (mut kept, mut files) = (0, 0);
    for path in forms() {
        let lost = member.post_form(&path, &[("text", WORDS), ("do", "send")]).await;
        assert_eq!(lost.status(), StatusCode::UNAUTHORIZED, "{path}");
        if path.ends_with("/files") || path.ends_with("/file") || path.ends_with("/upload") || path.ends_with("/import")
        {
            assert!(lost.text().await.expect("a page").contains("send the file again"), "{path}");
            files += 1;
            continue;
        }
        let page = member.signs_in_again(lost).await;
        let sent = [("text".to_owned(), WORDS.to_owned()), ("do".to_owned(), "send".to_owned())];
        assert_eq!(form_in(&page), (path, sent.to_vec()));
        assert!(page.contains("Typed &quot;before&quot; the session ended"), "and they read it: {page}");
        kept += 1;
        app.clock.advance(TimeDelta::hours(13));
    }
    assert!(kept > 40 && files == 4, "{kept}, {files}");
}

#[tokio::test]
async fn a_case_is_raised_after_signing_in_again_and_once() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    app.clock.advance(TimeDelta::hours(13));
    let id = "0191d0a8-7c1e-7000-8000-000000000001";
    let form = [("client_id", id), ("summary", "Typed before the session ended"), ("place_words", "Mill Lane")];
    let page = councillor.signs_in_again(councillor.post_form("/raise", &form).await).await;
    assert!(
        page.contains("You are signed in again") && page.contains("Mill Lane") && !page.contains(&format!("<p>{id}"))
    );
    for done in ["done=raised", "done=already"] {
        let raised = councillor.sends_again(&page).await;
        assert!(raised.headers()["location"].to_str().expect("a path").contains(done));
    }
}

#[tokio::test]
async fn a_note_for_the_team_is_still_for_the_team() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    let reference = councillor.raises(&[("summary", "Who owns the footbridge?")]).await;
    let desk = app.somebody(&council, Role::TriageOfficer, |_| true).await;
    app.clock.advance(TimeDelta::hours(13));
    let form = [("audience", "team"), ("text", "Ask the owner quietly")];
    let page = desk.signs_in_again(desk.post_form(&format!("/cases/{reference}/notes"), &form).await).await;
    assert_eq!(desk.sends_again(&page).await.status(), StatusCode::SEE_OTHER);
    let notes = "query($r: String!) { case(reference: $r) { notes { body forTeam } } }";
    let kept = desk.asks(notes, json!({ "r": reference })).await["case"]["notes"].clone();
    assert_eq!(kept, json!([{ "body": "Ask the owner quietly", "forTeam": true }]));
}

#[tokio::test]
async fn who_signs_in_instead_is_named_and_may_do_no_more_than_before() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let admin = app.somebody(&council, Role::TenantAdmin, |_| true).await;
    let councillor = app.somebody(&council, Role::Councillor, |_| true).await;
    app.clock.advance(TimeDelta::hours(13));
    let path = "/letters/print";
    let lost = admin.post_form(path, &[("text", "two words")]).await;
    let page = councillor.signs_in_again(lost).await;
    let name = app.instance.app.identity.people(&council).await.expect("people");
    let name = &name.iter().find(|person| person.key == councillor.key).expect("somebody").actor.name;
    assert!(page.contains(&format!("You are signed in as {name}.")), "{page}");
    assert_eq!(councillor.sends_again(&page).await.status(), StatusCode::FORBIDDEN);
    let elsewhere = [("person", councillor.key.as_str()), ("form", "https://evil.example/"), ("kept.text", "a b")];
    let page = councillor.post_form("/sign-in", &elsewhere).await.text().await.expect("a page");
    assert_eq!(form_in(&page).0, "/", "nothing is sent to another site");
}
