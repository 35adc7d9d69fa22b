//! My requests, the cases of my wards, and the queues of my groups.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::GroupId;

use super::present;
use crate::app::Caller;
use crate::cases::Item;
use crate::cases::lists::{self, ListError, Narrowed, Page, Position, StageStep, Which};
use crate::dashboard::{self, COUNTED};
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::web::Section;
use crate::web::views::{
    Choice, Paging, ProblemKind, Queue, QueueFilter, QueueTab, Request, RequestFilter, RequestStatus, RequestTask,
    Requests, Ward, WardTab,
};

/// Page sizes to choose from, the first unless told.
const SIZES: [u32; 3] = [10, 25, 50];
/// Cases on a page of a ward or a queue.
const ROWS: usize = 25;

/// `GET /requests` (R43)
pub async fn requests(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let size = asked.get("size").parse().ok().filter(|size| SIZES.contains(size)).unwrap_or(SIZES[0]);
    let status = match asked.get("status") {
        chosen @ ("open" | "needs-me" | "closed") => chosen,
        _ => "all",
    };
    let filter = RequestFilter {
        status: status.to_owned(),
        stage: asked.get("stage").to_owned(),
        search: asked.get("search").trim().to_owned(),
        size,
    };
    let narrowed = Narrowed {
        status: None,
        stage: Some(filter.stage.clone()).filter(|stage| !stage.is_empty()),
        open: match status {
            "open" | "needs-me" => Some(true),
            "closed" => Some(false),
            _ => None,
        },
        waiting: status == "needs-me",
        words: Some(filter.search.clone()).filter(|words| !words.is_empty()),
    };
    let narrowed_at_all = narrowed.stage.is_some() || narrowed.open.is_some() || narrowed.words.is_some();
    let read = async {
        let tx = caller.begin().await?;
        let size = usize::try_from(size).unwrap_or(ROWS);
        let page = lists::page(&caller, &tx, &Which::Mine(narrowed), position(&asked), size).await?;
        let steps = lists::stage_steps(&tx, &page.items).await?;
        Ok((page, steps))
    };
    let (page, steps) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(&here, &caller, &error),
    };
    let stages = caller.council.manifest.workflow.stages.iter();
    let view = Requests {
        stages: stages
            .map(|stage| Choice { value: stage.key.as_str().to_owned(), name: stage.name.get(here.lang).to_owned() })
            .collect(),
        sizes: SIZES.to_vec(),
        never_raised: page.items.is_empty() && !narrowed_at_all && page.previous.is_none(),
        paging: paging("/requests", &asked, &["status", "stage", "search", "size"], &page),
        rows: page.items.iter().map(|item| request(&caller, item, &steps)).collect(),
        filter,
    };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Requests)), &view, StatusCode::OK)
}

fn request(caller: &Caller, item: &Item, steps: &[StageStep]) -> Request {
    let (stage, tone) = present::stage(caller, item.workflow_version, &item.stage);
    let status = match item.holder.as_str() {
        "raiser" => RequestStatus::WithYou,
        "group" => RequestStatus::WithCouncil,
        _ => RequestStatus::Closed,
    };
    let mine: Vec<_> = steps.iter().filter(|step| step.case_id == item.id).collect();
    let tasks = mine.iter().enumerate().rev().map(|(index, step)| {
        let (name, _) = present::stage(caller, item.workflow_version, &step.stage);
        let completed = mine.get(index + 1).map(|next| next.at);
        let is_last = index + 1 == mine.len();
        RequestTask {
            stage: name,
            start: step.at,
            completed: completed.or(item.closed_at.filter(|_| is_last)),
            summary: if is_last { present::with(caller, item).unwrap_or_default() } else { String::new() },
            href: format!("/cases/{}#timeline", item.reference),
        }
    });
    Request {
        reference: item.reference.clone(),
        summary: item.summary.clone(),
        what: present::what(caller, item),
        start: item.raised_at,
        end: item.closed_at,
        status,
        stage,
        tone,
        due: item.closed_at.is_none().then(|| present::due(caller, item.due_on)),
        tasks: tasks.collect(),
    }
}

