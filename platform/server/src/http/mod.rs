//! The program's HTTP face: which council a request is for, who it is from, and where it goes.

pub mod extract;
pub mod files;
pub mod from;
pub mod here;
pub mod problems;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api::{self, Api};
use crate::app::App;
use crate::tenancy::Found;
use crate::web::views::ProblemKind;
use crate::{
    away, calendar, cases, copies, dashboard, drafts, feeds, guests, identity, jobs, mail_in, notices, people, plugins,
    residents, scim, web,
};
use files::LARGEST_BODY;

/// What a form may hold, as [`LARGEST_BODY`], for a plugin's settings: a table of two thousand rows.
const LARGEST_SETTINGS: usize = 4 * 1024 * 1024;
/// No page takes longer than this.
const LONGEST: Duration = Duration::from_secs(30);
/// Ten files of the largest size, with what the form adds.
const LARGEST_UPLOAD: usize = 262 * 1024 * 1024;
const LONGEST_UPLOAD: Duration = Duration::from_secs(15 * 60);

/// What handlers can ask for as `State`.
#[derive(Clone)]
pub struct Shared {
    pub app: Arc<App>,
    pub api: Api,
}

impl FromRef<Shared> for Arc<App> {
    fn from_ref(shared: &Shared) -> Self {
        Arc::clone(&shared.app)
    }
}

impl FromRef<Shared> for Api {
    fn from_ref(shared: &Shared) -> Self {
        shared.api.clone()
    }
}

