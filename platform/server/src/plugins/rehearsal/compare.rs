//! Two answers to one question, compared: the same for a council's own cases and for those of a plugin's author.

use std::sync::Arc;

use casework::calendar::WorkingCalendar;
use casework::routing::RouteDecision;
use casework::sla::{DefaultTargets, Proposed, Situation};
use casework::stages::GroupLookup;
use chrono::NaiveDate;
use plugin_host::{GuestFailure, RoutingPlugin, SlaPlugin};

use super::outcome::{Change, Due, Outcome};

/// What is in force said, and what is tried.
pub struct Said<T> {
    pub was: Result<T, GuestFailure>,
    pub would: Result<T, GuestFailure>,
}

/// What came of a question.
pub struct Compared {
    /// None where both say the same.
    pub change: Option<Change>,
    /// What is tried gave no answer, or one that cannot be used: a team that is not there, a day out of reach.
    pub failed: bool,
}

/// What an answer is judged by.
pub struct Rules<'a> {
    pub targets: &'a DefaultTargets,
    pub calendar: &'a Arc<WorkingCalendar>,
}

/// Counts where a case goes, with everything that follows from an answer in a council.
pub fn route(
    said: Said<RouteDecision>,
    [was, would]: [&RoutingPlugin; 2],
    groups: &GroupLookup,
    raised_on: NaiveDate,
    outcome: &mut Outcome,
) -> Compared {
    if let Err(failure) = &said.would {
        outcome.failed(failure.code());
    }
    let settled = |plugin: &RoutingPlugin, decision: Result<RouteDecision, GuestFailure>| {
        let decision = decision.map_err(|failure| failure.to_string());
        casework::routing::settle(decision, groups, plugin.name(), plugin.version())
    };
    let (before, after) = (settled(was, said.was), settled(would, said.would));
    let moved = outcome.routed(raised_on, before.group, after.group);
    let change =
        moved.then_some(Change::Moved { raised_on, from: before.group, to: after.group, reason: after.reason });
    Compared { change, failed: after.failed }
}

/// Counts a deadline. `met_on` is the day on which the case went on, if it did; `today` the day of the rehearsal.
pub fn deadline(
    said: Said<Proposed>,
    [was, would]: [&SlaPlugin; 2],
    situation: &Situation,
    rules: &Rules<'_>,
    (met_on, today): (Option<NaiveDate>, NaiveDate),
    outcome: &mut Outcome,
) -> Compared {
    if let Err(failure) = &said.would {
        outcome.failed(failure.code());
    }
    let settled = |plugin: &SlaPlugin, proposed: Result<Proposed, GuestFailure>| {
        let proposed = proposed.map_err(|failure| failure.to_string());
        let Rules { targets, calendar } = rules;
        casework::sla::settle(proposed, situation, targets, calendar, plugin.name(), plugin.version())
    };
    let (before, after) = (settled(was, said.was), settled(would, said.would));
    let due = Due { set_on: situation.today, was: before.deadline.due, would: after.deadline.due, met_on, today };
    let moved = outcome.answered(&due);
    let explanation = after.deadline.explanation;
    Compared {
        change: moved.then_some(Change::Due { target: situation.target, due, explanation }),
        failed: after.failed,
    }
}
