use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Desk;

const SEAT: &str = "highways-schedule/highways-street-manager";
const TOPIC: &str = "arn:aws:sns:eu-west-2:000000000000:permits";
const WORKS: &str =
    "SELECT coalesce(string_agg(key || ' ' || (body->>'status'), ', ' ORDER BY key), '') FROM feed_item";

/// A message about a permit, in the form of Street Manager's.
fn permit(reference: &str, status: &str, changed: &str) -> String {
    json!({
        "event_reference": 1, "event_type": "WORK_START", "event_time": changed, "object_type": "PERMIT",
        "object_reference": reference, "version": 1,
        "object_data": {
            "permit_reference_number": reference, "promoter_organisation": "Water Company",
            "highway_authority": "A COUNCIL", "highway_authority_swa_code": "9001",
            "works_location_coordinates": "POINT(433573 335358)", "street_name": "HIGH STREET", "area_name": null,
            "town": null, "proposed_start_date": "2026-11-23T00:00:00.000Z",
            "proposed_end_date": "2026-11-27T00:00:00.000Z", "actual_start_date_time": null,
            "actual_end_date_time": null, "permit_status": "granted", "work_status_ref": status,
            "activity_type": "Remedial works", "traffic_management_type": "Road closure",
            "works_location_type": "Carriageway",
        },
    })
    .to_string()
}

/// The path to which the other system may send.
async fn address(desk: &Desk) -> String {
    let made = desk.admin.post_form(&format!("/plugins/{SEAT}/address"), &[]).await;
    let page = made.text().await.expect("a page").replace("&#x2f;", "/");
    let (_, after) = page.split_once(&format!("/incoming/{SEAT}/")).expect("the address is told once");
    let secret = after.split('"').next().expect("its end");
    assert!(!desk.admin.page(&format!("/plugins/{SEAT}")).await.1.contains(secret), "and only once");
    format!("/incoming/{SEAT}/{secret}")
}

/// Sends as a program does that has no session here.
#[expect(clippy::disallowed_methods, reason = "a program outside has a client of its own")]
async fn sends(desk: &Desk, path: &str, kind: Option<&str>, body: &str) -> StatusCode {
    let url = format!("http://{}{path}", desk.app.address);
    let client = reqwest::Client::builder().build().expect("a client");
    let mut request = client.post(url).header("host", &desk.council.host).body(body.to_owned());
    if let Some(kind) = kind {
        request = request.header("x-amz-sns-message-type", kind).header("content-type", "text/plain; charset=UTF-8");
    }
    request.send().await.expect("an answer").status()
}

async fn notifies(desk: &Desk, path: &str, envelope: &Value) -> StatusCode {
    sends(desk, path, Some(envelope["Type"].as_str().expect("a type")), &envelope.to_string()).await
}

#[tokio::test]
async fn a_signed_message_is_kept_and_read_once_however_often_it_comes() {
    let desk = Desk::open().await;
    desk.sets_up("highways-schedule", "highways-street-manager", &[]).await;
    desk.works().await;
    let path = address(&desk).await;
    assert_eq!(notifies(&desk, &path, &desk.upstream.subscription("1", TOPIC)).await, StatusCode::OK);
    assert_eq!(desk.upstream.was_asked().0, 1, "the subscription is confirmed");

    let planned = permit("AB1-01", "planned", "2026-11-16T08:00:00.000Z");
    let message = desk.upstream.notification("2", TOPIC, &planned);
    for _ in 0..3 {
        assert_eq!(notifies(&desk, &path, &message).await, StatusCode::OK);
    }
    assert_eq!(desk.count("SELECT count(*) FROM feed_message").await, 1, "it is kept once");
    desk.works().await;
    assert_eq!(desk.text(WORKS).await, "AB1-01 planned");
    assert_eq!(desk.count("SELECT count(*) FROM feed_message").await, 0);
    assert_eq!(desk.upstream.was_asked().1, 1, "who signs is remembered");

    // Out of order: what is known is newer.
    let begun = desk.upstream.notification("4", TOPIC, &permit("AB1-01", "in_progress", "2026-11-17T08:00:00.000Z"));
    let late = desk.upstream.notification("3", TOPIC, &permit("AB1-01", "planned", "2026-11-16T09:00:00.000Z"));
    for message in [&begun, &late] {
        notifies(&desk, &path, message).await;
        desk.works().await;
    }
    assert_eq!(desk.text(WORKS).await, "AB1-01 in-progress");
    let wards = desk.count("SELECT cardinality(about)::bigint FROM feed_item").await;
    assert_eq!(wards, 1, "it lies in one of the council's wards");
}

