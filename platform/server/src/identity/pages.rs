//! Signing in by picking a person (demo and tests only), signing out, and choosing a language.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use casework::people::Role;
use casework::text::Lang;
use sea_orm::DbErr;

use super::{Person, SESSION};
use crate::app::Caller;
use crate::http::extract::{Asked, Fields, Here, LANGUAGE_COOKIE, SESSION_COOKIE, frame_for, session_token};
use crate::http::problems;
use crate::web::views::{
    PeopleGroup, ProblemKind, SignIn, SignInNotice, SignInPerson, SignedInAgain, TypedBefore, UnsentForm,
};

/// What stands before the name of a field that was typed before the session was lost.
const KEPT: &str = "kept.";
/// Where the form of these fields goes.
const FORM: &str = "form";
/// A table of settings has thousands of fields.
const WORDS_SHOWN: usize = 10;

/// `GET /sign-in`
pub async fn sign_in_page(here: Here, Asked(asked): Asked) -> Response {
    let notice = match (asked.filled("signed-out"), asked.filled("next")) {
        (Some(_), _) => Some(SignInNotice::SignedOut),
        (None, Some(_)) => Some(SignInNotice::SignInFirst),
        (None, None) => None,
    };
    draw(&here, notice, own_path(asked.get("next")), None, StatusCode::OK).await
}

/// The sign-in page in place of an answer to a form whose sender's session is gone: everything typed comes along.
pub async fn session_lost(here: &Here, fields: Fields) -> Response {
    let form =
        UnsentForm { action: own_path(&here.path), typed: fields.0.into_iter().map(TypedBefore::from).collect() };
    draw(here, Some(SignInNotice::SessionLost), came_from(here), Some(form), StatusCode::UNAUTHORIZED).await
}

/// The same where a file was sent, which is not kept.
pub async fn file_lost(here: &Here) -> Response {
    draw(here, Some(SignInNotice::FileLost), came_from(here), None, StatusCode::UNAUTHORIZED).await
}

fn came_from(here: &Here) -> String {
    own_path(here.came_from.as_deref().unwrap_or_default())
}

/// `POST /sign-in`
pub async fn sign_in(here: Here, jar: CookieJar, fields: Fields) -> Response {
    if !here.app.pick_a_person {
        return problems::problem(&here, ProblemKind::NotAllowed);
    }
    let next = own_path(fields.get("next"));
    let unsent = fields.filled(FORM).map(|action| UnsentForm {
        action: own_path(&action),
        typed: fields
            .0
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(KEPT)?.to_owned(), value.clone()).into()))
            .collect(),
    });
    let signed_in = async {
        let people = here.app.identity.people(&here.council).await?;
        let person = people.into_iter().find(|person| person.key == fields.get("person"));
        let person = person.ok_or_else(|| DbErr::RecordNotFound(fields.get("person").to_owned()))?;
        let token = here.app.identity.sign_in(&here.council, person.id, here.app.clock.now()).await?;
        Ok((person, token))
    };
    let (person, token) = match signed_in.await {
        Ok(signed_in) => signed_in,
        Err(DbErr::RecordNotFound(_)) => {
            return draw(&here, Some(SignInNotice::UnknownPerson), next, unsent, StatusCode::UNPROCESSABLE_ENTITY)
                .await;
        }
        Err(error) => return problems::something_wrong(&here, &error),
    };
    let jar = jar.add(cookie(&here, SESSION_COOKIE, token, SESSION.num_seconds()));
    let Some(unsent) = unsent else { return (jar, Redirect::to(&next)).into_response() };
    let caller = Caller {
        app: here.app.clone(),
        council: here.council.clone(),
        actor: std::sync::Arc::new(person.actor),
        lang: here.lang,
    };
    let mut frame = frame_for(&here, &caller, None);
    // Another language is another page, without the form.
    frame.languages = vec![here.lang];
    let words = words_of(&unsent.typed);
    let view = SignedInAgain { name: caller.actor.name.clone(), next, unsent, words };
    (jar, problems::page(&here.app, &frame, &view, StatusCode::OK)).into_response()
}

/// What a person typed among what a form sends: more than one word. Ids and choices have one.
fn words_of(typed: &[TypedBefore]) -> Vec<String> {
    let values = typed.iter().map(|field| field.value.trim());
    values.filter(|value| value.contains(char::is_whitespace)).take(WORDS_SHOWN).map(str::to_owned).collect()
}

