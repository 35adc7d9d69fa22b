//! A mail of a member becomes a draft of theirs, and the draft becomes one case.

use reqwest::StatusCode;
use serde_json::json;
use server::tenancy::Acting;

use super::{DOT, Post, between, draft_of, mail, mail_with_files};
use crate::support::clamd::Clamd;

const FORWARDED: &str = "Can you look into this?\r\n\r\n---------- Forwarded message ---------\r\n\
    From: Joan Reeve <joan@home.example>\r\nSubject: Light\r\n\r\nThe light by number 12 is out.";
/// "%PDF-1.4\n%%EOF\n"
const PDF: &str = "JVBERi0xLjQKJSVFT0YK";
const HTML: &str = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==";

#[tokio::test]
async fn a_forwarded_mail_is_a_draft_of_its_sender_alone_and_becomes_one_case_with_its_files() {
    let mut post = Post::open().await;
    let (sender, other) = (post.councillor(), post.another_councillor());
    let files = [("dot.png", "image/png", DOT), ("map.pdf", "application/pdf", PDF), ("page.html", "text/html", HTML)];
    post.receives(&mail_with_files(&sender.email.to_uppercase(), "Fwd: Street light out", FORWARDED, &files)).await;

    let member = post.sign_in(&sender).await;
    let home = member.page("/").await.1;
    assert!(home.contains("Not raised yet") && home.contains("Street light out"), "{home}");
    assert!(member.page("/raise").await.1.contains("1 draft"));
    let at = draft_of(&member).await;
    let form = member.page(&at).await.1;
    for words in
        ["Street light out</textarea>", "The light by number 12 is out.", "Joan Reeve", "joan@home.example", "dot.png"]
    {
        assert!(form.contains(words), "{words} in {form}");
    }
    assert!(form.contains("<strong>page.html</strong>: This kind of file cannot be added"), "{form}");
    assert!(!form.contains("<li>page.html"));

    let stranger = post.sign_in(&other).await;
    assert_eq!(stranger.page(&at).await.0, StatusCode::NOT_FOUND);
    assert!(!stranger.page("/").await.1.contains("Street light out"));

    let id = at.split('=').nth(1).expect("an id").to_owned();
    let fields =
        [("summary", "The light is out"), ("details", "As Joan says"), ("draft", id.as_str()), ("channel", "email")];
    let refused = member.post_form("/raise", &[("summary", ""), ("draft", &id)]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.expect("a page").contains("dot.png"), "a refused form keeps its draft");
    let reference = member.raises(&fields).await;
    assert_eq!(member.raises(&fields).await, reference, "sent again, from another tab, it is the same case");
    assert_eq!(post.drafts().await + post.count("SELECT count(*) FROM draft_file").await, 0);
    let page = member.page(&format!("/cases/{reference}")).await.1;
    assert!(page.contains("dot.png") && page.contains("map.pdf") && !page.contains("page.html"), "{page}");
    let picture = between(&page, &format!("href=\"/cases/{reference}/files/"), '"');
    assert_eq!(
        member.page(&format!("/cases/{reference}/files/{picture}")).await.0,
        StatusCode::OK,
        "the bytes came along"
    );
    let history = server::cases::verify_history(&post.app.instance.app.database, &post.council, &reference);
    history.await.expect("the database").expect("a whole history");
    assert_eq!(post.count("SELECT count(*) FROM case_event WHERE kind = 'file-added'").await, 2);
    assert_eq!(post.count("SELECT count(*) FROM cases").await, 1);
}

#[tokio::test]
async fn the_same_mail_is_taken_once_however_often_and_on_whichever_way_it_comes() {
    let mut post = Post::open().await;
    let sender = post.councillor();
    let message = mail(&sender.email, "Bins", &[], "Three weeks now.");
    for _ in 0..3 {
        post.receives(&message).await;
    }
    assert_eq!((post.drafts().await, post.count("SELECT count(*) FROM mail_in").await), (1, 1));
    post.receives(&format!("Received: from another server\r\n{message}")).await;
    assert_eq!((post.drafts().await, post.mails("repeated", None).await), (1, 1), "as a copy to a second address");
    post.receives(&mail(&sender.email, "Bins", &[], "And a fourth one.")).await;
    assert_eq!(post.drafts().await, 2, "something else of the same subject");
}

#[tokio::test]
async fn a_file_with_a_virus_is_named_and_the_others_are_kept() {
    let clamd = Clamd::start().await;
    let mut post = Post::open_as(|options| options.files.clamd = Some(clamd.socket().display().to_string())).await;
    let sender = post.councillor();
    // EICAR's test file, which is no virus.
    let eicar = "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=";
    let files = [("invoice.txt", "text/plain", eicar), ("dot.png", "image/png", DOT)];
    post.receives(&mail_with_files(&sender.email, "Invoice", "See this", &files)).await;
    let member = post.sign_in(&sender).await;
    let form = member.page(&draft_of(&member).await).await.1;
    assert!(form.contains("<strong>invoice.txt</strong>: It holds a virus"), "{form}");
    assert!(form.contains("1 file goes with this case") && form.contains("dot.png"), "{form}");
    assert_eq!(post.count("SELECT count(*) FROM draft_file WHERE scanned").await, 1);
}

