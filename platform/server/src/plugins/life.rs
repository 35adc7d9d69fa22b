//! A plugin's life in a council: chosen or uploaded, set up, put in force, taken back.

use std::collections::BTreeMap;
use std::sync::Arc;

use casework::channel::Carries;
use casework::ids::{ActivationId, SchemaName, SetupId};
use casework::manifest::SettingsProblem;
use casework::settings::{Fault, Schema, Words};
use casework::text::cleaned;
use chrono::{DateTime, Utc};
use plugin_host::{Description, Health, Kind, LoadError};
use sea_orm::DbErr;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::catalogue::{Installed, PluginError};
use super::inspector::Refusal;
use super::rehearsal::store::last_done;
use super::seat::Seat;
use super::secrets;
use super::store::{self, ActivationRow, Fingerprint, InForce, Kept, NewActivation, NewArtefact, NewSetup, Setup};
pub use super::store::{Filled, Typed};
use crate::app::{Caller, Turn, to_the_end};
use crate::tenancy::{self, Acting, Database, TenantTx};

/// The most characters of a reason.
pub const LONGEST_REASON: usize = 500;
/// Activations that are shown, and components of a kind to choose from.
const HISTORY: i64 = 50;
const KEPT: i64 = 20;
/// The most bytes of components that one council may upload, in all.
const MOST_UPLOADED: i64 = 256 * 1024 * 1024;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    #[error("only the council’s admins may see and change its plugins")]
    NotAllowed,
    #[error("there is no such plugin, setup or activation")]
    NotFound,
    /// Somebody else changed it meanwhile.
    #[error("somebody else has changed this meanwhile")]
    Stale,
    #[error("no reason was given")]
    NoReason,
    #[error("the reason is longer than {LONGEST_REASON} characters")]
    LongReason,
    #[error("a secret is longer than {} characters", secrets::LONGEST)]
    LongSecret,
    #[error("the settings are not in order")]
    NotReady(Box<Checked>),
    #[error("{by} carries this already")]
    CarriedAlready { what: Carries, by: String },
    #[error("the component was refused: {}", .0.detail)]
    Refused(Refusal),
    #[error("the council has uploaded as much as it may")]
    Full,
    #[error(transparent)]
    Plugin(#[from] PluginError),
    #[error("the component could not be looked at: {0}")]
    Inspector(#[from] std::io::Error),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What is wrong with a setup.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Fields that hold no value of their kind.
    pub faults: Vec<Fault>,
    /// What the plugin says of its settings, and what they name that the council lacks.
    pub problems: Vec<SettingsProblem>,
    /// Why the plugin could not even read them.
    pub failure: Option<String>,
}

impl Checked {
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.faults.is_empty() && self.problems.is_empty() && self.failure.is_none()
    }
}

/// Everything that is in force or on its way.
#[derive(Debug)]
pub struct Overview {
    pub seats: Vec<SeatNow>,
    pub candidates: Vec<Setup>,
}

/// A seat in which a plugin sits.
#[derive(Debug)]
pub struct SeatNow {
    pub in_force: InForce,
    /// Empty where it cannot be read.
    pub description: Option<Arc<Description>>,
    pub health: Health,
    /// Calls since the program started, and how many of them failed.
    pub calls: u64,
    pub failed: u64,
}

/// What can be chosen for a kind, and what was.
#[derive(Debug)]
pub struct History {
    pub activations: Vec<ActivationRow>,
    pub candidate: Option<Setup>,
}

/// A plugin that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    pub from: From,
    pub name: String,
    pub title: String,
    pub version: String,
    pub summary: String,
    /// Who uploaded it; empty for one that comes with the program.
    pub kept: Option<Kept>,
}

/// Where a new candidate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// What is in force in this seat, to be changed.
    InForce(Seat),
    /// A plugin that comes with the program.
    Shipped(String),
    /// A component that the council keeps.
    Kept(Fingerprint),
}

/// A setup that is looked at or worked on.
pub struct Candidate {
    pub setup: Setup,
    pub description: Arc<Description>,
    pub schema: Schema,
    installed: Installed,
}

fn allowed(caller: &Caller) -> Result<(), LifeError> {
    if caller.actor.is_admin() { Ok(()) } else { Err(LifeError::NotAllowed) }
}

