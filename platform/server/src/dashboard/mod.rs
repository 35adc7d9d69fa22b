//! The home page's figures: what needs me, my cases by stage, the last updates, my teams' queues (R52).

pub mod graphql;
pub mod pages;
mod store;

use casework::ids::GroupId;
use sea_orm::DbErr;

use crate::app::Caller;
use crate::cases::{Item, lists};
use crate::notices::{self, Notice};
use crate::tenancy::TenantTx;
use crate::{drafts, jobs, mail_in};

pub use store::{COUNTED, QueueCount, StageCount, Update};

/// What needs the person most, at most this many.
pub const NEEDS_ME: i64 = 10;
/// The newest notices that are shown.
const TOLD: i64 = 8;

/// Everything on the home page.
pub struct Home {
    /// Open cases that wait for this person or their groups, the most urgent first; one more than is shown.
    pub needs_me: Vec<Item>,
    /// Open cases by stage, with how many of them are overdue.
    pub stages: Vec<StageCount>,
    /// What this person was told last, the newest first.
    pub told: Vec<Notice>,
    /// Open cases that wait for each of this person's groups, or of all that they watch over.
    pub queues: Vec<QueueCount>,
    /// Cases that this person has sent by mail and not raised yet.
    pub drafts: Vec<drafts::Line>,
    /// Mails that wait to be sorted by this person, up to a hundred.
    pub mail_to_sort: i64,
    /// Jobs that were given up and wait for this person's decision, up to a hundred.
    pub failed_jobs: i64,
}

/// The home page of whoever is asking. Elected members get their own cases, officers their queues; somebody who is both
/// gets both. At most seven statements, whoever asks.
///
/// # Errors
/// When the database cannot be asked.
pub async fn home(caller: &Caller, tx: &TenantTx) -> Result<Home, DbErr> {
    let needs_me = lists::waiting(caller, tx, NEEDS_ME + 1).await?;
    let stages = if caller.actor.may_raise_as_self() { stage_counts(caller, tx).await? } else { vec![] };
    let told = notices::newest(tx, caller, None, TOLD).await?;
    let drafts = drafts::mine(tx, caller).await?;
    let mail_to_sort = mail_in::desk::count(tx, caller).await?;
    let failed_jobs = jobs::count(tx, caller).await?;
    Ok(Home { needs_me, stages, told, queues: queues(caller, tx).await?, drafts, mail_to_sort, failed_jobs })
}

/// How much waits for each of the person's groups, in the order of their groups; for a head of service, for every other group that has
/// something to do as well.
///
/// # Errors
/// When the database cannot be asked.
pub async fn queues(caller: &Caller, tx: &TenantTx) -> Result<Vec<QueueCount>, DbErr> {
    let watched = watched(caller);
    if watched.is_empty() {
        return Ok(vec![]);
    }
    let mut counts = store::queues(tx, watched.iter().map(GroupId::as_uuid).collect(), caller.today()).await?;
    counts.retain(|count| count.cases > 0 || caller.actor.groups.contains(&GroupId::from_uuid(count.group_id)));
    Ok(counts)
}

/// The groups whose queues this person sees: their own, and every other one for a head of service, who watches over deadlines (R28).
/// Which cases are in them, the database decides as always.
#[must_use]
pub fn watched(caller: &Caller) -> Vec<GroupId> {
    let mut groups = caller.actor.groups.clone();
    if caller.actor.watches_deadlines() {
        let all = caller.council.manifest.groups.iter();
        let others = all.filter_map(|group| caller.council.groups.lookup.id(&group.key));
        groups.extend(others.filter(|group| !caller.actor.groups.contains(group)));
    }
    groups
}

/// The person's own open cases by stage.
///
/// # Errors
/// When the database cannot be asked.
pub async fn stage_counts(caller: &Caller, tx: &TenantTx) -> Result<Vec<StageCount>, DbErr> {
    store::stages(tx, caller.actor.person.as_uuid(), caller.today()).await
}

/// The person's own cases that changed last, each with its newest note.
///
/// # Errors
/// When the database cannot be asked.
pub async fn updates(caller: &Caller, tx: &TenantTx) -> Result<Vec<Update>, DbErr> {
    store::updates(tx, caller.actor.person.as_uuid()).await
}
