//! Rows of cases whose people leave.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// Open cases of a member, held until the transaction ends; by id, so that two who hold them do not wait for each other in turn.
pub async fn of_member(tx: &TenantTx, member: Uuid) -> Result<Vec<case::Model>, DbErr> {
    case::Entity::find()
        .filter(case::Column::MemberId.eq(member))
        .filter(case::Column::ClosedAt.is_null())
        .order_by_asc(case::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}

/// Those of these cases whose member has left.
pub async fn left_behind(tx: &TenantTx, ids: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    let sql = "SELECT c.id FROM cases c JOIN person m ON m.id = c.member_id WHERE c.id = ANY($1) AND NOT m.active AND c.closed_at IS NULL";
    Ok(tx.all::<Id>(sql, vec![ids.into()]).await?.into_iter().map(|row| row.id).collect())
}

#[derive(FromQueryResult)]
struct Count {
    cases: i64,
}

/// Open cases whose member has left, counted up to a limit.
pub async fn count_left_behind(tx: &TenantTx, limit: i64) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) AS cases FROM
                (SELECT FROM person m JOIN cases c ON c.member_id = m.id AND c.closed_at IS NULL WHERE NOT m.active LIMIT $1) x";
    Ok(tx.one::<Count>(sql, vec![limit.into()]).await?.map_or(0, |row| row.cases))
}

/// Some cases, held until the transaction ends.
pub async fn these(tx: &TenantTx, ids: Vec<Uuid>) -> Result<Vec<case::Model>, DbErr> {
    case::Entity::find()
        .filter(case::Column::Id.is_in(ids))
        .order_by_asc(case::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}

// Open cases of these groups that an officer has in hand: of those on the council's side, they did something last.
macro_rules! in_hand {
    ($what:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM cases c WHERE c.closed_at IS NULL AND c.holder_group = ANY($2)
             AND $1 = (SELECT e.actor_id FROM case_event e
                       WHERE e.case_id = c.id AND e.actor_id IS NOT NULL AND e.actor_id NOT IN (c.raised_by, c.member_id)
                       ORDER BY e.seq DESC LIMIT 1)",
            $end
        )
    };
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Open cases of these groups that an officer has in hand, held until the transaction ends.
pub async fn in_hand(tx: &TenantTx, officer: Uuid, groups: Vec<Uuid>) -> Result<Vec<case::Model>, DbErr> {
    let ids = tx.all::<Id>(in_hand!("c.id", ""), vec![officer.into(), groups.into()]).await?;
    these(tx, ids.into_iter().map(|row| row.id).collect()).await
}

/// How many cases an officer has in hand, of one group.
#[derive(Clone, Debug, FromQueryResult)]
pub struct InHand {
    pub group_id: Uuid,
    pub cases: i64,
}

pub async fn count_in_hand(tx: &TenantTx, officer: Uuid, groups: Vec<Uuid>) -> Result<Vec<InHand>, DbErr> {
    let sql =
        in_hand!("c.holder_group AS group_id, count(*) AS cases", " GROUP BY c.holder_group ORDER BY c.holder_group");
    tx.all(sql, vec![officer.into(), groups.into()]).await
}

/// A member's open cases: those that everybody named in them shares with the ward, and the others.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct OpenOf {
    pub shared: i64,
    pub others: i64,
}

pub async fn count_of_member(tx: &TenantTx, member: Uuid) -> Result<OpenOf, DbErr> {
    let sql = "SELECT count(*) FILTER (WHERE shared) AS shared, count(*) FILTER (WHERE NOT shared) AS others
               FROM cases WHERE member_id = $1 AND closed_at IS NULL";
    Ok(tx.one(sql, vec![member.into()]).await?.unwrap_or_default())
}

pub async fn set_member(tx: &TenantTx, case: Uuid, member: Uuid) -> Result<(), DbErr> {
    tx.run("UPDATE cases SET member_id = $2 WHERE id = $1", vec![case.into(), member.into()]).await.map(|_| ())
}
