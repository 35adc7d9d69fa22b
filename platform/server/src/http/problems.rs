//! Everything that can go wrong, as a page that says what to do: the one place where errors meet status codes.

use std::any::Any;
use std::fmt::Display;
use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::text::Lang;
use sea_orm::DbErr;

use super::here::{Fields, Here, frame_for};
use crate::app::{App, Caller};
use crate::web::views::{Kept, Problem, ProblemKind};
use crate::web::{Brand, Frame, Page};

/// A page with its status.
pub fn page<P: Page>(app: &App, frame: &Frame, view: &P, status: StatusCode) -> Response {
    match app.pages.render(frame, view) {
        Ok(html) => (status, html).into_response(),
        Err(error) => {
            tracing::error!(error = ?error, "a page could not be drawn");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Please try again.\n").into_response()
        }
    }
}

fn status_of(kind: ProblemKind) -> StatusCode {
    match kind {
        ProblemKind::NotFound | ProblemKind::UnknownCouncil => StatusCode::NOT_FOUND,
        ProblemKind::Suspended => StatusCode::SERVICE_UNAVAILABLE,
        ProblemKind::Stale => StatusCode::CONFLICT,
        ProblemKind::NotAllowed => StatusCode::FORBIDDEN,
        ProblemKind::BadRequest => StatusCode::BAD_REQUEST,
        ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ProblemKind::SomethingWrong => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn plain(kind: ProblemKind) -> Problem {
    Problem { kind, href: None, kept: Vec::new(), reference: None, host: None }
}

/// A problem on a council's site, for whoever is asking.
pub fn problem(here: &Here, kind: ProblemKind) -> Response {
    page(&here.app, &here.frame(), &plain(kind), status_of(kind))
}

/// A problem for somebody signed in, who keeps their navigation.
pub fn problem_for(here: &Here, caller: &Caller, kind: ProblemKind) -> Response {
    page(&here.app, &frame_for(here, caller, None), &plain(kind), status_of(kind))
}

/// Somebody else changed the case meanwhile: what was typed is shown to be copied, and the way back to the case.
pub fn stale(here: &Here, caller: &Caller, reference: &str, fields: &Fields) -> Response {
    let kept = fields.filled("text").map(|value| Kept { field: "text".to_owned(), value });
    let view = Problem {
        href: Some(format!("/cases/{reference}")),
        kept: kept.into_iter().collect(),
        ..plain(ProblemKind::Stale)
    };
    page(&here.app, &frame_for(here, caller, None), &view, StatusCode::CONFLICT)
}

/// Somebody came too often: what was typed is shown to be copied and sent later.
pub fn too_many(here: &Here, kept: Vec<Kept>) -> Response {
    let view = Problem { href: Some(here.path.clone()), kept, ..plain(ProblemKind::TooMany) };
    page(&here.app, &here.frame(), &view, status_of(ProblemKind::TooMany))
}

/// A failure of ours: logged with a reference, of which the person sees the reference only.
pub fn something_wrong(here: &Here, error: &dyn Display) -> Response {
    let reference = here.app.ids.row(here.app.clock.now()).simple().to_string().split_off(24);
    tracing::error!(error = %error, error.reference = reference, tenant.id = %here.council.id, "request failed");
    let view = Problem { reference: Some(reference), ..plain(ProblemKind::SomethingWrong) };
    page(&here.app, &here.frame(), &view, StatusCode::INTERNAL_SERVER_ERROR)
}

/// As [`something_wrong`], for `map_err`.
pub fn failed(here: &Here) -> impl Fn(DbErr) -> Response {
    move |error| something_wrong(here, &error)
}

/// `fallback` of a council's site.
pub async fn no_such_page(here: Here, caller: Option<Caller>) -> Response {
    match caller {
        Some(caller) => problem_for(&here, &caller, ProblemKind::NotFound),
        None => problem(&here, ProblemKind::NotFound),
    }
}

/// A host name that is no council's, or a suspended council's: a page without any council's look.
pub fn without_council(app: &Arc<App>, headers: &HeaderMap, kind: ProblemKind, host: &str) -> Response {
    let welsh = headers
        .get(axum::http::header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| accepted.starts_with("cy"));
    let frame = Frame {
        lang: if welsh { Lang::Cy } else { Lang::En },
        languages: Vec::new(),
        path: "/".to_owned(),
        brand: Brand {
            name: "Wardbook".to_owned(),
            strapline: String::new(),
            colour: String::new(),
            colour_text: String::new(),
            accent: String::new(),
            email: None,
            phone: None,
        },
        person: None,
        section: None,
        demo: false,
    };
    let view = Problem { host: Some(host.to_owned()), ..plain(kind) };
    page(app, &frame, &view, status_of(kind))
}

/// A handler panicked: the request is lost, the program is not.
#[expect(clippy::needless_pass_by_value, reason = "the shape that the layer asks for")]
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let message = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = message.unwrap_or("unknown"), "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Please try again.\n").into_response()
}
