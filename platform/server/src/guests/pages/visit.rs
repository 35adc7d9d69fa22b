//! What somebody sees who opened a link. Nobody signs in here: what the address holds is all the right there is, so these pages
//! leave no trace of it elsewhere (see [`private`]), and a look changes nothing.

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use casework::copies::Ended;
use casework::events::{EventBody, Rating};
use casework::ids::{ClientId, GroupId};
use casework::manifest::OTHER;
use casework::stages::{StageKey, StageKind};

use crate::app::local_date;
use crate::guests::{self, DEARER, LinkHash, Matter, Opened, Question, Said, SayError};
use crate::http::extract::{Asked, Fields, Here};
use crate::http::from::From;
use crate::http::problems;
use crate::web::views::{
    FieldProblem, GuestCopy, GuestLine, GuestMatter, GuestNotice, GuestNoticeKind, GuestQuestion, Kept, ShownOutside,
    TypedVerdict,
};

/// `GET /g/{token}`
pub async fn visit(here: Here, from: From, Path(token): Path<String>, Asked(asked): Asked) -> Response {
    let done = asked.filled("done").filter(|done| ["words", "verdict"].contains(&done.as_str()));
    draw(&here, from, &token, Typed { done, ..Typed::default() }, StatusCode::OK).await
}

/// `GET /g/thanks`: an answer has arrived. Of no link in particular.
pub async fn thanks(here: Here) -> Response {
    notice(&here, GuestNoticeKind::Thanks, StatusCode::OK)
}

/// `POST /g/{token}/answer`: another party answers.
pub async fn answer(here: Here, from: From, Path(token): Path<String>, fields: Fields) -> Response {
    let said = Said::Answer(fields.get("text").to_owned());
    say(here, from, &token, said, &fields, "/g/thanks").await
}

/// `POST /g/{token}/words`: a resident adds something.
pub async fn words(here: Here, from: From, Path(token): Path<String>, fields: Fields) -> Response {
    let said = Said::Words(fields.get("text").to_owned());
    let next = format!("/g/{token}?done=words");
    say(here, from, &token, said, &fields, &next).await
}

/// `POST /g/{token}/verdict`: a resident says whether it is solved, and how it was handled.
pub async fn verdict(here: Here, from: From, Path(token): Path<String>, fields: Fields) -> Response {
    let solved = match fields.get("solved") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let said =
        Said::Verdict { solved, rating: fields.get("rating").parse().ok(), comment: fields.get("comment").to_owned() };
    let next = format!("/g/{token}?done=verdict");
    say(here, from, &token, said, &fields, &next).await
}

