//! Rehearsal (R59): what another plugin, or other settings, would have decided on the council's own cases of up to a year.
//!
//! Decisions are pure, so both what is in force and what is tried are asked anew on the same facts; what people changed
//! afterwards by hand plays no part. Nothing that was decided is changed, now or by an activation: a deadline and its reason
//! stand in the case's history.
//!
//! The worker plays it, a slice at a time: other work has its turn, and one that dies loses a slice. What came of it stays with
//! the activation that followed.

pub(crate) mod compare;
mod outcome;
pub(super) mod store;

use casework::ids::{RehearsalId, SetupId};
use casework::sla::Situation;
use chrono::{DateTime, Months, Utc};
use plugin_host::{Kind, RoutingPlugin, SlaPlugin};
use sea_orm::DbErr;

use super::catalogue::PluginError;
use super::life::{self, LifeError};
use super::seat::Seat;
use super::store::setup as stored_setup;
use crate::app::{Caller, Turn, local_date, to_the_end};
use crate::tenancy::TenantTx;

use compare::{Rules, Said};
pub use outcome::{Change, Due, Outcome, Shift, Week};
pub use store::Rehearsal;

/// Cases that are played in one transaction, and transactions before others have their turn.
const SLICE: i64 = 1_000;
const SLICES: usize = 5;
/// Changed cases that are kept one by one; all are counted.
pub const MOST_KEPT: usize = 5_000;
/// Changed cases on a page.
pub const A_PAGE: i64 = 50;
/// How far back it goes at most, in months.
pub const MOST_MONTHS: u32 = 12;

/// Asks for a rehearsal of a candidate as it is now, over the cases of so many months. One that runs for the same candidate ends.
///
/// # Errors
/// See [`LifeError`]; a candidate that is not in order is told what is wrong with it.
pub async fn begin(caller: &Caller, id: SetupId, months: u32) -> Result<RehearsalId, LifeError> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let candidate = life::candidate(&tx, &caller, id).await?;
        if !candidate.setup.is_candidate || !candidate.setup.seat.kind.decides() {
            return Err(LifeError::NotFound);
        }
        let checked = life::check(&caller, &candidate).await;
        if !checked.is_good() {
            return Err(LifeError::NotReady(Box::new(checked)));
        }
        let in_force = super::store::in_force(&tx).await?;
        let against = in_force.get(&candidate.setup.seat).ok_or(LifeError::NotFound)?.setup.id;
        let now = caller.now();
        let since = now.checked_sub_months(Months::new(months.clamp(1, MOST_MONTHS))).unwrap_or(now);
        let rehearsal = caller.app.ids.row(now);
        let asked = store::Asked { id: rehearsal, setup: &candidate.setup, against, since, until: now };
        store::begin(&tx, asked, caller.actor.person.as_uuid()).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(RehearsalId::from_uuid(rehearsal))
    })
    .await
}

