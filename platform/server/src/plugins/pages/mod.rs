//! The pages on which a council's admins look after its plugins.

mod activate;
mod form;
mod overview;
mod rehearsal;
mod seat;
mod setup;

pub use activate::{activate, activate_page, again, again_page, seat_again, seat_again_page};
pub use overview::{begin, kind, list, upload};
pub use rehearsal::{cancel, rehearsal, rehearse};
pub use seat::seat_view;
pub use setup::{copied, discard, exported, import, save, setup_page};

use axum::response::Response;

use super::catalogue::PluginError;
use super::life::{LONGEST_REASON, LifeError, SeatNow};
use super::wrong::{Place, problems_of};
use crate::app::Caller;
use crate::http::extract::Here;
use crate::http::problems::{self, problem_for};
use crate::plugins::rehearsal::Rehearsal;
use crate::web::views::{FieldProblem, PluginNow, ProblemKind, RehearsalLine};

/// The page for what could not be done and is nobody's typing.
pub(crate) fn refused(here: &Here, caller: &Caller, error: &LifeError) -> Response {
    match error {
        LifeError::NotAllowed => problem_for(here, caller, ProblemKind::NotAllowed),
        LifeError::NotFound | LifeError::Plugin(PluginError::Gone) => problem_for(here, caller, ProblemKind::NotFound),
        LifeError::Stale => problem_for(here, caller, ProblemKind::Stale),
        LifeError::NoReason
        | LifeError::LongReason
        | LifeError::LongSecret
        | LifeError::NotReady(_)
        | LifeError::CarriedAlready { .. }
        | LifeError::Refused(_)
        | LifeError::Full => problem_for(here, caller, ProblemKind::BadRequest),
        LifeError::Plugin(_) | LifeError::Inspector(_) | LifeError::Database(_) => {
            problems::something_wrong(here, error)
        }
    }
}

/// What is wrong with a reason, where that is what was refused.
fn reason_problem(error: &LifeError) -> Option<FieldProblem> {
    match error {
        LifeError::NoReason => Some(FieldProblem::new("reason", "none")),
        LifeError::LongReason => Some(FieldProblem::new("reason", "too-long").with("max", LONGEST_REASON)),
        _ => None,
    }
}

fn now(seat: &SeatNow, caller: &Caller) -> PluginNow {
    let (health, trouble) = seat.fares();
    let described = seat.description.as_deref();
    PluginNow {
        plugin: described.map_or(&*seat.in_force.setup.plugin, |it| it.title(caller.lang)).to_owned(),
        version: described.map(|it| it.version.clone()).unwrap_or_default(),
        summary: described.map(|it| it.summary.get(caller.lang).to_owned()).unwrap_or_default(),
        health: health.to_owned(),
        trouble: trouble.map(str::to_owned),
        calls: seat.calls,
        failed: seat.failed,
    }
}

fn line(rehearsal: &Rehearsal, version: i32) -> RehearsalLine {
    let outcome = &rehearsal.outcome;
    RehearsalLine {
        id: casework::ids::RehearsalId::from_uuid(rehearsal.id).to_string(),
        state: rehearsal.state.clone(),
        current: rehearsal.setup_version == version,
        by: rehearsal.asked_by.clone(),
        at: rehearsal.asked_at,
        cases: rehearsal.done,
        changed: outcome.moved + outcome.earlier + outcome.later,
    }
}
