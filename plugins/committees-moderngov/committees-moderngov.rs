//! Meetings from the web service of Modern.gov (R52), which answers in XML: all meetings within some days around today, then
//! each meeting for its place, papers and members. What is not public is left out, and so are people's addresses.
//!
//! Settings: see plugin.toml.

use sdk::committees::{self, Content, Feed, Meeting, Paper, PaperKind, Reading, Seat, Status};
use sdk::dates::{self, Date};
use sdk::feeds::{self, FeedError, Progress, SkippedRow, Source, Task, skipped};
use sdk::settings::Settings;
use sdk::text;
use sdk::xml::{self, Node};
use serde::{Deserialize, Serialize};

struct ModernGov;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    /// Without a slash at the end.
    address: &'a str,
    past: u16,
    ahead: u16,
    /// Ids; all committees if there are none.
    #[serde(borrow)]
    committees: Vec<&'a str>,
}

/// A reading under way: its days, so that they stay the same past midnight, and the last meeting that was read.
#[derive(Serialize, Deserialize)]
struct Place {
    from: i32,
    to: i32,
    after: u32,
}

/// Meetings of one part. Each is a request of its own; some servers take seconds for each, and minutes as text can be large for
/// the memory of a call.
const PART: usize = 10;

impl Feed for ModernGov {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        Prepared {
            address: settings.address("address").trim_end_matches('/'),
            past: settings.optional_whole("days_past", 0..=730).unwrap_or(90),
            ahead: settings.optional_whole("days_ahead", 1..=730).unwrap_or(365),
            committees: settings.texts("committees"),
        }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let Source::Pull(cursor) = task.source else { return Err(FeedError::NotThisWay) };
        let place = match cursor {
            Some(cursor) => feeds::place(&cursor)?,
            None => {
                let today = dates::number(&task.today);
                Place { from: today - i32::from(prepared.past), to: today + i32::from(prepared.ahead), after: 0 }
            }
        };
        let mut listed = listed(&prepared, &place)?;
        let first = listed.partition_point(|meeting| meeting.id <= place.after);
        let part = listed.split_off(first);
        let (mut meetings, mut unread) = (Vec::new(), Vec::new());
        for meeting in part.iter().take(PART) {
            match meeting.details(&prepared) {
                Ok(found) => meetings.extend(found),
                Err(Trouble::Row(row)) => unread.push(row),
                Err(Trouble::Whole(error)) => return Err(error),
            }
        }
        let more = part.len() > PART;
        let next = more.then(|| feeds::cursor(&Place { after: part[PART - 1].id, ..place }));
        Ok(Reading { content: Content::Complete(meetings), progress: Progress { next, more, skipped: unread } })
    }
}

fn ask(prepared: &Prepared<'_>, what: &str) -> Result<String, FeedError> {
    let response = sdk::http::get(&format!("{}/mgWebService.asmx/{what}", prepared.address), None)?;
    String::from_utf8(response.body).map_err(|_| FeedError::Unreadable("The answer is not in UTF-8.".to_owned()))
}

/// A meeting as the list has it.
struct Listed {
    id: u32,
    /// Counted as in the list.
    row: usize,
    day: Option<Date>,
    time: Option<u16>,
    status: Status,
    committee_id: String,
    committee: String,
}

/// All meetings of those days, in the order of their ids.
fn listed(prepared: &Prepared<'_>, place: &Place) -> Result<Vec<Listed>, FeedError> {
    let wanted = wanted(prepared)?;
    let day = |number| dates::slashed(&dates::from_number(number));
    // Days in another form than this one are ignored, and thousands of meetings come.
    let range = format!("sFromDate={}&sToDate={}", day(place.from), day(place.to));
    let answer = ask(prepared, &format!("GetMeetings?lCommitteeId=-1&{range}"))?;
    let document = xml::read(&answer, "getmeetings")?;
    let mut listed = Vec::new();
    let mut row = 0;
    for committee in xml::children(document.root_element(), "committee") {
        let id = xml::text(committee, "committeeid").unwrap_or_default();
        let held = xml::children(committee, "committeemeetings").flat_map(|all| xml::children(all, "meeting"));
        for meeting in held {
            row += 1;
            let number = xml::text(meeting, "meetingid").and_then(|id| id.parse().ok());
            let number = number.ok_or_else(|| unreadable("A meeting has no number."))?;
            let status = xml::text(meeting, "meetingstatus").unwrap_or_default();
            if !wanted.iter().any(|wanted| wanted == id) || is_deleted(status) {
                continue;
            }
            listed.push(Listed {
                id: number,
                row,
                day: xml::text(meeting, "meetingdate").and_then(dates::read),
                time: xml::text(meeting, "meetingtime").and_then(dates::clock),
                status: committees::status(status),
                committee_id: id.to_owned(),
                committee: title(committee, "committeetitle").unwrap_or_else(|| format!("Committee {id}")),
            });
        }
    }
    let counted = xml::text(document.root_element(), "meetingscount").and_then(|count| count.parse().ok());
    if counted.is_some_and(|counted| row < counted) {
        return Err(unreadable("The other system counts more meetings than it lists."));
    }
    listed.sort_by_key(|meeting| meeting.id);
    Ok(listed)
}

