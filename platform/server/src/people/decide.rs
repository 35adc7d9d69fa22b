//! What admins decide: plans put in force or set aside, which team a unit is, and who a row is where the feed leaves that open.

use std::collections::{BTreeMap, BTreeSet};

use casework::ids::{GroupId, PersonId, PlanId};
use casework::starters::{Plan, UnitTo, What, unit_words};
use casework::text::cleaned;
use serde_json::json;

use super::doing::Doing;
use super::look::{ends, successors};
use super::store::plans::{self, Decided, PlanRow};
use super::store::{self, people, records, units};
use super::take::{anew, compared, hash_of};
use super::{LONGEST_REASON, PeopleError, allowed, own};
use crate::app::{Caller, to_the_end};
use crate::tenancy::TenantTx;

/// What an admin decides about a plan.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// Keys of steps that are not taken.
    pub without: BTreeSet<String>,
    /// Who takes over the cases of whom, by key of the step.
    pub successors: BTreeMap<String, PersonId>,
    /// A plan that is held was looked at all the same.
    pub checked: bool,
}

/// What a unit is from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Team(GroupId),
    Outside,
}

/// Who a row is that the feed leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Person(PersonId),
    /// Nobody: the row is left out from now on.
    LeftOut,
}

/// What this person does by themselves.
pub(super) fn doing<'a>(caller: &'a Caller, tx: &'a TenantTx) -> Doing<'a> {
    let by = Some(caller.actor.person);
    Doing { app: &caller.app, council: &caller.council, tx, by, now: caller.now(), plan: None }
}

/// A plan about which nobody has decided, as it was seen.
async fn open(tx: &TenantTx, id: PlanId) -> Result<(PlanRow, Plan), PeopleError> {
    let row = plans::one(tx, id.as_uuid()).await?.ok_or(PeopleError::NotFound)?;
    if !row.is_open() {
        return Err(PeopleError::Stale);
    }
    let plan = row.plan()?;
    Ok((row, plan))
}

/// Puts a plan in force, and returns for how many people something was done. What was left undone comes again with the first reading
/// that says something else.
///
/// # Errors
/// See [`PeopleError`]. Nothing was done then; a plan that was overtaken is replaced by the one of now.
pub async fn put_in_force(caller: &Caller, id: PlanId, decision: Decision) -> Result<usize, PeopleError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        let (row, plan) = open(&tx, id).await?;
        let doing = Doing { plan: Some(row.id), ..doing(&caller, &tx) };
        if hash_of(&compared(doing, &row.seat).await?)? != row.hash {
            anew(Doing { by: None, plan: None, ..doing }, &row.seat).await?;
            tx.commit().await?;
            return Err(PeopleError::Stale);
        }
        if plan.held.is_some() && !decision.checked {
            return Err(PeopleError::Unchecked);
        }
        let known = people::known(&tx).await?;
        let mut done = 0;
        for step in plan.steps.iter().filter(|step| !decision.without.contains(&step.key)) {
            let successor = decision.successors.get(&step.key).copied();
            if let Some(successor) = successor {
                let leaver = known.iter().find(|known| Some(known.id) == step.person);
                let leaves = matches!(step.what, What::Leaves { .. }) || ends(&step.what);
                let fits =
                    leaver.is_some_and(|it| successors(it, &known, &plan).iter().any(|(id, _)| *id == successor));
                if !(leaves && fits) {
                    return Err(PeopleError::NotASuccessor);
                }
            }
            doing.step(&row.seat, step, successor).await?;
            done += 1;
        }
        let left = compared(doing, &row.seat).await?;
        let left_hash = Some(hash_of(&left)?);
        let by = Some(caller.actor.person.as_uuid());
        let decided = Decided { state: "applied", left_hash: left_hash.clone(), by, reason: None, at: caller.now() };
        plans::decide(&tx, row.id, decided).await?;
        // What only a person can say goes on waiting.
        if let Some(hash) = left_hash.filter(|_| !left.conflicts.is_empty()) {
            plans::add(&tx, caller.app.ids.row(caller.now()), &row.seat, &left, hash, caller.now()).await?;
        }
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(done)
    })
    .await
}

