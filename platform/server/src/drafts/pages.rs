//! Drafts on pages: lists on the home and raise pages, what stands above an opened one, and throwing one away.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{DraftId, FileId};
use files::deliver::Wish;

use super::{Draft, Line, Origin, RefusedFile};
use crate::app::Caller;
use crate::http::extract::Here;
use crate::http::files::answer;
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::views::{DraftLine, DraftShown, FileProblem, PersonRow, ProblemKind, RaiseValues};

/// `POST /drafts/{id}/delete`
pub async fn delete(here: Here, Path(id): Path<String>, Sent { caller, .. }: Sent) -> Response {
    let Ok(id) = id.parse::<DraftId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match super::delete(&caller, id).await {
        // One that is gone already is what was wanted.
        Ok(_) => Redirect::to("/").into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `GET /drafts/{id}/files/{file}`: the small picture of a photo that waits with a draft.
pub async fn small_picture(here: Here, caller: Caller, Path((id, file)): Path<(String, String)>) -> Response {
    let (Ok(id), Ok(file)) = (id.parse::<DraftId>(), file.parse::<FileId>()) else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    match super::small_picture(&caller, id, file).await {
        Ok(Some(given)) => answer(given, Wish::Show),
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

impl From<Line> for DraftLine {
    fn from(line: Line) -> Self {
        Self { id: DraftId::from_uuid(line.id).to_string(), summary: line.summary, at: line.created_at }
    }
}

impl From<&Draft> for DraftShown {
    fn from(draft: &Draft) -> Self {
        Self {
            id: draft.id.to_string(),
            origin: draft.origin.clone(),
            at: draft.created_at,
            refused: draft.refused.iter().cloned().map(FileProblem::from).collect(),
        }
    }
}

impl From<RefusedFile> for FileProblem {
    fn from(refused: RefusedFile) -> Self {
        Self { name: refused.name, reason: refused.reason }
    }
}

/// The raise form as the draft fills it in.
impl From<&Draft> for RaiseValues {
    fn from(draft: &Draft) -> Self {
        // What began as a form came in no mail.
        let by_mail = draft.origin != Origin::Form.as_str();
        let resident = PersonRow {
            name: draft.resident_name.clone().unwrap_or_default(),
            email: draft.resident_email.clone().unwrap_or_default(),
            ..PersonRow::default()
        };
        Self {
            summary: draft.summary.clone(),
            details: draft.details.clone(),
            channel: if by_mail { "email".to_owned() } else { String::new() },
            people: vec![resident],
            draft: draft.id.to_string(),
            ..Self::default()
        }
    }
}
