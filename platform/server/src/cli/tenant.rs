//! `wardbook tenant …` and `wardbook migrate`

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use casework::clock::Clock as _;
use casework::manifest::{Manifest, Problem};
use casework::text::Lang;
use chrono::{DateTime, Utc};

use super::start::Databases;
use super::{Places, TenantCommand, say};
use crate::ambient::{Ids, SystemClock};
use crate::plugins;
use crate::tenancy::Database;
use crate::tenancy::apply::{self, Applied};
use crate::tenancy::provision::Owner;

pub(super) async fn tenant(places: &Places, command: TenantCommand) -> anyhow::Result<()> {
    match command {
        TenantCommand::Check { folder } => {
            let manifest = checked(places, &folder, &read(&folder)?).await?;
            say(&format!("{} is in order.", manifest.name.get(Lang::En)))
        }
        TenantCommand::Apply { folder, hosts } => {
            let databases = Databases::open(places, false).await?;
            let owner = databases.owner().await?;
            let files = read(&folder)?;
            let council =
                apply_files(places, &owner, &databases.app_url, (&folder, files), &hosts, SystemClock.now()).await?;
            let words = match council.applied {
                Applied { changed: false, .. } => "nothing had changed".to_owned(),
                Applied { new_workflow: true, manifest_version, .. } => {
                    format!(
                        "version {manifest_version}; new cases run on the new stages, running ones finish on theirs"
                    )
                }
                Applied { manifest_version, .. } => format!("version {manifest_version}"),
            };
            drop(owner);
            databases.close().await?;
            say(&format!("{}: {words}.", council.name))
        }
        TenantCommand::List => {
            let databases = Databases::open(places, false).await?;
            let listed = databases.owner().await?.list().await?;
            databases.close().await?;
            for council in listed {
                let status = if council.suspended { "suspended" } else { "active" };
                say(&format!("{}\t{status}\t{}\t{}", council.slug, council.schema, council.hosts.join(" ")))?;
            }
            Ok(())
        }
        TenantCommand::Suspend { slug } => set_suspended(places, &slug, true).await,
        TenantCommand::Resume { slug } => set_suspended(places, &slug, false).await,
    }
}

pub(super) async fn migrate(places: &Places) -> anyhow::Result<()> {
    let databases = Databases::open(places, false).await?;
    let owner = databases.owner().await?;
    owner.migrate_control().await?;
    let mut failed = 0;
    for council in owner.list().await? {
        // A council that fails stays on its version and does not hold the others.
        match owner.migrate_tenant(&council.schema).await {
            Ok(()) => say(&format!("{}: up to date", council.slug))?,
            Err(error) => {
                failed += 1;
                say(&format!("{}: left as it was: {error}", council.slug))?;
            }
        }
    }
    drop(owner);
    databases.close().await?;
    if failed > 0 {
        bail!("{failed} councils could not be migrated; mend what is said above and run this again");
    }
    Ok(())
}

async fn set_suspended(places: &Places, slug: &str, suspended: bool) -> anyhow::Result<()> {
    let databases = Databases::open(places, false).await?;
    let owner = databases.owner().await?;
    owner
        .set_suspended(slug, suspended, SystemClock.now())
        .await
        .with_context(|| format!("no council is called {slug}: see `wardbook tenant list`"))?;
    drop(owner);
    databases.close().await?;
    say(&format!("{slug} is {}.", if suspended { "suspended" } else { "active" }))
}

/// A council that was applied.
pub(super) struct AppliedCouncil {
    pub name: String,
    pub host: String,
    pub applied: Applied,
    pub manifest: Manifest,
}

/// What a council's folder says.
pub(super) fn read(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    apply::read_folder(folder).with_context(|| format!("{} cannot be read", folder.display()))
}

/// Makes a council what the files of its folder say. Without host names it answers at `<slug>.localhost`.
pub(super) async fn apply_files(
    places: &Places,
    owner: &Owner,
    app_url: &str,
    (folder, files): (&Path, BTreeMap<String, String>),
    hosts: &[String],
    at: DateTime<Utc>,
) -> anyhow::Result<AppliedCouncil> {
    let manifest = checked(places, folder, &files).await?;
    let local = format!("{}.localhost", manifest.slug);
    let hosts = if hosts.is_empty() { vec![local] } else { hosts.to_vec() };
    let listed = owner.ensure_tenant(&manifest.slug, &hosts, Ids.row(at), at).await?;
    let database = Database::connect(app_url, 1)?;
    let applied = apply::apply(&database, &listed.schema, &manifest, Ids, at).await?;
    database.close().await;
    if applied.changed {
        owner.touch(listed.id, at).await?;
    }
    let host = hosts.into_iter().next().unwrap_or_default();
    Ok(AppliedCouncil { name: manifest.name.get(Lang::En).to_owned(), host, applied, manifest })
}

/// The council of a folder, found to be in order by Wardbook and by the council's own plugins.
async fn checked(places: &Places, folder: &Path, files: &BTreeMap<String, String>) -> anyhow::Result<Manifest> {
    let manifest = Manifest::from_files(files).map_err(|problems| anyhow::anyhow!("{}", told(&problems)))?;
    let problems = plugins::check(&places.plugins_dir, &places.data_dir.join("cache"), &manifest, folder).await?;
    if problems.is_empty() { Ok(manifest) } else { bail!("{}", told(&problems)) }
}

fn told(problems: &[Problem]) -> String {
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    let noun = if lines.len() == 1 { "mistake" } else { "mistakes" };
    format!("{}\n{} {noun}; nothing was changed", lines.join("\n"), lines.len())
}
