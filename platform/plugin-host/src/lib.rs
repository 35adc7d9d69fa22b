//! The sandbox in which a council's plugins run (R58). The only crate that knows wasmtime.
//!
//! A plugin is a WebAssembly component that keeps to the contract in `plugins/wit`. It computes and nothing else; what it
//! may use is bounded ([`Limits`]), every call gets a fresh instance, and whatever it does, the caller has an answer or a
//! typed [`GuestFailure`] in bounded time.
//!
//! | module | what it is for |
//! |---|---|
//! | `engine` | wasmtime, tuned for a fresh instance per call |
//! | `cache` | compiled plugins on disk; only our own are ever loaded |
//! | `call` | one call: its turn, its store, its limits |
//! | `guest` | what a guest may import, and how values are checked at the border |
//! | `bindings` | one module per kind of plugin |
//! | `plugins` | plugins ready for use |
//! | [`description`] | `plugin.toml` |
//!
//! To add a kind of plugin: its world in `plugins/wit`, a file in `bindings`, a type in `plugins`, a guest in
//! `tests/guests` that misbehaves.

mod bindings;
mod cache;
mod call;
pub mod description;
mod engine;
mod failure;
mod guest;
mod limits;
mod plugins;

use std::path::PathBuf;
use std::sync::Arc;

use casework::ids::TenantId;
use wasmtime::component::Component;

pub use description::{Description, Kind};
pub use failure::{GuestFailure, HostError, LoadError};
pub use limits::{Budget, Limits};
pub use plugins::{RoutingPlugin, SlaPlugin};

use call::Shared;
use plugins::Parts;

/// How a host is set up.
#[derive(Debug, Clone)]
pub struct PluginHostConfig {
    /// Where compiled plugins are kept; a folder `compiled`, private to this user, is made in it.
    pub cache_dir: PathBuf,
    pub limits: Limits,
}

/// Runs plugins. Cheap to clone; it ends when the last clone and the last plugin of it are dropped.
#[derive(Clone)]
pub struct PluginHost {
    shared: Arc<Shared>,
}

/// A plugin that was found to be a component and compiled, without settings yet.
#[derive(Clone)]
pub struct Artefact {
    name: Arc<str>,
    component: Component,
}

impl Artefact {
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl PluginHost {
    /// Starts the sandbox: an engine, its clock, and a runtime of its own for plugins to compute on.
    ///
    /// # Errors
    /// A [`HostError`] when the machine cannot do this, or the cache folder cannot be used or is open to others.
    pub fn new(config: PluginHostConfig) -> Result<Self, HostError> {
        Ok(Self { shared: Arc::new(Shared::start(&config.cache_dir, config.limits)?) })
    }

    /// Checks and compiles a component, or takes the compiled one from the cache. Compiling takes around a second of
    /// all processors: do it where waiting is fine.
    ///
    /// # Errors
    /// [`LoadError::NotAComponent`], also when it could never start within the limits.
    pub fn load(&self, name: &str, component: &[u8]) -> Result<Artefact, LoadError> {
        let component = self
            .shared
            .cache
            .component(&self.shared.engine, component)
            .map_err(|error| LoadError::NotAComponent { reason: format!("{error:#}") })?;
        Ok(Artefact { name: name.into(), component })
    }

    /// Makes a routing plugin ready for a council: checks that it is one, and has it read the settings.
    ///
    /// # Errors
    /// A [`LoadError`]; mistakes in the settings come as [`LoadError::Settings`], each with its path.
    pub async fn routing(
        &self,
        artefact: &Artefact,
        settings: &serde_json::Value,
        version: &str,
        tenant: TenantId,
    ) -> Result<RoutingPlugin, LoadError> {
        RoutingPlugin::prepare(self.parts(artefact, settings, version, tenant)).await
    }

    /// Makes an SLA plugin ready for a council: checks that it is one, and has it read the settings.
    ///
    /// # Errors
    /// A [`LoadError`]; mistakes in the settings come as [`LoadError::Settings`], each with its path.
    pub async fn sla(
        &self,
        artefact: &Artefact,
        settings: &serde_json::Value,
        version: &str,
        tenant: TenantId,
    ) -> Result<SlaPlugin, LoadError> {
        SlaPlugin::prepare(self.parts(artefact, settings, version, tenant)).await
    }

    fn parts<'a>(
        &'a self,
        artefact: &'a Artefact,
        settings: &'a serde_json::Value,
        version: &'a str,
        tenant: TenantId,
    ) -> Parts<'a> {
        Parts {
            shared: &self.shared,
            name: &artefact.name,
            component: &artefact.component,
            settings,
            version,
            tenant: self.shared.tenant(tenant),
        }
    }
}
