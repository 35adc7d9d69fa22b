//! What a council's turn would have to wait for: a mail server that answers slowly, a scanner, the store of the files, a rehearsal that
//! computes, a system that a plugin reads from. It goes on beside the turns, one errand of a council at a time and those of [`AT_ONCE`] councils; each does a bounded
//! amount, and asks for a turn of its council when it is done.
//!
//! To add one: a line in [`run`], and when it is due in `Worker::next_due`.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use casework::ids::TenantId;
use futures::FutureExt as _;
use sea_orm::DbErr;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::AGAIN;
use crate::app::Turn;
use crate::plugins::rehearsal;
use crate::{channels, feeds, mail, mail_in, sweep};

/// Councils whose errands go on at a time. Each holds a connection to the database while it writes only.
const AT_ONCE: usize = 4;

pub(super) struct Errands {
    tasks: JoinSet<()>,
    councils: Arc<Mutex<BTreeSet<TenantId>>>,
    turns: Arc<Semaphore>,
}

impl Default for Errands {
    fn default() -> Self {
        Self { tasks: JoinSet::new(), councils: Arc::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Errands {
    pub fn are_under_way(&self, council: TenantId) -> bool {
        self.councils.lock().unwrap_or_else(PoisonError::into_inner).contains(&council)
    }

    /// Begins those of a council, if they are not under way.
    pub fn begin(&mut self, turn: Turn) {
        while self.tasks.try_join_next().is_some() {}
        let id = turn.council.id;
        if !self.councils.lock().unwrap_or_else(PoisonError::into_inner).insert(id) {
            return;
        }
        let (councils, turns) = (Arc::clone(&self.councils), Arc::clone(&self.turns));
        self.tasks.spawn(async move {
            // Nobody closes it.
            let _turn = turns.acquire().await;
            let (app, now) = (Arc::clone(&turn.app), turn.app.clock.now());
            let ran = AssertUnwindSafe(run(&Turn { now, ..turn })).catch_unwind().await;
            // Before the worker is told, so that it can begin the next ones.
            councils.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
            match ran {
                Ok(Ok(())) => app.wake.heard(id),
                Ok(Err(error)) => tracing::error!(tenant.id = %id, error = %error, "errands of a council failed"),
                Err(_) => tracing::error!(tenant.id = %id, again = %AGAIN, "errands of a council panicked"),
            }
        });
    }

    /// Waits until none is under way.
    pub async fn end(&mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn run(turn: &Turn) -> Result<(), DbErr> {
    let mailed = mail::send_due(turn).await? + channels::send_due(turn).await?;
    let read = mail_in::process(turn).await?;
    let swept = sweep::sweep(turn).await?;
    let played = rehearsal::play(turn).await?;
    let fed = feeds::read_due(turn).await?;
    if mailed > 0 || read > 0 || swept > 0 || played > 0 || fed > 0 {
        let id = turn.council.id;
        tracing::info!(tenant.id = %id, work.mails = mailed, work.read = read, work.swept = swept, work.rehearsed = played, work.fed = fed, "errands done");
    }
    Ok(())
}
