//! What feeds say of people.

use casework::feeds::Person;
use casework::ids::{GroupId, PersonId};
use casework::starters::{Record, Records};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use serde::Serialize;

use super::json;
use crate::tenancy::TenantTx;

#[derive(FromQueryResult)]
struct RecordRow {
    key: String,
    body: serde_json::Value,
    gone: bool,
    twice: bool,
    left_out: bool,
}

/// Everybody whom a feed has or had.
pub async fn of(tx: &TenantTx, seat: &str) -> Result<Records, DbErr> {
    let sql = "SELECT key, body, gone, twice, left_out FROM people_record WHERE seat = $1";
    let mut records = Records::default();
    for row in tx.all::<RecordRow>(sql, vec![seat.into()]).await? {
        let person: Person = serde_json::from_value(row.body).map_err(|error| DbErr::Json(error.to_string()))?;
        let record = Record { person, gone: row.gone, twice: row.twice, left_out: row.left_out };
        records.0.insert(row.key, record);
    }
    Ok(records)
}

#[derive(Serialize)]
struct Stored<'a> {
    key: &'a str,
    body: &'a Person,
    gone: bool,
    twice: bool,
}

/// Stores what is different. Rows that are gone and are nobody of the council are forgotten: they are no business of ours.
pub async fn save(
    tx: &TenantTx,
    seat: &str,
    before: &Records,
    after: &Records,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let different = after.0.iter().filter(|(key, record)| before.0.get(*key) != Some(record));
    let rows: Vec<Stored<'_>> = different
        .map(|(key, record)| Stored { key, body: &record.person, gone: record.gone, twice: record.twice })
        .collect();
    tx.run(
        "INSERT INTO people_record (seat, key, body, gone, twice, read_at)
         SELECT $1, x.key, x.body, x.gone, x.twice, $3 FROM jsonb_to_recordset($2) AS x(key text, body jsonb, gone boolean, twice boolean)
         ON CONFLICT (seat, key) DO UPDATE SET body = excluded.body, gone = excluded.gone, twice = excluded.twice, read_at = excluded.read_at",
        vec![seat.into(), json(&rows)?.into(), at.into()],
    )
    .await?;
    let sql = "DELETE FROM people_record WHERE seat = $1 AND gone AND person_id IS NULL";
    tx.run(sql, vec![seat.into()]).await.map(|_| ())
}

/// Says who of the council a row is. Whichever row they were before is nobody now.
pub async fn bind(
    tx: &TenantTx,
    seat: &str,
    key: &str,
    person: PersonId,
    group: Option<GroupId>,
) -> Result<bool, DbErr> {
    let sql =
        "UPDATE people_record SET person_id = NULL, group_id = NULL WHERE person_id = $3 AND (seat, key) <> ($1, $2)";
    tx.run(sql, vec![seat.into(), key.into(), person.as_uuid().into()]).await?;
    let sql = "UPDATE people_record SET person_id = $3, group_id = $4 WHERE seat = $1 AND key = $2";
    let values = vec![seat.into(), key.into(), person.as_uuid().into(), group.map(|id| id.as_uuid()).into()];
    Ok(tx.run(sql, values).await? == 1)
}

/// Leaves a row out from now on, or takes it in again. Tells whether there is such a row.
pub async fn leave_out(tx: &TenantTx, seat: &str, key: &str, left_out: bool) -> Result<bool, DbErr> {
    let sql = "UPDATE people_record SET left_out = $3 WHERE seat = $1 AND key = $2";
    Ok(tx.run(sql, vec![seat.into(), key.into(), left_out.into()]).await? == 1)
}

#[derive(FromQueryResult)]
struct Seat {
    seat: String,
}

/// The feeds that have said anything.
pub async fn seats(tx: &TenantTx) -> Result<Vec<String>, DbErr> {
    let rows = tx.all::<Seat>("SELECT DISTINCT seat FROM people_record ORDER BY seat", vec![]).await?;
    Ok(rows.into_iter().map(|row| row.seat).collect())
}

/// A row that somebody left out.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LeftOut {
    pub seat: String,
    pub key: String,
    pub name: String,
}

pub async fn left_out(tx: &TenantTx) -> Result<Vec<LeftOut>, DbErr> {
    let sql = "SELECT seat, key, body ->> 'name' AS name FROM people_record WHERE left_out ORDER BY name, seat, key LIMIT 200";
    tx.all(sql, vec![]).await
}
