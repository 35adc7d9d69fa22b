//! What a running deadline asks for, day by day: reminders, and what happens when it has passed (R27 to R29).
//!
//! Days are days of the council. Steps are taken in order and each once: what was done is remembered as the last day that
//! was looked at, so a program that was down for a week catches up and repeats nothing.

use chrono::{Days, NaiveDate};

use super::{Deadline, DueKind};

/// Something that a deadline asks for on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The day it was due has passed: the case moves on by itself if its stage says so, or is overdue.
    Passed,
    /// Whoever holds the case is reminded.
    Remind,
}

/// The steps of a deadline in order, each with its day. `after` is the last day that was looked at.
pub fn steps(due: NaiveDate, remind_on: &[NaiveDate], after: Option<NaiveDate>) -> Vec<(NaiveDate, Step)> {
    let passed = due.checked_add_days(Days::new(1)).map(|day| (day, Step::Passed));
    let mut steps: Vec<_> = remind_on.iter().map(|day| (*day, Step::Remind)).chain(passed).collect();
    steps.retain(|(day, _)| after.is_none_or(|after| *day > after));
    steps.sort_unstable();
    steps.dedup();
    steps
}

impl Deadline {
    /// The last day that need not be looked at of a deadline that begins today. A promised day may have passed while somebody was asked
    /// something: it is missed all the same (R23).
    pub fn begins_after(&self, today: NaiveDate) -> NaiveDate {
        match self.target {
            DueKind::AgreedDay => today.min(self.due),
            DueKind::Target(_) => today,
        }
    }

    /// The first day on which something is to be done.
    pub fn first_step(&self, after: NaiveDate) -> Option<NaiveDate> {
        steps(self.due, &self.remind_on, Some(after)).first().map(|(day, _)| *day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    #[test]
    fn reminders_and_the_day_after_come_in_order_and_only_once() {
        let remind_on = [day(20), day(10), day(10), day(27)];
        let all = [(day(10), Step::Remind), (day(13), Step::Passed), (day(20), Step::Remind), (day(27), Step::Remind)];
        assert_eq!(steps(day(12), &remind_on, None), all);
        assert_eq!(steps(day(12), &remind_on, Some(day(12))), all[1..]);
        assert_eq!(steps(day(12), &remind_on, Some(day(13))), all[2..]);
        assert_eq!(steps(day(12), &remind_on, Some(day(27))), []);
    }

    #[test]
    fn a_reminder_on_the_day_it_has_passed_comes_after_the_news() {
        assert_eq!(steps(day(12), &[day(13)], None), [(day(13), Step::Passed), (day(13), Step::Remind)]);
    }
}
