//! Calendars as programs exchange them (iCalendar, RFC 5545).

use chrono::{DateTime, Days, NaiveDate, Utc};

/// Something in a calendar.
pub struct Event {
    /// The same at each reading, so that a program knows it again when it has moved.
    pub uid: String,
    /// When this was last known to be so.
    pub at: DateTime<Utc>,
    pub when: When,
    pub title: String,
    pub place: Option<String>,
    /// More words; none if empty.
    pub words: String,
    pub url: Option<String>,
    pub state: State,
    /// Whether the time is taken by it.
    pub busy: bool,
}

pub enum When {
    Day(NaiveDate),
    Time { begins: DateTime<Utc>, ends: Option<DateTime<Utc>> },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    Certain,
    Uncertain,
    /// It does not take place.
    Off,
}

/// A calendar of this name, to be looked at again every hour.
pub fn write(name: &str, events: impl Iterator<Item = Event>) -> String {
    let mut lines = Lines(String::new());
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//Wardbook//Wardbook//EN");
    lines.plain("METHOD", "PUBLISH");
    lines.text("NAME", name);
    lines.text("X-WR-CALNAME", name);
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    lines.plain("X-PUBLISHED-TTL", "PT1H");
    for event in events {
        lines.event(&event);
    }
    lines.plain("END", "VCALENDAR");
    lines.0
}

struct Lines(String);

impl Lines {
    fn event(&mut self, event: &Event) {
        self.plain("BEGIN", "VEVENT");
        self.plain("UID", &event.uid);
        self.plain("DTSTAMP", &utc(event.at));
        match event.when {
            When::Day(day) => {
                self.plain("DTSTART;VALUE=DATE", &date(day));
                if let Some(next) = day.checked_add_days(Days::new(1)) {
                    self.plain("DTEND;VALUE=DATE", &date(next));
                }
            }
            When::Time { begins, ends } => {
                self.plain("DTSTART", &utc(begins));
                if let Some(ends) = ends.filter(|ends| *ends > begins) {
                    self.plain("DTEND", &utc(ends));
                }
            }
        }
        self.text("SUMMARY", &event.title);
        if let Some(place) = &event.place {
            self.text("LOCATION", place);
        }
        if !event.words.is_empty() {
            self.text("DESCRIPTION", &event.words);
        }
        // An address has no character that ends a line; one that has is none.
        if let Some(url) = event.url.as_deref().filter(|url| !url.contains(char::is_control)) {
            self.plain("URL", url);
        }
        let state = match event.state {
            State::Certain => "CONFIRMED",
            State::Uncertain => "TENTATIVE",
            State::Off => "CANCELLED",
        };
        self.plain("STATUS", state);
        self.plain("TRANSP", if event.busy && event.state != State::Off { "OPAQUE" } else { "TRANSPARENT" });
        self.plain("END", "VEVENT");
    }

    /// A text, with what means something to the format told apart.
    fn text(&mut self, name: &str, text: &str) {
        let mut value = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\\' | ';' | ',' => {
                    value.push('\\');
                    value.push(letter);
                }
                '\n' => value.push_str("\\n"),
                letter if letter.is_control() => {}
                letter => value.push(letter),
            }
        }
        self.plain(name, &value);
    }

    /// One line, folded so that no part of it has more than 75 bytes, and no letter is cut.
    fn plain(&mut self, name: &str, value: &str) {
        const LONGEST: usize = 75;
        let mut length = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if length + letter.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn date(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(title: &str) -> Event {
        Event {
            uid: "1@example.org".to_owned(),
            at: DateTime::UNIX_EPOCH,
            when: When::Day(NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day")),
            title: title.to_owned(),
            place: None,
            words: String::new(),
            url: None,
            state: State::Certain,
            busy: false,
        }
    }

    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn no_line_is_longer_than_75_bytes_and_no_letter_is_cut() {
        let title = "Pwyllgor y Gymraeg, Tŷ’r Cyngor ".repeat(9);
        let written = write("Wardbook", [event(&title)].into_iter());
        assert!(written.split("\r\n").all(|line| line.len() <= 75));
        assert!(!written.replace("\r\n", "").contains(['\r', '\n']), "each line ends as it should");
        assert!(unfolded(&written).contains(&format!("SUMMARY:{}", title.replace(',', "\\,"))));
    }

    #[test]
    fn what_means_something_to_the_format_is_told_apart() {
        let written = write("W", [event("A; B, C\\D\r\nBEGIN:VALARM\u{7}")].into_iter());
        assert!(unfolded(&written).contains(&"SUMMARY:A\\; B\\, C\\\\D\\nBEGIN:VALARM".to_owned()), "{written}");
        let odd = Event { url: Some("https://a.example/\r\nX:1".to_owned()), ..event("A") };
        assert!(!write("W", [odd].into_iter()).contains("URL"));
    }

    #[test]
    fn a_day_ends_with_the_next_and_a_time_is_that_of_greenwich() {
        let day = unfolded(&write("W", [event("A")].into_iter())).join("|");
        assert!(day.contains("DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270101|"), "{day}");
        let begins = "2026-07-01T18:30:00+01:00".parse::<DateTime<Utc>>().expect("a time");
        let ends = Some(begins + chrono::TimeDelta::hours(2));
        let timed = Event { when: When::Time { begins, ends }, ..event("A") };
        let timed = unfolded(&write("W", [timed].into_iter())).join("|");
        assert!(timed.contains("DTSTART:20260701T173000Z|DTEND:20260701T193000Z|"), "{timed}");
        let backwards = Event { when: When::Time { begins, ends: Some(begins) }, ..event("A") };
        assert!(!write("W", [backwards].into_iter()).contains("DTEND"));
    }

    #[test]
    fn what_is_off_takes_no_time() {
        let off = Event { state: State::Off, busy: true, ..event("A") };
        let lines = unfolded(&write("W", [off].into_iter()));
        assert!(lines.contains(&"STATUS:CANCELLED".to_owned()) && lines.contains(&"TRANSP:TRANSPARENT".to_owned()));
    }
}