fn given(reason: &str) -> Result<String, LifeError> {
    let reason = cleaned(reason.trim());
    match reason.chars().count() {
        0 => Err(LifeError::NoReason),
        long if long > LONGEST_REASON => Err(LifeError::LongReason),
        _ => Ok(reason),
    }
}

/// What is in force and on its way, with how it fares in this process.
///
/// # Errors
/// See [`LifeError`].
pub async fn overview(tx: &TenantTx, caller: &Caller) -> Result<Overview, LifeError> {
    allowed(caller)?;
    let plugins = &caller.app.plugins;
    let statuses = plugins.host.status();
    let mut seats = Vec::new();
    for (_, in_force) in store::in_force(tx).await? {
        let setup = &in_force.setup;
        let description = match plugins.installed(Some(tx), &setup.plugin, setup.artefact).await {
            Ok(installed) => Some(installed.description),
            Err(error) => {
                tracing::warn!(plugin.name = setup.plugin, error = %error, "a plugin in force cannot be read");
                None
            }
        };
        let status = statuses.iter().find(|status| {
            let same = description.as_ref().is_some_and(|described| described.version == status.version);
            status.tenant == caller.council.id && status.plugin == setup.plugin && same
        });
        let figures = status.map(|status| status.figures.clone()).unwrap_or_default();
        seats.push(SeatNow {
            health: status.map_or(Health::Good, |status| status.health.clone()),
            calls: figures.calls,
            failed: figures.failures.values().sum(),
            in_force,
            description,
        });
    }
    Ok(Overview { seats, candidates: store::candidates(tx).await? })
}

/// What a council can choose for a kind: what comes with the program, and what it keeps.
///
/// # Errors
/// See [`LifeError`].
pub async fn choices(tx: &TenantTx, caller: &Caller, kind: Kind) -> Result<Vec<Choice>, LifeError> {
    allowed(caller)?;
    let shipped = caller.app.plugins.all_shipped().await?;
    let mut choices: Vec<_> = shipped
        .iter()
        .filter(|shipped| shipped.description.kind == kind)
        .map(|shipped| Choice {
            from: From::Shipped(shipped.description.name.clone()),
            name: shipped.description.name.clone(),
            title: shipped.description.title(caller.lang).to_owned(),
            version: shipped.description.version.clone(),
            summary: shipped.description.summary.get(caller.lang).to_owned(),
            kept: None,
        })
        .collect();
    for kept in store::kept(tx, kind.as_str(), KEPT).await? {
        if shipped.iter().all(|shipped| shipped.fingerprint != kept.fingerprint) {
            let described = caller.app.plugins.installed(Some(tx), &kept.name, Some(kept.fingerprint)).await;
            choices.push(Choice {
                from: From::Kept(kept.fingerprint),
                name: kept.name.clone(),
                title: described.as_ref().map_or(&*kept.name, |it| it.description.title(caller.lang)).to_owned(),
                version: kept.version.clone(),
                summary: described.map(|it| it.description.summary.get(caller.lang).to_owned()).unwrap_or_default(),
                kept: Some(kept),
            });
        }
    }
    Ok(choices)
}

/// Takes a component in: looks at it in a process of its own, and keeps it for the council. Nothing comes into force by this.
///
/// # Errors
/// [`LifeError::Refused`] says why it is not taken.
pub async fn upload(caller: &Caller, component: Vec<u8>) -> Result<(Fingerprint, Description), LifeError> {
    allowed(caller)?;
    let description = caller.app.plugins.inspector.look(&component).await?.map_err(LifeError::Refused)?;
    let caller = caller.clone();
    to_the_end(async move {
        let fingerprint = Fingerprint(Sha256::digest(&component).into());
        let tx = caller.begin().await?;
        let size = i64::try_from(component.len()).unwrap_or(i64::MAX);
        if store::uploaded_bytes(&tx).await?.saturating_add(size) > MOST_UPLOADED {
            return Err(LifeError::Full);
        }
        let new = NewArtefact { fingerprint, description: &description, component, uploaded: true };
        store::keep(&tx, new, Some(caller.actor.person.as_uuid()), caller.now()).await?;
        tx.commit().await?;
        Ok((fingerprint, description))
    })
    .await
}

