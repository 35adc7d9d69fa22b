//! Mail that waits to be sorted, and that there is none at all, for those who look after it.

use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::mail_in;
use crate::web::views::{CardView, MailInCard};

pub(super) fn is_for(caller: &Caller, _: Option<&Sources>) -> bool {
    caller.actor.may_sort_mail()
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let to_sort = mail_in::desk::count(reading.tx, reading.caller).await?;
    let to_sort = u32::try_from(to_sort).unwrap_or_default();
    let off = reading.caller.app.postman.is_none();
    Ok((to_sort > 0 || off).then_some(CardView::MailIn(MailInCard { to_sort, off })))
}
