//! Letters to residents, to be printed and posted (R32). What was written is an event, so that everybody on the case knows it and the
//! letter can be printed again.

use casework::events::EventBody;
use casework::ids::ConstituentId;
use casework::text::cleaned;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::change::Author;
use super::store::read::Constituent;
use super::{CaseRow, case_by_reference, parties_of, store};
use crate::app::{Caller, to_the_end};

/// The most characters of a letter's text.
pub const LONGEST: usize = 5_000;

/// Why a letter was not written.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// No such case or resident, none that this person may see, or nobody who may write to them.
    #[error("there is no such case")]
    NotFound,
    #[error("the letter is empty")]
    Empty,
    #[error("the letter is longer than {LONGEST} characters")]
    TooLong,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Whether the person may write to a case's residents: whoever raised it, and those who work on it.
#[must_use]
pub fn may_write(caller: &Caller, row: &CaseRow) -> bool {
    caller.actor.is_officer() || parties_of(row).may_act_as_raiser(&caller.actor)
}

/// The resident of a case to whom this person may write.
///
/// # Errors
/// [`LetterError::NotFound`], or when the database cannot be asked.
pub async fn addressee(caller: &Caller, reference: &str, to: ConstituentId) -> Result<Constituent, LetterError> {
    let tx = caller.begin().await?;
    let row = super::by_reference(&tx, reference).await?.filter(|row| may_write(caller, row));
    let row = row.ok_or(LetterError::NotFound)?;
    let people = store::read::constituents(&tx, vec![row.id]).await?;
    let found = people.into_iter().find(|person| person.id == to.as_uuid() && person.address.is_some());
    found.ok_or(LetterError::NotFound)
}

/// Writes a letter, and tells the number of its event.
///
/// # Errors
/// See [`LetterError`].
pub async fn write_letter(caller: &Caller, reference: &str, to: ConstituentId, text: &str) -> Result<i32, LetterError> {
    let text = cleaned(text).trim().to_owned();
    if text.is_empty() {
        return Err(LetterError::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(LetterError::TooLong);
    }
    addressee(caller, reference, to).await?;
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let row = store::read::for_change(&tx, &reference).await?.ok_or(LetterError::NotFound)?;
        let seq = Author::from(&caller).append(&tx, row, EventBody::LetterWritten { to, text }).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(seq)
    })
    .await
}

/// A letter that was written.
pub struct Written {
    pub to: Constituent,
    pub text: String,
    pub at: DateTime<Utc>,
    /// Name of whoever wrote it.
    pub author: String,
    pub row: CaseRow,
}

/// The letter of this number in the case's history, for whoever may write one.
///
/// # Errors
/// When the database cannot be asked.
pub async fn written(caller: &Caller, reference: &str, seq: i32) -> Result<Option<Written>, DbErr> {
    let Some(case) = case_by_reference(caller, &caller.begin().await?, reference).await? else { return Ok(None) };
    if !may_write(caller, &case.row) {
        return Ok(None);
    }
    let Some(event) = case.events.iter().find(|event| event.seq == seq) else { return Ok(None) };
    let EventBody::LetterWritten { to, text } = &event.body else { return Ok(None) };
    let Some(person) = case.constituents.iter().find(|person| person.id == to.as_uuid()) else { return Ok(None) };
    let author = event.actor.map(|id| case.name(id.as_uuid()).to_owned()).unwrap_or_default();
    Ok(Some(Written { to: person.clone(), text: text.clone(), at: event.at, author, row: case.row.clone() }))
}
