//! The forms of a case's page: its actions and its notes.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::cases::NoteAudience;
use casework::ids::ClientId;
use casework::stages::{Action, Refusal, Verb};

use super::case::{Typed, draw};
use crate::app::Caller;
use crate::cases::{self, ActError, NoteError};
use crate::http::extract::{Fields, Here};
use crate::http::problems::{self, problem_for};
use crate::identity;
use crate::web::views::{Banner, FieldProblem, NoteForm, ProblemKind, TypedAction};

/// `POST /cases/{reference}/actions/{verb}`
pub async fn act(
    here: Here,
    caller: Option<Caller>,
    Path((reference, verb)): Path<(String, String)>,
    mut fields: Fields,
) -> Response {
    let Some(caller) = caller else {
        fields.0.push(("verb".to_owned(), verb));
        return identity::pages::session_lost(&here, &format!("/cases/{reference}"), fields).await;
    };
    let Ok(verb) = verb.parse::<Verb>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let typed = TypedAction {
        text: fields.get("text").to_owned(),
        group: fields.get("group").to_owned(),
        problems: Vec::new(),
    };
    let refused = |typed: TypedAction, field: &str, reason: &str| {
        let problems = vec![FieldProblem::new(field, reason)];
        Typed { action: Some((verb, TypedAction { problems, ..typed })), ..Typed::default() }
    };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let action = match action(&caller, verb, &fields) {
        Ok(action) => action,
        Err(reason) => {
            return draw(&here, &caller, &reference, refused(typed, "group", reason), unprocessable).await;
        }
    };
    match cases::act(&caller, &reference, action, fields.get("version").parse().ok()).await {
        Ok(row) => Redirect::to(&format!("/cases/{}?done={verb}", row.reference)).into_response(),
        Err(ActError::NotFound) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(ActError::Stale) => problems::stale(&here, &caller, &reference, &fields),
        Err(ActError::Database(error)) => problems::something_wrong(&here, &error),
        Err(ActError::Refused(refusal)) => {
            let typed = match refusal {
                Refusal::TextMissing { .. } => refused(typed, "text", "missing"),
                Refusal::TextTooLong { max, .. } => {
                    let problems = vec![FieldProblem::new("text", "too-long").with("max", max)];
                    Typed { action: Some((verb, TypedAction { problems, ..typed })), ..Typed::default() }
                }
                Refusal::UnknownGroup => refused(typed, "group", "not-a-choice"),
                Refusal::SameGroup => refused(typed, "group", "same-group"),
                other => Typed {
                    banner: Some(Banner::Refused { reason: other.code().to_owned() }),
                    action: Some((verb, typed)),
                    ..Typed::default()
                },
            };
            draw(&here, &caller, &reference, typed, unprocessable).await
        }
    }
}

/// The action that a form means. Refuses a group that the council does not have.
fn action(caller: &Caller, verb: Verb, fields: &Fields) -> Result<Action, &'static str> {
    let text = fields.get("text").trim().to_owned();
    Ok(match verb {
        Verb::Acknowledge => Action::Acknowledge,
        Verb::Assign => {
            let chosen = fields.filled("group").ok_or("missing")?;
            let group = caller.council.groups.lookup.id(&chosen).ok_or("not-a-choice")?;
            Action::Assign { group, reason: Some(text).filter(|text| !text.is_empty()) }
        }
        Verb::RequestInformation => Action::RequestInformation { question: text },
        Verb::ProvideInformation => Action::ProvideInformation { answer: text },
        Verb::RecordProgress => Action::RecordProgress { text },
        Verb::Resolve => Action::Resolve { answer: text },
        Verb::ConfirmResolved => Action::ConfirmResolved { comment: Some(text).filter(|text| !text.is_empty()) },
        Verb::SendBack => Action::SendBack { reason: text },
        Verb::Withdraw => Action::Withdraw { reason: text },
        Verb::Reopen => Action::Reopen { reason: text },
    })
}

/// `POST /cases/{reference}/notes` (R21)
pub async fn add_note(here: Here, caller: Option<Caller>, Path(reference): Path<String>, fields: Fields) -> Response {
    let Some(caller) = caller else {
        return identity::pages::session_lost(&here, &format!("/cases/{reference}"), fields).await;
    };
    let text = fields.get("text").to_owned();
    let client_id = fields.get("client_id").parse::<ClientId>().ok();
    let audience = NoteAudience::from_word(fields.get("audience")).unwrap_or(NoteAudience::Case);
    let mut noted = cases::add_note(&caller, &reference, &text, audience, client_id).await;
    if matches!(noted, Err(NoteError::KeyUsed)) {
        // The page of an earlier note, gone back to: this is another note.
        noted = cases::add_note(&caller, &reference, &text, audience, None).await;
    }
    let problem = match noted {
        Ok(_) => return Redirect::to(&format!("/cases/{reference}?done=note-added#timeline")).into_response(),
        Err(NoteError::NotForYou) => return problem_for(&here, &caller, ProblemKind::NotAllowed),
        Err(NoteError::NotFound) => return problem_for(&here, &caller, ProblemKind::NotFound),
        Err(NoteError::Database(error)) => return problems::something_wrong(&here, &error),
        Err(NoteError::KeyUsed | NoteError::Empty) => FieldProblem::new("text", "missing"),
        Err(NoteError::TooLong) => FieldProblem::new("text", "too-long").with("max", cases::LONGEST_NOTE),
    };
    let note = NoteForm { text, problems: vec![problem], ..NoteForm::default() };
    let typed = Typed { note: Some(note), ..Typed::default() };
    draw(&here, &caller, &reference, typed, StatusCode::UNPROCESSABLE_ENTITY).await
}
