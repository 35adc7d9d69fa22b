//! Drafts on pages: lists on the home and raise pages, what stands above an opened one, and throwing one away.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::DraftId;

use super::{Draft, Line, RefusedFile};
use crate::app::Caller;
use crate::http::extract::{Fields, Here};
use crate::http::problems::{self, problem_for};
use crate::identity;
use crate::web::views::{DraftLine, DraftShown, FileProblem, PersonRow, ProblemKind, RaiseValues};

/// `POST /drafts/{id}/delete`
pub async fn delete(here: Here, caller: Option<Caller>, Path(id): Path<String>, fields: Fields) -> Response {
    let Some(caller) = caller else { return identity::pages::session_lost(&here, "/raise", fields).await };
    let Ok(id) = id.parse::<DraftId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match super::delete(&caller, id).await {
        // One that is gone already is what was wanted.
        Ok(_) => Redirect::to("/").into_response(),
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
            files: draft.files.iter().map(|file| file.name.clone()).collect(),
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
        let resident = PersonRow {
            name: draft.resident_name.clone().unwrap_or_default(),
            email: draft.resident_email.clone().unwrap_or_default(),
            ..PersonRow::default()
        };
        Self {
            summary: draft.summary.clone(),
            details: draft.details.clone(),
            channel: "email".to_owned(),
            people: vec![resident],
            draft: draft.id.to_string(),
            ..Self::default()
        }
    }
}
