//! The calendar to which programs subscribe: an address for each person, and what is in it.

use casework::feeds::MeetingStatus;
use reqwest::StatusCode;

use super::{Feeds, MEETINGS, another, meeting, member};
use crate::support::{Person, TestApp};

/// The path that the page shows once.
fn address(page: &str) -> String {
    let page = page.replace("&#x2f;", "/");
    let (_, rest) = page.split_once("/calendar/").expect("an address");
    let (token, _) = rest.split_once(".ics").expect("its end");
    format!("/calendar/{token}.ics")
}

async fn make(person: &Person, meetings: &str) -> String {
    let answer = person.post_form("/home/calendar", &[("do", "make"), ("meetings", meetings)]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    address(&answer.text().await.expect("text"))
}

fn unfolded(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn meetings_and_deadlines_are_in_it_and_never_what_a_case_is_about() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let feeds = Feeds::of(&app, &council, &[MEETINGS]).await;
    let me = member(&app, &council).await;
    feeds.meeting(meeting("1", "Planning, Parks; and Play", "2026-11-19", &[&me.name])).await;
    let cancelled = meeting("2", "Audit Board", "2027-07-01", &[&me.name]);
    feeds.meeting(casework::feeds::Meeting { status: MeetingStatus::Cancelled, ..cancelled }).await;
    feeds.meeting(meeting("3", "Licensing Panel", "2026-11-19", &["Councillor Some Body"])).await;
    let form = [("summary", "Damp in the bedroom"), ("people.0.name", "Joan Reeve"), ("people.0.consent", "yes")];
    let reference = me.person.raises(&form).await;
    let waits = "UPDATE cases SET holder = 'raiser', holder_group = NULL, due_on = '2026-11-30'";
    feeds.rows.run(&council.schema, waits).await;

    let path = make(&me.person, "mine").await;
    let nobody = Person::stranger(app.address, &format!("{}.localhost", council.manifest.slug), "a program");
    let answer = nobody.get_request(&path).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(
        (&answer.headers()["referrer-policy"], &answer.headers()["cache-control"]),
        (&"no-referrer".parse().expect("a value"), &"no-store".parse().expect("a value"))
    );
    let calendar = answer.text().await.expect("text");
    let lines = unfolded(&calendar);
    let has = |line: &str| assert!(lines.iter().any(|known| known == line), "{line} in {calendar}");
    has("SUMMARY:Planning\\, Parks\\; and Play");
    has("DTSTART:20261119T180000Z");
    has("DTEND:20261119T203000Z");
    has("SUMMARY:Cancelled: Audit Board");
    has("DTSTART:20270701T170000Z");
    has("DESCRIPTION:Agenda & reports: https://democracy.example.org/agenda");
    has("DTSTART;VALUE=DATE:20261130");
    assert!(lines.iter().any(|line| line.starts_with(&format!("SUMMARY:{reference}: "))), "{calendar}");
    assert!(!calendar.contains("Licensing Panel"));
    for secret in ["Damp", "bedroom", "Joan", "Reeve"] {
        assert!(!calendar.contains(secret), "{secret}");
    }
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(nobody.page(&path).await.1, calendar, "the same again is the same");

    me.person.submits("/home/calendar", &[("do", "choose"), ("meetings", "all")]).await;
    assert!(nobody.page(&path).await.1.contains("Licensing Panel"));
}

#[tokio::test]
async fn an_address_opens_one_calendar_until_it_is_renewed_or_switched_off() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let me = member(&app, &council).await;
    let other = another(&app, &council, &me).await;
    let host = |slug: &str| format!("{slug}.localhost");
    let program = Person::stranger(app.address, &host(&council.manifest.slug), "a program");
    let first = make(&me.person, "mine").await;
    assert_eq!(program.page(&first).await.0, StatusCode::OK);
    let stored = "SELECT count(*) FROM calendar_link WHERE position(convert_to('{}', 'UTF8') in hash) > 0";
    let token = first.trim_start_matches("/calendar/").trim_end_matches(".ics");
    let rows = app.database.all_seeing().await;
    assert_eq!(rows.number(&council.schema, &stored.replace("{}", token)).await, 0);
    assert_eq!(rows.number(&council.schema, "SELECT count(*) FROM calendar_link").await, 1);
    assert_eq!(app.counted_by(&council, &other.key, "SELECT count(*) FROM calendar_link").await, 0);

    let second = make(&me.person, "mine").await;
    assert_eq!(program.page(&first).await.0, StatusCode::NOT_FOUND, "a new one ends the old one");
    assert_eq!(program.page(&second).await.0, StatusCode::OK);
    let elsewhere = Person::stranger(app.address, &host(&app.council("enquiry_route").manifest.slug), "a program");
    assert_eq!(elsewhere.page(&second).await.0, StatusCode::NOT_FOUND, "it is of one council");

    let page = me.person.page("/home/calendar").await.1;
    assert!(page.contains("Tuesday 17 November 2026") && !page.contains(".ics"), "it is shown once");
    me.person.submits("/home/calendar", &[("do", "end")]).await;
    assert_eq!(program.page(&second).await.0, StatusCode::NOT_FOUND);

    let third = make(&other, "mine").await;
    let leaves = format!("UPDATE person SET active = false WHERE key = '{}'", other.key);
    rows.run(&council.schema, &leaves).await;
    assert_eq!(program.page(&third).await.0, StatusCode::NOT_FOUND, "who left has no calendar");
}

#[tokio::test]
async fn whoever_asks_too_often_waits() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let me = member(&app, &council).await;
    let path = make(&me.person, "mine").await;
    let program = Person::stranger(app.address, &format!("{}.localhost", council.manifest.slug), "a program");
    let mut answers = Vec::new();
    for _ in 0..server::guests::AT_ONCE + 1 {
        answers.push(program.page(&path).await.0);
    }
    assert_eq!(answers.pop(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert!(answers.iter().all(|status| *status == StatusCode::OK));
    assert_eq!(program.page("/calendar/guess.ics").await.0, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_api_makes_and_ends_an_address() {
    let app = TestApp::start().await;
    let council = app.council("five_stages");
    let me = member(&app, &council).await;
    let nothing = serde_json::json!({});
    let made = me.person.asks("mutation { makeCalendarAddress }", nothing.clone()).await;
    let path = made["makeCalendarAddress"].as_str().expect("a path").to_owned();
    assert_eq!(me.person.page(&path).await.0, StatusCode::OK);
    assert_eq!(
        me.person.asks("{ me { calendarSince } }", nothing.clone()).await["me"]["calendarSince"],
        "2026-11-17T09:30:00+00:00"
    );
    let ended = me.person.asks("mutation { endCalendarAddress }", nothing).await;
    assert_eq!(ended["endCalendarAddress"], true);
    assert_eq!(me.person.page(&path).await.0, StatusCode::NOT_FOUND);
}