/// Ends a rehearsal that is not done; what it found so far stays.
///
/// # Errors
/// See [`LifeError`].
pub async fn cancel(caller: &Caller, id: RehearsalId) -> Result<(), LifeError> {
    if !caller.actor.is_admin() {
        return Err(LifeError::NotAllowed);
    }
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        store::end(&tx, id.as_uuid(), "cancelled", None, caller.now()).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// A rehearsal as far as it has come.
///
/// # Errors
/// See [`LifeError`].
pub async fn one(tx: &TenantTx, caller: &Caller, id: RehearsalId) -> Result<Rehearsal, LifeError> {
    if !caller.actor.is_admin() {
        return Err(LifeError::NotAllowed);
    }
    store::one(tx, id.as_uuid()).await?.ok_or(LifeError::NotFound)
}

/// The newest rehearsal of a setup.
///
/// # Errors
/// When the database cannot be asked.
pub async fn newest(tx: &TenantTx, setup: SetupId) -> Result<Option<Rehearsal>, DbErr> {
    store::newest(tx, setup.as_uuid()).await
}

/// Cases that would have gone another way, from after a number on; one more than [`A_PAGE`] tells that there are more.
///
/// # Errors
/// When the database cannot be asked.
pub async fn changes(tx: &TenantTx, id: RehearsalId, after: i32) -> Result<Vec<(i32, String, Change)>, DbErr> {
    store::changes(tx, id.as_uuid(), after, A_PAGE + 1).await
}

/// Both sides of a rehearsal.
enum Sides {
    Routing(Box<(RoutingPlugin, RoutingPlugin)>),
    Sla(Box<(SlaPlugin, SlaPlugin)>),
}

/// Plays some of what was asked for, and tells how many cases.
///
/// # Errors
/// When the database cannot be asked, or the lease is gone.
pub async fn play(turn: &Turn) -> Result<usize, DbErr> {
    let tx = turn.begin().await?;
    let Some(mut rehearsal) = store::waiting(&tx).await? else { return Ok(0) };
    let sides = match sides(turn, &tx, &rehearsal).await {
        Ok(sides) => sides,
        Err(PluginError::Database(error)) => return Err(error),
        Err(error) => {
            store::end(&tx, rehearsal.id, "failed", Some(error.to_string()), turn.now).await?;
            tx.commit().await?;
            return Ok(1);
        }
    };
    drop(tx);
    let mut played = 0;
    for _ in 0..SLICES {
        let tx = turn.begin().await?;
        store::count(&tx, &mut rehearsal).await?;
        let cases = store::cases(&tx, &rehearsal, SLICE).await?;
        let failed_before = rehearsal.outcome.failed_in_all();
        let (asked, changed) = match &sides {
            Sides::Routing(sides) => {
                (cases.len(), route(turn, &sides.0, &sides.1, &cases, &mut rehearsal.outcome).await)
            }
            Sides::Sla(sides) => {
                let deadlines = store::deadlines(&tx, &cases).await?;
                (deadlines.len(), answer(turn, &sides.0, &sides.1, &cases, deadlines, &mut rehearsal.outcome).await)
            }
        };
        let failed = rehearsal.outcome.failed_in_all() - failed_before;
        played += cases.len();
        let last = cases.last().map(|case| case.id);
        let more = cases.len() == usize::try_from(SLICE).unwrap_or(usize::MAX);
        let kept = store::keep(&tx, &mut rehearsal, changed, cases.len(), last, (!more).then_some(turn.now)).await?;
        if !kept {
            // Cancelled meanwhile: what was just played does not count.
            return Ok(played);
        }
        // One that fails whatever it is asked is not asked for hours.
        let hopeless = more && asked > 0 && failed == asked;
        if hopeless {
            let why = format!("it gave no answer to any of {asked} questions in a row");
            store::end(&tx, rehearsal.id, "failed", Some(why), turn.now).await?;
        }
        tx.commit().await?;
        if hopeless {
            break;
        }
        if !more {
            break;
        }
    }
    Ok(played.max(1))
}

async fn sides(turn: &Turn, tx: &TenantTx, rehearsal: &Rehearsal) -> Result<Sides, PluginError> {
    let plugins = &turn.app.plugins;
    let host = plugins.host.on_trial();
    let mut prepared = Vec::with_capacity(2);
    for id in [rehearsal.against, rehearsal.setup] {
        let setup = stored_setup(tx, id).await?.ok_or(PluginError::Gone)?;
        let installed = plugins.installed(Some(tx), &setup.plugin, setup.artefact).await?;
        prepared.push((setup, installed));
    }
    let [(was, was_plugin), (would, would_plugin)] = &prepared[..] else { return Err(PluginError::Gone) };
    let tenant = turn.council.id;
    Ok(if would.seat == Seat::ROUTING && would_plugin.description.kind == Kind::Routing {
        let was = was_plugin.routing(&host, tenant, &was.settings).await?;
        Sides::Routing(Box::new((was, would_plugin.routing(&host, tenant, &would.settings).await?)))
    } else {
        let was = was_plugin.sla(&host, tenant, &was.settings).await?;
        Sides::Sla(Box::new((was, would_plugin.sla(&host, tenant, &would.settings).await?)))
    })
}

/// Cases that changed, by their references.
type Changed = Vec<(String, Change)>;

async fn route(
    turn: &Turn,
    was: &RoutingPlugin,
    would: &RoutingPlugin,
    cases: &[store::PastCase],
    outcome: &mut Outcome,
) -> Changed {
    let council = &turn.council;
    let mut changed = Vec::new();
    for case in cases {
        let enquiry = case.enquiry(council);
        let [before, after] = [was, would].map(|plugin| plugin.route(&enquiry, &council.calendar));
        let said = Said { was: before.await, would: after.await };
        let day = local_date(case.raised_at);
        let compared = compare::route(said, [was, would], &council.groups.lookup, day, outcome);
        changed.extend(compared.change.map(|change| (case.reference.clone(), change)));
    }
    changed
}

async fn answer(
    turn: &Turn,
    was: &SlaPlugin,
    would: &SlaPlugin,
    cases: &[store::PastCase],
    deadlines: Vec<store::PastDeadline>,
    outcome: &mut Outcome,
) -> Changed {
    let (council, today) = (&turn.council, local_date(turn.now));
    let rules = Rules { targets: &council.manifest.targets, calendar: &council.calendar };
    let mut changed = Vec::new();
    for past in deadlines {
        let Some(case) = cases.iter().find(|case| case.id == past.case_id) else { continue };
        let Some(situation) = case.situation(council, &past) else { continue };
        let [before, after] = [was, would].map(|plugin| plugin.deadline(&situation, &council.calendar));
        let said = Said { was: before.await, would: after.await };
        let days = (past.met_at.map(local_date), today);
        let compared = compare::deadline(said, [was, would], &situation, &rules, days, outcome);
        changed.extend(compared.change.map(|change| (case.reference.clone(), change)));
    }
    changed
}

/// From when there is something to play.
///
/// # Errors
/// When the database cannot be asked.
pub async fn next_due(tx: &TenantTx) -> Result<Option<DateTime<Utc>>, DbErr> {
    store::next_due(tx).await
}

impl store::PastCase {
    fn situation(&self, council: &crate::tenancy::Council, past: &store::PastDeadline) -> Option<Situation> {
        let set_on = local_date(past.at);
        Some(Situation {
            target: past.target()?,
            category: self.category.clone(),
            service: self.service.clone(),
            ward_gss: self.ward(council).map(|(gss, _)| gss),
            raised_on: local_date(self.raised_at),
            entered_on: set_on,
            today: set_on,
            priority: None,
            summary: self.summary.clone(),
            representative_kind: self.representative(),
        })
    }
}
