//! From a reading of a feed to a plan, and from a plan to what is in force where the council lets that happen by itself.

use std::collections::BTreeSet;

use casework::feeds::{Person, Reading};
use casework::ids::{GroupId, WardId};
use casework::starters::{Plan, Setting, UnitTo, Units, Way, plan};
use chrono::TimeDelta;
use sea_orm::DbErr;
use sha2::{Digest, Sha256};

use super::doing::Doing;
use super::store::plans::{self, Decided};
use super::store::{self, log, people, records, units};
use crate::app::Turn;
use crate::tenancy::{Council, TenantTx};

/// The feed that the rows of a directory are, beside those of plugins.
pub const PUSHED: &str = "people-push/scim";
/// Leavers of so long count together where the council is asked about many at once: a directory says them one by one.
const TOGETHER: TimeDelta = TimeDelta::hours(24);

/// What came of a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// People for whom something was put in force.
    pub done: usize,
    /// People for whom something waits for an admin.
    pub waiting: usize,
    pub conflicts: usize,
    /// The feed takes more access than the council lets it take without a look.
    pub held: bool,
}

/// How often a plan that is put in force by itself is looked at again: one person's new address frees it for another.
const ROUNDS: usize = 3;

/// Takes a whole reading of a feed of people in, inside the transaction that records it as read.
///
/// # Errors
/// When the database cannot be written to; then nothing of it is in force.
pub async fn take(turn: &Turn, tx: &TenantTx, seat: &str, reading: &Reading<Person>) -> Result<Taken, DbErr> {
    store::lock(tx).await?;
    let before = records::of(tx, seat).await?;
    let mut after = before.clone();
    after.read(reading);
    records::save(tx, seat, &before, &after, turn.now).await?;
    let doing = Doing { app: &turn.app, council: &turn.council, tx, by: None, now: turn.now, plan: None };
    anew(doing, seat).await
}

/// What is to happen by what a feed has said so far.
pub async fn compared(doing: Doing<'_>, seat: &str) -> Result<Plan, DbErr> {
    let council = doing.council;
    let records = records::of(doing.tx, seat).await?;
    let known = people::known(doing.tx).await?;
    let units = units_of(council, &units::all(doing.tx).await?);
    let wards: Vec<(String, String, WardId)> = (council.manifest.wards.iter())
        .filter_map(|ward| Some((ward.gss.clone(), ward.name.clone(), *council.wards.by_gss.get(&ward.gss)?)))
        .collect();
    let triage: BTreeSet<GroupId> = (council.manifest.groups.iter())
        .filter(|group| group.triage)
        .filter_map(|group| council.groups.lookup.id(&group.key))
        .collect();
    let starters = &council.manifest.starters;
    let lately = match seat {
        PUSHED => log::left_by_itself(doing.tx, seat, doing.now - TOGETHER).await?,
        _ => 0,
    };
    let setting = Setting {
        seat,
        today: doing.today(),
        units: &units,
        wards: &wards,
        triage: &triage,
        officers: starters.officers,
        limit: starters.limit,
        lately,
    };
    Ok(plan(&records, &known, &setting))
}

/// What is known of units: what the council's files say, then what its admins have said since. A team that the council does not have any
/// more is no answer.
pub(super) fn units_of(council: &Council, said: &[units::UnitRow]) -> Units {
    let mut units = Units::default();
    let team = |key: &str| council.manifest.group(key).and_then(|group| council.groups.lookup.id(&group.key));
    for unit in &council.manifest.starters.units {
        match unit.group.as_deref().map(team) {
            None => units.say(&unit.unit, UnitTo::Outside),
            Some(Some(group)) => units.say(&unit.unit, UnitTo::Team(group)),
            Some(None) => {}
        }
    }
    for row in said {
        match row.to() {
            UnitTo::Team(group) if council.groups.lookup.key(group).and_then(team).is_none() => {}
            to => units.say(&row.unit, to),
        }
    }
    units
}

/// Compares anew, puts in force what the council lets happen by itself, and leaves the rest for an admin. What was left undone on
/// purpose is not asked again.
pub async fn anew(doing: Doing<'_>, seat: &str) -> Result<Taken, DbErr> {
    let mut taken = Taken::default();
    let mut plan = compared(doing, seat).await?;
    if doing.council.manifest.starters.apply == Way::Automatic {
        for _ in 0..ROUNDS {
            if plan.held.is_some() || plan.steps.is_empty() {
                break;
            }
            taken.done += by_itself(doing, seat, &plan).await?;
            plan = compared(doing, seat).await?;
        }
    }
    let tx = doing.tx;
    let hash = hash_of(&plan)?;
    let open = plans::open_of(tx, seat).await?;
    let nothing_new = plan.is_empty() || plans::left_undone(tx, seat).await?.as_ref() == Some(&hash);
    if nothing_new {
        plans::supersede(tx, seat).await?;
        return Ok(taken);
    }
    (taken.waiting, taken.conflicts, taken.held) = (plan.steps.len(), plan.conflicts.len(), plan.held.is_some());
    if open.is_none_or(|open| open.hash != hash) {
        plans::supersede(tx, seat).await?;
        plans::add(tx, doing.app.ids.row(doing.now), seat, &plan, hash, doing.now).await?;
    }
    Ok(taken)
}

/// Puts every step in force, as a plan that nobody decided about. Cases of councillors who leave wait for somebody to choose.
async fn by_itself(doing: Doing<'_>, seat: &str, plan: &Plan) -> Result<usize, DbErr> {
    let id = doing.app.ids.row(doing.now);
    let done = Plan { conflicts: Vec::new(), ..plan.clone() };
    plans::supersede(doing.tx, seat).await?;
    plans::add(doing.tx, id, seat, &done, hash_of(&done)?, doing.now).await?;
    let doing = Doing { plan: Some(id), ..doing };
    for step in &done.steps {
        doing.step(seat, step, None).await?;
    }
    let decided = Decided { state: "applied", left_hash: None, by: None, reason: None, at: doing.now };
    plans::decide(doing.tx, id, decided).await?;
    Ok(done.steps.len())
}

/// Tells plans apart.
pub fn hash_of(plan: &Plan) -> Result<Vec<u8>, DbErr> {
    let json = serde_json::to_vec(plan).map_err(|error| DbErr::Json(error.to_string()))?;
    Ok(Sha256::digest(json).to_vec())
}
