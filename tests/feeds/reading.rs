use casework::people::Role;
use chrono::TimeDelta;
use reqwest::StatusCode;

use super::upstream::event;
use super::{CALENDAR, Desk};

const KEYS: &str =
    "SELECT coalesce(string_agg(body->>'title' || ' ' || from_on, ', ' ORDER BY from_on, key), '') FROM feed_item";

fn two() -> [String; 2] {
    [event("a", "20261201T180000", "Budget"), event("b", "20261208T180000", "Trees")]
}

#[tokio::test]
async fn a_calendar_that_an_admin_allows_is_read_and_read_again() {
    let desk = Desk::open().await;
    desk.upstream.holds(&two());
    desk.reads_the_calendar().await;
    desk.works().await;
    assert_eq!(desk.text(KEYS).await, "Budget 2026-12-01, Trees 2026-12-08");
    let page = desk.page(&format!("/plugins/{CALENDAR}")).await;
    assert!(page.contains("2 entries"), "{page}");

    // One is moved and one is gone, and that is known when it is time to look again, and not before.
    desk.upstream.holds(&[event("a", "20261202T180000", "Budget")]);
    desk.later(TimeDelta::hours(1)).await;
    assert_eq!(desk.text(KEYS).await, "Budget 2026-12-01, Trees 2026-12-08");
    desk.later(TimeDelta::hours(4)).await;
    assert_eq!(desk.text(KEYS).await, "Budget 2026-12-02");
}

#[tokio::test]
async fn what_was_known_stays_while_the_other_system_is_down_and_the_page_says_so() {
    let desk = Desk::open().await;
    desk.upstream.holds(&two());
    desk.reads_the_calendar().await;
    desk.works().await;
    desk.upstream.answers_with(StatusCode::SERVICE_UNAVAILABLE);
    desk.admin.submits(&format!("/plugins/{CALENDAR}/read"), &[]).await;
    desk.works().await;
    assert_eq!(desk.text(KEYS).await, "Budget 2026-12-01, Trees 2026-12-08", "a failure clears nothing");
    assert_eq!(desk.text("SELECT failures || ' ' || failure FROM feed").await, "1 unavailable");
    let page = desk.page(&format!("/plugins/{CALENDAR}")).await;
    assert!(page.contains("The other system does not answer") && page.contains("What was known stays"), "{page}");

    // It is tried again after a while, by itself, and all is well again.
    desk.upstream.answers_with(StatusCode::OK);
    desk.upstream.holds(&two()[..1]);
    desk.later(TimeDelta::minutes(6)).await;
    assert_eq!(desk.text(KEYS).await, "Budget 2026-12-01");
    assert_eq!(desk.count("SELECT failures::bigint FROM feed").await, 0);
}

#[tokio::test]
async fn a_host_that_nobody_allowed_is_not_reached() {
    let desk = Desk::open().await;
    desk.upstream.holds(&two());
    let address = format!("http://{}/calendar.ics", desk.upstream.address);
    let fields =
        [("calendars.count", "1"), ("calendars.0.committee", "Planning"), ("calendars.0.address", address.as_str())];
    let setup = desk.sets_up("committee-calendar", "committees-ical", &fields).await;
    desk.works().await;
    assert_eq!(desk.count("SELECT count(*) FROM feed_item").await, 0);
    assert_eq!(desk.text("SELECT failure FROM feed").await, "not-allowed");
    assert_eq!(
        desk.count("SELECT cardinality(hosts)::bigint FROM plugin_setup WHERE state = 'used' AND seat LIKE 'comm%'")
            .await,
        0
    );
    assert!(!setup.is_empty());
}

#[tokio::test]
async fn what_is_turned_off_is_not_known_any_more_and_can_be_had_again() {
    let desk = Desk::open().await;
    desk.upstream.holds(&two());
    desk.reads_the_calendar().await;
    desk.works().await;
    let refused = desk.admin.post_form(&format!("/plugins/{CALENDAR}/off"), &[("reason", " ")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "why is asked for");
    let to = desk.admin.submits(&format!("/plugins/{CALENDAR}/off"), &[("reason", "The contract ended")]).await;
    assert_eq!(to, "/plugins/committee-calendar?done=off");
    desk.works().await;
    assert_eq!(desk.count("SELECT (SELECT count(*) FROM feed) + (SELECT count(*) FROM feed_item)").await, 0);

    let page = desk.page(&format!("/plugins/{CALENDAR}")).await;
    assert!(page.contains("The contract ended"), "{page}");
    let (_, after) = page.split_once(&format!("href=\"/plugins/{CALENDAR}/again/")).expect("a way back");
    let id = after.split('"').next().expect("its end");
    desk.admin.submits(&format!("/plugins/{CALENDAR}/again/{id}"), &[("reason", "It goes on")]).await;
    desk.works().await;
    assert_eq!(desk.count("SELECT count(*) FROM feed_item").await, 2);
}

#[tokio::test]
async fn only_admins_look_after_feeds_and_nobody_writes_what_is_known() {
    let desk = Desk::open().await;
    desk.upstream.holds(&two());
    desk.reads_the_calendar().await;
    desk.works().await;
    let councillor = desk.app.somebody(&desk.council, Role::Councillor, |_| true).await;
    let page = format!("/plugins/{CALENDAR}");
    assert_eq!(councillor.page(&page).await.0, StatusCode::FORBIDDEN);
    for what in ["read", "address", "again", "throw-away", "off"] {
        let sent = councillor.post_form(&format!("{page}/{what}"), &[("reason", "Because")]).await;
        assert_eq!(sent.status(), StatusCode::FORBIDDEN, "{what}");
    }
    let file = councillor.post_files(&format!("{page}/file"), &[], &[("a.ics", b"BEGIN:VCALENDAR")]).await;
    assert_eq!(file.status(), StatusCode::FORBIDDEN);
    // The database itself shows what was brought to everybody of the council, and the rest to admins alone.
    let counted = async |person: &str, sql| desk.app.counted_by(&desk.council, person, sql).await;
    let (admin, councillor) = (desk.admin.key.as_str(), councillor.key.as_str());
    assert_eq!(counted(councillor, "SELECT count(*) FROM feed_item").await, 2);
    assert_eq!(
        counted(councillor, "WITH gone AS (DELETE FROM feed_item RETURNING 1) SELECT count(*) FROM gone").await,
        0
    );
    assert_eq!(counted(admin, "WITH gone AS (DELETE FROM feed_item RETURNING 1) SELECT count(*) FROM gone").await, 0);
    assert_eq!(
        counted(councillor, "WITH new AS (UPDATE feed SET failures = 9 RETURNING 1) SELECT count(*) FROM new").await,
        0
    );
    assert_eq!(
        counted(admin, "WITH new AS (UPDATE feed SET failures = 9 RETURNING 1) SELECT count(*) FROM new").await,
        1
    );
}
