//! The forms of a case's page: its actions.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::stages::{Action, Refusal, Verb};

use super::case::{Typed, draw, typed_action};
use crate::app::Caller;
use crate::cases::{self, ActError};
use crate::http::extract::{Fields, Here};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::residents::pages::{Asking, foretold};
use crate::residents::{self, Foretelling};
use crate::web::typed_day;
use crate::web::views::{Banner, FieldProblem, ProblemKind, TypedAction};

/// `POST /cases/{reference}/actions/{verb}`; with `do` as `preview`, whoever would make residents hear of the outcome sees first what
/// they get, and answers with `send` and the `seal` of what was shown, or with `change`.
pub async fn act(
    here: Here,
    Path((reference, verb)): Path<(String, String)>,
    Sent { caller, fields }: Sent,
) -> Response {
    let Ok(verb) = verb.parse::<Verb>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let typed = typed_action(&fields);
    let refused = |typed: TypedAction, field: &str, reason: &str| {
        let problems = vec![FieldProblem::new(field, reason)];
        Typed { action: Some((verb, TypedAction { problems, ..typed })), ..Typed::default() }
    };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let action = match action(&caller, verb, &fields) {
        Ok(action) => action,
        Err((field, reason)) => {
            return draw(&here, &caller, &reference, refused(typed, field, reason), unprocessable).await;
        }
    };
    if fields.get("do") == "change" {
        let typed = Typed { action: Some((verb, typed)), ..Typed::default() };
        return draw(&here, &caller, &reference, typed, StatusCode::OK).await;
    }
    let seen = fields.get("version").parse().ok();
    let shown = match fields.get("do") {
        "preview" | "send" => residents::foretell_action(&caller, &reference, action.clone(), seen).await.map(Some),
        _ => Ok(None),
    };
    let done = match shown {
        Ok(Some(shown)) if to_be_seen(&fields, &shown) => {
            let action = format!("/cases/{reference}/actions/{verb}");
            let asking = Asking { reference: &reference, action, kept: &TYPED, fields: &fields, closes: true };
            return foretold(&here, &caller, shown, &asking);
        }
        Ok(_) => cases::act(&caller, &reference, action, seen).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(row) => Redirect::to(&format!("/cases/{}?done={verb}", row.reference)).into_response(),
        Err(ActError::NotFound) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(ActError::Stale) => problems::stale(&here, &caller, &reference, &fields),
        Err(ActError::Database(error)) => problems::something_wrong(&here, &error),
        Err(ActError::Refused(refusal)) => {
            let typed = match refusal {
                Refusal::TextMissing { field } => refused(typed, on_page(field), "missing"),
                Refusal::DayNotAhead { field } => refused(typed, field, "day-not-ahead"),
                Refusal::DayTooFar { field } => refused(typed, field, "day-too-far"),
                Refusal::TextTooLong { field, max } => {
                    let problems = vec![FieldProblem::new(on_page(field), "too-long").with("max", max)];
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

/// What the second step of a form brings again.
const TYPED: [&str; 8] = ["client_id", "version", "text", "group", "by", "order", "body", "reference"];

/// Whether what residents get is to be shown before it goes: it never was, or it is not what was shown.
pub(super) fn to_be_seen(fields: &Fields, shown: &Foretelling) -> bool {
    match fields.get("do") {
        "send" => fields.get("seal") != shown.seal(),
        _ => shown.reaches_anybody(),
    }
}

/// The field of the page for one of an action: whatever its words are called, they are typed as `text`.
fn on_page(field: &'static str) -> &'static str {
    match field {
        "order" | "body" | "reference" => field,
        _ => "text",
    }
}

/// The action that a form means, or the field that means nothing and why.
fn action(caller: &Caller, verb: Verb, fields: &Fields) -> Result<Action, (&'static str, &'static str)> {
    let text = fields.get("text").trim().to_owned();
    let by = || match fields.filled("by") {
        None => Err(("by", "missing")),
        Some(typed) => typed_day(&typed).ok_or(("by", "no-day")),
    };
    Ok(match verb {
        Verb::Acknowledge => Action::Acknowledge,
        Verb::Assign => {
            let chosen = fields.filled("group").ok_or(("group", "missing"))?;
            let group = caller.council.groups.lookup.id(&chosen).ok_or(("group", "not-a-choice"))?;
            Action::Assign { group, reason: Some(text).filter(|text| !text.is_empty()) }
        }
        Verb::RequestInformation => Action::RequestInformation { question: text },
        Verb::ProvideInformation => Action::ProvideInformation { answer: text },
        Verb::RecordProgress => Action::RecordProgress { text },
        Verb::Resolve => Action::Resolve { answer: text },
        Verb::ConfirmResolved => Action::ConfirmResolved { comment: Some(text).filter(|text| !text.is_empty()) },
        Verb::SendBack => Action::SendBack { reason: text },
        Verb::PromiseWork => Action::PromiseWork { by: by()?, order: fields.filled("order"), text },
        Verb::WorkDone => Action::WorkDone { text },
        Verb::Refer => Action::Refer {
            body: fields.filled("body").ok_or(("body", "missing"))?,
            by: by()?,
            reference: fields.filled("reference"),
            text,
        },
        Verb::RecordReply => Action::RecordReply { text },
        Verb::Withdraw => Action::Withdraw { reason: text },
        Verb::Reopen => Action::Reopen { reason: text },
    })
}
