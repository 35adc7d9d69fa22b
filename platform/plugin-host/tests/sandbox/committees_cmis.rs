//! Meetings from the pages of CMIS, played by a server that answers with pages of its form.

use casework::feeds::{FeedError, Item, Meeting, MeetingStatus, PaperKind, Reading, Source};
use plugin_host::{FeedFailure, Grants};
use serde_json::json;

use crate::host::{all, calendar, day, grants, mistakes, pull, sample, sandbox, sandbox_beside, task};
use crate::upstream::{Reply, Upstream};

/// A page of the month in which the tests are, with days and what they hold.
fn month(days: &[(&str, &str)]) -> String {
    let days: String = days
        .iter()
        .map(|(day, meetings)| format!("<tr><td class=\"SimpleCalendarDate\">{day}</td><td>{meetings}</td></tr>\n"))
        .collect();
    format!("<html><body><div class=\"DNNModuleContent ModCMISMeetingsC\"><table>{days}</table></div></body></html>")
}

fn link(id: u32, text: &str) -> String {
    let place = "https://elsewhere.example.org/council/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397";
    format!(
        "<p class=\"Meeting\"><a href=\"{place}/Meeting/{id}/Committee/6/SelectedTab/Documents/Default.aspx\">{text}</a></p>"
    )
}

fn meeting(status: &str) -> String {
    let pair = |label: &str, value: &str| {
        format!(
            "<div class=\"holder\"><div class=\"DNNLabel VenueLabel\"><div><label><span>{label}:</span></label></div></div>\
             <div class=\"Value Venue\">{value}</div></div>"
        )
    };
    let papers = "<ol class=DocumentList>\
        <li><a class=\"TitleLink\" href=\"/council/Document.ashx?a=1&amp;b=2\">Agenda reports &amp; more</a></li>\
        <li><a class=\"TitleLink\" href=\"/council/Document.ashx?3\">Minutes of the previous meeting</a></li>\
        <li><a class=\"TitleLink\" href=\"javascript:go()\">Draft minutes</a></li></ol>";
    let (status, venue) = (pair("Status", status), pair("Venue", "<a href=\"/venue\">Room 3 &amp; 4</a>"));
    format!("<html><body><div class=\"DNNModuleContent ModCMISMeetingsC\">{status}{venue}{papers}</div></body></html>")
}

