//! Rows of what a directory has sent. Whoever changes them holds the lock.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use uuid::Uuid;

use super::group;
use super::user::{self, Body, User};
use super::{Listed, Page};
use crate::tenancy::TenantTx;

/// Lets one request of a council at a time change something, and nobody read half of it to take it in.
pub async fn lock(tx: &TenantTx) -> Result<(), DbErr> {
    tx.run("SELECT pg_advisory_xact_lock(hashtextextended('scim/' || current_schema(), 0))", vec![]).await.map(|_| ())
}

#[derive(FromQueryResult)]
struct UserRow {
    id: Uuid,
    key: String,
    user_name: String,
    external_id: Option<String>,
    active: bool,
    body: serde_json::Value,
    created_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    group_ids: Vec<Uuid>,
    group_names: Vec<String>,
}

impl UserRow {
    fn kept(self) -> Result<user::Kept, DbErr> {
        let body: Body = serde_json::from_value(self.body).map_err(|error| DbErr::Json(error.to_string()))?;
        Ok(user::Kept {
            id: self.id,
            key: self.key,
            user: User { user_name: self.user_name, external_id: self.external_id, active: self.active, body },
            groups: self.group_ids.into_iter().zip(self.group_names).collect(),
            created_at: self.created_at,
            changed_at: self.changed_at,
        })
    }
}

macro_rules! users {
    ($end:literal) => {
        concat!(
            "SELECT u.id, u.key, u.user_name, u.external_id, u.active, u.body, u.created_at, u.changed_at,
                coalesce(g.ids, '{}') AS group_ids, coalesce(g.names, '{}') AS group_names
             FROM scim_user u LEFT JOIN LATERAL (
                SELECT array_agg(g.id ORDER BY g.number) AS ids, array_agg(g.name ORDER BY g.number) AS names
                FROM scim_member m JOIN scim_group g ON g.id = m.group_id WHERE m.user_id = u.id) g ON true ",
            $end
        )
    };
}

/// What must be so of those who are listed; what is none may be anything.
#[derive(Debug, Default)]
pub struct UserFilter {
    pub id: Option<Uuid>,
    pub user_name: Option<String>,
    pub external_id: Option<String>,
    pub email: Option<String>,
    pub display_name: Option<String>,
    pub active: Option<bool>,
}

macro_rules! fitting {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            " WHERE ($1::uuid IS NULL OR u.id = $1) AND ($2::text IS NULL OR lower(u.user_name) = lower($2))
                AND ($3::text IS NULL OR u.external_id = $3)
                AND ($4::text IS NULL OR EXISTS (SELECT FROM jsonb_array_elements(u.body -> 'emails') e WHERE lower(e ->> 'value') = lower($4)))
                AND ($5::text IS NULL OR lower(u.body ->> 'display_name') = lower($5)) AND ($6::boolean IS NULL OR u.active = $6) ",
            $end
        )
    };
}

pub async fn users(tx: &TenantTx, filter: UserFilter, page: Page) -> Result<Listed<user::Kept>, DbErr> {
    let UserFilter { id, user_name, external_id, email, display_name, active } = filter;
    let mut values: Vec<Value> =
        vec![id.into(), user_name.into(), external_id.into(), email.into(), display_name.into(), active.into()];
    let total = number(tx, fitting!("SELECT count(*) AS count FROM scim_user u", ""), values.clone()).await?;
    values.extend(bounds(page));
    // The filter stands inside, so that groups are looked for of one page alone.
    let sql = concat!(
        "SELECT u.id, u.key, u.user_name, u.external_id, u.active, u.body, u.created_at, u.changed_at,
            coalesce(g.ids, '{}') AS group_ids, coalesce(g.names, '{}') AS group_names
         FROM (",
        fitting!("SELECT u.* FROM scim_user u", "ORDER BY u.number OFFSET $7 LIMIT $8"),
        ") u LEFT JOIN LATERAL (
            SELECT array_agg(g.id ORDER BY g.number) AS ids, array_agg(g.name ORDER BY g.number) AS names
            FROM scim_member m JOIN scim_group g ON g.id = m.group_id WHERE m.user_id = u.id) g ON true
         ORDER BY u.number"
    );
    let rows = tx.all::<UserRow>(sql, values).await?;
    let some: Result<Vec<_>, DbErr> = rows.into_iter().map(UserRow::kept).collect();
    Ok(Listed { total, start: page.start, some: some? })
}

pub async fn everybody(tx: &TenantTx) -> Result<Vec<user::Kept>, DbErr> {
    tx.all::<UserRow>(users!("ORDER BY u.number"), vec![]).await?.into_iter().map(UserRow::kept).collect()
}

