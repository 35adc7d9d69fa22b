//! The sandbox in which a council's plugins run (R58). The only crate that knows wasmtime.
//!
//! A plugin is a WebAssembly component that keeps to the contract in `plugins/wit`, of any version that was released. What it
//! may use is bounded ([`Limits`]), what it may reach is denied twice ([`egress::Permit`]), every call gets a fresh instance,
//! and whatever it does, the caller has an answer or a typed failure in bounded time. One that keeps failing is left
//! alone for a while; [`PluginHost::status`] tells.
//!
//! | module | what it is for |
//! |---|---|
//! | `engine` | wasmtime, tuned for a fresh instance per call |
//! | `cache` | compiled plugins on disk; only our own are ever loaded |
//! | `call` | one call: its turn, its store, its limits |
//! | `guest` | what a guest may import, and how texts are checked at the border |
//! | `inspect` | what a component is, before anybody relies on it |
//! | `reach` | what a call may reach outside |
//! | `record` | figures, notes, and the breaker, of each plugin of each council |
//! | `bindings` | one module per version of the contract, one file per world |
//! | `worlds` | the kinds of plugins, each in every version |
//! | `ready`, `plugins` | plugins ready for use |
//! | [`description`] | `plugin.toml` |
//!
//! To add a kind of plugin: its world in `plugins/wit`, a file in `bindings`, a line in `worlds`, a type in `plugins`, a
//! guest in `tests/guests` that misbehaves.

mod bindings;
mod cache;
mod call;
pub mod description;
mod engine;
mod failure;
mod guest;
mod inspect;
mod limits;
mod plugins;
mod reach;
mod ready;
mod record;
mod worlds;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use casework::clock::Clock;
use casework::feeds::{Fact, Meeting, Person, Work};
use casework::ids::TenantId;
use egress::{Egress, Origin, Permit, Secret};
use serde_json::Value;
use wasmtime::component::Component;

pub use bindings::Contract;
pub use description::{Capability, Description, Kind};
pub use failure::{FeedFailure, GuestFailure, HostError, LoadError, SendFailure};
pub use inspect::{Inspected, MOST_BYTES, SECTION, description_in, inspect};
pub use limits::{Budget, Carry, Limits, Patience};
pub use plugins::{Channel, Feed, RoutingPlugin, SlaPlugin};
pub use record::{Failed, Figures, Health, Note, NoteLevel, PluginStatus};

use call::Shared;
use ready::Parts;

/// How a host is set up.
#[derive(Clone)]
pub struct PluginHostConfig {
    /// Where compiled plugins are kept; a folder `compiled`, private to this user, is made in it.
    pub cache_dir: PathBuf,
    pub limits: Limits,
    pub clock: Arc<dyn Clock>,
    /// The way out for plugins that read from other systems, with the private hosts that the operator allows.
    pub egress: Egress,
}

/// Runs plugins. Cheap to clone; it ends when the last clone and the last plugin of it are dropped.
#[derive(Clone)]
pub struct PluginHost {
    shared: Arc<Shared>,
    on_trial: bool,
}

/// A plugin that was found to be a component of a version of the contract and compiled, without settings yet.
#[derive(Clone)]
pub struct Artefact {
    name: Arc<str>,
    component: Component,
    contract: Contract,
}

impl Artefact {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version of the contract for which it was built.
    pub const fn contract(&self) -> Contract {
        self.contract
    }
}

/// What a council allows a plugin that reads from, or hands over to, other systems. Of this, it gets what its plugin.toml
/// declares, too.
#[derive(Debug, Clone, Default)]
pub struct Grants {
    pub hosts: Vec<Origin>,
    /// By the names that plugin.toml gives them.
    pub secrets: BTreeMap<String, Secret>,
}

/// A plugin of a council, as it is to be made ready.
#[derive(Clone, Copy)]
pub struct Installed<'a> {
    pub artefact: &'a Artefact,
    pub description: &'a Description,
    pub settings: &'a Value,
    pub tenant: TenantId,
    pub grants: &'a Grants,
}

impl PluginHost {
    /// Starts the sandbox: an engine, its clock, and a runtime of its own for plugins to compute on.
    ///
    /// # Errors
    /// A [`HostError`] when the machine cannot do this, or the cache folder cannot be used or is open to others.
    pub fn new(config: PluginHostConfig) -> Result<Self, HostError> {
        Ok(Self { shared: Arc::new(Shared::start(config)?), on_trial: false })
    }

