//! Bank holidays by the published rules, and the few days that were or will be exceptions.
//!
//! To add a one-off day, or a year in which a holiday moves, add a line to [`ONE_OFF`] or [`MOVED`]. The test compares
//! the result with the list that GOV.UK publishes, where that list is at hand.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Nation;

/// An extra holiday in one year.
struct OneOff {
    day: (i32, u32, u32),
    /// Empty: everywhere.
    nations: &'static [Nation],
}

const ONE_OFF: &[OneOff] = &[
    // Golden jubilee.
    OneOff { day: (2002, 6, 3), nations: &[] },
    // Royal wedding.
    OneOff { day: (2011, 4, 29), nations: &[] },
    // Diamond jubilee.
    OneOff { day: (2012, 6, 5), nations: &[] },
    // Platinum jubilee, and the state funeral of Queen Elizabeth II.
    OneOff { day: (2022, 6, 3), nations: &[] },
    OneOff { day: (2022, 9, 19), nations: &[] },
    // Coronation of King Charles III.
    OneOff { day: (2023, 5, 8), nations: &[] },
    // Scotland's first match in a men's World Cup since 1998.
    OneOff { day: (2026, 6, 15), nations: &[Nation::Scotland] },
];

/// A yearly holiday that stood on another day in one year, everywhere.
struct Moved {
    year: i32,
    what: Yearly,
    to: (u32, u32),
}

const MOVED: &[Moved] = &[
    Moved { year: 2002, what: Yearly::Spring, to: (6, 4) },
    Moved { year: 2012, what: Yearly::Spring, to: (6, 4) },
    // 75 years of Victory in Europe.
    Moved { year: 2020, what: Yearly::EarlyMay, to: (5, 8) },
    Moved { year: 2022, what: Yearly::Spring, to: (6, 2) },
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Yearly {
    NewYear,
    SecondJanuary,
    StPatrick,
    GoodFriday,
    EasterMonday,
    EarlyMay,
    Spring,
    BattleOfTheBoyne,
    SummerScotland,
    Summer,
    StAndrew,
    Christmas,
    BoxingDay,
}

const fn yearly(nation: Nation) -> &'static [Yearly] {
    use Yearly as Y;
    match nation {
        Nation::England | Nation::Wales => {
            &[Y::NewYear, Y::GoodFriday, Y::EasterMonday, Y::EarlyMay, Y::Spring, Y::Summer, Y::Christmas, Y::BoxingDay]
        }
        Nation::Scotland => &[
            Y::NewYear,
            Y::SecondJanuary,
            Y::GoodFriday,
            Y::EarlyMay,
            Y::Spring,
            Y::SummerScotland,
            Y::StAndrew,
            Y::Christmas,
            Y::BoxingDay,
        ],
        Nation::NorthernIreland => &[
            Y::NewYear,
            Y::StPatrick,
            Y::GoodFriday,
            Y::EasterMonday,
            Y::EarlyMay,
            Y::Spring,
            Y::BattleOfTheBoyne,
            Y::Summer,
            Y::Christmas,
            Y::BoxingDay,
        ],
    }
}

/// The bank holidays of a nation in a year, substitute days in place of those at a weekend, in order.
pub fn bank_holidays(nation: Nation, year: i32) -> Vec<NaiveDate> {
    let mut days = Vec::with_capacity(12);
    let mut at_weekend = Vec::new();
    for day in yearly(nation).iter().filter_map(|what| date_of(*what, year)) {
        match day.weekday() {
            Weekday::Sat | Weekday::Sun => at_weekend.push(day),
            _ => days.push(day),
        }
    }
    // Substitutes come after the holidays that stay, so that of Christmas on a Sunday and Boxing Day on Monday it is
    // Christmas that moves, to Tuesday.
    for day in at_weekend {
        let substitute = day
            .iter_days()
            .skip(1)
            .take(7)
            .find(|next| !matches!(next.weekday(), Weekday::Sat | Weekday::Sun) && !days.contains(next));
        days.extend(substitute);
    }
    days.extend(
        ONE_OFF
            .iter()
            .filter(|one| one.day.0 == year && (one.nations.is_empty() || one.nations.contains(&nation)))
            .filter_map(|one| NaiveDate::from_ymd_opt(one.day.0, one.day.1, one.day.2)),
    );
    days.sort_unstable();
    days
}

fn date_of(what: Yearly, year: i32) -> Option<NaiveDate> {
    if let Some(moved) = MOVED.iter().find(|moved| moved.year == year && moved.what == what) {
        return NaiveDate::from_ymd_opt(year, moved.to.0, moved.to.1);
    }
    match what {
        Yearly::NewYear => NaiveDate::from_ymd_opt(year, 1, 1),
        Yearly::SecondJanuary => NaiveDate::from_ymd_opt(year, 1, 2),
        Yearly::StPatrick => NaiveDate::from_ymd_opt(year, 3, 17),
        Yearly::GoodFriday => easter_sunday(year)?.checked_sub_days(Days::new(2)),
        Yearly::EasterMonday => easter_sunday(year)?.checked_add_days(Days::new(1)),
        Yearly::EarlyMay => NaiveDate::from_weekday_of_month_opt(year, 5, Weekday::Mon, 1),
        Yearly::Spring => last_monday(year, 5),
        Yearly::BattleOfTheBoyne => NaiveDate::from_ymd_opt(year, 7, 12),
        Yearly::SummerScotland => NaiveDate::from_weekday_of_month_opt(year, 8, Weekday::Mon, 1),
        Yearly::Summer => last_monday(year, 8),
        // A bank holiday since the St Andrew's Day Bank Holiday (Scotland) Act 2007.
        Yearly::StAndrew => (year >= 2007).then(|| NaiveDate::from_ymd_opt(year, 11, 30)).flatten(),
        Yearly::Christmas => NaiveDate::from_ymd_opt(year, 12, 25),
        Yearly::BoxingDay => NaiveDate::from_ymd_opt(year, 12, 26),
    }
}

/// The last Monday of a month with 31 days.
fn last_monday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_monday())))
}

/// Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. The one-letter names are theirs.
#[expect(clippy::many_single_char_names, reason = "the published method names its steps so")]
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
