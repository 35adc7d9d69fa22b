//! What an admin sees and does of one plugin that carries: how it fares, what was skipped, where the other system sends.

use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::feeds::{Skipped, Upload};
use plugin_host::{FeedFailure, Kind};

use super::give::{self, GiveError, LARGEST};
use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::files::{FileForm, Part};
use crate::http::problems::{self, problem_for};
use crate::identity::{self, Sent};
use crate::plugins::pages::seat_view;
use crate::plugins::{LifeError, Seat, turn_off};
use crate::tenancy::TenantTx;
use crate::web::Section;
use crate::web::views::{FeedPanel, FeedSkipped, FieldProblem, ProblemKind};

/// What the page says besides how the plugin fares.
#[derive(Default)]
struct Said {
    done: Option<String>,
    items: usize,
    gone: u64,
    /// The address that was made just now.
    address: Option<String>,
    problems: Vec<FieldProblem>,
}

/// `GET /plugins/{kind}/{plugin}`
pub async fn seat_page(
    here: Here,
    caller: Caller,
    Path((kind, plugin)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Response {
    let known = ["activated", "discarded", "soon", "given", "again", "thrown-away"];
    let done = asked.filled("done").filter(|done| known.contains(&done.as_str()));
    let (items, gone) = (asked.get("items").parse().unwrap_or_default(), asked.get("gone").parse().unwrap_or_default());
    match format!("{kind}/{plugin}").parse::<Seat>() {
        Ok(seat) => draw(&here, &caller, &seat, Said { done, items, gone, ..Said::default() }).await,
        Err(_) => problem_for(&here, &caller, ProblemKind::NotFound),
    }
}

async fn draw(here: &Here, caller: &Caller, seat: &Seat, said: Said) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let mut view = seat_view(&tx, caller, seat).await?;
        if seat.kind != Kind::NotificationChannel {
            view.feed = panel(&tx, seat).await?;
        } else if let Some(state) = super::state(&tx, seat).await? {
            view.address_made = state.has_address;
            (view.trouble, view.why) = match (state.failure.as_deref(), state.why) {
                (Some("not-this-kind"), Some(what)) => (Some(format!("channel-not-this-{what}")), None),
                (Some("account"), why) => (Some("channel-account".to_owned()), why),
                _ => (None, None),
            };
        }
        Ok::<_, LifeError>(view)
    };
    let mut view = match read.await {
        Ok(view) => view,
        Err(error) => return crate::plugins::pages::refused(here, caller, &error),
    };
    (view.done, view.items, view.gone) = (said.done, said.items, said.gone);
    view.address = said.address.map(|secret| {
        let site = format!("https://{}", caller.council.host);
        format!("{site}/incoming/{seat}/{secret}")
    });
    view.problems = said.problems;
    let status = if view.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

async fn panel(tx: &TenantTx, seat: &Seat) -> Result<Option<FeedPanel>, sea_orm::DbErr> {
    let Some(state) = super::state(tx, seat).await? else { return Ok(None) };
    let skipped: Vec<Skipped> = serde_json::from_value(state.skipped).unwrap_or_default();
    let more = skipped.len().saturating_sub(SHOWN);
    let line = |row: Skipped| FeedSkipped { row: row.row, what: row.what, remedy: row.remedy };
    Ok(Some(FeedPanel {
        people: seat.kind == Kind::PeopleFeed,
        good_at: state.good_at,
        tried_at: state.tried_at,
        next_at: state.next_at,
        failures: state.failures,
        trouble: state.failure.map(|code| format!("feed-{code}")),
        why: state.why,
        items: state.items,
        skipped: skipped.into_iter().take(SHOWN).map(line).collect(),
        more_skipped: more,
        has_address: state.has_address,
        topic: state.topic,
        waiting: state.waiting,
        given_up: state.given_up,
        given_up_why: state.given_up_why,
    }))
}

/// Rows that could not be read that are shown.
const SHOWN: usize = 20;

/// `POST /plugins/{kind}/{plugin}/{what}`: `read`, `address`, `again`, `throw-away`, or `off` with `reason`.
pub async fn act(
    here: Here,
    Path((kind, plugin, what)): Path<(String, String, String)>,
    Sent { caller, fields }: Sent,
) -> Response {
    let path = format!("/plugins/{kind}/{plugin}");
    let Ok(seat) = format!("{kind}/{plugin}").parse::<Seat>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let done = match what.as_str() {
        "read" => give::read_now(&caller, &seat).await.map(|()| "soon"),
        "again" => give::decide(&caller, &seat, true).await.map(|()| "again"),
        "throw-away" => give::decide(&caller, &seat, false).await.map(|()| "thrown-away"),
        "address" => {
            return match give::new_address(&caller, &seat).await {
                Ok(secret) => draw(&here, &caller, &seat, Said { address: Some(secret), ..Said::default() }).await,
                Err(error) => refused(&here, &caller, &error),
            };
        }
        "off" => {
            let turned = turn_off(&caller, &seat, fields.get("reason")).await;
            return match turned {
                Ok(()) => Redirect::to(&format!("/plugins/{}?done=off", seat.kind)).into_response(),
                Err(LifeError::NoReason) => {
                    let problems = vec![FieldProblem::new("reason", "none")];
                    draw(&here, &caller, &seat, Said { problems, ..Said::default() }).await
                }
                Err(error) => crate::plugins::pages::refused(&here, &caller, &error),
            };
        }
        _ => return problem_for(&here, &caller, ProblemKind::NotFound),
    };
    match done {
        Ok(done) => Redirect::to(&format!("{path}?done={done}")).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

fn refused(here: &Here, caller: &Caller, error: &GiveError) -> Response {
    match error {
        GiveError::NotAllowed => problem_for(here, caller, ProblemKind::NotAllowed),
        GiveError::NotFound => problem_for(here, caller, ProblemKind::NotFound),
        GiveError::Unready(_) | GiveError::Feed(_) | GiveError::Database(_) => problems::something_wrong(here, error),
    }
}

/// `POST /plugins/{kind}/{plugin}/file`: a file for the plugin to read, in the field `file`.
pub async fn file(
    here: Here,
    caller: Option<Caller>,
    Path((kind, plugin)): Path<(String, String)>,
    request: Request,
) -> Response {
    let path = format!("/plugins/{kind}/{plugin}");
    let Some(caller) = caller else { return identity::pages::file_lost(&here).await };
    let Ok(seat) = format!("{kind}/{plugin}").parse::<Seat>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let again = |problem: FieldProblem| Said { problems: vec![problem], ..Said::default() };
    let upload = match upload_in(request).await {
        Ok(upload) => upload,
        Err(reason) => return draw(&here, &caller, &seat, again(FieldProblem::new("file", reason))).await,
    };
    match give::give(&caller, &seat, upload).await {
        Ok(given) => {
            let to = format!("{path}?done=given&items={}&gone={}", given.items, given.gone);
            Redirect::to(&to).into_response()
        }
        Err(GiveError::Feed(FeedFailure::Source(casework::feeds::FeedError::NotThisWay))) => {
            draw(&here, &caller, &seat, again(FieldProblem::new("file", "feed-no-files"))).await
        }
        Err(error @ (GiveError::Feed(_) | GiveError::Unready(_))) => {
            let problem = FieldProblem::new("file", "feed-unreadable").with("text", error.to_string());
            draw(&here, &caller, &seat, again(problem)).await
        }
        Err(error) => refused(&here, &caller, &error),
    }
}

async fn upload_in(request: Request) -> Result<Upload, &'static str> {
    let Some(mut form) = FileForm::open(request).await else { return Err("import-none") };
    while let Some(part) = form.next().await.map_err(|_| "import-none")? {
        let Part::File(sent, mut file) = part else { continue };
        let media_type = file.content_type().unwrap_or_default().to_owned();
        let mut content = Vec::new();
        while let Some(chunk) = file.chunk().await.map_err(|_| "import-none")? {
            if content.len() + chunk.len() > LARGEST {
                return Err("feed-file-large");
            }
            content.extend_from_slice(&chunk);
        }
        let name = sent.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        return if content.is_empty() { Err("import-none") } else { Ok(Upload { name, media_type, content }) };
    }
    Err("import-none")
}
