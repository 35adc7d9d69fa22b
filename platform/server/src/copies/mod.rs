//! Copies of a case's news for addresses outside the council (R11): an MP's office, a residents' association, a parish clerk.
//!
//! Whoever raised the case adds an address ([`add`]); everybody who sees the case sees it there. The worker writes to the addresses
//! ([`write_due`]) when the case moves on or ends, in fixed words: what people wrote may name a resident, so nothing of it goes out
//! but the answer, and that only to a body which everybody named agreed to (R35). Nothing goes out of a confidential case (R12).
//! Each mail has a link with which whoever reads it stops them ([`unsubscribe`], reached through `guests`).
//!
//! To tell of something more: `EventBody::tells_copies`, and the words `copy-subject-…` and `copy-text-…`.

mod deliver;
pub mod graphql;
pub mod pages;
mod store;
mod write;

use std::sync::Arc;

use casework::cases::FieldError;
use casework::copies::{CopyForm, Ended, MOST, validate};
use casework::events::EventBody;
use casework::ids::{CopyId, PersonId};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::app::{App, Caller, to_the_end};
use crate::cases::{self, CaseRow, parties_of};
use crate::tenancy::{Council, TenantTx};

pub use deliver::{not_reached, not_sent, outgoing, sent};
pub use store::{CopyRow, of_case};
pub use write::{Example, examples, write_due};

/// Why an address was not added or taken off.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// No such case or address, or somebody who did not raise it.
    #[error("there is no such case")]
    NotFound,
    #[error("{} fields need attention", .0.len())]
    Invalid(Vec<FieldError>),
    /// Nothing goes out of this case (R12).
    #[error("the case is confidential: no copies go out")]
    Confidential,
    #[error("{MOST} addresses get copies already: take one off first")]
    TooMany,
    /// It gets copies already.
    #[error("this address gets copies already")]
    Already,
    /// It asked for no more, or mail came back from it.
    #[error("this address gets no more mail about this case")]
    HadEnough,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Whether this person says who gets copies: whoever raised the case, or for whom it was raised.
#[must_use]
pub fn may_change(caller: &Caller, row: &CaseRow) -> bool {
    parties_of(row).may_act_as_raiser(&caller.actor)
}

/// Adds an address, which is told so.
///
/// # Errors
/// See [`CopyError`]; every mistake in the form is told at once.
pub async fn add(caller: &Caller, reference: &str, form: &CopyForm) -> Result<CaseRow, CopyError> {
    let (caller, reference, form) = (caller.clone(), reference.to_owned(), form.clone());
    to_the_end(async move {
        let now = caller.now();
        let tx = caller.begin().await?;
        let row = held(&caller, &tx, &reference).await?;
        let residents = cases::people_of(&tx, vec![row.id]).await?.len();
        let new = validate(&form, residents).map_err(CopyError::Invalid)?;
        if row.confidential {
            return Err(CopyError::Confidential);
        }
        let there = of_case(&tx, row.id).await?;
        if there.iter().filter(|copy| copy.ended.is_none()).count() >= MOST {
            return Err(CopyError::TooMany);
        }
        let id = CopyId::from_uuid(caller.app.ids.row(now));
        let event = EventBody::CopyAdded { to: id, name: new.name.clone(), agreed: new.agreed };
        let same = |copy: &&CopyRow| copy.email.eq_ignore_ascii_case(&new.email) && !copy.is(Ended::Removed);
        match there.iter().find(same) {
            Some(copy) if copy.ended.is_none() => return Err(CopyError::Already),
            Some(_) => return Err(CopyError::HadEnough),
            None => store::add(&tx, id.as_uuid(), row.id, new, caller.actor.person.as_uuid(), now).await?,
        }
        let person = Some(caller.actor.person);
        let row = cases::record(&caller.app, &caller.council, &tx, row, event, person, now).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(row)
    })
    .await
}

/// Takes an address off. What waits for it is stopped.
///
/// # Errors
/// See [`CopyError`].
pub async fn remove(caller: &Caller, reference: &str, copy: CopyId) -> Result<CaseRow, CopyError> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let row = held(&caller, &tx, &reference).await?;
        let ended = store::end(&tx, row.id, copy.as_uuid(), Ended::Removed.as_str(), caller.now()).await?;
        let ended = ended.ok_or(CopyError::NotFound)?;
        let person = Some(caller.actor.person);
        let row = ended_of(&caller.app, &caller.council, &tx, row, ended, Ended::Removed, person, caller.now()).await?;
        tx.commit().await?;
        Ok(row)
    })
    .await
}

/// The case, held by somebody who says who gets copies.
async fn held(caller: &Caller, tx: &TenantTx, reference: &str) -> Result<CaseRow, CopyError> {
    let row = cases::hold(tx, reference).await?.filter(|row| may_change(caller, row));
    row.ok_or(CopyError::NotFound)
}

/// Whoever reads the mail of an address asked for no more. It stays so: the address is not added to this case again. Asked for
/// again, it changes nothing. The transaction holds the case.
///
/// # Errors
/// When the database cannot be written to.
pub async fn unsubscribe(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    row: CaseRow,
    copy: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    if let Some(ended) = store::unsubscribe(tx, copy, now).await? {
        ended_of(app, council, tx, row, ended, Ended::Unsubscribed, None, now).await?;
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "what every change of a case needs, and what this one is")]
async fn ended_of(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    row: CaseRow,
    copy: store::EndedCopy,
    how: Ended,
    person: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<CaseRow, DbErr> {
    store::stop(tx, copy.id, now).await?;
    let event = EventBody::CopyEnded { to: CopyId::from_uuid(copy.id), name: copy.name, how };
    cases::record(app, council, tx, row, event, person, now).await
}
