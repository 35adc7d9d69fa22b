//! Open cases that wait for the person or their groups, the most urgent first.

use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::cases::{lists, pages::present};
use crate::dashboard::NEEDS_ME;
use crate::web::views::{CardView, NeedsMeCard};

pub(super) const fn is_for(_: &Caller, _: Option<&Sources>) -> bool {
    true
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let caller = reading.caller;
    let waiting = lists::waiting(caller, reading.tx, NEEDS_ME + 1).await?;
    let shown = usize::try_from(NEEDS_ME).unwrap_or(usize::MAX);
    let first_queue = caller.actor.groups.first().and_then(|group| caller.council.groups.lookup.key(*group));
    let href = match first_queue {
        Some(key) if !caller.actor.may_raise_as_self() => format!("/queue/{key}"),
        _ => "/requests?status=needs-me".to_owned(),
    };
    let cases = waiting.iter().take(shown).map(|item| present::row(caller, item, true)).collect();
    Ok(Some(CardView::NeedsMe(NeedsMeCard { cases, more: waiting.len() > shown, href })))
}
