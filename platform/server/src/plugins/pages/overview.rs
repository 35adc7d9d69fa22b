//! What is in force and on its way; choosing and uploading plugins.

use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::ActivationId;
use plugin_host::{Kind, MOST_BYTES};

use super::super::life::{self, Choice, From, LifeError, Overview};
use super::super::seat::Seat;
use super::{now, refused};
use crate::app::Caller;
use crate::feeds::{self, Freshness};
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::files::{FileForm, Part};
use crate::http::problems::{self, problem_for};
use crate::identity::{self, Sent};
use crate::plugins::ActivationRow;
use crate::web::Section;
use crate::web::views::{
    FeedFares, FieldProblem, PluginActivationLine, PluginCarriersLine, PluginChoiceLine, PluginKindLine,
    PluginKindPage, PluginSeatLine, PluginUploaded, PluginsPage, ProblemKind,
};

/// `GET /plugins`
pub async fn list(here: Here, caller: Caller) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        Ok::<_, LifeError>((life::overview(&tx, &caller).await?, feeds::freshness(&tx).await?))
    };
    let (overview, freshness) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(&here, &caller, &error),
    };
    let carriers = Kind::ALL.into_iter().filter(|kind| !kind.decides()).map(|kind| PluginCarriersLine {
        kind: kind.to_string(),
        seats: seats_of(&overview, &freshness, &caller, kind),
    });
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.decides()).map(|kind| PluginKindLine {
        kind: kind.to_string(),
        now: overview.seats.iter().find(|seat| seat.in_force.setup.seat.kind == kind).map(|seat| now(seat, &caller)),
        candidate: overview.candidates.iter().find(|setup| setup.seat.kind == kind).map(|setup| setup.id.to_string()),
    });
    let view = PluginsPage { kinds: kinds.collect(), carriers: carriers.collect() };
    problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
}

/// The plugins of a kind that carries, in force or on their way.
fn seats_of(overview: &Overview, freshness: &[Freshness], caller: &Caller, kind: Kind) -> Vec<PluginSeatLine> {
    let in_force = overview.seats.iter().filter(|seat| seat.in_force.setup.seat.kind == kind).map(|seat| {
        let of = &seat.in_force.setup.seat;
        let candidate = overview.candidates.iter().find(|setup| setup.seat == *of);
        let now = now(seat, caller);
        let candidate = candidate.map(|setup| setup.id.to_string());
        let fares = freshness.iter().find(|feed| feed.seat == of.to_string()).map(|feed| FeedFares {
            good_at: feed.good_at,
            trouble: feed.failure.as_ref().map(|code| format!("feed-{code}")),
        });
        PluginSeatLine { href: format!("/plugins/{of}"), title: now.plugin.clone(), now: Some(now), candidate, fares }
    });
    let sits = |seat: &Seat| overview.seats.iter().any(|known| known.in_force.setup.seat == *seat);
    let begun = overview.candidates.iter().filter(|setup| setup.seat.kind == kind && !sits(&setup.seat));
    let begun = begun.map(|setup| PluginSeatLine {
        href: format!("/plugins/{}", setup.seat),
        title: setup.plugin.clone(),
        now: None,
        candidate: Some(setup.id.to_string()),
        fares: None,
    });
    in_force.chain(begun).collect()
}

/// `GET /plugins/{kind}`
pub async fn kind(here: Here, caller: Caller, Path(kind): Path<String>, Asked(asked): Asked) -> Response {
    let done =
        asked.filled("done").filter(|done| ["uploaded", "activated", "discarded", "off"].contains(&done.as_str()));
    draw(&here, &caller, &kind, done, asked.get("chosen"), vec![]).await
}

async fn draw(
    here: &Here,
    caller: &Caller,
    kind: &str,
    done: Option<String>,
    chosen: &str,
    problems: Vec<FieldProblem>,
) -> Response {
    let of_kind = Kind::ALL.into_iter().find(|known| known.as_str() == kind);
    let Some(of_kind) = of_kind else { return problem_for(here, caller, ProblemKind::NotFound) };
    let seat = Seat::of(of_kind, "");
    let read = async {
        let tx = caller.begin().await?;
        let overview = life::overview(&tx, caller).await?;
        let choices = life::choices(&tx, caller, of_kind).await?;
        let history = life::history(&tx, caller, &seat).await?;
        Ok::<_, LifeError>((overview, choices, history, feeds::freshness(&tx).await?))
    };
    let (overview, choices, history, freshness) = match read.await {
        Ok(read) => read,
        Err(error) => return refused(here, caller, &error),
    };
    let in_force = overview.seats.iter().find(|known| known.in_force.setup.seat == seat);
    let current = in_force.map(|known| known.in_force.activation);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = PluginKindPage {
        kind: kind.to_owned(),
        several: !of_kind.decides(),
        seats: if of_kind.decides() { Vec::new() } else { seats_of(&overview, &freshness, caller, of_kind) },
        now: in_force.map(|known| now(known, caller)),
        candidate: history.candidate.map(|setup| setup.id.to_string()),
        history: history.activations.into_iter().map(|row| activation_line(row, current, &choices)).collect(),
        choices: choices.into_iter().map(|choice| choice_line(choice, chosen)).collect(),
        done,
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, status)
}

