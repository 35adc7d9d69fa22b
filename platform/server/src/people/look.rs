//! What admins see: what waits, what would follow from it, what is to come and what was decided.

use std::collections::{BTreeMap, BTreeSet};

use casework::ids::{GroupId, PersonId, PlanId};
use casework::people::Role;
use casework::starters::{Change, Known, Plan, Step, What};
use sea_orm::DbErr;

use super::doing::team_left;
use super::store::log::{self, LogLine};
use super::store::people;
use super::store::plans::{self, PlanRow};
use super::store::records::{self, LeftOut};
use super::store::steps::{self, Coming};
use super::store::units::{self, UnitRow};
use super::{Names, PeopleError, allowed, own};
use crate::app::Caller;
use crate::cases::{self, OpenWork};
use crate::tenancy::TenantTx;
use crate::{away, drafts};

/// Days to come, decisions, and rows of the log that are shown.
const COMING: i64 = 50;
const DECIDED: i64 = 20;
const LOGGED: i64 = 30;

/// Everything on the first page.
#[derive(Debug)]
pub struct Overview {
    pub open: Vec<(PlanRow, Plan)>,
    pub coming: Vec<Coming>,
    pub units: Vec<UnitRow>,
    pub left_out: Vec<LeftOut>,
    pub decided: Vec<PlanRow>,
    pub log: Vec<LogLine>,
}

/// What follows from somebody's leaving, or leaving a team.
#[derive(Clone, Debug, Default)]
pub struct Follow {
    pub work: OpenWork,
    pub drafts: i64,
    /// For how many people they stand in.
    pub stands_in: usize,
    /// Who can take over their cases, with the name; empty for whoever has none.
    pub successors: Vec<(PersonId, String)>,
}

/// One plan with what would follow from it.
#[derive(Debug)]
pub struct PlanNow {
    pub row: PlanRow,
    pub plan: Plan,
    /// By key of the step.
    pub follows: BTreeMap<String, Follow>,
    pub names: Names,
    /// What happened by it, where it was put in force.
    pub log: Vec<LogLine>,
}

/// # Errors
/// See [`PeopleError`].
pub async fn overview(tx: &TenantTx, caller: &Caller) -> Result<Overview, PeopleError> {
    Ok(Overview {
        open: open_plans(tx, caller).await?,
        coming: coming_access(tx, caller).await?,
        units: said_of_units(tx, caller).await?,
        left_out: rows_left_out(tx, caller).await?,
        decided: decided_plans(tx, caller).await?,
        log: newest_log(tx, caller).await?,
    })
}

/// Plans about which nobody has decided.
///
/// # Errors
/// See [`PeopleError`].
pub async fn open_plans(tx: &TenantTx, caller: &Caller) -> Result<Vec<(PlanRow, Plan)>, PeopleError> {
    allowed(caller)?;
    plans::open(tx).await?.into_iter().map(|row| Ok(row.plan().map(|plan| (row, plan))?)).collect()
}

/// Plans that were decided, the newest first.
///
/// # Errors
/// See [`PeopleError`].
pub async fn decided_plans(tx: &TenantTx, caller: &Caller) -> Result<Vec<PlanRow>, PeopleError> {
    allowed(caller)?;
    Ok(plans::decided(tx, DECIDED).await?)
}

/// Whose access begins or ends on a day to come, the next first.
///
/// # Errors
/// See [`PeopleError`].
pub async fn coming_access(tx: &TenantTx, caller: &Caller) -> Result<Vec<Coming>, PeopleError> {
    allowed(caller)?;
    Ok(steps::coming(tx, COMING).await?)
}

/// What was said of units of feeds.
///
/// # Errors
/// See [`PeopleError`].
pub async fn said_of_units(tx: &TenantTx, caller: &Caller) -> Result<Vec<UnitRow>, PeopleError> {
    allowed(caller)?;
    Ok(units::all(tx).await?)
}

