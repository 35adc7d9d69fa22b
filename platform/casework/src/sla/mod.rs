//! When an answer is due (R26–R30).
//!
//! A council's SLA plugin proposes; [`settle`] takes the proposal or, when the plugin failed or proposed nonsense, the
//! council's default targets. Either way the deadline is stored with its policy, version and a sentence that explains it.

mod steps;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::WorkingCalendar;
pub use crate::stages::{DueKind, TargetKind};
pub use steps::{Step, steps};

/// How many working days there are for each kind of answer when no plugin says otherwise (R26, R29).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultTargets {
    pub first_response: u16,
    pub next_response: u16,
    pub representative_reply: u16,
}

impl DefaultTargets {
    pub const fn days(&self, target: TargetKind) -> u16 {
        match target {
            TargetKind::FirstResponse => self.first_response,
            TargetKind::NextResponse => self.next_response,
            TargetKind::RepresentativeReply => self.representative_reply,
        }
    }
}

/// What an SLA plugin is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Situation {
    pub target: TargetKind,
    pub category: String,
    pub service: String,
    pub ward_gss: Option<String>,
    pub raised_on: NaiveDate,
    /// The day on which the case came to the stage that it stands in.
    pub entered_on: NaiveDate,
    pub today: NaiveDate,
    /// A priority that somebody gave it, when somebody did.
    pub priority: Option<String>,
    pub summary: String,
    /// The key of another representative's body, such as `msp`; empty for the council's own councillors.
    pub representative_kind: Option<String>,
}

/// What an SLA plugin says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub due: NaiveDate,
    pub explanation: String,
    pub remind_on: Vec<NaiveDate>,
}

/// A deadline as it is stored (R30).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub due: NaiveDate,
    pub target: DueKind,
    pub policy: String,
    pub policy_version: String,
    pub explanation: String,
    /// In order, each once.
    pub remind_on: Vec<NaiveDate>,
}

impl Deadline {
    /// Whether the day it was due has passed.
    pub fn is_breached(&self, today: NaiveDate) -> bool {
        today > self.due
    }
}

/// The longest explanation that is kept, in characters.
pub const MAX_EXPLANATION: usize = 500;
/// The most reminders that are kept for one deadline.
pub const MAX_REMINDERS: usize = 20;
/// The policy's name and version on a deadline that no plugin set.
pub const DEFAULT_POLICY: (&str, &str) = ("default-targets", "1");
/// The same where a day was agreed, and where a deadline that stood still runs on.
pub const AGREED_POLICY: (&str, &str) = ("agreed-day", "1");
/// The same where a stage says how long it may take; the version is that of the stages.
pub const STAGE_POLICY: &str = "stages";
pub const RESUMED_POLICY: (&str, &str) = ("clock-rules", "1");

/// A deadline further away than this is a mistake of the plugin.
const FURTHEST: Days = Days::new(5 * 366);
/// Working days before the due day of the first reminder, and between the later ones (R27).
const REMIND_BEFORE: i32 = 2;
const REMIND_EVERY: i32 = 5;
/// Later reminders by default. By then it has been on the list of the head of service for six weeks.
const REMIND_AFTER_TIMES: i32 = 6;

/// The deadline by the council's default targets, counted from today.
pub fn default_deadline(
    targets: &DefaultTargets,
    target: TargetKind,
    today: NaiveDate,
    calendar: &WorkingCalendar,
) -> Deadline {
    let days = i32::from(targets.days(target));
    let due = calendar.add_working_days(today, days);
    let who = match target {
        TargetKind::FirstResponse => "a first answer",
        TargetKind::NextResponse => "the next answer",
        TargetKind::RepresentativeReply => "a reply from the councillor",
    };
    let plural = if days == 1 { "" } else { "s" };
    Deadline {
        due,
        target: target.into(),
        policy: DEFAULT_POLICY.0.to_owned(),
        policy_version: DEFAULT_POLICY.1.to_owned(),
        explanation: format!("{days} working day{plural} for {who}: the council's usual target."),
        remind_on: default_reminders(target, due, days, calendar),
    }
}

