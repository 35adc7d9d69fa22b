//! Days as people write them, and the day of the week.

pub use crate::bindings::types::Date;

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

fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
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
