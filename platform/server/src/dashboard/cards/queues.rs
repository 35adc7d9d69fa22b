//! How much waits for each of the person's groups.

use casework::ids::GroupId;
use sea_orm::DbErr;

use super::Reading;
use crate::app::Caller;
use crate::brought::Sources;
use crate::dashboard::{self, COUNTED};
use crate::web::views::{CardView, QueueCount, QueuesCard};

pub(super) fn is_for(caller: &Caller, _: Option<&Sources>) -> bool {
    !caller.actor.groups.is_empty()
}

pub(super) async fn read(reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
    let counts = dashboard::queues(reading.caller, reading.tx).await?;
    let queues = counts.iter().map(|count| line(reading.caller, count)).collect();
    Ok(Some(CardView::Queues(QueuesCard { queues })))
}

fn line(caller: &Caller, count: &dashboard::QueueCount) -> QueueCount {
    let group = GroupId::from_uuid(count.group_id);
    let key = caller.council.groups.lookup.key(group).unwrap_or_default();
    QueueCount {
        name: caller.council.group_name(group, caller.lang).to_owned(),
        href: format!("/queue/{key}"),
        open: u32::try_from(count.cases.min(COUNTED)).unwrap_or_default(),
        overdue: u32::try_from(count.overdue.min(COUNTED)).unwrap_or_default(),
        more: count.cases > COUNTED,
    }
}
