//! Working days: weekdays, less the bank holidays of a nation, less the days a council itself is closed (R26).
//!
//! Bank holidays are computed (see `bank_holidays.rs`, which also says how to add a one-off day), so that a deadline
//! next spring needs no download.

mod bank_holidays;
mod office;

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};

pub use bank_holidays::bank_holidays;
pub use office::{DAY_BEGINS, daily_mail_at, day_begins, midnight};

/// The date in the United Kingdom at `at`: deadlines are dates of the council, not of Greenwich.
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::Europe::London).date_naive()
}

/// The nation whose bank holidays a council keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nation {
    England,
    Wales,
    Scotland,
    NorthernIreland,
}

impl Nation {
    pub const ALL: [Self; 4] = [Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Wales => "wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
        }
    }
}

impl fmt::Display for Nation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no nation of the United Kingdom.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no nation is called `{0}`")]
pub struct UnknownNation(pub String);

impl FromStr for Nation {
    type Err = UnknownNation;

    fn from_str(name: &str) -> Result<Self, UnknownNation> {
        Self::ALL.into_iter().find(|nation| nation.as_str() == name).ok_or_else(|| UnknownNation(name.to_owned()))
    }
}

/// The days on which one council works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    nation: Nation,
    closures: BTreeSet<NaiveDate>,
}

impl WorkingCalendar {
    /// The most working days that [`Self::add_working_days`] counts (about 20 years). Plugins may ask for any number;
    /// a mistake there must not keep a processor busy.
    pub const MAX_WORKING_DAYS: i32 = 5_000;

    /// The most days that [`Self::working_days_between`] looks at (about 40 years), for the same reason.
    const MAX_SPAN: u64 = 15_000;

    pub const fn new(nation: Nation, closures: BTreeSet<NaiveDate>) -> Self {
        Self { nation, closures }
    }

    pub const fn nation(&self) -> Nation {
        self.nation
    }

    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        Walk::new(self).is_working_day(day)
    }

    /// The day `n` working days after `day` (before it when `n` is negative). Counting starts the next day, so `n = 0`
    /// is `day` itself, working day or not. `n` beyond [`Self::MAX_WORKING_DAYS`] counts as that many.
    pub fn add_working_days(&self, day: NaiveDate, n: i32) -> NaiveDate {
        let mut walk = Walk::new(self);
        let mut left = n.unsigned_abs().min(Self::MAX_WORKING_DAYS.unsigned_abs());
        let mut at = day;
        while left > 0 {
            let step = if n > 0 { at.checked_add_days(Days::new(1)) } else { at.checked_sub_days(Days::new(1)) };
            // Only at the ends of the calendar, some 260,000 years from here.
            let Some(next) = step else { return at };
            at = next;
            if walk.is_working_day(at) {
                left -= 1;
            }
        }
        at
    }

    /// How many working days lie after `from` up to and including `to`; negative when `to` is before `from`. It is the
    /// opposite of [`Self::add_working_days`]. Spans of more than 40 years count as 40 years.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        let span = (to - from).num_days().unsigned_abs().min(Self::MAX_SPAN);
        let mut walk = Walk::new(self);
        let (mut at, mut count) = (from, 0);
        for _ in 0..span {
            let step = if to > from { at.checked_add_days(Days::new(1)) } else { at.checked_sub_days(Days::new(1)) };
            let Some(next) = step else { break };
            at = next;
            count += i32::from(walk.is_working_day(at));
        }
        if to < from { -count } else { count }
    }
}

/// A walk along the calendar that works out the bank holidays of a year once.
struct Walk<'a> {
    calendar: &'a WorkingCalendar,
    year: i32,
    holidays: Vec<NaiveDate>,
}

impl<'a> Walk<'a> {
    fn new(calendar: &'a WorkingCalendar) -> Self {
        Self { calendar, year: i32::MIN, holidays: Vec::new() }
    }

    fn is_working_day(&mut self, day: NaiveDate) -> bool {
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || self.calendar.closures.contains(&day) {
            return false;
        }
        if day.year() != self.year {
            self.year = day.year();
            self.holidays = bank_holidays(self.calendar.nation, self.year);
        }
        !self.holidays.contains(&day)
    }
}

#[cfg(test)]
mod tests;
