//! Connects the demo's councils with the other systems that [`upstreams`](super::upstreams) plays: what an admin does by hand who has the
//! council's files put in force. Keys are filled in, the table of figures is uploaded, and the system that sends gets its address.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use casework::feeds::Upload;
use casework::text::Lang;
use plugin_host::Kind;
use tower::ServiceExt as _;

use super::upstreams::{figures, street_manager};
use crate::app::{App, Caller};
use crate::feeds;
use crate::http;
use crate::plugins::{Seat, life};
use crate::tenancy::Council;

/// Where the councils' files say that the other systems of the demo are.
pub const IN_FILES: &str = "127.0.0.1:8081";

/// Opens every system of the demo. It has the form of a key of GOV.UK Notify, which the others do not mind.
const KEY: &str = "demo-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-00000000000f";

/// The files of a council, with the other systems where they are now.
#[must_use]
pub fn with_systems_at(origin: &str, files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    files.into_iter().map(|(name, text)| (name, text.replace(IN_FILES, origin))).collect()
}

/// Does for every council what its files cannot say. `origin` is where the other systems are. Doing it again changes nothing.
///
/// # Errors
/// When a council has no admin, or something is refused.
pub async fn connect(app: &Arc<App>, origin: &str) -> anyhow::Result<()> {
    let router = http::router(Arc::clone(app));
    for council in app.directory.all() {
        let people = app.identity.people(&council).await?;
        let admin = people.into_iter().find(|person| person.actor.is_admin()).context("a council has no admin")?;
        let actor = Arc::new(admin.actor);
        let caller = Caller { app: Arc::clone(app), council: Arc::clone(&council), actor, lang: Lang::En };
        for seat in council.carriers.keys() {
            connect_one(&caller, seat, origin, &router).await.with_context(|| format!("{seat} is not connected"))?;
        }
    }
    Ok(())
}

async fn connect_one(caller: &Caller, seat: &Seat, origin: &str, router: &Router) -> anyhow::Result<()> {
    let council = &caller.council;
    let setup = council.carriers.get(seat).context("it is in force")?.setup;
    let candidate = life::candidate(&caller.begin().await?, caller, setup).await?;
    match seat.kind {
        _ if candidate.setup.hosts.iter().any(|host| host == origin) => {
            let filled = life::filled(&caller.begin().await?, caller, seat).await?;
            let secrets = candidate.description.secrets.iter().map(|secret| secret.name.clone());
            let missing = secrets.filter(|name| !filled.iter().any(|filled| filled.name == *name));
            life::fill_in(caller, &candidate, missing.map(|name| (name, KEY.to_owned())).collect()).await?;
        }
        // Those that reach nobody wait for somebody.
        Kind::WardFacts => {
            let content = figures::plain(&council.manifest).into_bytes();
            let upload = Upload { name: "facts.csv".to_owned(), media_type: "text/csv".to_owned(), content };
            feeds::give(caller, seat, upload).await?;
        }
        Kind::HighwaysSchedule => send_works(caller, seat, router).await?,
        _ => {}
    }
    Ok(())
}

/// Makes an address for the system that sends works, and has it send them there.
async fn send_works(caller: &Caller, seat: &Seat, router: &Router) -> anyhow::Result<()> {
    let Council { manifest, host, .. } = &*caller.council;
    let secret = feeds::new_address(caller, seat).await?;
    for envelope in street_manager::messages(manifest, "", caller.now()) {
        let message = envelope["Message"].as_str().unwrap_or_default().to_owned();
        let mut request = Request::post(format!("/incoming/{seat}/{secret}"))
            .header(header::HOST, host)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(message))?;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 0))));
        let answer = router.clone().oneshot(request).await?;
        ensure!(answer.status().is_success(), "what was sent is refused: {}", answer.status());
    }
    Ok(())
}
