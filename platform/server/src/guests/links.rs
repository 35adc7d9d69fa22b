//! Making links, listing them and taking them back: for people who sign in.

use casework::cases::{FieldError, FieldReason, limits};
use casework::events::EventBody;
use casework::ids::{CaseId, ClientId, ConstituentId, CopyId, LinkId};
use casework::text::cleaned;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DbErr;

use super::store::{self, LinkRow, NewLink, To};
use super::token;
use crate::ambient::Ids;
use crate::app::{Caller, to_the_end};
use crate::cases::{self, CaseRow, CaseView, parties_of};
use crate::residents::writes;
use crate::tenancy::TenantTx;

/// Days for which a resident's page can be opened after its link was made.
pub const RESIDENT_DAYS: i64 = 180;
/// Days for which a copy can be used to ask for no more.
pub const COPY_DAYS: i64 = 730;
/// Days for which a question waits for its answer, where nobody chose.
pub const QUESTION_DAYS: i64 = 14;
/// The most of them.
pub const LONGEST_DAYS: i64 = 90;
/// The most characters of a question.
pub const LONGEST_QUESTION: usize = 2_000;

/// Why no link was made or taken back.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// No such case, resident or link, none that this person may see, or nobody who may do this.
    #[error("there is no such case")]
    NotFound,
    #[error("{} fields need attention", .0.len())]
    Invalid(Vec<FieldError>),
    /// This browser's submission, or this key, made another link before.
    #[error("this key was used for another link: choose a new one")]
    KeyUsed,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A link that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Where it is at the council's site. Told this once: only its hash is kept. Empty when an earlier copy of the submission made
    /// the link, and told it then.
    pub path: Option<String>,
    pub id: LinkId,
    /// When it runs out.
    pub until: DateTime<Utc>,
}

/// A question to another party, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Who is asked, such as a housing association.
    pub name: String,
    pub question: String,
    /// Whether they see what the case is about, and where.
    pub show_summary: bool,
    pub show_place: bool,
    /// Until when it can be answered, in days; empty for [`QUESTION_DAYS`].
    pub days: String,
}

/// What an outsider will see: these words and no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub name: String,
    pub question: String,
    pub summary: Option<String>,
    pub place: Option<String>,
    pub until: DateTime<Utc>,
}

/// Whether the person may ask another party about a case: whoever holds it now, and whoever raised it (R20).
#[must_use]
pub fn may_ask(caller: &Caller, row: &CaseRow) -> bool {
    let holds = row.holder_group.is_some_and(|held| caller.actor.groups.iter().any(|group| group.as_uuid() == held));
    holds || parties_of(row).may_act_as_raiser(&caller.actor)
}

/// The links of a case, for whoever may write to its residents; nobody else learns that there are any. Not asked for where there
/// can be none.
///
/// # Errors
/// When the database cannot be asked.
pub async fn links_of(caller: &Caller, tx: &TenantTx, case: &CaseView) -> Result<Vec<LinkRow>, DbErr> {
    let asked = || case.events.iter().any(|event| matches!(event.body, EventBody::OutsiderAsked { .. }));
    if !writes(caller, &case.row) || (case.constituents.is_empty() && !asked()) {
        return Ok(Vec::new());
    }
    store::of_case(tx, case.row.id).await
}

/// The links of the case of this reference, as [`links_of`]; `None` where there is no such case for this person.
///
/// # Errors
/// When the database cannot be asked.
pub async fn links_by_reference(
    caller: &Caller,
    tx: &TenantTx,
    reference: &str,
) -> Result<Option<Vec<LinkRow>>, DbErr> {
    match cases::by_reference(tx, reference).await?.filter(|row| writes(caller, row)) {
        Some(row) => store::of_case(tx, row.id).await.map(Some),
        None => Ok(None),
    }
}

/// Makes a link to a resident's page (R33).
///
/// # Errors
/// See [`LinkError`].
pub async fn make_for_resident(
    caller: &Caller,
    reference: &str,
    resident: ConstituentId,
    key: Option<ClientId>,
) -> Result<Made, LinkError> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let row = cases::hold(&tx, &reference).await?.filter(|row| writes(&caller, row));
        let row = row.ok_or(LinkError::NotFound)?;
        let until = caller.now() + TimeDelta::days(RESIDENT_DAYS);
        let event = EventBody::ResidentLinkMade { resident };
        make(&caller, tx, row, To::Resident(resident), until, key, event).await
    })
    .await
}

/// What the other party would see of a question: nothing is made yet.
///
/// # Errors
/// See [`LinkError`]; every mistake is told at once.
pub async fn preview(caller: &Caller, reference: &str, ask: &Ask) -> Result<Shown, LinkError> {
    let row = cases::by_reference(&caller.begin().await?, reference).await?.filter(|row| may_ask(caller, row));
    shown(&row.ok_or(LinkError::NotFound)?, ask, caller.now())
}

/// Asks another party, and makes the link through which it can answer once (R20).
///
/// # Errors
/// See [`LinkError`].
pub async fn ask_outside(caller: &Caller, reference: &str, ask: Ask, key: Option<ClientId>) -> Result<Made, LinkError> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let row = cases::hold(&tx, &reference).await?.filter(|row| may_ask(&caller, row));
        let row = row.ok_or(LinkError::NotFound)?;
        let Shown { name, question, summary, place, until } = shown(&row, &ask, caller.now())?;
        let event = EventBody::OutsiderAsked { name: name.clone(), question: question.clone() };
        make(&caller, tx, row, To::Outsider { name, question, summary, place }, until, key, event).await
    })
    .await
}