/// The deadline by a day that was agreed (R23, R24). Whoever looks after it is reminded two working days before.
pub fn agreed_deadline(due: NaiveDate, today: NaiveDate, calendar: &WorkingCalendar) -> Deadline {
    Deadline {
        due,
        target: DueKind::AgreedDay,
        policy: AGREED_POLICY.0.to_owned(),
        policy_version: AGREED_POLICY.1.to_owned(),
        explanation: "The day that was agreed.".to_owned(),
        remind_on: Vec::from_iter(Some(calendar.add_working_days(due, -REMIND_BEFORE)).filter(|day| *day > today)),
    }
}

/// The deadline that a stage gives, whatever the policy says (R17).
pub fn stage_deadline(
    target: TargetKind,
    working_days: u16,
    workflow_version: i32,
    today: NaiveDate,
    calendar: &WorkingCalendar,
) -> Deadline {
    let days = i32::from(working_days);
    let (due, plural) = (calendar.add_working_days(today, days), if days == 1 { "" } else { "s" });
    Deadline {
        due,
        target: target.into(),
        policy: STAGE_POLICY.to_owned(),
        policy_version: workflow_version.to_string(),
        explanation: format!("{days} working day{plural} for this stage, as the council's stages say."),
        remind_on: default_reminders(target, due, days, calendar),
    }
}

/// A deadline that stood still and runs on, with `days_left` working days (R28).
pub fn resumed_deadline(target: TargetKind, due: NaiveDate, days_left: i32, calendar: &WorkingCalendar) -> Deadline {
    let (days, plural) = (days_left.abs(), if days_left.abs() == 1 { "" } else { "s" });
    Deadline {
        due,
        target: target.into(),
        policy: RESUMED_POLICY.0.to_owned(),
        policy_version: RESUMED_POLICY.1.to_owned(),
        explanation: if days_left < 0 {
            format!("The clock runs on. It was {days} working day{plural} overdue when it stopped.")
        } else {
            format!("The clock runs on. {days} working day{plural} were left when it stopped.")
        },
        remind_on: default_reminders(target, due, days_left, calendar),
    }
}

/// R27: two working days before, then every five after. R29: a councillor is reminded once, half way.
fn default_reminders(target: TargetKind, due: NaiveDate, days: i32, calendar: &WorkingCalendar) -> Vec<NaiveDate> {
    match target {
        TargetKind::RepresentativeReply => vec![calendar.add_working_days(due, -(days - days / 2))],
        TargetKind::FirstResponse | TargetKind::NextResponse => {
            let before = (days > REMIND_BEFORE).then(|| calendar.add_working_days(due, -REMIND_BEFORE));
            let after = (1..=REMIND_AFTER_TIMES).map(|n| calendar.add_working_days(due, n * REMIND_EVERY));
            before.into_iter().chain(after).collect()
        }
    }
}

/// Turns what a plugin proposed, or why it proposed nothing, into a deadline. `failed` tells the program to raise the
/// alarm about the plugin.
pub fn settle(
    proposed: Result<Proposed, String>,
    situation: &Situation,
    targets: &DefaultTargets,
    calendar: &WorkingCalendar,
    policy: &str,
    policy_version: &str,
) -> SettledDeadline {
    let latest = situation.today.checked_add_days(FURTHEST).unwrap_or(NaiveDate::MAX);
    match proposed {
        Ok(proposed) if (situation.raised_on..=latest).contains(&proposed.due) => {
            let mut remind_on: Vec<NaiveDate> =
                proposed.remind_on.into_iter().filter(|day| (situation.today..=latest).contains(day)).collect();
            remind_on.sort_unstable();
            remind_on.dedup();
            remind_on.truncate(MAX_REMINDERS);
            let explanation = match proposed.explanation.trim() {
                "" => "The deadline rules gave no explanation.".to_owned(),
                words => words.chars().take(MAX_EXPLANATION).collect(),
            };
            let deadline = Deadline {
                due: proposed.due,
                target: situation.target.into(),
                policy: policy.to_owned(),
                policy_version: policy_version.to_owned(),
                explanation,
                remind_on,
            };
            SettledDeadline { deadline, failed: false }
        }
        Ok(_) | Err(_) => {
            let mut deadline = default_deadline(targets, situation.target, situation.today, calendar);
            deadline.explanation.push_str(" The council's own deadline rules could not be used this time.");
            SettledDeadline { deadline, failed: true }
        }
    }
}

