//! What an admin says where a feed leaves something open: which team a unit is, and who a row is.

use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{GroupId, PlanId};

use super::refused;
use crate::app::Caller;
use crate::http::extract::{Fields, Here};
use crate::http::problems::problem_for;
use crate::identity::Sent;
use crate::people::{self, Choice, PeopleError, Unit};
use crate::web::views::ProblemKind;

/// `POST /people/units` with `unit` for each level, `levels` of them that are meant, and `to`: a team or `outside`.
pub async fn say_unit(here: Here, Sent { caller, fields }: Sent) -> Response {
    let mut unit: Vec<String> =
        fields.0.iter().filter(|(name, _)| name == "unit").map(|(_, value)| value.clone()).collect();
    let levels = fields.get("levels").parse().unwrap_or(unit.len());
    unit.truncate(levels);
    let to = match (fields.get("to"), fields.get("to").parse::<GroupId>()) {
        ("outside", _) => Unit::Outside,
        (_, Ok(group)) => Unit::Team(group),
        // Nothing was chosen.
        _ => return back_to(&fields, ""),
    };
    done(&here, &caller, &fields, people::say_unit(&caller, unit, to).await, "said")
}

/// `POST /people/units/forget` with `key`.
pub async fn forget_unit(here: Here, Sent { caller, fields }: Sent) -> Response {
    done(&here, &caller, &fields, people::forget_unit(&caller, fields.get("key")).await, "forgotten")
}

/// `POST /people/bind` with `feed`, `key` and `to`: a person or `left-out`.
pub async fn bind(here: Here, Sent { caller, fields }: Sent) -> Response {
    let choice = match fields.get("to") {
        "left-out" => Choice::LeftOut,
        "" => return back_to(&fields, ""),
        id => match id.parse() {
            Ok(person) => Choice::Person(person),
            Err(_) => return problem_for(&here, &caller, ProblemKind::BadRequest),
        },
    };
    // The page knows the plan, which knows the feed.
    let seat = match fields.get("plan").parse() {
        Ok(plan) => people::plan(&caller, plan).await.map(|seen| seen.row.seat),
        Err(_) => Err(PeopleError::NotFound),
    };
    let bound = match seat {
        Ok(seat) => people::bind(&caller, &seat, fields.get("key"), choice).await,
        Err(error) => Err(error),
    };
    done(&here, &caller, &fields, bound, "bound")
}

/// `POST /people/taken-in` with `feed` and `key`.
pub async fn take_in_again(here: Here, Sent { caller, fields }: Sent) -> Response {
    let taken_in = people::leave_out(&caller, fields.get("feed"), fields.get("key"), false).await;
    done(&here, &caller, &fields, taken_in, "taken-in")
}

fn done(here: &Here, caller: &Caller, fields: &Fields, done: Result<(), PeopleError>, what: &str) -> Response {
    match done {
        Ok(()) => back_to(fields, what),
        Err(error) => refused(here, caller, &error),
    }
}

/// To the list, from which the plan of now is one step; the plan on which it was said is none any more.
fn back_to(fields: &Fields, what: &str) -> Response {
    match what {
        "" => match fields.get("plan").parse::<PlanId>() {
            Ok(plan) => Redirect::to(&format!("/people/plans/{plan}")).into_response(),
            Err(_) => Redirect::to("/people").into_response(),
        },
        what => Redirect::to(&format!("/people?done={what}")).into_response(),
    }
}
