//! Who is away, and who stands in (issue 3, point 9). A person says it of themselves; it ends by itself, or when they are back.
//!
//! A deputy is told what waits for the person (`notices::store::tell`), and gets no right by it to see a case: where they may not see it,
//! they hear that something waits. Who may stand in for whom is decided by `casework::absence`.

pub mod graphql;
pub mod pages;
mod store;

use casework::absence::{AbsenceError, Period, may_stand_in};
use casework::ids::PersonId;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DbErr;

use crate::app::{Caller, to_the_end};
use crate::identity::Person;
use crate::tenancy::TenantTx;

pub use store::Absence;

/// Why an absence was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SayError {
    #[error(transparent)]
    Refused(#[from] AbsenceError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// The field that a refusal is about, and its short name.
const fn refusal(refused: AbsenceError) -> (&'static str, &'static str) {
    match refused {
        AbsenceError::EndsBeforeItBegins => ("until", "before-from"),
        AbsenceError::Over => ("until", "day-over"),
        AbsenceError::TooLong => ("until", "too-far"),
        AbsenceError::NotADeputy => ("deputy", "not-a-choice"),
        AbsenceError::DeputyAway => ("deputy", "away"),
    }
}

/// The person's own absence that runs or is to come, if any.
///
/// # Errors
/// When the database cannot be asked.
pub async fn mine(tx: &TenantTx, caller: &Caller) -> Result<Option<Absence>, DbErr> {
    store::of(tx, caller.actor.person.as_uuid(), caller.today()).await
}

/// Absences that run or are to come in which the person stands in.
///
/// # Errors
/// When the database cannot be asked.
pub async fn standing_in(tx: &TenantTx, caller: &Caller) -> Result<Vec<Absence>, DbErr> {
    store::of_deputy(tx, caller.actor.person.as_uuid(), caller.today()).await
}

/// Everybody of the council who is away today.
///
/// # Errors
/// When the database cannot be asked.
pub async fn today(tx: &TenantTx, caller: &Caller) -> Result<Vec<Absence>, DbErr> {
    store::on(tx, caller.today()).await
}

/// Those who may stand in for the person.
///
/// # Errors
/// When the database cannot be asked.
pub async fn deputies(caller: &Caller) -> Result<Vec<Person>, DbErr> {
    let mut people = caller.app.identity.people(&caller.council).await?;
    people.retain(|person| may_stand_in(&caller.actor, &person.actor));
    Ok(people)
}

/// Keeps that the person is away on these days, in place of what they said before.
///
/// # Errors
/// See [`SayError`].
pub async fn say(caller: &Caller, from: NaiveDate, until: NaiveDate, deputy: PersonId) -> Result<(), SayError> {
    let period = Period::new(from, until, caller.today())?;
    if !deputies(caller).await?.iter().any(|person| person.id == deputy) {
        return Err(AbsenceError::NotADeputy.into());
    }
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let person = caller.actor.person.as_uuid();
        // Two forms sent at once come after each other.
        store::hold(&tx, person).await?;
        if let Some(theirs) = store::of(&tx, deputy.as_uuid(), caller.today()).await?
            && theirs.period().meets(period)
        {
            return Err(AbsenceError::DeputyAway.into());
        }
        let id = caller.app.ids.row(caller.now());
        store::end(&tx, person, caller.now()).await?;
        store::add(&tx, id, person, deputy.as_uuid(), period, caller.now()).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// The person is back, or does not go away after all. Tells whether there was anything to end.
///
/// # Errors
/// When the database cannot be written to.
pub async fn end(caller: &Caller) -> Result<bool, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let ended = store::end(&tx, caller.actor.person.as_uuid(), caller.now()).await?;
        tx.commit().await?;
        Ok(ended)
    })
    .await
}

/// Somebody has left: their absence ends, and so does each in which they were to stand in. Whoever is away then is told. For the program
/// itself.
///
/// # Errors
/// When the database cannot be written to.
pub async fn leaves(tx: &TenantTx, person: PersonId, now: DateTime<Utc>) -> Result<u64, DbErr> {
    store::end(tx, person.as_uuid(), now).await?;
    store::end_of_deputy(tx, person.as_uuid(), now).await
}

/// For how many people somebody stands in now or later.
///
/// # Errors
/// When the database cannot be asked.
pub async fn deputised(tx: &TenantTx, person: PersonId, today: NaiveDate) -> Result<usize, DbErr> {
    Ok(store::of_deputy(tx, person.as_uuid(), today).await?.len())
}
