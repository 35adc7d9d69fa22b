//! The line of steps on a case's page: where it came from, where it stands, where it is going.

use casework::events::EventBody;
use casework::stages::{Destination, StageKind, Verb, Workflow};

use super::present;
use crate::app::Caller;
use crate::cases::CaseView;
use crate::web::views::{ProgressStep, StepState};

/// The stages visited, each once, then the stage the case stands in, then the end.
pub(super) fn progress(caller: &Caller, case: &CaseView) -> Vec<ProgressStep> {
    let name = |key: &str| present::stage(caller, case.row.workflow_version, key).0;
    let mut visited: Vec<&str> = Vec::new();
    for event in &case.events {
        if let EventBody::StageEntered { stage, .. } = &event.body {
            visited.retain(|held| *held != stage.as_str());
            visited.push(stage.as_str());
        }
    }
    let workflow = caller.council.workflow(case.row.workflow_version);
    // A question that was answered is no step on the way; the timeline tells it.
    let aside = |kind: StageKind| matches!(kind, StageKind::Information | StageKind::Referred);
    let asked = |key: &str| workflow.stages.iter().any(|stage| stage.key.as_str() == key && aside(stage.kind));
    visited.retain(|held| *held != case.row.stage && !asked(held));
    let ahead = usual_way(workflow, &case.row.stage, visited.last().copied());
    visited.retain(|held| !ahead.contains(held));
    let mut steps: Vec<ProgressStep> =
        visited.into_iter().map(|key| ProgressStep { name: name(key), state: StepState::Done }).collect();
    steps.push(ProgressStep { name: name(&case.row.stage), state: StepState::Now });
    steps.extend(ahead.into_iter().map(|key| ProgressStep { name: name(key), state: StepState::Ahead }));
    steps
}

/// The stages that a case usually still goes through, to its end. A question leads back to `before`, where it was asked.
fn usual_way<'a>(workflow: &'a Workflow, from: &str, before: Option<&str>) -> Vec<&'a str> {
    let find = |key: &str| workflow.stages.iter().find(|stage| stage.key.as_str() == key);
    let mut way: Vec<&str> = Vec::new();
    let mut at = find(from);
    while let Some(stage) = at {
        let verb = match stage.kind {
            StageKind::Triage => Verb::Assign,
            StageKind::WithTeam => Verb::Resolve,
            StageKind::Information => Verb::ProvideInformation,
            StageKind::Promised => Verb::WorkDone,
            StageKind::Referred => Verb::RecordReply,
            StageKind::Check | StageKind::Resolution => Verb::ConfirmResolved,
            StageKind::Closed => break,
        };
        at = match stage.action(verb).map(|action| &action.to) {
            Some(Destination::Stage(key)) => find(key.as_str()),
            Some(Destination::Back) if way.is_empty() => before.and_then(find),
            _ => None,
        };
        // A council may lead in a circle; the way is told once.
        let Some(next) = at.filter(|next| next.key.as_str() != from && !way.contains(&next.key.as_str())) else {
            break;
        };
        way.push(next.key.as_str());
    }
    way
}
