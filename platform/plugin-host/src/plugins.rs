//! Plugins ready for use: a component with the settings of one council.

use std::future::Future;
use std::sync::Arc;

use casework::calendar::WorkingCalendar;
use casework::manifest::SettingsProblem;
use casework::routing::{Enquiry, RouteDecision};
use casework::sla::{Proposed, Situation};
use tokio::sync::Semaphore;
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Engine, Store};

use crate::bindings::routing::{self, Routing, RoutingPre};
use crate::bindings::sla_policy::{self, SlaPolicy, SlaPolicyPre};
use crate::bindings::types::{Problem, Refusal};
use crate::call::{Call, Job, Shared};
use crate::failure::{GuestFailure, LoadError};
use crate::guest::{Guest, refusal};

/// The most problems that are passed on.
const MOST_PROBLEMS: usize = 100;

/// A routing plugin with a council's settings. Cheap to clone.
#[derive(Clone)]
pub struct RoutingPlugin(Arc<Ready<RoutingPre<Guest>>>);

impl RoutingPlugin {
    pub(crate) async fn prepare(parts: Parts<'_>) -> Result<Self, LoadError> {
        Ok(Self(Arc::new(Ready::prepare(parts).await?)))
    }

    /// Chooses a team for one case (R18).
    ///
    /// # Errors
    /// Any [`GuestFailure`]; [`casework::routing::settle`] turns it into Triage. Whether the group exists is settled there,
    /// too.
    pub async fn route(
        &self,
        enquiry: &Enquiry,
        calendar: &Arc<WorkingCalendar>,
    ) -> Result<RouteDecision, GuestFailure> {
        let route = Route { ready: Arc::clone(&self.0), enquiry: routing::enquiry(enquiry) };
        self.0.checked(route, calendar, routing::decision).await
    }

    pub fn name(&self) -> &str {
        &self.0.name
    }

    pub fn version(&self) -> &str {
        &self.0.version
    }
}

/// An SLA plugin with a council's settings. Cheap to clone.
#[derive(Clone)]
pub struct SlaPlugin(Arc<Ready<SlaPolicyPre<Guest>>>);

impl SlaPlugin {
    pub(crate) async fn prepare(parts: Parts<'_>) -> Result<Self, LoadError> {
        Ok(Self(Arc::new(Ready::prepare(parts).await?)))
    }

    /// Sets one deadline (R26, R30).
    ///
    /// # Errors
    /// Any [`GuestFailure`]; [`casework::sla::settle`] turns it into the council's default target. Whether the day is a
    /// sensible one is settled there, too.
    pub async fn deadline(
        &self,
        situation: &Situation,
        calendar: &Arc<WorkingCalendar>,
    ) -> Result<Proposed, GuestFailure> {
        let deadline = SetDeadline { ready: Arc::clone(&self.0), situation: sla_policy::situation(situation) };
        self.0.checked(deadline, calendar, sla_policy::proposal).await
    }

    pub fn name(&self) -> &str {
        &self.0.name
    }

    pub fn version(&self) -> &str {
        &self.0.version
    }
}

/// What a plugin is made ready from.
pub(crate) struct Parts<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) name: &'a Arc<str>,
    pub(crate) component: &'a Component,
    pub(crate) settings: &'a serde_json::Value,
    pub(crate) version: &'a str,
    pub(crate) tenant: Arc<Semaphore>,
}

/// What every kind of plugin is, once it is ready.
struct Ready<W> {
    shared: Arc<Shared>,
    world: W,
    name: Arc<str>,
    version: String,
    /// What the plugin made of its settings.
    prepared: Vec<u8>,
    tenant: Arc<Semaphore>,
}

impl<W: World> Ready<W> {
    async fn prepare(parts: Parts<'_>) -> Result<Self, LoadError> {
        let Parts { shared, name, component, settings, version, tenant } = parts;
        let world = W::link(&shared.engine, component)
            .map_err(|error| LoadError::WrongWorld { kind: W::KIND, reason: format!("{error:#}") })?;

        let limit = shared.limits.settings_bytes;
        let settings = settings.to_string();
        if settings.len() > limit {
            return Err(LoadError::SettingsTooLarge { bytes: settings.len(), limit });
        }
        let job = Job { plugin: Arc::clone(name), tenant: Arc::clone(&tenant), calendar: None };
        let prepared = match shared.run(job, Prepare { world: world.clone(), settings }).await? {
            Ok(prepared) if prepared.len() > limit => {
                return Err(LoadError::SettingsTooLarge { bytes: prepared.len(), limit });
            }
            Ok(prepared) => prepared,
            Err(problems) => return Err(LoadError::Settings(told(problems))),
        };
        Ok(Self {
            shared: Arc::clone(shared),
            world,
            name: Arc::clone(name),
            version: version.to_owned(),
            prepared,
            tenant,
        })
    }

