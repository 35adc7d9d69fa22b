//! Tells the worker that a council has something to do, as soon as a write has made it so.
//!
//! Only a hint: what is to be done stands in the council's schema, and the worker's sweep finds it without a hint too. That is
//! why it is given after the commit and may be lost.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use casework::ids::TenantId;
use tokio::sync::Notify;

/// Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    councils: Mutex<BTreeSet<TenantId>>,
    told: Notify,
}

impl Wake {
    /// There is work for this council now.
    pub fn work_for(&self, council: TenantId) {
        self.0.councils.lock().unwrap_or_else(PoisonError::into_inner).insert(council);
        self.0.told.notify_one();
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
