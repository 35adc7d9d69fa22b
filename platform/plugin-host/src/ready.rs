//! What every kind of plugin is once it is ready: linked, with its settings read, and with a record of how it fares.

use std::sync::Arc;

use casework::calendar::WorkingCalendar;
use casework::feeds::FeedError;
use casework::ids::TenantId;
use casework::manifest::SettingsProblem;
use egress::Permit;
use wasmtime::Store;
use wasmtime::component::Component;

use crate::bindings::Contract;
use crate::call::{Call, Job, Purpose, Shared, Turns};
use crate::failure::{Failure, GuestFailure, LoadError};
use crate::guest::Guest;
use crate::record::{End, Record};
use crate::worlds::World;

/// What a plugin is made ready from.
pub(crate) struct Parts<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) name: &'a Arc<str>,
    pub(crate) component: &'a Component,
    pub(crate) contract: Contract,
    pub(crate) settings: &'a serde_json::Value,
    pub(crate) version: &'a str,
    pub(crate) tenant: TenantId,
    pub(crate) permit: Permit,
    /// Has a record of its own.
    pub(crate) on_trial: bool,
}

/// A plugin with a council's settings.
pub(crate) struct Ready<W> {
    shared: Arc<Shared>,
    world: W,
    /// What the plugin made of its settings.
    prepared: Vec<u8>,
    permit: Arc<Permit>,
    deciding: Turns,
    carrying: Turns,
    record: Arc<Record>,
}

impl<W: World> Ready<W> {
    pub(crate) async fn prepare(parts: Parts<'_>) -> Result<Arc<Self>, LoadError> {
        let Parts { shared, name, component, contract, settings, version, tenant, permit, on_trial } = parts;
        let world = W::link(&shared.engine, component, contract)
            .map_err(|error| LoadError::WrongWorld { kind: W::KIND, reason: format!("{error:#}") })?;

        let limit = shared.limits.settings_bytes;
        let settings = settings.to_string();
        if settings.len() > limit {
            return Err(LoadError::SettingsTooLarge { bytes: settings.len(), limit });
        }
        let (deciding, carrying) = (shared.deciding.of(tenant), shared.carrying.of(tenant));
        let record =
            if on_trial { shared.trial_record(tenant, name, version) } else { shared.record(tenant, name, version) };
        let job = Job { record: Arc::clone(&record), purpose: Purpose::Prepare };
        let prepared = match shared.run(job, &deciding, Prepare { world: world.clone(), settings }).await? {
            Ok(prepared) if prepared.len() > limit => {
                return Err(LoadError::SettingsTooLarge { bytes: prepared.len(), limit });
            }
            Ok(prepared) => prepared,
            Err(problems) => return Err(LoadError::Settings(problems)),
        };
        record.renewed();
        let (shared, permit) = (Arc::clone(shared), Arc::new(permit));
        Ok(Arc::new(Self { shared, world, prepared, permit, deciding, carrying, record }))
    }

    /// Calls the guest for a decision.
    pub(crate) async fn decide<C, T>(&self, call: C, calendar: &Arc<WorkingCalendar>) -> Result<T, GuestFailure>
    where
        C: Call<Answer = Result<T, GuestFailure>>,
    {
        self.recorded(call, Purpose::Decide(Arc::clone(calendar)), &self.deciding).await
    }

    /// Calls the guest to read from, or hand over to, another system.
    pub(crate) async fn carry<C, T, F: Failure>(&self, call: C, calendar: &Arc<WorkingCalendar>) -> Result<T, F>
    where
        C: Call<Answer = Result<T, F>>,
    {
        let purpose = Purpose::Carry(Arc::clone(calendar), Arc::clone(&self.permit));
        self.recorded(call, purpose, &self.carrying).await
    }

    /// Calls the guest, unless it is left alone, and writes down how it ended.
    async fn recorded<C, T, F: Failure>(&self, call: C, purpose: Purpose, turns: &Turns) -> Result<T, F>
    where
        C: Call<Answer = Result<T, F>>,
    {
        let begun = self.record.begin().ok_or(GuestFailure::Suspended)?;
        let job = Job { record: Arc::clone(&self.record), purpose };
        let answer = self.shared.run(job, turns, call).await.map_err(F::from).and_then(|answer| answer);
        match &answer {
            Ok(_) => self.record.end(begun, &End::Good),
            Err(failure) => {
                let (code, trouble) = (failure.code(), failure.is_trouble());
                self.record.end(begun, &End::Failed { code, message: failure, trouble });
                // One that is only ever sent something, or given files, says so whenever it is asked.
                if code != FeedError::NotThisWay.code() {
                    tracing::warn!(
                        plugin.name = self.name(),
                        plugin.version = self.version(),
                        plugin.failure = code,
                        "a plugin gave no answer"
                    );
                }
            }
        }
        answer
    }
}

impl<W> Ready<W> {
    pub(crate) fn world(&self) -> &W {
        &self.world
    }

    pub(crate) fn prepared(&self) -> &[u8] {
        &self.prepared
    }

    pub(crate) fn name(&self) -> &str {
        &self.record.plugin
    }

    pub(crate) fn version(&self) -> &str {
        &self.record.version
    }
}

struct Prepare<W> {
    world: W,
    settings: String,
}

impl<W: World> Call for Prepare<W> {
    type Answer = Result<Vec<u8>, Vec<SettingsProblem>>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        self.world.read_settings(store, &self.settings).await
    }
}
