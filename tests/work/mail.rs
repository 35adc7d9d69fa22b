//! Mail to the council's own people, through a real mail server on loopback.

use serde_json::Value;

use super::Office;
use crate::support::{MailServer, TestApp};

pub(super) async fn office_with(server: &MailServer) -> Office {
    Office::of(TestApp::start_as(|options| options.mail = server.options()).await).await
}

#[tokio::test]
async fn people_get_a_mail_in_office_hours_with_a_link_and_none_of_what_the_case_says() {
    let server = MailServer::start("nobody-is-refused");
    let mut office = office_with(&server).await;
    office.at("2026-11-17T19:30:00Z").await;
    assert_eq!(server.taken(), Vec::<Value>::new(), "nobody is disturbed in the evening");
    office.at("2026-11-18T08:05:00Z").await;
    let before = server.taken().len();
    let waiting = "SELECT count(*) FROM job WHERE state = 'waiting'";
    let all = office.app.database.all_seeing().await;
    assert_eq!(all.number(&office.council.schema, waiting).await, 1, "the server put the first one off");
    office.at("2026-11-18T08:20:00Z").await;
    assert_eq!(all.number(&office.council.schema, waiting).await, 0);
    assert_eq!(server.taken().len(), 1, "which is sent again, alone; {before} had gone before");

    office.acts(&office.team().await, "request-information", "Which side of the road?").await;
    office.at("2026-11-18T09:00:00Z").await;
    let mails = server.taken();
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    let text = mail["text"].as_str().expect("text");
    let council = &office.council;
    let link = format!("/cases/{}?notice=read#actions", office.reference);
    assert!(text.contains(&format!("https://{}{link}", council.host)), "to what waits for an answer: {text}");
    let councillor = office.councillor().await;
    assert!(councillor.page("/notices").await.1.contains(&format!("href=\"{link}\"")), "as in the list");
    let page = councillor.page(&format!("/cases/{}?notice=read", office.reference)).await.1;
    assert!(page.contains("id=\"actions\""), "the page has such a place");
    assert!(text.contains(&format!("Subject: {}: ", office.reference)), "{text}");
    assert!(text.contains("asks for information"), "{text}");
    assert!(!text.contains("side of the road") && !text.contains("hole by the school"), "{text}");
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_kept_for_the_operator_and_holds_up_no_other() {
    let server = MailServer::start("@");
    let mut office = office_with(&server).await;
    office.at("2026-11-17T10:00:00Z").await;
    let all = office.app.database.all_seeing().await;
    let schema = &office.council.schema;
    let dead = all.number(schema, "SELECT count(*) FROM job WHERE state = 'dead'").await;
    assert!(dead > 0);
    assert_eq!(all.number(schema, "SELECT count(*) FROM job WHERE state <> 'dead'").await, 0);
    let named = "SELECT count(*) FROM job WHERE last_error NOT LIKE '%550%' OR last_error LIKE '%@%'";
    assert_eq!(all.number(schema, named).await, 0, "the reason is kept, the person is not");

    let tx = office.app.instance.app.database.begin(schema, server::tenancy::Acting::System).await.expect("a scope");
    let listed = server::jobs::given_up(&tx).await.expect("a list");
    assert_eq!(i64::try_from(listed.len()).expect("a count"), dead);
    let again = server::jobs::retry_all(&tx, office.app.instance.app.clock.now()).await.expect("taken up");
    assert_eq!(i64::try_from(again).expect("a count"), dead);
    tx.commit().await.expect("kept");
    let by_operator = "SELECT count(*) FROM job_decision WHERE decision = 'retried' AND made_by IS NULL";
    assert_eq!(all.number(schema, by_operator).await, dead, "and that the operator did it");
}