    /// Calls the guest for a decision and checks that its answer keeps to the contract.
    async fn checked<C, A, T>(
        &self,
        call: C,
        calendar: &Arc<WorkingCalendar>,
        check: impl FnOnce(A) -> Result<T, GuestFailure>,
    ) -> Result<T, GuestFailure>
    where
        C: Call<Answer = Result<A, Refusal>>,
    {
        let calendar = Some(Arc::clone(calendar));
        let job = Job { plugin: Arc::clone(&self.name), tenant: Arc::clone(&self.tenant), calendar };
        let answer = match self.shared.run(job, call).await {
            Ok(Ok(answer)) => check(answer),
            Ok(Err(refused)) => Err(refusal(refused)),
            Err(failure) => Err(failure),
        };
        if let Err(failure) = &answer {
            tracing::warn!(
                plugin.name = &*self.name,
                plugin.version = self.version,
                plugin.failure = failure.code(),
                "a plugin gave no answer"
            );
        }
        answer
    }
}

fn told(problems: Vec<Problem>) -> Vec<SettingsProblem> {
    let told = |Problem { path, message, remedy }| SettingsProblem { path, message, remedy };
    problems.into_iter().take(MOST_PROBLEMS).map(told).collect()
}

/// What sets one kind of plugin apart before its first decision: how it is linked and how it reads settings.
trait World: Clone + Send + Sync + Sized + 'static {
    const KIND: &'static str;

    fn link(engine: &Engine, component: &Component) -> wasmtime::Result<Self>;

    fn read_settings(
        self,
        store: &mut Store<Guest>,
        settings: &str,
    ) -> impl Future<Output = wasmtime::Result<Result<Vec<u8>, Vec<Problem>>>> + Send;
}

impl World for RoutingPre<Guest> {
    const KIND: &'static str = "routing";

    fn link(engine: &Engine, component: &Component) -> wasmtime::Result<Self> {
        let mut linker = Linker::new(engine);
        Routing::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
        Self::new(linker.instantiate_pre(component)?)
    }

    async fn read_settings(
        self,
        store: &mut Store<Guest>,
        settings: &str,
    ) -> wasmtime::Result<Result<Vec<u8>, Vec<Problem>>> {
        self.instantiate_async(&mut *store).await?.call_prepare(store, settings).await
    }
}

impl World for SlaPolicyPre<Guest> {
    const KIND: &'static str = "sla-policy";

    fn link(engine: &Engine, component: &Component) -> wasmtime::Result<Self> {
        let mut linker = Linker::new(engine);
        SlaPolicy::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
        Self::new(linker.instantiate_pre(component)?)
    }

    async fn read_settings(
        self,
        store: &mut Store<Guest>,
        settings: &str,
    ) -> wasmtime::Result<Result<Vec<u8>, Vec<Problem>>> {
        self.instantiate_async(&mut *store).await?.call_prepare(store, settings).await
    }
}

struct Prepare<W> {
    world: W,
    settings: String,
}

impl<W: World> Call for Prepare<W> {
    type Answer = Result<Vec<u8>, Vec<Problem>>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        self.world.read_settings(store, &self.settings).await
    }
}

struct Route {
    ready: Arc<Ready<RoutingPre<Guest>>>,
    enquiry: routing::Enquiry,
}

impl Call for Route {
    type Answer = Result<routing::Decision, Refusal>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        let instance = self.ready.world.instantiate_async(&mut *store).await?;
        instance.call_route(store, &self.ready.prepared, &self.enquiry).await
    }
}

struct SetDeadline {
    ready: Arc<Ready<SlaPolicyPre<Guest>>>,
    situation: sla_policy::Situation,
}

impl Call for SetDeadline {
    type Answer = Result<sla_policy::Proposal, Refusal>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        let instance = self.ready.world.instantiate_async(&mut *store).await?;
        instance.call_deadline(store, &self.ready.prepared, &self.situation).await
    }
}
