//! Calendars as other systems publish them: iCalendar (RFC 5545), as far as events need it. Lines are unfolded, times are
//! read as the clocks of the United Kingdom show them, and simple repetitions are expanded; of anything else a caller learns
//! that it cannot be read, never a guess.

mod rule;

pub use rule::Rule;

use crate::dates::{self, Date};

/// Why a file is no calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCalendar {
    /// It is not UTF-8, or does not begin as a calendar does.
    NoCalendar,
    /// It does not end as a calendar does.
    CutShort,
}

impl BadCalendar {
    /// For the admin.
    pub const fn told(self) -> &'static str {
        match self {
            Self::NoCalendar => "This is no iCalendar file.",
            Self::CutShort => "The calendar was cut short: its last line is missing.",
        }
    }
}

/// One line of an event, unfolded.
#[derive(Debug)]
pub struct Property {
    /// In capitals, as are the names of parameters.
    pub name: String,
    parameters: Vec<(String, String)>,
    value: String,
}

/// An event, with the line on which it begins; the first line is 1.
#[derive(Debug)]
pub struct Event {
    pub line: usize,
    pub properties: Vec<Property>,
}

/// A day, or a time on the clocks of the United Kingdom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Minutes since the midnight with which 1970 began, on those clocks.
    pub minutes: i64,
    /// Whether only the day is known.
    pub all_day: bool,
}

/// The events of a whole calendar.
///
/// # Errors
/// When it is no calendar, or not all of one.
pub fn read(bytes: &[u8]) -> Result<Vec<Event>, BadCalendar> {
    let text = core::str::from_utf8(bytes).map_err(|_| BadCalendar::NoCalendar)?;
    let lines = unfolded(text.strip_prefix('\u{feff}').unwrap_or(text));
    let is = |line: Option<&(usize, String)>, what: &str| line.is_some_and(|(_, line)| line.eq_ignore_ascii_case(what));
    if !is(lines.first(), "BEGIN:VCALENDAR") {
        return Err(BadCalendar::NoCalendar);
    }
    if !is(lines.last(), "END:VCALENDAR") {
        return Err(BadCalendar::CutShort);
    }
    let mut events: Vec<Event> = Vec::new();
    // Names of the components within which a line stands; alarms stand within events.
    let mut within: Vec<String> = Vec::new();
    for (number, line) in lines {
        let Some(property) = property(&line) else { continue };
        match property.name.as_str() {
            "BEGIN" => {
                within.push(property.value.to_ascii_uppercase());
                if within.last().is_some_and(|name| name == "VEVENT") {
                    events.push(Event { line: number, properties: Vec::new() });
                }
            }
            "END" => {
                if within.pop() != Some(property.value.to_ascii_uppercase()) {
                    return Err(BadCalendar::CutShort);
                }
            }
            _ => {
                if let (Some("VEVENT"), Some(event)) = (within.last().map(String::as_str), events.last_mut()) {
                    event.properties.push(property);
                }
            }
        }
    }
    if within.is_empty() { Ok(events) } else { Err(BadCalendar::CutShort) }
}

/// Lines with their numbers; one that begins with a space goes on from the one before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push((number + 1, line.to_owned())),
        }
    }
    lines
}

/// `NAME;PARAMETER="value";…:value`. None if it has no value.
fn property(line: &str) -> Option<Property> {
    let mut quoted = false;
    let mut outside = |mark: char| {
        quoted ^= mark == '"';
        !quoted
    };
    let (colon, _) = line.char_indices().find(|(_, mark)| outside(*mark) && *mark == ':')?;
    let (head, value) = (&line[..colon], &line[colon + 1..]);
    let mut quoted = false;
    let mut parts = head.split(|mark: char| {
        quoted ^= mark == '"';
        mark == ';' && !quoted
    });
    let name = parts.next()?.to_ascii_uppercase();
    let parameter = |part: &str| {
        let (name, value) = part.split_once('=')?;
        Some((name.to_ascii_uppercase(), value.trim_matches('"').to_owned()))
    };
    Some(Property { name, parameters: parts.filter_map(parameter).collect(), value: value.to_owned() })
}

impl Event {
    /// The first property of this name.
    pub fn get(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The text of a property; an empty one is none.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(Property::text).filter(|text| !text.trim().is_empty())
    }
}

impl Property {
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as a text, with what is escaped in it written out.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match (letter, if letter == '\\' { letters.next() } else { None }) {
                ('\\', Some('n' | 'N')) => text.push('\n'),
                ('\\', Some(escaped)) => text.push(escaped),
                (letter, _) => text.push(letter),
            }
        }
        text
    }

    /// The value as it was written.
    pub fn value(&self) -> &str {
        self.value.trim()
    }

    /// The value as a day or time. None if it is neither, or of a time zone other than UTC and that of the United Kingdom. A
    /// time without a zone is one on the clocks of the council.
    pub fn moment(&self) -> Option<Moment> {
        self.moments()?.first().copied()
    }

    /// Whether its time is of UTC, so that it moves on the clocks of the United Kingdom when they change.
    pub fn is_utc(&self) -> bool {
        self.value().ends_with('Z') || self.parameter("TZID").is_some_and(|zone| is_named(zone, &UTC))
    }

    /// The value as a list of days or times; none if one of them is not.
    pub fn moments(&self) -> Option<Vec<Moment>> {
        let zone = self.parameter("TZID");
        self.value.split(',').map(|value| moment(value.trim(), zone)).collect()
    }
}

