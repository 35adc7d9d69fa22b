//! While a case is raised: works near the place that was set (R14).

use casework::feeds::{Position, Shape, WorkStatus};
use casework::people::Role;

use super::{Feeds, WORKS, member, work};
use crate::support::TestApp;

#[tokio::test]
async fn works_near_the_place_are_told_on_the_page_and_to_its_script() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[WORKS]).await;
    let me = member(&app, &council).await;
    let at = |north: f64| Some(Shape::Point(Position { latitude: me.at.latitude + north, ..me.at }));
    let begun = work("W1", "Near Street", "2026-11-01", "2026-11-20", at(0.001));
    feeds.work(casework::feeds::Work { status: WorkStatus::InProgress, ..begun }, &[&me.gss]).await;
    feeds.work(work("W2", "Far Street", "2026-11-01", "2026-11-20", at(0.003)), &[&me.gss]).await;
    feeds.work(work("W3", "Late Street", "2027-03-01", "2027-03-02", at(0.0)), &[&me.gss]).await;
    feeds.work(work("W4", "Soon Street", "2026-12-01", "2026-12-02", at(0.0)), &[&me.gss]).await;

    let (latitude, longitude) = (me.at.latitude.to_string(), me.at.longitude.to_string());
    let form = [("do", "add-person"), ("latitude", latitude.as_str()), ("longitude", longitude.as_str())];
    let page = me.person.post_form("/raise", &form).await.text().await.expect("text");
    assert!(
        page.contains("Near Street, 120 metres away: Water main. The road is closed, until 20 Nov 2026."),
        "{page}"
    );
    assert!(
        page.contains("Soon Street, 0 metres away: Water main. The road is closed, from 1 Dec 2026 to 2 Dec 2026.")
    );
    assert!(!page.contains("Far Street") && !page.contains("Late Street"));
    assert!(page.find("Soon Street") < page.find("Near Street"), "the nearest first");

    let near = format!("/raise/near?latitude={latitude}&longitude={longitude}");
    let told: serde_json::Value = serde_json::from_str(&me.person.page(&near).await.1).expect("JSON");
    assert_eq!(told["works"][1], "Near Street, 120 metres away: Water main. The road is closed, until 20 Nov 2026.");
    for nowhere in ["/raise/near", "/raise/near?latitude=x&longitude=1", "/raise/near?latitude=5&longitude=5"] {
        let told: serde_json::Value = serde_json::from_str(&me.person.page(nowhere).await.1).expect("JSON");
        assert_eq!(told["works"], serde_json::json!([]), "{nowhere}");
    }
    let officer = app.somebody(&council, Role::TeamMember, |person| person.roles == [Role::TeamMember]).await;
    assert_eq!(officer.page(&near).await.0, 403);

    feeds.rows.run(&council.schema, "ALTER TABLE feed_item RENAME COLUMN body TO lost").await;
    assert_eq!(me.person.post_form("/raise", &form).await.status(), 200, "a case can be raised without");
}
