//! What waits, what is to come, and what was decided.

use axum::http::StatusCode;
use axum::response::Response;
use casework::starters::{Way, unit_words};

use super::{line, logged, refused};
use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems;
use crate::people::{Coming, PeopleError, UnitRow};
use crate::web::Section;
use crate::web::views::{PeopleComing, PeopleLeftOut, PeoplePage, PeopleUnit};

/// What can have been done just now.
const DONE: [&str; 6] = ["applied", "dismissed", "said", "forgotten", "bound", "taken-in"];

/// `GET /people`
pub async fn list(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let read = async {
        let overview = crate::people::overview(&caller.begin().await?, &caller).await?;
        let decided: Result<Vec<_>, PeopleError> =
            overview.decided.iter().map(|row| Ok(line(row, &row.plan()?))).collect();
        Ok::<_, PeopleError>((decided?, overview))
    };
    let (decided, overview) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(&here, &caller, &error),
    };
    let view = PeoplePage {
        automatic: caller.council.manifest.starters.apply == Way::Automatic,
        waiting: overview.open.iter().map(|(row, plan)| line(row, plan)).collect(),
        coming: overview.coming.into_iter().map(coming).collect(),
        units: overview.units.into_iter().map(|row| unit(&caller, row)).collect(),
        left_out: overview
            .left_out
            .into_iter()
            .map(|row| PeopleLeftOut { feed: row.seat, key: row.key, name: row.name })
            .collect(),
        decided,
        log: overview.log.into_iter().map(logged).collect(),
        done: asked.filled("done").filter(|done| DONE.contains(&done.as_str())),
    };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
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
