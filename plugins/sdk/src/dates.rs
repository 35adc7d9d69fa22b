//! Days as people write them, and the day of the week.

pub use crate::bindings::types::{Date, LocalTime};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days since Monday: 0 to 6, where 5 and 6 are the weekend.
pub fn weekday(date: &Date) -> usize {
    // Zeller's congruence counts January and February as months 13 and 14 of the year before.
    let (year, month) = match date.month {
        1 | 2 => (usize::from(date.year) - 1, usize::from(date.month) + 12),
        month => (usize::from(date.year), usize::from(month)),
    };
    let saturday_based = usize::from(date.day) + 13 * (month + 1) / 5 + year + year / 4 + 6 * (year / 100) + year / 400;
    (saturday_based + 5) % 7
}

/// `Tuesday 24 November 2026`.
pub fn long(date: &Date) -> String {
    format!("{} {}", short(date), date.year)
}

/// `Tuesday 24 November`, for a second day in a sentence.
pub fn short(date: &Date) -> String {
    let month = MONTHS.get(usize::from(date.month).wrapping_sub(1)).copied().unwrap_or_default();
    format!("{} {} {month}", WEEKDAYS[weekday(date)], date.day)
}

/// A day as other systems write it: `2026-11-24`, also with a time after it, or `24/11/2026`. None if it is neither, or no
/// day that exists. The month is never first.
pub fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok())?;
    let (year, month, day) = if let [day, month, year] = text.split('/').collect::<Vec<_>>()[..] {
        (year, month, day)
    } else {
        let day = text.split(['T', ' ']).next()?;
        let [year, month, day] = day.split('-').collect::<Vec<_>>()[..] else { return None };
        (year, month, day)
    };
    if year.len() != 4 {
        return None;
    }
    let date = Date { year: number(year)?, month: number(month)?.try_into().ok()?, day: number(day)?.try_into().ok()? };
    ((1..=12).contains(&date.month) && (1..=days_of(date.year, date.month)).contains(&date.day)).then_some(date)
}

pub(crate) fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The month of this English name, 1 to 12, whole or its first three letters.
pub fn month(name: &str) -> Option<u8> {
    let is = |month: &str| name.eq_ignore_ascii_case(month) || name.eq_ignore_ascii_case(&month[..3]);
    let at = MONTHS.iter().position(|month| is(month))?;
    u8::try_from(at + 1).ok()
}

/// A time of day as other systems write it, in minutes after midnight: `10.00 am`, `7:30pm`, `14:00`, `2 pm`.
pub fn clock(text: &str) -> Option<u16> {
    let text = text.trim().to_ascii_lowercase();
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text.trim_end(), Some(0)),
        (_, Some(text)) => (text.trim_end(), Some(12)),
        _ => (text.as_str(), None),
    };
    let (hours, minutes) = text.split_once([':', '.']).unwrap_or((text, if half.is_some() { "00" } else { "" }));
    let number = |part: &str, most: u16| {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u16>().ok().filter(|number| is_number && *number <= most)
    };
    let hours = match half {
        Some(noon) => number(hours, 12).filter(|hours| *hours > 0)? % 12 + noon,
        None => number(hours, 23)?,
    };
    (minutes.len() == 2).then_some(hours * 60 + number(minutes, 59)?)
}

