//! Answers that are checked before the member gets them, and what the check says of them.

use super::{Event, EventBody};
use crate::stages::{StageKind, Workflow};

/// Takes the words out of every answer that a check has not passed on, and out of the reason for which one was returned.
/// For whoever the answer is for; officers read everything.
///
/// `events` are the history of one case, oldest first.
pub fn without_drafts(events: &mut [Event], workflow: &Workflow) {
    let (mut answer, mut draft) = (None, None);
    let mut withheld = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match &event.body {
            EventBody::Resolved { .. } | EventBody::WorkDone { .. } => answer = Some(index),
            EventBody::StageEntered { stage, .. } => {
                let checked = workflow.stage(stage).is_some_and(|stage| stage.kind == StageKind::Check);
                if checked {
                    draft = answer.take();
                }
                answer = None;
            }
            EventBody::ResolutionConfirmed { .. } => draft = None,
            EventBody::SentBack { .. } => {
                if let Some(draft) = draft.take() {
                    withheld.extend([draft, index]);
                }
            }
            _ => {}
        }
    }
    withheld.extend(draft);
    for index in withheld {
        match &mut events[index].body {
            EventBody::Resolved { answer: words }
            | EventBody::WorkDone { text: words }
            | EventBody::SentBack { reason: words } => words.clear(),
            _ => {}
        }
    }
}

/// The answer that stands at the end of these events: the last one, unless it was sent back or the case was opened again.
#[must_use]
pub fn standing_answer<'a>(events: impl IntoIterator<Item = &'a EventBody>) -> Option<&'a str> {
    events.into_iter().fold(None, |answer, event| match event {
        EventBody::Resolved { answer: words }
        | EventBody::WorkDone { text: words }
        | EventBody::OutcomeShared { text: words, .. } => Some(words.as_str()).filter(|words| !words.is_empty()),
        EventBody::SentBack { .. } | EventBody::Reopened { .. } => None,
        _ => answer,
    })
}
