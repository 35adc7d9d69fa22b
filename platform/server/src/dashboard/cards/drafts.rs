//! Cases that the person has sent by mail and not raised yet.

use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::drafts;
use crate::web::views::{CardView, DraftLine, DraftsCard};

pub(super) fn is_for(caller: &Caller, _: Option<&Sources>) -> bool {
    caller.actor.may_raise()
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let drafts = drafts::mine(reading.tx, reading.caller).await?;
    let drafts: Vec<_> = drafts.into_iter().map(DraftLine::from).collect();
    Ok((!drafts.is_empty()).then_some(CardView::Drafts(DraftsCard { drafts })))
}