/// Days since 1 January 1970.
pub fn number(date: &Date) -> i32 {
    // Years that begin in March, in eras of 400 of them, so that 29 February is the last day of a year.
    let (month, day) = (i32::from(date.month), i32::from(date.day));
    let year = i32::from(date.year) - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

/// The day that is so many days after 1 January 1970; a day that the contract cannot say becomes the nearest one that it can.
pub fn from_number(number: i32) -> Date {
    let number = number.clamp(-719_162, 2_932_896) + 719_468;
    let (era, day) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i32::from(month <= 2);
    let fits = "the number was clamped to the years 1 to 9999";
    Date { year: year.try_into().expect(fits), month: month.try_into().expect(fits), day: day.try_into().expect(fits) }
}

/// Minutes since the midnight with which 1970 began: those of a local time on the clocks on which it is read.
pub fn minutes(time: &LocalTime) -> i64 {
    i64::from(number(&time.day)) * 1_440 + i64::from(time.minutes)
}

/// The time that is so many minutes after the midnight with which 1970 began.
pub fn from_minutes(minutes: i64) -> LocalTime {
    let day = i32::try_from(minutes.div_euclid(1_440)).unwrap_or(i32::MAX);
    LocalTime { day: from_number(day), minutes: minutes.rem_euclid(1_440).try_into().expect("a day has 1440 minutes") }
}

/// What the clocks of the United Kingdom show at a time of UTC; both in minutes since the midnight with which 1970 began.
/// Summer time is from the last Sunday of March to that of October, from 1:00 UTC to 1:00 UTC, as it has been since 1996.
pub fn in_london(utc: i64) -> i64 {
    let year = from_minutes(utc).day.year;
    let change = |month| {
        let last = number(&Date { year, month, day: 31 });
        i64::from(last - (last + 4).rem_euclid(7)) * 1_440 + 60
    };
    if (change(3)..change(10)).contains(&utc) { utc + 60 } else { utc }
}

/// A moment as other systems write it, in milliseconds since 1970-01-01T00:00:00Z: `2026-06-23T23:00:00.000Z`, or with another
/// distance from UTC. None without one: it says a time on somebody's clock.
pub fn instant(text: &str) -> Option<i64> {
    let (day, time) = text.trim().split_once('T')?;
    let (time, ahead) = if let Some(time) = time.strip_suffix('Z') {
        (time, 0)
    } else {
        let at = time.rfind(['+', '-'])?;
        let minutes = i64::from(clock(&time[at + 1..])?);
        (&time[..at], if time[at..].starts_with('-') { -minutes } else { minutes })
    };
    let (minutes, seconds) = match time.match_indices(':').nth(1) {
        Some((at, _)) => {
            (&time[..at], time[at + 1..].parse::<f64>().ok().filter(|seconds| (0.0..61.0).contains(seconds))?)
        }
        None => (time, 0.0),
    };
    let minutes = i64::from(number(&read(day)?)) * 1_440 + i64::from(clock(minutes)?) - ahead;
    // Below 61,000, so nothing is lost.
    Some(minutes * 60_000 + (seconds * 1_000.0) as i64)
}

/// The day on the clocks of the United Kingdom. Midnight in summer is 23:00 UTC of the day before. A text without a distance from
/// UTC is one on those clocks.
pub fn london_day(text: &str) -> Option<Date> {
    match instant(text) {
        Some(instant) => Some(from_minutes(in_london(instant.div_euclid(60_000))).day),
        None => read(text),
    }
}

/// `24/11/2026`.
pub fn slashed(date: &Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day, date.month, date.year)
}

