//! Meetings from calendars in the iCalendar format (R52): those at the addresses in the settings, or an uploaded one. Simple
//! repetitions are expanded; an event that repeats in another way, or in another time zone, is told and never guessed.
//!
//! Settings: see plugin.toml.

use std::collections::BTreeSet;

use sdk::committees::{Feed, Meeting, Paper, PaperKind, Reading, Status, all};
use sdk::dates::{self, Date};
use sdk::feeds::{FeedError, SkippedRow, Source, Task, skipped};
use sdk::ical::{self, Event, Moment, Property, Rule};
use sdk::settings::Settings;
use sdk::text;
use serde::{Deserialize, Serialize};

struct Calendars;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    past: u16,
    ahead: u16,
    /// None: one is uploaded.
    #[serde(borrow)]
    calendars: Vec<Calendar<'a>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Calendar<'a> {
    address: &'a str,
    /// Whose calendar it is; without, each event is called after its committee.
    committee: Option<&'a str>,
}

/// Each calendar is a request.
const MOST_CALENDARS: usize = 90;

impl Feed for Calendars {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let calendars: Vec<_> = settings.optional_list("calendars").iter().map(calendar).collect();
        if calendars.len() > MOST_CALENDARS {
            let message = format!("There are more than {MOST_CALENDARS} calendars.");
            settings.problem("calendars", message, "Ask the other system for one that holds several committees.");
        }
        Prepared {
            past: settings.optional_whole("days_past", 0..=730).unwrap_or(90),
            ahead: settings.optional_whole("days_ahead", 1..=730).unwrap_or(365),
            calendars,
        }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let day = i64::from(dates::number(&task.today));
        let window = (day - i64::from(prepared.past)) * 1_440..(day + i64::from(prepared.ahead) + 1) * 1_440;
        let mut found = Found { window, meetings: Vec::new(), unread: Vec::new(), keys: BTreeSet::new() };
        let (mut bytes, cursor) = (
            Vec::new(),
            match task.source {
                Source::Pull(cursor) if !prepared.calendars.is_empty() => cursor,
                // One calendar would take the place of all of those in the settings.
                Source::File((file, cursor)) if prepared.calendars.is_empty() => {
                    found.read(&file.content, Calendar { address: "", committee: None })?;
                    return all(found.meetings, found.unread, &file.content, cursor);
                }
                _ => return Err(FeedError::NotThisWay),
            },
        );
        for calendar in prepared.calendars {
            let file = sdk::http::get(calendar.address, None)?.body;
            found.read(&file, calendar)?;
            bytes.extend(file);
        }
        all(found.meetings, found.unread, &bytes, cursor)
    }
}

fn calendar<'a>(fields: &sdk::settings::Fields<'a>) -> Calendar<'a> {
    Calendar { address: fields.address("address"), committee: fields.optional_text("committee") }
}

struct Found {
    /// Moments of which meetings are shown.
    window: core::ops::Range<i64>,
    meetings: Vec<Meeting>,
    unread: Vec<SkippedRow>,
    /// A meeting that stands in two calendars is one.
    keys: BTreeSet<String>,
}

impl Found {
    fn read(&mut self, file: &[u8], calendar: Calendar<'_>) -> Result<(), FeedError> {
        let events = ical::read(file).map_err(|bad| FeedError::Unreadable(bad.told().to_owned()))?;
        // Single times of a repeated event that are different from the others, by the time at which they would have been.
        let moved: BTreeSet<_> = events
            .iter()
            .filter_map(|event| Some((event.text("UID")?, event.get("RECURRENCE-ID")?.moment()?.minutes)))
            .collect();
        for event in &events {
            if ["PRIVATE", "CONFIDENTIAL"].contains(&event.text("CLASS").unwrap_or_default().as_str()) {
                continue;
            }
            match self.meetings_of(event, calendar, &moved) {
                Ok(meetings) => {
                    let new = meetings.into_iter().filter(|meeting| self.keys.insert(meeting.key.clone()));
                    self.meetings.extend(new.collect::<Vec<_>>());
                }
                Err(row) => self.unread.push(row),
            }
        }
        Ok(())
    }