/// `POST /sign-out`
pub async fn sign_out(here: Here, headers: HeaderMap, jar: CookieJar) -> Response {
    if let Some(token) = session_token(&headers)
        && let Err(error) = here.app.identity.sign_out(&here.council, &token).await
    {
        return problems::something_wrong(&here, &error);
    }
    (jar.add(cookie(&here, SESSION_COOKIE, String::new(), 0)), Redirect::to("/sign-in?signed-out=1")).into_response()
}

/// `GET /language/{language}?back=`
pub async fn language(here: Here, Path(language): Path<String>, Asked(asked): Asked, jar: CookieJar) -> Response {
    let offered = language.parse::<Lang>().ok().filter(|lang| here.council.manifest.languages.contains(lang));
    if offered.is_none() {
        return problems::problem(&here, ProblemKind::NotFound);
    }
    let a_year = 365 * 24 * 60 * 60;
    (jar.add(cookie(&here, LANGUAGE_COOKIE, language, a_year)), Redirect::to(&own_path(asked.get("back"))))
        .into_response()
}

/// A cookie that no script reads and no other site's form sends.
fn cookie(here: &Here, name: &'static str, value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        // The demo speaks plain HTTP on this machine; everything else sits behind HTTPS.
        .secure(!here.app.pick_a_person)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::seconds(seconds))
        .build()
}

/// A path of this site; anything else leads home, so that nobody is sent elsewhere after signing in.
fn own_path(path: &str) -> String {
    let visible = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    let own = path.starts_with('/') && !path.starts_with("//") && path.bytes().all(visible);
    if own { path.to_owned() } else { "/".to_owned() }
}

async fn draw(
    here: &Here,
    notice: Option<SignInNotice>,
    next: String,
    unsent: Option<UnsentForm>,
    status: StatusCode,
) -> Response {
    let people = if here.app.pick_a_person {
        match here.app.identity.people(&here.council).await {
            Ok(people) => people,
            Err(error) => return problems::something_wrong(here, &error),
        }
    } else {
        Vec::new()
    };
    let mut frame = here.frame();
    if unsent.is_some() {
        frame.languages = vec![here.lang];
    }
    let view = SignIn { notice, next: Some(next), unsent, groups: grouped(here, &people) };
    problems::page(&here.app, &frame, &view, status)
}

/// People under the headings that the page has, each once: by the first of their roles in this order.
fn grouped(here: &Here, people: &[Person]) -> Vec<PeopleGroup> {
    const HEADINGS: [(&str, Role); 6] = [
        ("councillors", Role::Councillor),
        ("representatives", Role::OtherRepresentative),
        ("assistants", Role::Assistant),
        ("triage", Role::TriageOfficer),
        ("heads", Role::HeadOfService),
        ("others", Role::TenantAdmin),
    ];
    let heading = |person: &Person| HEADINGS.iter().position(|(_, role)| person.actor.is(*role));
    let mut groups: Vec<PeopleGroup> = Vec::new();
    for (index, (kind, _)) in HEADINGS.iter().enumerate() {
        let members: Vec<_> = people.iter().filter(|person| heading(person) == Some(index)).collect();
        if !members.is_empty() {
            let people = members.into_iter().map(|person| line(here, person)).collect();
            groups.push(PeopleGroup { kind: (*kind).to_owned(), name: None, people });
        }
    }
    for (key, id) in here.council.groups.lookup.iter() {
        let team = |person: &&Person| heading(person).is_none() && person.actor.groups.first() == Some(&id);
        let members: Vec<_> = people.iter().filter(team).map(|person| line(here, person)).collect();
        if !members.is_empty() {
            let name = here.council.group_name(id, here.lang);
            let name = if name.is_empty() { key } else { name }.to_owned();
            groups.push(PeopleGroup { kind: "team".to_owned(), name: Some(name), people: members });
        }
    }
    groups
}

fn line(here: &Here, person: &Person) -> SignInPerson {
    let wards: Vec<_> = person.actor.wards.iter().map(|ward| here.council.wards.name(*ward)).collect();
    let groups: Vec<_> = person.actor.groups.iter().map(|group| here.council.group_name(*group, here.lang)).collect();
    let detail = if wards.is_empty() { groups } else { wards }.join(", ");
    SignInPerson {
        value: person.key.clone(),
        name: person.actor.name.clone(),
        detail: Some(detail).filter(|detail| !detail.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(own_path("/cases/AB-123?x=1"), "/cases/AB-123?x=1");
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "", "raise", "/\u{1}", "/é"] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
