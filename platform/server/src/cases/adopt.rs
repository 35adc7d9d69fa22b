//! Moving running cases to the newest version of the council's stages, by a mapping that somebody chose (R17).

use std::collections::BTreeMap;

use casework::people::Role;
use casework::stages::{Adoption, Moment, StageKey, StageKind, Workflow};
use sea_orm::DbErr;
use uuid::Uuid;

use super::change::Author;
use super::read::rows;
use super::state_of;
use super::store::adopt::{self, Running};
use crate::app::{Caller, to_the_end};
use crate::tenancy::Acting;

/// Cases that are moved in one transaction.
const AT_ONCE: u64 = 100;
/// Cases of one stage that are named before they move.
const NAMED: i64 = 20;

/// Open cases of one stage of an older version, and where they can go.
#[derive(Clone, Debug)]
pub struct OldStage {
    pub version: i32,
    pub stage: StageKey,
    pub cases: i64,
    /// Of the newest version.
    pub homes: Vec<StageKey>,
    /// The stage of the same key, if it is among them.
    pub suggested: Option<StageKey>,
}

/// Which old stage becomes which new one, a version at a time.
pub type Mapping = BTreeMap<(i32, StageKey), StageKey>;

/// Whether this person may move cases: who sets the council up.
#[must_use]
pub fn may_move(caller: &Caller) -> bool {
    caller.actor.is(Role::TenantAdmin)
}

/// The stages of older versions in which open cases stand. Counts and names alone: whoever sets the council up sees no case.
///
/// # Errors
/// When the database cannot be asked.
pub async fn old_stages(caller: &Caller) -> Result<Vec<OldStage>, DbErr> {
    let council = &*caller.council;
    let tx = caller.app.database.begin(&council.schema, Acting::System).await?;
    let newest = &council.manifest.workflow;
    let old = |running: Running| {
        let stage = StageKey::new(running.stage);
        let kind = council.workflow(running.workflow_version).stage(&stage).map(|stage| stage.kind);
        let homes = homes(newest, kind);
        let suggested = homes.iter().find(|home| **home == stage).cloned();
        OldStage { version: running.workflow_version, stage, cases: running.cases, homes, suggested }
    };
    Ok(adopt::running(&tx, council.workflow_version).await?.into_iter().map(old).collect())
}

/// A case that would move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovingCase {
    pub reference: String,
    /// Where the person may see the case.
    pub summary: Option<String>,
}

/// The first cases of each old stage, [`NAMED`] at the most: their numbers, and what they are about as far as this person may see them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn moving_cases(caller: &Caller) -> Result<BTreeMap<(i32, StageKey), Vec<MovingCase>>, DbErr> {
    let council = &*caller.council;
    let tx = caller.app.database.begin(&council.schema, Acting::System).await?;
    let running = adopt::first_of_each(&tx, council.workflow_version, NAMED).await?;
    drop(tx);
    // Asked as the person: what they may not see has no words here.
    let seen = rows(&caller.begin().await?, running.iter().map(|case| case.id).collect()).await?;
    let mut seen: BTreeMap<Uuid, String> = seen.into_iter().map(|row| (row.id, row.summary)).collect();
    let mut moving: BTreeMap<(i32, StageKey), Vec<MovingCase>> = BTreeMap::new();
    for case in running {
        let named = MovingCase { reference: case.reference, summary: seen.remove(&case.id) };
        moving.entry((case.workflow_version, StageKey::new(case.stage))).or_default().push(named);
    }
    Ok(moving)
}

fn homes(newest: &Workflow, kind: Option<StageKind>) -> Vec<StageKey> {
    kind.into_iter().flat_map(|kind| newest.homes(kind)).map(|stage| stage.key.clone()).collect()
}

/// Moves the open cases of the stages that are mapped, a hundred at a time, and tells how many were moved. Done again after a
/// failure, it goes on where it stopped.
///
/// # Errors
/// When the database cannot be written to. What was moved before stays moved.
pub async fn move_cases(caller: &Caller, mapping: Mapping) -> Result<u64, DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let council = &*caller.council;
        let (newest, to) = (&council.manifest.workflow, council.workflow_version);
        let mut versions: BTreeMap<i32, BTreeMap<StageKey, StageKey>> = BTreeMap::new();
        for ((version, from), into) in mapping {
            versions.entry(version).or_default().insert(from, into);
        }
        let mut moved = 0;
        for (version, stages) in versions.into_iter().filter(|(version, _)| *version != to) {
            let adoption = Adoption { from: (version, council.workflow(version)), to, stages: &stages };
            loop {
                let tx = caller.app.database.begin(&council.schema, Acting::System).await?;
                let keys = stages.keys().map(|key| key.as_str().to_owned()).collect();
                let rows = adopt::some(&tx, version, keys, AT_ONCE).await?;
                if rows.is_empty() {
                    break;
                }
                for mut row in rows {
                    let moment = Moment { at: caller.now(), calendar: &council.calendar };
                    let step = newest.adopt(&state_of(&row), adoption, &council.groups.lookup, moment);
                    // Every mapping comes from `old_stages`, whose homes are those that `adopt` takes.
                    let step = step.ok_or_else(|| DbErr::Custom(format!("no home for stage {}", row.stage)))?;
                    row.workflow_version = to;
                    Author::from(&caller).step(&tx, row, step).await?.ok_or(DbErr::RecordNotUpdated)?;
                    moved += 1;
                }
                tx.commit().await?;
            }
        }
        caller.app.wake.work_for(council.id);
        Ok(moved)
    })
    .await
}
