//! Notes: written on the case's page, changed on a page of their own (R21).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::cases::NoteAudience;
use casework::ids::{ClientId, NoteId};
use casework::notes::MentionError;

use super::case::{Typed, draw};
use crate::app::Caller;
use crate::cases::{self, LONGEST_NOTE, NoteError};
use crate::http::extract::{Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::Section;
use crate::web::views::{Banner, FieldProblem, NoteForm, NotePage, ProblemKind};

/// `POST /cases/{reference}/notes`: `text`, `audience` and `client_id`.
pub async fn add_note(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let text = fields.get("text").to_owned();
    let client_id = fields.get("client_id").parse::<ClientId>().ok();
    let audience = NoteAudience::from_word(fields.get("audience")).unwrap_or(NoteAudience::Case);
    let mut noted = cases::add_note(&caller, &reference, &text, audience, client_id).await;
    if matches!(noted, Err(NoteError::KeyUsed)) {
        // The page of an earlier note, gone back to: this is another note.
        noted = cases::add_note(&caller, &reference, &text, audience, None).await;
    }
    match noted {
        Ok(_) => Redirect::to(&format!("/cases/{reference}?done=note-added#timeline")).into_response(),
        Err(error) => match problem_of(error) {
            Ok(problem) => {
                let note = NoteForm { text, problems: vec![problem], ..NoteForm::default() };
                let typed = Typed { note: Some(note), ..Typed::default() };
                draw(&here, &caller, &reference, typed, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            Err(error) => refused(&here, &caller, &reference, error).await,
        },
    }
}

/// `GET /cases/{reference}/notes/{id}`: the form that changes a note.
pub async fn note_page(here: Here, caller: Caller, Path((reference, id)): Path<(String, String)>) -> Response {
    let Ok(id) = id.parse::<NoteId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match cases::own_note(&caller, &reference, id).await {
        Ok(note) => form(&here, &caller, reference, id, note.body, Vec::new()),
        Err(error) => refused(&here, &caller, &reference, error).await,
    }
}

/// `POST /cases/{reference}/notes/{id}`: `text`.
pub async fn change_note(
    here: Here,
    Path((reference, id)): Path<(String, String)>,
    Sent { caller, fields }: Sent,
) -> Response {
    let Ok(id) = id.parse::<NoteId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let text = fields.get("text").to_owned();
    match cases::change_note(&caller, &reference, id, &text).await {
        Ok(()) => Redirect::to(&format!("/cases/{reference}?done=note-changed#timeline")).into_response(),
        // Nothing typed is lost: it waits in the form for another note.
        Err(NoteError::TooLate) => {
            let note = NoteForm { text, problems: vec![FieldProblem::new("text", "too-late")], ..NoteForm::default() };
            let typed = Typed { note: Some(note), ..Typed::default() };
            draw(&here, &caller, &reference, typed, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => match problem_of(error) {
            Ok(problem) => form(&here, &caller, reference, id, text, vec![problem]),
            Err(error) => refused(&here, &caller, &reference, error).await,
        },
    }
}

fn form(
    here: &Here,
    caller: &Caller,
    reference: String,
    id: NoteId,
    text: String,
    problems: Vec<FieldProblem>,
) -> Response {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = NotePage { reference, id: id.to_string(), text, problems };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Requests)), &view, status)
}

/// What is wrong with the words, if that is what is wrong.
fn problem_of(error: NoteError) -> Result<FieldProblem, NoteError> {
    Ok(match error {
        NoteError::KeyUsed | NoteError::Empty => FieldProblem::new("text", "missing"),
        NoteError::TooLong => FieldProblem::new("text", "too-long").with("max", LONGEST_NOTE),
        NoteError::Mention(MentionError::Unknown { word }) => {
            FieldProblem::new("text", "mention-unknown").with("word", word)
        }
        NoteError::Mention(MentionError::Several { word, names }) => {
            FieldProblem::new("text", "mention-several").with("word", word).with("names", names.join(", "))
        }
        other => return Err(other),
    })
}

async fn refused(here: &Here, caller: &Caller, reference: &str, error: NoteError) -> Response {
    match error {
        NoteError::NotForYou => problem_for(here, caller, ProblemKind::NotAllowed),
        NoteError::Database(error) => problems::something_wrong(here, &error),
        NoteError::TooLate => {
            let banner = Some(Banner::Refused { reason: "note-too-late".to_owned() });
            draw(here, caller, reference, Typed { banner, ..Typed::default() }, StatusCode::CONFLICT).await
        }
        _ => problem_for(here, caller, ProblemKind::NotFound),
    }
}
