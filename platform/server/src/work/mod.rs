//! The worker: everything that happens when nobody is asking.
//!
//! What is to be done stands in each council's schema: deadlines, the outbox, jobs. The control plane holds a hint from when a
//! council has work, so that looking is one query however many councils have none. Workers share the councils by leases; a
//! council's schema refuses a worker whose lease went to another. Work and its being done are one transaction, so a worker that
//! dies loses nothing and doubles nothing.
//!
//! Nobody holds up anybody. A council's turn does a bounded amount; whoever has more to do is due again at once, behind those that
//! wait already. What waits for somebody else (a mail server, a virus scanner, the store of the files) is done beside the turns, as
//! [`errands`]. Leases are renewed while a turn lasts.
//!
//! To add a kind of work: a use case of its slice that takes a [`Turn`] and does a bounded amount, a line in [`Worker::serve`], or in
//! [`errands`] where it waits for others, and when it is next due in `store::next_due`.

mod errands;
mod store;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use casework::calendar::{daily_mail_at, day_begins};
use casework::ids::TenantId;
use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt as _;
use sea_orm::DbErr;
use tokio::sync::watch;
use tokio::time::{Interval, interval, sleep};
use uuid::Uuid;

use crate::app::{App, Turn};
use crate::plugins::{self, rehearsal};
use crate::tenancy::{Acting, Council, Database};
use crate::{cases, channels, copies, feeds, mail, notices, people, residents, scim};

use errands::Errands;
pub use store::{LEASE_SECONDS, Lease, SLOTS};

/// How often the worker looks without being woken, and how often where other processes can wake it.
const LOOK: Duration = Duration::from_secs(1);
const LOOK_WHERE_WOKEN: Duration = Duration::from_secs(5);
/// How long it rests after the database failed it.
const REST: Duration = Duration::from_secs(5);
/// How often every council is looked at whether a hint was given or not: each at a second of its own, so that many without work do not
/// all cost a turn at the same moment.
const SWEEP: TimeDelta = TimeDelta::hours(1);
/// How long a council is left alone that failed, or that is in the hands of a worker who may be dead.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

/// Tells whichever worker has the council that there is work, from another process than its own.
///
/// # Errors
/// When the control plane cannot be written to; the sweep finds the work all the same.
pub async fn hint(database: &Database, council: TenantId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let control = database.begin_control().await?;
    store::hint(&control, &[council], now).await?;
    control.commit().await
}

/// Works for the councils whose leases it holds.
pub struct Worker {
    app: Arc<App>,
    me: Uuid,
    lease_seconds: u32,
    leases: Vec<Lease>,
    /// Of the machine's own time: leases run out while a test's clock stands still.
    renew: Interval,
    errands: Errands,
    sweep_at: DateTime<Utc>,
}

/// What came of looking once.
struct Looked {
    served: usize,
    /// Somebody has more to do than a turn does.
    more: bool,
}

/// What came of a council's turn.
struct Served {
    /// From when there is more to do.
    next: Option<DateTime<Utc>>,
    /// Whether something is to be done that waits for others.
    errands: bool,
}