    /// The same host for plugins that are tried: how they fare says nothing of those in force, and is in no figures.
    #[must_use]
    pub fn on_trial(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), on_trial: true }
    }

    /// Checks and compiles a component, or takes the compiled one from the cache. Compiling takes around a second of
    /// all processors: do it where waiting is fine.
    ///
    /// # Errors
    /// [`LoadError::NotAComponent`], also when it could never start within the limits; [`LoadError::UnknownContract`].
    pub fn load(&self, name: &str, component: &[u8]) -> Result<Artefact, LoadError> {
        let component = self
            .shared
            .cache
            .component(&self.shared.engine, component)
            .map_err(|error| LoadError::NotAComponent { reason: format!("{error:#}") })?;
        let contract =
            Contract::of(&self.shared.engine, &component).map_err(|reason| LoadError::UnknownContract { reason })?;
        Ok(Artefact { name: name.into(), component, contract })
    }

    /// Whether a plugin is of a kind: it exports what that kind has to, and imports nothing that it does not get.
    ///
    /// # Errors
    /// [`LoadError::WrongWorld`], which says what is missing or too much.
    pub fn check(&self, artefact: &Artefact, kind: Kind) -> Result<(), LoadError> {
        worlds::check(&self.shared.engine, &artefact.component, artefact.contract, kind)
    }

    /// Makes a routing plugin ready for a council: checks that it is one, and has it read the settings.
    ///
    /// # Errors
    /// A [`LoadError`]; mistakes in the settings come as [`LoadError::Settings`], each with its path. So for all kinds.
    pub async fn routing(
        &self,
        artefact: &Artefact,
        settings: &Value,
        version: &str,
        tenant: TenantId,
    ) -> Result<RoutingPlugin, LoadError> {
        RoutingPlugin::prepare(self.parts(artefact, settings, version, tenant, Permit::default())).await
    }

    /// Makes an SLA plugin ready for a council.
    ///
    /// # Errors
    /// A [`LoadError`].
    pub async fn sla(
        &self,
        artefact: &Artefact,
        settings: &Value,
        version: &str,
        tenant: TenantId,
    ) -> Result<SlaPlugin, LoadError> {
        SlaPlugin::prepare(self.parts(artefact, settings, version, tenant, Permit::default())).await
    }

    /// Makes a feed of people ready for a council.
    ///
    /// # Errors
    /// A [`LoadError`].
    pub async fn people_feed(&self, installed: Installed<'_>) -> Result<Feed<Person>, LoadError> {
        Feed::prepare::<worlds::PeopleFeed>(self.permitted(installed)).await
    }

    /// Makes a feed of meetings ready for a council.
    ///
    /// # Errors
    /// A [`LoadError`].
    pub async fn committee_calendar(&self, installed: Installed<'_>) -> Result<Feed<Meeting>, LoadError> {
        Feed::prepare::<worlds::CommitteeCalendar>(self.permitted(installed)).await
    }

    /// Makes a feed of works ready for a council.
    ///
    /// # Errors
    /// A [`LoadError`].
    pub async fn highways_schedule(&self, installed: Installed<'_>) -> Result<Feed<Work>, LoadError> {
        Feed::prepare::<worlds::HighwaysSchedule>(self.permitted(installed)).await
    }

    /// Makes a feed of figures ready for a council.
    ///
    /// # Errors
    /// A [`LoadError`].
    pub async fn ward_facts(&self, installed: Installed<'_>) -> Result<Feed<Fact>, LoadError> {
        Feed::prepare::<worlds::WardFacts>(self.permitted(installed)).await
    }

    /// Makes a channel for messages ready for a council.
    ///
    /// # Errors
    /// A [`LoadError`].
    pub async fn notification_channel(&self, installed: Installed<'_>) -> Result<Channel, LoadError> {
        Channel::prepare(self.permitted(installed)).await
    }

    /// Has a plugin of any kind read its settings, and makes nothing of it.
    ///
    /// # Errors
    /// A [`LoadError`].
    pub async fn try_settings(&self, installed: Installed<'_>) -> Result<(), LoadError> {
        match installed.description.kind {
            Kind::Routing => {
                RoutingPlugin::prepare(self.permitted(installed)).await?;
            }
            Kind::SlaPolicy => {
                SlaPlugin::prepare(self.permitted(installed)).await?;
            }
            Kind::PeopleFeed => {
                self.people_feed(installed).await?;
            }
            Kind::CommitteeCalendar => {
                self.committee_calendar(installed).await?;
            }
            Kind::HighwaysSchedule => {
                self.highways_schedule(installed).await?;
            }
            Kind::WardFacts => {
                self.ward_facts(installed).await?;
            }
            Kind::NotificationChannel => {
                self.notification_channel(installed).await?;
            }
        }
        Ok(())
    }

    /// How all plugins fare that were made ready since the program started, by council and name.
    #[must_use]
    pub fn status(&self) -> Vec<PluginStatus> {
        let mut all: Vec<_> = self.shared.records().iter().map(|record| record.status()).collect();
        all.sort_by(|a, b| (a.tenant, &a.plugin, &a.version).cmp(&(b.tenant, &b.plugin, &b.version)));
        all
    }

    /// The last notes of a council's plugin, oldest first.
    #[must_use]
    pub fn notes(&self, tenant: TenantId, plugin: &str, version: &str) -> Vec<Note> {
        let records = self.shared.records();
        let it = records.iter().find(|it| it.tenant == tenant && &*it.plugin == plugin && it.version == version);
        it.map(|record| record.notes()).unwrap_or_default()
    }

    fn permitted<'a>(&'a self, installed: Installed<'a>) -> Parts<'a> {
        let Installed { artefact, description, settings, tenant, grants } = installed;
        let declared = description.hosts(settings).into_iter().map(|host| (host.origin, host.secrets));
        let secrets = grants.secrets.iter().map(|(name, secret)| (name.clone(), secret.clone()));
        let permit = Permit::new(declared, grants.hosts.iter().cloned(), secrets);
        self.parts(artefact, settings, &description.version, tenant, permit)
    }

    fn parts<'a>(
        &'a self,
        artefact: &'a Artefact,
        settings: &'a Value,
        version: &'a str,
        tenant: TenantId,
        permit: Permit,
    ) -> Parts<'a> {
        Parts {
            shared: &self.shared,
            name: &artefact.name,
            component: &artefact.component,
            contract: artefact.contract,
            settings,
            version,
            tenant,
            permit,
            on_trial: self.on_trial,
        }
    }
}
