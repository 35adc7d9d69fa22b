//! Rows of messages to residents, of the letters among them that were printed together, and of what is to be written.

pub mod carried;
pub mod templates;

use std::fmt;
use std::str::FromStr;

use casework::residents::{Way, What};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// A message to a resident, and what became of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MessageRow {
    pub case_id: Uuid,
    /// Number of its event, which holds what it says.
    pub seq: i32,
    pub constituent_id: Uuid,
    pub cause: i32,
    pub what: String,
    pub way: String,
    /// `waiting`, `sent`, `printed`, `refused`, `stopped`, `unsent` or `delivered`.
    pub state: String,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// The messages of some cases, each in the order in which they were written.
///
/// # Errors
/// When the database cannot be asked.
pub async fn of_cases(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<MessageRow>, DbErr> {
    let sql = "SELECT case_id, seq, constituent_id, cause, what, way, state, created_at, ended_at
               FROM resident_message WHERE case_id = ANY($1) ORDER BY case_id, seq";
    tx.all(sql, vec![cases.into()]).await
}

/// A message to be added; its event is written already.
#[derive(Debug)]
pub(super) struct NewMessage {
    pub case_id: Uuid,
    pub seq: i32,
    pub constituent_id: Uuid,
    pub cause: i32,
    pub what: What,
    pub way: &'static str,
    pub writer: &'static str,
    pub client_id: Option<Uuid>,
}

/// Adds a message. The database refuses one that goes against what was said of the case or the resident.
pub(super) async fn add(tx: &TenantTx, message: NewMessage, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO resident_message (case_id, seq, constituent_id, cause, what, way, writer, client_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vec![
            message.case_id.into(),
            message.seq.into(),
            message.constituent_id.into(),
            message.cause.into(),
            message.what.as_str().into(),
            message.way.into(),
            message.writer.into(),
            message.client_id.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Seq {
    seq: i32,
}

/// The message that this browser's submission wrote before.
pub(super) async fn by_client(tx: &TenantTx, case: Uuid, client_id: Uuid) -> Result<Option<i32>, DbErr> {
    let sql = "SELECT seq FROM resident_message WHERE case_id = $1 AND client_id = $2";
    Ok(tx.one::<Seq>(sql, vec![case.into(), client_id.into()]).await?.map(|row| row.seq))
}

/// Makes the job that sends a message: `mail`, or `letter` where a channel carries letters. `job` goes along as the Message-ID, or as the
/// idempotency key.
pub(super) async fn queue(
    tx: &TenantTx,
    job: Uuid,
    kind: &'static str,
    message: &NewMail,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    // Sent again after its address was mended, a message is another mail.
    let key = match message.again {
        false => format!("resident/{}/{}", message.case_id, message.seq),
        true => format!("resident/{}/{}/{job}", message.case_id, message.seq),
    };
    let payload = json!({ "case": message.case_id, "seq": message.seq, "resident": message.constituent_id });
    tx.run(
        "INSERT INTO job (id, kind, key, payload, due_at, created_at) VALUES ($1, $6, $2, $3, $4, $5)
         ON CONFLICT (key) DO NOTHING",
        vec![job.into(), key.into(), payload.into(), due_at.into(), now.into(), kind.into()],
    )
    .await?;
    Ok(())
}

/// Which message is to go.
#[derive(Debug)]
pub(super) struct NewMail {
    pub case_id: Uuid,
    pub seq: i32,
    pub constituent_id: Uuid,
    pub way: Way,
    pub again: bool,
}

/// A message as it goes out, with all that decides whether it may.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Outgoing {
    pub reference: String,
    pub reply_route: String,
    pub confidential: bool,
    pub tell: String,
    pub writer: String,
    pub state: String,
    pub case_id: Uuid,
    pub seq: i32,
    pub at: DateTime<Utc>,
    pub constituent_id: Uuid,
    pub title: Option<String>,
    pub name: String,
    pub email: Option<String>,
    pub address: Option<String>,
    /// The event.
    pub body: serde_json::Value,
    /// Name of whoever wrote it; none where the program did.
    pub author: Option<String>,
}

macro_rules! outgoing {
    ($narrowed:literal) => {
        concat!(
            "SELECT k.reference, k.reply_route, k.confidential, l.tell, m.writer, m.state, m.case_id, m.seq, e.at, m.constituent_id,
                 p.title, p.name, p.email, p.address, e.body, a.name AS author
             FROM resident_message m
             JOIN cases k ON k.id = m.case_id
             JOIN case_constituent l ON l.case_id = m.case_id AND l.constituent_id = m.constituent_id
             JOIN constituent p ON p.id = m.constituent_id
             JOIN case_event e ON e.case_id = m.case_id AND e.seq = m.seq
             LEFT JOIN person a ON a.id = e.actor_id ",
            $narrowed
        )
    };
}

/// One message as it goes out.
pub(super) async fn outgoing(tx: &TenantTx, case: Uuid, seq: i32) -> Result<Option<Outgoing>, DbErr> {
    tx.one(outgoing!("WHERE m.case_id = $1 AND m.seq = $2"), vec![case.into(), seq.into()]).await
}

/// The letters of a batch, the oldest first.
pub(super) async fn of_batch(tx: &TenantTx, batch: Uuid) -> Result<Vec<Outgoing>, DbErr> {
    let sql = outgoing!("WHERE m.batch_id = $1 ORDER BY m.created_at, m.case_id, m.seq");
    tx.all(sql, vec![batch.into()]).await
}

/// What becomes of a message. Returns whether it had one of the states `from`.
pub(super) async fn put_state(
    tx: &TenantTx,
    case: Uuid,
    seq: i32,
    from: &[&str],
    to: &'static str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let from: Vec<String> = from.iter().map(|&state| state.to_owned()).collect();
    let sql = "UPDATE resident_message SET state = $4, ended_at = $5, batch_id = NULL
               WHERE case_id = $1 AND seq = $2 AND state = ANY($3)";
    Ok(tx.run(sql, vec![case.into(), seq.into(), from.into(), to.into(), now.into()]).await? > 0)
}

/// Stops what waits to go out of a case against what is now said of it.
pub(super) async fn stop(tx: &TenantTx, case: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "UPDATE resident_message m SET state = 'stopped', ended_at = $2
         FROM cases k JOIN case_constituent l ON l.case_id = k.id
         WHERE m.case_id = $1 AND k.id = m.case_id AND l.constituent_id = m.constituent_id AND m.state = 'waiting'
           AND (k.confidential OR l.tell <> m.way OR m.writer = 'council' AND k.reply_route = 'through-me')",
        vec![case.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// What came back from one resident and may still go waits again. Returns what that is.
pub(super) async fn again(tx: &TenantTx, case: Uuid, resident: Uuid) -> Result<Vec<NewMail>, DbErr> {
    let again: Vec<Again> = tx
        .all(
            "UPDATE resident_message m SET state = 'waiting', ended_at = NULL, channel = NULL, channel_reference = NULL
             FROM cases k JOIN case_constituent l ON l.case_id = k.id
             WHERE m.case_id = $1 AND m.constituent_id = $2 AND k.id = m.case_id AND l.constituent_id = m.constituent_id
               AND m.state = 'refused' AND NOT k.confidential AND l.tell = m.way
               AND (m.writer = 'member' OR k.reply_route = 'to-resident')
             RETURNING m.seq, m.way",
            vec![case.into(), resident.into()],
        )
        .await?;
    let mail = |message: Again| {
        let way = Way::from_word(&message.way)?;
        Some(NewMail { case_id: case, seq: message.seq, constituent_id: resident, way, again: true })
    };
    Ok(again.into_iter().filter_map(mail).collect())
}

#[derive(FromQueryResult)]
struct Again {
    seq: i32,
    way: String,
}

/// Stores who writes to a case's residents.
pub(super) async fn set_route(tx: &TenantTx, case: Uuid, route: &'static str, confidential: bool) -> Result<(), DbErr> {
    let sql = "UPDATE cases SET reply_route = $2, confidential = $3 WHERE id = $1";
    tx.run(sql, vec![case.into(), route.into(), confidential.into()]).await?;
    Ok(())
}

/// How one resident is told, and where they are.
pub(super) struct SetTold {
    pub id: Uuid,
    pub email: Option<String>,
    pub address: Option<String>,
    pub tell: &'static str,
    pub lang: &'static str,
}

/// Stores how one resident of a case is told.
pub(super) async fn set_told(tx: &TenantTx, case: Uuid, told: SetTold) -> Result<(), DbErr> {
    tx.run(
        "WITH p AS (UPDATE constituent SET email = $3, address = $4 WHERE id = $2)
         UPDATE case_constituent SET tell = $5, lang = $6 WHERE case_id = $1 AND constituent_id = $2",
        vec![case.into(), told.id.into(), told.email.into(), told.address.into(), told.tell.into(), told.lang.into()],
    )
    .await?;
    Ok(())
}

/// A letter that waits to be printed.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WaitingLetter {
    pub case_id: Uuid,
    pub seq: i32,
    pub reference: String,
    pub summary: String,
    pub name: String,
    pub what: String,
    pub created_at: DateTime<Utc>,
}

/// A letter's place among those that wait.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub at: DateTime<Utc>,
    pub case_id: Uuid,
    pub seq: i32,
}

impl WaitingLetter {
    #[must_use]
    pub fn place(&self) -> Place {
        Place { at: self.created_at, case_id: self.case_id, seq: self.seq }
    }
}

/// As it stands in addresses.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.at.timestamp_micros(), self.case_id, self.seq)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(written: &str) -> Result<Self, ()> {
        let mut parts = written.splitn(3, '.');
        let mut part = || parts.next().ok_or(());
        let at = DateTime::<Utc>::from_timestamp_micros(part()?.parse().map_err(|_| ())?).ok_or(())?;
        Ok(Self { at, case_id: part()?.parse().map_err(|_| ())?, seq: part()?.parse().map_err(|_| ())? })
    }
}

macro_rules! waiting {
    ($narrowed:literal) => {
        concat!(
            "SELECT m.case_id, m.seq, k.reference, k.summary, p.name, m.what, m.created_at
             FROM resident_message m JOIN cases k ON k.id = m.case_id JOIN constituent p ON p.id = m.constituent_id
             WHERE m.way = 'post' AND m.state = 'waiting' AND m.channel IS NULL ",
            $narrowed,
            " ORDER BY m.created_at, m.case_id, m.seq LIMIT $1"
        )
    };
}

/// Letters that wait to be printed, the oldest first.
pub(super) async fn waiting(tx: &TenantTx, after: Option<Place>, limit: i64) -> Result<Vec<WaitingLetter>, DbErr> {
    match after {
        None => tx.all(waiting!(""), vec![limit.into()]).await,
        Some(after) => {
            let values: Vec<Value> = vec![limit.into(), after.at.into(), after.case_id.into(), after.seq.into()];
            tx.all(waiting!("AND (m.created_at, m.case_id, m.seq) > ($2, $3, $4)"), values).await
        }
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// Takes letters that wait into a new batch, the oldest first, and tells how many. Those that somebody else is taking at this
/// moment are theirs.
pub(super) async fn take(tx: &TenantTx, batch: Uuid, by: Uuid, limit: i64, now: DateTime<Utc>) -> Result<i64, DbErr> {
    let taken = tx
        .one::<Count>(
            "WITH t AS (
                SELECT m.case_id, m.seq FROM resident_message m
                JOIN cases k ON k.id = m.case_id
                JOIN case_constituent l ON l.case_id = m.case_id AND l.constituent_id = m.constituent_id
                WHERE m.way = 'post' AND m.state = 'waiting' AND m.channel IS NULL AND NOT k.confidential AND l.tell = 'post'
                  AND (m.writer = 'member' OR k.reply_route = 'to-resident')
                ORDER BY m.created_at, m.case_id, m.seq LIMIT $4 FOR UPDATE OF m SKIP LOCKED
             ), b AS (
                INSERT INTO letter_batch (id, made_by, made_at, letters)
                SELECT $1, $2, $3, count(*) FROM t HAVING count(*) > 0
             ), u AS (
                UPDATE resident_message m SET state = 'printed', batch_id = $1, ended_at = $3
                FROM t WHERE m.case_id = t.case_id AND m.seq = t.seq RETURNING m.seq
             )
             SELECT count(*) FROM u",
            vec![batch.into(), by.into(), now.into(), limit.into()],
        )
        .await?;
    Ok(taken.map_or(0, |row| row.count))
}

/// Letters that were printed together.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Batch {
    pub id: Uuid,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub letters: i32,
    pub returned_at: Option<DateTime<Utc>>,
}

/// The newest batches.
pub(super) async fn batches(tx: &TenantTx, limit: i64) -> Result<Vec<Batch>, DbErr> {
    let sql = "SELECT b.id, b.made_at, p.name AS made_by, b.letters, b.returned_at
               FROM letter_batch b JOIN person p ON p.id = b.made_by ORDER BY b.made_at DESC, b.id LIMIT $1";
    tx.all(sql, vec![limit.into()]).await
}

/// Counts a batch again; without letters, it is no batch.
pub(super) async fn recount(tx: &TenantTx, batch: Uuid) -> Result<i64, DbErr> {
    let left = tx
        .one::<Count>(
            "UPDATE letter_batch SET letters = (SELECT count(*) FROM resident_message WHERE batch_id = $1)
             WHERE id = $1 RETURNING letters::bigint AS count",
            vec![batch.into()],
        )
        .await?
        .map_or(0, |row| row.count);
    if left == 0 {
        tx.run("DELETE FROM letter_batch WHERE id = $1", vec![batch.into()]).await?;
    }
    Ok(left)
}

/// Puts the letters of a batch back among those that wait. Returns whether there was such a batch that was not put back yet.
pub(super) async fn put_back(tx: &TenantTx, batch: Uuid, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql = "UPDATE letter_batch SET returned_at = $2 WHERE id = $1 AND returned_at IS NULL";
    if tx.run(sql, vec![batch.into(), now.into()]).await? == 0 {
        return Ok(false);
    }
    let sql = "UPDATE resident_message SET state = 'waiting', batch_id = NULL, ended_at = NULL
               WHERE batch_id = $1 AND state = 'printed'";
    tx.run(sql, vec![batch.into()]).await?;
    Ok(true)
}
