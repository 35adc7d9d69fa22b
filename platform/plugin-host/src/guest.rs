//! The host's side of one instance: what its store holds, what it may import, and how texts are checked at the border.

use std::ops::RangeInclusive;
use std::sync::Arc;

use casework::calendar::WorkingCalendar;
use chrono::{Datelike, NaiveDate};
use wasmtime::ResourceLimiter;

use crate::failure::GuestFailure;
use crate::reach::Reach;
use crate::record::{NoteLevel, Record};

/// The longest sentence a plugin may answer with, in characters.
const LONGEST_SENTENCE: usize = 500;
/// The longest key of a group, in bytes.
const LONGEST_GROUP: usize = 64;
/// Notes that are kept of one call, and the length of each in characters.
const MOST_NOTES: u32 = 32;
const LONGEST_NOTE: usize = 1_000;
/// The most problems of settings that are passed on.
pub(crate) const MOST_PROBLEMS: usize = 100;
/// The calendar's arithmetic, as the contract states it.
const MOST_WORKING_DAYS: u32 = WorkingCalendar::MAX_WORKING_DAYS.unsigned_abs();
const MOST_YEARS_APART: u32 = 40;
/// What a question costs besides the days that it passes over, in days: about what it costs this machine.
const QUESTION: u32 = 20;
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// What a store holds besides the instance.
pub(crate) struct Guest {
    pub(crate) record: Arc<Record>,
    pub(crate) days: Days,
    pub(crate) reach: Reach,
    /// Whether notes may be kept word for word: true while a plugin reads its settings, false while it reads of people.
    pub(crate) keeps_notes: bool,
    pub(crate) notes: u32,
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

    /// Takes a note of the plugin's. A call is about people, and logs must not be: of it only the fact of the note is kept.
    pub(crate) fn note(&mut self, level: NoteLevel, message: &str) {
        self.notes += 1;
        if self.notes > MOST_NOTES {
            return;
        }
        let note = match self.keeps_notes {
            true => message.chars().filter(|letter| !letter.is_control()).take(LONGEST_NOTE).collect(),
            false => format!("a note of {} characters", message.chars().count()),
        };
        self.record.note(level, note);
    }
}

/// The council's calendar, as far as a call may use it.
pub(crate) struct Days {
    /// None while a plugin reads its settings, which are not about any day.
    pub(crate) calendar: Option<Arc<WorkingCalendar>>,
    pub(crate) left: u32,
}

/// Why the calendar has no answer.
pub(crate) enum NoAnswer {
    NotADate,
    OutOfRange,
    NotNow,
}

impl Days {
    pub(crate) fn after(
        &mut self,
        start: Option<NaiveDate>,
        days: i32,
    ) -> wasmtime::Result<Result<NaiveDate, NoAnswer>> {
        self.charge(days.unsigned_abs().min(MOST_WORKING_DAYS))?;
        Ok(self.days_after(start, days))
    }

    pub(crate) fn is_working(&mut self, day: Option<NaiveDate>) -> wasmtime::Result<Result<bool, NoAnswer>> {
        self.charge(0)?;
        Ok(self.calendar().and_then(|calendar| Ok(calendar.is_working_day(known(day)?))))
    }

    pub(crate) fn between(
        &mut self,
        start: Option<NaiveDate>,
        end: Option<NaiveDate>,
    ) -> wasmtime::Result<Result<i32, NoAnswer>> {
        let years = start.zip(end).map_or(0, |(start, end)| start.year().abs_diff(end.year()));
        self.charge(366 * (1 + years.min(MOST_YEARS_APART)))?;
        Ok(self.days_between(start, end))
    }

    /// Charges for arithmetic, which fuel does not count because it happens in the host.
    fn charge(&mut self, days: u32) -> wasmtime::Result<()> {
        match self.left.checked_sub(QUESTION + days) {
            Some(left) => self.left = left,
            None => return Err(GuestFailure::OutOfFuel.into()),
        }
        Ok(())
    }

    fn days_after(&self, start: Option<NaiveDate>, days: i32) -> Result<NaiveDate, NoAnswer> {
        let start = known(start)?;
        if days.unsigned_abs() > MOST_WORKING_DAYS {
            return Err(NoAnswer::OutOfRange);
        }
        let day = self.calendar()?.add_working_days(start, days);
        if YEARS.contains(&day.year()) { Ok(day) } else { Err(NoAnswer::OutOfRange) }
    }

    fn days_between(&self, start: Option<NaiveDate>, end: Option<NaiveDate>) -> Result<i32, NoAnswer> {
        let (from, to) = (known(start)?, known(end)?);
        if from.year().abs_diff(to.year()) > MOST_YEARS_APART {
            return Err(NoAnswer::OutOfRange);
        }
        Ok(self.calendar()?.working_days_between(from, to))
    }

    fn calendar(&self) -> Result<&WorkingCalendar, NoAnswer> {
        self.calendar.as_deref().ok_or(NoAnswer::NotNow)
    }
}

fn known(day: Option<NaiveDate>) -> Result<NaiveDate, NoAnswer> {
    let day = day.ok_or(NoAnswer::NotADate)?;
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(NoAnswer::OutOfRange) }
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

/// The key of a group, if it can be one.
pub(crate) fn group_key(group: Option<String>) -> Result<Option<String>, GuestFailure> {
    if group.as_ref().is_some_and(|group| group.is_empty() || group.len() > LONGEST_GROUP) {
        return Err(GuestFailure::BadOutput { what: "a group's key that is empty or longer than 64 bytes" });
    }
    Ok(group)
}

/// A text that is at most so many characters long and has none that do not show.
pub(crate) fn short(text: String, longest: usize) -> Result<String, GuestFailure> {
    if text.chars().count() > longest {
        return Err(GuestFailure::BadOutput { what: "a text that is longer than it may be" });
    }
    if text.chars().any(char::is_control) {
        return Err(GuestFailure::BadOutput { what: "a text with control characters" });
    }
    Ok(text)
}

/// What a plugin says to the admin, as far as it is fit to be read.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(LONGEST_SENTENCE).collect()
}

/// A plugin cannot read what it prepared: another version of it did.
pub(crate) fn prepared_unreadable() -> GuestFailure {
    GuestFailure::Refused { message: "it cannot read its prepared settings".to_owned() }
}
