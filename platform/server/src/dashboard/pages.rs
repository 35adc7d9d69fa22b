//! The home page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::GroupId;

use super::{COUNTED, NEEDS_ME, QueueCount};
use crate::app::Caller;
use crate::cases::pages::present;
use crate::http::extract::{Here, frame_for};
use crate::http::problems;
use crate::web::Section;
use crate::web::views::{DraftLine, Home, NoticeLine, QueueCount as QueueLine, StageCount as StageLine};

/// `GET /`
pub async fn home(here: Here, caller: Option<Caller>) -> Response {
    let Some(caller) = caller else { return Redirect::to("/sign-in").into_response() };
    let home = async { super::home(&caller, &caller.begin().await?).await };
    match home.await {
        Ok(home) => {
            let frame = frame_for(&here, &caller, Some(Section::Home));
            problems::page(&here.app, &frame, &view(&caller, &home), StatusCode::OK)
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

fn view(caller: &Caller, home: &super::Home) -> Home {
    let shown = usize::try_from(NEEDS_ME).unwrap_or(usize::MAX);
    let first_queue = caller.actor.groups.first().and_then(|group| caller.council.groups.lookup.key(*group));
    let needs_me_href = match first_queue {
        Some(key) if !caller.actor.may_raise_as_self() => format!("/queue/{key}"),
        _ => "/requests?status=needs-me".to_owned(),
    };
    let workflow = &caller.council.manifest.workflow;
    // In the order of the workflow, as a councillor thinks of a case's way.
    let stages = workflow.stages.iter().filter_map(|stage| {
        let count = home.stages.iter().find(|count| count.stage == stage.key.as_str())?;
        Some(StageLine {
            name: stage.name.get(caller.lang).to_owned(),
            tone: present::tone(stage.kind),
            count: u32::try_from(count.cases).unwrap_or(u32::MAX),
            more: false,
            href: format!("/requests?stage={}", stage.key),
        })
    });
    Home {
        more_needs_me: home.needs_me.len() > shown,
        needs_me: home.needs_me.iter().take(shown).map(|item| present::row(caller, item, true)).collect(),
        needs_me_href,
        stages: stages.collect(),
        told: home.told.iter().cloned().map(NoticeLine::from).collect(),
        drafts: home.drafts.iter().cloned().map(DraftLine::from).collect(),
        mail_to_sort: u32::try_from(home.mail_to_sort).unwrap_or_default(),
        failed_jobs: u32::try_from(home.failed_jobs).unwrap_or_default(),
        people_plans: u32::try_from(home.people_plans).unwrap_or_default(),
        without_councillor: u32::try_from(home.without_councillor).unwrap_or_default(),
        mail_off: caller.actor.may_sort_mail() && caller.app.postman.is_none(),
        queues: home.queues.iter().map(|count| queue_line(caller, count)).collect(),
    }
}

fn queue_line(caller: &Caller, count: &QueueCount) -> QueueLine {
    let group = GroupId::from_uuid(count.group_id);
    let key = caller.council.groups.lookup.key(group).unwrap_or_default();
    QueueLine {
        name: caller.council.group_name(group, caller.lang).to_owned(),
        href: format!("/queue/{key}"),
        open: u32::try_from(count.cases.min(COUNTED)).unwrap_or_default(),
        overdue: u32::try_from(count.overdue.min(COUNTED)).unwrap_or_default(),
        more: count.cases > COUNTED,
    }
}
