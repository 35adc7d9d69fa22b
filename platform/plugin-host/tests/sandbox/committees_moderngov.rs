//! Meetings from the web service of Modern.gov, played by a server that answers in its format.

use casework::feeds::{FeedError, Meeting, MeetingStatus, PaperKind, Reading};
use plugin_host::{FeedFailure, Grants};
use serde_json::{Value, json};

use crate::host::{all, calendar, day, grants, mistakes, pull, sample, sandbox, sandbox_beside, task};
use crate::upstream::{Reply, Upstream};

const COMMITTEES: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><committees><committeescount> 3</committeescount>\
    <committee><committeeid>7</committeeid><committeetitle>Planning</committeetitle><committeedeleted>False</committeedeleted></committee>\
    <committee><committeeid>8</committeeid><committeetitle>Audit</committeetitle><committeedeleted>False</committeedeleted></committee>\
    <committee><committeeid>9</committeeid><committeetitle>Old</committeetitle><committeedeleted>True</committeedeleted></committee>\
    </committees>";

/// A list of one committee's meetings: number, day, status, time.
fn list(committee: u32, meetings: &[(u32, &str, &str, &str)]) -> String {
    let count = meetings.len();
    let meetings: String = meetings
        .iter()
        .map(|(id, day, status, time)| {
            format!(
                "<meeting><meetingid>{id}</meetingid><meetingdate>{day}</meetingdate>\
                 <meetingstatus>{status}</meetingstatus><meetingtime>{time}</meetingtime></meeting>"
            )
        })
        .collect();
    format!(
        "<getmeetings><meetingscount> {count}</meetingscount><committee><committeeid>{committee}</committeeid>\
         <committeetitle>Planning &amp;amp; Transport</committeetitle>\
         <committeemeetings>{meetings}</committeemeetings></committee></getmeetings>"
    )
}

fn meeting(id: &str, more: &str) -> String {
    format!(
        "<meeting><meetingid>{id}</meetingid><isdisplayallowed>True</isdisplayallowed>\
         <meetingplannedfinishtime>12.30 pm</meetingplannedfinishtime>\
         <meetinglocation>Room 1 &amp;amp; 2</meetinglocation><agendapublished>True</agendapublished>{more}</meeting>"
    )
}

