//! Rows of addresses that get copies, and of the copies.

use casework::copies::{Ended, NewCopy};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use serde_json::json;
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// An address that gets copies or did.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CopyRow {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    /// Hears the answer.
    pub agreed: bool,
    pub added_by: String,
    pub added_at: DateTime<Utc>,
    /// A word of `Ended`.
    pub ended: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl CopyRow {
    #[must_use]
    pub fn is(&self, how: Ended) -> bool {
        self.ended.as_deref() == Some(how.as_str())
    }
}

/// The addresses of a case, in the order in which they were added.
///
/// # Errors
/// When the database cannot be asked.
pub async fn of_case(tx: &TenantTx, case: Uuid) -> Result<Vec<CopyRow>, DbErr> {
    let sql = "SELECT a.id, a.name, a.email, a.agreed, p.name AS added_by, a.added_at, a.ended, a.ended_at
               FROM copy_address a JOIN person p ON p.id = a.added_by WHERE a.case_id = $1 ORDER BY a.added_at, a.id";
    tx.all(sql, vec![case.into()]).await
}

pub(super) async fn add(
    tx: &TenantTx,
    id: Uuid,
    case: Uuid,
    copy: NewCopy,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "INSERT INTO copy_address (id, case_id, name, email, agreed, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values =
        vec![id.into(), case.into(), copy.name.into(), copy.email.into(), copy.agreed.into(), by.into(), now.into()];
    tx.run(sql, values).await?;
    Ok(())
}

/// An address that gets no more from now on.
#[derive(Debug, FromQueryResult)]
pub(super) struct EndedCopy {
    pub id: Uuid,
    pub name: String,
}

/// Ends an address of a case, if it gets copies.
pub(super) async fn end(
    tx: &TenantTx,
    case: Uuid,
    copy: Uuid,
    how: &'static str,
    now: DateTime<Utc>,
) -> Result<Option<EndedCopy>, DbErr> {
    let sql = "UPDATE copy_address SET ended = $3, ended_at = $4 WHERE case_id = $1 AND id = $2 AND ended IS NULL RETURNING id, name";
    tx.one(sql, vec![case.into(), copy.into(), how.into(), now.into()]).await
}

/// Ends what the address of this copy gets about its case, though it was taken off and added again since the mail was sent.
pub(super) async fn unsubscribe(tx: &TenantTx, copy: Uuid, now: DateTime<Utc>) -> Result<Option<EndedCopy>, DbErr> {
    tx.one(
        "UPDATE copy_address SET ended = 'unsubscribed', ended_at = $2
         WHERE id = (SELECT a.id FROM copy_address a JOIN copy_address b ON b.id = $1 AND b.case_id = a.case_id AND lower(b.email) = lower(a.email)
                     ORDER BY a.ended IS NULL DESC, a.added_at DESC, a.id LIMIT 1)
           AND (ended IS NULL OR ended = 'removed') RETURNING id, name",
        vec![copy.into(), now.into()],
    )
    .await
}

/// Stops what waits for an address.
pub(super) async fn stop(tx: &TenantTx, copy: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE copy_message SET state = 'stopped', ended_at = $2 WHERE copy_id = $1 AND state = 'waiting'";
    tx.run(sql, vec![copy.into(), now.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct To {
    copy_id: Uuid,
}

/// Addresses that were told of an event already.
pub(super) async fn told(tx: &TenantTx, case: Uuid, cause: i32) -> Result<Vec<Uuid>, DbErr> {
    let sql = "SELECT copy_id FROM copy_message WHERE case_id = $1 AND cause = $2";
    Ok(tx.all::<To>(sql, vec![case.into(), cause.into()]).await?.into_iter().map(|to| to.copy_id).collect())
}

/// A copy to be added; its event is written already.
pub(super) struct NewMessage {
    pub case_id: Uuid,
    pub seq: i32,
    pub copy_id: Uuid,
    pub cause: i32,
}

/// Adds a copy and the job that mails it; `job` goes along as the Message-ID. The database refuses it where none may go.
pub(super) async fn write(
    tx: &TenantTx,
    message: &NewMessage,
    job: Uuid,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let (case, seq, copy) = (message.case_id, message.seq, message.copy_id);
    let sql = "INSERT INTO copy_message (case_id, seq, copy_id, cause, created_at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, vec![case.into(), seq.into(), copy.into(), message.cause.into(), now.into()]).await?;
    let sql = "INSERT INTO job (id, kind, key, payload, due_at, created_at) VALUES ($1, 'mail', $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING";
    let key = format!("copy/{case}/{seq}/{copy}");
    let payload = json!({ "case": case, "seq": seq, "copy": copy });
    tx.run(sql, vec![job.into(), key.into(), payload.into(), due_at.into(), now.into()]).await?;
    Ok(())
}

/// A copy as it goes out, with all that decides whether it may.
#[derive(Debug, FromQueryResult)]
pub(super) struct Outgoing {
    pub email: String,
    pub added_by: String,
    pub state: String,
    pub confidential: bool,
    pub ended: Option<String>,
    /// The event.
    pub body: serde_json::Value,
}

pub(super) async fn outgoing(tx: &TenantTx, case: Uuid, seq: i32, copy: Uuid) -> Result<Option<Outgoing>, DbErr> {
    tx.one(
        "SELECT a.email, p.name AS added_by, m.state, k.confidential, a.ended, e.body
         FROM copy_message m JOIN copy_address a ON a.id = m.copy_id JOIN person p ON p.id = a.added_by
         JOIN cases k ON k.id = m.case_id JOIN case_event e ON e.case_id = m.case_id AND e.seq = m.seq
         WHERE m.case_id = $1 AND m.seq = $2 AND m.copy_id = $3",
        vec![case.into(), seq.into(), copy.into()],
    )
    .await
}

/// What becomes of a copy. Returns whether it had one of the states `from`.
pub(super) async fn put_state(
    tx: &TenantTx,
    (case, seq, copy): (Uuid, i32, Uuid),
    from: &[&str],
    to: &'static str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let from: Vec<String> = from.iter().map(|&state| state.to_owned()).collect();
    let sql = "UPDATE copy_message SET state = $5, ended_at = $6 WHERE case_id = $1 AND seq = $2 AND copy_id = $3 AND state = ANY($4)";
    Ok(tx.run(sql, vec![case.into(), seq.into(), copy.into(), from.into(), to.into(), now.into()]).await? > 0)
}
