//! Rows of files.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

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
    pub added_by: String,
    pub created_at: DateTime<Utc>,
}

/// Adds a file, unless the person added the same one before. Tells whether it was added.
pub async fn add(tx: &TenantTx, case: Uuid, file: NewFile) -> Result<bool, DbErr> {
    let (latitude, longitude) = file.position.unzip();
    let added = tx
        .run(
            "INSERT INTO file (id, case_id, added_by, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, latitude,
                 longitude, audience, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
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
    ($narrowed:literal) => {
        concat!(
            "SELECT f.id, f.name, f.media_type, f.drawn, f.bytes, f.thumbnail, f.scanned, f.latitude, f.longitude, f.audience,
                 p.name AS added_by, f.created_at
             FROM file f JOIN person p ON p.id = f.added_by ",
            $narrowed
        )
    };
}

/// The files of a case, the newest first; at most two hundred.
pub async fn of_case(tx: &TenantTx, case: Uuid) -> Result<Vec<FileRow>, DbErr> {
    tx.all(files!("WHERE f.case_id = $1 ORDER BY f.created_at DESC, f.id DESC LIMIT 200"), vec![case.into()]).await
}

/// One file of the case of this reference.
pub async fn one(tx: &TenantTx, reference: &str, id: Uuid) -> Result<Option<FileRow>, DbErr> {
    let sql = files!("JOIN cases c ON c.id = f.case_id WHERE c.reference = $1 AND f.id = $2");
    tx.one(sql, vec![reference.into(), id.into()]).await
}
