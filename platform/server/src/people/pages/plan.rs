//! One plan: what would happen to whom and to their work, and what an admin decides about it.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{GroupId, PersonId, PlanId, WardId};
use casework::starters::{Change, Conflict, Details, Step, What, unit_words};

use super::{choices, line, logged, refused};
use crate::app::Caller;
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::people::{Decision, Follow, LONGEST_REASON, Names, PeopleError, PlanNow};
use crate::web::Section;
use crate::web::views::{
    Choice, FieldProblem, PeopleBack, PeopleChange, PeopleConflict, PeopleFollow, PeoplePlanPage, PeopleStep,
    ProblemKind,
};

/// Conflicts on the page.
const CONFLICTS: usize = 40;

/// What was typed before something was refused.
#[derive(Default)]
struct Typed {
    fields: Option<Fields>,
    problems: Vec<FieldProblem>,
    stale: bool,
}

/// `GET /people/plans/{id}`
pub async fn plan(here: Here, caller: Caller, Path(id): Path<String>, Asked(asked): Asked) -> Response {
    match id.parse() {
        Ok(id) => {
            let stale = asked.filled("stale").is_some();
            draw(&here, &caller, id, Typed { stale, ..Typed::default() }).await
        }
        Err(_) => problem_for(&here, &caller, ProblemKind::NotFound),
    }
}

/// `POST /people/plans/{id}` with `take` for each step, `successor.<key>` and `checked`.
pub async fn put_in_force(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(id) = id.parse::<PlanId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let decision = match decision(&caller, id, &fields).await {
        Ok(decision) => decision,
        Err(error) => return refused(&here, &caller, &error),
    };
    let problem = match crate::people::put_in_force(&caller, id, decision).await {
        Ok(_) => return Redirect::to("/people?done=applied").into_response(),
        Err(PeopleError::Stale) => return stale(&here, &caller, id).await,
        Err(PeopleError::Unchecked) => FieldProblem::new("checked", "people-unchecked"),
        Err(PeopleError::NotASuccessor) => FieldProblem::new("steps", "people-successor"),
        Err(error) => return refused(&here, &caller, &error),
    };
    draw(&here, &caller, id, Typed { fields: Some(fields), problems: vec![problem], stale: false }).await
}

/// `POST /people/plans/{id}/dismiss` with `reason`.
pub async fn dismiss(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(id) = id.parse::<PlanId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let problem = match crate::people::dismiss(&caller, id, fields.get("reason")).await {
        Ok(()) => return Redirect::to("/people?done=dismissed").into_response(),
        Err(PeopleError::Stale) => return stale(&here, &caller, id).await,
        Err(PeopleError::NoReason) => FieldProblem::new("reason", "none"),
        Err(PeopleError::LongReason) => FieldProblem::new("reason", "too-long").with("max", LONGEST_REASON),
        Err(error) => return refused(&here, &caller, &error),
    };
    draw(&here, &caller, id, Typed { fields: Some(fields), problems: vec![problem], stale: false }).await
}

/// What was ticked. What was not ticked is not taken, so the steps that there were must be known.
async fn decision(caller: &Caller, id: PlanId, fields: &Fields) -> Result<Decision, PeopleError> {
    let taken: BTreeSet<&str> = ticked(fields);
    let seen = crate::people::plan(caller, id).await?;
    let mut decision = Decision { checked: fields.filled("checked").is_some(), ..Decision::default() };
    for step in &seen.plan.steps {
        if !taken.contains(step.key.as_str()) {
            decision.without.insert(step.key.clone());
        } else if let Some(successor) = fields.filled(&format!("successor.{}", step.key)) {
            let successor = successor.parse().map_err(|_| PeopleError::NotASuccessor)?;
            decision.successors.insert(step.key.clone(), successor);
        }
    }
    Ok(decision)
}

fn ticked(fields: &Fields) -> BTreeSet<&str> {
    fields.0.iter().filter(|(name, _)| name == "take").map(|(_, key)| key.as_str()).collect()
}

/// To the plan of now, if there is one of the same feed.
async fn stale(here: &Here, caller: &Caller, id: PlanId) -> Response {
    let now = async {
        let seen = crate::people::plan(caller, id).await?;
        let open = crate::people::open_plans(&caller.begin().await?, caller).await?;
        Ok::<_, PeopleError>(open.into_iter().find(|(row, _)| row.seat == seen.row.seat))
    };
    match now.await {
        Ok(Some((row, _))) => {
            let id = PlanId::from_uuid(row.id);
            Redirect::to(&format!("/people/plans/{id}?stale=1")).into_response()
        }
        Ok(None) => problem_for(here, caller, ProblemKind::Stale),
        Err(error) => refused(here, caller, &error),
    }
}