/// Keeps a component for a council in the program's own name; nothing comes into force by this.
///
/// # Errors
/// When the database refuses.
pub async fn install(
    database: &Database,
    schema: &SchemaName,
    component: Vec<u8>,
    description: &Description,
    at: DateTime<Utc>,
) -> Result<Fingerprint, DbErr> {
    let fingerprint = Fingerprint(Sha256::digest(&component).into());
    let tx = database.begin(schema, Acting::System).await?;
    let new = NewArtefact { fingerprint, description, component, uploaded: true };
    store::keep(&tx, new, None, at).await?;
    tx.commit().await?;
    Ok(fingerprint)
}

/// Begins a candidate, or gives the one that is there already: of each seat, one is worked on.
///
/// # Errors
/// See [`LifeError`].
pub async fn begin(caller: &Caller, from: From) -> Result<SetupId, LifeError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let plugins = &caller.app.plugins;
        let by = caller.actor.person.as_uuid();
        let in_force = store::in_force(&tx).await?;
        let (name, kept) = match &from {
            From::InForce(seat) => {
                let setup = &in_force.get(seat).ok_or(LifeError::NotFound)?.setup;
                (setup.plugin.clone(), setup.artefact)
            }
            From::Shipped(name) => (name.clone(), None),
            From::Kept(fingerprint) => (String::new(), Some(*fingerprint)),
        };
        let artefact = match kept {
            Some(fingerprint) => fingerprint,
            None => {
                // From now on it is this one, whatever the program ships later.
                let shipped = plugins.shipped(&name).await?;
                let new = NewArtefact {
                    fingerprint: shipped.fingerprint,
                    description: &shipped.description,
                    component: shipped.component,
                    uploaded: false,
                };
                store::keep(&tx, new, Some(by), caller.now()).await?;
                shipped.fingerprint
            }
        };
        let description = plugins.installed(Some(&tx), &name, Some(artefact)).await?.description;
        let seat = Seat::of(description.kind, &description.name);
        // Settings of the same plugin are taken over; those of another would mean something else.
        let same = in_force.get(&seat).filter(|now| now.setup.plugin == description.name);
        let (settings, hosts, carries) = same.map_or_else(
            || (json!({}), Vec::new(), Vec::new()),
            |now| (now.setup.settings.clone(), now.setup.hosts.clone(), now.setup.carries.clone()),
        );
        let id = caller.app.ids.row(caller.now());
        let new = NewSetup {
            id,
            seat: &seat,
            plugin: &description.name,
            artefact: Some(artefact),
            settings,
            hosts,
            carries,
            state: "candidate",
        };
        if store::add(&tx, new, Some(by), caller.now()).await? {
            tx.commit().await?;
            return Ok(SetupId::from_uuid(id));
        }
        let held = store::candidates(&tx).await?.into_iter().find(|held| held.seat == seat);
        held.map(|held| held.id).ok_or(LifeError::NotFound)
    })
    .await
}

/// A setup with its plugin's description.
///
/// # Errors
/// See [`LifeError`].
pub async fn candidate(tx: &TenantTx, caller: &Caller, id: SetupId) -> Result<Candidate, LifeError> {
    allowed(caller)?;
    let setup = store::setup(tx, id.as_uuid()).await?.ok_or(LifeError::NotFound)?;
    described(tx, caller, setup).await
}

async fn described(tx: &TenantTx, caller: &Caller, setup: Setup) -> Result<Candidate, LifeError> {
    let installed = caller.app.plugins.installed(Some(tx), &setup.plugin, setup.artefact).await?;
    let description = Arc::clone(&installed.description);
    let schema = Schema::new(&description.settings).map_err(|problems| {
        let reason = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        LifeError::Plugin(PluginError::Load(LoadError::BadSchema { reason }))
    })?;
    Ok(Candidate { setup, description, schema, installed })
}

