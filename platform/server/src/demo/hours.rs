//! When people do things: officers in office hours, elected members at any hour, all by the clock on the wall.

use casework::calendar::WorkingCalendar;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Europe::London;
use rand::Rng;

const OPEN: u32 = 8 * 60 + 45;
const SHUT: u32 = 17 * 60;

/// A moment in office hours, so many working days after `after`. None means the same day while the office is still open.
pub(super) fn in_office(
    calendar: &WorkingCalendar,
    after: DateTime<Utc>,
    working_days: i32,
    rng: &mut impl Rng,
) -> DateTime<Utc> {
    let local = after.with_timezone(&London);
    let (day, minute) = (local.date_naive(), local.hour() * 60 + local.minute());
    let earliest = minute.max(OPEN) + rng.random_range(10..=120);
    if working_days <= 0 && calendar.is_working_day(day) && earliest < SHUT {
        return at(day, earliest, rng);
    }
    at(calendar.add_working_days(day, working_days.max(1)), rng.random_range(OPEN..SHUT), rng)
}

/// A moment when an elected member is awake, so many days after `after`.
pub(super) fn any_day(after: DateTime<Utc>, days: u64, rng: &mut impl Rng) -> DateTime<Utc> {
    let day = after.with_timezone(&London).date_naive();
    let then = at(day + Days::new(days), rng.random_range(7 * 60 + 15..21 * 60 + 45), rng);
    if then > after { then } else { after + TimeDelta::minutes(rng.random_range(5..=90)) }
}

/// A minute of a day in the United Kingdom.
pub(super) fn at(day: NaiveDate, minute: u32, rng: &mut impl Rng) -> DateTime<Utc> {
    let seconds = (minute * 60 + rng.random_range(0..60)).min(24 * 60 * 60 - 1);
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default();
    let local = day.and_time(time);
    // An hour that the clocks skip in spring is nobody's; the same hour by Greenwich will do.
    London.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}