/// Comparable form of a day: later days are greater.
pub fn order(date: &Date) -> (u16, u8, u8) {
    (date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_with_their_weekday() {
        let cases = [
            ((2026, 11, 24), "Tuesday 24 November 2026"),
            ((2026, 1, 1), "Thursday 1 January 2026"),
            ((2024, 2, 29), "Thursday 29 February 2024"),
            ((2000, 2, 29), "Tuesday 29 February 2000"),
            ((2023, 12, 31), "Sunday 31 December 2023"),
            ((1999, 12, 31), "Friday 31 December 1999"),
        ];
        for ((year, month, day), text) in cases {
            assert_eq!(long(&Date { year, month, day }), text);
        }
    }

    #[test]
    fn times_are_read_as_other_systems_write_them() {
        for (text, minutes) in [
            ("10.00 am", 600),
            ("7:30pm", 1_170),
            ("12.15 AM", 15),
            ("12.00 pm", 720),
            ("2 pm", 840),
            (" 14:05 ", 845),
            ("00:00", 0),
        ] {
            assert_eq!(clock(text), Some(minutes), "{text}");
        }
        for bad in
            ["", "10", "24:00", "13.00 pm", "0.30 am", "10:60", "10:5", "at the rising of Council", "1000", "+1:00"]
        {
            assert_eq!(clock(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_are_known_by_name() {
        assert_eq!((month("June"), month("jun"), month("December")), (Some(6), Some(6), Some(12)));
        assert_eq!((month("Ju"), month("Juno"), month("")), (None, None, None));
    }

    #[test]
    fn moments_have_a_day_on_the_clocks_of_the_united_kingdom() {
        assert_eq!(instant("1970-01-02T00:00:01.5Z"), Some(86_401_500));
        assert_eq!(instant("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(instant("1970-01-01T00:00-00:30"), Some(1_800_000));
        for bad in ["1970-01-01", "1970-01-01T00:00:00", "1970-01-01T25:00:00Z", "1970-01-01T00:00:99Z", "x"] {
            assert_eq!(instant(bad), None, "{bad}");
        }
        let day = |text| london_day(text).map(|day| order(&day));
        assert_eq!(day("2020-06-23T23:00:00.000Z"), Some((2020, 6, 24)), "midnight in summer");
        assert_eq!(day("2020-01-23T23:00:00.000Z"), Some((2020, 1, 23)));
        assert_eq!(day("2024-10-22T06:00:00"), Some((2024, 10, 22)));
    }

    #[test]
    fn days_are_counted() {
        for (text, days) in [("1970-01-01", 0), ("2000-03-01", 11_017), ("2026-11-24", 20_781), ("1969-12-31", -1)] {
            assert_eq!(number(&read(text).expect("a day")), days);
        }
        for days in -719_162..2_932_896 {
            let day = from_number(days);
            assert_eq!((number(&day), day.day <= days_of(day.year, day.month)), (days, true));
        }
        assert_eq!(order(&from_number(i32::MAX)), (9999, 12, 31));
        assert_eq!(order(&from_number(i32::MIN)), (1, 1, 1));
    }

    #[test]
    fn clocks_in_london_change_on_the_last_sundays_of_march_and_october() {
        let utc =
            |day, hours: i64, minute: i64| i64::from(number(&read(day).expect("a day"))) * 1_440 + hours * 60 + minute;
        for (day, hour, minute, ahead) in [
            ("2026-01-15", 12, 0, 0),
            ("2026-03-29", 0, 59, 0),
            ("2026-03-29", 1, 0, 60),
            ("2026-07-15", 23, 30, 60),
            ("2026-10-25", 0, 59, 60),
            ("2026-10-25", 1, 0, 0),
            ("2024-03-31", 1, 0, 60),
        ] {
            let at = utc(day, hour, minute);
            assert_eq!(in_london(at) - at, ahead, "{day} {hour}:{minute}");
        }
        let time = from_minutes(in_london(utc("2026-07-15", 23, 30)));
        assert_eq!((order(&time.day), time.minutes), ((2026, 7, 16), 30));
        assert_eq!(from_minutes(minutes(&time)).minutes, 30);
    }

    #[test]
    fn days_are_read_as_other_systems_write_them() {
        let read = |text| read(text).map(|date| order(&date));
        assert_eq!(read("2026-11-24"), Some((2026, 11, 24)));
        assert_eq!(read("2024-02-29T00:00:00Z"), Some((2024, 2, 29)));
        assert_eq!(read(" 3/11/2026 "), Some((2026, 11, 3)));
        for bad in [
            "",
            "24 November",
            "2026-02-29",
            "1900-02-29",
            "11/24/2026",
            "24/11/26",
            "2026-11-+4",
            "31/06/2026",
            "1/2/3/2026",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