/// Sets a plan aside. The same is not asked again; a reading that says something else is.
///
/// # Errors
/// See [`PeopleError`].
pub async fn dismiss(caller: &Caller, id: PlanId, reason: &str) -> Result<(), PeopleError> {
    allowed(caller)?;
    let reason = cleaned(reason).trim().to_owned();
    match reason.chars().count() {
        0 => return Err(PeopleError::NoReason),
        length if length > LONGEST_REASON => return Err(PeopleError::LongReason),
        _ => {}
    }
    let caller = caller.clone();
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        let (row, _) = open(&tx, id).await?;
        let by = Some(caller.actor.person.as_uuid());
        let (left_hash, at) = (Some(row.hash.clone()), caller.now());
        let decided = Decided { state: "dismissed", left_hash, by, reason: Some(&reason), at };
        plans::decide(&tx, row.id, decided).await?;
        Doing { plan: Some(row.id), ..doing(&caller, &tx) }.log("dismissed", None, json!({ "reason": reason })).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Says what a unit is, and compares every feed anew.
///
/// # Errors
/// See [`PeopleError`].
pub async fn say_unit(caller: &Caller, unit: Vec<String>, to: Unit) -> Result<(), PeopleError> {
    allowed(caller)?;
    let unit: Vec<String> =
        unit.iter().map(|name| cleaned(name).trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if unit.is_empty() {
        return Err(PeopleError::NotFound);
    }
    let to = match to {
        Unit::Team(group) => {
            let key = caller.council.groups.lookup.key(group).and_then(|key| caller.council.manifest.group(key));
            key.ok_or(PeopleError::NotATeam)?;
            UnitTo::Team(group)
        }
        Unit::Outside => UnitTo::Outside,
    };
    let caller = caller.clone();
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        units::say(&tx, &unit, to, caller.actor.person, caller.now()).await?;
        let details = json!({ "unit": unit_words(&unit), "to": to });
        doing(&caller, &tx).log("unit-said", None, details).await?;
        everything_anew(&caller, &tx).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Forgets what was said of a unit; `key` is the unit as it is compared.
///
/// # Errors
/// See [`PeopleError`].
pub async fn forget_unit(caller: &Caller, key: &str) -> Result<(), PeopleError> {
    allowed(caller)?;
    let (caller, key) = (caller.clone(), key.to_owned());
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        if !units::forget(&tx, &key).await? {
            return Err(PeopleError::NotFound);
        }
        doing(&caller, &tx).log("unit-forgotten", None, json!({ "unit": key })).await?;
        everything_anew(&caller, &tx).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Says who a row is about which the feed and the council do not agree.
///
/// # Errors
/// See [`PeopleError`]; whoever is named must be one of those whom the conflict names.
pub async fn bind(caller: &Caller, seat: &str, key: &str, choice: Choice) -> Result<(), PeopleError> {
    allowed(caller)?;
    let (caller, seat, key) = (caller.clone(), seat.to_owned(), key.to_owned());
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        let doing = doing(&caller, &tx);
        let plan = compared(doing, &seat).await?;
        let conflict = plan.conflicts.iter().find(|conflict| conflict.key() == Some(key.as_str()));
        let conflict = conflict.ok_or(PeopleError::Stale)?;
        let (what, person) = match choice {
            Choice::Person(person) if conflict.candidates().contains(&person) => {
                records::bind(&tx, &seat, &key, person, None).await?;
                ("bound", Some(person))
            }
            Choice::Person(_) => return Err(PeopleError::NotAPerson),
            Choice::LeftOut => {
                records::leave_out(&tx, &seat, &key, true).await?;
                ("left-out", None)
            }
        };
        doing.log(what, person, json!({ "seat": seat, "key": key, "conflict": conflict.as_str() })).await?;
        anew(Doing { by: None, ..doing }, &seat).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// Takes a row in again that was left out.
///
/// # Errors
/// See [`PeopleError`].
pub async fn leave_out(caller: &Caller, seat: &str, key: &str, left_out: bool) -> Result<(), PeopleError> {
    allowed(caller)?;
    let (caller, seat, key) = (caller.clone(), seat.to_owned(), key.to_owned());
    to_the_end(async move {
        let tx = own(&caller).await?;
        store::lock(&tx).await?;
        if !records::leave_out(&tx, &seat, &key, left_out).await? {
            return Err(PeopleError::NotFound);
        }
        let what = if left_out { "left-out" } else { "taken-in-again" };
        let doing = doing(&caller, &tx);
        doing.log(what, None, json!({ "seat": seat, "key": key })).await?;
        anew(Doing { by: None, ..doing }, &seat).await?;
        Ok(tx.commit().await?)
    })
    .await
}

async fn everything_anew(caller: &Caller, tx: &TenantTx) -> Result<(), PeopleError> {
    for seat in records::seats(tx).await? {
        anew(Doing { by: None, ..doing(caller, tx) }, &seat).await?;
    }
    Ok(())
}