async fn draw(here: &Here, caller: &Caller, id: PlanId, typed: Typed) -> Response {
    let seen = match crate::people::plan(caller, id).await {
        Ok(seen) => seen,
        Err(error) => return refused(here, caller, &error),
    };
    let PlanNow { row, plan, follows, names, log } = seen;
    let taken = typed.fields.as_ref().map(ticked);
    let chosen = |key: &str| {
        let typed = typed.fields.as_ref().map(|fields| fields.get(&format!("successor.{key}")).to_owned());
        typed.unwrap_or_default()
    };
    let mut steps: Vec<PeopleStep> = plan
        .steps
        .iter()
        .map(|it| {
            let taken = taken.as_ref().is_none_or(|taken| taken.contains(it.key.as_str()));
            step(caller, it, follows.get(&it.key), taken, chosen(&it.key))
        })
        .collect();
    let order =
        |step: &PeopleStep| ["leaves", "changes", "joins", "returns"].iter().position(|what| *what == step.what);
    steps.sort_by(|a, b| (order(a), &a.name).cmp(&(order(b), &b.name)));
    let manifest = &caller.council.manifest;
    let teams = manifest.groups.iter().filter_map(|group| {
        let id = caller.council.groups.lookup.id(&group.key)?;
        Some(Choice { value: id.to_string(), name: group.name.get(caller.lang).to_owned() })
    });
    let typed_text = |name: &str| typed.fields.as_ref().map(|fields| fields.get(name).to_owned()).unwrap_or_default();
    let status = if typed.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = PeoplePlanPage {
        line: line(caller, &row, &plan),
        open: row.is_open(),
        steps,
        more_conflicts: plan.conflicts.len().saturating_sub(CONFLICTS),
        conflicts: plan.conflicts.iter().take(CONFLICTS).map(|it| conflict(it, &names)).collect(),
        teams: teams.collect(),
        log: log.into_iter().map(logged).collect(),
        checked: !typed_text("checked").is_empty(),
        reason: typed_text("reason"),
        limit: LONGEST_REASON,
        stale: typed.stale,
        problems: typed.problems,
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

fn step(caller: &Caller, step: &Step, follow: Option<&Follow>, taken: bool, successor: String) -> PeopleStep {
    let mut line = PeopleStep {
        key: step.key.clone(),
        name: step.name.clone(),
        what: step.what.as_str().to_owned(),
        taken,
        binds: step.binds,
        follows: follow.map(|follow| follows(caller, follow)).unwrap_or_default(),
        successors: follow.map(|follow| choices(&follow.successors)).unwrap_or_default(),
        successor,
        ..PeopleStep::default()
    };
    match &step.what {
        What::Joins { details } | What::Returns { details } => {
            line.place = place(caller, details);
            line.email.clone_from(&details.email);
            (line.from, line.until) = (details.from, details.until);
        }
        What::Changes { changes, .. } => line.changes = changes.iter().map(|it| change(caller, it)).collect(),
        What::Leaves { why } => line.why = Some(why.as_str().to_owned()),
    }
    line
}

fn place(caller: &Caller, details: &Details) -> Option<String> {
    let team = details.group.map(|group| team(caller, group));
    team.or_else(|| details.ward.map(|ward| ward_name(caller, ward)))
}

fn team(caller: &Caller, group: GroupId) -> String {
    caller.council.group_name(group, caller.lang).to_owned()
}

fn ward_name(caller: &Caller, ward: WardId) -> String {
    caller.council.wards.name(ward).to_owned()
}

fn follows(caller: &Caller, follow: &Follow) -> PeopleFollow {
    let back = follow.work.in_hand.iter();
    PeopleFollow {
        shared: follow.work.member.shared,
        others: follow.work.member.others,
        back: back
            .map(|hand| PeopleBack { team: team(caller, GroupId::from_uuid(hand.group_id)), cases: hand.cases })
            .collect(),
        drafts: follow.drafts,
        stands_in: follow.stands_in,
    }
}

fn change(caller: &Caller, change: &Change) -> PeopleChange {
    let words = |field: &str, from: Option<String>, to: String| PeopleChange {
        field: field.to_owned(),
        from: from.filter(|from| !from.is_empty()),
        to: Some(to),
        ..PeopleChange::default()
    };
    let days = |field: &str, from_day, to_day| PeopleChange {
        field: field.to_owned(),
        from_day,
        to_day,
        ..PeopleChange::default()
    };
    match change {
        Change::Name { from, to } => words("name", Some(from.clone()), to.clone()),
        Change::Email { from, to } => words("email", from.clone(), to.clone()),
        Change::Team { from, to } => words("team", from.map(|group| team(caller, group)), team(caller, *to)),
        Change::Ward { from, to } => {
            let from: Vec<String> = from.iter().map(|ward| ward_name(caller, *ward)).collect();
            words("ward", Some(from.join(", ")), ward_name(caller, *to))
        }
        Change::Starts { from, to } => days("starts", *from, *to),
        Change::Ends { from, to } => days("ends", *from, *to),
    }
}

fn conflict(conflict: &Conflict, names: &Names) -> PeopleConflict {
    let name_of = |id: &PersonId| names.get(id).cloned().unwrap_or_default();
    let people: Vec<(PersonId, String)> = conflict.candidates().iter().map(|id| (*id, name_of(id))).collect();
    let other = people.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let mut line = PeopleConflict {
        what: conflict.as_str().to_owned(),
        key: conflict.key().unwrap_or_default().to_owned(),
        candidates: choices(&people),
        other,
        rows: 1,
        leave_out: true,
        ..PeopleConflict::default()
    };
    match conflict {
        Conflict::NoTeam { unit, keys } => {
            (line.said, line.unit, line.rows, line.leave_out) = (unit_words(unit), unit.clone(), keys.len(), false);
        }
        Conflict::Twice { name, .. } | Conflict::NoWard { name, .. } => line.name.clone_from(name),
        Conflict::EmailTaken { name, email, .. }
        | Conflict::EmailShared { name, email, .. }
        | Conflict::EmailTwice { name, email, .. } => {
            line.name.clone_from(name);
            line.said.clone_from(email);
        }
        Conflict::UnknownWard { name, ward, .. } => {
            line.name.clone_from(name);
            line.said.clone_from(ward);
        }
        Conflict::OtherCapacity { name, .. } => line.name.clone_from(name),
        Conflict::LastAdmin { name, .. } => {
            line.name.clone_from(name);
            line.leave_out = false;
        }
    }
    line
}
