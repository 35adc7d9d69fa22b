//! Meetings from calendars: uploaded, and fetched from a server that has them.

use casework::feeds::{FeedError, Item, Meeting, MeetingStatus, Reading};
use chrono::NaiveDateTime;
use plugin_host::{FeedFailure, Grants};
use serde_json::{Value, json};

use crate::host::{all, calendar, file, grants, mistakes, pull, sandbox, sandbox_beside};
use crate::upstream::{Reply, Upstream};

fn ics(events: &str) -> String {
    let head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nEND:VTIMEZONE\r\n";
    let events: String = events
        .split("--")
        .map(|event| format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", event.trim().replace('\n', "\r\n")))
        .collect();
    format!("{head}{events}END:VCALENDAR\r\n")
}

async fn upload(content: &str) -> Result<Reading<Meeting>, FeedFailure> {
    let feed = sandbox().meetings("committees-ical", json!({}), &Grants::default()).await.expect("good settings");
    feed.read(file("meetings.ics", "text/calendar", content), &calendar()).await
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().expect("a time")
}

#[tokio::test]
async fn meetings_are_at_the_time_that_the_clocks_of_the_council_show() {
    let reading = upload(&ics("\
UID:1
DTSTART;TZID=Europe/London:20270701T100000
DTEND;TZID=Europe/London:20270701T123000
SUMMARY:Planning
LOCATION:Town Hall\\, Room 1
URL:https://example.org/meetings/1
ATTACH;FILENAME=\"Agenda.pdf\":https://example.org/1.pdf
--
UID:2
DTSTART:20270701T180000Z
DURATION:PT2H
SUMMARY:A very long name of a committee that a line of seventy-five
  characters cannot hold
--
UID:3
DTSTART:20270702T193000
SUMMARY:Audit
STATUS:CANCELLED
--
UID:4
DTSTART;VALUE=DATE:20270703
SUMMARY:Postponed: Audit
--
UID:5
DTSTART:20270704T100000
SUMMARY:Briefing of members
CLASS:PRIVATE
--
UID:6
DTSTART:20190704T100000
SUMMARY:Long ago"))
    .await
    .expect("a reading");
    let [planning, long, audit, postponed] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((planning.begins, planning.ends), (time("2027-07-01T10:00:00"), Some(time("2027-07-01T12:30:00"))));
    assert_eq!((planning.committee.as_str(), planning.title.as_deref()), ("Planning", None));
    assert_eq!(planning.place.as_deref(), Some("Town Hall, Room 1"));
    assert_eq!(
        (planning.papers[0].title.as_str(), planning.papers[0].url.as_str()),
        ("Agenda.pdf", "https://example.org/1.pdf")
    );
    assert_eq!(
        (long.begins, long.ends),
        (time("2027-07-01T19:00:00"), Some(time("2027-07-01T21:00:00"))),
        "summer time"
    );
    assert_eq!(long.committee, "A very long name of a committee that a line of seventy-five characters cannot hold");
    assert_eq!((audit.status, audit.begins), (MeetingStatus::Cancelled, time("2027-07-02T19:30:00")));
    assert_eq!(
        (postponed.status, postponed.all_day, postponed.committee.as_str()),
        (MeetingStatus::Postponed, true, "Audit")
    );
    assert_eq!(audit.committee_key, postponed.committee_key);
}

#[tokio::test]
async fn simple_repetitions_are_expanded_and_others_are_told() {
    let content = ics("\
UID:weekly
DTSTART;TZID=Europe/London:20261124T180000
DTEND;TZID=Europe/London:20261124T190000
RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4
EXDATE;TZID=Europe/London:20261208T180000
SUMMARY:Cabinet
--
UID:weekly
RECURRENCE-ID;TZID=Europe/London:20261222T180000
DTSTART;TZID=Europe/London:20261221T100000
SUMMARY:Cabinet
--
UID:odd
DTSTART:20261124T180000
RRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU
SUMMARY:Licensing
--
UID:utc
DTSTART:20261124T180000Z
RRULE:FREQ=WEEKLY
SUMMARY:Licensing");
    let reading = upload(&content).await.expect("a reading");
    let shown: Vec<_> = all(&reading).iter().map(|meeting| (meeting.key(), meeting.begins)).collect();
    assert_eq!(
        shown,
        [
            ("weekly/20261124T1800", time("2026-11-24T18:00:00")),
            ("weekly/20270105T1800", time("2027-01-05T18:00:00")),
            ("weekly/20261222T1800", time("2026-12-21T10:00:00")),
        ]
    );
    let told: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    assert_eq!(told, [(20, None), (26, None)]);
    assert_eq!(reading.gone(["odd/20261130T1800"]), [""; 0], "as long as its times are not known, none is gone");
    assert_eq!(upload(&content).await, Ok(reading), "the same again is the same");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_told_and_stays_known() {
    let reading = upload(&ics("\
UID:paris
DTSTART;TZID=Europe/Paris:20270701T100000
SUMMARY:Planning
--
UID:day
DTSTART:20270631T100000
SUMMARY:Planning
--
UID:nameless
DTSTART:20270701T100000
--
DTSTART:20270701T100000
SUMMARY:Keyless
--
UID:good
DTSTART:20270701T100000
SUMMARY:Planning"))
    .await
    .expect("a reading");
    let told: Vec<_> = reading.skipped.iter().map(|row| row.key.as_deref()).collect();
    assert_eq!(told, [Some("paris"), Some("day"), Some("nameless"), None]);
    assert_eq!(all(&reading).len(), 1);
}

#[tokio::test]
async fn what_is_no_whole_calendar_brings_nothing() {
    let whole = ics("UID:1\nDTSTART:20270701T100000\nSUMMARY:Planning");
    for bad in ["", "<html><body>We are sorry</body></html>", &whole[..whole.len() - 20]] {
        let answer = upload(bad).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    }
}

async fn fetched(upstream: &Upstream, calendars: Value) -> Result<Reading<Meeting>, FeedFailure> {
    let settings = json!({ "calendars": calendars });
    let feed = sandbox_beside(upstream).meetings("committees-ical", settings, &grants(upstream, &[])).await;
    feed.expect("good settings").read(pull(), &calendar()).await
}

#[tokio::test]
async fn several_calendars_are_fetched_and_all_have_to_be_there() {
    let upstream = Upstream::start(|asked| match asked.path() {
        "/planning" => Reply::ok(ics("UID:1\nDTSTART:20270701T100000\nSUMMARY:Site visit")),
        "/all" => Reply::ok(ics(
            "UID:1\nDTSTART:20270701T100000\nSUMMARY:Site visit--UID:2\nDTSTART:20270702T100000\nSUMMARY:Audit",
        )),
        _ => Reply::Full(404, Vec::new(), Vec::new()),
    })
    .await;
    let at = |path: &str| format!("http://{}{path}", upstream.address);
    let planning = json!({ "address": at("/planning"), "committee": "Planning Committee" });
    let reading = fetched(&upstream, json!([planning, { "address": at("/all") }])).await.expect("a reading");
    let [visit, audit] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((visit.committee.as_str(), visit.title.as_deref()), ("Planning Committee", Some("Site visit")));
    assert_eq!(audit.committee, "Audit");
    let answer = fetched(&upstream, json!([planning, { "address": at("/gone") }])).await;
    assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
}

#[tokio::test]
async fn an_upload_does_not_take_the_place_of_calendars_that_are_fetched() {
    let settings = json!({ "calendars": [{ "address": "https://calendars.example.org/1" }] });
    let feed = sandbox().meetings("committees-ical", settings, &Grants::default()).await.expect("good settings");
    let answer = feed.read(file("meetings.ics", "text/calendar", ics("UID:1")), &calendar()).await;
    assert_eq!(answer, Err(FeedFailure::Source(FeedError::NotThisWay)));
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings =
        json!({ "days_past": 1_000, "calendars": [{ "address": "webcal://example.org/1" }, { "committee": "Audit" }] });
    let refused = sandbox().meetings("committees-ical", settings, &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.calendars[0].address", "$.calendars[1].address", "$.days_past"]);
}
