//! Which council a request belongs to, and everything about that council a request needs.
//!
//! [`Directory`] knows every council by host name and keeps a [`Council`] of each in memory: manifest, groups, wards,
//! workflow versions, plugins. It is asked on every request, so it never asks the database on the way; a refresh in the
//! background reloads the councils whose revision grew (`tenant apply`, suspension), within [`REFRESH`].

pub mod apply;
pub mod provision;
pub mod scope;
mod store;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use casework::calendar::WorkingCalendar;
use casework::ids::{GroupId, SchemaName, TenantId, WardId};
use casework::manifest::Manifest;
use casework::stages::{GroupLookup, Workflow};
use casework::text::Lang;
use chrono::{DateTime, Utc};
use plugin_host::{RoutingPlugin, SlaPlugin};
use sea_orm::DbErr;

pub use scope::{Acting, Database, TenantTx};

use crate::plugins::{self, Carriers, InForce, Installed, PluginError, Plugins, Seat, Titles};

/// The database node that this program is connected to: the only one today. A second one is a second [`Database`], chosen
/// here by the council's placement.
pub const NODE: &str = "main";

/// How often the directory looks for changed councils.
pub const REFRESH: Duration = Duration::from_secs(2);

/// A council as the program works with it. Replaced whole when the council's revision grows.
pub struct Council {
    pub id: TenantId,
    /// The first of its host names, for links in mail.
    pub host: String,
    pub schema: SchemaName,
    pub revision: i64,
    pub manifest: Manifest,
    pub manifest_version: i32,
    /// The newest workflow and the versions that running cases may still be on (R17).
    pub workflow_version: i32,
    pub workflows: BTreeMap<i32, Workflow>,
    pub groups: Groups,
    pub wards: Wards,
    pub calendar: Arc<WorkingCalendar>,
    /// How often plugins had come into force, and secrets been changed, when it was loaded.
    pub activations: i64,
    /// `Err` says why there is no plugin to ask; cases then go to Triage and get the default targets.
    pub routing: Result<RoutingPlugin, Unready>,
    pub sla: Result<SlaPlugin, Unready>,
    /// Plugins that read from, or hand over to, other systems.
    pub carriers: Carriers,
    /// What people call its plugins.
    pub titles: Titles,
}

/// A plugin that should decide, and cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plugin {plugin} cannot be used: {reason}")]
pub struct Unready {
    pub plugin: String,
    pub reason: String,
}

impl Council {
    /// Name of a group for people to read; empty for one that is in no manifest any more.
    #[must_use]
    pub fn group_name(&self, id: GroupId, lang: Lang) -> &str {
        let key = self.groups.lookup.key(id);
        let group = key.and_then(|key| self.manifest.groups.iter().find(|group| group.key == key));
        group.map_or("", |group| group.name.get(lang))
    }

    /// The workflow that a case runs on. A version is never removed while the council exists.
    #[must_use]
    pub fn workflow(&self, version: i32) -> &Workflow {
        self.workflows.get(&version).unwrap_or(&self.manifest.workflow)
    }
}

/// The council's groups: ids of keys, and who oversees.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    pub lookup: GroupLookup,
    /// Groups that see every case of the council.
    pub oversee: Vec<GroupId>,
}

/// The council's wards, by GSS code and by id.
#[derive(Clone, Debug, Default)]
pub struct Wards {
    pub by_gss: BTreeMap<String, WardId>,
    pub names: HashMap<WardId, (String, String)>,
}

impl Wards {
    /// Name of a ward for people to read; empty for an unknown one.
    #[must_use]
    pub fn name(&self, id: WardId) -> &str {
        self.names.get(&id).map_or("", |(_, name)| name)
    }

    /// GSS code of a ward; empty for an unknown one.
    #[must_use]
    pub fn gss(&self, id: WardId) -> &str {
        self.names.get(&id).map_or("", |(gss, _)| gss)
    }
}

/// The council of this slug, for commands that serve nobody; a suspended one too.
///
/// # Errors
/// When the control plane cannot be read.
pub async fn by_slug(database: &Database, slug: &str) -> Result<Option<(TenantId, SchemaName)>, DbErr> {
    store::by_slug(&database.begin_control().await?, slug).await
}

/// What a host name leads to.
#[derive(Clone)]
pub enum Found {
    Council(Arc<Council>),
    Suspended,
    Unknown,
}

#[derive(Default)]
struct Known {
    hosts: HashMap<String, TenantId>,
    suspended: HashMap<TenantId, i64>,
    councils: HashMap<TenantId, Arc<Council>>,
}

/// Every council this program serves.
pub struct Directory {
    database: Database,
    plugins: Arc<Plugins>,
    known: RwLock<Known>,
}

impl Directory {
    /// An empty directory; call [`Directory::refresh`] before serving.
    #[must_use]
    pub fn new(database: Database, plugins: Arc<Plugins>) -> Self {
        Self { database, plugins, known: RwLock::default() }
    }

    /// The council of a `Host` header; a port is ignored, case too.
    #[must_use]
    pub fn find(&self, host: &str) -> Found {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let Some(id) = known.hosts.get(&name) else { return Found::Unknown };
        match known.councils.get(id) {
            Some(council) => Found::Council(Arc::clone(council)),
            None if known.suspended.contains_key(id) => Found::Suspended,
            None => Found::Unknown,
        }
    }

