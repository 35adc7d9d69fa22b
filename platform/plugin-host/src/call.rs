//! One call of a guest: its turn, its store, its limits, and what its end means.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use casework::calendar::WorkingCalendar;
use casework::clock::Clock;
use casework::ids::TenantId;
use egress::{Egress, Permit};
use futures::FutureExt as _;
use tokio::runtime::Runtime;
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use wasmtime::{Engine, Store, UpdateDeadline};

use crate::PluginHostConfig;
use crate::cache::Cache;
use crate::engine::{self, TICK};
use crate::failure::{GuestFailure, HostError};
use crate::guest::{Days, Guest};
use crate::limits::{Budget, Limits, Patience};
use crate::reach::Reach;
use crate::record::Record;

/// Fuel after which a call gives way: about a tenth of a millisecond, and many times what our own plugins use.
const FIRST_SLICE: u64 = 200_000;

/// What all plugins of a host share.
pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) cache: Cache,
    pub(crate) limits: Limits,
    pub(crate) clock: Arc<dyn Clock>,
    egress: Egress,
    /// Decisions and `prepare` have turns and threads of their own, feeds and channels have others: those wait for other systems,
    /// and may compute for long.
    pub(crate) deciding: Lane,
    pub(crate) carrying: Lane,
    records: Mutex<Records>,
}

/// By council, name and version.
type Records = HashMap<(TenantId, Arc<str>, String), Arc<Record>>;

/// What a call is for; its limits follow from it.
pub(crate) enum Purpose {
    Prepare,
    Decide(Arc<WorkingCalendar>),
    Carry(Arc<WorkingCalendar>, Arc<Permit>),
}

/// What one call is about, besides the function to call.
pub(crate) struct Job {
    pub(crate) record: Arc<Record>,
    pub(crate) purpose: Purpose,
}

impl Job {
    fn budget<'l>(&self, limits: &'l Limits) -> &'l Budget {
        match self.purpose {
            Purpose::Prepare => &limits.prepare,
            Purpose::Decide(_) => &limits.decide,
            Purpose::Carry(..) => &limits.carry.call,
        }
    }

    fn memory_bytes(&self, limits: &Limits) -> usize {
        match self.purpose {
            Purpose::Prepare | Purpose::Decide(_) => limits.memory_bytes,
            Purpose::Carry(..) => limits.carry.memory_bytes,
        }
    }
}

/// A function of a guest with its arguments: makes a fresh instance in the store and calls it.
pub(crate) trait Call: Send + 'static {
    type Answer: Send + 'static;
    fn call(self, store: &mut Store<Guest>) -> impl Future<Output = wasmtime::Result<Self::Answer>> + Send;
}

impl Shared {
    pub(crate) fn start(config: PluginHostConfig) -> Result<Self, HostError> {
        let PluginHostConfig { cache_dir, limits, clock, egress } = config;
        let engine = engine::start(&limits)?;
        let carry = &limits.carry;
        let (first, last) = (Threads::start(limits.threads, || ())?, Threads::start(carry.threads, stand_back)?);
        Ok(Self {
            cache: Cache::open(&cache_dir, &engine)?,
            engine,
            clock,
            egress,
            deciding: Lane::new(first, limits.calls, limits.calls_per_tenant, limits.queue),
            carrying: Lane::new(last, carry.calls, carry.calls_per_tenant, carry.queue),
            records: Mutex::default(),
            limits,
        })
    }

