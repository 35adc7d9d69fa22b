//! The pages on which admins decide who may come in, and triage officers give on what was left behind.

mod behind;
mod list;
mod plan;
mod settle;

pub use behind::{behind, give_cases, give_drafts};
pub use list::{list, push};
pub use plan::{dismiss, plan, put_in_force};
pub use settle::{bind, forget_unit, say_unit, take_in_again};

use axum::response::Response;
use casework::ids::{PersonId, PlanId};
use casework::starters::{Held, Plan, What};

use super::{LogLine, PUSHED, PeopleError, PlanRow};
use crate::app::Caller;
use crate::http::extract::Here;
use crate::http::problems::{self, problem_for};
use crate::web::views::{Choice, PeopleHeld, PeopleLogLine, PeoplePlanLine, ProblemKind};

/// The page for what could not be done and is nobody's typing.
fn refused(here: &Here, caller: &Caller, error: &PeopleError) -> Response {
    match error {
        PeopleError::NotAllowed => problem_for(here, caller, ProblemKind::NotAllowed),
        PeopleError::NotFound => problem_for(here, caller, ProblemKind::NotFound),
        PeopleError::Stale | PeopleError::ReadByPlugin => problem_for(here, caller, ProblemKind::Stale),
        PeopleError::Unchecked
        | PeopleError::NotASuccessor
        | PeopleError::NotATeam
        | PeopleError::NotAPerson
        | PeopleError::NoReason
        | PeopleError::LongReason => problem_for(here, caller, ProblemKind::BadRequest),
        PeopleError::Database(error) => problems::something_wrong(here, error),
    }
}

/// What people call the plugin in a seat.
fn title(caller: &Caller, seat: &str) -> String {
    let plugin = seat.rsplit('/').next().unwrap_or(seat);
    caller.council.titles.of(plugin, caller.lang).to_owned()
}

fn line(caller: &Caller, row: &PlanRow, plan: &Plan) -> PeoplePlanLine {
    let count = |which: fn(&What) -> bool| plan.steps.iter().filter(|step| which(&step.what)).count();
    PeoplePlanLine {
        id: PlanId::from_uuid(row.id).to_string(),
        feed: (row.seat != PUSHED).then(|| title(caller, &row.seat)),
        state: row.state.clone(),
        made_at: row.made_at,
        held: plan.held.as_ref().map(|held| match held {
            Held::Share { leave, of } => PeopleHeld { why: "share".to_owned(), leave: *leave, of: *of },
            Held::LastAdmin => PeopleHeld { why: "last-admin".to_owned(), leave: 0, of: 0 },
        }),
        joins: count(|what| matches!(what, What::Joins { .. } | What::Returns { .. })),
        changes: count(|what| matches!(what, What::Changes { .. })),
        leaves: count(|what| matches!(what, What::Leaves { .. })),
        conflicts: plan.conflicts.len(),
        by: row.by.clone(),
        at: row.decided_at,
        reason: row.reason.clone(),
    }
}

fn logged(line: LogLine) -> PeopleLogLine {
    let number = |name: &str| line.details.get(name).and_then(serde_json::Value::as_u64).unwrap_or_default();
    let said = |name: &str| line.details.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
    PeopleLogLine {
        handed: number("handed_over") + number("cases") + number("drafts"),
        triage: number("without_councillor"),
        back: number("back_to_team"),
        whom: line.person.or_else(|| said("unit")).or_else(|| said("key")).unwrap_or_default(),
        at: line.at,
        by: line.by,
        what: line.what,
    }
}

fn choices(people: &[(PersonId, String)]) -> Vec<Choice> {
    people.iter().map(|(id, name)| Choice { value: id.to_string(), name: name.clone() }).collect()
}
