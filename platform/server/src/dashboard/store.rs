//! Rows behind the home page. Each statement reads a bounded part of an index, whatever the council holds.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// A member's open cases in one stage.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StageCount {
    pub stage: String,
    pub cases: i64,
    pub overdue: i64,
}

pub(super) async fn stages(tx: &TenantTx, member: Uuid, today: NaiveDate) -> Result<Vec<StageCount>, DbErr> {
    tx.all(
        "SELECT stage, count(*) AS cases, count(*) FILTER (WHERE due_on < $2) AS overdue
         FROM cases WHERE member_id = $1 AND closed_at IS NULL GROUP BY stage",
        vec![member.into(), today.into()],
    )
    .await
}

/// A case that changed lately, and its newest note.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Update {
    pub reference: String,
    pub summary: String,
    pub stage: String,
    pub workflow_version: i32,
    pub updated_at: DateTime<Utc>,
    pub note: Option<String>,
    pub noted_at: Option<DateTime<Utc>>,
}

pub(super) async fn updates(tx: &TenantTx, member: Uuid) -> Result<Vec<Update>, DbErr> {
    tx.all(
        "SELECT c.reference, c.summary, c.stage, c.workflow_version, c.updated_at, n.body AS note, n.created_at AS noted_at
         FROM (SELECT id, reference, summary, stage, workflow_version, updated_at FROM cases
               WHERE member_id = $1 ORDER BY updated_at DESC LIMIT 10) c
         LEFT JOIN LATERAL (SELECT body, created_at FROM note WHERE case_id = c.id
                            ORDER BY created_at DESC, id DESC LIMIT 1) n ON true
         ORDER BY c.updated_at DESC",
        vec![member.into()],
    )
    .await
}

/// Open cases that wait for a group; counts go up to [`COUNTED`] and no further.
#[derive(Clone, Debug, FromQueryResult)]
pub struct QueueCount {
    pub group_id: Uuid,
    pub cases: i64,
    pub overdue: i64,
}

/// Counts of a queue stop here: "200 or more" tells a team all it needs.
pub const COUNTED: i64 = 200;

pub(super) async fn queues(tx: &TenantTx, groups: Vec<Uuid>, today: NaiveDate) -> Result<Vec<QueueCount>, DbErr> {
    tx.all(
        "SELECT g AS group_id,
            (SELECT count(*) FROM (SELECT FROM cases WHERE holder_group = g AND closed_at IS NULL LIMIT $3) x) AS cases,
            (SELECT count(*) FROM (SELECT FROM cases WHERE holder_group = g AND closed_at IS NULL AND due_on < $2
                                   LIMIT $3) x) AS overdue
         FROM unnest($1::uuid[]) WITH ORDINALITY AS u(g, position) ORDER BY position",
        vec![groups.into(), today.into(), (COUNTED + 1).into()],
    )
    .await
}

/// What somebody chose to have on their home page.
#[derive(FromQueryResult)]
pub(super) struct CardsRow {
    pub ordered: Vec<String>,
    pub hidden: Vec<String>,
}

pub(super) async fn cards(tx: &TenantTx, person: Uuid) -> Result<Option<CardsRow>, DbErr> {
    tx.one("SELECT ordered, hidden FROM home_cards WHERE person_id = $1", vec![person.into()]).await
}

pub(super) async fn save_cards(
    tx: &TenantTx,
    person: Uuid,
    ordered: Vec<String>,
    hidden: Vec<String>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO home_cards (person_id, ordered, hidden, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id) DO UPDATE SET ordered = $2, hidden = $3, changed_at = $4",
        vec![person.into(), ordered.into(), hidden.into(), now.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn forget_cards(tx: &TenantTx, person: Uuid) -> Result<(), DbErr> {
    tx.run("DELETE FROM home_cards WHERE person_id = $1", vec![person.into()]).await?;
    Ok(())
}