/// A Modern.gov with these meetings, each with further details.
async fn modern_gov(list: String, details: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Upstream {
    Upstream::start(move |asked| match asked.path().trim_start_matches("/mgWebService.asmx/").split_once('?') {
        Some(("GetMeetings", _)) => Reply::ok(list.clone()),
        Some(("GetMeeting", id)) => details(id.trim_start_matches("lMeetingId=")),
        None if asked.path().ends_with("/GetCommittees") => Reply::ok(COMMITTEES),
        _ => Reply::Full(404, Vec::new(), Vec::new()),
    })
    .await
}

async fn read(upstream: &Upstream, more: Value) -> Result<Reading<Meeting>, FeedFailure> {
    let mut settings = json!({ "address": format!("http://{}/", upstream.address) });
    settings.as_object_mut().expect("a table").extend(more.as_object().expect("a table").clone());
    let sandbox = sandbox_beside(upstream);
    let feed = sandbox.meetings("committees-moderngov", settings, &grants(upstream, &[])).await.expect("good settings");
    feed.read(pull(), &calendar()).await
}

#[tokio::test]
async fn meetings_come_with_place_papers_and_members_as_far_as_they_are_public() {
    let meetings = [
        (12, "14/01/2027", "Confirmed; webcast", "10.00 am"),
        (11, "13/01/2027", "Cancelled", "7.30 pm"),
        (13, "15/01/2027", "Provisional", ""),
        (14, "16/01/2027", "Confirmed", "10.00 am"),
        (15, "17/01/2027", "Deleted", "10.00 am"),
    ];
    let details = "<minutepublished>True</minutepublished><linkeddocuments>\
        <linkeddoc><title>Public reports pack</title><url>https://files.example.org/1</url><isrestricted>False</isrestricted></linkeddoc>\
        <linkeddoc><title>Secret</title><url>https://files.example.org/2</url><isrestricted>True</isrestricted></linkeddoc>\
        </linkeddocuments><attendees>\
        <attendee memberid=\"192\" name=\"Councillor Jo Jones\" roledescription=\"Vice-Chair\"><address>1 Home Road</address></attendee>\
        <attendee memberid=\"4\" name=\"Ann Other\" roledescription=\"Secretary\"/></attendees>";
    let upstream = modern_gov(list(7, &meetings), move |id| match id {
        "12" => Reply::ok(meeting(id, details)),
        "14" => Reply::ok(meeting(id, "").replace("<isdisplayallowed>True", "<isdisplayallowed>False")),
        _ => Reply::ok(meeting(id, "")),
    })
    .await;
    let reading = read(&upstream, json!({})).await.expect("a reading");
    let [cancelled, planned, provisional] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((cancelled.key.as_str(), cancelled.status), ("11", MeetingStatus::Cancelled), "it stays, marked");
    assert_eq!(cancelled.begins, day("2027-01-13").and_hms_opt(19, 30, 0).expect("a time"));
    assert_eq!((cancelled.ends, cancelled.members.as_deref()), (None, None), "a meeting never ends before it begins");
    assert_eq!((provisional.status, provisional.all_day), (MeetingStatus::Provisional, true));

    assert_eq!((planned.status, planned.all_day), (MeetingStatus::Planned, false));
    assert_eq!(planned.ends, day("2027-01-14").and_hms_opt(12, 30, 0));
    assert_eq!((planned.committee_key.as_str(), planned.committee.as_str()), ("7", "Planning & Transport"));
    assert_eq!(planned.place.as_deref(), Some("Room 1 & 2"));
    let page = format!("http://{}/ieListDocuments.aspx?CId=7&MId=12", upstream.address);
    assert_eq!(planned.url.as_deref(), Some(page.as_str()));
    let papers: Vec<_> = planned.papers.iter().map(|paper| (paper.kind, paper.url.as_str())).collect();
    let pack = "https://files.example.org/1";
    assert_eq!(papers, [(PaperKind::Agenda, &*page), (PaperKind::Minutes, &*page), (PaperKind::Reports, pack)]);
    let members = planned.members.as_deref().expect("the source says who sits there");
    let [seat] = members else { panic!("{members:?}") };
    assert_eq!((seat.key.as_deref(), seat.role.as_deref()), (Some("192"), Some("Vice-Chair")));
    assert!(!format!("{reading:?}").contains("Home Road"), "an address at home stays where it is");

    let asked = upstream.asked();
    let days = "?lCommitteeId=-1&sFromDate=26/08/2026&sToDate=24/11/2027";
    assert!(asked.iter().any(|asked| asked.path().ends_with(days)), "{asked:#?}");
    assert_eq!(read(&upstream, json!({})).await, Ok(reading), "the same again is the same");
}

#[tokio::test]
async fn only_the_committees_that_the_council_names_are_shown() {
    let upstream =
        modern_gov(list(8, &[(1, "14/01/2027", "Confirmed", "10.00 am")]), |id| Reply::ok(meeting(id, ""))).await;
    for (committees, shown) in [(json!(["8"]), 1), (json!(["7"]), 0)] {
        let reading = read(&upstream, json!({ "committees": committees })).await.expect("a reading");
        assert_eq!(all(&reading).len(), shown);
    }
    let unknown = read(&upstream, json!({ "committees": ["9"] })).await;
    let why = "The other system has no committee 9.".to_owned();
    assert_eq!(unknown, Err(FeedFailure::Source(FeedError::WrongSettings(why))), "it was deleted");
}

#[tokio::test]
async fn a_meeting_that_cannot_be_read_is_told_and_stays_known() {
    let meetings = [
        (1, "31/06/2027", "Confirmed", "10.00 am"),
        (2, "14/01/2027", "Confirmed", "10.00 am"),
        (3, "15/01/2027", "Confirmed", "10.00 am"),
        (4, "16/01/2027", "Confirmed", "10.00 am"),
    ];
    let upstream = modern_gov(list(7, &meetings), |id| match id {
        "2" => Reply::ok("<html>We are sorry</html>"),
        "3" => Reply::ok(meeting("33", "")),
        _ => Reply::ok(meeting(id, "")),
    })
    .await;
    let reading = read(&upstream, json!({})).await.expect("a reading");
    let unread: Vec<_> = reading.skipped.iter().map(|row| (row.row, row.key.as_deref())).collect();
    assert_eq!(unread, [(1, Some("1")), (2, Some("2")), (3, Some("3"))]);
    assert_eq!(all(&reading).len(), 1);
    assert_eq!(reading.gone(["1", "2", "3", "99"]), ["99"]);
}

#[tokio::test]
async fn what_is_no_whole_answer_brings_nothing() {
    let whole = list(7, &[(1, "14/01/2027", "Confirmed", "10.00 am")]);
    for bad in [
        "<html><body>We are sorry</body></html>".to_owned(),
        whole[..whole.len() - 9].to_owned(),
        whole.replace("<meetingscount> 1<", "<meetingscount> 2<"),
        whole.replace("<meetingid>1<", "<meetingid><"),
        String::new(),
    ] {
        let upstream = modern_gov(bad, |id| Reply::ok(meeting(id, ""))).await;
        let answer = read(&upstream, json!({})).await;
        assert!(matches!(answer, Err(FeedFailure::Source(FeedError::Unreadable(_)))), "{answer:?}");
    }
    for (status, code) in [(403, "not-allowed"), (503, "unavailable")] {
        let upstream = modern_gov(whole.clone(), move |_| Reply::Full(status, Vec::new(), Vec::new())).await;
        let Err(FeedFailure::Source(error)) = read(&upstream, json!({})).await else { panic!("{status}") };
        assert_eq!(error.code(), code);
    }
}

#[tokio::test]
async fn many_meetings_come_in_parts_that_stay_within_the_same_days() {
    let meetings: Vec<_> = (1..=45).map(|id| (id, "14/01/2027", "Confirmed", "10.00 am")).collect();
    // A megabyte of minutes each: what a part reads has to fit into the memory of a call.
    let minutes = format!(
        "<agendaitems><agendatext>{}</agendatext></agendaitems>",
        "&lt;p&gt;So it was.&lt;/p&gt;\n".repeat(35_000)
    );
    let upstream = modern_gov(list(7, &meetings), move |id| Reply::ok(meeting(id, &minutes))).await;
    let sandbox = sandbox_beside(&upstream);
    let settings = json!({ "address": format!("http://{}", upstream.address) });
    let feed =
        sandbox.meetings("committees-moderngov", settings, &grants(&upstream, &[])).await.expect("good settings");
    let mut reading = feed.read(pull(), &calendar()).await.expect("a part");
    while reading.more {
        let mut tomorrow = task(casework::feeds::Source::Pull(reading.next.clone()));
        tomorrow.today = day("2026-11-25");
        let part = feed.read(tomorrow, &calendar()).await.expect("a part");
        assert!(all(&part).len() <= 10);
        reading = reading.joined(part).expect("they go together");
    }
    assert_eq!(
        all(&reading).iter().map(|meeting| meeting.key.parse()).collect::<Vec<_>>(),
        (1..=45).map(Ok).collect::<Vec<_>>()
    );
    assert!(upstream.asked().iter().all(|asked| !asked.path().contains("25/11/2027")));
}

#[tokio::test]
async fn settings_that_cannot_work_are_told() {
    let settings = json!({ "address": "democracy.example.org", "days_ahead": 0, "committee": ["7"] });
    let refused = sandbox().meetings("committees-moderngov", settings, &Grants::default()).await;
    assert_eq!(mistakes(refused), ["$.address", "$.days_ahead", "$.committee"]);
}

/// Answers of a real Modern.gov, where they are at hand.
#[tokio::test]
async fn real_answers_are_read() {
    let samples = ["moderngov_getcommittees", "moderngov_getmeetings", "moderngov_getmeeting_"];
    let samples = samples.map(|answer| sample("committees", answer, ""));
    let [Some(committees), Some(meetings), Some(meeting)] = samples else { return };
    let upstream = Upstream::start(move |asked| match asked.path() {
        path if path.contains("GetCommittees") => Reply::ok(committees.clone()),
        path if path.contains("GetMeetings?") => Reply::ok(meetings.clone()),
        path if path.contains("lMeetingId=4967") => Reply::ok(meeting.clone()),
        _ => Reply::ok("<meeting><meetingid>4966</meetingid></meeting>"),
    })
    .await;
    let reading = read(&upstream, json!({})).await.expect("a reading");
    let [cancelled, held] = all(&reading) else { panic!("{reading:?}") };
    assert_eq!((cancelled.key.as_str(), cancelled.status), ("4966", MeetingStatus::Cancelled));
    assert_eq!((held.committee_key.as_str(), held.committee.as_str()), ("144", "Audit Committee"));
    assert_eq!(held.begins, day("2026-02-10").and_hms_opt(10, 0, 0).expect("a time"));
    assert_eq!(held.ends, day("2026-02-10").and_hms_opt(14, 0, 0));
    let kinds: Vec<_> = held.papers.iter().map(|paper| paper.kind).collect();
    assert_eq!(kinds, [PaperKind::Agenda, PaperKind::Minutes, PaperKind::Other, PaperKind::Other]);
    assert_eq!(held.members.as_ref().map(Vec::len), Some(1));
}
