//! `wardbook demo`: everything embedded, every council of a folder, sign-in by picking a person.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use casework::clock::Clock as _;

use super::serve::{bind, until_told};
use super::start::{Databases, Instance, StartOptions};
use super::tenant::apply_folder;
use super::{Places, say};
use crate::ambient::SystemClock;

pub(super) async fn demo(places: &Places, listen: SocketAddr, fresh: bool, tenants: &Path) -> anyhow::Result<()> {
    ensure!(
        listen.ip().is_loopback(),
        "the demo lets anybody sign in as anybody, so it only listens on this machine: use --listen 127.0.0.1:{}",
        listen.port()
    );
    ensure!(places.database_url.is_none(), "the demo uses a database of its own: unset WARDBOOK_DATABASE_URL");
    // Taken first: a second demo says so at once, and does not touch the data of the first.
    let listener = bind(listen).await?;
    say("Starting the demo …")?;
    let databases = Databases::open(places, fresh).await?;
    let owner = databases.owner().await?;
    let mut sites = Vec::new();
    for folder in folders_in(tenants)? {
        let council = apply_folder(places, &owner, &databases.app_url, &folder, &[], SystemClock.now()).await?;
        sites.push((council.name, council.host));
    }
    drop(owner);
    let options = StartOptions::new(places, databases.app_url.clone(), Arc::new(SystemClock), true);
    let instance = Instance::start(options).await?;
    crate::demo::fill(&instance.app, say).await?;
    let instance = instance.working();
    let mut words = String::from("\nWardbook is ready. Open a council and pick a person:\n\n");
    for (name, host) in sites {
        words.push_str(&format!("  {name}\n    http://{host}:{}\n", listen.port()));
    }
    words.push_str("\nEverybody in it is invented. Press Ctrl+C to stop; what you do is kept until `--fresh`.");
    say(&words)?;
    until_told(listener, &instance).await?;
    instance.close().await;
    databases.close().await
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
