//! The forms that connect cases and take them apart, on the page of one (R25).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::links::Relation;
use uuid::Uuid;

use super::act::to_be_seen;
use super::case::{Typed, draw};
use super::linked::relations;
use crate::cases::{self, ConnectError};
use crate::http::extract::Here;
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::residents;
use crate::residents::pages::{Asking, foretold};
use crate::web::views::{FieldProblem, LinksForm, OutcomeForm, ProblemKind};

/// `POST /cases/{reference}/links`
pub async fn connect(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let relation = relations(&caller).into_iter().find(|word| word == fields.get("relation"));
    // With nothing to choose, nothing is sent.
    let relation =
        relation.and_then(|word| all().find(|relation| relation.as_str() == word)).unwrap_or(Relation::Related);
    let other = fields.get("other").trim().to_owned();
    let done = if other.is_empty() {
        Err(ConnectError::OtherNotFound)
    } else {
        cases::connect(&caller, &reference, relation, &other).await
    };
    let form = |reason: &str| LinksForm {
        other: other.clone(),
        relation: relation.as_str().to_owned(),
        problems: vec![FieldProblem::new("other", reason)],
        ..LinksForm::default()
    };
    match done {
        Ok(()) => Redirect::to(&format!("/cases/{reference}?done=connected#links")).into_response(),
        Err(ConnectError::Database(error)) => problems::something_wrong(&here, &error),
        Err(ConnectError::NotFound) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(ConnectError::Stale) => problems::stale(&here, &caller, &reference, &fields),
        Err(refused) => {
            let typed = Typed { links: Some(form(refused.code())), ..Typed::default() };
            draw(&here, &caller, &reference, typed, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn all() -> impl Iterator<Item = Relation> {
    Relation::STORED.into_iter().flat_map(|relation| [relation, relation.inverse()])
}

/// `POST /cases/{reference}/links/{id}/end`
pub async fn take_apart(
    here: Here,
    Path((reference, id)): Path<(String, String)>,
    Sent { caller, fields }: Sent,
) -> Response {
    let Ok(id) = id.parse::<Uuid>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match cases::take_apart(&caller, &reference, id).await {
        Ok(()) => Redirect::to(&format!("/cases/{reference}?done=taken-apart#links")).into_response(),
        Err(ConnectError::Database(error)) => problems::something_wrong(&here, &error),
        Err(ConnectError::Refused(_)) => problem_for(&here, &caller, ProblemKind::NotAllowed),
        Err(ConnectError::Stale) => problems::stale(&here, &caller, &reference, &fields),
        // Somebody else has ended it meanwhile: what was wanted is so.
        Err(_) => Redirect::to(&format!("/cases/{reference}#links")).into_response(),
    }
}

/// `POST /cases/{reference}/outcome`; `do` as for the actions of a case.
pub async fn send_outcome(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let text = fields.get("text").to_owned();
    if fields.get("do") == "change" {
        let typed =
            Typed { outcome: Some(OutcomeForm { text, open: true, ..OutcomeForm::default() }), ..Typed::default() };
        return draw(&here, &caller, &reference, typed, StatusCode::OK).await;
    }
    let seen = fields.get("version").parse().ok();
    let shown = match fields.get("do") {
        "preview" | "send" => residents::foretell_outcome(&caller, &reference, &text, seen).await.map(Some),
        _ => Ok(None),
    };
    let sent = match shown {
        Ok(Some(shown)) if to_be_seen(&fields, &shown) => {
            let (action, kept) = (format!("/cases/{reference}/outcome"), &["client_id", "version", "text"]);
            let asking = Asking { reference: &reference, action, kept, fields: &fields, closes: false };
            return foretold(&here, &caller, shown, &asking);
        }
        Ok(_) => cases::send_outcome(&caller, &reference, &text, seen).await,
        Err(error) => Err(error),
    };
    let problem = match sent {
        Ok(_) => return Redirect::to(&format!("/cases/{reference}?done=outcome-sent#timeline")).into_response(),
        Err(ConnectError::Database(error)) => return problems::something_wrong(&here, &error),
        Err(ConnectError::NotFound) => return problem_for(&here, &caller, ProblemKind::NotFound),
        Err(ConnectError::Stale) => return problems::stale(&here, &caller, &reference, &fields),
        Err(ConnectError::TextMissing) => FieldProblem::new("text", "missing"),
        Err(ConnectError::TextTooLong) => {
            FieldProblem::new("text", "too-long").with("max", casework::stages::Refusal::MAX_WORDS)
        }
        Err(_) => return problem_for(&here, &caller, ProblemKind::NotAllowed),
    };
    let form = OutcomeForm { text, problems: vec![problem], ..OutcomeForm::default() };
    let typed = Typed { outcome: Some(form), ..Typed::default() };
    draw(&here, &caller, &reference, typed, StatusCode::UNPROCESSABLE_ENTITY).await
}
