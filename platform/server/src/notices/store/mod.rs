//! Rows of notices.

pub(super) mod choice;
pub(super) mod tell;

use casework::news::Topic;
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// One thing that somebody is told.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Notice {
    pub id: Uuid,
    /// None where a case waits for somebody who is away, and the person who stands in may not see it.
    pub reference: Option<String>,
    pub summary: Option<String>,
    /// Name of the event, as in the history; `unseen` where there is no case.
    pub kind: String,
    pub actor: Option<String>,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    /// A word of `casework::news::Topic`.
    pub topic: String,
    /// Who is away, where the person stands in.
    pub for_name: Option<String>,
    pub case_id: Option<Uuid>,
}

impl Notice {
    /// Whether the case waits for the person, or for whom they stand in.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.topic == Topic::Waiting.as_str()
    }
}

/// A notice's place in the list.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

macro_rules! notices {
    ($from:literal, $order:literal) => {
        concat!(
            "SELECT n.id, c.reference, c.summary, n.kind, p.name AS actor, n.at, n.read_at, n.topic, f.name AS for_name, n.case_id
             FROM (SELECT * FROM notice WHERE person_id = $1 ",
            $from,
            ") n
             LEFT JOIN cases c ON c.id = n.case_id
             LEFT JOIN case_event e ON e.case_id = n.case_id AND e.seq = n.seq
             LEFT JOIN person p ON p.id = e.actor_id
             LEFT JOIN person f ON f.id = n.for_person
             ORDER BY ",
            $order
        )
    };
}

pub(super) async fn newest(tx: &TenantTx, person: Uuid, after: Option<At>, limit: i64) -> Result<Vec<Notice>, DbErr> {
    let (person, limit) = (person.into(), limit.into());
    match after {
        None => {
            let sql = notices!("ORDER BY at DESC, id LIMIT $2", "n.at DESC, n.id");
            tx.all(sql, vec![person, limit]).await
        }
        Some(after) => {
            let sql = notices!("AND (at < $3 OR at = $3 AND id > $4) ORDER BY at DESC, id LIMIT $2", "n.at DESC, n.id");
            tx.all(sql, vec![person, limit, after.at.into(), after.id.into()]).await
        }
    }
}

/// What one mail tells: the notices of a daily mail in the order in which things happened, or a single one.
pub(super) async fn of_mail(tx: &TenantTx, person: Uuid, mail: super::Mailed) -> Result<Vec<Notice>, DbErr> {
    match mail {
        super::Mailed::One(id) => tx.all(notices!("AND id = $2", "n.at"), vec![person.into(), id.into()]).await,
        super::Mailed::Of(case, seq) => {
            let sql = notices!("AND case_id = $2 AND seq = $3", "n.at");
            tx.all(sql, vec![person.into(), case.into(), seq.into()]).await
        }
        super::Mailed::Daily(id) => {
            let sql = notices!("AND digest_id = $2", "n.topic <> 'waiting', n.at, n.id");
            tx.all(sql, vec![person.into(), id.into()]).await
        }
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

pub(super) async fn unread(tx: &TenantTx, person: Uuid) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) FROM (SELECT FROM notice WHERE person_id = $1 AND read_at IS NULL LIMIT 100) n";
    Ok(tx.one::<Count>(sql, vec![person.into()]).await?.map_or(0, |row| row.count))
}

pub(super) async fn mark_read(
    tx: &TenantTx,
    person: Uuid,
    reference: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    match reference {
        None => {
            let sql = "UPDATE notice SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL";
            tx.run(sql, vec![person.into(), now.into()]).await?;
        }
        Some(reference) => {
            let sql = "UPDATE notice SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL
                       AND case_id = (SELECT id FROM cases WHERE reference = $3)";
            tx.run(sql, vec![person.into(), now.into(), reference.into()]).await?;
        }
    }
    Ok(())
}
