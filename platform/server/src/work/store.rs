//! Rows of the control plane that tell who works for which council, and from when there is work.
//!
//! Leases are counted by the database's clock, which all workers share; everything else by the program's.

use casework::ids::TenantId;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// Into how many parts the councils are dealt; `control.lease` has a row for each.
pub const SLOTS: u8 = 16;
/// How long a lease lasts that is not renewed.
pub const LEASE_SECONDS: u32 = 30;

/// The right to work for the councils of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Lease {
    pub slot: i32,
    pub fence: i64,
}

/// The slot of a council; the statements below count it in the same way.
pub(super) fn slot_of(council: TenantId) -> i32 {
    i32::from(council.as_uuid().as_bytes()[15] % SLOTS)
}

/// Keeps this worker's leases and takes free ones, up to its share; what is beyond its share runs out. Returns what it holds. A
/// lease that was not held without a break comes with a higher fence.
pub(super) async fn hold(control: &TenantTx, me: Uuid, seconds: u32) -> Result<Vec<Lease>, DbErr> {
    control
        .all(
            "UPDATE lease SET holder = $1, expires_at = now() + make_interval(secs => $2),
                 fence = CASE WHEN holder = $1 AND expires_at >= now() THEN fence ELSE fence + 1 END
             WHERE slot IN (
                 SELECT slot FROM lease WHERE holder = $1 OR expires_at < now()
                 ORDER BY holder = $1 AND expires_at >= now() DESC NULLS LAST, slot
                 LIMIT (SELECT ceil($3 / (1 + count(DISTINCT holder))) FROM lease WHERE holder <> $1 AND expires_at >= now())
                 FOR UPDATE SKIP LOCKED)
             RETURNING slot, fence",
            vec![me.into(), f64::from(seconds).into(), f64::from(SLOTS).into()],
        )
        .await
}

/// Keeps the leases that have not run out, and takes no others.
pub(super) async fn keep(control: &TenantTx, me: Uuid, seconds: u32) -> Result<(), DbErr> {
    let sql =
        "UPDATE lease SET expires_at = now() + make_interval(secs => $2) WHERE holder = $1 AND expires_at >= now()";
    control.run(sql, vec![me.into(), f64::from(seconds).into()]).await?;
    Ok(())
}

pub(super) async fn release(control: &TenantTx, me: Uuid) -> Result<(), DbErr> {
    control.run("UPDATE lease SET expires_at = '-infinity' WHERE holder = $1", vec![me.into()]).await?;
    Ok(())
}

/// There is work for these councils from `at` on.
pub(super) async fn hint(control: &TenantTx, councils: &[TenantId], at: DateTime<Utc>) -> Result<(), DbErr> {
    let councils: Vec<Uuid> = councils.iter().map(TenantId::as_uuid).collect();
    control
        .run(
            "INSERT INTO work (tenant_id, due_at) SELECT id, $2 FROM tenant WHERE id = ANY($1)
             ON CONFLICT (tenant_id) DO UPDATE SET due_at = least(work.due_at, excluded.due_at)",
            vec![councils.into(), at.into()],
        )
        .await?;
    Ok(())
}

/// A council is in somebody's hands: unless they say more, it is due again then.
pub(super) async fn put_off(control: &TenantTx, council: TenantId, until: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE work SET due_at = $2 WHERE tenant_id = $1";
    control.run(sql, vec![council.as_uuid().into(), until.into()]).await?;
    Ok(())
}

/// A council that was put off until a time has had its turn, and is next due at `at`, or by a hint that was put up meanwhile.
pub(super) async fn settle(
    control: &TenantTx,
    council: TenantId,
    until: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE work SET due_at = CASE WHEN due_at = $2 THEN $3 ELSE least(due_at, $3) END WHERE tenant_id = $1";
    control.run(sql, vec![council.as_uuid().into(), until.into(), at.into()]).await?;
    Ok(())
}

/// When a council is looked at next whether it has work or not: once in each `every`, at a second of its own.
pub(super) fn sweep_at(council: TenantId, now: DateTime<Utc>, every: TimeDelta) -> DateTime<Utc> {
    let bytes = council.as_uuid().into_bytes();
    // Of the random part of its id.
    let own = i64::from(u32::from_be_bytes([bytes[10], bytes[11], bytes[12], bytes[13]]));
    let every = every.num_seconds().max(1);
    let waits = (own - now.timestamp()).rem_euclid(every);
    now + TimeDelta::seconds(if waits == 0 { every } else { waits })
}

/// Councils of these slots of which nobody has given a hint yet may have work.
pub(super) async fn list_new(control: &TenantTx, slots: &[i32], now: DateTime<Utc>) -> Result<(), DbErr> {
    control
        .run(
            "INSERT INTO work (tenant_id, due_at)
             SELECT id, $2 FROM tenant WHERE get_byte(uuid_send(id), 15) % $3 = ANY($1) ON CONFLICT (tenant_id) DO NOTHING",
            vec![slots.to_vec().into(), now.into(), i32::from(SLOTS).into()],
        )
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Due {
    tenant_id: Uuid,
}

/// Councils of these slots that have work by now, those that wait longest first.
pub(super) async fn due(control: &TenantTx, slots: &[i32], now: DateTime<Utc>) -> Result<Vec<TenantId>, DbErr> {
    let rows = control
        .all::<Due>(
            "SELECT tenant_id FROM work
             WHERE due_at <= $2 AND get_byte(uuid_send(tenant_id), 15) % $3 = ANY($1) ORDER BY due_at LIMIT 100",
            vec![slots.to_vec().into(), now.into(), i32::from(SLOTS).into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| TenantId::from_uuid(row.tenant_id)).collect())
}

/// From when a council has more to do.
#[derive(Debug, FromQueryResult)]
pub(super) struct NextDue {
    pub message_at: Option<DateTime<Utc>>,
    pub job_at: Option<DateTime<Utc>>,
    /// As long as somebody carries mail.
    pub post_at: Option<DateTime<Utc>>,
    pub mail_at: Option<DateTime<Utc>>,
    pub deadline_on: Option<NaiveDate>,
    pub sweep_at: DateTime<Utc>,
    pub daily_on: Option<NaiveDate>,
    /// Jobs that were given up and that nobody has decided about; a thousand stands for as many and more.
    pub given_up: i64,
}

pub(super) async fn next_due(tx: &TenantTx) -> Result<NextDue, DbErr> {
    let row = tx
        .one(
            "SELECT (SELECT min(at) FROM outbox WHERE sent_at IS NULL) AS message_at,
                    (SELECT min(due_at) FROM job WHERE state = 'waiting' AND kind NOT IN ('mail', 'letter', 'event')) AS job_at,
                    (SELECT min(due_at) FROM job WHERE state = 'waiting' AND kind = 'mail') AS post_at,
                    (SELECT min(due_at) FROM mail_in WHERE state = 'waiting') AS mail_at,
                    (SELECT min(next_on) FROM deadline WHERE next_on IS NOT NULL) AS deadline_on,
                    (SELECT due_at FROM file_sweep) AS sweep_at,
                    (SELECT min(daily_on) FROM notice WHERE daily_on IS NOT NULL AND digest_id IS NULL) AS daily_on,
                    (SELECT count(*) FROM (SELECT FROM job WHERE state = 'dead' LIMIT 1000) j) AS given_up",
            vec![],
        )
        .await?;
    row.ok_or_else(|| DbErr::RecordNotFound("one row".to_owned()))
}
