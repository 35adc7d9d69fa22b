//! Rows of files.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// A file to be added.
#[derive(Debug)]
pub struct NewFile {
    pub id: Uuid,
    pub added_by: Uuid,
    pub name: String,
    pub media_type: &'static str,
    pub drawn: bool,
    pub bytes: i64,
    pub sent_sha256: Vec<u8>,
    pub thumbnail: Option<Uuid>,
    pub scanned: bool,
    /// Latitude and longitude of where a photo was taken.
    pub position: Option<(f64, f64)>,
    /// `case` or `team`.
    pub audience: &'static str,
    pub created_at: DateTime<Utc>,
}

/// A file of a case.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FileRow {
    pub case_id: Uuid,
    pub id: Uuid,
    pub name: String,
    pub media_type: String,
    pub drawn: bool,
    pub bytes: i64,
    pub thumbnail: Option<Uuid>,
    pub scanned: bool,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub audience: String,
    pub added_by_id: Uuid,
    pub added_by: String,
    pub created_at: DateTime<Utc>,
}

impl FileRow {
    /// Where a photo was taken, until that is taken as the case's place or put aside.
    #[must_use]
    pub fn position(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }
}

/// Adds a file, unless the person added the same one before. Tells whether it was added. Where a photo was taken is kept for a case
/// that has no point on the map, as an offer.
pub async fn add(tx: &TenantTx, case: Uuid, file: NewFile) -> Result<bool, DbErr> {
    let (latitude, longitude) = file.position.unzip();
    let added = tx
        .run(
            "INSERT INTO file (id, case_id, added_by, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, latitude,
                 longitude, audience, created_at)
             SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN latitude IS NULL THEN $11::float8 END,
                 CASE WHEN latitude IS NULL THEN $12::float8 END, $13, $14 FROM cases WHERE id = $2 ON CONFLICT DO NOTHING",
            vec![
                file.id.into(),
                case.into(),
                file.added_by.into(),
                file.name.into(),
                file.media_type.into(),
                file.drawn.into(),
                file.bytes.into(),
                file.sent_sha256.into(),
                file.thumbnail.into(),
                file.scanned.into(),
                latitude.into(),
                longitude.into(),
                file.audience.into(),
                file.created_at.into(),
            ],
        )
        .await?;
    Ok(added == 1)
}

macro_rules! files {
    ($from:literal) => {
        concat!(
            "SELECT f.case_id, f.id, f.name, f.media_type, f.drawn, f.bytes, f.thumbnail, f.scanned, f.latitude, f.longitude,
                 f.audience, f.added_by AS added_by_id, p.name AS added_by, f.created_at
             FROM ",
            $from
        )
    };
}

/// The files of some cases, the newest first; at most two hundred a case.
pub async fn of_cases(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<FileRow>, DbErr> {
    let sql = files!(
        "unnest($1::uuid[]) AS c, LATERAL (SELECT * FROM file WHERE case_id = c ORDER BY created_at DESC, id DESC LIMIT 200) f
         JOIN person p ON p.id = f.added_by ORDER BY f.case_id, f.created_at DESC, f.id DESC"
    );
    tx.all(sql, vec![cases.into()]).await
}

/// One file of the case of this reference.
pub async fn one(tx: &TenantTx, reference: &str, id: Uuid) -> Result<Option<FileRow>, DbErr> {
    let sql = files!(
        "file f JOIN person p ON p.id = f.added_by JOIN cases c ON c.id = f.case_id WHERE c.reference = $1 AND f.id = $2"
    );
    tx.one(sql, vec![reference.into(), id.into()]).await
}

/// Puts a case on the map.
pub async fn put_place(tx: &TenantTx, case: &case::Model) -> Result<(), DbErr> {
    let sql = "UPDATE cases SET latitude = $2, longitude = $3, ward_id = $4 WHERE id = $1";
    let values = vec![case.id.into(), case.latitude.into(), case.longitude.into(), case.ward_id.into()];
    tx.run(sql, values).await?;
    Ok(())
}

/// Forgets where the photos of a case were taken, or one of them.
pub async fn forget_positions(tx: &TenantTx, case: Uuid, file: Option<Uuid>) -> Result<(), DbErr> {
    let sql = "UPDATE file SET latitude = NULL, longitude = NULL
               WHERE case_id = $1 AND latitude IS NOT NULL AND ($2::uuid IS NULL OR id = $2)";
    tx.run(sql, vec![case.into(), file.into()]).await?;
    Ok(())
}
