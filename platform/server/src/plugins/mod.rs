//! The plugins that councils choose from: built components on disk, compiled once, handed out per council.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use casework::ids::TenantId;
use casework::manifest::{Manifest, PluginChoice, PluginKind, Problem, locate_setting};
use egress::{Egress, EgressLimits};
use plugin_host::{Artefact, Description, Limits, LoadError, PluginHost, PluginHostConfig, RoutingPlugin, SlaPlugin};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::ambient::SystemClock;
use crate::tenancy::apply::read_folder;

/// Finds, compiles and configures plugins.
pub struct Plugins {
    host: PluginHost,
    folder: PathBuf,
    compiled: Mutex<HashMap<String, Installed>>,
}

/// A plugin that was compiled.
#[derive(Clone)]
struct Installed {
    artefact: Arc<Artefact>,
    description: Arc<Description>,
}

/// Why a plugin cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    #[error("it is not installed: {path} cannot be read ({source}). Run `make setup`")]
    NotInstalled { path: PathBuf, source: std::io::Error },
    #[error("its plugin.toml cannot be read: {0}")]
    Description(String),
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl Plugins {
    /// Plugins built into `folder`: `<name>.wasm` beside `<name>.toml`.
    #[must_use]
    pub fn new(host: PluginHost, folder: PathBuf) -> Self {
        Self { host, folder, compiled: Mutex::default() }
    }

    /// The council's routing plugin, with its settings checked.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn routing(&self, tenant: TenantId, choice: &PluginChoice) -> Result<RoutingPlugin, PluginError> {
        let Installed { artefact, description } = self.installed(&choice.plugin).await?;
        Ok(self.host.routing(&artefact, &choice.settings, &description.version, tenant).await?)
    }

    /// The council's SLA plugin, with its settings checked.
    ///
    /// # Errors
    /// See [`PluginError`].
    pub async fn sla(&self, tenant: TenantId, choice: &PluginChoice) -> Result<SlaPlugin, PluginError> {
        let Installed { artefact, description } = self.installed(&choice.plugin).await?;
        Ok(self.host.sla(&artefact, &choice.settings, &description.version, tenant).await?)
    }

    async fn installed(&self, name: &str) -> Result<Installed, PluginError> {
        let mut compiled = self.compiled.lock().await;
        if let Some(installed) = compiled.get(name) {
            return Ok(installed.clone());
        }
        let component = read(&self.folder, name, "wasm").await?;
        let text = String::from_utf8_lossy(&read(&self.folder, name, "toml").await?).into_owned();
        let description = Description::parse(&text).map_err(PluginError::Description)?;
        let (host, owned) = (self.host.clone(), name.to_owned());
        // Compiling takes a while the first time, so not on an async thread.
        let artefact = tokio::task::spawn_blocking(move || host.load(&owned, &component)).await;
        let artefact = artefact.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic()))?;
        let installed = Installed { artefact: Arc::new(artefact), description: Arc::new(description) };
        compiled.insert(name.to_owned(), installed.clone());
        Ok(installed)
    }
}

async fn read(folder: &Path, name: &str, ending: &str) -> Result<Vec<u8>, PluginError> {
    let path = folder.join(format!("{name}.{ending}"));
    tokio::fs::read(&path).await.map_err(|source| PluginError::NotInstalled { path, source })
}

/// What is wrong with the settings of a council's plugins, for `tenant check` and `tenant apply`: what the plugins say of
/// them, and what they name that the council lacks. Each problem with file and line where known.
///
/// # Errors
/// When the plugin host cannot be set up or the folder cannot be read.
pub async fn check(plugins: &Path, cache: &Path, manifest: &Manifest, folder: &Path) -> anyhow::Result<Vec<Problem>> {
    let files = read_folder(folder)?;
    std::fs::create_dir_all(cache).with_context(|| format!("the folder {} cannot be made", cache.display()))?;
    let host = PluginHost::new(PluginHostConfig {
        cache_dir: cache.to_owned(),
        limits: Limits::default(),
        clock: Arc::new(SystemClock),
        egress: Egress::new(EgressLimits::default()),
    })?;
    let plugins = Plugins::new(host, plugins.to_owned());
    let tenant = TenantId::from_uuid(Uuid::nil());
    let (routing, sla) = (&manifest.plugins.routing, &manifest.plugins.sla);
    let failures = [
        (PluginKind::Routing, routing, plugins.routing(tenant, routing).await.err()),
        (PluginKind::Sla, sla, plugins.sla(tenant, sla).await.err()),
    ];
    let mut problems = Vec::new();
    for (kind, choice, failure) in failures {
        let found = match failure {
            None => {
                let description = plugins.installed(&choice.plugin).await?.description;
                manifest.unknown_names(&description.settings, &choice.settings)
            }
            Some(PluginError::Load(LoadError::Settings(found))) => found,
            Some(other) => {
                problems.push(Problem {
                    file: "plugins.toml".to_owned(),
                    line: None,
                    message: format!("the plugin '{}' cannot be used: {other}", choice.plugin),
                    remedy: "Install it, or choose another".to_owned(),
                });
                continue;
            }
        };
        problems.extend(found.into_iter().map(|found| {
            let place = locate_setting(&files, kind, &found.path);
            let (file, line) = place.map_or_else(|| ("plugins.toml".to_owned(), None), |(file, line)| (file, line));
            Problem {
                file,
                line,
                message: format!("{}: {}", choice.plugin, found.message.trim_end_matches('.')),
                remedy: found.remedy.trim_end_matches('.').to_owned(),
            }
        }));
    }
    Ok(problems)
}
