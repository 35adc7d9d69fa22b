//! Rows of the control plane and of a council's configuration.

use std::collections::{BTreeMap, HashMap};

use casework::ids::{GroupId, SchemaName, TenantId, WardId};
use casework::manifest::Manifest;
use casework::stages::Workflow;
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::{Groups, TenantTx, Wards};

pub(super) struct Tenant {
    pub id: TenantId,
    pub schema: SchemaName,
    pub revision: i64,
    pub suspended: bool,
    /// The database node on which its schema lies.
    pub node: String,
}

#[derive(FromQueryResult)]
struct TenantRow {
    id: Uuid,
    schema_name: String,
    revision: i64,
    status: String,
    node: String,
}

/// Every council, whatever its status.
pub(super) async fn tenants(control: &TenantTx) -> Result<Vec<Tenant>, DbErr> {
    let rows = control
        .all::<TenantRow>(
            "SELECT t.id, t.schema_name, t.revision, t.status, p.node
             FROM tenant t JOIN placement p ON p.tenant_id = t.id ORDER BY t.slug",
            vec![],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Tenant {
                id: TenantId::from_uuid(row.id),
                schema: row.schema_name.parse().map_err(|error| DbErr::Custom(format!("{error}")))?,
                revision: row.revision,
                suspended: row.status == "suspended",
                node: row.node,
            })
        })
        .collect()
}

/// Raises a council's revision, so that whoever serves it reloads it.
pub(super) async fn touch(
    control: &TenantTx,
    council: TenantId,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE tenant SET revision = revision + 1, changed_at = $2 WHERE id = $1";
    control.run(sql, vec![council.as_uuid().into(), at.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct NamedRow {
    id: Uuid,
    schema_name: String,
}

pub(super) async fn by_slug(control: &TenantTx, slug: &str) -> Result<Option<(TenantId, SchemaName)>, DbErr> {
    let row = control.one::<NamedRow>("SELECT id, schema_name FROM tenant WHERE slug = $1", vec![slug.into()]).await?;
    row.map(|row| {
        let schema = row.schema_name.parse().map_err(|error| DbErr::Custom(format!("{error}")))?;
        Ok((TenantId::from_uuid(row.id), schema))
    })
    .transpose()
}

#[derive(FromQueryResult)]
struct HostRow {
    name: String,
    tenant_id: Uuid,
}

pub(super) async fn hosts(control: &TenantTx) -> Result<HashMap<String, TenantId>, DbErr> {
    let rows = control.all::<HostRow>("SELECT name, tenant_id FROM host", vec![]).await?;
    Ok(rows.into_iter().map(|row| (row.name, TenantId::from_uuid(row.tenant_id))).collect())
}

#[derive(FromQueryResult)]
struct JsonRow {
    version: i32,
    body: serde_json::Value,
}

/// The newest manifest and its version.
pub(super) async fn manifest(tx: &TenantTx) -> Result<Option<(i32, Manifest)>, DbErr> {
    let row = tx.one::<JsonRow>("SELECT version, body FROM manifest ORDER BY version DESC LIMIT 1", vec![]).await?;
    row.map(|row| Ok((row.version, read(row.body)?))).transpose()
}

/// Every workflow version of the council.
pub(super) async fn workflows(tx: &TenantTx) -> Result<BTreeMap<i32, Workflow>, DbErr> {
    let rows = tx.all::<JsonRow>("SELECT version, definition AS body FROM workflow", vec![]).await?;
    rows.into_iter().map(|row| Ok((row.version, read(row.body)?))).collect()
}

fn read<T: serde::de::DeserializeOwned>(body: serde_json::Value) -> Result<T, DbErr> {
    serde_json::from_value(body).map_err(|error| DbErr::Type(error.to_string()))
}

#[derive(FromQueryResult)]
struct GroupRow {
    id: Uuid,
    key: String,
    oversees: bool,
}

/// Every group, retired ones too: old cases still name them.
pub(super) async fn groups(tx: &TenantTx) -> Result<Groups, DbErr> {
    let rows = tx.all::<GroupRow>("SELECT id, key, oversees FROM work_group", vec![]).await?;
    let oversee = rows.iter().filter(|row| row.oversees).map(|row| GroupId::from_uuid(row.id)).collect();
    let lookup = rows.into_iter().map(|row| (row.key, GroupId::from_uuid(row.id))).collect();
    Ok(Groups { lookup, oversee })
}

#[derive(FromQueryResult)]
struct WardRow {
    id: Uuid,
    gss: String,
    name: String,
}

/// Every ward, retired ones too.
pub(super) async fn wards(tx: &TenantTx) -> Result<Wards, DbErr> {
    let mut wards = Wards::default();
    for row in tx.all::<WardRow>("SELECT id, gss, name FROM ward", vec![]).await? {
        let id = WardId::from_uuid(row.id);
        wards.by_gss.insert(row.gss.clone(), id);
        wards.names.insert(id, (row.gss, row.name));
    }
    Ok(wards)
}

/// Version and hash of the newest manifest, to tell whether an `apply` changes anything.
pub(super) async fn newest_manifest(tx: &TenantTx) -> Result<Option<(i32, Vec<u8>)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        version: i32,
        sha256: Vec<u8>,
    }
    let row = tx.one::<Row>("SELECT version, sha256 FROM manifest ORDER BY version DESC LIMIT 1", vec![]).await?;
    Ok(row.map(|row| (row.version, row.sha256)))
}

pub(super) async fn add_manifest(
    tx: &TenantTx,
    version: i32,
    body: serde_json::Value,
    sha256: Vec<u8>,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO manifest (version, body, sha256, applied_at) VALUES ($1, $2, $3, $4)",
        vec![version.into(), body.into(), sha256.into(), at.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn add_workflow(tx: &TenantTx, version: i32, definition: serde_json::Value) -> Result<(), DbErr> {
    tx.run("INSERT INTO workflow (version, definition) VALUES ($1, $2)", vec![version.into(), definition.into()])
        .await?;
    Ok(())
}

/// Adds a ward or renames it; a retired one comes back.
pub(super) async fn put_ward(tx: &TenantTx, id: Uuid, gss: &str, name: &str) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO ward (id, gss, name) VALUES ($1, $2, $3)
         ON CONFLICT (gss) DO UPDATE SET name = excluded.name, retired_at = NULL",
        vec![id.into(), gss.into(), name.into()],
    )
    .await?;
    Ok(())
}

/// Adds a group or changes it; a retired one comes back.
pub(super) async fn put_group(
    tx: &TenantTx,
    id: Uuid,
    key: &str,
    name: &str,
    oversees: bool,
    triage: bool,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO work_group (id, key, name, oversees, triage) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE SET name = excluded.name, oversees = excluded.oversees,
            triage = excluded.triage, retired_at = NULL",
        vec![id.into(), key.into(), name.into(), oversees.into(), triage.into()],
    )
    .await?;
    Ok(())
}

