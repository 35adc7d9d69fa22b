//! Rows of feeds: how each fares, what was sent, what was brought.

use casework::feeds::Skipped;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use plugin_host::Kind;

use crate::plugins::Seat;
use crate::tenancy::TenantTx;

/// Items that go to the database in one statement.
const AT_ONCE: usize = 1_000;

/// Something that was brought, as it is kept.
#[derive(Debug, Serialize)]
pub(super) struct ItemRow {
    pub key: String,
    pub about: Vec<String>,
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    pub body: Value,
    pub changed_at: Option<DateTime<Utc>>,
}

/// Keeps items under their keys. What is known and newer by its source's own word stays.
pub(super) async fn put(tx: &TenantTx, seat: &Seat, rows: &[ItemRow], now: DateTime<Utc>) -> Result<(), DbErr> {
    for some in rows.chunks(AT_ONCE) {
        let some = serde_json::to_value(some).map_err(|error| DbErr::Json(error.to_string()))?;
        tx.run(
            "INSERT INTO feed_item (seat, key, kind, about, from_on, until_on, body, changed_at, read_at)
             SELECT $1, x.key, $2, ARRAY(SELECT jsonb_array_elements_text(x.about)), x.from_on, x.until_on, x.body, x.changed_at, $4
             FROM jsonb_to_recordset($3) AS x (key text, about jsonb, from_on date, until_on date, body jsonb, changed_at timestamptz)
             ON CONFLICT (seat, key) DO UPDATE
             SET about = excluded.about, from_on = excluded.from_on, until_on = excluded.until_on, body = excluded.body,
                 changed_at = excluded.changed_at, read_at = excluded.read_at
             WHERE (feed_item.changed_at IS NULL OR excluded.changed_at IS NULL OR excluded.changed_at >= feed_item.changed_at)
               AND (feed_item.body, feed_item.about) IS DISTINCT FROM (excluded.body, excluded.about)",
            vec![seat.to_string().into(), seat.kind.as_str().into(), some.into(), now.into()],
        )
        .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct KeyRow {
    key: String,
}

pub(super) async fn keys(tx: &TenantTx, seat: &Seat) -> Result<Vec<String>, DbErr> {
    let rows = tx.all::<KeyRow>("SELECT key FROM feed_item WHERE seat = $1", vec![seat.to_string().into()]).await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

pub(super) async fn remove(tx: &TenantTx, seat: &Seat, keys: Vec<String>) -> Result<u64, DbErr> {
    if keys.is_empty() {
        return Ok(0);
    }
    let sql = "DELETE FROM feed_item WHERE seat = $1 AND key = ANY($2)";
    tx.run(sql, vec![seat.to_string().into(), keys.into()]).await
}

/// Has a row for each feed and channel in force, and none for others. A channel is never read by the clock: its row is for its address. One with another setup begins anew; what it brought stays until then.
pub(super) async fn keep_to(tx: &TenantTx, in_force: &[(Seat, Uuid)], now: DateTime<Utc>) -> Result<(), DbErr> {
    let (seats, setups): (Vec<String>, Vec<Uuid>) = in_force.iter().map(|(seat, id)| (seat.to_string(), *id)).unzip();
    let channels: Vec<String> = in_force
        .iter()
        .filter(|(seat, _)| seat.kind == Kind::NotificationChannel)
        .map(|(seat, _)| seat.to_string())
        .collect();
    tx.run(
        "WITH gone AS (DELETE FROM feed WHERE seat <> ALL($1)),
              forgotten AS (DELETE FROM feed_item WHERE seat <> ALL($1)),
              unread AS (DELETE FROM feed_message WHERE seat <> ALL($1))
         INSERT INTO feed (seat, setup_id, next_at) SELECT seat, setup, CASE WHEN seat = ANY($4) THEN NULL ELSE $3 END FROM unnest($1, $2) AS u (seat, setup)
         ON CONFLICT (seat) DO UPDATE
         SET setup_id = excluded.setup_id, cursor = NULL, next_at = excluded.next_at, failures = 0, failure = NULL, why = NULL
         WHERE feed.setup_id <> excluded.setup_id",
        vec![seats.into(), setups.into(), now.into(), channels.into()],
    )
    .await?;
    Ok(())
}

/// This trouble with what a channel carries is over.
///
/// # Errors
/// When the database refuses.
pub async fn trouble_over(tx: &TenantTx, seat: &Seat, failure: &str) -> Result<(), DbErr> {
    let sql = "UPDATE feed SET failure = NULL, why = NULL WHERE seat = $1 AND failure = $2";
    tx.run(sql, vec![seat.to_string().into(), failure.into()]).await?;
    Ok(())
}

/// Trouble with what a channel carries, for its page.
///
/// # Errors
/// When the database refuses.
pub async fn trouble(tx: &TenantTx, seat: &Seat, failure: &str, why: &str) -> Result<(), DbErr> {
    let sql = "UPDATE feed SET failure = $2, why = $3 WHERE seat = $1 AND failure IS DISTINCT FROM $2";
    tx.run(sql, vec![seat.to_string().into(), failure.into(), why.into()]).await?;
    Ok(())
}

/// Has a row for one feed, where the worker has not come by since it was put in force.
pub(super) async fn known(tx: &TenantTx, (seat, setup): &(Seat, Uuid), now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "INSERT INTO feed (seat, setup_id, next_at) VALUES ($1, $2, $3) ON CONFLICT (seat) DO NOTHING";
    tx.run(sql, vec![seat.to_string().into(), (*setup).into(), now.into()]).await?;
    Ok(())
}

/// A feed that is due.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Due {
    pub seat: String,
    pub cursor: Option<Vec<u8>>,
    pub failures: i32,
}

/// Takes the feeds that are due in hand, until `until`: nobody else reads them meanwhile.
pub(super) async fn claim(tx: &TenantTx, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Due>, DbErr> {
    tx.all(
        "UPDATE feed SET next_at = $2, tried_at = $1 WHERE next_at <= $1 RETURNING seat, cursor, failures",
        vec![now.into(), until.into()],
    )
    .await
}

/// What a reading that came to its end leaves, where the other system was asked.
pub(super) struct Good<'a> {
    pub cursor: Option<Vec<u8>>,
    pub next_at: Option<DateTime<Utc>>,
    pub skipped: &'a [Skipped],
}

pub(super) async fn went_well(tx: &TenantTx, seat: &Seat, good: Good<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let skipped = serde_json::to_value(good.skipped).map_err(|error| DbErr::Json(error.to_string()))?;
    tx.run(
        "UPDATE feed SET cursor = $2, next_at = $3, tried_at = $5, good_at = $5, failures = 0, failure = NULL, why = NULL, skipped = $4
         WHERE seat = $1",
        vec![seat.to_string().into(), good.cursor.into(), good.next_at.into(), skipped.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// What something that was sent or given leaves: when the other system is asked next is as it was.
pub(super) async fn brought_more(
    tx: &TenantTx,
    seat: &Seat,
    skipped: &[Skipped],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let skipped = serde_json::to_value(skipped).map_err(|error| DbErr::Json(error.to_string()))?;
    let sql =
        "UPDATE feed SET good_at = $2, skipped = CASE WHEN $3 = '[]'::jsonb THEN skipped ELSE $3 END WHERE seat = $1";
    tx.run(sql, vec![seat.to_string().into(), now.into(), skipped.into()]).await?;
    Ok(())
}

/// What a reading that failed leaves: what was known stays known.
pub(super) struct Bad<'a> {
    pub code: &'a str,
    pub why: &'a str,
    pub next_at: Option<DateTime<Utc>>,
    /// The place where the last one ended is not good any more.
    pub forget_cursor: bool,
}

pub(super) async fn went_badly(tx: &TenantTx, seat: &Seat, bad: Bad<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "UPDATE feed SET failures = failures + 1, failure = $2, why = $3, next_at = $4, tried_at = $6,
             cursor = CASE WHEN $5 THEN NULL ELSE cursor END
         WHERE seat = $1",
        vec![
            seat.to_string().into(),
            bad.code.into(),
            bad.why.into(),
            bad.next_at.into(),
            bad.forget_cursor.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// A feed that is only ever sent something, or given files: it need not be asked again.
pub(super) async fn never_asked(tx: &TenantTx, seat: &Seat) -> Result<(), DbErr> {
    let sql = "UPDATE feed SET next_at = NULL, failures = 0, failure = NULL, why = NULL WHERE seat = $1";
    tx.run(sql, vec![seat.to_string().into()]).await?;
    Ok(())
}

/// Has a feed read as soon as the worker comes by.
pub(super) async fn soon(tx: &TenantTx, seat: &Seat, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql = "UPDATE feed SET next_at = $2 WHERE seat = $1";
    Ok(tx.run(sql, vec![seat.to_string().into(), now.into()]).await? > 0)
}

#[derive(FromQueryResult)]
struct NextRow {
    at: Option<DateTime<Utc>>,
}

pub(super) async fn next_at(tx: &TenantTx) -> Result<Option<DateTime<Utc>>, DbErr> {
    let sql = "SELECT least((SELECT min(next_at) FROM feed), (SELECT min(due_at) FROM feed_message WHERE failure IS NULL)) AS at";
    Ok(tx.one::<NextRow>(sql, vec![]).await?.and_then(|row| row.at))
}

/// Something that was sent, to be kept until its plugin has read it.
pub(super) struct NewMessage<'a> {
    pub id: Uuid,
    pub seat: &'a Seat,
    pub media_type: &'a str,
    pub body: &'a [u8],
    pub sent_as: Option<&'a str>,
}

/// Keeps what was sent, once.
pub(super) async fn keep(tx: &TenantTx, new: NewMessage<'_>, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO feed_message (id, seat, media_type, body, sent_as, came_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
         ON CONFLICT (seat, sent_as) WHERE sent_as IS NOT NULL DO NOTHING",
        vec![
            new.id.into(),
            new.seat.to_string().into(),
            new.media_type.into(),
            new.body.to_vec().into(),
            new.sent_as.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Something that was sent and waits to be read.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Sent {
    pub id: Uuid,
    pub seat: String,
    pub media_type: String,
    pub body: Vec<u8>,
    pub attempts: i32,
}

/// The oldest that wait.
pub(super) async fn sent(tx: &TenantTx, now: DateTime<Utc>, most: i64) -> Result<Vec<Sent>, DbErr> {
    tx.all(
        "SELECT id, seat, media_type, body, attempts FROM feed_message WHERE due_at <= $1 AND failure IS NULL
         ORDER BY due_at, id LIMIT $2",
        vec![now.into(), most.into()],
    )
    .await
}

pub(super) async fn read_them(tx: &TenantTx, ids: Vec<Uuid>) -> Result<(), DbErr> {
    tx.run("DELETE FROM feed_message WHERE id = ANY($1)", vec![ids.into()]).await?;
    Ok(())
}

/// Tries something again later, or leaves it to an admin when there is a `failure`.
pub(super) async fn put_off(
    tx: &TenantTx,
    id: Uuid,
    due_at: DateTime<Utc>,
    failure: Option<&str>,
) -> Result<(), DbErr> {
    tx.run(
        "UPDATE feed_message SET attempts = attempts + 1, due_at = $2, failure = $3 WHERE id = $1",
        vec![id.into(), due_at.into(), failure.into()],
    )
    .await?;
    Ok(())
}

/// How what was sent and could not be read is decided about: tried again, or thrown away.
pub(super) async fn decide(tx: &TenantTx, seat: &Seat, again: bool, now: DateTime<Utc>) -> Result<u64, DbErr> {
    if again {
        let sql =
            "UPDATE feed_message SET failure = NULL, attempts = 0, due_at = $2 WHERE seat = $1 AND failure IS NOT NULL";
        tx.run(sql, vec![seat.to_string().into(), now.into()]).await
    } else {
        let sql = "DELETE FROM feed_message WHERE seat = $1 AND failure IS NOT NULL";
        tx.run(sql, vec![seat.to_string().into()]).await
    }
}

/// How a feed fares.
#[derive(Clone, Debug, FromQueryResult)]
pub struct State {
    pub next_at: Option<DateTime<Utc>>,
    pub good_at: Option<DateTime<Utc>>,
    pub tried_at: Option<DateTime<Utc>>,
    pub failures: i32,
    pub failure: Option<String>,
    pub why: Option<String>,
    pub skipped: Value,
    /// Counted up to ten thousand.
    pub items: i64,
    pub has_address: bool,
    pub topic: Option<String>,
    /// Messages that wait, and that were given up; counted up to a hundred.
    pub waiting: i64,
    pub given_up: i64,
    pub given_up_why: Option<String>,
}

pub(super) async fn state(tx: &TenantTx, seat: &Seat) -> Result<Option<State>, DbErr> {
    tx.one(
        "SELECT next_at, good_at, tried_at, failures, failure, why, skipped, push_hash IS NOT NULL AS has_address, topic,
                (SELECT count(*) FROM (SELECT FROM feed_item WHERE seat = $1 LIMIT 10001) i) AS items,
                (SELECT count(*) FROM (SELECT FROM feed_message WHERE seat = $1 AND failure IS NULL LIMIT 100) m) AS waiting,
                (SELECT count(*) FROM (SELECT FROM feed_message WHERE seat = $1 AND failure IS NOT NULL LIMIT 100) m) AS given_up,
                (SELECT failure FROM feed_message WHERE seat = $1 AND failure IS NOT NULL ORDER BY came_at DESC LIMIT 1) AS given_up_why
         FROM feed WHERE seat = $1",
        vec![seat.to_string().into()],
    )
    .await
}

/// Gives a feed another address to which is sent; the one before leads nowhere.
pub(super) async fn set_address(tx: &TenantTx, seat: &Seat, hash: &[u8; 32]) -> Result<bool, DbErr> {
    let sql = "UPDATE feed SET push_hash = $2, topic = NULL WHERE seat = $1";
    Ok(tx.run(sql, vec![seat.to_string().into(), hash.to_vec().into()]).await? > 0)
}

#[derive(FromQueryResult)]
pub(super) struct Address {
    pub push_hash: Option<Vec<u8>>,
    pub topic: Option<String>,
}

pub(super) async fn address(tx: &TenantTx, seat: &Seat) -> Result<Option<Address>, DbErr> {
    tx.one("SELECT push_hash, topic FROM feed WHERE seat = $1", vec![seat.to_string().into()]).await
}

/// The first topic that sends counts from then on.
pub(super) async fn set_topic(tx: &TenantTx, seat: &Seat, topic: &str) -> Result<(), DbErr> {
    let sql = "UPDATE feed SET topic = $2 WHERE seat = $1 AND topic IS NULL";
    tx.run(sql, vec![seat.to_string().into(), topic.into()]).await?;
    Ok(())
}

/// How fresh what is known of a kind is.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Freshness {
    pub seat: String,
    pub good_at: Option<DateTime<Utc>>,
    /// Code of what is the matter: its source is down, or says no, since then.
    pub failure: Option<String>,
}

/// How fresh each of the council's feeds is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn freshness(tx: &TenantTx) -> Result<Vec<Freshness>, DbErr> {
    tx.all("SELECT seat, good_at, CASE WHEN failures > 0 THEN failure END AS failure FROM feed WHERE seat NOT LIKE 'notification-channel/%' ORDER BY seat", vec![]).await
}