/// Every route of the program.
pub fn router(app: Arc<App>) -> Router {
    let shared = Shared { app, api: Api::default() };
    let council_pages = Router::new()
        .route("/", get(dashboard::pages::home))
        .route("/home/cards", get(dashboard::pages::cards_page).post(dashboard::pages::arrange))
        .route("/home/works", get(dashboard::pages::works_page))
        .route("/home/figures", get(dashboard::pages::figures_page))
        .route("/home/calendar", get(calendar::pages::page).post(calendar::pages::change))
        .route("/sign-out", post(identity::pages::sign_out))
        .route("/language/{language}", get(identity::pages::language))
        .route("/raise", get(cases::pages::raise_page))
        .route("/raise/near", get(cases::pages::near_page))
        .route("/requests", get(cases::pages::requests))
        .route("/ward", get(cases::pages::ward))
        .route("/queue", get(cases::pages::queue))
        .route("/queue/{group}", get(cases::pages::queue_of))
        .route("/cases/{reference}", get(cases::pages::case))
        .route("/cases/{reference}/notes", post(cases::pages::add_note))
        .route("/cases/{reference}/notes/{id}", get(cases::pages::note_page).post(cases::pages::change_note))
        .route("/cases/{reference}/actions/{verb}", post(cases::pages::act))
        .route("/cases/{reference}/place", post(cases::pages::place))
        .route("/cases/{reference}/links", post(cases::pages::connect))
        .route("/cases/{reference}/links/{id}/end", post(cases::pages::take_apart))
        .route("/cases/{reference}/outcome", post(cases::pages::send_outcome))
        .route("/stages", get(cases::pages::stages))
        .route("/stages/move", get(cases::pages::move_page).post(cases::pages::move_cases))
        .route("/notices", get(notices::pages::list))
        .route("/notices/read", post(notices::pages::read))
        .route("/notices/choice", get(notices::pages::choice_page).post(notices::pages::choose))
        .route("/notices/away", get(away::pages::away_page).post(away::pages::say))
        .route("/notices/away/end", post(away::pages::end))
        .route("/cases/{reference}/write", get(residents::pages::write_page).post(residents::pages::write))
        .route("/cases/{reference}/telling", get(residents::pages::telling_page).post(residents::pages::tell))
        .route("/cases/{reference}/letters/{seq}", get(residents::pages::letter))
        .route("/letters", get(residents::pages::letters))
        .route("/letters/print", post(residents::pages::print))
        .route("/letters/batches/{id}", get(residents::pages::batch))
        .route("/letters/batches/{id}/return", post(residents::pages::put_back))
        .route("/templates", get(residents::pages::templates))
        .route("/templates/{what}/{lang}", get(residents::pages::template).post(residents::pages::save))
        .route("/cases/{reference}/copies", get(copies::pages::page).post(copies::pages::add))
        .route("/cases/{reference}/copies/{id}/remove", post(copies::pages::remove))
        .route("/cases/{reference}/progress.pdf", get(cases::pages::progress))
        .route("/cases/{reference}/outside", get(guests::pages::ask_page).post(guests::pages::ask))
        .route("/cases/{reference}/guests/resident", post(guests::pages::make_for_resident))
        .route("/cases/{reference}/guests/take-back", post(guests::pages::take_back))
        .route("/drafts/{id}/delete", post(drafts::pages::delete))
        .route("/mail-in", get(mail_in::pages::list))
        .route("/mail-in/{id}", get(mail_in::pages::one))
        .route("/mail-in/{id}/dismiss", post(mail_in::pages::dismiss))
        .route("/mail-in/{id}/hand-over", post(mail_in::pages::hand_over))
        .route("/jobs", get(jobs::pages::list))
        .route("/jobs/retry", post(jobs::pages::retry_kind))
        .route("/jobs/{id}", get(jobs::pages::one))
        .route("/jobs/{id}/retry", post(jobs::pages::retry))
        .route("/jobs/{id}/discard", post(jobs::pages::discard))
        .route("/people", get(people::pages::list))
        .route("/people/plans/{id}", get(people::pages::plan).post(people::pages::put_in_force))
        .route("/people/plans/{id}/dismiss", post(people::pages::dismiss))
        .route("/people/push", post(people::pages::push))
        .route("/people/units", post(people::pages::say_unit))
        .route("/people/units/forget", post(people::pages::forget_unit))
        .route("/people/bind", post(people::pages::bind))
        .route("/people/taken-in", post(people::pages::take_in_again))
        .route("/people/behind", get(people::pages::behind))
        .route("/people/behind/cases", post(people::pages::give_cases))
        .route("/people/behind/drafts", post(people::pages::give_drafts))
        .route("/plugins", get(plugins::pages::list))
        .route("/plugins/{kind}", get(plugins::pages::kind))
        .route("/plugins/{kind}/begin", post(plugins::pages::begin))
        .route("/plugins/{kind}/again/{id}", get(plugins::pages::again_page).post(plugins::pages::again))
        .route("/plugins/setups/{id}", get(plugins::pages::setup_page))
        .route("/plugins/setups/{id}/settings.json", get(plugins::pages::exported))
        .route("/plugins/setups/{id}/table/{name}", get(plugins::pages::copied))
        .route("/plugins/setups/{id}/discard", post(plugins::pages::discard))
        .route("/plugins/setups/{id}/activate", get(plugins::pages::activate_page).post(plugins::pages::activate))
        .route("/plugins/setups/{id}/rehearse", post(plugins::pages::rehearse))
        .route("/plugins/{kind}/{plugin}", get(feeds::pages::seat_page))
        .route("/plugins/{kind}/{plugin}/{what}", post(feeds::pages::act))
        .route(
            "/plugins/{kind}/{plugin}/again/{id}",
            get(plugins::pages::seat_again_page).post(plugins::pages::seat_again),
        )
        .route("/plugins/rehearsals/{id}", get(plugins::pages::rehearsal))
        .route("/plugins/rehearsals/{id}/cancel", post(plugins::pages::cancel))
        .route("/graphql", get(api::http::get).post(api::http::post))
        .fallback(problems::no_such_page)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    let settings = Router::new()
        .route("/plugins/setups/{id}", post(plugins::pages::save))
        .layer(DefaultBodyLimit::max(LARGEST_SETTINGS))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    // Brings along what was typed into any other form before the session was lost.
    let signing_in = Router::new()
        .route("/sign-in", get(identity::pages::sign_in_page).post(identity::pages::sign_in))
        .layer(DefaultBodyLimit::max(2 * LARGEST_SETTINGS))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    // Streamed, so that they may be large and slow: a phone at the edge of its signal sends ten photos.
    let files = Router::new()
        .route("/raise", post(cases::pages::raise))
        .route("/drafts/{id}/files/{file}", get(drafts::pages::small_picture))
        .route("/plugins/{kind}/upload", post(plugins::pages::upload))
        .route("/plugins/setups/{id}/import", post(plugins::pages::import))
        .route("/plugins/{kind}/{plugin}/file", post(feeds::pages::file))
        .route("/cases/{reference}/files", post(cases::pages::add_files))
        .route("/cases/{reference}/files/{id}", get(cases::pages::file))
        // Has a limit of its own, and no session: the council's mail server sends it.
        .route("/mail-in", post(mail_in::pages::take))
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_UPLOAD));
    // Outside the check of where forms come from: a guest brings no cookie that another site could borrow, and `no-referrer` makes
    // older browsers say nothing of where they are.
    let for_guests = Router::new()
        .route("/calendar/{file}", get(calendar::pages::calendar))
        .route("/g/thanks", get(guests::pages::thanks))
        .route("/g/{token}", get(guests::pages::visit))
        .route("/g/{token}/answer", post(guests::pages::answer))
        .route("/g/{token}/words", post(guests::pages::words))
        .route("/g/{token}/verdict", post(guests::pages::verdict))
        .route("/g/{token}/unsubscribe", get(guests::pages::copy).post(guests::pages::unsubscribe))
        .layer(middleware::map_response(guests::pages::private))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    // What other systems send brings no cookie either, and says by a secret who it is.
    let incoming = Router::new()
        .route("/incoming/{kind}/{plugin}", post(feeds::push::take_from_bearer))
        .route("/incoming/{kind}/{plugin}/{secret}", post(feeds::push::take))
        .layer(DefaultBodyLimit::max(feeds::push::LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    // The council's directory has a token of its own, and no cookie.
    let directory = scim::http::routes()
        .layer(DefaultBodyLimit::max(scim::LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    let council_pages = council_pages
        .merge(settings)
        .merge(signing_in)
        .merge(files)
        .layer(middleware::from_fn(same_site))
        .merge(for_guests)
        .merge(incoming)
        .merge(directory)
        .layer(middleware::from_fn_with_state(shared.clone(), council_of_host));
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .merge(web::assets::routes())
        .merge(council_pages)
        .layer(CatchPanicLayer::custom(problems::panicked))
        .layer(CompressionLayer::new().gzip(true))
        .layer(middleware::map_response(web::secure))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared.app), logged))
        .with_state(shared)
}

