//! Tells the worker that a council has something to do, as soon as a write has made it so.
//!
//! Only a hint: what is to be done stands in the council's schema, and the worker's sweep finds it without a hint too. That is
//! why it is given after the commit and may be lost. Where a Redis is named, the workers of other processes are told as well
//! (`bell`).

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use casework::ids::TenantId;
use tokio::sync::Notify;
use tokio::sync::mpsc::Sender;

/// Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    councils: Mutex<BTreeSet<TenantId>>,
    told: Notify,
    others: OnceLock<Sender<TenantId>>,
    linked: AtomicBool,
}

impl Wake {
    /// There is work for this council now.
    pub fn work_for(&self, council: TenantId) {
        self.heard(council);
        if let Some(others) = self.0.others.get() {
            // Nobody waits for others to be told; where there is no room, they look by themselves.
            let _ = others.try_send(council);
        }
    }

    /// As [`Wake::work_for`], said by another process.
    pub(crate) fn heard(&self, council: TenantId) {
        self.0.councils.lock().unwrap_or_else(PoisonError::into_inner).insert(council);
        self.0.told.notify_one();
    }

    /// From now on, others are told through this, too. The first one counts.
    pub(crate) fn ring_others(&self, others: Sender<TenantId>) {
        let _ = self.0.others.set(others);
    }

    /// Says whether other processes can wake this one at the moment.
    pub(crate) fn others_ring(&self, linked: bool) {
        self.0.linked.store(linked, Ordering::Relaxed);
    }

    /// Whether other processes can wake this one at the moment, so that it need not look so often.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        self.0.linked.load(Ordering::Relaxed)
    }

    /// Waits until there may be work.
    pub async fn told(&self) {
        self.0.told.notified().await;
    }

    /// The councils that were named since this was last asked.
    #[must_use]
    pub fn take(&self) -> Vec<TenantId> {
        let mut councils = self.0.councils.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *councils).into_iter().collect()
    }
}