/// Ids of the committees whose meetings are to be known.
fn wanted(prepared: &Prepared<'_>) -> Result<Vec<String>, FeedError> {
    let answer = ask(prepared, "GetCommittees")?;
    let document = xml::read(&answer, "committees")?;
    let is_there = |committee: &Node<'_, '_>| xml::text(*committee, "committeedeleted") != Some("True");
    let known = xml::children(document.root_element(), "committee").filter(is_there);
    let known: Vec<_> = known.filter_map(|committee| xml::text(committee, "committeeid")).map(str::to_owned).collect();
    if prepared.committees.is_empty() {
        return Ok(known);
    }
    let missing = prepared.committees.iter().find(|id| !known.iter().any(|known| known == *id));
    match missing {
        Some(id) => Err(FeedError::WrongSettings(format!("The other system has no committee {id}."))),
        None => Ok(prepared.committees.iter().map(|id| (*id).to_owned()).collect()),
    }
}

/// Why a meeting could not be read: it alone, or it and all others.
enum Trouble {
    Row(SkippedRow),
    Whole(FeedError),
}

impl Listed {
    /// The whole meeting; none if it is not public.
    fn details(&self, prepared: &Prepared<'_>) -> Result<Option<Meeting>, Trouble> {
        let key = self.id.to_string();
        let skip = |what: &str, remedy: &str| Trouble::Row(skipped(self.row, Some(&key), what, remedy));
        let Some(day) = self.day else {
            return Err(skip("The meeting's day is not one.", "Look at it in Modern.gov."));
        };
        let unread = |error| match error {
            FeedError::Unreadable(why) => skip(&why, "Open the meeting in Modern.gov and save it again."),
            other => Trouble::Whole(other),
        };
        let answer = ask(prepared, &format!("GetMeeting?lMeetingId={key}")).map_err(unread)?;
        let document = xml::read(&answer, "meeting").map_err(unread)?;
        let meeting = document.root_element();
        if xml::text(meeting, "meetingid") != Some(&key) {
            return Err(skip("The other system answered with another meeting.", "Look at it in Modern.gov."));
        }
        if xml::text(meeting, "isdisplayallowed") == Some("False") || xml::text(meeting, "isrestricted") == Some("True")
        {
            return Ok(None);
        }
        let ends = xml::text(meeting, "meetingplannedfinishtime").and_then(dates::clock);
        let at = |minutes| sdk::committees::LocalTime { day, minutes };
        let page = format!("{}/ieListDocuments.aspx?CId={}&MId={key}", prepared.address, self.committee_id);
        Ok(Some(Meeting {
            committee_key: self.committee_id.clone(),
            committee: self.committee.clone(),
            title: None,
            begins: at(self.time.unwrap_or(0)),
            all_day: self.time.is_none(),
            ends: ends.filter(|ends| self.time.is_some_and(|begins| begins < *ends)).map(at),
            place: title(meeting, "meetinglocation"),
            status: self.status,
            papers: papers(meeting, prepared, &page),
            url: text::link("", &page),
            members: xml::children(meeting, "attendees").next().map(seats),
            key,
        }))
    }
}

fn papers(meeting: Node<'_, '_>, prepared: &Prepared<'_>, page: &str) -> Vec<Paper> {
    let says = |name| xml::text(meeting, name) == Some("True");
    let mut papers = Vec::new();
    let mut add = |kind, title: &str, url: &str| {
        if let (Some(title), Some(url)) = (text::line(title, 300), text::link(prepared.address, url)) {
            papers.push(Paper { kind, title, url });
        }
    };
    for (published, kind, title) in
        [("agendapublished", PaperKind::Agenda, "Agenda"), ("minutepublished", PaperKind::Minutes, "Minutes")]
    {
        if says(published) {
            add(kind, title, page);
        }
    }
    for document in meeting.descendants().filter(|node| node.has_tag_name("linkeddoc")) {
        if xml::text(document, "isrestricted") == Some("True") {
            continue;
        }
        let name = title(document, "title").unwrap_or_default();
        let is_pack = name.to_ascii_lowercase().contains("reports pack");
        let kind = if is_pack { PaperKind::Reports } else { PaperKind::Other };
        add(kind, &name, xml::text(document, "url").unwrap_or_default());
    }
    papers.truncate(100);
    papers
}

/// Of those who attend, those who sit on the committee.
fn seats(attendees: Node<'_, '_>) -> Vec<Seat> {
    let seat = |attendee: Node<'_, '_>| {
        let role = text::line(attendee.attribute("roledescription")?, 200)?;
        let sits = ["member", "chair"].iter().any(|word| role.to_ascii_lowercase().contains(word));
        let key = attendee.attribute("memberid").and_then(|id| text::key(id, 200));
        sits.then_some(Seat { key, name: text::line(attendee.attribute("name")?, 200)?, role: Some(role) })
    };
    xml::children(attendees, "attendee").filter_map(seat).take(200).collect()
}

/// A title or place. They are escaped once more than they should be.
fn title(node: Node<'_, '_>, name: &'static str) -> Option<String> {
    text::line(&text::unescaped(xml::text(node, name)?), 300)
}

fn is_deleted(status: &str) -> bool {
    status.trim().to_ascii_lowercase().starts_with("deleted")
}

fn unreadable(why: &str) -> FeedError {
    FeedError::Unreadable(why.to_owned())
}

sdk::register_committee_calendar!(ModernGov);