/// `GET /g/{token}/unsubscribe`: asks whether somebody wants no more copies. Looking changes nothing.
pub async fn copy(here: Here, from: From, Path(token): Path<String>) -> Response {
    let Some(link) = guests::read_token(&token) else { return gone(&here, from) };
    if !allows(&here, from, link, 1) {
        return too_many(&here, &Fields(Vec::new()));
    }
    match guests::copy_of(&here.app, &here.council, link).await {
        Ok(Some(copy)) if copy.ended.as_deref() == Some(Ended::Unsubscribed.as_str()) => {
            notice(&here, GuestNoticeKind::Unsubscribed, StatusCode::OK)
        }
        Ok(Some(copy)) => {
            let view = GuestCopy { path: format!("/g/{token}/unsubscribe"), reference: copy.reference };
            problems::page(&here.app, &here.frame(), &view, StatusCode::OK)
        }
        Ok(None) => gone(&here, from),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `POST /g/{token}/unsubscribe`: no more copies. Also what a mail program sends by itself, which follows no redirect (RFC 8058).
pub async fn unsubscribe(here: Here, from: From, Path(token): Path<String>) -> Response {
    let Some(link) = guests::read_token(&token) else { return gone(&here, from) };
    if !allows(&here, from, link, DEARER) {
        return too_many(&here, &Fields(Vec::new()));
    }
    match guests::unsubscribe(&here.app, &here.council, link).await {
        Ok(()) => notice(&here, GuestNoticeKind::Unsubscribed, StatusCode::OK),
        Err(SayError::Database(error)) => problems::something_wrong(&here, &error),
        Err(_) => gone(&here, from),
    }
}

/// Keeps an address with a secret in it from other sites, search engines and caches. A layer around these pages.
pub async fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow, noarchive"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn say(here: Here, from: From, token: &str, said: Said, fields: &Fields, next: &str) -> Response {
    let Some(link) = guests::read_token(token) else { return gone(&here, from) };
    if !allows(&here, from, link, DEARER) {
        return too_many(&here, fields);
    }
    let key = fields.get("client_id").parse::<ClientId>().ok();
    let problem = match guests::say(&here.app, &here.council, link, said, key).await {
        Ok(()) => return Redirect::to(next).into_response(),
        Err(SayError::Gone) => return gone(&here, from),
        Err(SayError::Database(error)) => return problems::something_wrong(&here, &error),
        Err(SayError::Missing(field)) => FieldProblem::new(field, "missing"),
        Err(SayError::TooLong(field)) => FieldProblem::new(field, "too-long").with("max", guests::LONGEST),
    };
    let verdict = TypedVerdict {
        solved: fields.get("solved").to_owned(),
        rating: fields.get("rating").to_owned(),
        comment: fields.get("comment").to_owned(),
    };
    let typed = Typed { done: None, text: fields.get("text").to_owned(), verdict, problems: vec![problem] };
    draw(&here, from, token, typed, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// What a refused form brings back to the page, and what the page says about it.
#[derive(Default)]
struct Typed {
    done: Option<String>,
    text: String,
    verdict: TypedVerdict,
    problems: Vec<FieldProblem>,
}

async fn draw(here: &Here, from: From, token: &str, typed: Typed, status: StatusCode) -> Response {
    let Some(link) = guests::read_token(token) else { return gone(here, from) };
    if !allows(here, from, link, 1) {
        return too_many(here, &Fields(Vec::new()));
    }
    let path = format!("/g/{token}");
    let client_id = here.app.ids.row(here.app.clock.now()).to_string();
    match guests::open(&here.app, &here.council, link).await {
        Ok(Some(Opened::Question(question))) => {
            let (text, problems) = (typed.text, typed.problems);
            let view = GuestQuestion { path, client_id, shown: shown(question), text, problems };
            problems::page(&here.app, &here.frame(), &view, status)
        }
        Ok(Some(Opened::Matter(matter))) => {
            problems::page(&here.app, &here.frame(), &page(here, path, client_id, matter, typed), status)
        }
        Ok(None) => gone(here, from),
        Err(error) => problems::something_wrong(here, &error),
    }
}

fn shown(question: Question) -> ShownOutside {
    ShownOutside {
        question: question.question,
        summary: question.summary,
        place: question.place,
        until: local_date(question.expires_at),
    }
}

fn page(here: &Here, path: String, client_id: String, matter: Matter, typed: Typed) -> GuestMatter {
    let (standing, council) = (matter.standing, &here.council);
    let stage = council.workflow(standing.workflow_version).stage(&StageKey::new(standing.stage));
    let manifest = &council.manifest;
    // "Other" tells a resident nothing.
    let service = manifest.service(&standing.category, &standing.service).filter(|service| service.key != OTHER);
    let category = manifest.category(&standing.category).filter(|category| category.key != OTHER);
    let about = service.map(|service| &service.name).or(category.map(|category| &category.name));
    let team = standing.group_id.or(standing.holder_group).map(GroupId::from_uuid);
    let team = team.map(|group| council.group_name(group, here.lang).to_owned()).filter(|name| !name.is_empty());
    GuestMatter {
        path,
        client_id,
        done: typed.done,
        reference: standing.reference,
        about: about.map(|name| name.get(here.lang).to_owned()),
        raised_at: standing.raised_at,
        closed_at: standing.closed_at,
        team,
        stage: stage.map_or(StageKind::WithTeam, |stage| stage.kind).as_str().to_owned(),
        explain: stage.and_then(|stage| stage.resident.as_ref()).map(|words| words.get(here.lang).to_owned()),
        said: matter.said.into_iter().filter_map(|(at, body)| line(at, body)).collect(),
        text: typed.text,
        verdict: typed.verdict,
        problems: typed.problems,
    }
}

fn line(at: chrono::DateTime<chrono::Utc>, body: EventBody) -> Option<GuestLine> {
    let (kind, text, rating) = match body {
        EventBody::LetterWritten { text, .. } | EventBody::ResidentWritten { text, .. } => ("told", Some(text), None),
        EventBody::ResidentSaid { text, .. } => ("said", Some(text), None),
        EventBody::ResidentSolved { opinion, .. } => ("solved", opinion.comment, opinion.rating),
        EventBody::ResidentNotSolved { opinion, .. } => ("not-solved", opinion.comment, opinion.rating),
        // The database gives out no other kind.
        _ => return None,
    };
    Some(GuestLine { at, kind: kind.to_owned(), text, rating: rating.map(Rating::number) })
}

/// Counts a request of an address and of a link.
fn allows(here: &Here, from: From, link: LinkHash, visits: i32) -> bool {
    let (limits, now) = (&here.app.guests, here.app.clock.now());
    limits.address(from.0, visits, now) && limits.link(link, visits, now)
}

/// The one page for every link that opens nothing. Whoever tries many waits.
fn gone(here: &Here, from: From) -> Response {
    if !here.app.guests.address(from.0, DEARER, here.app.clock.now()) {
        return too_many(here, &Fields(Vec::new()));
    }
    notice(here, GuestNoticeKind::Gone, StatusCode::NOT_FOUND)
}

fn notice(here: &Here, kind: GuestNoticeKind, status: StatusCode) -> Response {
    problems::page(&here.app, &here.frame(), &GuestNotice { kind }, status)
}

/// What was typed is shown, to be copied and sent later.
fn too_many(here: &Here, fields: &Fields) -> Response {
    let typed = fields.filled("text").or(fields.filled("comment"));
    let kept = typed.map(|value| Kept { field: "text".to_owned(), value });
    problems::too_many(here, kept.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use casework::text::Lang;

    use super::*;
    use crate::web::Texts;

    #[test]
    fn every_kind_of_stage_has_words_for_residents() {
        let texts = Texts::new().expect("the locales parse");
        for kind in StageKind::ALL {
            let key = format!("guest-stage-{}", kind.as_str());
            assert!(Lang::ALL.into_iter().all(|lang| texts.find(lang, &key, None).is_some()), "{key}");
        }
    }
}
