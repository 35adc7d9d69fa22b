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
        let values: Vec<Value> = vec![
            file.id.into(),
            draft.id.as_uuid().into(),
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
        tx.run(
            "INSERT INTO draft_file (id, draft_id, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, latitude, longitude)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            values,
        )
        .await?;
    }
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

#[derive(FromQueryResult)]
pub(super) struct Moved {
    pub drafts: i64,
    pub files: i64,
}

/// One statement, so that a draft is a draft or a case and never both or neither.
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
                SELECT f.id, $3, $2, f.name, f.media_type, f.drawn, f.bytes, f.sent_sha256, f.thumbnail, f.scanned, f.latitude,
                    f.longitude, 'case', $4 FROM f RETURNING id
             )
             SELECT (SELECT count(*) FROM d) AS drafts, (SELECT count(*) FROM m) AS files",
            vec![draft.into(), person.into(), case.into(), at.into()],
        )
        .await?;
    moved.ok_or_else(|| DbErr::RecordNotFound("one row".to_owned()))
}

pub(super) async fn delete(tx: &TenantTx, person: Uuid, draft: Uuid) -> Result<bool, DbErr> {
    let sql = "WITH d AS (DELETE FROM draft WHERE id = $1 AND person_id = $2 RETURNING id),
                    f AS (DELETE FROM draft_file USING d WHERE draft_file.draft_id = d.id)
               SELECT count(*) AS drafts, 0::bigint AS files FROM d";
    let deleted = tx.one::<Moved>(sql, vec![draft.into(), person.into()]).await?;
    Ok(deleted.is_some_and(|moved| moved.drafts == 1))
}
