//! Who gets copies of a case's news (R11): on the case's page, and on one of its own for whoever raised it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::copies::{CopyForm, MOST};
use casework::ids::CopyId;

use super::{CopyError, CopyRow, examples};
use crate::app::{Caller, local_date};
use crate::cases::{CaseView, case_by_reference};
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::views::{Copies, CopiesPage, CopyExample, CopyLine, FieldProblem, ProblemKind, TypedCopy};

/// What the case's page says of copies.
#[must_use]
pub fn copies_part(caller: &Caller, case: &CaseView) -> Copies {
    Copies { lines: case.copies.iter().map(CopyLine::from).collect(), may_change: super::may_change(caller, &case.row) }
}

/// `GET /cases/{reference}/copies`
pub async fn page(here: Here, caller: Caller, Path(reference): Path<String>, Asked(asked): Asked) -> Response {
    let done = asked.filled("done").filter(|done| ["added", "removed"].contains(&done.as_str()));
    draw(&here, &caller, &reference, TypedCopy::default(), done, vec![]).await
}

/// `POST /cases/{reference}/copies`: `name`, `email` and `agreed` (`yes` or `no`).
pub async fn add(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let path = format!("/cases/{reference}/copies");
    let typed = TypedCopy {
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        agreed: fields.get("agreed").to_owned(),
    };
    let agreed = match typed.agreed.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let form = CopyForm { name: typed.name.clone(), email: typed.email.clone(), agreed };
    let problems = match super::add(&caller, &reference, &form).await {
        Ok(_) => return Redirect::to(&format!("{path}?done=added")).into_response(),
        Err(CopyError::Invalid(errors)) => errors
            .iter()
            .map(|error| FieldProblem { field: called(&error.field), ..FieldProblem::from(error) })
            .collect(),
        Err(CopyError::Already) => vec![FieldProblem::new("copy-email", "already")],
        Err(CopyError::HadEnough) => vec![FieldProblem::new("copy-email", "had-enough")],
        Err(CopyError::TooMany) => vec![FieldProblem::new("copy-email", "too-many").with("max", MOST)],
        Err(CopyError::Confidential) => vec![FieldProblem::new("copy-email", "confidential")],
        Err(error) => return refused(&here, &caller, &error),
    };
    draw(&here, &caller, &reference, typed, None, problems).await
}

/// As the page calls a field: its words differ from those of a resident's.
fn called(field: &str) -> String {
    format!("copy-{field}")
}

/// `POST /cases/{reference}/copies/{id}/remove`
pub async fn remove(here: Here, Path((reference, id)): Path<(String, String)>, Sent { caller, .. }: Sent) -> Response {
    let path = format!("/cases/{reference}/copies");
    let Ok(id) = id.parse::<CopyId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match super::remove(&caller, &reference, id).await {
        Ok(_) => Redirect::to(&format!("{path}?done=removed")).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

async fn draw(
    here: &Here,
    caller: &Caller,
    reference: &str,
    typed: TypedCopy,
    done: Option<String>,
    problems: Vec<FieldProblem>,
) -> Response {
    let read = async { case_by_reference(caller, &caller.begin().await?, reference).await };
    let case = match read.await {
        Ok(case) => case.filter(|case| super::may_change(caller, &case.row)),
        Err(error) => return problems::something_wrong(here, &error),
    };
    let Some(case) = case else { return problem_for(here, caller, ProblemKind::NotFound) };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = examples(&caller.council, here.app.pages.texts(), &case.row);
    let view = CopiesPage {
        reference: case.row.reference.clone(),
        confidential: case.row.confidential,
        ask_agreed: !case.constituents.is_empty(),
        full: case.copies.iter().filter(|copy| copy.ended.is_none()).count() >= MOST,
        most: MOST,
        mail_off: here.app.postman.is_none(),
        lines: case.copies.iter().map(CopyLine::from).collect(),
        examples: shown.into_iter().map(|shown| CopyExample { subject: shown.subject, text: shown.text }).collect(),
        typed,
        done,
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, None), &view, status)
}

fn refused(here: &Here, caller: &Caller, error: &CopyError) -> Response {
    match error {
        CopyError::Database(error) => problems::something_wrong(here, error),
        _ => problem_for(here, caller, ProblemKind::NotFound),
    }
}

impl From<&CopyRow> for CopyLine {
    fn from(copy: &CopyRow) -> Self {
        Self {
            id: CopyId::from_uuid(copy.id).to_string(),
            name: copy.name.clone(),
            email: copy.email.clone(),
            agreed: copy.agreed,
            added_by: copy.added_by.clone(),
            added_on: local_date(copy.added_at),
            ended: copy.ended.clone(),
            ended_on: copy.ended_at.map(local_date),
        }
    }
}
