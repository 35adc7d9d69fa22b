//! What waits, what is to come, and what was decided.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::starters::{Way, unit_words};

use super::{line, logged, refused, title};
use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::people::{self, Coming, PeopleError, UnitRow};
use crate::plugins::Seat;
use crate::web::Section;
use crate::web::views::{PeopleComing, PeopleLeftOut, PeoplePage, PeopleReader, PeopleSource, PeopleUnit, ProblemKind};

/// What can have been done just now.
const DONE: [&str; 7] = ["applied", "dismissed", "said", "forgotten", "bound", "taken-in", "push-ended"];

/// `GET /people`
pub async fn list(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let done = asked.filled("done").filter(|done| DONE.contains(&done.as_str()));
    draw(&here, &caller, done, None).await
}

/// `POST /people/push` with `do`: `make` a token for the council's directory, in place of the one that there may be, or `end` it.
pub async fn push(here: Here, Sent { caller, fields }: Sent) -> Response {
    let done = match fields.get("do") {
        // Shown in the answer to the form that made it: nothing else ever knows it.
        "make" => match people::make_token(&caller).await {
            Ok(token) => return draw(&here, &caller, Some("push-made".to_owned()), Some(token)).await,
            Err(error) => Err(error),
        },
        "end" => people::revoke_token(&caller).await,
        _ => return problem_for(&here, &caller, ProblemKind::BadRequest),
    };
    match done {
        Ok(()) => Redirect::to("/people?done=push-ended").into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

async fn draw(here: &Here, caller: &Caller, done: Option<String>, token: Option<String>) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let overview = people::overview(&tx, caller).await?;
        let push = people::push_state(&tx, caller).await?;
        let decided: Result<Vec<_>, PeopleError> =
            overview.decided.iter().map(|row| Ok(line(caller, row, &row.plan()?))).collect();
        Ok::<_, PeopleError>((decided?, overview, push))
    };
    let (decided, overview, push) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(here, caller, &error),
    };
    let push = push.as_ref().filter(|push| push.open);
    let view = PeoplePage {
        automatic: caller.council.manifest.starters.apply == Way::Automatic,
        waiting: overview.open.iter().map(|(row, plan)| line(caller, row, plan)).collect(),
        coming: overview.coming.into_iter().map(coming).collect(),
        units: overview.units.into_iter().map(|row| unit(caller, row)).collect(),
        left_out: overview
            .left_out
            .into_iter()
            .map(|row| PeopleLeftOut { feed: row.seat, key: row.key, name: row.name })
            .collect(),
        decided,
        log: overview.log.into_iter().map(logged).collect(),
        source: PeopleSource {
            readers: readers(caller),
            address: people::push_address(&caller.app, &caller.council),
            open: push.is_some(),
            token,
            made_by: push.map(|push| push.made_by.clone()),
            made_at: push.map(|push| push.made_at),
            heard_at: push.and_then(|push| push.heard_at),
            due_at: push.and_then(|push| push.due_at),
        },
        done,
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, StatusCode::OK)
}

fn coming(step: Coming) -> PeopleComing {
    // What ends is told by its last day.
    let day = if step.what == "leave" { step.on_day.pred_opt().unwrap_or(step.on_day) } else { step.on_day };
    PeopleComing { name: step.name, what: step.what, day, successor: step.successor }
}

fn unit(caller: &Caller, row: UnitRow) -> PeopleUnit {
    let team = row.group_id.map(casework::ids::GroupId::from_uuid);
    PeopleUnit {
        key: row.key,
        unit: unit_words(&row.unit),
        team: team.map(|group| caller.council.group_name(group, caller.lang).to_owned()),
        by: row.by,
    }
}

fn readers(caller: &Caller) -> Vec<PeopleReader> {
    let reader =
        |seat: &Seat| PeopleReader { path: format!("/plugins/{seat}"), title: title(caller, &seat.to_string()) };
    people::readers(&caller.council).map(reader).collect()
}