/// Ends a link at once; with one of a resident's links, all of theirs. A second time changes nothing.
///
/// # Errors
/// See [`LinkError`].
pub async fn take_back(caller: &Caller, reference: &str, link: LinkId) -> Result<(), LinkError> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let row = cases::hold(&tx, &reference).await?.filter(|row| writes(&caller, row));
        let row = row.ok_or(LinkError::NotFound)?;
        let found = store::one(&tx, row.id, link.as_uuid()).await?.ok_or(LinkError::NotFound)?;
        if store::revoke(&tx, row.id, &found, caller.now()).await? > 0 {
            let resident = found.constituent_id.map(ConstituentId::from_uuid);
            let name = Some(found.name).filter(|_| resident.is_none());
            cases::append(&caller, &tx, row, EventBody::LinkTakenBack { resident, name }).await?;
            tx.commit().await?;
        }
        Ok(())
    })
    .await
}

/// A link to a resident's page, for the program to put into a mail to that resident: its path at the council's site. The transaction
/// must see the case. Links that the resident has already stay open.
///
/// # Errors
/// [`DbErr::RecordNotFound`] for a resident whom the case does not name; else what the database answered.
pub async fn link_for_resident(
    tx: &TenantTx,
    ids: Ids,
    case: CaseId,
    resident: ConstituentId,
    now: DateTime<Utc>,
) -> Result<String, DbErr> {
    mailed(tx, ids, case, To::Resident(resident), RESIDENT_DAYS, now).await
}

/// A link for a copy of a case's news, with which whoever reads it asks for no more (R11): its path at the council's site.
///
/// # Errors
/// When the database cannot be written to.
pub async fn link_for_copy(
    tx: &TenantTx,
    ids: Ids,
    case: CaseId,
    copy: CopyId,
    now: DateTime<Utc>,
) -> Result<String, DbErr> {
    let path = mailed(tx, ids, case, To::Copy(copy), COPY_DAYS, now).await?;
    Ok(format!("{path}/unsubscribe"))
}

async fn mailed(tx: &TenantTx, ids: Ids, case: CaseId, to: To, days: i64, now: DateTime<Utc>) -> Result<String, DbErr> {
    let (path, hash) = token::new(ids);
    let (id, expires_at) = (LinkId::from_uuid(ids.row(now)), now + TimeDelta::days(days));
    let link = NewLink { id, hash, case, to, made_by: None, client_id: None, made_at: now, expires_at };
    store::add(tx, link).await?.ok_or_else(|| DbErr::RecordNotFound(id.to_string()))?;
    Ok(path)
}

async fn make(
    caller: &Caller,
    tx: TenantTx,
    row: CaseRow,
    to: To,
    until: DateTime<Utc>,
    key: Option<ClientId>,
    event: EventBody,
) -> Result<Made, LinkError> {
    let (path, hash) = token::new(caller.app.ids);
    let id = LinkId::from_uuid(caller.app.ids.row(caller.now()));
    let link = NewLink {
        id,
        hash,
        case: CaseId::from_uuid(row.id),
        to,
        made_by: Some(caller.actor.person),
        client_id: key.map(|key| key.as_uuid()),
        made_at: caller.now(),
        expires_at: until,
    };
    let added = store::add(&tx, link).await?.ok_or(LinkError::NotFound)?;
    if !added.same {
        return Err(LinkError::KeyUsed);
    }
    if !added.added {
        return Ok(Made { path: None, id: LinkId::from_uuid(added.id), until });
    }
    cases::append(caller, &tx, row, event).await?;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok(Made { path: Some(path), id, until })
}

fn shown(row: &CaseRow, ask: &Ask, now: DateTime<Utc>) -> Result<Shown, LinkError> {
    let (name, question) = (cleaned(&ask.name).trim().to_owned(), cleaned(&ask.question).trim().to_owned());
    let mut errors = Vec::new();
    for (field, words, max) in [("name", &name, limits::NAME), ("text", &question, LONGEST_QUESTION)] {
        let reason = match words.chars().count() {
            0 => FieldReason::Missing,
            length if length > max => FieldReason::TooLong { max },
            _ => continue,
        };
        errors.push(FieldError { field: field.to_owned(), reason });
    }
    let days = match ask.days.trim() {
        "" => Some(QUESTION_DAYS),
        typed => typed.parse().ok().filter(|days| (1..=LONGEST_DAYS).contains(days)),
    };
    match days {
        Some(days) if errors.is_empty() => Ok(Shown {
            name,
            question,
            summary: ask.show_summary.then(|| row.summary.clone()),
            place: row.place.clone().filter(|_| ask.show_place),
            until: now + TimeDelta::days(days),
        }),
        Some(_) => Err(LinkError::Invalid(errors)),
        None => {
            errors.push(FieldError { field: "days".to_owned(), reason: FieldReason::NotAChoice });
            Err(LinkError::Invalid(errors))
        }
    }
}
