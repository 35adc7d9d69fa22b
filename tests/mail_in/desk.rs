//! What could not be placed waits for those who sort the council's mail.

use casework::people::Role;
use reqwest::StatusCode;
use serde_json::json;

use super::{DOT, Post, between, draft_of, mail, mail_with_files};

#[tokio::test]
async fn a_mail_of_a_stranger_is_looked_at_as_text_and_handed_to_a_member() {
    let mut post = Post::open().await;
    let text = "Dear councillors,\r\n\r\n<script>alert(1)</script> my mother's flat is damp.";
    post.receives(&mail_with_files("joan@home.example", "Damp", text, &[("dot.png", "image/png", DOT)])).await;
    assert_eq!(post.drafts().await, 0);
    let (desk, owner) = (post.desk().await, post.councillor());
    let home = desk.page("/").await.1;
    assert!(home.contains("Mail to sort"), "{home}");
    let list = desk.page("/mail-in").await.1;
    assert!(list.contains("Damp") && list.contains("Nobody at this council has this address"), "{list}");
    let path = format!("/mail-in/{}", between(&list, "href=\"/mail-in/", '"'));
    let page = desk.page(&path).await.1;
    assert!(page.contains("my mother&#x27;s flat is damp") && page.contains("dot.png"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");

    let member = post.sign_in(&owner).await;
    let team = post.app.somebody(&post.council, Role::TeamMember, |person| person.roles == [Role::TeamMember]).await;
    for other in [&member, &team] {
        assert_eq!(other.page("/mail-in").await.0, StatusCode::FORBIDDEN);
        assert_eq!(other.page(&path).await.0, StatusCode::FORBIDDEN);
        for button in ["dismiss", "hand-over"] {
            let person = person_id(&post, &owner.key).await;
            let answer = other.post_form(&format!("{path}/{button}"), &[("person", &person)]).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        }
    }
    let nobody = desk.post_form(&format!("{path}/hand-over"), &[("person", "")]).await;
    assert_eq!(nobody.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text().await.expect("a page").contains("Choose who it belongs to"));
    let officer = person_id(&post, &team.key).await;
    let answer = desk.post_form(&format!("{path}/hand-over"), &[("person", &officer)]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "who raises no cases has no drafts");

    let person = person_id(&post, &owner.key).await;
    let hand_over = format!("{path}/hand-over");
    assert_eq!(desk.submits(&hand_over, &[("person", &person)]).await, "/mail-in?done=handed-over");
    assert_eq!(desk.post_form(&hand_over, &[("person", &person)]).await.status(), StatusCode::NOT_FOUND, "once");
    post.works().await;
    let form = member.page(&draft_of(&member).await).await.1;
    for words in ["Your council handed you this mail", "flat is damp", "joan@home.example", "dot.png"] {
        assert!(form.contains(words), "{words} in {form}");
    }
    assert!(desk.page("/mail-in").await.1.contains("No mail is waiting"));
}

async fn person_id(post: &Post, key: &str) -> String {
    let people = post.app.instance.app.identity.people(&post.council).await.expect("people");
    people.into_iter().find(|person| person.key == key).expect("the person").id.to_string()
}

#[tokio::test]
async fn a_torn_mail_of_a_member_is_parked_and_can_be_handed_over_all_the_same() {
    let mut post = Post::open().await;
    let owner = post.councillor();
    let whole = mail_with_files(&owner.email, "Photos", "See both", &[("dot.png", "image/png", DOT)]);
    let torn = &whole[..whole.len() - 20];
    post.receives(torn).await;
    assert_eq!((post.drafts().await, post.mails("parked", Some("broken")).await), (0, 1));
    post.receives("\0\0\0 no mail at all").await;
    assert_eq!(post.mails("parked", None).await, 2);
    let desk = post.desk().await;
    let asked = desk.asks("{ parkedMail { id sender subject reason } }", json!({})).await;
    let parked = asked["parkedMail"].as_array().expect("mails");
    let mail = parked.iter().find(|mail| mail["reason"] == "broken").expect("the torn one");
    let id = &mail["id"];
    let text = desk.asks("query($id: String!) { parkedMailText(id: $id) }", json!({ "id": id })).await;
    assert!(text["parkedMailText"].as_str().is_some_and(|text| text.contains("See both")), "{text}");
    let hand_over = "mutation($id: String!, $to: String!) { handOverMail(id: $id, person: $to) { done code } }";
    let to = person_id(&post, &owner.key).await;
    let member = post.sign_in(&owner).await;
    let refused = member.asks(hand_over, json!({ "id": id, "to": to })).await;
    assert_eq!(refused["handOverMail"]["code"], "not-allowed");
    assert_eq!(member.asks("{ parkedMail { id } }", json!({})).await["parkedMail"], json!([]));
    assert_eq!(desk.asks(hand_over, json!({ "id": id, "to": to })).await["handOverMail"]["done"], true);
    post.works().await;
    assert_eq!(post.count("SELECT count(*) FROM draft WHERE origin = 'handed-over'").await, 1);
}

#[tokio::test]
async fn what_needs_nothing_is_closed_and_deleted_after_a_month() {
    let mut post = Post::open().await;
    post.receives(&mail("shop@home.example", "Carpets", &[], "Cheap")).await;
    let desk = post.desk().await;
    let path = between(&desk.page("/mail-in").await.1, "href=\"/mail-in/", '"');
    desk.submits(&format!("/mail-in/{path}/dismiss"), &[]).await;
    assert_eq!(post.mails("dismissed", None).await, 1);
    assert_eq!(desk.page(&format!("/mail-in/{path}")).await.0, StatusCode::NOT_FOUND);
    post.app.clock.advance(chrono::TimeDelta::days(31));
    post.works().await;
    assert_eq!(post.mails("dismissed", None).await, 0);
}

#[tokio::test]
async fn with_a_trusted_server_only_what_it_vouches_for_counts() {
    let mut post = Post::open_as(|options| options.mail.incoming.trusted = Some("mx.council.example".to_owned())).await;
    let sender = post.councillor();
    let domain = sender.email.split('@').nth(1).expect("a domain").to_owned();
    post.receives(&mail(&sender.email, "a", &[], "No server says anything")).await;
    let own = "Authentication-Results: evil.example; dmarc=pass";
    post.receives(&mail(&sender.email, "b", &[own], "A server that nobody trusts")).await;
    let failed = "Authentication-Results: mx.council.example; dmarc=fail";
    let forged = "Authentication-Results: mx.council.example; dmarc=pass";
    post.receives(&mail(&sender.email, "c", &[failed, forged], "The sender's own line, below the server's")).await;
    assert_eq!((post.drafts().await, post.mails("parked", Some("not-authenticated")).await), (0, 3));
    let passed = format!("Authentication-Results: mx.council.example; dmarc=pass (p=reject) header.from={domain}");
    post.receives(&mail(&sender.email, "d", &[&passed], "Really me")).await;
    assert_eq!(post.drafts().await, 1);
}

#[tokio::test]
async fn who_the_sender_is_must_be_clear() {
    let mut post = Post::open().await;
    let (one, other) = (post.councillor(), post.another_councillor());
    post.receives(&mail(&format!("{}>, <{}", one.email, other.email), "Two", &[], "Which of us?")).await;
    assert_eq!(post.mails("parked", Some("no-sender")).await, 1);
    let team = post.person(|person| person.roles == [Role::TeamMember]);
    post.receives(&mail(&team.email, "Idea", &[], "A new case?")).await;
    assert_eq!(post.mails("parked", Some("may-not-raise")).await, 1);
    let shared = format!("UPDATE person SET email = '{}' WHERE key = '{}'", one.email, other.key);
    post.app.database.all_seeing().await.run(&post.council.schema, &shared).await;
    post.receives(&mail(&one.email, "One", &[], "Which of us?")).await;
    assert_eq!(post.mails("parked", Some("shared-address")).await, 1);
    assert_eq!(post.drafts().await, 0);
}
