//! What is counted while the program runs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use casework::ids::TenantId;

/// What is counted while the program runs.
#[derive(Debug, Default)]
pub struct Meter {
    /// By kind of page and class of status.
    pub(super) requests: Mutex<BTreeMap<(&'static str, &'static str), Answered>>,
    pub(super) passes: AtomicU64,
    pub(super) turns: AtomicU64,
    pub(super) failed_turns: AtomicU64,
    /// By council that this program works for.
    pub(super) given_up: Mutex<BTreeMap<TenantId, i64>>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Answered {
    pub(super) requests: u64,
    pub(super) time: Duration,
}

impl Meter {
    /// Counts a request of a kind of page.
    pub fn answered(&self, route: &'static str, status: StatusCode, time: Duration) {
        let class = match status.as_u16() / 100 {
            1 => "1xx",
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
        // Counters: a panic elsewhere cannot have left them half written in a way that matters.
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let answered = requests.entry((route, class)).or_default();
        answered.requests += 1;
        answered.time += time;
    }

    /// Counts that the worker looked for work.
    pub fn looked(&self) {
        self.passes.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a council's turn.
    pub fn served(&self, failed: bool) {
        self.turns.fetch_add(1, Ordering::Relaxed);
        self.failed_turns.fetch_add(u64::from(failed), Ordering::Relaxed);
    }

    /// Notes how many jobs of a council are given up.
    pub fn given_up(&self, council: TenantId, jobs: i64) {
        self.given_up.lock().unwrap_or_else(PoisonError::into_inner).insert(council, jobs);
    }

    /// Forgets this of councils that somebody else works for.
    pub fn forget_given_up(&self, elsewhere: impl Fn(TenantId) -> bool) {
        self.given_up.lock().unwrap_or_else(PoisonError::into_inner).retain(|council, _| !elsewhere(*council));
    }
}
