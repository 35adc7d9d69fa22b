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
}
