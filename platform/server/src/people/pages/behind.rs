//! Open cases whose councillor has left, and drafts that nobody raises.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{PersonId, WardId};

use super::{choices, refused};
use crate::app::Caller;
use crate::cases::{Item, pages::present};
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems;
use crate::identity::Sent;
use crate::people::{self, MOST_BEHIND, PeopleError};
use crate::web::Section;
use crate::web::views::{BehindCase, BehindDrafts, FieldProblem, PeopleBehindPage};

/// `GET /people/behind`
pub async fn behind(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let done = asked.filled("done").filter(|done| ["cases", "drafts", "none"].contains(&done.as_str()));
    let count = asked.get("count").parse().unwrap_or_default();
    draw(&here, &caller, Fields(Vec::new()), vec![], done.map(|done| (done, count))).await
}

/// `POST /people/behind/cases` with `case` for each, `to` and `agreed`.
pub async fn give_cases(here: Here, Sent { caller, fields }: Sent) -> Response {
    let cases: Vec<String> = chosen(&fields).into_iter().map(str::to_owned).collect();
    let problem = match (cases.is_empty(), fields.get("to").parse::<PersonId>()) {
        (true, _) => FieldProblem::new("cases", "behind-none"),
        (_, Err(_)) => FieldProblem::new("to", "behind-nobody"),
        (false, Ok(to)) => {
            let agreed = fields.filled("agreed").is_some();
            match people::give_cases(&caller, cases, to, agreed).await {
                Ok(0) => FieldProblem::new("agreed", "behind-not-agreed"),
                Ok(given) => return Redirect::to(&format!("/people/behind?done=cases&count={given}")).into_response(),
                Err(PeopleError::NotASuccessor) => FieldProblem::new("to", "behind-nobody"),
                Err(error) => return refused(&here, &caller, &error),
            }
        }
    };
    draw(&here, &caller, fields, vec![problem], None).await
}

/// `POST /people/behind/drafts` with `from` and `to`.
pub async fn give_drafts(here: Here, Sent { caller, fields }: Sent) -> Response {
    let people = (fields.get("from").parse::<PersonId>(), fields.get("to").parse::<PersonId>());
    let problem = match people {
        (Ok(from), Ok(to)) => match people::give_drafts(&caller, from, to).await {
            Ok(given) => return Redirect::to(&format!("/people/behind?done=drafts&count={given}")).into_response(),
            Err(PeopleError::NotASuccessor) => FieldProblem::new("drafts", "behind-nobody"),
            Err(error) => return refused(&here, &caller, &error),
        },
        _ => FieldProblem::new("drafts", "behind-nobody"),
    };
    draw(&here, &caller, Fields(Vec::new()), vec![problem], None).await
}

fn chosen(fields: &Fields) -> BTreeSet<&str> {
    fields.0.iter().filter(|(name, _)| name == "case").map(|(_, reference)| reference.as_str()).collect()
}

async fn draw(
    here: &Here,
    caller: &Caller,
    typed: Fields,
    problems: Vec<FieldProblem>,
    done: Option<(String, usize)>,
) -> Response {
    let behind = match people::behind(caller).await {
        Ok(behind) => behind,
        Err(error) => return refused(here, caller, &error),
    };
    let chosen = chosen(&typed);
    let more = i64::try_from(behind.cases.len()).is_ok_and(|cases| cases >= MOST_BEHIND);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (done, count) = done.map_or((None, 0), |(done, count)| (Some(done), count));
    let case = |(item, shared): &(Item, bool)| BehindCase {
        reference: item.reference.clone(),
        summary: item.summary.clone(),
        member: item.member.clone(),
        ward: item.ward_id.map(|ward| caller.council.wards.name(WardId::from_uuid(ward)).to_owned()),
        stage: present::stage(caller, item.workflow_version, &item.stage).0,
        shared: *shared,
        chosen: chosen.contains(item.reference.as_str()),
    };
    let view = PeopleBehindPage {
        cases: behind.cases.iter().map(case).collect(),
        more,
        drafts: behind
            .drafts
            .into_iter()
            .map(|left| BehindDrafts {
                from: PersonId::from_uuid(left.person_id).to_string(),
                name: left.name,
                drafts: left.drafts,
            })
            .collect(),
        councillors: choices(&behind.councillors),
        writers: choices(&behind.writers),
        to: typed.get("to").to_owned(),
        agreed: typed.filled("agreed").is_some(),
        done,
        count,
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}
