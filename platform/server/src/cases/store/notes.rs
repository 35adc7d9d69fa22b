//! Rows of notes, and what they said before.

use casework::ids::{CaseId, PersonId};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use serde::Deserialize;
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// A note and who wrote it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Note {
    pub case_id: Uuid,
    pub id: Uuid,
    pub author_id: Uuid,
    pub author: String,
    pub body: String,
    /// `case` or `team`.
    pub audience: String,
    pub created_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    /// What it said before, the oldest first; empty where it was never changed.
    pub earlier: serde_json::Value,
}

/// What a note said before.
#[derive(Clone, Debug, Deserialize)]
pub struct Earlier {
    pub body: String,
    pub written_at: DateTime<Utc>,
}

/// The columns of a [`Note`].
macro_rules! note {
    ($rest:literal) => {
        concat!(
            "SELECT n.case_id, n.id, n.author_id, p.name AS author, n.body, n.audience, n.created_at, n.edited_at,
                CASE WHEN n.edited_at IS NULL THEN '[]' ELSE (
                    SELECT coalesce(jsonb_agg(jsonb_build_object('body', v.body, 'written_at', v.written_at) ORDER BY v.number), '[]')
                    FROM note_version v WHERE v.note_id = n.id) END AS earlier ",
            $rest
        )
    };
}

impl Note {
    /// What it said before, the oldest first.
    #[must_use]
    pub fn earlier(&self) -> Vec<Earlier> {
        serde_json::from_value(self.earlier.clone()).unwrap_or_default()
    }
}

/// One note of a case.
pub async fn one(tx: &TenantTx, case_id: Uuid, id: Uuid) -> Result<Option<Note>, DbErr> {
    tx.one(
        note!("FROM note n JOIN person p ON p.id = n.author_id WHERE n.case_id = $1 AND n.id = $2"),
        vec![case_id.into(), id.into()],
    )
    .await
}

/// These notes, as far as the actor may read them, in no order.
pub async fn these(tx: &TenantTx, ids: Vec<Uuid>) -> Result<Vec<Note>, DbErr> {
    tx.all(note!("FROM note n JOIN person p ON p.id = n.author_id WHERE n.id = ANY($1)"), vec![ids.into()]).await
}

/// The newest notes of a case, newest first; with `before`, those older than that note.
pub async fn of_case(tx: &TenantTx, case_id: Uuid, before: Option<Uuid>, limit: i64) -> Result<Vec<Note>, DbErr> {
    match before {
        None => {
            tx.all(
                note!(
                    "FROM note n JOIN person p ON p.id = n.author_id
                     WHERE n.case_id = $1 ORDER BY n.created_at DESC, n.id DESC LIMIT $2"
                ),
                vec![case_id.into(), limit.into()],
            )
            .await
        }
        Some(before) => {
            tx.all(
                note!(
                    "FROM note n JOIN person p ON p.id = n.author_id
                     WHERE n.case_id = $1 AND (n.created_at, n.id) < (SELECT created_at, id FROM note WHERE id = $3)
                     ORDER BY n.created_at DESC, n.id DESC LIMIT $2"
                ),
                vec![case_id.into(), limit.into(), before.into()],
            )
            .await
        }
    }
}

/// The newest notes of each of some cases, newest first; so many a case.
pub async fn newest(tx: &TenantTx, cases: Vec<Uuid>, limit: i64) -> Result<Vec<Note>, DbErr> {
    tx.all(
        note!(
            "FROM unnest($1::uuid[]) AS c, LATERAL (SELECT * FROM note WHERE case_id = c
                                                    ORDER BY created_at DESC, id DESC LIMIT $2) n
             JOIN person p ON p.id = n.author_id
             ORDER BY n.case_id, n.created_at DESC, n.id DESC"
        ),
        vec![cases.into(), limit.into()],
    )
    .await
}

/// A note to be added.
#[derive(Debug)]
pub struct NewNote {
    pub id: Uuid,
    pub client_id: Option<Uuid>,
    pub author_id: Uuid,
    pub body: String,
    pub audience: &'static str,
}

/// The note that a submission added, now or before.
#[derive(Debug, FromQueryResult)]
pub struct AddedNote {
    pub id: Uuid,
    /// Added now.
    pub added: bool,
    /// It says the same on the same case.
    pub same: bool,
}

/// Adds a note, unless this browser's submission added one before.
pub async fn add(tx: &TenantTx, case_id: CaseId, note: NewNote, at: DateTime<Utc>) -> Result<AddedNote, DbErr> {
    let row = tx
        .one::<AddedNote>(
            "WITH n AS (
                INSERT INTO note (id, case_id, author_id, client_id, body, created_at, audience)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (author_id, client_id) WHERE client_id IS NOT NULL DO NOTHING RETURNING id
             )
             SELECT id, true AS added, true AS same FROM n
             UNION ALL SELECT id, false, case_id = $2 AND body = $5 AND audience = $7
             FROM note WHERE author_id = $3 AND client_id = $4 LIMIT 1",
            vec![
                note.id.into(),
                case_id.as_uuid().into(),
                note.author_id.into(),
                note.client_id.into(),
                note.body.into(),
                at.into(),
                note.audience.into(),
            ],
        )
        .await?;
    row.ok_or(DbErr::RecordNotInserted)
}

/// Writes other words into a note, and keeps those that it had.
pub async fn change(tx: &TenantTx, id: Uuid, body: &str, at: DateTime<Utc>) -> Result<(), DbErr> {
    let kept = "INSERT INTO note_version (note_id, number, body, written_at)
                SELECT n.id, 1 + (SELECT count(*) FROM note_version v WHERE v.note_id = n.id), n.body, coalesce(n.edited_at, n.created_at)
                FROM note n WHERE n.id = $1";
    tx.run(kept, vec![id.into()]).await?;
    let changed = "UPDATE note SET body = $2, edited_at = $3 WHERE id = $1";
    match tx.run(changed, vec![id.into(), body.into(), at.into()]).await? {
        1 => Ok(()),
        _ => Err(DbErr::RecordNotUpdated),
    }
}

#[derive(FromQueryResult)]
struct Reader {
    id: Uuid,
    name: String,
}

/// Those who may read a note of a case that these may see; of one for the team, those who work in a group.
pub async fn readers(tx: &TenantTx, visible_to: &[Uuid], team: bool) -> Result<Vec<(PersonId, String)>, DbErr> {
    let readers: Vec<Reader> = tx
        .all(
            "SELECT id, name FROM person
             WHERE active AND (id = ANY($1) OR group_ids && $1 OR ward_ids && $1) AND (NOT $2 OR group_ids <> '{}') ORDER BY name, id",
            vec![visible_to.to_vec().into(), team.into()],
        )
        .await?;
    Ok(readers.into_iter().map(|reader| (PersonId::from_uuid(reader.id), reader.name)).collect())
}