impl Worker {
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        Self::leasing_for(app, LEASE_SECONDS)
    }

    /// One whose leases last so many seconds.
    #[must_use]
    pub fn leasing_for(app: Arc<App>, seconds: u32) -> Self {
        let me = app.ids.row(app.clock.now());
        Self {
            app,
            me,
            lease_seconds: seconds,
            leases: Vec::new(),
            renew: interval(renewed_every(seconds)),
            errands: Errands::default(),
            sweep_at: DateTime::UNIX_EPOCH,
        }
    }

    /// Works until told to stop, then gives its leases back so that another worker need not wait for them to run out.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let rest = match self.look().await {
                Ok(Looked { more: true, .. }) => Duration::ZERO,
                Ok(_) if self.app.wake.is_linked() => LOOK_WHERE_WOKEN,
                Ok(_) => LOOK,
                Err(error) => {
                    tracing::warn!(error = %error, "the worker could not look for work");
                    REST
                }
            };
            let wake = self.app.wake.clone();
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                () = sleep(rest) => {}
                () = wake.told() => {}
            }
        }
        self.errands.end().await;
        if let Err(error) = self.release().await {
            tracing::warn!(error = %error, "the worker's leases could not be given back; they run out by themselves");
        }
    }

    /// Looks once, gives every council that has work a turn, and waits for what that began. Returns how many councils were served.
    ///
    /// # Errors
    /// When the control plane cannot be asked. What goes wrong in one council is logged and holds up no other.
    pub async fn pass(&mut self) -> Result<usize, DbErr> {
        let looked = self.look().await?;
        self.errands.end().await;
        Ok(looked.served)
    }

    async fn look(&mut self) -> Result<Looked, DbErr> {
        self.app.meter.looked();
        let now = self.app.clock.now();
        let woken = self.app.wake.take();
        if !woken.is_empty() {
            let control = self.app.database.begin_control().await?;
            store::hint(&control, &woken, now).await?;
            control.commit().await?;
        }
        self.hold_leases().await?;
        if now >= self.sweep_at {
            let control = self.app.database.begin_control().await?;
            store::list_new(&control, &self.slots(), now).await?;
            control.commit().await?;
            self.sweep_at = now + SWEEP;
        }
        let control = self.app.database.begin_control().await?;
        let due = store::due(&control, &self.slots(), now).await?;
        drop(control);
        let mut looked = Looked { served: due.len(), more: false };
        for council in due {
            self.hold_leases().await?;
            // A slow turn keeps its lease.
            let served = {
                let mut serving = pin!(self.serve_one(council));
                loop {
                    tokio::select! {
                        served = &mut serving => break served?,
                        () = sleep(renewed_every(self.lease_seconds)) => self.keep_leases().await,
                    }
                }
            };
            let Some((turn, served)) = served else { continue };
            looked.more |= served.next.is_some_and(|next| next <= turn.now);
            if served.errands {
                self.errands.begin(turn);
            }
        }
        Ok(looked)
    }

    /// Takes its share of the leases, and keeps those it has.
    async fn hold_leases(&mut self) -> Result<(), DbErr> {
        if self.renew.tick().now_or_never().is_none() && !self.leases.is_empty() {
            return Ok(());
        }
        let control = self.app.database.begin_control().await?;
        let held = store::hold(&control, self.me, self.lease_seconds).await?;
        control.commit().await?;
        let news = held.iter().any(|lease| !self.leases.contains(lease));
        self.leases = held;
        // What goes on in another worker's councils, that one tells.
        self.app.meter.forget_given_up(|council| !self.slots().contains(&store::slot_of(council)));
        if news {
            // There may be councils among them of which nobody has heard yet.
            self.sweep_at = DateTime::UNIX_EPOCH;
        }
        Ok(())
    }

    /// Keeps those it has while it is busy; shares are dealt anew between two turns.
    async fn keep_leases(&self) {
        let kept = async {
            let control = self.app.database.begin_control().await?;
            store::keep(&control, self.me, self.lease_seconds).await?;
            control.commit().await
        };
        if let Err(error) = kept.await {
            tracing::warn!(error = %error, "the worker's leases could not be renewed");
        }
    }

    async fn release(&self) -> Result<(), DbErr> {
        let control = self.app.database.begin_control().await?;
        store::release(&control, self.me).await?;
        control.commit().await
    }

    fn slots(&self) -> Vec<i32> {
        self.leases.iter().map(|lease| lease.slot).collect()
    }

    /// Gives a council its turn; none where it has gone to another worker or is not served at all.
    async fn serve_one(&self, id: TenantId) -> Result<Option<(Turn, Served)>, DbErr> {
        let (slot, now) = (store::slot_of(id), self.app.clock.now());
        let Some(lease) = self.leases.iter().find(|lease| lease.slot == slot) else { return Ok(None) };
        // The hint is taken down first: one that is put up meanwhile stays. Should this worker die, it comes up again by itself.
        let again = now + AGAIN;
        let control = self.app.database.begin_control().await?;
        store::put_off(&control, id, again).await?;
        control.commit().await?;
        // One that is not there is suspended, or on its way.
        let council = self.app.directory.all().into_iter().find(|council| council.id == id);
        let turn = council.map(|council| Turn { app: Arc::clone(&self.app), council, fence: lease.fence, now });
        let mut served = match &turn {
            None => Served { next: None, errands: false },
            Some(turn) => {
                let served = self.serve(turn).await;
                self.app.meter.served(served.is_err());
                served.unwrap_or_else(|error| {
                    tracing::error!(tenant.id = %id, error = %error, "background work of a council failed");
                    Served { next: Some(again), errands: false }
                })
            }
        };
        if self.errands.are_under_way(id) {
            // They say when they are done, unless they are not.
            served = Served { next: served.next.filter(|next| *next < again).or(Some(again)), errands: false };
        } else if served.errands {
            served.next = served.next.filter(|next| *next < again).or(Some(again));
        }
        let sweep_at = store::sweep_at(id, now, SWEEP);
        let control = self.app.database.begin_control().await?;
        store::settle(&control, id, again, served.next.map_or(sweep_at, |next| next.min(sweep_at))).await?;
        control.commit().await?;
        Ok(turn.map(|turn| (turn, served)))
    }

    /// A bounded amount of what is due in one council, and what there is beyond that.
    async fn serve(&self, turn: &Turn) -> Result<Served, DbErr> {
        // Who has left is gone before anything else is done in their name.
        let moved = people::apply_due(turn).await? + Box::pin(scim::take_due(turn)).await?;
        let stepped = cases::take_steps(turn).await?;
        let told = notices::tell(turn).await?;
        let daily = notices::make_daily(turn).await?;
        let written = residents::write_due(turn).await? + copies::write_due(turn).await?;
        let changed = plugins::keep_up(turn).await?;
        if !changed {
            feeds::keep_to_those_in_force(turn).await?;
        }
        let busy = moved > 0 || stepped > 0 || told > 0 || daily > 0 || written > 0;
        if busy {
            let id = turn.council.id;
            tracing::info!(tenant.id = %id, work.people = moved, work.deadlines = stepped, work.messages = told, work.daily = daily, work.written = written, "background work done");
        }
        self.next_due(&turn.council, turn.now, busy).await
    }

    /// From when there is more to do. `busy` tells whether this turn got on.
    async fn next_due(&self, council: &Council, now: DateTime<Utc>, busy: bool) -> Result<Served, DbErr> {
        let tx = self.app.database.begin(&council.schema, Acting::System).await?;
        let next = store::next_due(&tx).await?;
        self.app.meter.given_up(council.id, next.given_up);
        let rehearsal_at = rehearsal::next_due(&tx).await?;
        let feed_at = feeds::next_due(&tx).await?;
        let people_at = people::next_due(&tx).await?.into_iter().chain(people::push_due(&tx, council).await?).min();
        let carried_at = channels::next_due(&tx, council).await?;
        // Without a mail server, nothing is to be done about mail until it is too old.
        let post_at = match self.app.postman {
            Some(_) => next.post_at,
            None => next.post_at.map(|at| at + mail::WAITS + TimeDelta::seconds(1)),
        };
        let (deadline_at, daily_at) = (next.deadline_on.map(day_begins), next.daily_on.map(daily_mail_at));
        let daily_at = daily_at.map(|at| council.calendar.daily_mail_goes(at.max(now)));
        let errands_at =
            [post_at, next.mail_at, Some(next.sweep_at), rehearsal_at, feed_at, carried_at].into_iter().flatten().min();
        let errands = errands_at.is_some_and(|at| at <= now);
        let turns = [next.message_at, next.job_at, deadline_at, daily_at, people_at, errands_at.filter(|_| !errands)];
        // What is due already and did not get on is in somebody's hands just now.
        let earliest = if busy { now } else { now + TimeDelta::seconds(1) };
        Ok(Served { next: turns.into_iter().flatten().min().map(|next| next.max(earliest)), errands })
    }
}

/// Three times while a lease lasts.
fn renewed_every(lease_seconds: u32) -> Duration {
    Duration::from_secs(u64::from(lease_seconds)) / 3
}
