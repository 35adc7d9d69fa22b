//! What the demo asks of a council's rows.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};

use crate::tenancy::TenantTx;

#[derive(FromQueryResult)]
struct Held {
    held: bool,
}

/// Whether the council holds a case already.
pub(super) async fn holds_cases(tx: &TenantTx) -> Result<bool, DbErr> {
    let row = tx.one::<Held>("SELECT EXISTS (SELECT FROM cases) AS held", vec![]).await?;
    Ok(row.is_some_and(|row| row.held))
}

/// A told year is the past: nobody is reminded of it now, but what a member never answered ends as the council's stages say.
pub(super) async fn pass_over(tx: &TenantTx, today: NaiveDate) -> Result<(), DbErr> {
    tx.run(
        "UPDATE deadline SET done_through = CASE WHEN unanswered THEN due_on ELSE $1 END,
             next_on = CASE WHEN unanswered THEN due_on + 1
                            ELSE (SELECT min(d) FROM unnest(remind_on || (due_on + 1)) d WHERE d > $1) END
         FROM (SELECT case_id AS asked, target = 'representative-reply' AND due_on < $1 AS unanswered FROM deadline) a
         WHERE case_id = asked",
        vec![today.into()],
    )
    .await?;
    Ok(())
}

/// Residents and other programs are told of what was raised since `read_before` alone, and what was told before has been read.
pub(super) async fn look_back(tx: &TenantTx, read_before: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "UPDATE job SET state = 'done', ended_at = created_at FROM cases c
         WHERE job.kind IN ('residents', 'event') AND c.id = (payload ->> 'case')::uuid AND c.raised_at < $1",
        vec![read_before.into()],
    )
    .await?;
    tx.run("UPDATE notice SET read_at = at WHERE at < $1", vec![read_before.into()]).await?;
    Ok(())
}
