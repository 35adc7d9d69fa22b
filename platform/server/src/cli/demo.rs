//! `wardbook demo`: everything embedded, every council of a folder, sign-in by picking a person.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use casework::clock::Clock as _;

use super::serve::{bind, until_told};
use super::start::{Databases, Instance, StartOptions};
use super::tenant::{apply_files, read};
use super::{Places, say};
use crate::ambient::SystemClock;
use crate::demo::systems;
use crate::demo::upstreams::Upstreams;

pub(super) async fn demo(places: &Places, listen: SocketAddr, fresh: bool, tenants: &Path) -> anyhow::Result<()> {
    ensure!(
        listen.ip().is_loopback(),
        "the demo lets anybody sign in as anybody, so it only listens on this machine: use --listen 127.0.0.1:{}",
        listen.port()
    );
    ensure!(places.database_url.is_none(), "the demo uses a database of its own: unset WARDBOOK_DATABASE_URL");
    // Taken first: a second demo says so at once, and does not touch the data of the first.
    let listener = bind(listen, "--listen").await?;
    say("Starting the demo …")?;
    let databases = Databases::open(places, fresh).await?;
    let owner = databases.owner().await?;
    let beside = systems_listener(listen)?;
    let origin = beside.local_addr()?.to_string();
    let (mut sites, mut manifests) = (Vec::new(), Vec::new());
    for folder in folders_in(tenants)? {
        let files = systems::with_systems_at(&origin, read(&folder)?);
        let at = SystemClock.now();
        let council = apply_files(places, &owner, &databases.app_url, (&folder, files), &[], at).await?;
        sites.push((council.name, council.host));
        manifests.push(council.manifest);
    }
    drop(owner);
    // Ends with this function.
    let _upstreams = Upstreams::start(beside, Arc::new(SystemClock), &manifests)?;
    let mut options = StartOptions::new(places, databases.app_url.clone(), Arc::new(SystemClock), true);
    options.outside.private.push(format!("http://{origin}"));
    let instance = Instance::start(options).await?;
    crate::demo::fill(&instance.app, say).await?;
    systems::connect(&instance.app, &origin).await?;
    let instance = instance.working();
    let mut words = String::from("\nWardbook is ready. Open a council and pick a person:\n\n");
    for (name, host) in sites {
        words.push_str(&format!("  {name}\n    http://{host}:{}\n", listen.port()));
    }
    words.push_str(&format!("\nMeetings, works, figures and people come from a server at http://{origin}, which plays the councils’ other systems.\n"));
    words.push_str("\nEverybody in it is invented. Press Ctrl+C to stop; what you do is kept until `--fresh`.");
    say(&words)?;
    until_told(listener, &instance).await?;
    instance.close().await;
    databases.close().await
}

/// Where the other systems are played: beside the pages, or at any free port where that one is taken.
fn systems_listener(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    let beside = listen.port().checked_add(1).unwrap_or_default();
    let listener = TcpListener::bind((listen.ip(), beside)).or_else(|_| TcpListener::bind((listen.ip(), 0)));
    listener.context("no port is free for the councils’ other systems")
}

/// Folders of councils, in order of their names.
fn folders_in(tenants: &Path) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(tenants).with_context(|| {
        format!("the councils' folders are not in {}: name their folder with --tenants", tenants.display())
    })?;
    let mut folders = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.join("tenant.toml").is_file())
        .collect::<Vec<_>>();
    folders.sort();
    ensure!(!folders.is_empty(), "there is no council in {}", tenants.display());
    Ok(folders)
}
