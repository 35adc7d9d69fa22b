//! The worker: everything that happens when nobody is asking.
//!
//! What is to be done stands in each council's schema: deadlines, the outbox, jobs. The control plane holds a hint from when a
//! council has work, so that looking is one query however many councils have none. Workers share the councils by leases; a
//! council's schema refuses a worker whose lease went to another. Work and its being done are one transaction, so a worker that
//! dies loses nothing and doubles nothing.
//!
//! To add a kind of work: a use case of its slice that takes a [`Turn`], a line in [`Worker::serve`], and when it is next
//! due in `store::next_due`.

mod store;

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
use crate::{cases, copies, feeds, mail, mail_in, notices, people, residents, sweep};

pub use store::{LEASE_SECONDS, Lease, SLOTS};

/// How often the worker looks without being woken, and how often where other processes can wake it.
const LOOK: Duration = Duration::from_secs(1);
const LOOK_WHERE_WOKEN: Duration = Duration::from_secs(5);
/// How long it rests after the database failed it.
const REST: Duration = Duration::from_secs(5);
/// How often every council is looked at whether a hint was given or not, and how long one that failed is left alone.
const SWEEP: TimeDelta = TimeDelta::hours(1);
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
    leases: Vec<Lease>,
    /// Of the machine's own time: leases run out while a test's clock stands still.
    renew: Interval,
    sweep_at: DateTime<Utc>,
}

impl Worker {
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        let me = app.ids.row(app.clock.now());
        Self {
            app,
            me,
            leases: Vec::new(),
            renew: interval(Duration::from_secs(u64::from(LEASE_SECONDS) / 3)),
            sweep_at: DateTime::UNIX_EPOCH,
        }
    }

    /// Works until told to stop, then gives its leases back so that another worker need not wait for them to run out.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let rest = match self.pass().await {
                Ok(_) if self.app.wake.is_linked() => LOOK_WHERE_WOKEN,
                Ok(_) => LOOK,
                Err(error) => {
                    tracing::warn!(error = %error, "the worker could not look for work");
                    REST
                }
            };
            let wake = self.app.wake.clone();
            tokio::select! {
                () = sleep(rest) => {}
                () = wake.told() => {}
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
        if let Err(error) = self.release().await {
            tracing::warn!(error = %error, "the worker's leases could not be given back; they run out by themselves");
        }
    }

    /// Looks once and does everything that is due. Returns how many councils were served.
    ///
    /// # Errors
    /// When the control plane cannot be asked. What goes wrong in one council is logged and holds up no other.
    pub async fn pass(&mut self) -> Result<usize, DbErr> {
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
            store::sweep(&control, &self.slots(), now).await?;
            control.commit().await?;
            self.sweep_at = now + SWEEP;
        }
        let control = self.app.database.begin_control().await?;
        let due = store::due(&control, &self.slots(), now).await?;
        drop(control);
        let served = due.len();
        for council in due {
            self.serve_one(council, now).await?;
        }
        Ok(served)
    }

    /// Takes its share of the leases, and keeps those it has.
    async fn hold_leases(&mut self) -> Result<(), DbErr> {
        if self.renew.tick().now_or_never().is_none() && !self.leases.is_empty() {
            return Ok(());
        }
        let control = self.app.database.begin_control().await?;
        let held = store::hold(&control, self.me).await?;
        control.commit().await?;
        let news = held.iter().any(|lease| !self.leases.contains(lease));
        self.leases = held;
        if news {
            // Whoever had them may have been in the middle of something.
            self.sweep_at = DateTime::UNIX_EPOCH;
        }
        Ok(())
    }

    async fn release(&self) -> Result<(), DbErr> {
        let control = self.app.database.begin_control().await?;
        store::release(&control, self.me).await?;
        control.commit().await
    }

    fn slots(&self) -> Vec<i32> {
        self.leases.iter().map(|lease| lease.slot).collect()
    }

    async fn serve_one(&self, id: TenantId, now: DateTime<Utc>) -> Result<(), DbErr> {
        let slot = store::slot_of(id);
        let Some(lease) = self.leases.iter().find(|lease| lease.slot == slot) else { return Ok(()) };
        // The hint is taken down first: one that is put up meanwhile stays.
        let control = self.app.database.begin_control().await?;
        store::put_off(&control, id, now + SWEEP).await?;
        control.commit().await?;
        let Some(council) = self.app.directory.all().into_iter().find(|council| council.id == id) else {
            // Suspended, or on its way: the next sweep asks again.
            return Ok(());
        };
        let turn = Turn { app: Arc::clone(&self.app), council, fence: lease.fence, now };
        let next = match self.serve(&turn).await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(tenant.id = %id, error = %error, "background work of a council failed");
                Some(now + AGAIN)
            }
        };
        if let Some(next) = next {
            let control = self.app.database.begin_control().await?;
            store::hint(&control, &[id], next).await?;
            control.commit().await?;
        }
        Ok(())
    }

    /// Everything that is due in one council, and when there is more to do.
    async fn serve(&self, turn: &Turn) -> Result<Option<DateTime<Utc>>, DbErr> {
        // Who has left is gone before anything else is done in their name.
        let moved = people::apply_due(turn).await?;
        let stepped = cases::take_steps(turn).await?;
        let read = mail_in::process(turn).await?;
        let told = notices::tell(turn).await?;
        let daily = notices::make_daily(turn).await?;
        let written = residents::write_due(turn).await? + copies::write_due(turn).await?;
        let mailed = mail::send_due(turn).await?;
        let swept = sweep::sweep(turn).await?;
        let played = rehearsal::play(turn).await?;
        let fed = feeds::read_due(turn).await?;
        plugins::keep_up(turn).await?;
        if stepped > 0
            || read > 0
            || told > 0
            || daily > 0
            || written > 0
            || mailed > 0
            || swept > 0
            || played > 0
            || fed > 0
            || moved > 0
        {
            let id = turn.council.id;
            tracing::info!(
                tenant.id = %id, work.deadlines = stepped, work.read = read, work.messages = told, work.daily = daily, work.written = written, work.mails = mailed, work.swept = swept, work.rehearsed = played, work.fed = fed, work.people = moved,
                "background work done"
            );
        }
        self.next_due(&turn.council, turn.now).await
    }

    async fn next_due(&self, council: &Council, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, DbErr> {
        let tx = self.app.database.begin(&council.schema, Acting::System).await?;
        let next = store::next_due(&tx).await?;
        let rehearsal_at = rehearsal::next_due(&tx).await?;
        let feed_at = feeds::next_due(&tx).await?;
        let people_at = people::next_due(&tx).await?;
        // Without a mail server, nothing is to be done about mail until it is too old.
        let post_at = match self.app.postman {
            Some(_) => next.post_at,
            None => next.post_at.map(|at| at + mail::WAITS + TimeDelta::seconds(1)),
        };
        let (deadline_at, daily_at) = (next.deadline_on.map(day_begins), next.daily_on.map(daily_mail_at));
        let daily_at = daily_at.map(|at| council.calendar.daily_mail_goes(at.max(now)));
        let sweep_at = Some(next.sweep_at);
        let next = [
            next.message_at,
            next.job_at,
            post_at,
            next.mail_at,
            deadline_at,
            daily_at,
            sweep_at,
            rehearsal_at,
            feed_at,
            people_at,
        ]
        .into_iter()
        .flatten()
        .min();
        // What is due already was in somebody's hands just now.
        Ok(next.map(|next| next.max(now + TimeDelta::seconds(1))))
    }
}
