//! Rows of the council's own texts for residents.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::residents::template::Template;
use crate::tenancy::TenantTx;

/// A version of a text.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Saved {
    pub what: String,
    pub lang: String,
    pub version: i32,
    pub subject: Option<String>,
    pub body: Option<String>,
    pub saved_by: String,
    pub saved_at: DateTime<Utc>,
}

impl Saved {
    /// None where the standard text counts again.
    pub fn template(self) -> Option<Template> {
        self.subject.zip(self.body).map(|(subject, body)| Template { subject, body })
    }
}

macro_rules! saved {
    ($narrowed:literal) => {
        concat!(
            "SELECT t.what, t.lang, t.version, t.subject, t.body, p.name AS saved_by, t.saved_at
             FROM message_template t JOIN person p ON p.id = t.saved_by ",
            $narrowed
        )
    };
}

pub async fn newest(tx: &TenantTx, what: &'static str, lang: &'static str) -> Result<Option<Saved>, DbErr> {
    let sql = saved!("WHERE t.what = $1 AND t.lang = $2 ORDER BY t.version DESC LIMIT 1");
    tx.one(sql, vec![what.into(), lang.into()]).await
}

/// The newest version of every text that was ever saved.
pub async fn all_newest(tx: &TenantTx) -> Result<Vec<Saved>, DbErr> {
    let sql = saved!(
        "WHERE t.version = (SELECT max(version) FROM message_template n WHERE n.what = t.what AND n.lang = t.lang)"
    );
    tx.all(sql, vec![]).await
}

pub async fn versions(tx: &TenantTx, what: &'static str, lang: &'static str) -> Result<Vec<Saved>, DbErr> {
    let sql = saved!("WHERE t.what = $1 AND t.lang = $2 ORDER BY t.version DESC LIMIT 20");
    tx.all(sql, vec![what.into(), lang.into()]).await
}

/// Saves the version after `seen`, if that is still the newest. Returns whether it was.
pub async fn save(
    tx: &TenantTx,
    what: &'static str,
    lang: &'static str,
    template: Option<Template>,
    seen: i32,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let (subject, body) = template.map(|template| (template.subject, template.body)).unzip();
    let saved = tx
        .run(
            "INSERT INTO message_template (what, lang, version, subject, body, saved_by, saved_at)
             SELECT $1, $2, $3 + 1, $4, $5, $6, $7
             WHERE $3 = (SELECT coalesce(max(version), 0) FROM message_template WHERE what = $1 AND lang = $2)
             ON CONFLICT DO NOTHING",
            vec![what.into(), lang.into(), seen.into(), subject.into(), body.into(), by.into(), now.into()],
        )
        .await?;
    Ok(saved == 1)
}
