//! The way of a case through its council's stages: where it came from, where it stands, where it is going.

use casework::events::{Event, EventBody};
use casework::stages::{Destination, StageKind, Verb, Workflow};

use super::CaseRow;
use crate::app::Caller;

/// Where on its way a case is, as seen from one of its stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Done,
    Now,
    Ahead,
}

impl Step {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
        }
    }
}

/// Keys of the stages visited, each once, then of the stage the case stands in, then of those to the end.
#[must_use]
pub fn way_of(caller: &Caller, row: &CaseRow, events: &[Event]) -> Vec<(String, Step)> {
    let mut visited: Vec<&str> = Vec::new();
    for event in events {
        if let EventBody::StageEntered { stage, .. } = &event.body {
            visited.retain(|held| *held != stage.as_str());
            visited.push(stage.as_str());
        }
    }
    let workflow = caller.council.workflow(row.workflow_version);
    // A question that was answered is no step on the way; the timeline tells it.
    let aside = |kind: StageKind| matches!(kind, StageKind::Information | StageKind::Referred);
    let asked = |key: &str| workflow.stages.iter().any(|stage| stage.key.as_str() == key && aside(stage.kind));
    visited.retain(|held| *held != row.stage && !asked(held));
    let ahead = usual_way(workflow, &row.stage, visited.last().copied());
    visited.retain(|held| !ahead.contains(held));
    let done = visited.into_iter().map(|key| (key.to_owned(), Step::Done));
    let ahead = ahead.into_iter().map(|key| (key.to_owned(), Step::Ahead));
    done.chain([(row.stage.clone(), Step::Now)]).chain(ahead).collect()
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