/// Keeps what was typed of a candidate, right or wrong.
///
/// # Errors
/// [`LifeError::Stale`] where somebody else was faster.
pub async fn save(caller: &Caller, setup: &Setup, typed: Typed) -> Result<(), LifeError> {
    allowed(caller)?;
    let (caller, id, version) = (caller.clone(), setup.id.as_uuid(), setup.version);
    to_the_end(async move {
        let tx = caller.begin().await?;
        if !store::change(&tx, id, version, typed, caller.now()).await? {
            return Err(LifeError::Stale);
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Fills in secrets of a seat, each under the name that the plugin gives it; an empty one takes out what was there. They count at once.
///
/// # Errors
/// [`LifeError::NotFound`] for a name that the plugin does not have; [`LifeError::LongSecret`].
pub async fn fill_in(caller: &Caller, candidate: &Candidate, given: Vec<(String, String)>) -> Result<(), LifeError> {
    allowed(caller)?;
    let known = &candidate.description.secrets;
    if given.iter().any(|(name, _)| known.iter().all(|secret| secret.name != *name)) {
        return Err(LifeError::NotFound);
    }
    if given.iter().any(|(_, secret)| secret.chars().count() > secrets::LONGEST) {
        return Err(LifeError::LongSecret);
    }
    if given.is_empty() {
        return Ok(());
    }
    let (caller, seat) = (caller.clone(), candidate.setup.seat.clone());
    to_the_end(async move {
        let (tx, now) = (caller.begin().await?, caller.now());
        let by = secrets::By { person: Some(caller.actor.person.as_uuid()), at: now, ids: caller.app.ids };
        for (name, secret) in given {
            let vault = (&caller.app.plugins.vault, caller.council.id);
            secrets::set(&tx, vault, &seat, &name, &secret, by).await?;
        }
        tx.commit().await?;
        everywhere(&caller).await
    })
    .await
}

/// Which secrets of a seat are filled in, by whom and when. What they are, nobody is told.
///
/// # Errors
/// See [`LifeError`].
pub async fn filled(tx: &TenantTx, caller: &Caller, seat: &Seat) -> Result<Vec<Filled>, LifeError> {
    allowed(caller)?;
    Ok(store::filled(tx, seat).await?)
}

/// Everything that is wrong with a setup, as it would be used.
pub async fn check(caller: &Caller, candidate: &Candidate) -> Checked {
    let (manifest, settings) = (&caller.council.manifest, &candidate.setup.settings);
    let words = Words::new(manifest, caller.lang);
    let shown: BTreeMap<String, String> = candidate.schema.shown(settings, words);
    let faults = candidate.schema.read(words, false, &|name| shown.get(name).cloned()).faults;
    let mut checked = Checked { faults, ..Checked::default() };
    if !checked.faults.is_empty() {
        // What is no number, or names a team that is not there, is not worth the plugin's time.
        return checked;
    }
    match candidate.installed.try_settings(&caller.app.plugins.host, caller.council.id, settings).await {
        Ok(()) => {}
        Err(PluginError::Load(LoadError::Settings(found))) => checked.problems.extend(found),
        Err(error) => checked.failure = Some(error.to_string()),
    }
    checked
}

/// Puts a candidate in force, as the person saw it.
///
/// # Errors
/// [`LifeError::NotReady`] with all that is wrong; see [`LifeError`].
pub async fn activate(caller: &Caller, id: SetupId, version: i32, reason: &str) -> Result<Seat, LifeError> {
    allowed(caller)?;
    let reason = given(reason)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let candidate = candidate(&tx, &caller, id).await?;
        if !candidate.setup.is_candidate || candidate.setup.version != version {
            return Err(LifeError::Stale);
        }
        ready(&caller, &candidate).await?;
        carried_once(&caller, &tx, &candidate).await?;
        if !store::end(&tx, id.as_uuid(), version, "used").await? {
            return Err(LifeError::Stale);
        }
        let rehearsal = last_done(&tx, &candidate.setup).await?;
        put_in_force(&caller, tx, &candidate.setup.seat, Some(id), rehearsal, &reason).await?;
        Ok(candidate.setup.seat)
    })
    .await
}

async fn ready(caller: &Caller, candidate: &Candidate) -> Result<(), LifeError> {
    let checked = check(caller, candidate).await;
    if checked.is_good() { Ok(()) } else { Err(LifeError::NotReady(Box::new(checked))) }
}

/// Emails and letters go by one channel each, so that nobody gets them twice.
async fn carried_once(caller: &Caller, tx: &TenantTx, candidate: &Candidate) -> Result<(), LifeError> {
    let setup = &candidate.setup;
    let others: Vec<_> = store::in_force(tx).await?.into_values().filter(|it| it.setup.seat != setup.seat).collect();
    for what in setup.carries.iter().filter(|what| **what != Carries::Event) {
        if let Some(other) = others.iter().find(|other| other.setup.carries.contains(what)) {
            let described = caller.app.plugins.installed(Some(tx), &other.setup.plugin, other.setup.artefact).await?;
            let by = described.description.title(caller.lang).to_owned();
            return Err(LifeError::CarriedAlready { what: *what, by });
        }
    }
    Ok(())
}

/// Turns off what is in force in a seat that need not be filled: from then on, nothing is brought or carried there.
///
/// # Errors
/// See [`LifeError`]; a seat that decides cannot be empty.
pub async fn turn_off(caller: &Caller, seat: &Seat, reason: &str) -> Result<(), LifeError> {
    allowed(caller)?;
    let reason = given(reason)?;
    let (caller, seat) = (caller.clone(), seat.clone());
    to_the_end(async move {
        let tx = caller.begin().await?;
        if seat.kind.decides() || !store::in_force(&tx).await?.contains_key(&seat) {
            return Err(LifeError::NotFound);
        }
        put_in_force(&caller, tx, &seat, None, None, &reason).await
    })
    .await
}

/// Puts in force again what an earlier activation had put in force.
///
/// # Errors
/// See [`LifeError`].
pub async fn roll_back(caller: &Caller, seat: &Seat, to: ActivationId, reason: &str) -> Result<(), LifeError> {
    allowed(caller)?;
    let reason = given(reason)?;
    let (caller, seat) = (caller.clone(), seat.clone());
    to_the_end(async move {
        let tx = caller.begin().await?;
        let earlier = store::activations(&tx, &seat, HISTORY).await?;
        let earlier = earlier.into_iter().find(|row| row.id == to.as_uuid()).ok_or(LifeError::NotFound)?;
        let setup = SetupId::from_uuid(earlier.setup_id.ok_or(LifeError::NotFound)?);
        let earlier = candidate(&tx, &caller, setup).await?;
        ready(&caller, &earlier).await?;
        carried_once(&caller, &tx, &earlier).await?;
        put_in_force(&caller, tx, &seat, Some(setup), None, &reason).await
    })
    .await
}

async fn put_in_force(
    caller: &Caller,
    tx: TenantTx,
    seat: &Seat,
    setup: Option<SetupId>,
    rehearsal: Option<uuid::Uuid>,
    reason: &str,
) -> Result<(), LifeError> {
    let now = caller.now();
    let activation = NewActivation {
        id: caller.app.ids.row(now),
        seat,
        setup: setup.map(|setup| setup.as_uuid()),
        rehearsal,
        by: Some(caller.actor.person.as_uuid()),
        reason,
    };
    store::activate(&tx, activation, now).await?;
    tx.commit().await?;
    tracing::info!(tenant.id = %caller.council.id, plugin.seat = %seat, "a plugin came into force");
    everywhere(caller).await
}

/// Every program reloads the council soon; this one at once. Should this one stop here, the worker sees to it.
async fn everywhere(caller: &Caller) -> Result<(), LifeError> {
    let now = caller.now();
    caller.app.wake.work_for(caller.council.id);
    tenancy::touch(&caller.app.database, caller.council.id, now).await?;
    caller.app.directory.refresh().await?;
    Ok(())
}

/// Puts a candidate aside.
///
/// # Errors
/// See [`LifeError`].
pub async fn discard(caller: &Caller, id: SetupId, version: i32) -> Result<(), LifeError> {
    allowed(caller)?;
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        if !store::end(&tx, id.as_uuid(), version, "discarded").await? {
            return Err(LifeError::Stale);
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// What was in force in a seat since when and why, and what is on its way.
///
/// # Errors
/// See [`LifeError`].
pub async fn history(tx: &TenantTx, caller: &Caller, seat: &Seat) -> Result<History, LifeError> {
    allowed(caller)?;
    Ok(History {
        activations: store::activations(tx, seat, HISTORY).await?,
        candidate: store::candidates(tx).await?.into_iter().find(|held| held.seat == *seat),
    })
}

/// Has every program reload a council whose plugins changed, should whoever changed them have stopped before saying so.
///
/// # Errors
/// When the database cannot be asked.
pub async fn keep_up(turn: &Turn) -> Result<bool, DbErr> {
    if store::activations_so_far(&turn.begin().await?).await? == turn.council.activations {
        return Ok(false);
    }
    tenancy::touch(&turn.app.database, turn.council.id, turn.now).await?;
    Ok(true)
}