/// Retires the wards and groups that the manifest no longer names.
pub(super) async fn retire_missing(
    tx: &TenantTx,
    gss: Vec<String>,
    groups: Vec<String>,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "UPDATE ward SET retired_at = $2 WHERE retired_at IS NULL AND NOT gss = ANY($1)",
        vec![gss.into(), at.into()],
    )
    .await?;
    tx.run(
        "UPDATE work_group SET retired_at = $2 WHERE retired_at IS NULL AND NOT key = ANY($1)",
        vec![groups.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// A person as a council's file of people describes one.
pub(super) struct PersonRow<'a> {
    pub id: Uuid,
    pub key: &'a str,
    pub name: &'a str,
    pub title: Option<&'a str>,
    pub email: Option<&'a str>,
    pub roles: Vec<String>,
    pub ward_ids: Vec<Uuid>,
    pub group_ids: Vec<Uuid>,
}

/// Adds a person or changes them. Whoever is a row of a feed is as the feed says: the files do not give back what it took (R60).
pub(super) async fn put_person(
    tx: &TenantTx,
    person: PersonRow<'_>,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO person (id, key, name, title, email, roles, ward_ids, group_ids, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (key) DO UPDATE SET name = excluded.name, title = excluded.title, email = excluded.email,
            roles = excluded.roles, ward_ids = excluded.ward_ids, group_ids = excluded.group_ids, active = true,
            changed_at = excluded.changed_at
            WHERE NOT EXISTS (SELECT FROM people_record r WHERE r.person_id = person.id)",
        vec![
            person.id.into(),
            person.key.into(),
            person.name.into(),
            person.title.into(),
            person.email.into(),
            person.roles.into(),
            person.ward_ids.into(),
            person.group_ids.into(),
            at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// A key in use by open cases, and by how many.
#[derive(FromQueryResult)]
pub(super) struct InUse {
    pub key: String,
    pub cases: i64,
}

/// Groups that hold open cases.
pub(super) async fn groups_in_use(tx: &TenantTx) -> Result<Vec<InUse>, DbErr> {
    tx.all(
        "SELECT g.key, count(*) AS cases FROM cases c JOIN work_group g ON g.id IN (c.holder_group, c.group_id)
         WHERE c.closed_at IS NULL GROUP BY g.key ORDER BY g.key",
        vec![],
    )
    .await
}

/// Services that any case was raised for, as `category/service`.
pub(super) async fn services_in_use(tx: &TenantTx) -> Result<Vec<InUse>, DbErr> {
    tx.all(
        "SELECT category || '/' || service AS key, count(*) AS cases FROM cases GROUP BY category, service ORDER BY 1",
        vec![],
    )
    .await
}