pub async fn user(tx: &TenantTx, id: Uuid) -> Result<Option<user::Kept>, DbErr> {
    tx.one::<UserRow>(users!("WHERE u.id = $1"), vec![id.into()]).await?.map(UserRow::kept).transpose()
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

async fn number(tx: &TenantTx, sql: &'static str, values: Vec<Value>) -> Result<u64, DbErr> {
    let row = tx.one::<Count>(sql, values).await?;
    Ok(row.and_then(|row| u64::try_from(row.count).ok()).unwrap_or_default())
}

fn bounds(page: Page) -> [Value; 2] {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX).into();
    [number(page.start - 1), number(page.count)]
}

/// Whether somebody else has this user name.
pub async fn is_taken(tx: &TenantTx, user_name: &str, by_other_than: Option<Uuid>) -> Result<bool, DbErr> {
    let sql =
        "SELECT count(*) AS count FROM scim_user WHERE lower(user_name) = lower($1) AND ($2::uuid IS NULL OR id <> $2)";
    Ok(number(tx, sql, vec![user_name.into(), by_other_than.into()]).await? > 0)
}

pub async fn key_is_taken(tx: &TenantTx, key: &str) -> Result<bool, DbErr> {
    Ok(number(tx, "SELECT count(*) AS count FROM scim_user WHERE key = $1", vec![key.into()]).await? > 0)
}

pub async fn how_many_users(tx: &TenantTx) -> Result<u64, DbErr> {
    number(tx, "SELECT count(*) AS count FROM scim_user", vec![]).await
}

pub async fn how_many_groups(tx: &TenantTx) -> Result<u64, DbErr> {
    number(tx, "SELECT count(*) AS count FROM scim_group", vec![]).await
}

fn json(body: &Body) -> Result<Value, DbErr> {
    Ok(serde_json::to_value(body).map_err(|error| DbErr::Json(error.to_string()))?.into())
}

pub async fn add_user(tx: &TenantTx, kept: &user::Kept) -> Result<(), DbErr> {
    let user = &kept.user;
    tx.run(
        "INSERT INTO scim_user (id, key, user_name, external_id, active, body, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        vec![
            kept.id.into(),
            kept.key.as_str().into(),
            user.user_name.as_str().into(),
            user.external_id.clone().into(),
            user.active.into(),
            json(&user.body)?,
            kept.created_at.into(),
        ],
    )
    .await
    .map(|_| ())
}

pub async fn save_user(tx: &TenantTx, id: Uuid, user: &User, at: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "UPDATE scim_user SET user_name = $2, external_id = $3, active = $4, body = $5, changed_at = $6 WHERE id = $1",
        vec![
            id.into(),
            user.user_name.as_str().into(),
            user.external_id.clone().into(),
            user.active.into(),
            json(&user.body)?,
            at.into(),
        ],
    )
    .await
    .map(|_| ())
}

pub async fn delete_user(tx: &TenantTx, id: Uuid) -> Result<(), DbErr> {
    tx.run("DELETE FROM scim_user WHERE id = $1", vec![id.into()]).await.map(|_| ())
}

#[derive(FromQueryResult)]
struct GroupRow {
    id: Uuid,
    name: String,
    external_id: Option<String>,
    created_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
}

impl From<GroupRow> for group::Kept {
    fn from(row: GroupRow) -> Self {
        let GroupRow { id, name, external_id, created_at, changed_at } = row;
        Self { id, name, external_id, created_at, changed_at, members: None }
    }
}

/// As [`UserFilter`].
#[derive(Debug, Default)]
pub struct GroupFilter {
    pub id: Option<Uuid>,
    pub name: Option<String>,
    pub external_id: Option<String>,
    pub member: Option<Uuid>,
}

macro_rules! fitting_groups {
    ($what:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM scim_group g WHERE ($1::uuid IS NULL OR g.id = $1) AND ($2::text IS NULL OR lower(g.name) = lower($2))
                AND ($3::text IS NULL OR g.external_id = $3)
                AND ($4::uuid IS NULL OR EXISTS (SELECT FROM scim_member m WHERE m.group_id = g.id AND m.user_id = $4)) ",
            $end
        )
    };
}

pub async fn groups(tx: &TenantTx, filter: GroupFilter, page: Page) -> Result<Listed<group::Kept>, DbErr> {
    let GroupFilter { id, name, external_id, member } = filter;
    let mut values: Vec<Value> = vec![id.into(), name.into(), external_id.into(), member.into()];
    let total = number(tx, fitting_groups!("count(*) AS count", ""), values.clone()).await?;
    values.extend(bounds(page));
    let sql = fitting_groups!(
        "g.id, g.name, g.external_id, g.created_at, g.changed_at",
        "ORDER BY g.number OFFSET $5 LIMIT $6"
    );
    let rows = tx.all::<GroupRow>(sql, values).await?;
    Ok(Listed { total, start: page.start, some: rows.into_iter().map(group::Kept::from).collect() })
}

