//! What is done with mail that nobody could place: looked at, closed, or handed to whom it belongs. For those who sort the council's mail;
//! the database shows it to nobody else.

use casework::ids::{MailId, PersonId};
use files::Key;
use futures::TryStreamExt as _;
use sea_orm::DbErr;
use tokio::task::spawn_blocking;

use super::parse::{self, Mail};
use super::store::{self, Parked};
use crate::app::{Caller, to_the_end};
use crate::identity::{self, Person};
use crate::tenancy::TenantTx;

/// Mails on the page.
pub const A_PAGE: usize = 50;
/// The most of a mail's text that is shown, in characters.
pub const SHOWN: usize = 20_000;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("only those who sort the council's mail can see it")]
    NotAllowed,
    /// Never was, or somebody else was faster.
    #[error("there is no such mail waiting")]
    NotFound,
    #[error("this person does not raise cases")]
    NotAMember,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A parked mail, and what can be made out of it.
#[derive(Debug)]
pub struct Opened {
    pub parked: Parked,
    /// Its text ends after [`SHOWN`] characters.
    pub mail: Mail,
    pub cut: bool,
}

/// Mail that waits to be looked at, the newest first; one more than [`A_PAGE`] tells that there are more.
///
/// # Errors
/// See [`DeskError`].
pub async fn list(tx: &TenantTx, caller: &Caller) -> Result<Vec<Parked>, DeskError> {
    allowed(caller)?;
    Ok(store::parked(tx, i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX)).await?)
}

/// How many mails wait for this person to sort them, up to a hundred; none for whoever does not.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(tx: &TenantTx, caller: &Caller) -> Result<i64, DbErr> {
    if caller.actor.may_sort_mail() { store::count(tx).await } else { Ok(0) }
}

/// One of them, as text.
///
/// # Errors
/// See [`DeskError`]; one whose bytes cannot be read is a failure of ours.
pub async fn open(caller: &Caller, id: MailId) -> Result<Opened, DeskError> {
    allowed(caller)?;
    let parked = store::one_parked(&caller.begin().await?, id.as_uuid()).await?.ok_or(DeskError::NotFound)?;
    let failed = |error: &dyn std::fmt::Display| DbErr::Custom(format!("a mail could not be read: {error}"));
    let key = Key::new(caller.council.schema.as_str(), id.as_uuid()).map_err(|error| failed(&error))?;
    let content = caller.app.workshop.store().get(&key, None).await.map_err(|error| failed(&error))?;
    let raw = content.stream.try_collect::<Vec<_>>().await.map_err(|error| failed(&error))?.concat();
    let mut mail = spawn_blocking(move || parse::shown(&raw)).await.map_err(|error| failed(&error))?;
    let cut = mail.text.char_indices().nth(SHOWN).map(|(at, _)| at);
    if let Some(at) = cut {
        mail.text.truncate(at);
    }
    Ok(Opened { parked, mail, cut: cut.is_some() })
}

/// To whom a mail can be handed: whoever raises cases.
///
/// # Errors
/// When the database cannot be asked.
pub async fn members(caller: &Caller) -> Result<Vec<Person>, DbErr> {
    let people = caller.app.identity.people(&caller.council).await?;
    Ok(people.into_iter().filter(|person| person.actor.may_raise()).collect())
}

/// Closes a mail that needs nothing.
///
/// # Errors
/// See [`DeskError`].
pub async fn dismiss(caller: &Caller, id: MailId) -> Result<(), DeskError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let done = store::dismiss(&tx, id.as_uuid(), caller.actor.person.as_uuid(), caller.now()).await?;
        if !done {
            return Err(DeskError::NotFound);
        }
        Ok(tx.commit().await?)
    })
    .await
}

/// Gives a mail to somebody, for whom the worker makes it a draft.
///
/// # Errors
/// See [`DeskError`].
pub async fn hand_over(caller: &Caller, id: MailId, to: PersonId) -> Result<(), DeskError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let person = identity::person(&tx, to).await?.filter(|person| person.actor.may_raise());
        let person = person.ok_or(DeskError::NotAMember)?;
        let (to, by) = (person.id.as_uuid(), caller.actor.person.as_uuid());
        if !store::hand_over(&tx, id.as_uuid(), to, by, caller.now()).await? {
            return Err(DeskError::NotFound);
        }
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(())
    })
    .await
}

fn allowed(caller: &Caller) -> Result<(), DeskError> {
    if caller.actor.may_sort_mail() { Ok(()) } else { Err(DeskError::NotAllowed) }
}
