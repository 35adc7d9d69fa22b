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
use casework::settings::{FaultKind, field_name};
use plugin_host::Health;

use super::catalogue::PluginError;
use super::life::{Checked, LONGEST_REASON, LifeError, SeatNow};
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
    let (health, trouble) = match (&seat.description, &seat.health) {
        (None, _) => ("broken", None),
        (_, Health::Good) => ("good", None),
        (_, Health::Failing { last, .. }) => ("failing", Some(last.message.clone())),
        (_, Health::Suspended { last, .. }) => ("suspended", Some(last.message.clone())),
    };
    let described = seat.description.as_deref();
    PluginNow {
        plugin: described.map_or(&*seat.in_force.setup.plugin, |it| it.title(caller.lang)).to_owned(),
        version: described.map(|it| it.version.clone()).unwrap_or_default(),
        summary: described.map(|it| it.summary.get(caller.lang).to_owned()).unwrap_or_default(),
        health: health.to_owned(),
        trouble,
        calls: seat.calls,
        failed: seat.failed,
    }
}

/// Where on a page something is.
#[derive(Clone, Default)]
struct Place {
    field: String,
    title: String,
    /// What stands there.
    value: String,
}

/// What is wrong with settings, beside the fields of the form. A text of the plugin is in the language in which it was written.
fn problems_of(checked: &Checked, place: &dyn Fn(&str) -> Place) -> Vec<FieldProblem> {
    let mut problems: Vec<_> = checked
        .faults
        .iter()
        .map(|fault| {
            let Place { field, title, value } = place(&fault.field);
            let problem = |reason: &str| FieldProblem::new(field.clone(), reason).with("title", title.as_str());
            match fault.kind {
                FaultKind::Missing => problem("setting-missing"),
                FaultKind::NotANumber => problem("setting-number"),
                FaultKind::NotWhole => problem("setting-whole"),
                FaultKind::Below(least) => problem("setting-below").with("least", least),
                FaultKind::Above(most) => problem("setting-above").with("most", most),
                FaultKind::TooLong(most) => problem("setting-long").with("max", most),
                FaultKind::NotAChoice => problem("setting-choice"),
                FaultKind::NotAnAddress => problem("setting-address"),
                FaultKind::Unknown(names) => {
                    problem("setting-unknown").with("thing", names.as_str()).with("typed", value.as_str())
                }
            }
        })
        .collect();
    problems.extend(checked.problems.iter().map(|found| {
        let Place { field, title, .. } = place(&field_name(&found.path));
        let text = format!("{} {}", found.message, found.remedy);
        FieldProblem::new(field, "setting-plugin").with("title", title).with("text", text.trim())
    }));
    problems.extend(
        checked
            .failure
            .iter()
            .map(|failure| FieldProblem::new(place("").field, "setting-failure").with("text", failure.as_str())),
    );
    problems
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
