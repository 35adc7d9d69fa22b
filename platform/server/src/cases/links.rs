//! Cases that belong together: connected, merged, followed, taken apart (R25). `casework::links` says what may be.

use casework::events::EventBody;
use casework::ids::{CaseId, CaseReference};
use casework::links::{LinkRefusal, Relation, Side, may_connect};
use casework::stages::{Action, CaseState, Moment, Refusal};
use casework::text::cleaned;
use sea_orm::DbErr;
use uuid::Uuid;

use super::change::Author;
use super::store::links::{self, Link, NewLink};
use super::store::write::DeadlineChange;
use super::{CaseRow, parties_of, state_of, store};
use crate::app::{Caller, to_the_end};
use crate::tenancy::{Acting, TenantTx};

pub use super::store::links::of as links_of;

/// Why cases were not connected, taken apart, or told.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// No such case, or not one that this person may see.
    #[error("there is no such case")]
    NotFound,
    /// The same of the case that was named.
    #[error("there is no case of that number that you may see")]
    OtherNotFound,
    #[error("the case has changed since this page was opened")]
    Stale,
    #[error("say what came of it")]
    TextMissing,
    #[error("use {max} characters or fewer", max = Refusal::MAX_WORDS)]
    TextTooLong,
    #[error("no case follows this one")]
    NobodyFollows,
    #[error(transparent)]
    Refused(#[from] LinkRefusal),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl ConnectError {
    /// A short name for pages and GraphQL.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::OtherNotFound => "other-not-found",
            Self::Stale | Self::Database(_) => "stale",
            Self::TextMissing => "text-missing",
            Self::TextTooLong => "text-too-long",
            Self::NobodyFollows => "nobody-follows",
            Self::Refused(refusal) => refusal.code(),
        }
    }
}

/// What a connection is, as seen from its `case_id`.
#[must_use]
pub fn relation_of(link: &Link) -> Relation {
    // The table allows no other names.
    let stored = Relation::stored(&link.relation).unwrap_or(Relation::Related);
    if link.joined { stored } else { stored.inverse() }
}

/// Connects a case with another, which is `relation` to it. One that is merged into the other ends.
///
/// # Errors
/// See [`ConnectError`].
pub async fn connect(caller: &Caller, reference: &str, relation: Relation, other: &str) -> Result<(), ConnectError> {
    // What is said of the one is stored of the other.
    let (from, to, relation) = if Relation::STORED.contains(&relation) {
        (reference, other, relation)
    } else {
        (other, reference, relation.inverse())
    };
    let (caller, from, to) = (caller.clone(), from.to_owned(), to.to_owned());
    let named = reference.to_owned();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let not_found = |asked: &str| if asked == named { ConnectError::NotFound } else { ConnectError::OtherNotFound };
        let from_id = id_of(&tx, &from).await?.ok_or_else(|| not_found(&from))?;
        let to_id = id_of(&tx, &to).await?.ok_or_else(|| not_found(&to))?;
        if from_id == to_id {
            return Err(LinkRefusal::Itself.into());
        }
        let [from, to] = both(&tx, from_id, to_id).await?;
        may_connect(relation, side(&tx, &from).await?, side(&tx, &to).await?, caller.actor.is_officer())?;
        let (now, author) = (caller.now(), Author::from(&caller));
        let (from_case, to_case) = (CaseId::from_uuid(from.id), CaseId::from_uuid(to.id));
        let mut link = NewLink {
            id: caller.app.ids.row(now),
            from_case: from.id,
            to_case: to.id,
            relation,
            by: caller.actor.person.as_uuid(),
            state_before: None,
        };
        if relation == Relation::MergedInto {
            let workflow = caller.council.workflow(from.workflow_version);
            let merged = workflow.merge(state_of(&from), to_case, &caller.council.groups.lookup, moment(&caller));
            let (transition, before) = merged.map_err(|_| LinkRefusal::Closed)?;
            link.state_before = Some(serde_json::to_value(before).map_err(|error| DbErr::Json(error.to_string()))?);
            author.step(&tx, from, transition).await?.ok_or(ConnectError::Stale)?;
        } else {
            author.append(&tx, from, EventBody::CaseLinked { case: to_case, relation }).await?;
        }
        if !links::add(&tx, link, now).await? {
            return Err(LinkRefusal::Already.into());
        }
        author.append(&tx, to, EventBody::CaseLinked { case: from_case, relation: relation.inverse() }).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(())
    })
    .await
}

