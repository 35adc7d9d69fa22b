//! Office hours: when people are reminded and written to, and when they are left alone.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use super::{WorkingCalendar, local_date};

/// When the office opens, in hours of the council's day: nobody is reminded in the night.
pub const DAY_BEGINS: u32 = 8;
/// From then on, people are left alone.
const DAY_ENDS: u32 = 18;
/// How long after that the daily mail goes: what the morning's deadlines say is in it, too.
const DAILY_AFTER: TimeDelta = TimeDelta::minutes(30);

impl WorkingCalendar {
    /// When somebody may be written to: now in office hours, else when the office opens next. Nobody is disturbed in the evening
    /// or on a bank holiday.
    pub fn office_opens(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let (local, today) = (now.with_timezone(&chrono_tz::Europe::London), local_date(now));
        let open = self.is_working_day(today);
        match local.hour() {
            DAY_BEGINS..DAY_ENDS if open => now,
            ..DAY_BEGINS if open => day_begins(today),
            _ => day_begins(self.add_working_days(today, 1)),
        }
    }

    /// When a daily mail that is due at `at` may go: then in office hours, once that day's mail goes, else with the next one.
    pub fn daily_mail_goes(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let opens = self.office_opens(at);
        opens.max(daily_mail_at(local_date(opens)))
    }

    /// The working day whose daily mail tells of what somebody is told now: today until that mail goes, else the next one.
    pub fn daily_mail_day(&self, now: DateTime<Utc>) -> NaiveDate {
        let today = local_date(now);
        if self.is_working_day(today) && now < daily_mail_at(today) { today } else { self.add_working_days(today, 1) }
    }
}

/// When the background work of a day begins.
pub fn day_begins(day: NaiveDate) -> DateTime<Utc> {
    let local =
        day.and_hms_opt(DAY_BEGINS, 0, 0).and_then(|time| time.and_local_timezone(chrono_tz::Europe::London).single());
    local.map_or_else(|| day.and_time(NaiveTime::MIN).and_utc(), |time| time.with_timezone(&Utc))
}

/// When a day of the council's begins: from then on somebody who joins on it may come in (R60).
pub fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // The clocks are never changed at midnight.
    midnight
        .and_local_timezone(chrono_tz::Europe::London)
        .single()
        .map_or_else(|| midnight.and_utc(), |time| time.with_timezone(&Utc))
}

/// When the daily mail of a working day goes.
pub fn daily_mail_at(day: NaiveDate) -> DateTime<Utc> {
    day_begins(day) + DAILY_AFTER
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::Nation;
    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        time.parse().unwrap()
    }

    fn england() -> WorkingCalendar {
        WorkingCalendar::new(Nation::England, BTreeSet::from(["2026-12-29".parse().unwrap()]))
    }

    #[test]
    fn nobody_is_written_to_outside_office_hours() {
        let opens = |time: &str| england().office_opens(at(time));
        assert_eq!(opens("2026-11-17T10:00:00Z"), at("2026-11-17T10:00:00Z"), "in office hours, at once");
        assert_eq!(opens("2026-11-17T05:00:00Z"), at("2026-11-17T08:00:00Z"), "before them");
        assert_eq!(opens("2026-11-17T18:00:00Z"), at("2026-11-18T08:00:00Z"), "after them");
        assert_eq!(opens("2026-11-21T12:00:00Z"), at("2026-11-23T08:00:00Z"), "on a Saturday");
        assert_eq!(opens("2026-07-13T17:30:00Z"), at("2026-07-14T07:00:00Z"), "half past six in summer");
    }

    #[test]
    fn the_daily_mail_goes_half_an_hour_after_the_office_opens_on_the_next_working_day() {
        let mail = |time: &str| daily_mail_at(england().daily_mail_day(at(time)));
        assert_eq!(mail("2026-11-17T15:00:00Z"), at("2026-11-18T08:30:00Z"));
        assert_eq!(mail("2026-11-18T08:29:59Z"), at("2026-11-18T08:30:00Z"), "with what the morning says");
        assert_eq!(mail("2026-11-18T08:30:00Z"), at("2026-11-19T08:30:00Z"), "what comes later waits for the next");
        assert_eq!(mail("2026-11-20T15:00:00Z"), at("2026-11-23T08:30:00Z"), "over a weekend");
        assert_eq!(
            mail("2026-12-24T15:00:00Z"),
            at("2026-12-30T08:30:00Z"),
            "over Christmas, and a day of the council's own"
        );
        assert_eq!(mail("2026-03-27T15:00:00Z"), at("2026-03-30T07:30:00Z"), "the clocks went forward on Sunday");
    }

    #[test]
    fn a_daily_mail_that_is_late_goes_in_office_hours_with_that_days() {
        let goes = |time: &str| england().daily_mail_goes(at(time));
        assert_eq!(goes("2026-11-18T14:00:00Z"), at("2026-11-18T14:00:00Z"), "late, and in office hours");
        assert_eq!(goes("2026-11-18T08:10:00Z"), at("2026-11-18T08:30:00Z"), "with that day's");
        assert_eq!(goes("2026-11-20T19:00:00Z"), at("2026-11-23T08:30:00Z"), "not on a Friday evening");
    }

    proptest! {
        /// Whenever something is told, its mail comes later, on a working day, and is the first that does.
        #[test]
        fn what_is_told_goes_with_the_first_daily_mail_after_it(minute in 0_i64..2_000_000) {
            let (now, calendar) = (at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minute), england());
            let day = calendar.daily_mail_day(now);
            prop_assert!(calendar.is_working_day(day) && daily_mail_at(day) > now);
            let before = calendar.add_working_days(day, -1);
            prop_assert!(daily_mail_at(before) <= now);
        }
    }
}
