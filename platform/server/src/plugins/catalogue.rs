//! Components, compiled once for all councils, and made ready for each.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use casework::ids::TenantId;
use plugin_host::{Artefact, Description, Grants, Kind, LoadError, PluginHost, RoutingPlugin, SlaPlugin};
use sea_orm::DbErr;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use super::carriers::Carrier;
use super::inspector::Inspector;
use super::store::{self, Fingerprint};
use crate::tenancy::TenantTx;
use crate::vault::Vault;

/// Finds, compiles and configures plugins.
pub struct Plugins {
    pub host: PluginHost,
    folder: PathBuf,
    compiled: Mutex<HashMap<Fingerprint, Installed>>,
    pub inspector: Inspector,
    /// What opens the councils' secrets for other systems.
    pub vault: Vault,
}

/// A plugin that was compiled.
#[derive(Clone)]
pub struct Installed {
    artefact: Arc<Artefact>,
    pub description: Arc<Description>,
}

/// A plugin that comes with the program.
#[derive(Clone, Debug)]
pub struct Shipped {
    pub fingerprint: Fingerprint,
    pub description: Description,
    pub component: Vec<u8>,
}

/// Why a plugin cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    #[error("it is not installed: {path} cannot be read ({source}). Run `make setup`")]
    NotInstalled { path: PathBuf, source: std::io::Error },
    #[error("the council does not have it any more")]
    Gone,
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("the database could not be asked: {0}")]
    Database(#[from] DbErr),
}

impl Plugins {
    /// Plugins built into `folder`: `<name>.wasm`, each with its plugin.toml inside.
    #[must_use]
    pub fn new(host: PluginHost, folder: PathBuf, inspector: Inspector, vault: Vault) -> Self {
        Self { host, folder, compiled: Mutex::default(), inspector, vault }
    }

    /// A plugin that comes with the program.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn shipped(&self, name: &str) -> Result<Shipped, PluginError> {
        let path = self.folder.join(format!("{name}.wasm"));
        let component = tokio::fs::read(&path).await.map_err(|source| PluginError::NotInstalled { path, source })?;
        Ok(Shipped {
            fingerprint: Fingerprint(Sha256::digest(&component).into()),
            description: plugin_host::description_in(&component)?,
            component,
        })
    }

    /// Every plugin that comes with the program, by name.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn all_shipped(&self) -> Result<Vec<Shipped>, PluginError> {
        let read = |source| PluginError::NotInstalled { path: self.folder.clone(), source };
        let mut entries = tokio::fs::read_dir(&self.folder).await.map_err(read)?;
        let mut names = Vec::new();
        while let Some(entry) = entries.next_entry().await.map_err(read)? {
            let path = entry.path();
            if path.extension().is_some_and(|ending| ending == "wasm")
                && let Some(name) = path.file_stem().and_then(|name| name.to_str())
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            all.push(self.shipped(&name).await?);
        }
        Ok(all)
    }

    /// The plugin with this fingerprint, as the council keeps it; without a fingerprint, the one of this name that comes with
    /// the program.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn installed(
        &self,
        tx: Option<&TenantTx>,
        name: &str,
        fingerprint: Option<Fingerprint>,
    ) -> Result<Installed, PluginError> {
        let (fingerprint, component) = match (fingerprint, tx) {
            (Some(fingerprint), _) if self.compiled.lock().await.contains_key(&fingerprint) => {
                (fingerprint, Vec::new())
            }
            (Some(fingerprint), Some(tx)) => {
                (fingerprint, store::component(tx, fingerprint).await?.ok_or(PluginError::Gone)?)
            }
            (Some(_), None) => return Err(PluginError::Gone),
            (None, _) => {
                let shipped = self.shipped(name).await?;
                (shipped.fingerprint, shipped.component)
            }
        };
        let mut compiled = self.compiled.lock().await;
        if let Some(installed) = compiled.get(&fingerprint) {
            return Ok(installed.clone());
        }
        let description = plugin_host::description_in(&component)?;
        let (host, name) = (self.host.clone(), description.name.clone());
        // Compiling takes a while the first time, so not on an async thread.
        let artefact = tokio::task::spawn_blocking(move || host.load(&name, &component)).await;
        let artefact = artefact.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic()))?;
        let installed = Installed { artefact: Arc::new(artefact), description: Arc::new(description) };
        compiled.insert(fingerprint, installed.clone());
        Ok(installed)
    }
}

impl Installed {
    /// As a council's routing plugin, with its settings checked.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn routing(
        &self,
        host: &PluginHost,
        tenant: TenantId,
        settings: &Value,
    ) -> Result<RoutingPlugin, PluginError> {
        Ok(host.routing(&self.artefact, settings, &self.description.version, tenant).await?)
    }

    /// As a council's SLA plugin, with its settings checked.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn sla(&self, host: &PluginHost, tenant: TenantId, settings: &Value) -> Result<SlaPlugin, PluginError> {
        Ok(host.sla(&self.artefact, settings, &self.description.version, tenant).await?)
    }

    /// As what carries for a council, with its settings checked.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn carrier(
        &self,
        host: &PluginHost,
        tenant: TenantId,
        settings: &Value,
        grants: &Grants,
    ) -> Result<Carrier, PluginError> {
        let (artefact, description) = (&*self.artefact, &*self.description);
        let it = plugin_host::Installed { artefact, description, settings, tenant, grants };
        Ok(match description.kind {
            Kind::PeopleFeed => Carrier::People(host.people_feed(it).await?),
            Kind::CommitteeCalendar => Carrier::Committees(host.committee_calendar(it).await?),
            Kind::HighwaysSchedule => Carrier::Highways(host.highways_schedule(it).await?),
            Kind::WardFacts => Carrier::WardFacts(host.ward_facts(it).await?),
            Kind::NotificationChannel => Carrier::Channel(host.notification_channel(it).await?),
            kind @ (Kind::Routing | Kind::SlaPolicy) => {
                let reason = "it decides, and carries nothing".to_owned();
                return Err(LoadError::WrongWorld { kind, reason }.into());
            }
        })
    }

    /// Has it read settings, whatever its kind, without anything else coming of it.
    ///
    /// # Errors
    /// See [`PluginError`]; mistakes in the settings come as [`LoadError::Settings`].
    pub async fn try_settings(&self, host: &PluginHost, tenant: TenantId, settings: &Value) -> Result<(), PluginError> {
        let (artefact, description, grants) = (&*self.artefact, &*self.description, &Grants::default());
        let it = plugin_host::Installed { artefact, description, settings, tenant, grants };
        Ok(host.on_trial().try_settings(it).await?)
    }
}
