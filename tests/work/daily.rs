//! One mail a day for those who want it so (issue 3, point 9), through a real mail server on loopback.

use serde_json::Value;

use super::mail::office_with;
use super::{Office, by_mail};
use crate::support::MailServer;

const DAILY: [(&str, &str); 3] = [("waiting", "daily"), ("own", "daily"), ("colleagues", "not")];

/// An office whose councillor gets one mail a day, and the mail of everybody else is out of the way.
async fn daily(server: &MailServer) -> Office {
    let mut office = office_with(server).await;
    office.councillor().await.submits("/notices/choice", &DAILY).await;
    office.at("2026-11-17T10:00:00Z").await;
    office.at("2026-11-17T10:30:00Z").await;
    server.taken();
    office
}

/// What the councillor got by mail since it was last asked.
async fn got(office: &Office, server: &MailServer) -> Vec<Value> {
    by_mail(office, &server.taken(), &office.councillor().await.key)
}

fn text(mail: &Value) -> &str {
    mail["text"].as_str().expect("text")
}

#[tokio::test]
async fn everything_of_a_day_comes_with_one_mail_on_the_next_working_day() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = daily(&server).await;
    office.at("2026-11-20T14:00:00Z").await;
    office.acts(&office.team().await, "record-progress", "An inspector was there on Thursday.").await;
    office.at("2026-11-20T15:00:00Z").await;
    office.acts(&office.team().await, "request-information", "Which side of the road?").await;
    office.at("2026-11-20T16:00:00Z").await;
    office.at("2026-11-21T10:00:00Z").await;
    office.at("2026-11-23T08:10:00Z").await;
    assert_eq!(
        got(&office, &server).await,
        Vec::<Value>::new(),
        "not on the day, not on Saturday, not before half past eight"
    );
    office.at("2026-11-23T08:31:00Z").await;
    let mails = got(&office, &server).await;
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    let link = format!("https://{}/cases/{}?notice=read", office.council.host, office.reference);
    assert_eq!(text(mail).matches(&link).count(), 2, "each thing leads to its case: {}", text(mail));
    let (waits, news) = (text(mail).find("asks for information"), text(mail).find("Progress from"));
    assert!(waits.is_some() && waits < news, "what waits comes first: {}", text(mail));
    assert!(text(mail).contains("Subject: 2 things"), "{}", text(mail));
    assert!(!text(mail).contains("side of the road") && !text(mail).contains("hole by the school"), "{}", text(mail));
    office.at("2026-11-23T15:00:00Z").await;
    office.at("2026-11-24T09:00:00Z").await;
    assert_eq!(got(&office, &server).await, Vec::<Value>::new(), "nothing happened, so nothing is sent");
}

#[tokio::test]
async fn what_the_morning_says_is_in_the_mail_of_the_morning() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = daily(&server).await;
    office.acts(&office.team().await, "request-information", "Which side of the road?").await;
    office.at("2026-11-18T09:00:00Z").await;
    assert_eq!(got(&office, &server).await.len(), 1);
    // Ten working days from Tuesday 17 November, with a reminder half way.
    office.at("2026-11-24T08:05:00Z").await;
    assert_eq!(office.events("reminded").await, 1);
    office.at("2026-11-24T08:31:00Z").await;
    let mails = got(&office, &server).await;
    assert!(mails.len() == 1 && text(&mails[0]).contains("A reminder was sent"), "{mails:?}");
}