    /// What is known of this plugin of this council.
    pub(crate) fn record(&self, tenant: TenantId, plugin: &Arc<str>, version: &str) -> Arc<Record> {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Record::new(tenant, plugin, version, &self.clock, &self.limits.patience));
        Arc::clone(records.entry((tenant, Arc::clone(plugin), version.to_owned())).or_insert_with(new))
    }

    /// A record that nobody else sees, of a plugin that is tried: it is asked again however often it fails.
    pub(crate) fn trial_record(&self, tenant: TenantId, plugin: &Arc<str>, version: &str) -> Arc<Record> {
        let patience = Patience { failures: u32::MAX, ..self.limits.patience.clone() };
        Arc::new(Record::new(tenant, plugin, version, &self.clock, &patience))
    }

    pub(crate) fn records(&self) -> Vec<Arc<Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Runs one call within its limits. Never panics, and always returns within the queue's and the budget's time.
    ///
    /// A decision begins where its caller is: nearly all are done within microseconds, and waking another thread takes
    /// longer than that. One that is not done after [`FIRST_SLICE`] moves to the plugins' own threads. Feeds and channels
    /// begin there.
    pub(crate) async fn run<C: Call>(
        self: &Arc<Self>,
        job: Job,
        turns: &Turns,
        call: C,
    ) -> Result<C::Answer, GuestFailure> {
        let answer_within = job.budget(&self.limits).answer;
        let begins_here = !matches!(job.purpose, Purpose::Carry(..));
        let turn = turns.take().await?;
        let shared = Arc::clone(self);
        let mut running = Box::pin(async move {
            // Given back when the call has really ended, not when the caller stopped waiting.
            let _turn = turn;
            shared.run_here(job, call).await
        });
        if begins_here && let Poll::Ready(answer) = poll_fn(|context| Poll::Ready(running.as_mut().poll(context))).await
        {
            return answer;
        }

        let lane = if begins_here { &self.deciding } else { &self.carrying };
        let mut task = lane.threads.0.as_ref().ok_or(GuestFailure::Busy)?.spawn(politely(running, !begins_here));
        match timeout(answer_within, &mut task).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(GuestFailure::Trapped { summary: "the host stopped it".to_owned() }),
            Err(_) => {
                task.abort();
                Err(GuestFailure::TimedOut)
            }
        }
    }

    async fn run_here<C: Call>(&self, job: Job, call: C) -> Result<C::Answer, GuestFailure> {
        let fuel = job.budget(&self.limits).fuel;
        let mut store = self.store(job);
        let answer = call.call(&mut store).await;
        store.data().record.burnt(fuel - store.get_fuel().unwrap_or(fuel).min(fuel));
        answer.map_err(|error| GuestFailure::of(&error, store.data().denied_memory))
    }

    fn store(&self, job: Job) -> Store<Guest> {
        let budget = job.budget(&self.limits);
        let memory_bytes = job.memory_bytes(&self.limits);
        let keeps_notes = matches!(job.purpose, Purpose::Prepare);
        let (calendar, reach) = match job.purpose {
            Purpose::Prepare => (None, Reach::default()),
            Purpose::Decide(calendar) => (Some(calendar), Reach::default()),
            Purpose::Carry(calendar, permit) => {
                let most = (self.limits.carry.requests, self.limits.carry.requests_per_minute);
                (Some(calendar), Reach::outside(&self.egress, &permit, most, &job.record, &self.clock))
            }
        };
        let guest = Guest {
            record: job.record,
            days: Days { calendar, left: self.limits.calendar_days },
            reach,
            keeps_notes,
            notes: 0,
            memory_bytes,
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
        // Told only while the guest computes: the time in which it waits for another system does not count.
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

/// Plugins that compute for long do so on threads of their own: on the server's they would delay every request (seen: 205 ms).
struct Threads(Option<Runtime>);

impl Threads {
    fn start(count: usize, begin: fn()) -> Result<Self, HostError> {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        runtime.worker_threads(count).thread_name("plugin").enable_all().on_thread_start(begin);
        Ok(Self(Some(runtime.build().map_err(HostError::Thread)?)))
    }
}

impl Drop for Threads {
    /// A runtime that is dropped within another waits for its threads, which is not allowed there.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Lets everybody else on this machine go before this thread: nobody waits for a feed, and two that compute for as long as they may
/// made the 99th percentile of pages three times as long.
fn stand_back() {
    // Linux counts each thread by itself. Where that is forbidden, feeds are read as well.
    let _ = rustix::process::setpriority_process(None, 19);
}

/// A feed or a channel may compute for so long before its thread rests, for [`RESTS`] times as long.
const AT_ONCE: Duration = Duration::from_millis(1);
const RESTS: u32 = 5;

/// Lets others have the processor after each slice: since Linux 6.13, a thread that makes no system call is only taken off it at the next
/// tick, however urgent the others are. A call that `rests` leaves the processor idle for most of the time, too, since even work of
/// the lowest priority slows its neighbours (seen: 40% at the 99th percentile of pages).
async fn politely<F: Future + Unpin>(mut running: F, rests: bool) -> F::Output {
    let mut computed = Duration::ZERO;
    poll_fn(|context| {
        let begun = now();
        let polled = running.poll_unpin(context);
        if polled.is_pending() {
            computed += begun.elapsed();
            if rests && computed >= AT_ONCE {
                std::thread::sleep(computed * RESTS);
                computed = Duration::ZERO;
            } else {
                std::thread::yield_now();
            }
        }
        polled
    })
    .await
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long the processor was in use is the machine's time, and nothing is decided by it"
)]
fn now() -> Instant {
    Instant::now()
}

/// The turns and the threads for calls of one sort.
pub(crate) struct Lane {
    threads: Threads,
    machine: Arc<Semaphore>,
    per_tenant: usize,
    tenants: Mutex<HashMap<TenantId, Arc<Semaphore>>>,
    queue: Duration,
}

/// The turns of one council in a lane; all its plugins share them.
#[derive(Clone)]
pub(crate) struct Turns {
    tenant: Arc<Semaphore>,
    machine: Arc<Semaphore>,
    queue: Duration,
}

impl Lane {
    fn new(threads: Threads, calls: usize, per_tenant: usize, queue: Duration) -> Self {
        Self { threads, machine: Arc::new(Semaphore::new(calls)), per_tenant, tenants: Mutex::default(), queue }
    }

    pub(crate) fn of(&self, tenant: TenantId) -> Turns {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Semaphore::new(self.per_tenant));
        let tenant = Arc::clone(tenants.entry(tenant).or_insert_with(new));
        Turns { tenant, machine: Arc::clone(&self.machine), queue: self.queue }
    }
}

impl Turns {
    /// A council's turn and the machine's, at once if they are free. A council waits for its own first, so that its queue
    /// does not hold the machine's turns.
    async fn take(&self) -> Result<[OwnedSemaphorePermit; 2], GuestFailure> {
        let free = |turns: &Arc<Semaphore>| Arc::clone(turns).try_acquire_owned().ok();
        if let Some(tenant) = free(&self.tenant)
            && let Some(machine) = free(&self.machine)
        {
            return Ok([tenant, machine]);
        }
        let wait = async {
            let tenant = Arc::clone(&self.tenant).acquire_owned().await?;
            Ok::<_, AcquireError>([tenant, Arc::clone(&self.machine).acquire_owned().await?])
        };
        timeout(self.queue, wait).await.ok().and_then(Result::ok).ok_or(GuestFailure::Busy)
    }
}
