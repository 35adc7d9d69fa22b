//! `wardbook tenant apply`: a council's folder becomes what its schema holds.
//!
//! Idempotent, and safe while people work: everything happens in one transaction, running cases keep the workflow they
//! began with, and whatever a case still needs cannot be taken away.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use casework::ids::{SchemaName, WardId};
use casework::manifest::{Integration, Manifest, Problem};
use casework::text::Lang;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Acting, Database, TenantTx, store};
use crate::ambient::Ids;
use crate::plugins::{self, Seat};

/// What an `apply` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Version of the manifest now in force.
    pub manifest_version: i32,
    /// Whether this call brought a new manifest.
    pub changed: bool,
    /// Whether the stages changed, so that new cases run on a new workflow version.
    pub new_workflow: bool,
}

/// Why a manifest was not applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Problem>),
    #[error("the database refused: {0}")]
    Database(#[from] DbErr),
    #[error("the manifest could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Reads a council's folder: every file in it, by name.
///
/// # Errors
/// When the folder or a file cannot be read, or is not UTF-8.
pub fn read_folder(folder: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let wanted = [".toml", ".geojson"].iter().any(|ending| name.ends_with(ending));
        if wanted && entry.file_type()?.is_file() {
            files.insert(name, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(files)
}

/// Makes the council's schema hold this manifest.
///
/// # Errors
/// [`ApplyError::Refused`] when cases still need something that the manifest takes away.
pub async fn apply(
    database: &Database,
    schema: &SchemaName,
    manifest: &Manifest,
    ids: Ids,
    at: DateTime<Utc>,
) -> Result<Applied, ApplyError> {
    let body = serde_json::to_value(manifest)?;
    let sha256 = Sha256::digest(body.to_string()).to_vec();
    let tx = database.begin(schema, Acting::System).await?;
    let newest = store::newest_manifest(&tx).await?;
    if let Some((version, held)) = &newest
        && *held == sha256
    {
        return Ok(Applied { manifest_version: *version, ..Applied::default() });
    }

    let refused = still_needed(manifest, &store::groups_in_use(&tx).await?, &store::services_in_use(&tx).await?);
    if !refused.is_empty() {
        return Err(ApplyError::Refused(refused));
    }

    for ward in &manifest.wards {
        store::put_ward(&tx, ids.row(at), &ward.gss, &ward.name).await?;
    }
    for group in &manifest.groups {
        store::put_group(&tx, ids.row(at), &group.key, group.name.get(Lang::En), group.oversees, group.triage).await?;
    }
    store::retire_missing(
        &tx,
        manifest.wards.iter().map(|ward| ward.gss.clone()).collect(),
        manifest.groups.iter().map(|group| group.key.clone()).collect(),
        at,
    )
    .await?;
    let (groups, wards) = (store::groups(&tx).await?, store::wards(&tx).await?);
    for person in &manifest.people {
        let row = store::PersonRow {
            id: ids.row(at),
            key: &person.key,
            name: &person.name,
            title: person.title.as_deref(),
            email: Some(person.email.as_str()),
            roles: person.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            ward_ids: looked_up(&person.wards, |gss| wards.by_gss.get(gss).map(WardId::as_uuid)),
            group_ids: looked_up(&person.groups, |key| groups.lookup.id(key).map(|id| id.as_uuid())),
        };
        store::put_person(&tx, row, at).await?;
    }

    adopt_plugins(&tx, manifest, ids, at).await?;

    let workflows = store::workflows(&tx).await?;
    let newest_workflow = workflows.last_key_value();
    let new_workflow = newest_workflow.is_none_or(|(_, held)| *held != manifest.workflow);
    if new_workflow {
        let version = newest_workflow.map_or(1, |(version, _)| version + 1);
        store::add_workflow(&tx, version, serde_json::to_value(&manifest.workflow)?).await?;
    }
    let version = newest.map_or(1, |(version, _)| version + 1);
    store::add_manifest(&tx, version, body, sha256, at).await?;
    tx.commit().await?;
    Ok(Applied { manifest_version: version, changed: true, new_workflow })
}

/// Puts in force what the files choose anew. A choice that is as it was leaves alone what an admin has put in force since.
async fn adopt_plugins(tx: &TenantTx, manifest: &Manifest, ids: Ids, at: DateTime<Utc>) -> Result<(), DbErr> {
    let before = store::manifest(tx).await?.map(|(_, manifest)| manifest.plugins);
    let choices = [(Seat::ROUTING, &manifest.plugins.routing), (Seat::SLA, &manifest.plugins.sla)];
    let held = before.as_ref().map(|before| [&before.routing, &before.sla]);
    for (at_seat, (seat, choice)) in choices.into_iter().enumerate() {
        if held.is_none_or(|held| held[at_seat] != choice) {
            plugins::adopt(tx, &seat, choice, (Vec::new(), Vec::new()), ids, at).await?;
        }
    }
    let before = before.map(|before| before.integrations).unwrap_or_default();
    let seat = |it: &Integration| format!("{}/{}", it.kind, it.choice.plugin).parse::<Seat>();
    let now = &manifest.plugins.integrations;
    for it in now.iter().filter(|it| !before.contains(it)) {
        let seat = seat(it).map_err(|error| DbErr::Custom(format!("{error}: {}", it.kind)))?;
        plugins::adopt(tx, &seat, &it.choice, (it.hosts.clone(), it.carries.clone()), ids, at).await?;
    }
    let named: BTreeSet<String> = now.iter().filter_map(|it| seat(it).ok()).map(|seat| seat.to_string()).collect();
    for seat in before.iter().filter_map(|it| seat(it).ok()).filter(|seat| !named.contains(&seat.to_string())) {
        plugins::let_go(tx, &seat, ids, at).await?;
    }
    Ok(())
}

/// Keys were checked against each other when the manifest was read, so none is missing here.
fn looked_up(keys: &[String], id: impl Fn(&str) -> Option<Uuid>) -> Vec<Uuid> {
    keys.iter().filter_map(|key| id(key)).collect()
}

fn still_needed(manifest: &Manifest, groups: &[store::InUse], services: &[store::InUse]) -> Vec<Problem> {
    let kept_groups: BTreeSet<&str> = manifest.groups.iter().map(|group| group.key.as_str()).collect();
    let kept_services: BTreeSet<String> = manifest
        .categories
        .iter()
        .flat_map(|category| category.services.iter().map(move |service| format!("{}/{}", category.key, service.key)))
        .collect();
    let groups = groups.iter().filter(|used| !kept_groups.contains(used.key.as_str())).map(|used| Problem {
        file: "groups.toml".to_owned(),
        line: None,
        message: format!("group '{}' is gone, but {} open cases are with it", used.key, used.cases),
        remedy: "Put the group back, assign its cases to another group, then take it out".to_owned(),
    });
    let services = services.iter().filter(|used| !kept_services.contains(&used.key)).map(|used| Problem {
        file: "categories.toml".to_owned(),
        line: None,
        message: format!("service '{}' is gone, but {} cases were raised for it", used.key, used.cases),
        remedy: "Put the service back with `retired = true`: it is then no longer offered".to_owned(),
    });
    groups.chain(services).collect()
}
