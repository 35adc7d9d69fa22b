//! What a monitoring system reads: how plugins fare, what was answered, what the worker does.
//!
//! It has an address of its own. Behind a proxy every request comes from this machine, so the address of who asks says nothing; a
//! listener that only the operator's network reaches does. Labels hold slugs, names of plugins and kinds of pages, never anything
//! about a person.
//!
//! To add a figure: count it in [`Meter`] or read it where it lies, and write it in [`told`].

pub mod meter;
mod text;

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use casework::ids::TenantId;
use plugin_host::{Health, PluginStatus};

use crate::app::App;
use meter::Meter;
use text::{Kind, Page};

/// Of the text format that every version of Prometheus reads.
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The routes of the listener for monitoring: `GET /metrics` and nothing else.
pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(app)
}

async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], told(&app))
}

/// All figures, in the text format.
fn told(app: &App) -> String {
    let councils = app.directory.all();
    let slugs: BTreeMap<TenantId, &str> =
        councils.iter().map(|council| (council.id, council.manifest.slug.as_str())).collect();
    let mut page = Page::default();
    page.family("wardbook_info", Kind::Gauge, "The version of the program.");
    page.sample("", &[("version", env!("CARGO_PKG_VERSION"))], 1_u8);
    page.family("wardbook_councils", Kind::Gauge, "Councils that are served.");
    page.sample("", &[], councils.len());
    plugins(&mut page, &app.plugins.host.status(), &slugs);
    answered(&mut page, &app.meter);
    worked(&mut page, &app.meter, &slugs);
    page.into_text()
}

/// Writes the samples of one plugin, which have these labels.
type Write = dyn Fn(&mut Page, &PluginStatus, &[(&str, &str)]);

/// How each plugin of each council fares.
fn plugins(page: &mut Page, all: &[PluginStatus], slugs: &BTreeMap<TenantId, &str>) {
    let named: Vec<(String, &PluginStatus)> = all
        .iter()
        .map(|it| (slugs.get(&it.tenant).map_or_else(|| it.tenant.to_string(), |slug| (*slug).to_owned()), it))
        .collect();
    let each = |page: &mut Page, write: &Write| {
        for (council, it) in &named {
            write(page, it, &[("council", council.as_str()), ("plugin", &it.plugin), ("version", &it.version)]);
        }
    };
    page.family("wardbook_plugin_calls_total", Kind::Counter, "Calls of a plugin, also those that failed.");
    each(page, &|page, it, labels| page.sample("", labels, it.figures.calls));
    let help = "Calls of a plugin that gave no answer, by the code of the failure.";
    page.family("wardbook_plugin_failures_total", Kind::Counter, help);
    each(page, &|page, it, labels| {
        for (code, failures) in &it.figures.failures {
            page.sample("", &[labels, &[("code", code)]].concat(), *failures);
        }
    });
    page.family(
        "wardbook_plugin_fuel_total",
        Kind::Counter,
        "Fuel that a plugin burnt, reading its settings included.",
    );
    each(page, &|page, it, labels| page.sample("", labels, it.figures.fuel));
    let help = "Time from asking a plugin to its answer, waiting included.";
    page.family("wardbook_plugin_call_seconds", Kind::Summary, help);
    each(page, &|page, it, labels| {
        // What was left alone took no time and is counted all the same: it would make the others look quick.
        let alone = it.figures.failures.get("suspended").copied().unwrap_or_default();
        page.sample("_sum", labels, it.figures.time.as_secs_f64());
        page.sample("_count", labels, it.figures.calls.saturating_sub(alone));
    });
    page.family("wardbook_plugin_requests_total", Kind::Counter, "Requests to other systems that a plugin made.");
    each(page, &|page, it, labels| page.sample("", labels, it.figures.requests));
    let help = "1 while a plugin is left alone because it kept failing, until a call shows that it is well again.";
    page.family("wardbook_plugin_suspended", Kind::Gauge, help);
    each(page, &|page, it, labels| {
        page.sample("", labels, u8::from(matches!(it.health, Health::Suspended { .. })));
    });
}

fn answered(page: &mut Page, meter: &Meter) {
    let requests = meter.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let help = "Time of requests, by kind of page and class of status.";
    page.family("wardbook_request_seconds", Kind::Summary, help);
    for ((route, status), answered) in &requests {
        let labels = [("route", *route), ("status", *status)];
        page.sample("_sum", &labels, answered.time.as_secs_f64());
        page.sample("_count", &labels, answered.requests);
    }
}

fn worked(page: &mut Page, meter: &Meter, slugs: &BTreeMap<TenantId, &str>) {
    let counters = [
        ("wardbook_worker_looks_total", "Times that the worker looked for work.", &meter.passes),
        ("wardbook_worker_turns_total", "Turns that councils had in the background.", &meter.turns),
        ("wardbook_worker_failed_turns_total", "Turns that an error of ours ended.", &meter.failed_turns),
    ];
    for (name, help, counter) in counters {
        page.family(name, Kind::Counter, help);
        page.sample("", &[], counter.load(Ordering::Relaxed));
    }
    let given_up = meter.given_up.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let help = "Jobs that were given up and wait for somebody to decide, at most 1000, as of the council's last turn.";
    page.family("wardbook_jobs_given_up", Kind::Gauge, help);
    for (council, jobs) in &given_up {
        if let Some(slug) = slugs.get(council) {
            page.sample("", &[("council", *slug)], jobs);
        }
    }
}
