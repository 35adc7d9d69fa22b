//! Work of people who have left and whom nobody follows yet: open cases without a councillor, and drafts that nobody raises. Triage
//! officers and admins give it to somebody; each sees of it what they may see anyway.

use casework::ids::{CaseReference, PersonId};
use casework::people::Role;
use casework::starters::Known;
use sea_orm::DbErr;
use serde_json::json;

use super::doing::Doing;
use super::store::{self, people};
use super::{PeopleError, own};
use crate::app::{Caller, to_the_end};
use crate::cases::{self, Handing, Item};
use crate::drafts;
use crate::tenancy::TenantTx;

/// Cases on the page.
pub const AT_MOST: i64 = 100;

/// What waits for somebody to take it over.
#[derive(Debug)]
pub struct Behind {
    /// Whether everybody named in the case shares it with the ward, too. By whose they were, the most urgent first.
    pub cases: Vec<(Item, bool)>,
    pub drafts: Vec<drafts::LeftBehind>,
    /// To whom cases can be given.
    pub councillors: Vec<(PersonId, String)>,
    /// To whom drafts can be given.
    pub writers: Vec<(PersonId, String)>,
}

fn allowed(caller: &Caller) -> Result<(), PeopleError> {
    if caller.actor.may_sort_mail() { Ok(()) } else { Err(PeopleError::NotAllowed) }
}

fn here(person: &&Known) -> bool {
    person.has_access && person.from.is_none()
}

fn councillor(person: &Known) -> bool {
    person.roles.contains(&Role::Councillor)
}

fn writes(person: &Known) -> bool {
    [Role::Councillor, Role::OtherRepresentative, Role::Assistant].iter().any(|role| person.roles.contains(role))
}

/// What waits, as far as this person sees it.
///
/// # Errors
/// See [`PeopleError`].
pub async fn behind(caller: &Caller) -> Result<Behind, PeopleError> {
    allowed(caller)?;
    let cases = cases::without_member(&caller.begin().await?, AT_MOST).await?;
    let tx = own(caller).await?;
    let known = people::known(&tx).await?;
    let named = |fits: fn(&Known) -> bool| {
        let mut people: Vec<_> =
            known.iter().filter(here).filter(|known| fits(known)).map(|known| (known.id, known.name.clone())).collect();
        people.sort_by(|a, b| a.1.cmp(&b.1));
        people
    };
    Ok(Behind {
        cases,
        drafts: drafts::left_behind(&tx).await?,
        councillors: named(councillor),
        writers: named(writes),
    })
}

/// How many cases wait for a councillor, as far as this person sees them, and at most [`AT_MOST`]; none for whoever does not look after that.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(tx: &TenantTx, caller: &Caller) -> Result<i64, DbErr> {
    if caller.actor.may_sort_mail() { cases::count_without_member(tx, AT_MOST).await } else { Ok(0) }
}

/// Gives cases of people who have left to a councillor. Of those that are not shared with the ward only where `agreed` says that
/// everybody named in them was asked. Returns how many were given.
///
/// # Errors
/// See [`PeopleError`].
pub async fn give_cases(
    caller: &Caller,
    references: Vec<String>,
    to: PersonId,
    agreed: bool,
) -> Result<usize, PeopleError> {
    allowed(caller)?;
    // Only what they see, and of that only what waits.
    let seen = cases::without_member(&caller.begin().await?, AT_MOST).await?;
    let chosen = |reference: &String| reference.parse::<CaseReference>().is_ok() && references.contains(reference);
    let ids: Vec<_> = seen.iter().filter(|(item, _)| chosen(&item.reference)).map(|(item, _)| item.id).collect();
    if ids.is_empty() {
        return Err(PeopleError::NotFound);
    }
    let caller = caller.clone();
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        let person = people::one(&tx, to).await?.filter(|person| here(&person) && councillor(person));
        person.ok_or(PeopleError::NotASuccessor)?;
        let (by, now) = (Some(caller.actor.person), caller.now());
        let handing = Handing { app: &caller.app, council: &caller.council, tx: &tx, by, now };
        let given = cases::hand_over(handing, ids, to, agreed).await?;
        let doing = Doing { app: &caller.app, council: &caller.council, tx: &tx, by, now, plan: None };
        doing.log("cases-given", Some(to), json!({ "cases": given, "agreed": agreed })).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(given)
    })
    .await
}

/// Gives the drafts of somebody who has left to whoever goes on with them, and tells how many.
///
/// # Errors
/// See [`PeopleError`].
pub async fn give_drafts(caller: &Caller, from: PersonId, to: PersonId) -> Result<u64, PeopleError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        let person = people::one(&tx, to).await?.filter(|person| here(&person) && writes(person));
        person.ok_or(PeopleError::NotASuccessor)?;
        let given = drafts::give(&tx, from, to).await?;
        if given == 0 {
            return Err(PeopleError::NotFound);
        }
        let (by, now) = (Some(caller.actor.person), caller.now());
        let doing = Doing { app: &caller.app, council: &caller.council, tx: &tx, by, now, plan: None };
        doing.log("drafts-given", Some(to), json!({ "from": from.as_uuid(), "drafts": given })).await?;
        tx.commit().await?;
        Ok(given)
    })
    .await
}