pub async fn group(tx: &TenantTx, id: Uuid) -> Result<Option<group::Kept>, DbErr> {
    let sql = "SELECT id, name, external_id, created_at, changed_at FROM scim_group WHERE id = $1";
    Ok(tx.one::<GroupRow>(sql, vec![id.into()]).await?.map(group::Kept::from))
}

#[derive(FromQueryResult)]
struct MemberRow {
    group_id: Uuid,
    user_id: Uuid,
}

/// Says of each group who is in it.
pub async fn fill(tx: &TenantTx, groups: &mut [group::Kept]) -> Result<(), DbErr> {
    let ids: Vec<Uuid> = groups.iter().map(|group| group.id).collect();
    let sql = "SELECT m.group_id, m.user_id FROM scim_member m JOIN scim_user u ON u.id = m.user_id
               WHERE m.group_id = ANY($1) ORDER BY u.number";
    let rows = tx.all::<MemberRow>(sql, vec![ids.into()]).await?;
    for group in groups {
        let of = rows.iter().filter(|row| row.group_id == group.id);
        group.members = Some(of.map(|row| row.user_id).collect());
    }
    Ok(())
}

pub async fn add_group(tx: &TenantTx, id: Uuid, name: &str, at: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "INSERT INTO scim_group (id, name, created_at, changed_at) VALUES ($1, $2, $3, $3)";
    tx.run(sql, vec![id.into(), name.into(), at.into()]).await.map(|_| ())
}

/// Tells whether it was called something else.
pub async fn name_group(tx: &TenantTx, id: Uuid, name: &str) -> Result<bool, DbErr> {
    let sql = "UPDATE scim_group SET name = $2 WHERE id = $1 AND name <> $2";
    Ok(tx.run(sql, vec![id.into(), name.into()]).await? > 0)
}

/// Tells whether the directory knew it by something else.
pub async fn know_group_by(tx: &TenantTx, id: Uuid, external_id: Option<String>) -> Result<bool, DbErr> {
    let sql = "UPDATE scim_group SET external_id = $2 WHERE id = $1 AND external_id IS DISTINCT FROM $2";
    Ok(tx.run(sql, vec![id.into(), external_id.into()]).await? > 0)
}

pub async fn changed_group(tx: &TenantTx, id: Uuid, at: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE scim_group SET changed_at = $2 WHERE id = $1";
    tx.run(sql, vec![id.into(), at.into()]).await.map(|_| ())
}

pub async fn delete_group(tx: &TenantTx, id: Uuid) -> Result<bool, DbErr> {
    Ok(tx.run("DELETE FROM scim_group WHERE id = $1", vec![id.into()]).await? > 0)
}

/// How many of these people are there.
pub async fn how_many_of(tx: &TenantTx, users: &[Uuid]) -> Result<usize, DbErr> {
    let sql = "SELECT count(*) AS count FROM scim_user WHERE id = ANY($1)";
    Ok(usize::try_from(number(tx, sql, vec![users.to_vec().into()]).await?).unwrap_or(usize::MAX))
}

/// Tells whether somebody was not in it before.
pub async fn add_members(tx: &TenantTx, group: Uuid, users: &[Uuid]) -> Result<bool, DbErr> {
    let sql =
        "INSERT INTO scim_member (group_id, user_id) SELECT $1, u FROM unnest($2::uuid[]) u ON CONFLICT DO NOTHING";
    Ok(tx.run(sql, vec![group.into(), users.to_vec().into()]).await? > 0)
}

/// Tells whether somebody was in it.
pub async fn remove_members(tx: &TenantTx, group: Uuid, users: &[Uuid]) -> Result<bool, DbErr> {
    let sql = "DELETE FROM scim_member WHERE group_id = $1 AND user_id = ANY($2)";
    Ok(tx.run(sql, vec![group.into(), users.to_vec().into()]).await? > 0)
}

/// Tells whether somebody else was in it.
pub async fn keep_members(tx: &TenantTx, group: Uuid, users: &[Uuid]) -> Result<bool, DbErr> {
    let sql = "DELETE FROM scim_member WHERE group_id = $1 AND user_id <> ALL($2)";
    Ok(tx.run(sql, vec![group.into(), users.to_vec().into()]).await? > 0)
}
