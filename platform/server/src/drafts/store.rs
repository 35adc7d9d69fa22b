//! Rows of drafts and of the files that wait with them.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

use super::NewDraft;
use crate::tenancy::TenantTx;

/// A file that waits with a draft; the bytes lie in the store under these ids.
#[derive(Clone, Debug, Serialize, FromQueryResult)]
pub struct DraftFile {
    pub id: Uuid,
    pub name: String,
    pub media_type: String,
    pub drawn: bool,
    pub bytes: i64,
    pub sent_sha256: Vec<u8>,
    pub thumbnail: Option<Uuid>,
    pub scanned: bool,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

/// A draft in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    pub id: Uuid,
    pub summary: String,
    pub created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
pub(super) struct DraftRow {
    pub origin: String,
    pub summary: String,
    pub details: String,
    pub resident_name: Option<String>,
    pub resident_email: Option<String>,
    pub refused: serde_json::Value,
    pub created_at: DateTime<Utc>,
}

/// Adds a draft, then its files: a policy asks the draft about each of them.
pub(super) async fn add(tx: &TenantTx, draft: NewDraft, at: DateTime<Utc>) -> Result<(), DbErr> {
    let (name, email) = draft.resident.unzip();
    let refused = serde_json::to_value(&draft.refused).map_err(|error| DbErr::Json(error.to_string()))?;
    tx.run(
        "INSERT INTO draft (id, person_id, origin, summary, details, resident_name, resident_email, refused, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vec![
            draft.id.as_uuid().into(),
            draft.owner.as_uuid().into(),
            draft.origin.as_str().into(),
            draft.summary.into(),
            draft.details.into(),
            name.into(),
            email.into(),
            refused.into(),
            at.into(),
        ],
    )
    .await?;
    for file in draft.files {
        add_file(tx, draft.id.as_uuid(), file).await?;
    }
    Ok(())
}

/// Adds a file, unless the draft has the same one. Tells whether it was added.
pub(super) async fn add_file(tx: &TenantTx, draft: Uuid, file: DraftFile) -> Result<bool, DbErr> {
    let values: Vec<Value> = vec![
        file.id.into(),
        draft.into(),
        file.name.into(),
        file.media_type.into(),
        file.drawn.into(),
        file.bytes.into(),
        file.sent_sha256.into(),
        file.thumbnail.into(),
        file.scanned.into(),
        file.latitude.into(),
        file.longitude.into(),
    ];
    let added = tx
        .run(
            "INSERT INTO draft_file (id, draft_id, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, latitude, longitude)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            values,
        )
        .await?;
    Ok(added == 1)
}

/// Begins a draft from a form, where the person has none of this id, and holds it until the transaction ends. Tells whether
/// they have it now: it may be somebody else's.
pub(super) async fn begun(tx: &TenantTx, person: Uuid, id: Uuid, at: DateTime<Utc>) -> Result<bool, DbErr> {
    wait_for(tx, id).await?;
    let begin = "INSERT INTO draft (id, person_id, origin, summary, details, created_at)
                 VALUES ($1, $2, 'form', '', '', $3) ON CONFLICT DO NOTHING";
    tx.run(begin, vec![id.into(), person.into(), at.into()]).await?;
    is_own(tx, person, id).await
}

/// Holds a draft of the person's until the transaction ends. Tells whether there is one.
pub(super) async fn hold(tx: &TenantTx, person: Uuid, id: Uuid) -> Result<bool, DbErr> {
    wait_for(tx, id).await?;
    is_own(tx, person, id).await
}

/// Waits until no other copy of its form has a draft in hand. A row could not be waited for: one copy makes a case of it, which takes it
/// away, and the next begins it anew.
async fn wait_for(tx: &TenantTx, id: Uuid) -> Result<(), DbErr> {
    tx.run("SELECT pg_advisory_xact_lock(hashtextextended('draft/' || $1, 0))", vec![id.to_string().into()]).await?;
    Ok(())
}

async fn is_own(tx: &TenantTx, person: Uuid, id: Uuid) -> Result<bool, DbErr> {
    let sql = "SELECT count(*) AS drafts, '{}'::uuid[] AS files FROM draft WHERE id = $1 AND person_id = $2";
    let own = tx.one::<Moved>(sql, vec![id.into(), person.into()]).await?;
    Ok(own.is_some_and(|own| own.drafts == 1))
}

/// What policies let the person do is their own drafts alone.
pub(super) async fn remove_file(tx: &TenantTx, draft: Uuid, file: Uuid) -> Result<(), DbErr> {
    tx.run("DELETE FROM draft_file WHERE draft_id = $1 AND id = $2", vec![draft.into(), file.into()]).await?;
    Ok(())
}

