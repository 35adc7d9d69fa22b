//! Rows of connections between cases.

use casework::links::Relation;
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// The most cases that are shown, or that learn of an outcome, of one case.
pub const MOST: i64 = 500;

/// A connection, as seen from `case_id`.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Link {
    pub id: Uuid,
    pub case_id: Uuid,
    /// The other case.
    pub other_id: Uuid,
    pub reference: String,
    pub summary: String,
    pub stage: String,
    pub workflow_version: i32,
    pub closed_at: Option<DateTime<Utc>>,
    /// As it is stored.
    pub relation: String,
    /// `case_id` is the one that joined.
    pub joined: bool,
    pub ended_at: Option<DateTime<Utc>>,
}

/// The connections of some cases with cases that the actor may see, the oldest first; those that were ended, too.
///
/// # Errors
/// When the database cannot be asked.
pub async fn of(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<Link>, DbErr> {
    tx.all(
        "SELECT l.id, l.from_case AS case_id, o.id AS other_id, o.reference, o.summary, o.stage, o.workflow_version, o.closed_at,
             l.relation, true AS joined, l.ended_at, l.created_at
         FROM case_link l JOIN cases o ON o.id = l.to_case WHERE l.from_case = ANY($1)
         UNION ALL
         (SELECT l.id, l.to_case, o.id, o.reference, o.summary, o.stage, o.workflow_version, o.closed_at, l.relation, false,
             l.ended_at, l.created_at
         FROM case_link l JOIN cases o ON o.id = l.from_case WHERE l.to_case = ANY($1) ORDER BY l.created_at, l.id LIMIT $2)
         ORDER BY created_at, id",
        vec![cases.into(), MOST.into()],
    )
    .await
}

/// A connection as it is stored.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Stored {
    pub id: Uuid,
    pub from_case: Uuid,
    pub to_case: Uuid,
    pub relation: String,
    pub state_before: Option<serde_json::Value>,
}

/// The connection of this id that has not ended, if the actor may see one of its cases.
pub async fn by_id(tx: &TenantTx, id: Uuid) -> Result<Option<Stored>, DbErr> {
    let sql = "SELECT id, from_case, to_case, relation, state_before FROM case_link WHERE id = $1 AND ended_at IS NULL FOR UPDATE";
    tx.one(sql, vec![id.into()]).await
}

#[derive(FromQueryResult)]
struct Followings {
    follows: bool,
    followed: bool,
}

/// Whether a case follows one, and whether cases follow it; those that the actor may not see count, too.
pub async fn followings(tx: &TenantTx, case: Uuid) -> Result<(bool, bool), DbErr> {
    let found = tx
        .one::<Followings>(
            "SELECT EXISTS (SELECT FROM case_link WHERE from_case = $1 AND ended_at IS NULL AND relation IN ('merged-into', 'member-of')) AS follows,
                 EXISTS (SELECT FROM case_link WHERE to_case = $1 AND ended_at IS NULL AND relation IN ('merged-into', 'member-of')) AS followed",
            vec![case.into()],
        )
        .await?;
    Ok(found.map_or((false, false), |found| (found.follows, found.followed)))
}

/// A connection to be made.
pub struct NewLink {
    pub id: Uuid,
    pub from_case: Uuid,
    pub to_case: Uuid,
    pub relation: Relation,
    pub by: Uuid,
    pub state_before: Option<serde_json::Value>,
}

/// Makes a connection; false where it is there already, in either direction for one that has none.
pub async fn add(tx: &TenantTx, link: NewLink, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql = "INSERT INTO case_link (id, from_case, to_case, relation, created_at, created_by, state_before)
               SELECT $1, $2, $3, $4, $5, $6, $7
               WHERE NOT EXISTS (SELECT FROM case_link WHERE $4 = 'related' AND relation = 'related' AND ended_at IS NULL
                                 AND from_case = $3 AND to_case = $2)
               ON CONFLICT DO NOTHING";
    let values = vec![
        link.id.into(),
        link.from_case.into(),
        link.to_case.into(),
        link.relation.as_str().into(),
        at.into(),
        link.by.into(),
        link.state_before.into(),
    ];
    Ok(tx.run(sql, values).await? > 0)
}

/// Ends a connection.
pub async fn end(tx: &TenantTx, id: Uuid, by: Uuid, at: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE case_link SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
    tx.run(sql, vec![id.into(), at.into(), by.into()]).await?;
    Ok(())
}

/// Ends the merge of a case that was opened again by whoever raised it, who says thereby that it is another matter.
pub async fn end_merge(tx: &TenantTx, case: Uuid, by: Uuid, at: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE case_link SET ended_at = $2, ended_by = $3 WHERE from_case = $1 AND relation = 'merged-into' AND ended_at IS NULL";
    tx.run(sql, vec![case.into(), at.into(), by.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Follower {
    id: Uuid,
}

/// The cases that follow this one.
pub async fn followers(tx: &TenantTx, case: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let sql = "SELECT from_case AS id FROM case_link
               WHERE to_case = $1 AND ended_at IS NULL AND relation IN ('merged-into', 'member-of') ORDER BY from_case LIMIT $2";
    let found = tx.all::<Follower>(sql, vec![case.into(), MOST.into()]).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// Cases with their rows locked, always in the same order, so that two people who connect the same cases wait for each other
/// and not for ever.
pub async fn for_change(tx: &TenantTx, ids: Vec<Uuid>) -> Result<Vec<case::Model>, DbErr> {
    case::Entity::find()
        .filter(case::Column::Id.is_in(ids))
        .order_by_asc(case::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}
