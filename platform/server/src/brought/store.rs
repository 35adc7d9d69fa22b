//! Rows of what feeds brought. Each statement reads a bounded part of an index, whatever the council holds. The slice `feeds` writes
//! them, with what they are about: the codes of wards, of a meeting the names of those who sit.

use casework::feeds::{Fact, Meeting, Work};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Figure;
use crate::tenancy::TenantTx;

fn read<T: DeserializeOwned>(body: Value) -> Result<T, DbErr> {
    serde_json::from_value(body).map_err(|error| DbErr::Type(error.to_string()))
}

/// A kind of feed.
#[derive(FromQueryResult)]
pub(super) struct SourceRow {
    pub kind: String,
    pub good_at: Option<DateTime<Utc>>,
    pub silent: bool,
}

pub(super) async fn sources(tx: &TenantTx) -> Result<Vec<SourceRow>, DbErr> {
    tx.all(
        "SELECT split_part(seat, '/', 1) AS kind, min(good_at) AS good_at, bool_or(failures > 0) AS silent FROM feed GROUP BY 1",
        vec![],
    )
    .await
}

#[derive(FromQueryResult)]
struct Marked {
    mark: bool,
    body: Value,
}

fn marked<T: DeserializeOwned>(rows: Vec<Marked>) -> Result<Vec<(bool, T)>, DbErr> {
    rows.into_iter().map(|row| Ok((row.mark, read(row.body)?))).collect()
}

/// The next meetings at which somebody of this name sits (marked), and the next ones of all.
pub(super) async fn next_meetings(
    tx: &TenantTx,
    name: &str,
    today: NaiveDate,
    most: i64,
) -> Result<Vec<(bool, Meeting)>, DbErr> {
    let rows = tx.all(
        "(SELECT true AS mark, body FROM feed_item
          WHERE kind = 'committee-calendar' AND until_on >= $1 AND about @> ARRAY[$2::text]
          ORDER BY until_on, body ->> 'begins', key LIMIT $3)
         UNION ALL
         (SELECT false, body FROM feed_item WHERE kind = 'committee-calendar' AND until_on >= $1
          ORDER BY until_on, body ->> 'begins', key LIMIT $3)",
        vec![today.into(), name.into(), most.into()],
    );
    marked(rows.await?)
}

#[derive(FromQueryResult)]
struct ReadRow {
    id: String,
    read_at: DateTime<Utc>,
    body: Value,
}

fn with_id(rows: Vec<ReadRow>) -> Result<Vec<(String, DateTime<Utc>, Meeting)>, DbErr> {
    rows.into_iter().map(|row| Ok((row.id, row.read_at, read(row.body)?))).collect()
}

/// All, or those of one person, by name as it is compared.
pub(super) async fn meetings_between(
    tx: &TenantTx,
    name: Option<String>,
    from: NaiveDate,
    until: NaiveDate,
    most: i64,
) -> Result<Vec<(String, DateTime<Utc>, Meeting)>, DbErr> {
    let rows = tx.all(
        "SELECT seat || ' ' || key AS id, read_at, body FROM feed_item
         WHERE kind = 'committee-calendar' AND until_on BETWEEN $1 AND $2 AND ($3::text IS NULL OR about @> ARRAY[$3::text])
         ORDER BY until_on, key LIMIT $4",
        vec![from.into(), until.into(), name.into(), most.into()],
    );
    with_id(rows.await?)
}

/// Works that touch one of these wards (marked), and works of which nobody knows where they are. What touches a ward is read for
/// that ward alone, to put it in order; the order of the index would begin with what ends soonest.
pub(super) async fn works(
    tx: &TenantTx,
    wards: Vec<String>,
    today: NaiveDate,
    most: i64,
    most_elsewhere: i64,
) -> Result<Vec<(bool, Work)>, DbErr> {
    let rows = tx.all(
        "(SELECT true AS mark, body FROM feed_item
          WHERE kind = 'highways-schedule' AND until_on >= $1 AND about && $2::text[]
            AND body ->> 'status' NOT IN ('finished', 'cancelled')
          ORDER BY greatest(from_on, $1), until_on, key LIMIT $3)
         UNION ALL
         (SELECT false, body FROM feed_item
          WHERE kind = 'highways-schedule' AND until_on >= $1 AND about = '{}' AND body ->> 'shape' IS NULL
            AND body ->> 'status' NOT IN ('finished', 'cancelled')
          ORDER BY greatest(from_on, $1), until_on, key LIMIT $4)",
        vec![today.into(), wards.into(), most.into(), most_elsewhere.into()],
    );
    marked(rows.await?)
}

/// Works that touch one of these wards and go on between these days.
pub(super) async fn works_between(
    tx: &TenantTx,
    wards: Vec<String>,
    from: NaiveDate,
    until: NaiveDate,
    most: i64,
) -> Result<Vec<Work>, DbErr> {
    let rows = tx.all(
        "SELECT true AS mark, body FROM feed_item
         WHERE kind = 'highways-schedule' AND until_on >= $1 AND from_on <= $2 AND about && $3::text[]
           AND body ->> 'status' NOT IN ('finished', 'cancelled')
         ORDER BY from_on, key LIMIT $4",
        vec![from.into(), until.into(), wards.into(), most.into()],
    );
    Ok(marked(rows.await?)?.into_iter().map(|(_, work)| work).collect())
}

#[derive(FromQueryResult)]
struct FigureRow {
    average: f64,
    wards: i64,
    mine: Value,
}

/// The first figures that one of `wards` has, each with the mean over `council`.
pub(super) async fn figures(
    tx: &TenantTx,
    wards: Vec<String>,
    council: Vec<String>,
    most: i64,
) -> Result<Vec<Figure>, DbErr> {
    let rows = tx.all::<FigureRow>(
        "WITH wanted AS MATERIALIZED (
             SELECT DISTINCT body ->> 'statistic' AS statistic, body ->> 'period' AS period, seat FROM feed_item
             WHERE kind = 'ward-facts' AND about && $1::text[] ORDER BY 1, 2, 3 LIMIT $3)
         SELECT o.average, o.wards, o.mine
         FROM wanted w CROSS JOIN LATERAL (
             SELECT avg((body ->> 'value')::float8) AS average, count(*) AS wards,
                 jsonb_agg(body) FILTER (WHERE about && $1::text[]) AS mine
             FROM feed_item
             WHERE kind = 'ward-facts' AND body ->> 'statistic' = w.statistic AND body ->> 'period' = w.period AND seat = w.seat
               AND about && $2::text[]) o
         WHERE o.mine IS NOT NULL",
        vec![wards.into(), council.into(), most.into()],
    );
    let figure =
        |row: FigureRow| Ok(Figure { of_wards: read::<Vec<Fact>>(row.mine)?, average: row.average, wards: row.wards });
    rows.await?.into_iter().map(figure).collect()
}
