//! Works on streets near the place of a case that is being raised (R14): who reports a hole hears that somebody is about to mend the road.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use casework::feeds::WorkStatus;
use fluent_bundle::FluentArgs;
use serde::Serialize;

use crate::app::Caller;
use crate::brought::{self, traffic};
use crate::http::extract::{Asked, Here};
use crate::http::problems::problem_for;
use crate::web::short_day;
use crate::web::views::{NearWork, ProblemKind};

/// The most that are told.
const TOLD: usize = 3;

/// What the script of the page asks for.
#[derive(Serialize)]
struct Near {
    title: String,
    works: Vec<String>,
}

/// `GET /raise/near?latitude=&longitude=`: the same as on the page, as words.
pub async fn near_page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    if !caller.actor.may_raise() {
        return problem_for(&here, &caller, ProblemKind::NotAllowed);
    }
    let works = of(&caller, asked.get("latitude"), asked.get("longitude")).await;
    let (lang, texts) = (here.lang, here.app.pages.texts());
    let words = |work: NearWork| {
        let mut args = FluentArgs::new();
        args.set("street", work.street);
        args.set("what", work.description);
        args.set("traffic", texts.get(lang, &format!("traffic-{}", work.traffic), None).into_owned());
        args.set("starts", short_day(work.starts, lang, texts));
        args.set("ends", short_day(work.ends, lang, texts));
        args.set("metres", work.metres);
        texts.get(lang, if work.under_way { "near-now" } else { "near-later" }, Some(&args)).into_owned()
    };
    let title = texts.get(lang, "near-title", None).into_owned();
    Json(Near { title, works: works.into_iter().map(words).collect() }).into_response()
}

/// Works near a place as it stands in the form. None of them can be told if that fails: a case can be raised without.
pub(super) async fn of(caller: &Caller, latitude: &str, longitude: &str) -> Vec<NearWork> {
    let degrees = |typed: &str| typed.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= 180.0);
    let Some((latitude, longitude)) = degrees(latitude).zip(degrees(longitude)) else { return Vec::new() };
    let read = async {
        let tx = caller.begin().await?;
        brought::works_near(&tx, caller, latitude, longitude, TOLD).await
    };
    match read.await {
        Ok(found) => found.into_iter().map(|(metres, work)| near(metres, work)).collect(),
        Err(error) => {
            tracing::error!(error = %error, "works near a place cannot be told");
            Vec::new()
        }
    }
}

fn near(metres: f64, work: casework::feeds::Work) -> NearWork {
    NearWork {
        street: work.street,
        description: work.description,
        traffic: traffic(work.traffic).to_owned(),
        starts: work.starts,
        ends: work.ends,
        under_way: work.status == WorkStatus::InProgress,
        // Places of works are right to some metres.
        metres: format!("{:.0}", (metres / 10.0).ceil() * 10.0),
    }
}
