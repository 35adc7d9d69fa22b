//! Working days on the council's calendar, which the host keeps.

use crate::bindings::calendar::{self as host, CalendarError};
use crate::bindings::types::{Date, Refusal};

/// The day `days` working days after `start`; 0 gives `start` itself.
///
/// # Errors
/// A refusal that says which arithmetic the calendar did not do.
pub fn add_working_days(start: Date, days: i32) -> Result<Date, Refusal> {
    host::add_working_days(start, days)
        .map_err(|error| refusal(error, &format!("{days} working days from {}", iso(start))))
}

/// Whether the council works on this day.
///
/// # Errors
/// A refusal that names the day the calendar did not know.
pub fn is_working_day(day: Date) -> Result<bool, Refusal> {
    host::is_working_day(day).map_err(|error| refusal(error, &iso(day)))
}

/// How many working days there are after `start` up to and including `end`.
///
/// # Errors
/// A refusal that says which arithmetic the calendar did not do.
pub fn working_days_between(start: Date, end: Date) -> Result<i32, Refusal> {
    host::working_days_between(start, end).map_err(|error| refusal(error, &format!("{} to {}", iso(start), iso(end))))
}

fn refusal(error: CalendarError, asked: &str) -> Refusal {
    let why = match error {
        CalendarError::NotADate => "it is not a day that exists",
        CalendarError::OutOfRange => "it is out of the calendar's range",
        CalendarError::NotNow => "settings are not about any day",
    };
    Refusal::CannotDecide(format!("The calendar gave no answer for {asked}: {why}."))
}

fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}
