//! Putting something in force, or in force again: what would change, and why it is done.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{ActivationId, SetupId};
use casework::settings::{Difference, Words};

use super::super::life::{self, Candidate, LONGEST_REASON, LifeError};
use super::super::rehearsal;
use super::super::seat::Seat;
use super::{Place, line, problems_of, reason_problem, refused};
use crate::app::Caller;
use crate::http::extract::{Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::plugins::in_force;
use crate::web::Section;
use crate::web::views::{FieldProblem, PluginActivatePage, PluginDifference, ProblemKind};

/// Rows of a table that are shown as new or gone.
const LINES: usize = 12;

/// `GET /plugins/setups/{id}/activate`
pub async fn activate_page(here: Here, caller: Caller, Path(id): Path<String>) -> Response {
    match id.parse::<SetupId>() {
        Ok(id) => draw(&here, &caller, Which::Candidate(id), "", vec![]).await,
        Err(_) => problem_for(&here, &caller, ProblemKind::NotFound),
    }
}

/// `POST /plugins/setups/{id}/activate` with `version` and `reason`.
pub async fn activate(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(id) = id.parse::<SetupId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let (reason, seen) = (fields.get("reason"), fields.get("version").parse().unwrap_or_default());
    match life::activate(&caller, id, seen, reason).await {
        Ok(seat) => Redirect::to(&format!("/plugins/{seat}?done=activated")).into_response(),
        Err(error) => again_with(&here, &caller, Which::Candidate(id), reason, &error).await,
    }
}

/// `GET /plugins/{kind}/{plugin}/again/{activation}`: of a plugin that carries.
pub async fn seat_again_page(
    here: Here,
    caller: Caller,
    Path((kind, plugin, id)): Path<(String, String, String)>,
) -> Response {
    again_page(here, caller, Path((format!("{kind}/{plugin}"), id))).await
}

/// `POST /plugins/{kind}/{plugin}/again/{activation}` with `reason`.
pub async fn seat_again(here: Here, Path((kind, plugin, id)): Path<(String, String, String)>, sent: Sent) -> Response {
    again(here, Path((format!("{kind}/{plugin}"), id)), sent).await
}

/// `GET /plugins/{kind}/again/{activation}`
pub async fn again_page(here: Here, caller: Caller, Path((kind, id)): Path<(String, String)>) -> Response {
    match (kind.parse::<Seat>(), id.parse::<ActivationId>()) {
        (Ok(seat), Ok(id)) => draw(&here, &caller, Which::Earlier(seat, id), "", vec![]).await,
        _ => problem_for(&here, &caller, ProblemKind::NotFound),
    }
}

/// `POST /plugins/{kind}/again/{activation}` with `reason`.
pub async fn again(here: Here, Path((kind, id)): Path<(String, String)>, Sent { caller, fields }: Sent) -> Response {
    let (Ok(seat), Ok(id)) = (kind.parse::<Seat>(), id.parse::<ActivationId>()) else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let reason = fields.get("reason");
    match life::roll_back(&caller, &seat, id, reason).await {
        Ok(()) => Redirect::to(&format!("/plugins/{seat}?done=activated")).into_response(),
        Err(error) => again_with(&here, &caller, Which::Earlier(seat, id), reason, &error).await,
    }
}

/// What is to be put in force.
enum Which {
    Candidate(SetupId),
    Earlier(Seat, ActivationId),
}

async fn again_with(here: &Here, caller: &Caller, which: Which, reason: &str, error: &LifeError) -> Response {
    let problems = match (error, reason_problem(error)) {
        (_, Some(problem)) => vec![problem],
        (LifeError::NotReady(checked), _) => {
            let reason = |name: &str| Place { field: "reason".to_owned(), title: name.to_owned(), ..Place::default() };
            problems_of(checked, &reason)
        }
        (LifeError::CarriedAlready { what, by }, _) => {
            vec![FieldProblem::new("reason", format!("carried-{what}")).with("by", by.as_str())]
        }
        _ => return refused(here, caller, error),
    };
    draw(here, caller, which, reason, problems).await
}

async fn draw(here: &Here, caller: &Caller, which: Which, reason: &str, problems: Vec<FieldProblem>) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let (setup, action, back) = match &which {
            Which::Candidate(id) => (*id, format!("/plugins/setups/{id}/activate"), format!("/plugins/setups/{id}")),
            Which::Earlier(seat, id) => {
                let history = life::history(&tx, caller, seat).await?;
                let row = history.activations.into_iter().find(|row| row.id == id.as_uuid());
                let setup = row.and_then(|row| row.setup_id).ok_or(LifeError::NotFound)?;
                (SetupId::from_uuid(setup), format!("/plugins/{seat}/again/{id}"), format!("/plugins/{seat}"))
            }
        };
        let new = life::candidate(&tx, caller, setup).await?;
        if matches!(which, Which::Candidate(_)) && !new.setup.is_candidate {
            return Err(LifeError::NotFound);
        }
        let current = match in_force(&tx).await?.remove(&new.setup.seat) {
            Some(current) => Some(life::candidate(&tx, caller, current.setup.id).await?),
            None => None,
        };
        let rehearsal = rehearsal::newest(&tx, setup).await?;
        Ok((new, current, rehearsal, action, back))
    };
    let (new, current, rehearsal, action, back) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(here, caller, &error),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let named = |it: &Candidate| (it.setup.plugin.clone(), it.description.version.clone());
    let other = current.as_ref().filter(|current| named(current) != named(&new));
    let view = PluginActivatePage {
        kind: new.setup.seat.kind.to_string(),
        decides: new.setup.seat.kind.decides(),
        plugin: new.description.title(caller.lang).to_owned(),
        plugin_version: new.description.version.clone(),
        action,
        version: new.setup.version,
        again: matches!(which, Which::Earlier(..)),
        instead_of: other.map(|it| format!("{} {}", it.description.title(caller.lang), it.description.version)),
        differences: current.map(|current| differences(caller, &current, &new)).unwrap_or_default(),
        rehearsal: rehearsal.map(|it| line(&it, new.setup.version)),
        reason: reason.to_owned(),
        limit: LONGEST_REASON,
        back,
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

/// What is different between settings of the same plugin; those of another mean something else.
fn differences(caller: &Caller, before: &Candidate, after: &Candidate) -> Vec<PluginDifference> {
    if before.setup.plugin != after.setup.plugin {
        return Vec::new();
    }
    let words = Words::new(&caller.council.manifest, caller.lang);
    let found = after.schema.differences(&before.setup.settings, &after.setup.settings, words);
    found.into_iter().map(|difference| told(caller, difference)).collect()
}

fn told(caller: &Caller, difference: Difference) -> PluginDifference {
    let Difference { titles, mut before, mut after, reordered } = difference;
    let titles: Vec<_> = titles.iter().map(|title| title.get(caller.lang)).collect();
    let (more_before, more_after) = (before.len().saturating_sub(LINES), after.len().saturating_sub(LINES));
    before.truncate(LINES);
    after.truncate(LINES);
    PluginDifference { title: titles.join(": "), before, after, more_before, more_after, reordered }
}