/// `POST /plugins/{kind}/begin` with `from`: work on another setup.
pub async fn begin(here: Here, Path(kind): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let from = match fields.get("from").split_once(':') {
        None if fields.get("from") == "in-force" => match kind.parse::<Seat>() {
            Ok(seat) => From::InForce(seat),
            Err(_) => return problem_for(&here, &caller, ProblemKind::NotFound),
        },
        Some(("in-force", plugin)) => match format!("{kind}/{plugin}").parse::<Seat>() {
            Ok(seat) => From::InForce(seat),
            Err(_) => return problem_for(&here, &caller, ProblemKind::NotFound),
        },
        Some(("shipped", name)) if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {
            From::Shipped(name.to_owned())
        }
        Some(("kept", fingerprint)) => match fingerprint.parse() {
            Ok(fingerprint) => From::Kept(fingerprint),
            Err(_) => return problem_for(&here, &caller, ProblemKind::NotFound),
        },
        _ => {
            let problem = FieldProblem::new("from", "plugin-missing");
            return draw(&here, &caller, &kind, None, "", vec![problem]).await;
        }
    };
    match life::begin(&caller, from).await {
        Ok(setup) => Redirect::to(&format!("/plugins/setups/{setup}")).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `POST /plugins/{kind}/upload`: a component in the field `component`.
pub async fn upload(here: Here, caller: Option<Caller>, Path(kind): Path<String>, request: Request) -> Response {
    let Some(caller) = caller else { return identity::pages::file_lost(&here).await };
    let again = |reason: &str| FieldProblem::new("component", reason);
    let component = match component_in(request).await {
        Ok(component) if component.is_empty() => {
            return draw(&here, &caller, &kind, None, "", vec![again("plugin-no-file")]).await;
        }
        Ok(component) => component,
        Err(reason) => return draw(&here, &caller, &kind, None, "", vec![again(reason)]).await,
    };
    match life::upload(&caller, component).await {
        Ok((fingerprint, description)) => {
            let to = format!("/plugins/{}?done=uploaded&chosen=kept:{fingerprint}", description.kind);
            Redirect::to(&to).into_response()
        }
        Err(LifeError::Refused(refusal)) => {
            let problem = again("plugin-refused").with("code", refusal.code).with("detail", refusal.detail);
            draw(&here, &caller, &kind, None, "", vec![problem]).await
        }
        Err(LifeError::Full) => draw(&here, &caller, &kind, None, "", vec![again("plugin-full")]).await,
        Err(error) => refused(&here, &caller, &error),
    }
}

/// The bytes of the first file of a form.
async fn component_in(request: Request) -> Result<Vec<u8>, &'static str> {
    let Some(mut form) = FileForm::open(request).await else { return Ok(Vec::new()) };
    while let Some(part) = form.next().await.map_err(|_| "plugin-broken")? {
        let Part::File(_, mut file) = part else { continue };
        let mut bytes = Vec::new();
        while let Some(chunk) = file.chunk().await.map_err(|_| "plugin-broken")? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err("plugin-too-large");
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok(bytes);
    }
    Ok(Vec::new())
}

fn choice_line(choice: Choice, chosen: &str) -> PluginChoiceLine {
    let value = match &choice.from {
        From::Kept(fingerprint) => format!("kept:{fingerprint}"),
        From::Shipped(name) => format!("shipped:{name}"),
        From::InForce(_) => "in-force".to_owned(),
    };
    PluginChoiceLine {
        chosen: value == chosen,
        value,
        plugin: choice.title,
        version: choice.version,
        summary: choice.summary,
        uploaded: choice.kept.map(|kept| PluginUploaded {
            by: kept.added_by.unwrap_or_default(),
            at: kept.added_at,
            fingerprint: kept.fingerprint.to_string().chars().take(12).collect(),
        }),
    }
}

pub(super) fn activation_line(
    row: ActivationRow,
    current: Option<ActivationId>,
    choices: &[Choice],
) -> PluginActivationLine {
    let id = ActivationId::from_uuid(row.id);
    PluginActivationLine {
        id: id.to_string(),
        again: Some(id) != current && row.setup_id.is_some(),
        plugin: row.plugin.map(|name| {
            let known = choices.iter().find(|choice| choice.name == name);
            known.map_or(name, |choice| choice.title.clone())
        }),
        version: row.plugin_version,
        by: row.by,
        at: row.made_at,
        reason: row.reason,
        rehearsal: row.rehearsal_id.map(|id| casework::ids::RehearsalId::from_uuid(id).to_string()),
    }
}
