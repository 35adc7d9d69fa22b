//! What handlers take as arguments: the council, who is asking, the page's frame, a form's fields.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use casework::text::Lang;

use super::problems;
use crate::app::{App, Caller};
use crate::tenancy::Council;
use crate::web::views::ProblemKind;
use crate::web::{Brand, Frame, Section, SignedIn};

/// Name of the cookie that holds a session's token.
pub const SESSION_COOKIE: &str = "session";
/// Name of the cookie that remembers the language.
pub const LANGUAGE_COOKIE: &str = "lang";

/// The council that the request's host name belongs to.
#[derive(Clone)]
pub struct Here {
    pub app: Arc<App>,
    pub council: Arc<Council>,
    pub lang: Lang,
    /// Path and query of the page.
    pub path: String,
}

impl Here {
    fn new<S>(parts: &Parts, state: &S) -> Option<Self>
    where
        Arc<App>: FromRef<S>,
    {
        let council = parts.extensions.get::<Arc<Council>>()?;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let lang = language(&parts.headers, &council.manifest.languages);
        Some(Self { app: Arc::from_ref(state), council: Arc::clone(council), lang, path })
    }

    /// The frame of a page that needs nobody to be signed in.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let manifest = &self.council.manifest;
        let branding = &manifest.branding;
        Frame {
            lang: self.lang,
            languages: manifest.languages.clone(),
            path: self.path.clone(),
            brand: Brand {
                name: manifest.name.get(self.lang).to_owned(),
                strapline: branding.strapline.get(self.lang).to_owned(),
                colour: branding.colour.clone(),
                colour_text: branding.colour_text.clone(),
                accent: branding.accent.clone(),
                email: Some(manifest.contact.email.clone()),
                phone: Some(manifest.contact.phone.clone()),
            },
            person: None,
            section: None,
            demo: self.app.pick_a_person,
        }
    }
}

/// The language of the cookie, else the first of the browser's that the council offers, else the council's first.
fn language(headers: &HeaderMap, offered: &[Lang]) -> Lang {
    let jar = CookieJar::from_headers(headers);
    let chosen = jar.get(LANGUAGE_COOKIE).and_then(|cookie| cookie.value().parse::<Lang>().ok());
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepted = accepted.split(',').filter_map(|range| range.trim().get(..2)?.parse::<Lang>().ok());
    let mut wanted = chosen.into_iter().chain(accepted);
    wanted.find(|lang| offered.contains(lang)).or(offered.first().copied()).unwrap_or(Lang::En)
}

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

/// The frame of a page for somebody signed in.
#[must_use]
pub fn frame_for(here: &Here, caller: &Caller, section: Option<Section>) -> Frame {
    let (council, actor) = (&caller.council, &caller.actor);
    let detail = if actor.wards.is_empty() {
        actor.groups.first().map(|group| council.group_name(*group, here.lang).to_owned())
    } else {
        Some(actor.wards.iter().map(|ward| council.wards.name(*ward)).collect::<Vec<_>>().join(", "))
    };
    Frame {
        person: Some(SignedIn {
            name: actor.name.clone(),
            detail: detail.unwrap_or_default(),
            may_raise: actor.may_raise(),
            has_requests: actor.may_raise_as_self(),
            has_wards: !actor.wards.is_empty(),
            has_queues: !actor.groups.is_empty(),
        }),
        section,
        ..here.frame()
    }
}

/// The fields of a form as they were sent, in order.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The last value of a field; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// A field that was sent and is not blank.
    #[must_use]
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty()).map(str::to_owned)
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
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

/// The parameters of an address, by name; unknown ones are ignored.
pub struct Asked(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(Fields(form_urlencoded::parse(query.as_bytes()).into_owned().collect())))
    }
}