/// Names by which calendars call the time of the United Kingdom.
const LONDON: [&str; 5] = ["Europe/London", "Europe/Belfast", "GB", "GMT Standard Time", "Edinburgh, Lisbon, London"];
const UTC: [&str; 4] = ["UTC", "Etc/UTC", "Etc/GMT", "Z"];

/// Some systems write something of their own before a zone's name.
fn is_named(zone: &str, names: &[&str]) -> bool {
    let zone = zone.trim_end_matches(')');
    names.iter().any(|name| zone.strip_suffix(name).is_some_and(|before| !before.ends_with(char::is_alphanumeric)))
}

fn moment(value: &str, zone: Option<&str>) -> Option<Moment> {
    let (day, time) = value.split_once('T').map_or((value, None), |(day, time)| (day, Some(time)));
    let part = |text: &str, range: core::ops::Range<usize>| -> Option<u16> {
        let part = text.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    if day.len() != 8 {
        return None;
    }
    let day: Date = dates::read(&format!("{}-{}-{}", day.get(..4)?, day.get(4..6)?, day.get(6..)?))?;
    let midnight = i64::from(dates::number(&day)) * 1_440;
    let Some(time) = time else { return Some(Moment { minutes: midnight, all_day: true }) };
    let (time, utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    let (hours, minutes, seconds) = (part(time, 0..2)?, part(time, 2..4)?, part(time, 4..6)?);
    if time.len() != 6 || hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let minutes = midnight + i64::from(hours) * 60 + i64::from(minutes);
    let minutes = if utc || zone.is_some_and(|zone| is_named(zone, &UTC)) {
        dates::in_london(minutes)
    } else if zone.is_none_or(|zone| is_named(zone, &LONDON)) {
        minutes
    } else {
        return None;
    };
    Some(Moment { minutes, all_day: false })
}

/// A duration such as `PT1H30M`, `P1D` or `P2W`, in minutes.
pub fn duration(value: &str) -> Option<i64> {
    let mut rest = value.trim().strip_prefix('+').unwrap_or(value.trim()).strip_prefix('P')?;
    let (mut minutes, mut in_time) = (0_i64, false);
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            (in_time, rest) = (true, time);
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest.get(..digits)?.parse().ok().filter(|number| *number <= 100_000)?;
        minutes += match (in_time, rest[digits..].chars().next()?) {
            (false, 'W') => number * 7 * 1_440,
            (false, 'D') => number * 1_440,
            (true, 'H') => number * 60,
            (true, 'M') => number,
            (true, 'S') => number / 60,
            _ => return None,
        };
        rest = &rest[digits + 1..];
    }
    Some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: &str) -> Option<(u16, u8, u8, u16, bool)> {
        let moment = property(line).expect("a property").moment()?;
        let time = dates::from_minutes(moment.minutes);
        Some((time.day.year, time.day.month, time.day.day, time.minutes, moment.all_day))
    }

    #[test]
    fn times_are_those_on_the_clocks_of_the_united_kingdom() {
        assert_eq!(at("DTSTART;VALUE=DATE:20260701"), Some((2026, 7, 1, 0, true)));
        assert_eq!(at("DTSTART:20260701T233000Z"), Some((2026, 7, 2, 30, false)));
        assert_eq!(at("DTSTART:20260701T100000"), Some((2026, 7, 1, 600, false)));
        assert_eq!(at("DTSTART;TZID=Europe/London:20260701T100000"), Some((2026, 7, 1, 600, false)));
        let windows = "DTSTART;TZID=\"(UTC+00:00) Dublin, Edinburgh, Lisbon, London\":20260701T100000";
        assert_eq!(at(windows), Some((2026, 7, 1, 600, false)));
        assert_eq!(at("DTSTART;TZID=Etc/UTC:20260701T100000"), Some((2026, 7, 1, 660, false)));
        for bad in [
            "DTSTART;TZID=Europe/Paris:20260701T100000",
            "DTSTART:20260631T100000",
            "DTSTART:20260601T2500",
            "DTSTART:20260601T+10000",
            "DTSTART:2026-06-01",
            "DTSTART:",
        ] {
            assert_eq!(at(bad), None, "{bad}");
        }
    }

    #[test]
    fn lines_are_unfolded_and_escapes_written_out() {
        let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nsummary;LANGUAGE=\"en:GB;x\":Plan\r\n ning\\, and\\nmore\\\\\r\n\
            BEGIN:VALARM\r\nSUMMARY:Wake\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let events = read(text.as_bytes()).expect("a calendar");
        let [event] = &events[..] else { panic!("{events:?}") };
        assert_eq!((event.line, event.properties.len()), (2, 1));
        assert_eq!(event.text("SUMMARY").as_deref(), Some("Planning, and\nmore\\"));
        assert_eq!(event.properties[0].parameter("LANGUAGE"), Some("en:GB;x"));
    }

    #[test]
    fn what_is_no_whole_calendar_is_refused() {
        assert_eq!(read(b"<html></html>").map(|_| ()), Err(BadCalendar::NoCalendar));
        assert_eq!(read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT").map(|_| ()), Err(BadCalendar::CutShort));
        assert_eq!(read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR").map(|_| ()), Err(BadCalendar::CutShort));
    }

    #[test]
    fn durations() {
        let known = [("PT1H30M", Some(90)), ("P1D", Some(1_440)), ("P2W", Some(20_160)), ("PT90S", Some(1))];
        for (text, minutes) in known.into_iter().chain([("P1H", None), ("1H", None), ("PTM", None), ("-PT1H", None)]) {
            assert_eq!(duration(text), minutes, "{text}");
        }
    }
}