/// `GET /ward` (R34)
pub async fn ward(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let wards = &caller.council.wards;
    let chosen = caller.actor.wards.iter().find(|ward| wards.gss(**ward) == asked.get("ward"));
    let Some(ward) = chosen.or(caller.actor.wards.first()).copied() else {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    };
    let all = asked.get("status") == "all";
    let which = if all { Which::WardAll { ward } } else { Which::WardOpen { ward } };
    let read = async { lists::page(&caller, &caller.begin().await?, &which, position(&asked), ROWS).await };
    let page = match read.await {
        Ok(page) => page,
        Err(error) => return refused(&here, &caller, &error),
    };
    let tabs = caller.actor.wards.iter().map(|id| WardTab {
        name: wards.name(*id).to_owned(),
        value: wards.gss(*id).to_owned(),
        current: *id == ward,
    });
    let view = Ward {
        tabs: tabs.collect(),
        name: wards.name(ward).to_owned(),
        status: if all { "all" } else { "open" }.to_owned(),
        rows: page.items.iter().map(|item| present::row(&caller, item, true)).collect(),
        paging: paging("/ward", &asked, &["ward", "status"], &page),
    };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Ward)), &view, StatusCode::OK)
}

/// `GET /queue`: the first of the person's groups.
pub async fn queue(here: Here, caller: Caller) -> Response {
    let first = caller.actor.groups.first().and_then(|group| caller.council.groups.lookup.key(*group));
    match first {
        Some(key) => Redirect::to(&format!("/queue/{key}")).into_response(),
        None => problem_for(&here, &caller, ProblemKind::NotAllowed),
    }
}

/// `GET /queue/{group}`
pub async fn queue_of(here: Here, caller: Caller, Path(key): Path<String>, Asked(asked): Asked) -> Response {
    let groups = &caller.council.groups.lookup;
    let Some(group) = groups.id(&key).filter(|group| dashboard::watched(&caller).contains(group)) else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let (show, which) = match asked.get("show") {
        "overdue" => (QueueFilter::Overdue, Which::Queue { group, overdue: true }),
        "waiting" => (QueueFilter::Waiting, Which::Asked { group }),
        _ => (QueueFilter::Open, Which::Queue { group, overdue: false }),
    };
    let read = async {
        let tx = caller.begin().await?;
        let page = lists::page(&caller, &tx, &which, position(&asked), ROWS).await?;
        Ok((page, dashboard::queues(&caller, &tx).await?))
    };
    let (page, counts) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(&here, &caller, &error),
    };
    let bounded = |count: i64| u32::try_from(count.min(COUNTED)).unwrap_or_default();
    let tabs = counts.iter().map(|count| {
        let id = GroupId::from_uuid(count.group_id);
        QueueTab {
            name: caller.council.group_name(id, here.lang).to_owned(),
            href: format!("/queue/{}", groups.key(id).unwrap_or_default()),
            open: bounded(count.cases),
            more: count.cases > COUNTED,
            current: id == group,
        }
    });
    let view = Queue {
        tabs: tabs.collect(),
        name: caller.council.group_name(group, here.lang).to_owned(),
        triage: caller.council.manifest.group(&key).is_some_and(|group| group.triage),
        show,
        overdue: counts
            .iter()
            .find(|count| count.group_id == group.as_uuid())
            .map_or(0, |count| bounded(count.overdue)),
        rows: page.items.iter().map(|item| present::row(&caller, item, true)).collect(),
        paging: paging(&format!("/queue/{key}"), &asked, &["show"], &page),
    };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Queue)), &view, StatusCode::OK)
}

fn position(asked: &Fields) -> Position<'_> {
    let given = |name| Some(asked.get(name)).filter(|cursor: &&str| !cursor.is_empty());
    Position { after: given("after"), before: given("before") }
}

/// Links to the pages around this one, which keep what the list was narrowed to.
fn paging(path: &str, asked: &Fields, kept: &[&str], page: &Page) -> Paging {
    let link = |name: &str, cursor: &String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for field in kept {
            if let Some(value) = asked.filled(field) {
                query.append_pair(field, &value);
            }
        }
        format!("{path}?{}", query.append_pair(name, cursor).finish())
    };
    Paging {
        previous: page.previous.as_ref().map(|cursor| link("before", cursor)),
        next: page.next.as_ref().map(|cursor| link("after", cursor)),
    }
}

fn refused(here: &Here, caller: &Caller, error: &ListError) -> Response {
    match error {
        ListError::Cursor => problem_for(here, caller, ProblemKind::BadRequest),
        ListError::Database(error) => problems::something_wrong(here, error),
    }
}