/// A CMIS whose calendar has this month and no other, and whose meetings' pages are these.
async fn cmis(month: String, meeting: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Upstream {
    Upstream::start(move |asked| match asked.path() {
        "/council/Meetings.aspx" => Reply::ok("<form><input id=\"dnn_ctr397_MeetingCalendarPublic_btnList\"></form>"),
        "/council/Meetings.aspx?ctl=MeetingCalendarListView&mid=397" => {
            Reply::ok(link(1, "24 Nov 2026 10:00 - Planning"))
        }
        "/council/Meetings/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397/Date/2026-11-01/Default.aspx" => {
            Reply::ok(month.clone())
        }
        path => match path.split_once("/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/") {
            Some((_, id)) => meeting(id.split('/').next().expect("a number")),
            None => Reply::Full(404, Vec::new(), Vec::new()),
        },
    })
    .await
}

const PAGE: &str = "/council/Meetings.aspx";

async fn read(upstream: &Upstream, page: &str) -> Result<Reading<Meeting>, FeedFailure> {
    let settings =
        json!({ "address": format!("http://{}{page}", upstream.address), "months_past": 0, "months_ahead": 0 });
    let feed = sandbox_beside(upstream).meetings("committees-cmis", settings, &grants(upstream, &[])).await;
    feed.expect("good settings").read(pull(), &calendar()).await
}

#[tokio::test]
async fn meetings_come_with_place_status_and_papers() {
    let days = [
        ("Sunday, 1 November", String::new()),
        ("Tuesday, 24 November", link(11, "10:00 Licensing &amp; Appeals") + &link(12, "7:30 pm Planning")),
        ("Wednesday, 25 November", link(13, "Site visit")),
        ("Tuesday, 1 December", link(14, "10:00 Of another month")),
    ];
    let days: Vec<_> = days.iter().map(|(day, meetings)| (*day, meetings.as_str())).collect();
    let upstream =
        cmis(month(&days), |id| Reply::ok(meeting(if id == "11" { "Scheduled" } else { "Cancelled" }))).await;
    let reading = read(&upstream, PAGE).await.expect("a reading");
    let [licensing, planning, visit] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((licensing.key(), licensing.committee_key.as_str()), ("11", "6"));
    assert_eq!((licensing.committee.as_str(), licensing.place.as_deref()), ("Licensing & Appeals", Some("Room 3 & 4")));
    assert_eq!(licensing.begins, day("2026-11-24").and_hms_opt(10, 0, 0).expect("a time"));
    assert_eq!((licensing.status, planning.status), (MeetingStatus::Planned, MeetingStatus::Cancelled));
    assert_eq!((visit.all_day, visit.committee.as_str()), (true, "Site visit"));
    let papers: Vec<_> = licensing.papers.iter().map(|paper| (paper.kind, paper.title.as_str())).collect();
    assert_eq!(
        papers,
        [(PaperKind::Agenda, "Agenda reports & more"), (PaperKind::Other, "Minutes of the previous meeting")],
        "a link that runs a program is none"
    );
    assert_eq!(licensing.papers[0].url, format!("http://{}/council/Document.ashx?a=1&b=2", upstream.address));
    assert_eq!(read(&upstream, PAGE).await, Ok(reading.clone()), "the same again is the same");

    let of_a_meeting = "/council/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/1/Committee/1/Default.aspx";
    assert_eq!(read(&upstream, of_a_meeting).await, Ok(reading), "the address of one meeting says where all are");
}

#[tokio::test]
async fn a_meeting_that_cannot_be_read_is_told_and_stays_known() {
    let odd = "<p><a href=\"/council/somewhere\">10:00 Planning</a></p>".to_owned()
        + &link(12, "10:00")
        + &link(13, "10:00 Planning");
    let days = month(&[("Tuesday, 24 November", &*odd), ("Tuesday, 31 November", &*link(14, "10:00 Planning"))]);
    let upstream = cmis(days, |_| Reply::ok("<html><body>We are sorry</body></html>")).await;
    let reading = read(&upstream, PAGE).await.expect("a reading");
    assert_eq!(all(&reading), []);
    let mut told: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    told.sort_unstable();
    assert_eq!(told, [(1, None), (2, Some("12")), (3, Some("13")), (4, None)]);
}

#[tokio::test]
async fn what_is_no_calendar_brings_nothing() {
    let sorry = "<html><body>We are sorry</body></html>".to_owned();
    for page in [sorry, month(&[]), month(&[("Tuesday, 1 December", "")])] {
        let upstream = cmis(page, |_| Reply::ok(meeting("Scheduled"))).await;
        let answer = read(&upstream, PAGE).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    }
    let upstream = Upstream::start(|asked| match asked.path() {
        PAGE => Reply::ok("<input id=dnn_ctr397_MeetingCalendarPublicList_x>"),
        "/other" => Reply::ok("<p>Nothing of CMIS</p>"),
        _ => Reply::ok("<p>No meetings this month</p>"),
    })
    .await;
    let Err(FeedFailure::Source(FeedError::WrongSettings(why))) = read(&upstream, PAGE).await else {
        panic!("no list")
    };
    assert!(why.ends_with("Give the address of any one meeting instead."));
    let answer = read(&upstream, "/other").await;
    assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    let days = month(&[("Tuesday, 24 November", &*link(11, "10:00 Planning"))]);
    let upstream = cmis(days, |_| Reply::Full(503, Vec::new(), Vec::new())).await;
    let answer = read(&upstream, PAGE).await;
    assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unavailable { .. }))), "{answer:?}");
}

