//! What the person was told last.

use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::notices;
use crate::web::views::{CardView, NoticeLine, RecentCard};

/// The newest notices that are shown.
const TOLD: i64 = 8;

pub(super) const fn is_for(_: &Caller, _: Option<&Sources>) -> bool {
    true
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let told = notices::newest(reading.tx, reading.caller, None, TOLD).await?;
    Ok(Some(CardView::Recent(RecentCard { told: told.into_iter().map(NoticeLine::from).collect() })))
}
