//! What handlers take as arguments: the council, who is asking, the page's frame, a form's fields.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

pub use super::here::{Fields, Here, LANGUAGE_COOKIE, frame_for};
use super::problems;
use crate::app::{App, Caller};
use crate::web::views::ProblemKind;

/// Name of the cookie that holds a session's token.
pub const SESSION_COOKIE: &str = "session";

impl<S: Send + Sync> FromRequestParts<S> for Here
where
    Arc<App>: FromRef<S>,
{
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        // The router finds the council before any handler runs.
        Self::new(parts, state).ok_or(StatusCode::NOT_FOUND)
    }
}

/// The token of a session: a program's `Authorization: Bearer`, or a browser's cookie.
fn token(headers: &HeaderMap) -> Option<String> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    bearer.or_else(|| CookieJar::from_headers(headers).get(SESSION_COOKIE).map(|cookie| cookie.value().to_owned()))
}

/// The token that a browser sent, for signing out.
#[must_use]
pub fn session_token(headers: &HeaderMap) -> Option<String> {
    token(headers)
}

async fn caller<S>(parts: &Parts, state: &S) -> Result<Option<Caller>, Response>
where
    Arc<App>: FromRef<S>,
{
    let Some(here) = Here::new(parts, state) else { return Ok(None) };
    let Some(token) = token(&parts.headers) else { return Ok(None) };
    let actor = here.app.identity.actor(&here.council, &token, here.app.clock.now()).await;
    match actor {
        Ok(actor) => Ok(actor.map(|actor| Caller {
            app: Arc::clone(&here.app),
            council: Arc::clone(&here.council),
            actor: Arc::new(actor),
            lang: here.lang,
        })),
        Err(error) => Err(problems::something_wrong(&here, &error)),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Response;

    /// Nobody signed in: to the sign-in page, and back here afterwards.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match caller(parts, state).await? {
            Some(caller) => Ok(caller),
            None => {
                let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
                let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
                Err(Redirect::to(&format!("/sign-in?next={next}")).into_response())
            }
        }
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Caller
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Response> {
        caller(parts, state).await
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let Some(here) = Here::new(&parts, state) else { return Err(StatusCode::NOT_FOUND.into_response()) };
        let request = Request::from_parts(parts, body);
        let bytes = axum::body::Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|_| problems::problem(&here, ProblemKind::TooLarge))?;
        Ok(Self::read(&bytes))
    }
}

/// The parameters of an address, by name; unknown ones are ignored.
pub struct Asked(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(Fields::read(query.as_bytes())))
    }
}
