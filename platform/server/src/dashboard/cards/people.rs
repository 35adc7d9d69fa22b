//! Starters and leavers that wait for an admin, and cases whose councillor has left (R42, R60).

use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::people;
use crate::web::views::{CardView, PeopleCard};

pub(super) fn is_for(caller: &Caller, _: Option<&Sources>) -> bool {
    caller.actor.may_sort_mail()
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let plans = people::count(reading.tx, reading.caller).await?;
    let behind = people::count_behind(reading.tx, reading.caller).await?;
    let (plans, behind) = (u32::try_from(plans).unwrap_or_default(), u32::try_from(behind).unwrap_or_default());
    Ok((plans > 0 || behind > 0).then_some(CardView::People(PeopleCard { plans, behind })))
}
