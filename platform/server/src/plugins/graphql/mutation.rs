//! Changing of plugins. What can be refused is refused in the payload.

use async_graphql::{Context, Json, Object, Result, SimpleObject};
use casework::channel::Carries;
use casework::ids::{ActivationId, RehearsalId, SetupId};
use serde_json::Value;

use super::super::life::{self, Candidate, From as Source, LifeError, Typed};
use super::super::rehearsal::{self, MOST_MONTHS};
use super::super::seat::Seat;
use super::super::transfer::NotImported;
use super::refused;
use super::rehearsal::PluginRehearsal;
use super::seat::PluginSeat;
use super::setup::{PluginSetup, SettingProblem};
use crate::api::request::scope;
use crate::app::Caller;
use crate::cases::graphql::Refusal;

#[derive(Default)]
pub struct PluginMutation;

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct PluginSetupPayload {
    /// As it is now.
    setup: Option<PluginSetup>,
    /// What is wrong with it. It is kept all the same, and cannot be put in force before that is mended.
    problems: Vec<SettingProblem>,
    refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct PluginRehearsalPayload {
    rehearsal: Option<PluginRehearsal>,
    /// What is wrong with the setup, where nothing was rehearsed.
    problems: Vec<SettingProblem>,
    refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct PluginSeatPayload {
    /// As it is now.
    seat: Option<PluginSeat>,
    /// What is wrong with the setup, where nothing was put in force.
    problems: Vec<SettingProblem>,
    refusal: Option<Refusal>,
}

type Done<T> = std::result::Result<T, LifeError>;

#[Object(serial)]
impl PluginMutation {
    /// Begins a setup, or gives the one that is worked on already: of each seat there is one. Name one of the three.
    async fn begin_plugin_setup(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A seat: what is in force there, to be changed.")] in_force: Option<String>,
        #[graphql(desc = "Name of a plugin that comes with the program.")] shipped: Option<String>,
        #[graphql(desc = "Fingerprint of a component that the council keeps.")] uploaded: Option<String>,
    ) -> Result<PluginSetupPayload> {
        let caller = &scope(context)?.caller;
        let from = match (in_force, shipped, uploaded) {
            (Some(seat), None, None) => seat.parse().map(Source::InForce).ok(),
            // A name, and no path to another file.
            (None, Some(name), None) if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {
                Some(Source::Shipped(name))
            }
            (None, None, Some(fingerprint)) => fingerprint.parse().map(Source::Kept).ok(),
            _ => None,
        };
        let begun = match from {
            Some(from) => life::begin(caller, from).await,
            None => Err(LifeError::NotFound),
        };
        setup_payload(caller, begun).await
    }

    /// Keeps the settings of a setup, right or wrong, and says what is wrong with them.
    async fn save_plugin_setup(
        &self,
        context: &Context<'_>,
        id: String,
        #[graphql(desc = "Of the setup, as it was seen.")] version: i32,
        settings: Json<Value>,
        #[graphql(desc = "Hosts that it may reach, of those that `PluginSetup.hosts` names; as before unless told.")]
        hosts: Option<Vec<String>>,
        #[graphql(desc = "What a channel is used for: `email`, `letter`, `event`; as before unless told.")]
        carries: Option<Vec<String>>,
    ) -> Result<PluginSetupPayload> {
        let caller = &scope(context)?.caller;
        let candidate = match seen(caller, &id, version).await {
            Ok(candidate) => candidate,
            Err(error) => return setup_payload(caller, Err(error)).await,
        };
        let Json(settings) = settings;
        if !settings.is_object() {
            return Ok(wrong("", "settings-no-object", "The settings must be a JSON object."));
        }
        let hosts = hosts.unwrap_or_else(|| candidate.setup.hosts.clone());
        let wanted = candidate.wanted(&settings);
        let hosts = wanted.into_iter().filter(|host| hosts.contains(host)).collect();
        let carries = match carries {
            None => candidate.setup.carries.clone(),
            Some(words) => {
                let known = words.iter().map(|word| Carries::from_word(word));
                let known = known.map(|what| what.filter(|what| candidate.can_carry().contains(what)));
                let Some(known) = known.collect::<Option<Vec<_>>>() else {
                    return Ok(wrong("carries", "not-a-choice", "This plugin cannot be used for that."));
                };
                known
            }
        };
        let saved = life::save(caller, &candidate.setup, Typed { settings, hosts, carries }).await;
        setup_payload(caller, saved.map(|()| candidate.setup.id)).await
    }

    /// Takes in settings that were taken out of a setup of the same plugin (`PluginSetup.file`), in place of those that are there.
    async fn import_plugin_settings(
        &self,
        context: &Context<'_>,
        id: String,
        version: i32,
        file: Json<Value>,
    ) -> Result<PluginSetupPayload> {
        let caller = &scope(context)?.caller;
        let candidate = match seen(caller, &id, version).await {
            Ok(candidate) => candidate,
            Err(error) => return setup_payload(caller, Err(error)).await,
        };
        let settings = match candidate.imported(&file.0) {
            Ok(settings) => settings,
            Err(refused) => {
                let code = match refused {
                    NotImported::OtherPlugin(_) => "import-other",
                    NotImported::Empty => "import-empty",
                };
                return Ok(wrong("", code, &refused.to_string()));
            }
        };
        let typed = Typed { settings, hosts: candidate.setup.hosts.clone(), carries: candidate.setup.carries.clone() };
        let saved = life::save(caller, &candidate.setup, typed).await;
        setup_payload(caller, saved.map(|()| candidate.setup.id)).await
    }

    /// Fills in something secret that the plugin needs; without a secret, what was there is taken out. It counts at once, for what is in
    /// force too, and can never be read again.
    async fn set_plugin_secret(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the setup.")] id: String,
        name: String,
        secret: Option<String>,
    ) -> Result<PluginSetupPayload> {
        let caller = &scope(context)?.caller;
        let set = async {
            let candidate = candidate(caller, &id).await?;
            life::fill_in(caller, &candidate, vec![(name, secret.unwrap_or_default())]).await?;
            Ok(candidate.setup.id)
        };
        let set = set.await;
        setup_payload(caller, set).await
    }

    /// Puts a setup aside that is worked on.
    async fn discard_plugin_setup(
        &self,
        context: &Context<'_>,
        id: String,
        version: i32,
    ) -> Result<PluginSetupPayload> {
        let caller = &scope(context)?.caller;
        let discarded = async {
            let candidate = candidate(caller, &id).await?;
            life::discard(caller, candidate.setup.id, version).await?;
            Ok(candidate.setup.id)
        };
        let discarded = discarded.await;
        setup_payload(caller, discarded).await
    }

    /// Asks what a setup that decides would have decided on the cases of the last months. The worker plays it: read on with
    /// `pluginRehearsal`.
    async fn rehearse_plugin(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the setup.")] id: String,
        #[graphql(desc = "Twelve at the most, and unless told.")] months: Option<u32>,
    ) -> Result<PluginRehearsalPayload> {
        let caller = &scope(context)?.caller;
        let begun = match id.parse::<SetupId>() {
            Ok(id) => rehearsal::begin(caller, id, months.unwrap_or(MOST_MONTHS)).await,
            Err(_) => Err(LifeError::NotFound),
        };
        if let (Err(LifeError::NotReady(_)), Ok(id)) = (&begun, id.parse::<SetupId>()) {
            let problems = problems_of(caller, id, &begun).await?;
            return Ok(PluginRehearsalPayload { problems, ..Default::default() });
        }
        rehearsal_payload(caller, begun).await
    }

    /// Ends a rehearsal that is not done; what it found so far stays.
    async fn cancel_rehearsal(&self, context: &Context<'_>, id: String) -> Result<PluginRehearsalPayload> {
        let caller = &scope(context)?.caller;
        let cancelled = match id.parse::<RehearsalId>() {
            Ok(id) => rehearsal::cancel(caller, id).await.map(|()| id),
            Err(_) => Err(LifeError::NotFound),
        };
        rehearsal_payload(caller, cancelled).await
    }

    /// Puts a setup in force, as it was seen, for a reason that is kept.
    async fn activate_plugin(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the setup.")] id: String,
        version: i32,
        reason: String,
    ) -> Result<PluginSeatPayload> {
        let caller = &scope(context)?.caller;
        let Ok(id) = id.parse::<SetupId>() else { return seat_payload(caller, Err(LifeError::NotFound)).await };
        let activated = life::activate(caller, id, version, &reason).await;
        if let Err(LifeError::NotReady(_)) = &activated {
            let problems = problems_of(caller, id, &activated).await?;
            return Ok(PluginSeatPayload { problems, ..Default::default() });
        }
        seat_payload(caller, activated).await
    }

    /// Puts in force again what an earlier activation had put in force.
    async fn roll_back_plugin(
        &self,
        context: &Context<'_>,
        seat: String,
        #[graphql(desc = "Id of the activation, from `PluginSeat.history`.")] activation: String,
        reason: String,
    ) -> Result<PluginSeatPayload> {
        let caller = &scope(context)?.caller;
        let (Ok(seat), Ok(to)) = (seat.parse::<Seat>(), activation.parse::<ActivationId>()) else {
            return seat_payload(caller, Err(LifeError::NotFound)).await;
        };
        let back = life::roll_back(caller, &seat, to, &reason).await;
        seat_payload(caller, back.map(|()| seat)).await
    }

    /// Turns off what brings or carries; a seat that decides is never empty.
    async fn turn_off_plugin(&self, context: &Context<'_>, seat: String, reason: String) -> Result<PluginSeatPayload> {
        let caller = &scope(context)?.caller;
        let Ok(seat) = seat.parse::<Seat>() else { return seat_payload(caller, Err(LifeError::NotFound)).await };
        let off = life::turn_off(caller, &seat, &reason).await;
        seat_payload(caller, off.map(|()| seat)).await
    }
}

/// A setup that is worked on.
async fn candidate(caller: &Caller, id: &str) -> Done<Candidate> {
    let id: SetupId = id.parse().map_err(|_| LifeError::NotFound)?;
    let found = life::candidate(&caller.begin().await?, caller, id).await?;
    if found.setup.is_candidate { Ok(found) } else { Err(LifeError::NotFound) }
}

/// As [`candidate`], if it is still as it was seen.
async fn seen(caller: &Caller, id: &str, version: i32) -> Done<Candidate> {
    let found = candidate(caller, id).await?;
    if found.setup.version == version { Ok(found) } else { Err(LifeError::Stale) }
}

fn wrong(path: &str, reason: &str, message: &str) -> PluginSetupPayload {
    let problem = SettingProblem { path: path.to_owned(), reason: reason.to_owned(), message: message.to_owned() };
    PluginSetupPayload { problems: vec![problem], ..Default::default() }
}

async fn setup_payload(caller: &Caller, done: Done<SetupId>) -> Result<PluginSetupPayload> {
    match done {
        Ok(id) => {
            let setup = PluginSetup::anew(caller, id).await?;
            let problems = SettingProblem::all(caller, &setup.0, &life::check(caller, &setup.0).await);
            Ok(PluginSetupPayload { setup: Some(setup), problems, refusal: None })
        }
        Err(error) => Ok(PluginSetupPayload { refusal: Some(refused(&error)?), ..Default::default() }),
    }
}

async fn rehearsal_payload(caller: &Caller, done: Done<RehearsalId>) -> Result<PluginRehearsalPayload> {
    let read = async { PluginRehearsal::one(&caller.begin().await?, caller, done?).await };
    match read.await {
        Ok(rehearsal) => Ok(PluginRehearsalPayload { rehearsal: Some(rehearsal), ..Default::default() }),
        Err(error) => Ok(PluginRehearsalPayload { refusal: Some(refused(&error)?), ..Default::default() }),
    }
}

async fn seat_payload(caller: &Caller, done: Done<Seat>) -> Result<PluginSeatPayload> {
    let read = async { PluginSeat::one(&caller.begin().await?, caller, &done?).await };
    match read.await {
        Ok(seat) => Ok(PluginSeatPayload { seat: Some(seat), ..Default::default() }),
        Err(error) => Ok(PluginSeatPayload { refusal: Some(refused(&error)?), ..Default::default() }),
    }
}

/// What is wrong with a setup that was refused for it.
async fn problems_of<T>(caller: &Caller, id: SetupId, refused: &Done<T>) -> Result<Vec<SettingProblem>> {
    let Err(LifeError::NotReady(checked)) = refused else { return Ok(Vec::new()) };
    let setup = PluginSetup::anew(caller, id).await?;
    Ok(SettingProblem::all(caller, &setup.0, checked))
}