/// Connects a part with the case that it was split off. Done again, it is connected already.
///
/// # Errors
/// When the database cannot be written to.
pub async fn split_off(caller: &Caller, part: &str, whole: &str) -> Result<(), DbErr> {
    match connect(caller, part, Relation::PartOf, whole).await {
        Err(ConnectError::Database(error)) => Err(error),
        // The whole is not theirs to see any more: the part stands for itself.
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Ends a connection of a case. A case that was merged comes back as it was.
///
/// # Errors
/// See [`ConnectError`].
pub async fn take_apart(caller: &Caller, reference: &str, link: Uuid) -> Result<(), ConnectError> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let asked = id_of(&tx, &reference).await?.ok_or(ConnectError::NotFound)?;
        let link = links::by_id(&tx, link).await?.filter(|link| [link.from_case, link.to_case].contains(&asked));
        let link = link.ok_or(ConnectError::NotFound)?;
        let relation = Relation::stored(&link.relation).unwrap_or(Relation::Related);
        if relation != Relation::Related && !caller.actor.is_officer() {
            return Err(LinkRefusal::NotYours.into());
        }
        let [from, to] = both(&tx, link.from_case, link.to_case).await?;
        let (now, author) = (caller.now(), Author::from(&caller));
        let (from_case, to_case) = (CaseId::from_uuid(from.id), CaseId::from_uuid(to.id));
        let before = link.state_before.map(serde_json::from_value::<CaseState>).transpose();
        match before.map_err(|error| DbErr::Json(error.to_string()))?.filter(|_| from.closed_at.is_some()) {
            Some(before) => {
                let workflow = caller.council.workflow(from.workflow_version);
                let groups = &caller.council.groups.lookup;
                let back = workflow.unmerge(&state_of(&from), before, to_case, groups, moment(&caller));
                author.step(&tx, from, back).await?.ok_or(ConnectError::Stale)?;
            }
            None => {
                author.append(&tx, from, EventBody::CaseUnlinked { case: to_case, relation }).await?;
            }
        }
        author.append(&tx, to, EventBody::CaseUnlinked { case: from_case, relation: relation.inverse() }).await?;
        links::end(&tx, link.id, caller.actor.person.as_uuid(), now).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(())
    })
    .await
}

/// How many cases learned of an outcome, and how many of them were answered with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutcomeTold {
    pub told: u32,
    pub answered: u32,
}

/// Sends the outcome of a case to all that follow it. Where the person could answer such a case, it is answered; the others,
/// closed or with somebody else, are told.
///
/// # Errors
/// See [`ConnectError`].
pub async fn send_outcome(
    caller: &Caller,
    reference: &str,
    text: &str,
    seen_version: Option<i32>,
) -> Result<OutcomeTold, ConnectError> {
    let (caller, reference, text) = (caller.clone(), reference.to_owned(), text.to_owned());
    to_the_end(async move {
        let TriedOutcome { tx, outcome, .. } = try_outcome(&caller, &reference, &text, seen_version).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(outcome)
    })
    .await
}

/// An outcome that was sent in a transaction that is still open, which acts for the program. Dropped, nothing of it was done.
pub struct TriedOutcome {
    pub tx: TenantTx,
    pub outcome: OutcomeTold,
    /// The cases that follow, as they are then, each with the number of the last event that it had before.
    pub followers: Vec<(CaseRow, i32)>,
}

