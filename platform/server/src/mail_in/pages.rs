//! Where mail servers send what came in, and the page on which people sort what could not be placed.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{MailId, PersonId};

use super::desk::{self, A_PAGE, DeskError, Opened};
use super::{LARGEST, NotTaken, Parked};
use crate::app::{App, Caller, to_the_end};
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::Section;
use crate::web::views::{Choice, FieldProblem, MailInOne, MailInPage, MailLine, ProblemKind};

/// The council's own mail server: a handler that takes one is reached with the council's secret only.
pub struct MailServer(Here);

impl<S: Send + Sync> FromRequestParts<S> for MailServer
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let here = Here::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        if !here.app.mail_in.is_open() {
            return Err((StatusCode::NOT_FOUND, "Mail is not taken in here.\n").into_response());
        }
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        if here.app.mail_in.is_secret(here.council.id, given) {
            Ok(Self(here))
        } else {
            let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
            Err((StatusCode::UNAUTHORIZED, challenge, "This is not the council's secret.\n").into_response())
        }
    }
}

/// `POST /mail-in`: a raw message as its body. 202 means that it is kept; 413 that it never will be; anything else, that it must be
/// sent again.
pub async fn take(MailServer(here): MailServer, request: Request) -> Response {
    let now = here.app.clock.now();
    if !here.app.mail_limiter.admits(here.council.id, now) {
        let later = [(header::RETRY_AFTER, "60")];
        return (StatusCode::TOO_MANY_REQUESTS, later, "Too many at once: send it again in a minute.\n")
            .into_response();
    }
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if declared.and_then(|value| value.parse::<u64>().ok()).is_some_and(|bytes| bytes > LARGEST) {
        return too_large();
    }
    let (app, council) = (Arc::clone(&here.app), Arc::clone(&here.council));
    let body = request.into_body().into_data_stream();
    let taken = to_the_end(async move {
        let taken = super::take(&app.database, &app.workshop, &council.schema, body, (app.ids, now)).await;
        if taken.is_ok() {
            app.wake.work_for(council.id);
        }
        taken
    });
    match taken.await {
        Ok(()) => (StatusCode::ACCEPTED, "Taken.\n").into_response(),
        Err(NotTaken::TooLarge) => too_large(),
        Err(NotTaken::Empty) => (StatusCode::BAD_REQUEST, "There is no message in this.\n").into_response(),
        Err(error @ (NotTaken::NotKept(_) | NotTaken::Database(_))) => {
            tracing::error!(error = %error, tenant.id = %here.council.id, "a mail could not be taken in");
            (StatusCode::SERVICE_UNAVAILABLE, "It could not be kept: send it again later.\n").into_response()
        }
    }
}

fn too_large() -> Response {
    (StatusCode::PAYLOAD_TOO_LARGE, "The message is too large. Its sender must be told.\n").into_response()
}

/// `GET /mail-in`
pub async fn list(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let read = async { desk::list(&caller.begin().await?, &caller).await };
    let mut mails = match read.await {
        Ok(mails) => mails,
        Err(error) => return refused(&here, &caller, &error),
    };
    let more = mails.len() > A_PAGE;
    mails.truncate(A_PAGE);
    let done = asked.filled("done").filter(|done| ["dismissed", "handed-over"].contains(&done.as_str()));
    let view = MailInPage { mails: mails.into_iter().map(MailLine::from).collect(), more, done };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
}

/// `GET /mail-in/{id}`
pub async fn one(here: Here, caller: Caller, Path(id): Path<String>) -> Response {
    draw(&here, &caller, &id, Vec::new()).await
}

/// `POST /mail-in/{id}/dismiss`
pub async fn dismiss(here: Here, Path(id): Path<String>, Sent { caller, .. }: Sent) -> Response {
    let Ok(id) = id.parse::<MailId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    match desk::dismiss(&caller, id).await {
        Ok(()) => Redirect::to("/mail-in?done=dismissed").into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `POST /mail-in/{id}/hand-over` with `person`.
pub async fn hand_over(here: Here, Path(id): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(mail) = id.parse::<MailId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let Ok(person) = fields.get("person").parse::<PersonId>() else { return draw(&here, &caller, &id, nobody()).await };
    match desk::hand_over(&caller, mail, person).await {
        Ok(()) => Redirect::to("/mail-in?done=handed-over").into_response(),
        Err(DeskError::NotAMember) => draw(&here, &caller, &id, nobody()).await,
        Err(error) => refused(&here, &caller, &error),
    }
}

/// What is wrong where nobody was chosen who can have it.
fn nobody() -> Vec<FieldProblem> {
    vec![FieldProblem::new("person", "choose")]
}

async fn draw(here: &Here, caller: &Caller, id: &str, problems: Vec<FieldProblem>) -> Response {
    let Ok(id) = id.parse::<MailId>() else { return problem_for(here, caller, ProblemKind::NotFound) };
    let read = async { Ok::<_, DeskError>((desk::open(caller, id).await?, desk::members(caller).await?)) };
    let (opened, members) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(here, caller, &error),
    };
    let people = members.into_iter().map(|person| Choice { value: person.id.to_string(), name: person.actor.name });
    let Opened { parked, mail, cut } = opened;
    let view = MailInOne {
        mail: MailLine::from(parked),
        text: mail.text,
        cut,
        attachments: mail.attachments.into_iter().map(|file| file.name).collect(),
        people: people.collect(),
        problems,
    };
    let status = if view.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

fn refused(here: &Here, caller: &Caller, error: &DeskError) -> Response {
    match error {
        DeskError::NotAllowed => problem_for(here, caller, ProblemKind::NotAllowed),
        DeskError::NotFound => problem_for(here, caller, ProblemKind::NotFound),
        DeskError::NotAMember => problem_for(here, caller, ProblemKind::BadRequest),
        DeskError::Database(error) => problems::something_wrong(here, error),
    }
}

impl From<Parked> for MailLine {
    fn from(parked: Parked) -> Self {
        Self {
            id: MailId::from_uuid(parked.id).to_string(),
            at: parked.received_at,
            sender: parked.sender.unwrap_or_default(),
            subject: parked.subject.unwrap_or_default(),
            reason: parked.reason,
        }
    }
}
