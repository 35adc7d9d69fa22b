//! The host's side of one instance: what its store holds, what it may import, and how values are checked at the border.

use std::sync::Arc;

use casework::calendar::WorkingCalendar;
use chrono::{Datelike, NaiveDate};
use wasmtime::ResourceLimiter;

use crate::bindings::calendar::{CalendarError, Host as CalendarHost};
use crate::bindings::log::{Host as LogHost, Level};
use crate::bindings::types::{Date, Host as TypesHost, Refusal};
use crate::failure::GuestFailure;

/// The longest sentence a plugin may answer with, in characters.
const LONGEST_SENTENCE: usize = 500;
/// Notes that are kept of one call, and the length of each in characters.
const MOST_NOTES: u32 = 32;
const LONGEST_NOTE: usize = 1_000;
/// The calendar's arithmetic, as the contract states it.
const MOST_WORKING_DAYS: u32 = WorkingCalendar::MAX_WORKING_DAYS.unsigned_abs();
const MOST_YEARS_APART: u32 = 40;
/// What a question costs besides the days that it passes over, in days: about what it costs this machine.
const QUESTION: u32 = 20;
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What a store holds besides the instance.
pub(crate) struct Guest {
    pub(crate) plugin: Arc<str>,
    /// None while a plugin reads its settings, which are not about any day.
    pub(crate) calendar: Option<Arc<WorkingCalendar>>,
    /// Whether notes may be kept word for word: true while a plugin reads its settings, false while it reads a case.
    pub(crate) keeps_notes: bool,
    pub(crate) notes: u32,
    pub(crate) calendar_days_left: u32,
    pub(crate) memory_bytes: usize,
    pub(crate) table_elements: usize,
    pub(crate) denied_memory: bool,
}

/// The caps on what an instance may hold; like wasmtime's `StoreLimits`, but it remembers a refusal, so that the trap
/// that follows is not taken for a mistake in the plugin.
impl ResourceLimiter for Guest {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.allow(desired <= self.memory_bytes))
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.allow(desired <= self.table_elements))
    }
}

impl Guest {
    fn allow(&mut self, allowed: bool) -> bool {
        self.denied_memory |= !allowed;
        allowed
    }

    /// Charges for arithmetic, which fuel does not count because it happens in the host.
    fn charge_days(&mut self, days: u32) -> wasmtime::Result<()> {
        match self.calendar_days_left.checked_sub(QUESTION + days) {
            Some(left) => self.calendar_days_left = left,
            None => return Err(GuestFailure::OutOfFuel.into()),
        }
        Ok(())
    }
}

// Interfaces of types alone.
impl TypesHost for Guest {}
impl crate::bindings::routing::wardbook::plugin::routing_types::Host for Guest {}
impl crate::bindings::sla_policy::wardbook::plugin::sla_types::Host for Guest {}

impl LogHost for Guest {
    fn write(&mut self, level: Level, message: String) -> wasmtime::Result<()> {
        self.notes += 1;
        if self.notes > MOST_NOTES {
            return Ok(());
        }
        let plugin = &*self.plugin;
        // A case is about people, and logs must not be: of a decision only the fact of the note is kept.
        let message = match self.keeps_notes {
            true => message.chars().filter(|letter| !letter.is_control()).take(LONGEST_NOTE).collect(),
            false => format!("a note of {} characters about a case", message.chars().count()),
        };
        match level {
            Level::Debug => tracing::debug!(plugin.name = plugin, plugin.note = message, "plugin left a note"),
            Level::Info => tracing::info!(plugin.name = plugin, plugin.note = message, "plugin left a note"),
            Level::Warn => tracing::warn!(plugin.name = plugin, plugin.note = message, "plugin left a note"),
        }
        Ok(())
    }
}

impl CalendarHost for Guest {
    fn add_working_days(&mut self, start: Date, days: i32) -> wasmtime::Result<Result<Date, CalendarError>> {
        self.charge_days(days.unsigned_abs().min(MOST_WORKING_DAYS))?;
        Ok(self.days_after(start, days))
    }

    fn is_working_day(&mut self, day: Date) -> wasmtime::Result<Result<bool, CalendarError>> {
        self.charge_days(0)?;
        Ok(self.calendar().and_then(|calendar| Ok(calendar.is_working_day(known_day(day)?))))
    }

    fn working_days_between(&mut self, start: Date, end: Date) -> wasmtime::Result<Result<i32, CalendarError>> {
        let years = u32::from(start.year.abs_diff(end.year));
        self.charge_days(366 * (1 + years.min(MOST_YEARS_APART)))?;
        Ok(self.days_between(start, end))
    }
}

impl Guest {
    fn days_after(&self, start: Date, days: i32) -> Result<Date, CalendarError> {
        let start = known_day(start)?;
        if days.unsigned_abs() > MOST_WORKING_DAYS {
            return Err(CalendarError::OutOfRange);
        }
        let day = self.calendar()?.add_working_days(start, days);
        if YEARS.contains(&day.year()) { Ok(date_to_guest(day)) } else { Err(CalendarError::OutOfRange) }
    }

    fn days_between(&self, start: Date, end: Date) -> Result<i32, CalendarError> {
        let (from, to) = (known_day(start)?, known_day(end)?);
        if u32::from(start.year.abs_diff(end.year)) > MOST_YEARS_APART {
            return Err(CalendarError::OutOfRange);
        }
        Ok(self.calendar()?.working_days_between(from, to))
    }

    fn calendar(&self) -> Result<&WorkingCalendar, CalendarError> {
        self.calendar.as_deref().ok_or(CalendarError::NotNow)
    }
}

fn known_day(date: Date) -> Result<NaiveDate, CalendarError> {
    let day = date_from_guest(date).ok_or(CalendarError::NotADate)?;
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(CalendarError::OutOfRange) }
}

/// A day as plugins see it. Years before 1 and after 9999 do not occur: dates are checked where people type them.
pub(crate) fn date_to_guest(day: NaiveDate) -> Date {
    Date {
        year: u16::try_from(day.year().clamp(1, 9999)).unwrap_or_default(),
        month: u8::try_from(day.month()).unwrap_or_default(),
        day: u8::try_from(day.day()).unwrap_or_default(),
    }
}

/// The day a plugin means, if there is such a day.
pub(crate) fn date_from_guest(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// A sentence for people, if it is one.
pub(crate) fn sentence(text: String) -> Result<String, GuestFailure> {
    if text.trim().is_empty() {
        return Err(GuestFailure::BadOutput { what: "an empty sentence" });
    }
    if text.chars().count() > LONGEST_SENTENCE {
        return Err(GuestFailure::BadOutput { what: "a sentence of more than 500 characters" });
    }
    if text.chars().any(char::is_control) {
        return Err(GuestFailure::BadOutput { what: "a sentence with control characters" });
    }
    Ok(text)
}

/// What a plugin's own refusal means.
pub(crate) fn refusal(refusal: Refusal) -> GuestFailure {
    let message = match refusal {
        Refusal::PreparedUnreadable => "it cannot read its prepared settings".to_owned(),
        Refusal::CannotDecide(why) => {
            why.chars().filter(|letter| !letter.is_control()).take(LONGEST_SENTENCE).collect()
        }
    };
    GuestFailure::Refused { message }
}
