//! Mail that comes back, at once or later.

use serde_json::Value;

use super::{BY_EMAIL, Town, but};

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_told_to_the_councillor_and_goes_again_to_the_right_address() {
    let mut town = Town::refusing("wrong").await;
    let reference = town.raised(&but(&BY_EMAIL, "people.0.email", "wrong@resident.example")).await;
    town.at("2026-11-17T09:31:00Z").await;
    town.at("2026-11-17T09:40:00Z").await;
    assert_eq!(town.to_residents(), Vec::<Value>::new());
    let member = town.member().await;
    let case = format!("/cases/{reference}");
    let page = member.page(&case).await.1;
    assert!(page.contains("The message to Joan Reeve came back. Check the address"), "an event: {page}");
    let mend = format!("{case}/telling");
    assert!(page.contains("The last message came back.") && page.contains(&mend), "and how to mend it");
    let notices = member.page("/notices").await.1;
    assert!(notices.contains("The message to the resident came back"), "told to whoever raised it: {notices}");

    let to = town.resident_of(&reference).await;
    let form = [
        ("reply_route", "to-resident"),
        ("people.0.id", to.as_str()),
        ("people.0.email", "joan.reeve@resident.example"),
        ("people.0.tell", "email"),
    ];
    member.submits(&mend, &form).await;
    town.at("2026-11-17T10:00:00Z").await;
    let mails = town.to_residents();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0]["to"][0], "joan.reeve@resident.example");
    assert!(!town.member().await.page(&case).await.1.contains("The last message came back."));
    town.at("2026-11-17T11:00:00Z").await;
    assert_eq!(town.to_residents(), Vec::<Value>::new(), "once");
}

#[tokio::test]
async fn a_report_that_comes_later_is_told_once() {
    let mut town = Town::new().await;
    let reference = town.raised(&BY_EMAIL).await;
    town.at("2026-11-17T09:31:00Z").await;
    town.at("2026-11-17T09:40:00Z").await;
    let mails = town.to_residents();
    let text = mails[0]["text"].as_str().expect("text");
    let id = text.split("Message-ID: <").nth(1).and_then(|rest| rest.split('@').next()).expect("a Message-ID");
    let id: uuid::Uuid = id.parse().expect("a UUID");

    let app = &town.app.instance.app;
    let reported = async |id: uuid::Uuid| {
        let tx = app.database.begin(&town.council.schema, server::tenancy::Acting::System).await.expect("a scope");
        let news = server::mail::bounced(app, &town.council, &tx, id, app.clock.now()).await.expect("noted");
        tx.commit().await.expect("kept");
        app.wake.work_for(town.council.id);
        news
    };
    assert!(!reported(uuid::Uuid::from_u128(7)).await, "no mail of ours");
    assert!(reported(id).await);
    assert!(!reported(id).await, "known already");
    town.at("2026-11-17T10:00:00Z").await;
    let page = town.member().await.page(&format!("/cases/{reference}")).await.1;
    assert_eq!(page.matches("The message to Joan Reeve came back").count(), 1);
    assert!(town.member().await.page("/notices").await.1.contains("The message to the resident came back"));
}