/// Sends an outcome as [`send_outcome`] does, and leaves it open: for whoever wants to see first what follows from it.
///
/// # Errors
/// See [`ConnectError`].
pub async fn try_outcome(
    caller: &Caller,
    reference: &str,
    text: &str,
    seen_version: Option<i32>,
) -> Result<TriedOutcome, ConnectError> {
    let text = cleaned(text).trim().to_owned();
    if text.is_empty() {
        return Err(ConnectError::TextMissing);
    }
    if text.chars().count() > Refusal::MAX_WORDS {
        return Err(ConnectError::TextTooLong);
    }
    if !caller.actor.is_officer() {
        return Err(LinkRefusal::NotYours.into());
    }
    // Whether this person may see the case is asked in their own name; the cases that follow it are told whoever sees them.
    let seen = id_of(&caller.begin().await?, reference).await?.ok_or(ConnectError::NotFound)?;
    let tx = caller.app.database.begin(&caller.council.schema, Acting::System).await?;
    let mut ids = links::followers(&tx, seen).await?;
    if ids.is_empty() {
        return Err(ConnectError::NobodyFollows);
    }
    ids.push(seen);
    let (mut master, mut outcome, mut followers) = (None, OutcomeTold::default(), Vec::new());
    for row in links::for_change(&tx, ids).await? {
        if row.id == seen {
            master = Some(row);
            continue;
        }
        let since = row.last_seq;
        let (row, answered) = tell_outcome(caller, &tx, row, seen, &text).await?;
        *(if answered { &mut outcome.answered } else { &mut outcome.told }) += 1;
        followers.push((row, since));
    }
    let master = master.filter(|row| seen_version.is_none_or(|seen| seen == row.version)).ok_or(ConnectError::Stale)?;
    let sent = EventBody::OutcomeSent { text, cases: outcome.told + outcome.answered };
    Author::from(caller).append(&tx, master, sent).await?;
    Ok(TriedOutcome { tx, outcome, followers })
}

/// Answers a case with the outcome of the one that it follows, or tells it. Returns it as it is then, and whether it was answered.
async fn tell_outcome(
    caller: &Caller,
    tx: &TenantTx,
    row: CaseRow,
    from: Uuid,
    text: &str,
) -> Result<(CaseRow, bool), ConnectError> {
    let author = Author::from(caller);
    let workflow = caller.council.workflow(row.workflow_version);
    let answer = Action::Resolve { answer: text.to_owned() };
    let (parties, groups) = (parties_of(&row), &caller.council.groups.lookup);
    if let Ok(transition) = workflow.apply(state_of(&row), &parties, answer, &caller.actor, groups, moment(caller)) {
        return Ok((author.step(tx, row, transition).await?.ok_or(ConnectError::Stale)?, true));
    }
    let shared = EventBody::OutcomeShared { case: CaseId::from_uuid(from), text: text.to_owned() };
    let row = author.change(tx, row, vec![shared], DeadlineChange::Keep).await?.ok_or(ConnectError::Stale)?;
    Ok((row, false))
}

fn moment(caller: &Caller) -> Moment<'_> {
    Moment { at: caller.now(), calendar: &caller.council.calendar }
}

async fn id_of(tx: &TenantTx, reference: &str) -> Result<Option<Uuid>, DbErr> {
    let reference = reference.trim().to_ascii_uppercase();
    if reference.parse::<CaseReference>().is_err() {
        return Ok(None);
    }
    Ok(store::read::by_reference(tx, &reference).await?.map(|row| row.id))
}

/// Both cases, held until the transaction ends.
async fn both(tx: &TenantTx, one: Uuid, other: Uuid) -> Result<[CaseRow; 2], ConnectError> {
    let mut rows = links::for_change(tx, vec![one, other]).await?;
    rows.sort_by_key(|row| row.id != one);
    rows.try_into().map_err(|_| ConnectError::NotFound)
}

async fn side(tx: &TenantTx, row: &CaseRow) -> Result<Side, DbErr> {
    let (follows, followed) = links::followings(tx, row.id).await?;
    Ok(Side { closed: row.closed_at.is_some(), follows, followed })
}