#[tokio::test]
async fn a_mail_whose_files_cannot_be_looked_at_waits_until_they_can() {
    let mut post = Post::open_as(|options| options.files.clamd = Some("/nowhere/clamd".to_owned())).await;
    let sender = post.councillor();
    post.receives(&mail_with_files(&sender.email, "Photo", "See", &[("dot.png", "image/png", DOT)])).await;
    assert_eq!((post.drafts().await, post.mails("waiting", None).await), (0, 1));
    for _ in 0..10 {
        post.app.clock.advance(chrono::TimeDelta::hours(13));
        post.works().await;
    }
    assert_eq!(post.mails("parked", Some("failed")).await, 1, "after a few days somebody is told");
}

#[tokio::test]
async fn a_long_mail_goes_along_whole_as_a_file() {
    let mut post = Post::open().await;
    let sender = post.councillor();
    let text = "A long story about a drain. ".repeat(400);
    post.receives(&mail(&sender.email, "Drain", &[], &text)).await;
    let member = post.sign_in(&sender).await;
    assert!(member.page(&draft_of(&member).await).await.1.contains("mail.txt"));
    assert_eq!(post.count("SELECT length(details)::bigint FROM draft").await, 5000);
    assert!(post.count("SELECT bytes FROM draft_file").await > 11_000);
}

#[tokio::test]
async fn a_draft_is_deleted_by_its_owner_alone() {
    let mut post = Post::open().await;
    let (sender, other) = (post.councillor(), post.another_councillor());
    post.receives(&mail_with_files(&sender.email, "Bins", "Again", &[("dot.png", "image/png", DOT)])).await;
    let member = post.sign_in(&sender).await;
    let id = draft_of(&member).await.split('=').nth(1).expect("an id").to_owned();
    let path = format!("/drafts/{id}/delete");
    post.sign_in(&other).await.submits(&path, &[]).await;
    assert_eq!(post.drafts().await, 1);
    assert_eq!(member.submits(&path, &[]).await, "/");
    assert_eq!(post.drafts().await + post.count("SELECT count(*) FROM draft_file").await, 0);
}

#[tokio::test]
async fn a_program_reads_raises_and_deletes_drafts() {
    let mut post = Post::open().await;
    let sender = post.councillor();
    post.receives(&mail_with_files(
        &sender.email,
        "Bins",
        "Again",
        &[("dot.png", "image/png", DOT), ("x.html", "text/html", HTML)],
    ))
    .await;
    post.receives(&mail(&sender.email, "Drain", &[], "Blocked")).await;
    let member = post.sign_in(&sender).await;
    let asked = member.asks("{ drafts { id summary createdAt } }", json!({})).await;
    let id = |summary: &str| {
        let drafts = asked["drafts"].as_array().expect("drafts");
        drafts.iter().find(|draft| draft["summary"] == summary).expect("the draft")["id"].clone()
    };
    let whole = "query($id: String!) { draft(id: $id) { origin details residentName files refused { name reason } } }";
    let draft = member.asks(whole, json!({ "id": id("Bins") })).await;
    assert_eq!(draft["draft"]["files"], json!(["dot.png"]));
    assert_eq!(draft["draft"]["refused"], json!([{ "name": "x.html", "reason": "not-allowed" }]));
    let raise = "mutation($id: String!) { raiseCase(input: { summary: \"Bins\" }, draft: $id) { case { reference } repeated refusal { code } } }";
    let raised = member.asks(raise, json!({ "id": id("Bins") })).await;
    let again = member.asks(raise, json!({ "id": id("Bins") })).await;
    assert_eq!(again["raiseCase"]["case"], raised["raiseCase"]["case"]);
    assert_eq!(again["raiseCase"]["repeated"], true);
    assert_eq!(post.count("SELECT count(*) FROM file").await, 1);
    let delete = "mutation($id: String!) { deleteDraft(id: $id) }";
    assert_eq!(member.asks(delete, json!({ "id": id("Drain") })).await["deleteDraft"], true);
    assert_eq!(member.asks("{ drafts { id } }", json!({})).await["drafts"], json!([]));
}

/// Whatever a query forgets, the database shows nobody the drafts of others, and nobody but the desk the mail to sort.
#[tokio::test]
async fn the_database_keeps_drafts_and_parked_mail_to_whom_they_belong() {
    let mut post = Post::open().await;
    let (sender, other) = (post.councillor(), post.another_councillor());
    post.receives(&mail_with_files(&sender.email, "Bins", "Again", &[("dot.png", "image/png", DOT)])).await;
    post.receives(&mail("nobody@home.example", "Damp", &[], "In the bedroom")).await;
    let database = &post.app.instance.app.database;
    let people = post.app.instance.app.identity.people(&post.council).await.expect("people");
    let seen = async |key: &str| {
        let actor = &people.iter().find(|person| person.key == key).expect("the person").actor;
        let tx = database.begin(&post.council.schema, Acting::Person(actor)).await.expect("a scope");
        let drafts =
            tx.all::<Row>("SELECT id FROM draft UNION ALL SELECT id FROM draft_file", vec![]).await.expect("drafts");
        let parked = tx.all::<Row>("SELECT id FROM mail_in", vec![]).await.expect("mail");
        (drafts.len(), parked.len())
    };
    assert_eq!(seen(&sender.key).await, (2, 0));
    assert_eq!(seen(&other.key).await, (0, 0));
    let desk = post.person(|person| person.roles.contains(&casework::people::Role::TriageOfficer));
    assert_eq!(seen(&desk.key).await, (0, 2));
    let team = post.person(|person| person.roles == [casework::people::Role::TeamMember]);
    assert_eq!(seen(&team.key).await, (0, 0), "an officer who does not sort mail");
}

#[derive(sea_orm::FromQueryResult)]
struct Row {
    #[expect(dead_code, reason = "that there is one is what counts")]
    id: uuid::Uuid,
}
