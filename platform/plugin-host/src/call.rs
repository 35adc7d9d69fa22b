//! One call of a guest: its turn, its store, its limits, and what its end means.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use casework::calendar::WorkingCalendar;
use casework::ids::TenantId;
use tokio::runtime::Runtime;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use wasmtime::{Engine, Store, UpdateDeadline};

use crate::cache::Cache;
use crate::engine::{self, TICK};
use crate::failure::{GuestFailure, HostError};
use crate::guest::Guest;
use crate::limits::{Budget, Limits};

/// Fuel after which a call gives way: about a tenth of a millisecond, and many times what our own plugins use.
const FIRST_SLICE: u64 = 200_000;

/// What all plugins of a host share.
pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) cache: Cache,
    pub(crate) limits: Limits,
    /// Plugins that compute for long do so on threads of their own: on the server's they would delay every request
    /// (seen: 205 ms).
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
    ///
    /// A call begins where its caller is: nearly all are done within microseconds, and waking another thread takes longer
    /// than that. One that is not done after [`FIRST_SLICE`] moves to the plugins' own threads.
    pub(crate) async fn run<C: Call>(self: &Arc<Self>, job: Job, call: C) -> Result<C::Answer, GuestFailure> {
        let answer_within = job.budget(&self.limits).answer;
        let turn = self.turn(&job.tenant).await?;
        let shared = Arc::clone(self);
        let mut running = Box::pin(async move {
            // Given back when the call has really ended, not when the caller stopped waiting.
            let _turn = turn;
            shared.run_here(job, call).await
        });
        if let Poll::Ready(answer) = poll_fn(|context| Poll::Ready(running.as_mut().poll(context))).await {
            return answer;
        }

        let Some(runtime) = &self.runtime else { return Err(GuestFailure::Busy) };
        let mut task = runtime.spawn(running);
        match timeout(answer_within, &mut task).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(GuestFailure::Trapped { summary: "the host stopped it".to_owned() }),
            Err(_) => {
                task.abort();
                Err(GuestFailure::TimedOut)
            }
        }
    }

    /// A council's turn and the machine's, at once if they are free. A council waits for its own first, so that its queue
    /// does not hold the machine's turns.
    async fn turn(&self, tenant: &Arc<Semaphore>) -> Result<[OwnedSemaphorePermit; 2], GuestFailure> {
        let free = |turns: &Arc<Semaphore>| Arc::clone(turns).try_acquire_owned().ok();
        if let Some(tenant) = free(tenant)
            && let Some(machine) = free(&self.turns)
        {
            return Ok([tenant, machine]);
        }
        let wait = async {
            let tenant = Arc::clone(tenant).acquire_owned().await?;
            Ok::<_, AcquireError>([tenant, Arc::clone(&self.turns).acquire_owned().await?])
        };
        timeout(self.limits.queue, wait).await.ok().and_then(Result::ok).ok_or(GuestFailure::Busy)
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
        store
            .set_fuel(budget.fuel)
            .and_then(|()| store.fuel_async_yield_interval(Some(FIRST_SLICE)))
            .expect("the engine is configured to count fuel");
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
