//! What came of a case, as separate facts: answered, promised, asked elsewhere, verified (R23, R24). Closed is not solved.

use casework::events::{ClosedHow, Event, EventBody};
use casework::ids::PersonId;
use chrono::{DateTime, NaiveDate, Utc};

/// Somebody said so, then. Without a person, the platform did, or the resident where somebody verified.
pub type SaidAt = (DateTime<Utc>, Option<PersonId>);

/// What came of a case so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// The answer that counts now.
    pub answered: Option<SaidAt>,
    /// The oldest first.
    pub promises: Vec<Agreed>,
    pub referrals: Vec<Agreed>,
    /// Somebody who should know says that it is solved.
    pub verified: Option<SaidAt>,
}

/// Something that is to happen by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub by: NaiveDate,
    /// Who was asked, where it is another body.
    pub body: Option<String>,
    /// The work order, or what the other body calls it.
    pub mark: Option<String>,
    pub state: AgreedState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreedState {
    Waiting,
    Done(DateTime<Utc>),
    Missed,
}

/// Read from the history, whoever is asking: what a reader may not see is not in theirs.
#[must_use]
pub fn came_of(events: &[Event]) -> Came {
    let mut came = Came::default();
    for event in events {
        let said = Some((event.at, event.actor));
        match &event.body {
            EventBody::Resolved { answer } if !answer.is_empty() => came.answered = said,
            EventBody::WorkPromised { by, order, .. } => {
                let promise = Agreed { by: *by, body: None, mark: order.clone(), state: AgreedState::Waiting };
                // A new day for the same work takes the place of the one before, until the work is done or is missed.
                came.promises.retain(|promise| promise.state != AgreedState::Waiting);
                came.promises.push(promise);
            }
            EventBody::Referred { body, by, reference, .. } => came.referrals.push(Agreed {
                by: *by,
                body: Some(body.clone()),
                mark: reference.clone(),
                state: AgreedState::Waiting,
            }),
            EventBody::WorkDone { .. } => settle(&mut came.promises, AgreedState::Done(event.at)),
            EventBody::PromiseMissed { .. } => settle(&mut came.promises, AgreedState::Missed),
            EventBody::ReplyRecorded { .. } => settle(&mut came.referrals, AgreedState::Done(event.at)),
            EventBody::ReplyMissed { .. } => settle(&mut came.referrals, AgreedState::Missed),
            EventBody::SentBack { .. } | EventBody::Reopened { .. } => (came.answered, came.verified) = (None, None),
            EventBody::ResidentSolved { .. } => came.verified = said,
            EventBody::ResidentNotSolved { .. } => came.verified = None,
            EventBody::Closed { how: ClosedHow::Confirmed } => came.verified = said,
            _ => {}
        }
    }
    came
}

/// The last one that is waited for has come to its end.
fn settle(agreed: &mut [Agreed], state: AgreedState) {
    if let Some(last) = agreed.iter_mut().rev().find(|agreed| agreed.state == AgreedState::Waiting) {
        last.state = state;
    }
}

/// Whether an event says how the work goes: what was done, promised, asked elsewhere and came of it.
#[must_use]
pub const fn is_progress(event: &EventBody) -> bool {
    matches!(
        event,
        EventBody::ProgressRecorded { .. }
            | EventBody::WorkPromised { .. }
            | EventBody::WorkDone { .. }
            | EventBody::PromiseMissed { .. }
            | EventBody::Referred { .. }
            | EventBody::ReplyRecorded { .. }
            | EventBody::ReplyMissed { .. }
            | EventBody::Resolved { .. }
    )
}