/// `GET /readyz`: whether the database answers.
async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.database.begin_control().await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(error = %error, "not ready: the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Finds the council by the `Host` header, or says which kind of stranger the host is.
async fn council_of_host(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let host = host_of(&request).to_owned();
    match app.directory.find(&host) {
        Found::Council(council) => {
            request.extensions_mut().insert(council);
            next.run(request).await
        }
        Found::Suspended => problems::without_council(&app, request.headers(), ProblemKind::Suspended, &host),
        Found::Unknown => problems::without_council(&app, request.headers(), ProblemKind::UnknownCouncil, &host),
    }
}

fn host_of(request: &Request) -> &str {
    let header = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    header.or_else(|| request.uri().host()).unwrap_or_default()
}

/// Refuses changes that a page of another site sends (cross-site request forgery). Browsers say where a request comes
/// from; a program that says nothing carries no browser's cookies that it did not mean to send.
async fn same_site(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !comes_from_here(request.headers()) {
        return (StatusCode::FORBIDDEN, "This form was sent by another site, so nothing was done.\n").into_response();
    }
    next.run(request).await
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
        }
        (None, Some(_), None) => false,
        (None, None, _) => true,
    }
}

/// One line a request: what was asked and what came of it, never what it said.
async fn logged(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), route_of(request.uri().path()));
    let begun = app.clock.now();
    let response = next.run(request).await;
    app.meter.answered(path, response.status(), (app.clock.now() - begun).to_std().unwrap_or_default());
    tracing::info!(http.method = %method, http.route = path, http.status = response.status().as_u16(), "request");
    response
}

/// The kind of page: references of cases stay out of the log.
fn route_of(path: &str) -> &'static str {
    const ROUTES: &[&str] = &[
        "/assets",
        "/calendar",
        "/cases",
        "/drafts",
        "/g/",
        "/graphql",
        "/healthz",
        "/home",
        "/incoming",
        "/jobs",
        "/language",
        "/mail-in",
        "/letters",
        "/notices",
        "/people",
        "/plugins",
        "/queue",
        "/raise",
        "/readyz",
        "/requests",
        "/scim",
        "/sign",
        "/stages",
        "/templates",
        "/ward",
    ];
    ROUTES.iter().copied().find(|route| path.starts_with(route)).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_told_apart() {
        assert!(comes_from_here(&headers(&[("sec-fetch-site", "same-origin"), ("host", "a.example")])));
        assert!(comes_from_here(&headers(&[("origin", "https://a.example"), ("host", "a.example")])));
        assert!(comes_from_here(&headers(&[("host", "a.example")])));
        assert!(!comes_from_here(&headers(&[("sec-fetch-site", "cross-site"), ("host", "a.example")])));
        assert!(!comes_from_here(&headers(&[("sec-fetch-site", "same-site"), ("host", "a.example")])));
        assert!(!comes_from_here(&headers(&[("origin", "https://b.example"), ("host", "a.example")])));
        assert!(!comes_from_here(&headers(&[("origin", "null"), ("host", "a.example")])));
    }
}
