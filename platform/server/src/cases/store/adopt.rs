//! Rows of cases that run on an older version of the council's stages.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// Open cases of one stage of an older version.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Running {
    pub workflow_version: i32,
    pub stage: String,
    pub cases: i64,
}

/// How many open cases stand in each stage of each version but the newest.
pub async fn running(tx: &TenantTx, newest: i32) -> Result<Vec<Running>, DbErr> {
    tx.all(
        "SELECT workflow_version, stage, count(*) AS cases FROM cases WHERE closed_at IS NULL AND workflow_version <> $1
         GROUP BY workflow_version, stage ORDER BY workflow_version, stage",
        vec![newest.into()],
    )
    .await
}

/// One open case of an older version.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RunningCase {
    pub id: Uuid,
    pub workflow_version: i32,
    pub stage: String,
    pub reference: String,
}

/// The first cases of each stage of each version but the newest, so many of each at most.
pub async fn first_of_each(tx: &TenantTx, newest: i32, most: i64) -> Result<Vec<RunningCase>, DbErr> {
    tx.all(
        "SELECT id, workflow_version, stage, reference FROM (
             SELECT id, workflow_version, stage, reference,
                 row_number() OVER (PARTITION BY workflow_version, stage ORDER BY reference) AS place
             FROM cases WHERE closed_at IS NULL AND workflow_version <> $1) AS running
         WHERE place <= $2 ORDER BY workflow_version, stage, reference",
        vec![newest.into(), most.into()],
    )
    .await
}

/// Some open cases of a version that stand in one of these stages, locked.
pub async fn some(tx: &TenantTx, version: i32, stages: Vec<String>, limit: u64) -> Result<Vec<case::Model>, DbErr> {
    case::Entity::find()
        .filter(case::Column::WorkflowVersion.eq(version))
        .filter(case::Column::ClosedAt.is_null())
        .filter(case::Column::Stage.is_in(stages))
        .order_by_asc(case::Column::Id)
        .limit(limit)
        .lock_exclusive()
        .all(tx)
        .await
}
