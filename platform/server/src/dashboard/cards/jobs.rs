//! Jobs that were given up and wait for this person's decision.

use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::jobs;
use crate::web::views::{CardView, JobsCard};

pub(super) fn is_for(caller: &Caller, _: Option<&Sources>) -> bool {
    caller.actor.may_sort_mail()
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let failed = u32::try_from(jobs::count(reading.tx, reading.caller).await?).unwrap_or_default();
    Ok((failed > 0).then_some(CardView::Jobs(JobsCard { failed })))
}
