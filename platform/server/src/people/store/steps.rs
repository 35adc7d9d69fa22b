//! Access that begins or ends on a day to come.

use casework::ids::PersonId;
use casework::starters::Known;
use chrono::NaiveDate;
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// Something that a day asks for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DueStep {
    pub person_id: Uuid,
    /// `join`, or `leave` with the day before as the last one.
    pub what: String,
    pub successor: Option<Uuid>,
    pub plan_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Successor {
    successor: Option<Uuid>,
}

/// Keeps the days on which somebody's access begins and ends, in place of those that were kept before. Who was to take over their cases
/// still is, unless somebody else is named.
pub async fn keep(
    tx: &TenantTx,
    person: &Known,
    successor: Option<PersonId>,
    plan: Option<Uuid>,
    today: NaiveDate,
) -> Result<(), DbErr> {
    let sql = "DELETE FROM people_step WHERE person_id = $1 RETURNING successor";
    let before = tx.all::<Successor>(sql, vec![person.id.as_uuid().into()]).await?;
    let successor = successor.map(|id| id.as_uuid()).or_else(|| before.into_iter().find_map(|row| row.successor));
    if !person.has_access {
        return Ok(());
    }
    let begins = person.from.filter(|first| *first > today);
    let ends = person.until.and_then(|last| last.succ_opt());
    let sql = "INSERT INTO people_step (person_id, what, on_day, successor, plan_id) VALUES ($1, $2, $3, $4, $5)";
    for (what, day, successor) in [("join", begins, None), ("leave", ends, successor)] {
        if let Some(day) = day {
            let values = vec![person.id.as_uuid().into(), what.into(), day.into(), successor.into(), plan.into()];
            tx.run(sql, values).await?;
        }
    }
    Ok(())
}

pub async fn forget(tx: &TenantTx, person: PersonId) -> Result<(), DbErr> {
    tx.run("DELETE FROM people_step WHERE person_id = $1", vec![person.as_uuid().into()]).await.map(|_| ())
}

/// Takes the first step that is due by a day out of the table.
pub async fn take_due(tx: &TenantTx, today: NaiveDate) -> Result<Option<DueStep>, DbErr> {
    tx.one(
        "DELETE FROM people_step WHERE (person_id, what) =
            (SELECT person_id, what FROM people_step WHERE on_day <= $1 ORDER BY on_day, what, person_id LIMIT 1)
         RETURNING person_id, what, successor, plan_id",
        vec![today.into()],
    )
    .await
}

#[derive(FromQueryResult)]
struct Day {
    on_day: Option<NaiveDate>,
}

/// The next day that asks for something.
pub async fn next_day(tx: &TenantTx) -> Result<Option<NaiveDate>, DbErr> {
    Ok(tx.one::<Day>("SELECT min(on_day) AS on_day FROM people_step", vec![]).await?.and_then(|row| row.on_day))
}

/// A step to come, with the names that go with it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Coming {
    pub name: String,
    pub what: String,
    pub on_day: NaiveDate,
    pub successor: Option<String>,
}

pub async fn coming(tx: &TenantTx, limit: i64) -> Result<Vec<Coming>, DbErr> {
    tx.all(
        "SELECT p.name, s.what, s.on_day, n.name AS successor
         FROM people_step s JOIN person p ON p.id = s.person_id LEFT JOIN person n ON n.id = s.successor
         ORDER BY s.on_day, p.name, s.what LIMIT $1",
        vec![limit.into()],
    )
    .await
}
