//! Saying that one is away, and for whom one stands in.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::absence::AbsenceError;
use casework::ids::PersonId;
use sea_orm::DbErr;

use super::{Absence, SayError};
use crate::app::Caller;
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems;
use crate::identity::{Person, Sent};
use crate::web::views::{AwayPage, Choice, FieldProblem, MyAbsence, StandingIn};
use crate::web::{Section, typed_day};

/// `GET /notices/away`
pub async fn away_page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let done = asked.filled("done").filter(|done| matches!(done.as_str(), "saved" | "ended"));
    draw(&here, &caller, done, None, Vec::new()).await
}

/// `POST /notices/away`
pub async fn say(here: Here, Sent { caller, fields }: Sent) -> Response {
    let day = |name: &'static str| match fields.filled(name) {
        None => Err(FieldProblem::new(name, "missing")),
        Some(typed) => typed_day(&typed).ok_or_else(|| FieldProblem::new(name, "no-day")),
    };
    let deputy = fields.get("deputy").parse::<PersonId>().map_err(|_| FieldProblem::new("deputy", "missing"));
    let (from, until, deputy) = match (day("from"), day("until"), deputy) {
        (Ok(from), Ok(until), Ok(deputy)) => (from, until, deputy),
        (from, until, deputy) => {
            let problems = [from.err(), until.err(), deputy.err()].into_iter().flatten().collect();
            return draw(&here, &caller, None, Some(fields), problems).await;
        }
    };
    match super::say(&caller, from, until, deputy).await {
        Ok(()) => Redirect::to("/notices/away?done=saved").into_response(),
        Err(SayError::Refused(refused)) => draw(&here, &caller, None, Some(fields), vec![problem(refused)]).await,
        Err(SayError::Database(error)) => problems::something_wrong(&here, &error),
    }
}

/// `POST /notices/away/end`
pub async fn end(here: Here, Sent { caller, .. }: Sent) -> Response {
    match super::end(&caller).await {
        Ok(_) => Redirect::to("/notices/away?done=ended").into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// Where on the page a refusal belongs.
fn problem(refused: AbsenceError) -> FieldProblem {
    let (field, reason) = super::refusal(refused);
    FieldProblem::new(field, reason)
}

/// An absence as whoever stands in reads of it.
#[must_use]
pub fn standing_in(caller: &Caller, absence: Absence) -> StandingIn {
    let now = absence.from_on <= caller.today();
    StandingIn { name: absence.name, from: absence.from_on, until: absence.until_on, now }
}

async fn draw(
    here: &Here,
    caller: &Caller,
    done: Option<String>,
    typed: Option<Fields>,
    problems: Vec<FieldProblem>,
) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let (mine, standing_in) = (super::mine(&tx, caller).await?, super::standing_in(&tx, caller).await?);
        drop(tx);
        Ok::<_, DbErr>((mine, standing_in, super::deputies(caller).await?))
    };
    let (mine, others, deputies) = match read.await {
        Ok(read) => read,
        Err(error) => return problems::something_wrong(here, &error),
    };
    // What was typed and is to be corrected, else what was said before.
    let field = |name: &str, said: Option<String>| match &typed {
        Some(typed) => typed.get(name).to_owned(),
        None => said.unwrap_or_default(),
    };
    let said = mine.as_ref();
    let view = AwayPage {
        done,
        from: field("from", said.map(|mine| mine.from_on.to_string())),
        until: field("until", said.map(|mine| mine.until_on.to_string())),
        deputy: field("deputy", said.map(|mine| PersonId::from_uuid(mine.deputy_id).to_string())),
        standing_in: others.into_iter().map(|absence| standing_in(caller, absence)).collect(),
        deputies: deputies.into_iter().map(|person| deputy(caller, person)).collect(),
        mine: mine.map(|mine| {
            let now = mine.from_on <= caller.today();
            MyAbsence { deputy: mine.deputy, from: mine.from_on, until: mine.until_on, now }
        }),
        problems,
    };
    let status = if view.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

/// A name with the wards or groups of the person, because two may have the same name.
fn deputy(caller: &Caller, person: Person) -> Choice {
    let wards = person.actor.wards.iter().map(|ward| caller.council.wards.name(*ward));
    let groups = person.actor.groups.iter().map(|group| caller.council.group_name(*group, caller.lang));
    let detail = wards.chain(groups).collect::<Vec<_>>().join(", ");
    let value = person.id.to_string();
    match detail.as_str() {
        "" => Choice { value, name: person.actor.name },
        detail => Choice { value, name: format!("{} ({detail})", person.actor.name) },
    }
}
