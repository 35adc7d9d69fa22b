//! Rows of absences. None is ever taken out: what was said before, and when it ended, stays.

use casework::absence::Period;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// Somebody's absence, and who stands in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Absence {
    pub person_id: Uuid,
    pub name: String,
    pub group_ids: Vec<Uuid>,
    pub deputy_id: Uuid,
    pub deputy: String,
    /// Both days belong to it.
    pub from_on: NaiveDate,
    pub until_on: NaiveDate,
}

impl Absence {
    #[must_use]
    pub const fn period(&self) -> Period {
        Period { from: self.from_on, until: self.until_on }
    }
}

macro_rules! absences {
    ($which:literal) => {
        concat!(
            "SELECT a.person_id, p.name, p.group_ids, a.deputy_id, d.name AS deputy, a.from_on, a.until_on
             FROM absence a JOIN person p ON p.id = a.person_id JOIN person d ON d.id = a.deputy_id
             WHERE a.ended_at IS NULL AND p.active AND a.until_on >= $1 AND ",
            $which,
            " ORDER BY a.from_on, p.name, a.id"
        )
    };
}

pub(super) async fn of(tx: &TenantTx, person: Uuid, today: NaiveDate) -> Result<Option<Absence>, DbErr> {
    tx.one(absences!("a.person_id = $2"), vec![today.into(), person.into()]).await
}

pub(super) async fn of_deputy(tx: &TenantTx, deputy: Uuid, today: NaiveDate) -> Result<Vec<Absence>, DbErr> {
    tx.all(absences!("a.deputy_id = $2"), vec![today.into(), deputy.into()]).await
}

pub(super) async fn on(tx: &TenantTx, today: NaiveDate) -> Result<Vec<Absence>, DbErr> {
    tx.all(absences!("a.from_on <= $1"), vec![today.into()]).await
}

pub(super) async fn hold(tx: &TenantTx, person: Uuid) -> Result<(), DbErr> {
    tx.run("SELECT FROM person WHERE id = $1 FOR UPDATE", vec![person.into()]).await.map(|_| ())
}

pub(super) async fn add(
    tx: &TenantTx,
    id: Uuid,
    person: Uuid,
    deputy: Uuid,
    period: Period,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql =
        "INSERT INTO absence (id, person_id, deputy_id, from_on, until_on, said_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![id.into(), person.into(), deputy.into(), period.from.into(), period.until.into(), now.into()];
    tx.run(sql, values).await.map(|_| ())
}

/// Tells whether one was still to end.
pub(super) async fn end(tx: &TenantTx, person: Uuid, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql = "UPDATE absence SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL";
    Ok(tx.run(sql, vec![person.into(), now.into()]).await? > 0)
}

/// Ends every absence in which this person was to stand in, and leaves a notice with whoever is away. Tells how many there were.
pub(super) async fn end_of_deputy(tx: &TenantTx, deputy: Uuid, now: DateTime<Utc>) -> Result<u64, DbErr> {
    tx.run(
        "WITH ended AS (
            UPDATE absence SET ended_at = $2 WHERE deputy_id = $1 AND ended_at IS NULL RETURNING person_id
         )
         INSERT INTO notice (person_id, kind, at, topic, for_person) SELECT person_id, 'deputy-left', $2, 'own', $1 FROM ended",
        vec![deputy.into(), now.into()],
    )
    .await
}
