//! Rows of background work on cases.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// A deadline that asks for something.
#[derive(Debug, FromQueryResult)]
pub struct DueDeadline {
    pub case_id: Uuid,
    pub target: String,
    pub due_on: NaiveDate,
    pub remind_on: Vec<NaiveDate>,
    pub done_through: Option<NaiveDate>,
}

/// Open cases whose deadline asks for something by `today`, with their rows locked; the oldest first.
pub async fn due_deadlines(
    tx: &TenantTx,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(DueDeadline, case::Model)>, DbErr> {
    let due = tx
        .all::<DueDeadline>(
            "SELECT d.case_id, d.target, d.due_on, d.remind_on, d.done_through
             FROM deadline d JOIN cases c ON c.id = d.case_id
             WHERE d.next_on <= $1 ORDER BY d.next_on, d.case_id LIMIT $2 FOR UPDATE OF c, d SKIP LOCKED",
            vec![today.into(), limit.into()],
        )
        .await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = due.iter().map(|due| due.case_id).collect();
    // The statement above may have read a case before somebody else's change to it was committed.
    let rows = case::Entity::find().filter(case::Column::Id.is_in(ids)).lock_exclusive().all(tx).await?;
    let row = |id: Uuid| rows.iter().find(|row| row.id == id).cloned();
    Ok(due.into_iter().filter_map(|due| row(due.case_id).map(|row| (due, row))).collect())
}
