//! The list of notices, and how a person wants to be told.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::news::How;
use casework::text::Lang;
use sea_orm::DbErr;

use super::{A_PAGE, At, Notice};
use crate::app::Caller;
use crate::away::{self, pages::standing_in};
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems;
use crate::identity::Sent;
use crate::web::Section;
use crate::web::views::{FieldProblem, NoticeChoice, NoticeLine, Notices, TopicChoice};

/// `GET /notices`
pub async fn list(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        Ok::<_, DbErr>((
            super::newest(&tx, &caller, At::read(asked.get("after")), A_PAGE + 1).await?,
            super::unread(&tx, &caller).await?,
            away::standing_in(&tx, &caller).await?,
        ))
    };
    match read.await {
        Ok((mut notices, unread, away)) => {
            let more = i64::try_from(notices.len()).is_ok_and(|found| found > A_PAGE);
            notices.truncate(usize::try_from(A_PAGE).unwrap_or_default());
            let next = notices.last().filter(|_| more).map(|last| format!("/notices?after={}", At::of(last)));
            let view = Notices {
                lines: notices.into_iter().map(NoticeLine::from).collect(),
                unread: unread > 0,
                standing_in: away.into_iter().map(|absence| standing_in(&caller, absence)).collect(),
                next,
            };
            problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `POST /notices/read`: all of them.
pub async fn read(here: Here, Sent { caller, .. }: Sent) -> Response {
    match super::mark_read(&caller, None).await {
        Ok(()) => Redirect::to("/notices").into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

impl From<Notice> for NoticeLine {
    fn from(notice: Notice) -> Self {
        Self {
            waits: notice.waits(),
            reference: notice.reference,
            summary: notice.summary,
            kind: notice.kind,
            actor: notice.actor,
            at: notice.at,
            unread: notice.read_at.is_none(),
            for_name: notice.for_name,
        }
    }
}

/// `GET /notices/choice`: what the person is told, and how.
pub async fn choice_page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    draw_choice(&here, &caller, !asked.get("saved").is_empty(), None).await
}

/// `POST /notices/choice`
pub async fn choose(here: Here, Sent { caller, fields }: Sent) -> Response {
    let read = async { super::choice(&caller.begin().await?, &caller).await };
    let (mut choice, _) = match read.await {
        Ok(known) => known,
        Err(error) => return problems::something_wrong(&here, &error),
    };
    let mut problems = Vec::new();
    for topic in super::topics(&caller.actor) {
        let chosen = How::from_word(fields.get(topic.as_str()));
        if !chosen.is_some_and(|how| choice.set(topic, how)) {
            problems.push(FieldProblem::new(topic.as_str(), "not-a-choice"));
        }
    }
    if !problems.is_empty() {
        return draw_choice(&here, &caller, false, Some((fields, problems))).await;
    }
    match super::choose(&caller, choice, fields.get("lang").parse::<Lang>().ok()).await {
        Ok(()) => Redirect::to("/notices/choice?saved=1").into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

async fn draw_choice(
    here: &Here,
    caller: &Caller,
    saved: bool,
    refused: Option<(Fields, Vec<FieldProblem>)>,
) -> Response {
    let read = async { super::choice(&caller.begin().await?, caller).await };
    let (choice, lang) = match read.await {
        Ok(known) => known,
        Err(error) => return problems::something_wrong(here, &error),
    };
    let (typed, problems) = refused.map_or((None, Vec::new()), |(typed, problems)| (Some(typed), problems));
    let topics = super::topics(&caller.actor).into_iter().map(|topic| TopicChoice {
        topic: topic.as_str().to_owned(),
        chosen: typed.as_ref().map_or_else(|| choice.of(topic).as_str(), |typed| typed.get(topic.as_str())).to_owned(),
        offered: topic.offered().iter().map(|how| how.as_str().to_owned()).collect(),
    });
    let lang = typed.as_ref().map_or_else(|| lang.as_str(), |typed| typed.get("lang")).to_owned();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = NoticeChoice {
        saved,
        topics: topics.collect(),
        languages: caller.council.manifest.languages.clone(),
        lang,
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}