    /// Every active council, for background work and metrics.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Council>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.councils.values().cloned().collect()
    }

    /// Reloads the councils whose revision grew. A council that cannot be loaded keeps its last good state and is
    /// reported; it does not hold the others.
    ///
    /// # Errors
    /// When the control plane cannot be read.
    pub async fn refresh(&self) -> Result<(), DbErr> {
        let control = self.database.begin_control().await?;
        let tenants = store::tenants(&control).await?;
        let hosts = store::hosts(&control).await?;
        drop(control);

        let mut fresh = Known { hosts, ..Known::default() };
        for tenant in tenants {
            if tenant.node != NODE {
                tracing::error!(tenant.id = %tenant.id, node.name = tenant.node, "council lies on a node this program has no connection to");
                continue;
            }
            if tenant.suspended {
                fresh.suspended.insert(tenant.id, tenant.revision);
                continue;
            }
            let held = self.known.read().unwrap_or_else(PoisonError::into_inner).councils.get(&tenant.id).cloned();
            match held {
                Some(held) if held.revision == tenant.revision => {
                    fresh.councils.insert(tenant.id, held);
                }
                held => match self.load(&tenant, first_host(&fresh.hosts, tenant.id)).await {
                    Ok(Some(council)) => {
                        fresh.councils.insert(tenant.id, Arc::new(council));
                    }
                    Ok(None) => {}
                    Err(error) => {
                        tracing::error!(tenant.id = %tenant.id, error = %error, "council could not be loaded");
                        if let Some(held) = held {
                            fresh.councils.insert(tenant.id, held);
                        }
                    }
                },
            }
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// A council as its schema now describes it; `None` before its first `tenant apply`.
    async fn load(&self, tenant: &store::Tenant, host: String) -> Result<Option<Council>, DbErr> {
        let tx = self.database.begin(&tenant.schema, Acting::System).await?;
        let Some((manifest_version, manifest)) = store::manifest(&tx).await? else { return Ok(None) };
        let workflows = store::workflows(&tx).await?;
        let groups = store::groups(&tx).await?;
        let wards = store::wards(&tx).await?;
        let (activations, in_force) = (plugins::activations_so_far(&tx).await?, plugins::in_force(&tx).await?);
        let (sandbox, id) = (&self.plugins.host, tenant.id);
        let routing =
            self.ready(&tx, in_force.get(&Seat::ROUTING), async |it, settings| it.routing(sandbox, id, settings).await);
        let routing = routing.await;
        let sla =
            self.ready(&tx, in_force.get(&Seat::SLA), async |it, settings| it.sla(sandbox, id, settings).await).await;
        let carriers = plugins::carriers(&self.plugins, &tx, id, &in_force).await?;
        let titles = Titles::load(&self.plugins, &tx, &in_force).await;
        drop(tx);

        let calendar = Arc::new(WorkingCalendar::new(manifest.nation, manifest.closures.iter().copied().collect()));
        for failure in [routing.as_ref().err(), sla.as_ref().err()].into_iter().flatten() {
            tracing::error!(tenant.id = %tenant.id, error = %failure, "plugin could not be loaded");
        }
        Ok(Some(Council {
            id: tenant.id,
            host,
            schema: tenant.schema.clone(),
            revision: tenant.revision,
            manifest_version,
            workflow_version: workflows.keys().next_back().copied().unwrap_or(1),
            workflows,
            groups,
            wards,
            calendar,
            activations,
            routing,
            sla,
            carriers,
            titles,
            manifest,
        }))
    }

    /// A plugin in force, made ready.
    async fn ready<P>(
        &self,
        tx: &TenantTx,
        in_force: Option<&InForce>,
        prepare: impl AsyncFnOnce(&Installed, &serde_json::Value) -> Result<P, PluginError>,
    ) -> Result<P, Unready> {
        let Some(InForce { setup, .. }) = in_force else {
            return Err(Unready { plugin: String::new(), reason: "none is in force".to_owned() });
        };
        let ready = async {
            let installed = self.plugins.installed(Some(tx), &setup.plugin, setup.artefact).await?;
            prepare(&installed, &setup.settings).await
        };
        ready.await.map_err(|error| Unready { plugin: setup.plugin.clone(), reason: error.to_string() })
    }
}

/// Has every running program reload a council.
///
/// # Errors
/// When the control plane cannot be written to.
pub async fn touch(database: &Database, council: TenantId, at: DateTime<Utc>) -> Result<(), DbErr> {
    let control = database.begin_control().await?;
    store::touch(&control, council, at).await?;
    control.commit().await
}

fn first_host(hosts: &HashMap<String, TenantId>, tenant: TenantId) -> String {
    hosts.iter().filter(|(_, id)| **id == tenant).map(|(name, _)| name).min().cloned().unwrap_or_default()
}

/// Where the councils' folders, built plugins and caches lie.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Built plugins: `<name>.wasm` beside `<name>.toml`.
    pub plugins: PathBuf,
    /// Compiled plugins, safe to delete.
    pub cache: PathBuf,
}