#[tokio::test]
async fn months_and_their_meetings_come_in_parts() {
    let meetings: String = (1..=35).map(|id| link(id, "10:00 Planning")).collect();
    let days = month(&[("Tuesday, 24 November", &*meetings)]);
    // Pages of content management systems are large: what a part reads has to fit into the memory of a call.
    let menu: String = (0..4_000)
        .map(|at| format!("<li id=\"m{at}\" class=\"a b\"><a href=\"/council/{at}\">Page {at}</a></li>"))
        .collect();
    let december = month(&[("Tuesday, 1 December", &*link(99, "10:00 Planning"))]);
    let upstream = Upstream::start(move |asked| match asked.path() {
        path if path.contains("/Date/2026-11-01/") => Reply::ok(days.clone()),
        path if path.contains("/Date/2026-12-01/") => Reply::ok(december.clone()),
        _ => Reply::ok(menu.clone() + &meeting("Scheduled")),
    })
    .await;
    let address = format!("http://{}/council/Meetings/tabid/70/ctl/X/mid/397/Default.aspx", upstream.address);
    let settings = json!({ "address": address, "months_past": 0, "months_ahead": 1 });
    let feed = sandbox_beside(&upstream).meetings("committees-cmis", settings, &grants(&upstream, &[])).await;
    let feed = feed.expect("good settings");
    let mut reading = feed.read(pull(), &calendar()).await.expect("a part");
    let mut parts = 1;
    while reading.more {
        let part = feed.read(task(Source::Pull(reading.next.clone())), &calendar()).await.expect("a part");
        reading = reading.joined(part).expect("they go together");
        parts += 1;
    }
    assert_eq!((all(&reading).len(), parts), (36, 4));
    assert_eq!(reading.gone(["99", "100"]), ["100"]);
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings = json!({ "address": "cmis", "months_past": 25, "month": 1 });
    let refused = sandbox().meetings("committees-cmis", settings, &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.address", "$.months_past", "$.month"]);
}

/// Pages of a real CMIS, where they are at hand.
#[tokio::test]
async fn real_pages_are_read() {
    let pages =
        ["base", "listview", "calendar_month", "meeting_summary"].map(|page| sample("committees", "cmis_", page));
    let [Some(base), Some(list), Some(month), Some(meeting)] = pages else { return };
    let upstream = Upstream::start(move |asked| match asked.path() {
        "/meetings" => Reply::ok(base.clone()),
        path if path.contains("MeetingCalendarListView") => Reply::ok(list.clone()),
        path if path.contains("/tabid/70/ctl/MeetingCalendarPublicNoJava/mid/397/Date/2026-06-01/") => {
            Reply::ok(month.clone())
        }
        _ => Reply::ok(meeting.clone()),
    })
    .await;
    let settings =
        json!({ "address": format!("http://{}/meetings", upstream.address), "months_past": 0, "months_ahead": 0 });
    let feed = sandbox_beside(&upstream).meetings("committees-cmis", settings, &grants(&upstream, &[])).await;
    let june = casework::feeds::Task { today: day("2026-06-15"), ..pull() };
    let reading = feed.expect("good settings").read(june, &calendar()).await.expect("a reading");
    let found: Vec<_> = all(&reading).iter().map(|meeting| (meeting.key(), meeting.begins)).collect();
    let at = |on: &str, hour| day(on).and_hms_opt(hour, 0, 0).expect("a time");
    assert_eq!(
        found,
        [
            ("15028", at("2026-06-08", 10)),
            ("15029", at("2026-06-09", 10)),
            ("15030", at("2026-06-09", 12)),
            ("15099", at("2026-06-30", 14)),
        ]
    );
    assert!(all(&reading).iter().all(|meeting| meeting.place.as_deref() == Some("On-line meeting")));
    assert_eq!((all(&reading)[3].committee.as_str(), reading.skipped.len()), ("Planning Committee", 0));
}
