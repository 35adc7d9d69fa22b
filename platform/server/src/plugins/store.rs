//! Rows of a council's plugins.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use casework::channel::Carries;
use casework::ids::{ActivationId, SetupId};
use casework::manifest::PluginChoice;
use chrono::{DateTime, Utc};
use plugin_host::Description;
use sea_orm::{DbErr, FromQueryResult};
use serde_json::Value;
use uuid::Uuid;

use super::seat::{NoSeat, Seat};
use crate::ambient::Ids;
use crate::tenancy::TenantTx;

/// The SHA-256 of a component, by which it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Fingerprint {
    type Err = NoSeat;

    fn from_str(text: &str) -> Result<Self, NoSeat> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NoSeat);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NoSeat)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NoSeat)?;
        }
        Ok(Self(bytes))
    }
}

fn fingerprint(bytes: Option<Vec<u8>>) -> Option<Fingerprint> {
    bytes.and_then(|bytes| bytes.try_into().ok()).map(Fingerprint)
}

/// A plugin with settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub id: SetupId,
    pub seat: Seat,
    pub plugin: String,
    /// Empty: whichever the program ships under this name.
    pub artefact: Option<Fingerprint>,
    pub settings: Value,
    pub hosts: Vec<String>,
    /// What a channel is used for.
    pub carries: Vec<Carries>,
    pub is_candidate: bool,
    pub version: i32,
    pub changed_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct SetupRow {
    id: Uuid,
    seat: String,
    plugin: String,
    artefact: Option<Vec<u8>>,
    settings: Value,
    hosts: Vec<String>,
    carries: Vec<String>,
    state: String,
    version: i32,
    changed_at: DateTime<Utc>,
}

impl SetupRow {
    fn read(self) -> Result<Setup, DbErr> {
        Ok(Setup {
            id: SetupId::from_uuid(self.id),
            seat: self.seat.parse().map_err(|error| DbErr::Type(format!("{error}: {}", self.seat)))?,
            plugin: self.plugin,
            artefact: fingerprint(self.artefact),
            settings: self.settings,
            hosts: self.hosts,
            carries: self.carries.iter().filter_map(|word| Carries::from_word(word)).collect(),
            is_candidate: self.state == "candidate",
            version: self.version,
            changed_at: self.changed_at,
        })
    }
}

/// What is in force, and by which activation.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    pub activation: ActivationId,
    pub setup: Setup,
}

#[derive(FromQueryResult)]
struct InForceRow {
    activation: Uuid,
    #[sea_orm(nested)]
    setup: SetupRow,
}

/// The setup in force of each seat that has one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn in_force(tx: &TenantTx) -> Result<BTreeMap<Seat, InForce>, DbErr> {
    let rows = tx
        .all::<InForceRow>(
            "SELECT a.id AS activation, s.id, s.seat, s.plugin, s.artefact, s.settings, s.hosts, s.carries, s.state, s.version, s.changed_at
             FROM (SELECT DISTINCT ON (seat) seat, id, setup_id FROM plugin_activation ORDER BY seat, number DESC) a
                  JOIN plugin_setup s ON s.id = a.setup_id",
            vec![],
        )
        .await?;
    let read = |row: InForceRow| {
        let setup = row.setup.read()?;
        Ok((setup.seat.clone(), InForce { activation: ActivationId::from_uuid(row.activation), setup }))
    };
    rows.into_iter().map(read).collect()
}

/// How often something came into force or a secret was changed, for all seats together: it only grows, so a council that was loaded at fewer is out of date.
///
/// # Errors
/// When the database cannot be asked.
pub async fn activations_so_far(tx: &TenantTx) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let sql = "SELECT (SELECT count(*) FROM plugin_activation) + (SELECT coalesce(sum(version), 0) FROM plugin_secret) AS count";
    let row = tx.one::<Count>(sql, vec![]).await?;
    Ok(row.map_or(0, |row| row.count))
}

#[derive(FromQueryResult)]
struct ComponentRow {
    component: Vec<u8>,
}

pub(super) async fn component(tx: &TenantTx, artefact: Fingerprint) -> Result<Option<Vec<u8>>, DbErr> {
    let sql = "SELECT component FROM plugin_artefact WHERE sha256 = $1";
    let row = tx.one::<ComponentRow>(sql, vec![artefact.0.to_vec().into()]).await?;
    Ok(row.map(|row| row.component))
}

/// A component that the council keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub fingerprint: Fingerprint,
    pub kind: String,
    pub name: String,
    pub version: String,
    pub uploaded: bool,
    pub added_by: Option<String>,
    pub added_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct KeptRow {
    sha256: Vec<u8>,
    kind: String,
    name: String,
    version: String,
    uploaded: bool,
    added_by: Option<String>,
    added_at: DateTime<Utc>,
}

