//! What becomes of cases when somebody leaves (R42, R60): a councillor's go to a successor where everybody named agreed that colleagues
//! of the ward see them, and to triage otherwise; what an officer has in hand stays with the team, which is told.
//!
//! A case is never without somebody who sees it and may act. It keeps who raised it; whose case it is changes, and its history says
//! from whom to whom.

use std::sync::Arc;

use casework::events::EventBody;
use casework::ids::{GroupId, PersonId};
use casework::stages::{DueKind, HolderNow, Moment, StageDef};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use uuid::Uuid;

use super::change::Author;
use super::store::handover::{self, InHand, OpenOf};
use super::store::write::DeadlineChange;
use super::{CaseRow, Item, audience_of, deadline, state_of};
use crate::app::App;
use crate::tenancy::{Council, TenantTx};

/// In whose name work changes hands, and when; the transaction sees every case.
#[derive(Clone, Copy)]
pub struct Handing<'a> {
    pub app: &'a Arc<App>,
    pub council: &'a Council,
    pub tx: &'a TenantTx,
    /// Empty for the program itself.
    pub by: Option<PersonId>,
    pub now: DateTime<Utc>,
}

/// What became of a councillor's open cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// Somebody else's now.
    pub over: usize,
    /// Seen by triage until somebody takes them over.
    pub waiting: usize,
}

/// What somebody has to do when they leave.
#[derive(Clone, Debug, Default)]
pub struct OpenWork {
    pub member: OpenOf,
    /// By team.
    pub in_hand: Vec<InHand>,
}

/// The open work of somebody, as the transaction sees it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn open_work(tx: &TenantTx, person: PersonId, groups: Vec<GroupId>) -> Result<OpenWork, DbErr> {
    let groups: Vec<Uuid> = groups.iter().map(GroupId::as_uuid).collect();
    Ok(OpenWork {
        member: handover::count_of_member(tx, person.as_uuid()).await?,
        in_hand: match groups.is_empty() {
            true => Vec::new(),
            false => handover::count_in_hand(tx, person.as_uuid(), groups).await?,
        },
    })
}

/// Gives a councillor's open cases to whoever follows, as far as those named in them agreed; the others go to triage.
///
/// # Errors
/// When the database cannot be written to.
pub async fn member_leaves(
    handing: Handing<'_>,
    member: PersonId,
    successor: Option<PersonId>,
) -> Result<Handed, DbErr> {
    let mut handed = Handed::default();
    for row in handover::of_member(handing.tx, member.as_uuid()).await? {
        match successor.filter(|_| row.shared) {
            Some(to) => {
                hand(handing, row, to, false).await?;
                handed.over += 1;
            }
            None => {
                leave_behind(handing, row, member).await?;
                handed.waiting += 1;
            }
        }
    }
    Ok(handed)
}

/// Gives cases of somebody who has left to another councillor. Those that are not shared with the ward only where `agreed` says that
/// everybody named in them was asked; the rest stays. Returns how many were given.
///
/// # Errors
/// When the database cannot be written to.
pub async fn hand_over(handing: Handing<'_>, cases: Vec<Uuid>, to: PersonId, agreed: bool) -> Result<usize, DbErr> {
    let mut over = 0;
    let waiting = handover::left_behind(handing.tx, cases).await?;
    for row in handover::these(handing.tx, waiting).await? {
        if row.closed_at.is_none() && (row.shared || agreed) {
            let asked = !row.shared;
            hand(handing, row, to, asked).await?;
            over += 1;
        }
    }
    Ok(over)
}

/// Says in the history of each case that an officer had in hand that the team has it, and tells the team. Returns how many there are.
///
/// # Errors
/// When the database cannot be written to.
pub async fn officer_leaves(handing: Handing<'_>, officer: PersonId, groups: &[GroupId]) -> Result<usize, DbErr> {
    if groups.is_empty() {
        return Ok(0);
    }
    let groups = groups.iter().map(GroupId::as_uuid).collect();
    let rows = handover::in_hand(handing.tx, officer.as_uuid(), groups).await?;
    let count = rows.len();
    for row in rows {
        let event = EventBody::OfficerLeft { officer };
        changed(handing.author().change(handing.tx, row, vec![event], DeadlineChange::Keep).await?)?;
    }
    Ok(count)
}

/// Open cases whose councillor has left, as far as the person who asks sees them; the most urgent first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn without_member(tx: &TenantTx, limit: i64) -> Result<Vec<(Item, bool)>, DbErr> {
    super::store::lists::without_member(tx, limit).await
}

/// How many there are, counted up to a limit.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_without_member(tx: &TenantTx, limit: i64) -> Result<i64, DbErr> {
    handover::count_left_behind(tx, limit).await
}

impl<'a> Handing<'a> {
    fn author(self) -> Author<'a> {
        Author { app: self.app, council: self.council, person: self.by, now: self.now }
    }
}

async fn hand(handing: Handing<'_>, mut row: CaseRow, to: PersonId, agreed: bool) -> Result<(), DbErr> {
    let Handing { council, tx, now, .. } = handing;
    let mut events = vec![EventBody::HandedOver { from: PersonId::from_uuid(row.member_id), to, agreed }];
    handover::set_member(tx, row.id, to.as_uuid()).await?;
    row.member_id = to.as_uuid();
    row.visible_to = audience_of(&row, &council.groups.oversee);
    // Whoever takes it over has the whole time for an answer.
    let workflow = council.workflow(row.workflow_version);
    let state = state_of(&row);
    let waits = workflow.holder_now(&state, &council.groups.lookup) == HolderNow::Raiser;
    let deadline = match workflow.target_now(&state).filter(|_| waits) {
        Some(DueKind::Target(target)) => {
            let days = workflow.stage(&state.stage).and_then(StageDef::working_days);
            DeadlineChange::Begin(deadline::begin(council, &mut row, target, days, &mut events, now).await)
        }
        _ => DeadlineChange::Keep,
    };
    changed(handing.author().change(tx, row, events, deadline).await?)
}

/// Nobody takes the case over yet: triage sees it, and has it where it waited for the councillor.
async fn leave_behind(handing: Handing<'_>, mut row: CaseRow, member: PersonId) -> Result<(), DbErr> {
    let Handing { council, tx, now, .. } = handing;
    let triage = council.manifest.groups.iter().filter(|group| group.triage);
    for group in triage.filter_map(|group| council.groups.lookup.id(&group.key)) {
        if !row.worked_groups.contains(&group.as_uuid()) {
            row.worked_groups.push(group.as_uuid());
        }
    }
    row.visible_to = audience_of(&row, &council.groups.oversee);
    let mut events = vec![EventBody::MemberLeft { member }];
    let workflow = council.workflow(row.workflow_version);
    let moment = Moment { at: now, calendar: &council.calendar };
    let author = handing.author();
    let stored = match workflow.without_raiser(&state_of(&row), &council.groups.lookup, moment) {
        Some(mut transition) => {
            events.append(&mut transition.events);
            transition.events = events;
            author.step(tx, row, transition).await?
        }
        None => author.change(tx, row, events, DeadlineChange::Keep).await?,
    };
    changed(stored)
}

/// The rows are held, so that nobody can have changed them.
fn changed(stored: Option<CaseRow>) -> Result<(), DbErr> {
    stored.map(|_| ()).ok_or(DbErr::RecordNotUpdated)
}