#[tokio::test]
async fn what_somebody_else_signed_or_sends_does_not_count() {
    let desk = Desk::open().await;
    desk.sets_up("highways-schedule", "highways-street-manager", &[]).await;
    desk.works().await;
    let path = address(&desk).await;
    let good = desk.upstream.notification("1", TOPIC, &permit("AB1-01", "planned", "2026-11-16T08:00:00.000Z"));
    let with = |name: &str, value: &str| {
        let mut changed = good.clone();
        changed[name] = value.into();
        changed
    };
    for forged in [
        with("Message", "{}"),
        with("TopicArn", "arn:aws:sns:eu-west-2:000000000000:others"),
        with("MessageId", "9"),
        with("Signature", "AAAA"),
        with("SignatureVersion", "1"),
        with("SigningCertURL", "https://sns.eu-west-2.amazonaws.com.example.org/signer.pem"),
        with("SigningCertURL", "http://169.254.169.254/signer.pem"),
        with("Type", "UnsubscribeConfirmation"),
    ] {
        assert_eq!(notifies(&desk, &path, &forged).await, StatusCode::FORBIDDEN, "{forged}");
    }
    assert_eq!(sends(&desk, &path, Some("Notification"), "not json").await, StatusCode::FORBIDDEN);
    assert_eq!(
        notifies(&desk, "/incoming/highways-schedule/highways-street-manager/guessed", &good).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(notifies(&desk, "/incoming/highways-schedule/other/guessed", &good).await, StatusCode::NOT_FOUND);
    assert_eq!(desk.count("SELECT count(*) FROM feed_message").await, 0);

    // The first topic that sends is the one that counts; another, signed as well, is not.
    assert_eq!(notifies(&desk, &path, &good).await, StatusCode::OK);
    let other = desk.upstream.notification("2", "arn:aws:sns:eu-west-2:000000000000:others", "{}");
    assert_eq!(notifies(&desk, &path, &other).await, StatusCode::FORBIDDEN);
    // A new address takes the place of the old one.
    address(&desk).await;
    assert_eq!(notifies(&desk, &path, &good).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_read_waits_for_an_admin_and_holds_up_nothing() {
    let desk = Desk::open().await;
    desk.sets_up("highways-schedule", "highways-street-manager", &[]).await;
    desk.works().await;
    let path = address(&desk).await;
    assert_eq!(sends(&desk, &path, None, "this is no permit").await, StatusCode::OK, "the secret alone is enough");
    assert_eq!(
        sends(&desk, &path, None, &permit("AB1-02", "planned", "2026-11-16T08:00:00.000Z")).await,
        StatusCode::OK
    );
    desk.works().await;
    assert_eq!(desk.text(WORKS).await, "AB1-02 planned");
    let page = desk.admin.page(&format!("/plugins/{SEAT}")).await.1;
    assert!(page.contains("1 message that was sent could not be read"), "{page}");
    desk.admin.submits(&format!("/plugins/{SEAT}/throw-away"), &[]).await;
    assert_eq!(desk.count("SELECT count(*) FROM feed_message").await, 0);

    let large = "x".repeat(1024 * 1024 + 1);
    assert_eq!(sends(&desk, &path, None, &large).await, StatusCode::PAYLOAD_TOO_LARGE);
    desk.later(TimeDelta::hours(2)).await;
    assert_eq!(desk.text(WORKS).await, "AB1-02 planned", "a feed that is only sent something keeps it");
}
