//! One call of a guest: its turn, its store, its limits, and what its end means.

use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use casework::calendar::WorkingCalendar;
use casework::ids::TenantId;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use wasmtime::{Engine, Store, UpdateDeadline};

use crate::cache::Cache;
use crate::engine::{self, TICK};
use crate::failure::{GuestFailure, HostError};
use crate::guest::Guest;
use crate::limits::{Budget, Limits};

/// What all plugins of a host share.
pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) cache: Cache,
    pub(crate) limits: Limits,
    /// Plugins compute on threads of their own: on the server's they would delay every request (seen: 205 ms).
    runtime: Option<Runtime>,
    turns: Arc<Semaphore>,
    tenants: Mutex<HashMap<TenantId, Arc<Semaphore>>>,
}

/// What one call is about, besides the function to call.
pub(crate) struct Job {
    pub(crate) plugin: Arc<str>,
    pub(crate) tenant: Arc<Semaphore>,
    /// The council's calendar for a decision; none for `prepare`.
    pub(crate) calendar: Option<Arc<WorkingCalendar>>,
}

impl Job {
    fn budget<'l>(&self, limits: &'l Limits) -> &'l Budget {
        if self.calendar.is_some() { &limits.decide } else { &limits.prepare }
    }
}

/// A function of a guest with its arguments: makes a fresh instance in the store and calls it.
pub(crate) trait Call: Send + 'static {
    type Answer: Send + 'static;
    fn call(self, store: &mut Store<Guest>) -> impl Future<Output = wasmtime::Result<Self::Answer>> + Send;
}

impl Shared {
    pub(crate) fn start(cache_dir: &Path, limits: Limits) -> Result<Self, HostError> {
        let engine = engine::start(&limits)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(limits.threads)
            .thread_name("plugin")
            .enable_time()
            .build()
            .map_err(HostError::Thread)?;
        Ok(Self {
            cache: Cache::open(cache_dir, &engine)?,
            engine,
            runtime: Some(runtime),
            turns: Arc::new(Semaphore::new(limits.calls)),
            tenants: Mutex::default(),
            limits,
        })
    }

    /// The turns of one council; all its plugins share them.
    pub(crate) fn tenant(&self, tenant: TenantId) -> Arc<Semaphore> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Semaphore::new(self.limits.calls_per_tenant));
        Arc::clone(tenants.entry(tenant).or_insert_with(new))
    }

    /// Runs one call within its limits. Never panics, and always returns within the queue's and the budget's time.
    pub(crate) async fn run<C: Call>(self: &Arc<Self>, job: Job, call: C) -> Result<C::Answer, GuestFailure> {
        let budget = job.budget(&self.limits);
        let turns = (Arc::clone(&job.tenant), Arc::clone(&self.turns));
        // A council first takes its own turn, so that one council's queue does not hold the machine's turns.
        let take = async {
            Ok::<_, tokio::sync::AcquireError>((turns.0.acquire_owned().await?, turns.1.acquire_owned().await?))
        };
        let Ok(Ok(turn)) = timeout(self.limits.queue, take).await else { return Err(GuestFailure::Busy) };

        let Some(runtime) = &self.runtime else { return Err(GuestFailure::Busy) };
        let shared = Arc::clone(self);
        let mut task = runtime.spawn(async move {
            // Given back when the call has really ended, not when the caller stopped waiting.
            let _turn = turn;
            shared.run_here(job, call).await
        });
        match timeout(budget.answer, &mut task).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(GuestFailure::Trapped { summary: "the host stopped it".to_owned() }),
            Err(_) => {
                task.abort();
                Err(GuestFailure::TimedOut)
            }
        }
    }

    async fn run_here<C: Call>(&self, job: Job, call: C) -> Result<C::Answer, GuestFailure> {
        let mut store = self.store(job);
        let answer = call.call(&mut store).await;
        answer.map_err(|error| GuestFailure::of(&error, store.data().denied_memory))
    }

    fn store(&self, job: Job) -> Store<Guest> {
        let budget = job.budget(&self.limits);
        let guest = Guest {
            plugin: job.plugin,
            keeps_notes: job.calendar.is_none(),
            calendar: job.calendar,
            notes: 0,
            calendar_days_left: self.limits.calendar_days,
            memory_bytes: self.limits.memory_bytes,
            table_elements: self.limits.table_elements,
            denied_memory: false,
        };
        let mut store = Store::new(&self.engine, guest);
        store.limiter(|guest| guest);
        store.set_hostcall_fuel(budget.output_bytes);
        store.set_fuel(budget.fuel).expect("the engine is configured to count fuel");
        let mut ticks_left = budget.wall.as_nanos().div_ceil(TICK.as_nanos());
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(move |_| {
            ticks_left = ticks_left.saturating_sub(1);
            if ticks_left == 0 {
                return Err(GuestFailure::TimedOut.into());
            }
            Ok(UpdateDeadline::Yield(1))
        });
        store
    }
}

impl Drop for Shared {
    /// A runtime that is dropped within another waits for its threads, which is not allowed there.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
