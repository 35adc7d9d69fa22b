//! Where a request is and what it says, before anything can go wrong with it.

use std::sync::Arc;

use axum::extract::FromRef;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use casework::text::{Lang, cleaned};

use crate::app::{App, Caller};
use crate::residents;
use crate::tenancy::Council;
use crate::web::{Brand, Frame, Section, SignedIn};

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
    /// Path and query of the page of this site that led here, where the browser tells.
    pub came_from: Option<String>,
}

impl Here {
    /// `None` where no council was found for the request.
    pub(super) fn new<S>(parts: &Parts, state: &S) -> Option<Self>
    where
        Arc<App>: FromRef<S>,
    {
        let council = parts.extensions.get::<Arc<Council>>()?;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let lang = language(&parts.headers, &council.manifest.languages);
        let came_from = came_from(&parts.headers);
        Some(Self { app: Arc::from_ref(state), council: Arc::clone(council), lang, path, came_from })
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

fn came_from(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name)?.to_str().ok();
    let (_, from) = text(header::REFERER)?.split_once("://")?;
    from.strip_prefix(text(header::HOST)?).filter(|path| path.starts_with('/')).map(str::to_owned)
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
            prints_letters: residents::may_print(actor),
            writes_texts: residents::may_edit(actor),
            sets_up: actor.is_admin(),
        }),
        section,
        ..here.frame()
    }
}

/// The fields of a form as they were sent, in order.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads a form, or the parameters of an address.
    #[must_use]
    pub fn read(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).map(|(field, value)| (field.into_owned(), cleaned(&value))).collect())
    }

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
