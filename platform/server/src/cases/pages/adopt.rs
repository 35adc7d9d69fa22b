//! Moving running cases to the newest stages: who goes where is shown before anything moves (R17).

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::stages::StageKey;

use super::present;
use crate::app::Caller;
use crate::cases::{self, Mapping, MovingCase, OldStage, may_move};
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::views::{Choice, MoveCases, MoveStep, MovingLine, OldStageLine, ProblemKind};

/// `GET /stages/move`
pub async fn move_page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    if !may_move(&caller) {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    match cases::old_stages(&caller).await {
        Ok(old) => {
            let moved = asked.get("moved").parse().ok();
            draw(&here, &caller, &old, &chosen(&old, |_| None), MoveStep::Choose { moved }, &BTreeMap::new())
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `POST /stages/move`: first what would happen, then it happens.
pub async fn move_cases(here: Here, Sent { caller, fields }: Sent) -> Response {
    if !may_move(&caller) {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    let old = match cases::old_stages(&caller).await {
        Ok(old) => old,
        Err(error) => return problems::something_wrong(&here, &error),
    };
    let mapping = chosen(&old, |old| Some(fields.get(&field(old)).to_owned()));
    if fields.get("do") != "move" {
        return match cases::moving_cases(&caller).await {
            Ok(moving) => draw(&here, &caller, &old, &mapping, MoveStep::Preview, &moving),
            Err(error) => problems::something_wrong(&here, &error),
        };
    }
    match cases::move_cases(&caller, mapping).await {
        Ok(moved) => Redirect::to(&format!("/stages/move?moved={moved}")).into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// The field of an old stage: its version and key.
fn field(old: &OldStage) -> String {
    format!("{}.{}", old.version, old.stage)
}

/// What is chosen for each old stage, or the stage of the same key. What is no home is left where it is.
fn chosen(old: &[OldStage], typed: impl Fn(&OldStage) -> Option<String>) -> Mapping {
    let mut mapping = Mapping::new();
    for old in old {
        let home = match typed(old) {
            Some(typed) => old.homes.iter().find(|home| home.as_str() == typed).cloned(),
            None => old.suggested.clone(),
        };
        mapping.extend(home.map(|home| ((old.version, old.stage.clone()), home)));
    }
    mapping
}

/// Cases of old stages, by version and stage.
type Moving = BTreeMap<(i32, StageKey), Vec<MovingCase>>;

fn draw(
    here: &Here,
    caller: &Caller,
    old: &[OldStage],
    mapping: &Mapping,
    step: MoveStep,
    moving: &Moving,
) -> Response {
    let newest = caller.council.workflow_version;
    let name = |version: i32, key: &StageKey| present::stage(caller, version, key.as_str()).0;
    let line = |old: &OldStage| {
        let key = (old.version, old.stage.clone());
        let to = mapping.get(&key);
        let named: Vec<MovingLine> =
            to.and_then(|_| moving.get(&key)).into_iter().flatten().map(MovingLine::from).collect();
        let more = old.cases - i64::try_from(named.len()).unwrap_or_default();
        OldStageLine {
            field: field(old),
            version: old.version,
            name: name(old.version, &old.stage),
            cases: old.cases,
            homes: old
                .homes
                .iter()
                .map(|home| Choice { value: home.as_str().to_owned(), name: name(newest, home) })
                .collect(),
            to: to.map(|to| to.as_str().to_owned()).unwrap_or_default(),
            to_name: to.map(|to| name(newest, to)),
            more: if named.is_empty() { 0 } else { more },
            named,
        }
    };
    let lines: Vec<OldStageLine> = old.iter().map(line).collect();
    let cases = lines.iter().filter(|line| line.to_name.is_some()).map(|line| line.cases).sum();
    let view = MoveCases { version: newest, lines, cases, step };
    problems::page(&here.app, &frame_for(here, caller, None), &view, StatusCode::OK)
}

impl From<&MovingCase> for MovingLine {
    fn from(case: &MovingCase) -> Self {
        Self { reference: case.reference.clone(), summary: case.summary.clone() }
    }
}
