//! The plugins that a council's files name, tried with their settings.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use casework::ids::TenantId;
use casework::manifest::{Manifest, PluginChoice, PluginKind, Problem, locate_setting};
use egress::{Egress, EgressLimits, Origin};
use plugin_host::{Description, Kind, Limits, LoadError, PluginHost, PluginHostConfig};
use uuid::Uuid;

use super::catalogue::{PluginError, Plugins};
use super::inspector::Inspector;
use crate::ambient::{Ids, SystemClock};
use crate::tenancy::apply::read_folder;
use crate::vault::Vault;

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
    let plugins = Plugins::new(host, plugins.to_owned(), Inspector::default(), Vault::of_machine(cache, Ids)?);
    let deciding = [
        (Some(PluginKind::Routing), Kind::Routing, &manifest.plugins.routing),
        (Some(PluginKind::Sla), Kind::SlaPolicy, &manifest.plugins.sla),
    ];
    let mut problems = Vec::new();
    let mut carrying = Vec::new();
    for it in &manifest.plugins.integrations {
        match Kind::ALL.into_iter().find(|kind| kind.as_str() == it.kind && !kind.decides()) {
            Some(kind) => carrying.push((None, kind, &it.choice)),
            None => problems.push(Problem {
                file: "plugins.toml".to_owned(),
                line: None,
                message: format!("'{}' is no kind of plugin that reads from, or hands over to, other systems", it.kind),
                remedy: "Write its kind as its plugin.toml does, such as committee-calendar".to_owned(),
            }),
        }
        problems.extend(it.hosts.iter().filter(|host| Origin::parse(host).is_none()).map(|host| Problem {
            file: "plugins.toml".to_owned(),
            line: None,
            message: format!("'{host}' is no host"),
            remedy: "Write api.example.org, or api.example.org:8443".to_owned(),
        }));
    }
    for (kind, world, choice) in deciding.into_iter().chain(carrying) {
        let found = match tried(&plugins, world, choice).await {
            Ok(description) => manifest.unknown_names(&description.settings, &choice.settings),
            Err(PluginError::Load(LoadError::Settings(found))) => found,
            Err(other) => {
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
            let place = kind.and_then(|kind| locate_setting(&files, kind, &found.path));
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

async fn tried(plugins: &Plugins, kind: Kind, choice: &PluginChoice) -> Result<Arc<Description>, PluginError> {
    let installed = plugins.installed(None, &choice.plugin, None).await?;
    if installed.description.kind != kind {
        let reason = format!("it is of kind {}", installed.description.kind);
        return Err(LoadError::WrongWorld { kind, reason }.into());
    }
    installed.try_settings(&plugins.host, TenantId::from_uuid(Uuid::nil()), &choice.settings).await?;
    Ok(installed.description)
}