/// Rows of feeds that were left out.
///
/// # Errors
/// See [`PeopleError`].
pub async fn rows_left_out(tx: &TenantTx, caller: &Caller) -> Result<Vec<LeftOut>, PeopleError> {
    allowed(caller)?;
    Ok(records::left_out(tx).await?)
}

/// What happened to people's access and work, the newest first.
///
/// # Errors
/// See [`PeopleError`].
pub async fn newest_log(tx: &TenantTx, caller: &Caller) -> Result<Vec<LogLine>, PeopleError> {
    allowed(caller)?;
    Ok(log::newest(tx, LOGGED).await?)
}

/// A plan, and what would follow from each step of one that nobody has decided about. Counts and names alone: an admin sees no case.
///
/// # Errors
/// See [`PeopleError`].
pub async fn plan(caller: &Caller, id: PlanId) -> Result<PlanNow, PeopleError> {
    allowed(caller)?;
    let tx = own(caller).await?;
    let row = plans::one(&tx, id.as_uuid()).await?.ok_or(PeopleError::NotFound)?;
    let plan = row.plan()?;
    let known = people::known(&tx).await?;
    let names: Names = known.iter().map(|known| (known.id, known.name.clone())).collect();
    let mut follows = BTreeMap::new();
    if row.is_open() {
        for step in &plan.steps {
            let Some(person) = step.person.and_then(|id| known.iter().find(|known| known.id == id)) else { continue };
            if let Some(follow) = follow(caller, &tx, step, person, &known, &plan).await? {
                follows.insert(step.key.clone(), follow);
            }
        }
    }
    let log = if row.is_open() { Vec::new() } else { log::of_plan(&tx, row.id).await? };
    Ok(PlanNow { row, plan, follows, names, log })
}

async fn follow(
    caller: &Caller,
    tx: &TenantTx,
    step: &Step,
    person: &Known,
    known: &[Known],
    plan: &Plan,
) -> Result<Option<Follow>, DbErr> {
    let groups: Vec<GroupId> = match (&step.what, team_left(&step.what)) {
        (What::Leaves { .. }, _) => person.groups.iter().copied().collect(),
        (_, Some(group)) => vec![group],
        (what, None) if ends(what) => person.groups.iter().copied().collect(),
        (_, None) => return Ok(None),
    };
    let work = cases::open_work(tx, person.id, groups).await?;
    if team_left(&step.what).is_some() {
        return Ok(Some(Follow { work: OpenWork { member: Default::default(), ..work }, ..Follow::default() }));
    }
    Ok(Some(Follow {
        successors: successors(person, known, plan),
        drafts: drafts::count_of(tx, person.id).await?,
        stands_in: away::deputised(tx, person.id, caller.today()).await?,
        work,
    }))
}

/// Whether a step says that somebody has a last day.
pub fn ends(what: &What) -> bool {
    let What::Changes { changes, .. } = what else { return false };
    changes.iter().any(|change| matches!(change, Change::Ends { to: Some(_), .. }))
}

/// Who can take over the cases of a councillor who leaves: those of the same ward, or all where there is none, as far as they stay.
pub fn successors(leaver: &Known, known: &[Known], plan: &Plan) -> Vec<(PersonId, String)> {
    if !leaver.roles.contains(&Role::Councillor) {
        return Vec::new();
    }
    let leave: BTreeSet<PersonId> = (plan.steps.iter())
        .filter(|step| matches!(step.what, What::Leaves { .. }) || ends(&step.what))
        .filter_map(|step| step.person)
        .collect();
    let stays = |person: &&Known| {
        let councillor = person.has_access && person.from.is_none() && person.roles.contains(&Role::Councillor);
        councillor && person.id != leaver.id && !leave.contains(&person.id)
    };
    let of_ward = |person: &&Known| !person.wards.is_disjoint(&leaver.wards);
    let mut found: Vec<&Known> = known.iter().filter(stays).filter(of_ward).collect();
    if found.is_empty() {
        found = known.iter().filter(stays).collect();
    }
    found.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    found.into_iter().map(|person| (person.id, person.name.clone())).collect()
}