    fn meetings_of(
        &self,
        event: &Event,
        calendar: Calendar<'_>,
        moved: &BTreeSet<(String, i64)>,
    ) -> Result<Vec<Meeting>, SkippedRow> {
        // Room for the time of a repeated event.
        let uid = event.text("UID").and_then(|uid| text::key(&uid, 180));
        let skip = |what: &str, remedy: &str| skipped(event.line, uid.as_deref(), what, remedy);
        let Some(uid) = &uid else { return Err(skip("An event has no UID.", "Export the calendar again.")) };
        let starts = event.get("DTSTART");
        let Some((starts, first)) = starts.and_then(|starts| Some((starts, starts.moment()?))) else {
            let remedy = "Use UTC or the time zone Europe/London.";
            return Err(skip("An event has no time that is known in the United Kingdom.", remedy));
        };
        let again = ["RRULE", "RDATE", "EXRULE"].iter().any(|name| event.get(name).is_some());
        // A time of a repeated event that cannot be read may be any of its times.
        let unsure = || {
            let (what, remedy) = ("An event repeats in a way that is not read.", "Enter its meetings one by one.");
            skipped(event.line, None, what, remedy)
        };
        let times: Vec<(i64, String)> = if let Some(replaced) = event.get("RECURRENCE-ID") {
            vec![(first.minutes, instance(uid, replaced.moment().ok_or_else(unsure)?.minutes))]
        } else if again {
            let times = repeated(event, starts, first, self.window.end).ok_or_else(unsure)?;
            let own = times.into_iter().filter(|time| !moved.contains(&(uid.clone(), *time)));
            own.map(|time| (time, instance(uid, time))).collect()
        } else {
            vec![(first.minutes, uid.clone())]
        };
        let Some(meeting) = meeting(event, calendar, first) else {
            return Err(skip("An event has no summary.", "Write in it which committee meets."));
        };
        let length = length(event, first);
        let shown = times.into_iter().filter(|(time, _)| self.window.contains(time));
        let at = |(time, key)| Meeting {
            key,
            begins: dates::from_minutes(time),
            ends: length.map(|length| dates::from_minutes(time + length)),
            ..meeting.clone()
        };
        Ok(shown.map(at).collect())
    }
}

/// When a repeated event begins. None if it repeats in a way that is not read.
fn repeated(event: &Event, starts: &Property, first: Moment, end: i64) -> Option<Vec<i64>> {
    if event.get("RDATE").is_some() || event.get("EXRULE").is_some() || starts.is_utc() {
        return None;
    }
    let mut left_out: Vec<Moment> = Vec::new();
    for property in event.properties.iter().filter(|property| property.name == "EXDATE") {
        left_out.extend(property.moments()?);
    }
    let rule = Rule::read(event.get("RRULE")?.value(), first)?;
    let day = |minutes: i64| minutes.div_euclid(1_440);
    let is = |out: &Moment, time| out.minutes == time || out.all_day && day(out.minutes) == day(time);
    let is_in = |time: &i64| !left_out.iter().any(|out| is(out, *time));
    Some(rule.times(first, end).into_iter().filter(is_in).collect())
}

/// Key of one time of a repeated event.
fn instance(uid: &str, time: i64) -> String {
    let dates::LocalTime { day: Date { year, month, day }, minutes } = dates::from_minutes(time);
    format!("{uid}/{year:04}{month:02}{day:02}T{:02}{:02}", minutes / 60, minutes % 60)
}

/// What is the same at all times of an event.
fn meeting(event: &Event, calendar: Calendar<'_>, first: Moment) -> Option<Meeting> {
    let (status, summary) = status(event, &text::line(&event.text("SUMMARY")?, 300)?)?;
    let committee = text::line(calendar.committee.unwrap_or(&summary), 200)?;
    let address = |property: &Property| text::link(calendar.address, &property.text());
    let is_paper = |property: &&Property| property.name == "ATTACH" && property.parameter("VALUE") != Some("BINARY");
    let paper = |property: &Property| {
        let title = property.parameter("FILENAME").and_then(|name| text::line(name, 300));
        Some(Paper {
            kind: PaperKind::Other,
            title: title.unwrap_or_else(|| "Paper".to_owned()),
            url: address(property)?,
        })
    };
    Some(Meeting {
        key: String::new(),
        committee_key: committee.to_lowercase(),
        title: Some(summary).filter(|title| !title.eq_ignore_ascii_case(&committee)),
        committee,
        begins: dates::from_minutes(first.minutes),
        all_day: first.all_day,
        ends: None,
        place: event.text("LOCATION").and_then(|place| text::line(&place, 300)),
        status,
        url: event.get("URL").and_then(address),
        papers: event.properties.iter().filter(is_paper).filter_map(paper).take(100).collect(),
        members: None,
    })
}

/// Whether it takes place, and what it is called without the word that says so.
fn status(event: &Event, summary: &str) -> Option<(Status, String)> {
    let own = match event.text("STATUS").unwrap_or_default().as_str() {
        "CANCELLED" => Status::Cancelled,
        "TENTATIVE" => Status::Provisional,
        _ => Status::Planned,
    };
    for (word, status) in
        [("cancelled", Status::Cancelled), ("postponed", Status::Postponed), ("provisional", Status::Provisional)]
    {
        let marked = summary.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word));
        let rest = marked.map(|start| summary[start.len()..].trim_start());
        // "Cancelled: Planning Committee", and not "Cancelled Meetings Panel".
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix([':', '-', '–', '—'])) {
            return text::line(rest, 300).map(|summary| (status, summary));
        }
    }
    Some((own, summary.to_owned()))
}

/// How long it takes, in minutes, where the event says so.
fn length(event: &Event, first: Moment) -> Option<i64> {
    let until = event.get("DTEND").and_then(Property::moment).map(|end| end.minutes - first.minutes);
    let length = until.or_else(|| ical::duration(event.get("DURATION")?.value()))?;
    (length > 0 && !first.all_day).then_some(length)
}

sdk::register_committee_calendar!(Calendars);