pub(super) async fn forget_positions(tx: &TenantTx, draft: Uuid) -> Result<u64, DbErr> {
    let sql = "UPDATE draft_file SET latitude = NULL, longitude = NULL WHERE draft_id = $1 AND latitude IS NOT NULL";
    tx.run(sql, vec![draft.into()]).await
}

/// What a mail says stays what it said.
pub(super) async fn remember(tx: &TenantTx, id: Uuid, summary: String, details: String) -> Result<(), DbErr> {
    let sql = "UPDATE draft SET summary = $2, details = $3 WHERE id = $1 AND origin = 'form'";
    tx.run(sql, vec![id.into(), summary.into(), details.into()]).await?;
    Ok(())
}

pub(super) async fn of_person(tx: &TenantTx, person: Uuid) -> Result<Vec<Line>, DbErr> {
    let sql =
        "SELECT id, summary, created_at FROM draft WHERE person_id = $1 ORDER BY created_at DESC, id DESC LIMIT 50";
    tx.all(sql, vec![person.into()]).await
}

pub(super) async fn one(tx: &TenantTx, person: Uuid, id: Uuid) -> Result<Option<DraftRow>, DbErr> {
    let sql = "SELECT origin, summary, details, resident_name, resident_email, refused, created_at
               FROM draft WHERE id = $1 AND person_id = $2";
    tx.one(sql, vec![id.into(), person.into()]).await
}

pub(super) async fn files(tx: &TenantTx, draft: Uuid) -> Result<Vec<DraftFile>, DbErr> {
    let sql = "SELECT id, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, latitude, longitude
               FROM draft_file WHERE draft_id = $1 ORDER BY id";
    tx.all(sql, vec![draft.into()]).await
}

/// How many drafts a statement was about, and which of their files.
#[derive(FromQueryResult)]
pub(super) struct Moved {
    pub drafts: i64,
    pub files: Vec<Uuid>,
}

/// One statement, so that a draft is a draft or a case and never both or neither. Files that the case has are left out; where a photo
/// was taken goes along where the case has no point.
pub(super) async fn become_case(
    tx: &TenantTx,
    person: Uuid,
    draft: Uuid,
    case: Uuid,
    at: DateTime<Utc>,
) -> Result<Moved, DbErr> {
    let moved = tx
        .one(
            "WITH d AS (
                DELETE FROM draft WHERE id = $1 AND person_id = $2 RETURNING id
             ), f AS (
                DELETE FROM draft_file USING d WHERE draft_file.draft_id = d.id RETURNING draft_file.*
             ), m AS (
                INSERT INTO file (id, case_id, added_by, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, latitude,
                    longitude, audience, created_at)
                SELECT f.id, $3, $2, f.name, f.media_type, f.drawn, f.bytes, f.sent_sha256, f.thumbnail, f.scanned,
                    CASE WHEN c.latitude IS NULL THEN f.latitude END, CASE WHEN c.latitude IS NULL THEN f.longitude END, 'case', $4
                FROM f JOIN cases c ON c.id = $3 ON CONFLICT DO NOTHING RETURNING id
             )
             SELECT (SELECT count(*) FROM d) AS drafts, ARRAY(SELECT id FROM m) AS files",
            vec![draft.into(), person.into(), case.into(), at.into()],
        )
        .await?;
    moved.ok_or_else(|| DbErr::RecordNotFound("one row".to_owned()))
}

pub(super) async fn delete(tx: &TenantTx, draft: Uuid) -> Result<(), DbErr> {
    tx.run(
        "WITH f AS (DELETE FROM draft_file WHERE draft_id = $1) DELETE FROM draft WHERE id = $1",
        vec![draft.into()],
    )
    .await?;
    Ok(())
}

/// How many drafts somebody who has left has left behind.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LeftBehind {
    pub person_id: Uuid,
    pub name: String,
    pub drafts: i64,
}

pub(super) async fn left_behind(tx: &TenantTx) -> Result<Vec<LeftBehind>, DbErr> {
    let sql = "SELECT p.id AS person_id, p.name, count(*) AS drafts FROM draft d JOIN person p ON p.id = d.person_id
               WHERE NOT p.active GROUP BY p.id, p.name ORDER BY p.name, p.id";
    tx.all(sql, vec![]).await
}

pub(super) async fn count_of(tx: &TenantTx, person: Uuid) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) AS drafts, '{}'::uuid[] AS files FROM draft WHERE person_id = $1";
    Ok(tx.one::<Moved>(sql, vec![person.into()]).await?.map_or(0, |row| row.drafts))
}

pub(super) async fn give(tx: &TenantTx, from: Uuid, to: Uuid) -> Result<u64, DbErr> {
    let sql = "UPDATE draft SET person_id = $2 WHERE person_id = $1 AND NOT (SELECT active FROM person WHERE id = $1)";
    tx.run(sql, vec![from.into(), to.into()]).await
}
