//! Asking for a rehearsal, and reading what came of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{GroupId, RehearsalId, SetupId};
use chrono::NaiveDate;

use super::super::life::{self, LifeError};
use super::super::rehearsal::{self, A_PAGE, Change, MOST_MONTHS, Outcome, Rehearsal};
use super::refused;
use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::Section;
use crate::web::views::{
    ProblemKind, RehearsalChange, RehearsalDeadlines, RehearsalFailure, RehearsalPage, RehearsalRouting,
    RehearsalShift, RehearsalTeam, RehearsalWeek,
};

/// The size of a chart, in its own units.
const WIDTH: u32 = 600;
const HEIGHT: u32 = 120;

/// `POST /plugins/setups/{id}/rehearse` with `months`.
pub async fn rehearse(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let path = format!("/plugins/setups/{id}");
    let Ok(id) = id.parse::<SetupId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match rehearsal::begin(&caller, id, fields.get("months").parse().unwrap_or(MOST_MONTHS)).await {
        Ok(rehearsal) => Redirect::to(&format!("/plugins/rehearsals/{rehearsal}")).into_response(),
        // The page of the settings says what is wrong with them.
        Err(LifeError::NotReady(_)) => Redirect::to(&path).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `POST /plugins/rehearsals/{id}/cancel`
pub async fn cancel(here: Here, Path(id): Path<String>, Sent { caller, .. }: Sent) -> Response {
    let path = format!("/plugins/rehearsals/{id}");
    let Ok(id) = id.parse::<RehearsalId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match rehearsal::cancel(&caller, id).await {
        Ok(()) => Redirect::to(&path).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `GET /plugins/rehearsals/{id}`; `after` is the number of the last case on the page before.
pub async fn rehearsal(here: Here, caller: Caller, Path(id): Path<String>, Asked(asked): Asked) -> Response {
    let Ok(id) = id.parse::<RehearsalId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let read = async {
        let tx = caller.begin().await?;
        let found = rehearsal::one(&tx, &caller, id).await?;
        let setup = life::candidate(&tx, &caller, SetupId::from_uuid(found.setup)).await?;
        let changes = rehearsal::changes(&tx, id, asked.get("after").parse().unwrap_or_default()).await?;
        Ok((found, setup, changes))
    };
    let (found, setup, mut changes) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(&here, &caller, &error),
    };
    let page = usize::try_from(A_PAGE).unwrap_or(usize::MAX);
    let more = changes.len() > page;
    changes.truncate(page);
    let next = changes.last().filter(|_| more).map(|(number, ..)| format!("/plugins/rehearsals/{id}?after={number}"));
    let Rehearsal { outcome, .. } = &found;
    let view = RehearsalPage {
        id: id.to_string(),
        setup: setup.setup.id.to_string(),
        kind: setup.setup.seat.kind.to_string(),
        plugin: setup.description.title(caller.lang).to_owned(),
        plugin_version: setup.description.version.clone(),
        state: found.state.clone(),
        current: found.setup_version == setup.setup.version,
        open: setup.setup.is_candidate,
        since: found.since,
        until: found.until,
        by: found.asked_by.clone(),
        at: found.asked_at,
        done: found.done,
        total: found.total,
        failure: found.failure.clone(),
        failures: outcome
            .failures
            .iter()
            .map(|(code, times)| RehearsalFailure { code: code.clone(), times: *times })
            .collect(),
        routing: (outcome.routed > 0).then(|| routing(&caller, outcome)),
        deadlines: (outcome.deadlines > 0).then(|| deadlines(outcome)),
        changes: changes.into_iter().map(|(_, reference, change)| told(&caller, reference, change)).collect(),
        next,
    };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
}

/// Name of a team; empty for triage, which the page words.
fn team(caller: &Caller, group: Option<GroupId>) -> String {
    group.map(|group| caller.council.group_name(group, caller.lang).to_owned()).unwrap_or_default()
}

fn told(caller: &Caller, reference: String, change: Change) -> RehearsalChange {
    match change {
        Change::Moved { raised_on, from, to, reason } => {
            let (was, would) = (team(caller, from), team(caller, to));
            RehearsalChange { reference, on: raised_on, was, would, why: reason, breach: None }
        }
        Change::Due { due, explanation, .. } => RehearsalChange {
            reference,
            on: due.set_on,
            was: due.was.to_string(),
            would: due.would.to_string(),
            why: explanation,
            breach: match (due.gained(), due.lost()) {
                (true, _) => Some("gained".to_owned()),
                (_, true) => Some("lost".to_owned()),
                _ => None,
            },
        },
    }
}

fn deadlines(outcome: &Outcome) -> RehearsalDeadlines {
    RehearsalDeadlines {
        all: outcome.deadlines,
        earlier: outcome.earlier,
        later: outcome.later,
        missed: outcome.missed,
        would_miss: outcome.would_miss,
        gained: outcome.gained,
        lost: outcome.lost,
    }
}

fn routing(caller: &Caller, outcome: &Outcome) -> RehearsalRouting {
    let mut shifts = outcome.shifts.clone();
    shifts.sort_by_key(|shift| std::cmp::Reverse(shift.cases));
    let shift = |shift: &rehearsal::Shift| RehearsalShift {
        from: team(caller, shift.from),
        to: team(caller, shift.to),
        cases: shift.cases,
    };
    let mondays: Vec<NaiveDate> = {
        let mut all: Vec<_> = outcome.weeks.iter().map(|week| week.monday).collect();
        all.dedup();
        all
    };
    let mut teams: BTreeMap<String, Vec<RehearsalWeek>> = BTreeMap::new();
    for week in &outcome.weeks {
        let weeks = teams.entry(team(caller, week.group)).or_default();
        weeks.push(RehearsalWeek { monday: week.monday, was: week.was, would: week.would });
    }
    // Teams for which nothing changes need no chart.
    teams.retain(|_, weeks| weeks.iter().any(|week| week.was != week.would));
    let mut teams: Vec<_> = teams.into_iter().map(|(name, weeks)| drawn(name, weeks, &mondays)).collect();
    teams.sort_by_key(|team| std::cmp::Reverse(team.was.abs_diff(team.would)));
    RehearsalRouting { cases: outcome.routed, moved: outcome.moved, shifts: shifts.iter().map(shift).collect(), teams }
}

fn drawn(name: String, weeks: Vec<RehearsalWeek>, mondays: &[NaiveDate]) -> RehearsalTeam {
    let most = weeks.iter().map(|week| week.was.max(week.would)).max().unwrap_or_default().max(1);
    let line = |count: &dyn Fn(&RehearsalWeek) -> u32| {
        let mut line = String::new();
        let last = u32::try_from(mondays.len().saturating_sub(1)).unwrap_or(1).max(1);
        for (at, monday) in (0_u32..).zip(mondays) {
            let cases = weeks.iter().find(|week| week.monday == *monday).map_or(0, count);
            // Writing to a string cannot fail.
            let _ = write!(line, "{},{} ", at * WIDTH / last, HEIGHT - cases * HEIGHT / most);
        }
        line.trim_end().to_owned()
    };
    RehearsalTeam {
        was: weeks.iter().map(|week| week.was).sum(),
        would: weeks.iter().map(|week| week.would).sum(),
        line_was: line(&|week| week.was),
        line_would: line(&|week| week.would),
        most,
        name,
        weeks,
    }
}