#[tokio::test]
async fn nothing_is_in_the_mail_that_the_person_may_not_see_when_it_goes() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = daily(&server).await;
    let councillor = office.councillor().await;
    let other = councillor.raises(&[("summary", "Another matter")]).await;
    office.acts(&office.team().await, "request-information", "Which side of the road?").await;
    office.at("2026-11-17T15:00:00Z").await;
    let all = office.app.database.all_seeing().await;
    let desk = office.desk().await.key;
    // The case goes over to another member.
    let hide = |reference: &str| {
        format!(
            "UPDATE cases SET visible_to = '{{}}', member_id = p.id, raised_by = p.id FROM person p
             WHERE reference = '{reference}' AND p.key = '{desk}'"
        )
    };
    all.run(&office.council.schema, &hide(&office.reference)).await;
    office.at("2026-11-18T08:40:00Z").await;
    assert_eq!(got(&office, &server).await, Vec::<Value>::new(), "nothing is left, so nothing is sent");
    let waiting = "SELECT count(*) FROM job WHERE state <> 'done' AND payload ? 'daily'";
    assert_eq!(all.number(&office.council.schema, waiting).await, 0, "and nothing waits for ever");

    // The same of a mail that goes by itself: told on Wednesday evening, to be sent on Thursday morning.
    let choice = [("waiting", "at-once"), ("own", "at-once"), ("colleagues", "not")];
    office.councillor().await.submits("/notices/choice", &choice).await;
    office.desk().await.submits(&format!("/cases/{other}/notes"), &[("text", "Whose is it?")]).await;
    office.at("2026-11-18T19:00:00Z").await;
    let by_itself = format!(
        "SELECT count(*) FROM job JOIN person p ON p.id::text = payload ->> 'person'
         WHERE state = 'waiting' AND payload ->> 'kind' = 'note-added' AND p.key = '{}'",
        councillor.key
    );
    assert_eq!(all.number(&office.council.schema, &by_itself).await, 1, "it waits for the morning");
    all.run(&office.council.schema, &hide(&other)).await;
    office.at("2026-11-19T09:00:00Z").await;
    assert_eq!(got(&office, &server).await, Vec::<Value>::new());
    assert_eq!(all.number(&office.council.schema, &by_itself).await, 0, "it was looked at, and not sent");
}

#[tokio::test]
async fn each_thing_is_in_one_mail_after_days_without_a_worker_and_after_a_crash() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = daily(&server).await;
    office.acts(&office.team().await, "record-progress", "First.").await;
    office.at("2026-11-17T15:00:00Z").await;
    office.acts(&office.team().await, "record-progress", "Second.").await;
    // Nobody worked until Thursday night.
    office.another_worker().await;
    office.at("2026-11-19T20:00:00Z").await;
    assert_eq!(got(&office, &server).await, Vec::<Value>::new(), "nobody is disturbed in the night");
    office.at("2026-11-20T08:31:00Z").await;
    let mails = got(&office, &server).await;
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    assert_eq!(text(mail).matches("Progress from").count(), 2, "both, once: {}", text(mail));
    let all = office.app.database.all_seeing().await;
    let schema = &office.council.schema;
    let told = "SELECT count(DISTINCT digest_id) FROM notice WHERE kind = 'progress-recorded' AND daily_on IS NOT NULL";
    assert_eq!(all.number(schema, told).await, 1);

    // The worker died after the server took the mail and before it was noted: it goes again, as the same message.
    all.run(schema, "UPDATE job SET state = 'waiting', due_at = created_at WHERE payload ? 'daily'").await;
    office.another_worker().await;
    office.at("2026-11-20T09:00:00Z").await;
    let again = got(&office, &server).await;
    let id = |mail: &Value| text(mail).lines().find(|line| line.starts_with("Message-ID")).expect("an id").to_owned();
    assert_eq!(again.iter().map(id).collect::<Vec<_>>(), [id(mail)]);
}

#[tokio::test]
async fn the_mail_is_in_the_language_of_the_person() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = daily(&server).await;
    let all = office.app.database.all_seeing().await;
    all.run(&office.council.schema, "UPDATE telling_choice SET lang = 'cy'").await;
    office.acts(&office.team().await, "record-progress", "Soon.").await;
    office.at("2026-11-18T09:00:00Z").await;
    let mails = got(&office, &server).await;
    assert!(mails.len() == 1 && text(&mails[0]).contains("eich e-bost dyddiol"), "{mails:?}");
}

#[tokio::test]
async fn whoever_wants_no_mail_any_more_gets_none_of_what_waits() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = daily(&server).await;
    office.acts(&office.team().await, "record-progress", "Soon.").await;
    office.at("2026-11-17T15:00:00Z").await;
    let here = [("waiting", "daily"), ("own", "here"), ("colleagues", "not")];
    office.councillor().await.submits("/notices/choice", &here).await;
    office.at("2026-11-18T09:00:00Z").await;
    assert_eq!(got(&office, &server).await, Vec::<Value>::new());
    assert!(office.councillor().await.page("/notices").await.1.contains("Progress from"), "it is in the list");
}
