//! What came of a case, as separate facts: answered, promised, asked elsewhere, verified (R23, R24). Closed is not solved.

use casework::events::{ClosedHow, Event, EventBody};

use crate::cases::CaseView;
use crate::web::views::{Agreed, AgreedState, Outcome, Told};

/// Read from the history, whoever is asking: what a reader may not see is not in theirs.
pub(super) fn outcome(case: &CaseView) -> Outcome {
    let mut outcome = Outcome::default();
    for event in &case.events {
        let told = |event: &Event| Told { at: event.at, by: event.actor.map(|id| case.name(id.as_uuid()).to_owned()) };
        match &event.body {
            EventBody::Resolved { answer } if !answer.is_empty() => outcome.answered = Some(told(event)),
            EventBody::WorkPromised { by, order, .. } => {
                let promise = Agreed { by: *by, body: None, mark: order.clone(), state: AgreedState::Waiting };
                // A new day for the same work takes the place of the one before, until the work is done or is missed.
                outcome.promises.retain(|promise| promise.state != AgreedState::Waiting);
                outcome.promises.push(promise);
            }
            EventBody::Referred { body, by, reference, .. } => outcome.referrals.push(Agreed {
                by: *by,
                body: Some(body.clone()),
                mark: reference.clone(),
                state: AgreedState::Waiting,
            }),
            EventBody::WorkDone { .. } => settle(&mut outcome.promises, AgreedState::Done(event.at)),
            EventBody::PromiseMissed { .. } => settle(&mut outcome.promises, AgreedState::Missed),
            EventBody::ReplyRecorded { .. } => settle(&mut outcome.referrals, AgreedState::Done(event.at)),
            EventBody::ReplyMissed { .. } => settle(&mut outcome.referrals, AgreedState::Missed),
            EventBody::SentBack { .. } | EventBody::Reopened { .. } => {
                (outcome.answered, outcome.verified) = (None, None);
            }
            EventBody::ResidentSolved { .. } => outcome.verified = Some(told(event)),
            EventBody::ResidentNotSolved { .. } => outcome.verified = None,
            EventBody::Closed { how: ClosedHow::Confirmed } => outcome.verified = Some(told(event)),
            _ => {}
        }
    }
    outcome.closed = case.row.closed_at.is_some();
    outcome
}

/// The last one that is waited for has come to its end.
fn settle(agreed: &mut [Agreed], state: AgreedState) {
    if let Some(last) = agreed.iter_mut().rev().find(|agreed| agreed.state == AgreedState::Waiting) {
        last.state = state;
    }
}