/// The components of a kind that the council keeps, the newest first.
pub(super) async fn kept(tx: &TenantTx, kind: &str, most: i64) -> Result<Vec<Kept>, DbErr> {
    let rows = tx
        .all::<KeptRow>(
            "SELECT f.sha256, f.kind, f.name, f.version, f.uploaded, p.name AS added_by, f.added_at
             FROM plugin_artefact f LEFT JOIN person p ON p.id = f.added_by
             WHERE f.kind = $1 ORDER BY f.added_at DESC, f.sha256 LIMIT $2",
            vec![kind.into(), most.into()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let KeptRow { sha256, kind, name, version, uploaded, added_by, added_at } = row;
            Some(Kept { fingerprint: fingerprint(Some(sha256))?, kind, name, version, uploaded, added_by, added_at })
        })
        .collect())
}

/// A component to be kept.
pub(super) struct NewArtefact<'a> {
    pub fingerprint: Fingerprint,
    /// What it says of itself.
    pub description: &'a Description,
    pub component: Vec<u8>,
    pub uploaded: bool,
}

/// Keeps a component, once.
pub(super) async fn keep(
    tx: &TenantTx,
    new: NewArtefact<'_>,
    by: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO plugin_artefact (sha256, kind, name, version, component, uploaded, added_by, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (sha256) DO NOTHING",
        vec![
            new.fingerprint.0.to_vec().into(),
            new.description.kind.as_str().into(),
            new.description.name.as_str().into(),
            new.description.version.as_str().into(),
            new.component.into(),
            new.uploaded.into(),
            by.into(),
            at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// How many bytes of components the council keeps that were uploaded.
pub(super) async fn uploaded_bytes(tx: &TenantTx) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Sum {
        bytes: i64,
    }
    let sql = "SELECT coalesce(sum(length(component)), 0)::bigint AS bytes FROM plugin_artefact WHERE uploaded";
    Ok(tx.one::<Sum>(sql, vec![]).await?.map_or(0, |sum| sum.bytes))
}

/// The candidate of each seat that has one.
pub(super) async fn candidates(tx: &TenantTx) -> Result<Vec<Setup>, DbErr> {
    let rows = tx
        .all::<SetupRow>(
            "SELECT id, seat, plugin, artefact, settings, hosts, carries, state, version, changed_at FROM plugin_setup
             WHERE state = 'candidate'",
            vec![],
        )
        .await?;
    rows.into_iter().map(SetupRow::read).collect()
}

pub(super) async fn setup(tx: &TenantTx, id: Uuid) -> Result<Option<Setup>, DbErr> {
    let sql = "SELECT id, seat, plugin, artefact, settings, hosts, carries, state, version, changed_at FROM plugin_setup WHERE id = $1";
    tx.one::<SetupRow>(sql, vec![id.into()]).await?.map(SetupRow::read).transpose()
}

/// What was typed of a candidate.
pub struct Typed {
    pub settings: Value,
    pub hosts: Vec<String>,
    pub carries: Vec<Carries>,
}

fn words(carries: &[Carries]) -> Vec<String> {
    carries.iter().map(|carried| carried.as_str().to_owned()).collect()
}

/// A setup that begins.
pub(super) struct NewSetup<'a> {
    pub id: Uuid,
    pub seat: &'a Seat,
    pub plugin: &'a str,
    pub artefact: Option<Fingerprint>,
    pub settings: Value,
    pub hosts: Vec<String>,
    pub carries: Vec<Carries>,
    pub state: &'static str,
}

/// Makes a setup, unless the seat has a candidate already.
pub(super) async fn add(tx: &TenantTx, new: NewSetup<'_>, by: Option<Uuid>, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let added = tx
        .run(
            "INSERT INTO plugin_setup (id, seat, plugin, artefact, settings, hosts, carries, state, made_by, made_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
             ON CONFLICT (seat) WHERE state = 'candidate' DO NOTHING",
            vec![
                new.id.into(),
                new.seat.to_string().into(),
                new.plugin.into(),
                new.artefact.map(|artefact| artefact.0.to_vec()).into(),
                new.settings.into(),
                new.hosts.into(),
                words(&new.carries).into(),
                new.state.into(),
                by.into(),
                at.into(),
            ],
        )
        .await?;
    Ok(added > 0)
}

/// Changes a candidate that is still as the person saw it, and gives its new version.
pub(super) async fn change(
    tx: &TenantTx,
    id: Uuid,
    version: i32,
    typed: Typed,
    at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let changed = tx
        .run(
            "UPDATE plugin_setup SET settings = $3, hosts = $4, carries = $6, changed_at = $5, version = version + 1
             WHERE id = $1 AND version = $2 AND state = 'candidate'",
            vec![
                id.into(),
                version.into(),
                typed.settings.into(),
                typed.hosts.into(),
                at.into(),
                words(&typed.carries).into(),
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Ends a candidate that is still as the person saw it: it is used, or it is put aside.
pub(super) async fn end(tx: &TenantTx, id: Uuid, version: i32, state: &'static str) -> Result<bool, DbErr> {
    let sql = "UPDATE plugin_setup SET state = $3 WHERE id = $1 AND version = $2 AND state = 'candidate'";
    Ok(tx.run(sql, vec![id.into(), version.into(), state.into()]).await? > 0)
}

/// A moment at which something came into force.
pub(super) struct NewActivation<'a> {
    pub id: Uuid,
    pub seat: &'a Seat,
    pub setup: Option<Uuid>,
    pub rehearsal: Option<Uuid>,
    pub by: Option<Uuid>,
    pub reason: &'a str,
}

pub(super) async fn activate(tx: &TenantTx, new: NewActivation<'_>, at: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO plugin_activation (id, seat, number, setup_id, rehearsal_id, made_by, made_at, reason)
         SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7 FROM plugin_activation WHERE seat = $2",
        vec![
            new.id.into(),
            new.seat.to_string().into(),
            new.setup.into(),
            new.rehearsal.into(),
            new.by.into(),
            at.into(),
            new.reason.into(),
        ],
    )
    .await?;
    Ok(())
}

/// One activation, as the history tells it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ActivationRow {
    pub id: Uuid,
    pub setup_id: Option<Uuid>,
    pub plugin: Option<String>,
    /// Version of the plugin where the council keeps it.
    pub plugin_version: Option<String>,
    pub rehearsal_id: Option<Uuid>,
    pub by: Option<String>,
    pub made_at: DateTime<Utc>,
    pub reason: String,
}

/// The activations of a seat, the newest first.
pub(super) async fn activations(tx: &TenantTx, seat: &Seat, most: i64) -> Result<Vec<ActivationRow>, DbErr> {
    tx.all(
        "SELECT a.id, a.setup_id, s.plugin, f.version AS plugin_version, a.rehearsal_id, p.name AS by, a.made_at, a.reason
         FROM plugin_activation a LEFT JOIN plugin_setup s ON s.id = a.setup_id LEFT JOIN plugin_artefact f ON f.sha256 = s.artefact
              LEFT JOIN person p ON p.id = a.made_by
         WHERE a.seat = $1 ORDER BY a.number DESC LIMIT $2",
        vec![seat.to_string().into(), most.into()],
    )
    .await
}

/// Puts what a council's files say in force, in the program's own name.
///
/// # Errors
/// When the database refuses.
pub async fn adopt(
    tx: &TenantTx,
    seat: &Seat,
    choice: &PluginChoice,
    (hosts, carries): (Vec<String>, Vec<Carries>),
    ids: Ids,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (setup, activation) = (ids.row(at), ids.row(at));
    let new = NewSetup {
        id: setup,
        seat,
        plugin: &choice.plugin,
        artefact: None,
        settings: choice.settings.clone(),
        hosts,
        carries,
        state: "used",
    };
    add(tx, new, None, at).await?;
    let reason = "";
    activate(tx, NewActivation { id: activation, seat, setup: Some(setup), rehearsal: None, by: None, reason }, at)
        .await
}

/// Turns off what a council's files had put in force and name no more.
///
/// # Errors
/// When the database refuses.
pub async fn let_go(tx: &TenantTx, seat: &Seat, ids: Ids, at: DateTime<Utc>) -> Result<(), DbErr> {
    activate(tx, NewActivation { id: ids.row(at), seat, setup: None, rehearsal: None, by: None, reason: "" }, at).await
}

/// A secret as it is kept.
#[derive(FromQueryResult)]
pub(super) struct SecretRow {
    pub seat: String,
    pub name: String,
    pub sealed: Vec<u8>,
}

/// Every secret of the council that is filled in.
pub(super) async fn secrets(tx: &TenantTx) -> Result<Vec<SecretRow>, DbErr> {
    tx.all("SELECT seat, name, sealed FROM plugin_secret WHERE sealed IS NOT NULL", vec![]).await
}

/// Keeps a secret in the place of the one before; none takes it out.
pub(super) async fn set_secret(
    tx: &TenantTx,
    seat: &Seat,
    name: &str,
    sealed: Option<Vec<u8>>,
    by: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO plugin_secret (seat, name, sealed, set_by, set_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (seat, name) DO UPDATE
         SET sealed = excluded.sealed, set_by = excluded.set_by, set_at = excluded.set_at, version = plugin_secret.version + 1",
        vec![seat.to_string().into(), name.into(), sealed.into(), by.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// A secret that is filled in; what it is, nobody is told.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Filled {
    pub name: String,
    pub by: Option<String>,
    pub set_at: DateTime<Utc>,
}

/// The secrets of a seat that are filled in.
pub(super) async fn filled(tx: &TenantTx, seat: &Seat) -> Result<Vec<Filled>, DbErr> {
    tx.all(
        "SELECT s.name, p.name AS by, s.set_at FROM plugin_secret s LEFT JOIN person p ON p.id = s.set_by
         WHERE s.seat = $1 AND s.sealed IS NOT NULL",
        vec![seat.to_string().into()],
    )
    .await
}
