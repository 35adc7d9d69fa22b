//! The other systems of the demo's councils: a server on this machine that speaks the formats of real ones, with invented content. Nothing
//! of it is fetched from elsewhere, and all of it moves with the day, so that a demo is as fresh in a year as today.
//!
//! Below `http://<origin>/<slug>/`, for each council:
//!
//! | path | what speaks so | plugin |
//! |---|---|---|
//! | `moderngov` | Modern.gov's web service and the pages to which it links | `committees-moderngov`: `address` |
//! | `cmis/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/1/Committee/1/Default.aspx` | CMIS | `committees-cmis`: `address` |
//! | `calendars/all.ics`, `calendars/<committee>.ics` | iCalendar; committees are numbered from 101 | `committees-ical`: `calendars.address` |
//! | `works.csv`, `works.geojson` | tables and GeoJSON, with the columns that [`works::columns`] names | `highways-feed`: `address`, `fields` |
//! | `orders.json` | traffic orders (D-TRO) | `highways-feed`: `address` |
//! | `census/population.csv`, `census/density.csv`, `census/homes.csv` | tables of the census; see [`figures::statistics`] | `ward-facts-census`: `addresses` |
//! | `facts.csv` | a table with fixed columns, to be uploaded | `ward-facts-plain` |
//! | `people.csv` | the export of an HR system; see [`people::columns`] | `people-csv`: `address` |
//! | `scim` | the same people as a directory lists them (SCIM 2.0); any token opens it | `people-scim`: `address` |
//! | `notify` | GOV.UK Notify; a browser sees the last messages | `notify-govuk`: `address` |
//! | `hook` | another program that is told what happens; a browser sees the last news | `webhook`: `address` |
//!
//! Street Manager asks nobody and is asked by nobody: it sends. [`street_manager::messages`] makes what it would send, with the envelope
//! of the service that delivers it; whoever sends them signs them.
//!
//! To add a system: a file here with its routes, and a line in [`router`].

pub mod figures;
pub mod people;
pub mod street_manager;
pub mod works;

mod calendars;
mod cmis;
mod committees;
mod grid;
mod moderngov;
mod notify;
mod page;

use std::collections::BTreeMap;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use casework::clock::Clock;
use casework::manifest::Manifest;
use chrono::NaiveDate;
use tokio::task::JoinHandle;

use crate::app::local_date;

/// A server that ends with this value.
pub struct Upstreams {
    origin: String,
    serving: JoinHandle<()>,
}

/// What is served.
struct World {
    clock: Arc<dyn Clock>,
    origin: String,
    councils: BTreeMap<String, Manifest>,
    sent: notify::Sent,
}

impl World {
    fn today(&self) -> NaiveDate {
        local_date(self.clock.now())
    }
}

impl Upstreams {
    /// Begins to serve these councils' systems where the listener is, on this machine. Needs tokio.
    ///
    /// # Errors
    /// When the listener cannot be used.
    pub fn start(listener: TcpListener, clock: Arc<dyn Clock>, councils: &[Manifest]) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let origin = listener.local_addr()?.to_string();
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let councils = councils.iter().map(|council| (council.slug.clone(), council.clone())).collect();
        let world = World { clock, origin: origin.clone(), councils, sent: notify::Sent::default() };
        let router = router(Arc::new(world));
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(error = %error, "the other systems of the demo stopped");
            }
        });
        Ok(Self { origin, serving })
    }

    /// Host and port, as an operator names a private host that plugins may reach by http.
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin.clone()
    }
}

impl Drop for Upstreams {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/{slug}/moderngov/mgWebService.asmx/{what}", get(moderngov::service))
        .route("/{slug}/moderngov/{page}", get(moderngov::page))
        .route("/{slug}/cmis/{*path}", get(cmis::page))
        .route("/{slug}/calendars/{file}", get(calendars::calendar))
        .route("/{slug}/census/{file}", get(figures::census))
        .route("/{slug}/scim/Users", get(people::directory))
        .route("/{slug}/notify", get(notify::list))
        .route("/{slug}/notify/", get(notify::list))
        .route("/{slug}/hook", get(notify::list).post(notify::hear))
        .route("/{slug}/notify/v2/notifications/{kind}", post(notify::send))
        .route("/{slug}/{file}", get(file))
        .with_state(world)
}

/// Files that have a name of their own.
async fn file(State(world): State<Arc<World>>, Path((slug, file)): Path<(String, String)>) -> Response {
    let Some(council) = world.councils.get(&slug) else { return nothing() };
    let today = world.today();
    match file.as_str() {
        "works.csv" => csv(works::table(council, today)),
        "works.geojson" => answer("application/geo+json", works::geojson(council, today)),
        "orders.json" => answer("application/json", works::orders(council, today)),
        "facts.csv" => csv(figures::plain(council)),
        "people.csv" => csv(people::export(council, today)),
        _ => nothing(),
    }
}

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response()
}

fn answer(kind: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

fn csv(body: String) -> Response {
    answer("text/csv; charset=utf-8", body)
}

/// A row of a table in which cells with commas or quotes are quoted.
fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let quoted = |cell: &str| match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    let cells: Vec<_> = cells.into_iter().map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

/// The same number for the same words and number, and another for others: all the chance that there is here.
fn chance(words: &str, number: u64) -> u64 {
    let hash = words
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    // As SplitMix64 ends: neighbours are far apart.
    let mixed = (hash ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 16
}

/// One of these, by chance.
fn pick<T: Copy>(from: &[T], words: &str, number: u64) -> T {
    let many = u64::try_from(from.len()).unwrap_or(1).max(1);
    from[usize::try_from(chance(words, number) % many).unwrap_or_default()]
}

/// A share from 0 to 1, by chance.
fn share(words: &str, number: u64) -> f64 {
    f64::from(u32::try_from(chance(words, number) % 10_000).unwrap_or_default()) / 10_000.0
}
