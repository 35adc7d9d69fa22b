//! What came of a case, on its page (R23, R24).

use crate::cases::{self, CaseView, SaidAt, came_of};
use crate::web::views::{Agreed, AgreedState, Outcome, Told};

pub(super) fn outcome(case: &CaseView) -> Outcome {
    let told = |(at, by): SaidAt| Told { at, by: by.map(|id| case.name(id.as_uuid()).to_owned()) };
    let came = came_of(&case.events);
    Outcome {
        answered: came.answered.map(told),
        promises: came.promises.into_iter().map(Agreed::from).collect(),
        referrals: came.referrals.into_iter().map(Agreed::from).collect(),
        verified: came.verified.map(told),
        closed: case.row.closed_at.is_some(),
    }
}

impl From<cases::Agreed> for Agreed {
    fn from(agreed: cases::Agreed) -> Self {
        let cases::Agreed { by, body, mark, state } = agreed;
        let state = match state {
            cases::AgreedState::Waiting => AgreedState::Waiting,
            cases::AgreedState::Done(at) => AgreedState::Done(at),
            cases::AgreedState::Missed => AgreedState::Missed,
        };
        Self { by, body, mark, state }
    }
}
