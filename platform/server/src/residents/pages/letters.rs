//! Letters that wait to be printed (R32).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sea_orm::DbErr;
use uuid::Uuid;

use super::pdf;
use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::residents::{self, Batch, Place, WaitingLetter};
use crate::web;
use crate::web::views::{BatchLine, LetterLine, Letters, LettersBanner, ProblemKind};

/// Letters on one page.
const A_PAGE: usize = 25;

/// `GET /letters`
pub async fn letters(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    if !residents::may_print(&caller.actor) {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    let limit = i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX);
    let read = async {
        let tx = caller.begin().await?;
        let waiting = residents::waiting(&tx, asked.get("after").parse::<Place>().ok(), limit).await?;
        Ok::<_, DbErr>((waiting, residents::batches(&tx).await?))
    };
    let (mut waiting, batches) = match read.await {
        Ok(read) => read,
        Err(error) => return problems::something_wrong(&here, &error),
    };
    let more = waiting.len() > A_PAGE;
    waiting.truncate(A_PAGE);
    let banner = match asked.get("done") {
        "printed" => asked.get("batch").parse::<Uuid>().ok().map(|id| LettersBanner::Printed { id: id.to_string() }),
        "returned" => Some(LettersBanner::Returned),
        "nothing" => Some(LettersBanner::Nothing),
        _ => None,
    };
    let view = Letters {
        banner,
        next: waiting.last().filter(|_| more).map(|last| format!("/letters?after={}", last.place())),
        waiting: waiting.into_iter().map(LetterLine::from).collect(),
        batches: batches.into_iter().map(BatchLine::from).collect(),
    };
    problems::page(&here.app, &frame_for(&here, &caller, Some(web::Section::Queue)), &view, StatusCode::OK)
}

/// `POST /letters/print`: takes all that wait.
pub async fn print(here: Here, Sent { caller, .. }: Sent) -> Response {
    if !residents::may_print(&caller.actor) {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    match residents::print_waiting(&caller).await {
        Ok(Some(batch)) => Redirect::to(&format!("/letters?done=printed&batch={batch}")).into_response(),
        Ok(None) => Redirect::to("/letters?done=nothing").into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `GET /letters/batches/{id}`: the letters as one PDF, as often as wanted.
pub async fn batch(here: Here, caller: Caller, Path(id): Path<Uuid>) -> Response {
    if !residents::may_print(&caller.actor) {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    match residents::batch(&caller, id).await {
        Ok(Some(printed)) => pdf(printed, &format!("letters-{}", caller.today())),
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `POST /letters/batches/{id}/return`: the printer ate them.
pub async fn put_back(here: Here, Path(id): Path<Uuid>, Sent { caller, .. }: Sent) -> Response {
    if !residents::may_print(&caller.actor) {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    match residents::put_back(&caller, id).await {
        Ok(true) => Redirect::to("/letters?done=returned").into_response(),
        Ok(false) => Redirect::to("/letters").into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

impl From<WaitingLetter> for LetterLine {
    fn from(letter: WaitingLetter) -> Self {
        Self {
            reference: letter.reference,
            summary: letter.summary,
            name: letter.name,
            what: letter.what,
            seq: letter.seq,
            at: letter.created_at,
        }
    }
}

impl From<Batch> for BatchLine {
    fn from(batch: Batch) -> Self {
        Self {
            id: batch.id.to_string(),
            at: batch.made_at,
            by: batch.made_by,
            letters: batch.letters,
            returned: batch.returned_at.is_some(),
        }
    }
}
