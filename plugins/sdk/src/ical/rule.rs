//! Simple repetitions: every so many days, weeks or months, on the weekday or the day of the month of the first time.

use super::Moment;
use crate::dates::{self, Date, LocalTime};

/// How an event repeats.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    every: Every,
    /// At least 1.
    interval: i64,
    count: Option<usize>,
    /// The last moment at which it may begin.
    until: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    /// On the day of the month of the first time; months without it are left out.
    DayOfMonth,
    /// On so many a weekday of the month, 1 to 5, or the last one.
    Weekday(Option<u8>),
}

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Rule {
    /// Reads a rule for an event that first begins then, by the clocks of the United Kingdom (one by UTC moves on them when they
    /// change). None if it is not one of the simple ones.
    pub fn read(text: &str, first: Moment) -> Option<Self> {
        let (mut frequency, mut by_day) = ("", None);
        let mut rule = Self { every: Every::Day, interval: 1, count: None, until: None };
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name {
                "FREQ" => frequency = value,
                "INTERVAL" => rule.interval = value.parse().ok().filter(|interval| (1..=1_000).contains(interval))?,
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => {
                    let until = super::moment(value, None)?;
                    // A day includes all that begins on it.
                    rule.until = Some(until.minutes + if until.all_day { 1_439 } else { 0 });
                }
                "BYDAY" => by_day = Some(value),
                // With one weekday it does not matter with which day a week begins.
                "WKST" => {}
                _ => return None,
            }
        }
        let day = dates::from_minutes(first.minutes).day;
        let weekday = WEEKDAYS[dates::weekday(&day)];
        rule.every = match (frequency, by_day) {
            ("DAILY", None) => Every::Day,
            ("WEEKLY", by_day) if by_day.is_none_or(|by_day| by_day == weekday) => Every::Week,
            ("MONTHLY", None) => Every::DayOfMonth,
            ("MONTHLY", Some(by_day)) => {
                let which = by_day.strip_suffix(weekday)?;
                let nth = if which == "-1" { None } else { Some(which.trim_start_matches('+').parse::<u8>().ok()?) };
                // A first time that the rule itself does not give is beyond what is simple.
                (on_weekday(day.year, day.month, &day, nth)? == day.day).then_some(Every::Weekday(nth))?
            }
            _ => return None,
        };
        Some(rule)
    }

    /// When the event begins, from the first time until `last` at the latest, in minutes as of [`Moment`].
    pub fn times(&self, first: Moment, last: i64) -> Vec<i64> {
        let last = last.min(self.until.unwrap_or(i64::MAX));
        let most = self.count.unwrap_or(usize::MAX);
        let mut times = Vec::new();
        for step in 0.. {
            let Some(time) = self.time(first, step) else { continue };
            if time > last || times.len() >= most {
                break;
            }
            times.push(time);
        }
        times
    }

    /// The time after so many steps; none if its month has no such day.
    fn time(&self, first: Moment, step: i64) -> Option<i64> {
        let steps = step * self.interval;
        let LocalTime { day, minutes } = dates::from_minutes(first.minutes);
        let months = i64::from(day.year) * 12 + i64::from(day.month) - 1 + steps;
        let (year, month) = (u16::try_from(months / 12).ok()?, u8::try_from(months % 12 + 1).ok()?);
        let day = match self.every {
            Every::Day => return Some(first.minutes + steps * 1_440),
            Every::Week => return Some(first.minutes + steps * 7 * 1_440),
            Every::DayOfMonth => (day.day <= dates::days_of(year, month)).then_some(day.day)?,
            Every::Weekday(nth) => on_weekday(year, month, &day, nth)?,
        };
        Some(dates::minutes(&LocalTime { day: Date { year, month, day }, minutes }))
    }
}

/// The day of that month that is its `nth` (or, without, its last) one of the weekday of `like`.
fn on_weekday(year: u16, month: u8, like: &Date, nth: Option<u8>) -> Option<u8> {
    let ahead = 7 + dates::weekday(like) - dates::weekday(&Date { year, month, day: 1 });
    let first = 1 + u8::try_from(ahead % 7).ok()?;
    let length = dates::days_of(year, month);
    let day = match nth {
        Some(nth @ 1..=5) => first + 7 * (nth - 1),
        Some(_) => return None,
        None => first + 7 * ((length - first) / 7),
    };
    (day <= length).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(first: &str, rule: &str, last: &str) -> Option<Vec<String>> {
        let moment = |text| super::super::moment(text, None).expect("a moment");
        let rule = Rule::read(rule, moment(first))?;
        let times = rule.times(moment(first), moment(last).minutes);
        let written = |time| {
            let LocalTime { day, minutes } = dates::from_minutes(time);
            format!("{}-{:02}-{:02} {}", day.year, day.month, day.day, minutes / 60)
        };
        Some(times.into_iter().map(written).collect())
    }

    #[test]
    fn simple_rules_are_expanded() {
        let at = |days: &[&str]| Some(days.iter().map(|day| format!("{day} 10")).collect::<Vec<_>>());
        let first = "20261103T100000";
        assert_eq!(
            times(first, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU", "20261201T100000"),
            at(&["2026-11-03", "2026-11-17", "2026-12-01"])
        );
        assert_eq!(times(first, "FREQ=DAILY;COUNT=2", "20271201"), at(&["2026-11-03", "2026-11-04"]));
        assert_eq!(
            times(first, "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270105", "20280101"),
            at(&["2026-11-03", "2026-12-01", "2027-01-05"])
        );
        assert_eq!(
            times("20261124T100000", "FREQ=MONTHLY;BYDAY=-1TU;COUNT=3", "20280101"),
            at(&["2026-11-24", "2026-12-29", "2027-01-26"])
        );
        assert_eq!(
            times("20261031T100000", "FREQ=MONTHLY;COUNT=3", "20280101"),
            at(&["2026-10-31", "2026-12-31", "2027-01-31"])
        );
        assert_eq!(
            times("20261103T100000", "FREQ=WEEKLY;UNTIL=20261110T100000Z", "20280101"),
            at(&["2026-11-03", "2026-11-10"])
        );
        assert_eq!(
            times("20261130T100000", "FREQ=MONTHLY;BYDAY=5MO;COUNT=2", "20280101"),
            at(&["2026-11-30", "2027-03-29"])
        );
    }

    #[test]
    fn other_rules_are_not_guessed() {
        for rule in [
            "FREQ=YEARLY",
            "FREQ=WEEKLY;BYDAY=MO,TU",
            "FREQ=WEEKLY;BYDAY=WE",
            "FREQ=MONTHLY;BYDAY=2TU",
            "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
            "FREQ=MONTHLY;BYMONTHDAY=3",
            "FREQ=WEEKLY;INTERVAL=0",
            "INTERVAL=2",
            "nonsense",
        ] {
            assert_eq!(times("20261103T100000", rule, "20280101"), None, "{rule}");
        }
    }
}