/// A deadline, and whether the plugin failed to set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledDeadline {
    pub deadline: Deadline,
    pub failed: bool,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::calendar::Nation;

    const TARGETS: DefaultTargets = DefaultTargets { first_response: 5, next_response: 10, representative_reply: 10 };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn england() -> WorkingCalendar {
        WorkingCalendar::new(Nation::England, BTreeSet::new())
    }

    fn situation() -> Situation {
        Situation {
            target: TargetKind::FirstResponse,
            category: "roads".to_owned(),
            service: "pothole".to_owned(),
            ward_gss: None,
            raised_on: day("2026-11-23"),
            entered_on: day("2026-11-23"),
            today: day("2026-11-23"),
            priority: None,
            summary: "A hole".to_owned(),
            representative_kind: None,
        }
    }

    fn settled(proposed: Result<Proposed, String>) -> SettledDeadline {
        settle(proposed, &situation(), &TARGETS, &england(), "policy", "1.2.0")
    }

    #[test]
    fn a_first_answer_is_due_in_five_working_days_with_reminders() {
        let deadline = default_deadline(&TARGETS, TargetKind::FirstResponse, day("2026-11-23"), &england());
        assert_eq!(deadline.due, day("2026-11-30"));
        assert_eq!(deadline.remind_on[..3], [day("2026-11-26"), day("2026-12-07"), day("2026-12-14")]);
        assert!(!deadline.is_breached(day("2026-11-30")), "the due day itself is in time");
        assert!(deadline.is_breached(day("2026-12-01")));
    }

    #[test]
    fn a_councillor_is_reminded_once_half_way() {
        let deadline = default_deadline(&TARGETS, TargetKind::RepresentativeReply, day("2026-11-23"), &england());
        assert_eq!(deadline.due, day("2026-12-07"));
        assert_eq!(deadline.remind_on, [day("2026-11-30")]);
    }

    #[test]
    fn a_sensible_proposal_is_taken_and_tidied() {
        let settled = settled(Ok(Proposed {
            due: day("2026-12-01"),
            explanation: "Urgent.".to_owned(),
            remind_on: vec![day("2026-11-30"), day("2026-11-27"), day("2026-11-30"), day("2020-01-01")],
        }));
        assert!(!settled.failed);
        assert_eq!(settled.deadline.remind_on, [day("2026-11-27"), day("2026-11-30")]);
        assert_eq!((settled.deadline.policy.as_str(), settled.deadline.policy_version.as_str()), ("policy", "1.2.0"));
    }

    #[test]
    fn a_failure_or_an_absurd_day_means_the_default_targets() {
        let absurd = |due| Ok(Proposed { due, explanation: String::new(), remind_on: Vec::new() });
        for proposed in [Err("trapped".to_owned()), absurd(day("2020-01-01")), absurd(NaiveDate::MAX)] {
            let settled = settled(proposed);
            assert!(settled.failed);
            assert_eq!(settled.deadline.due, day("2026-11-30"));
            assert_eq!(settled.deadline.policy, DEFAULT_POLICY.0);
            assert!(settled.deadline.explanation.contains("could not be used"));
        }
    }
}
