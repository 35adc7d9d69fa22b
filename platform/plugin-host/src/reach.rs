//! What one call of a plugin may reach outside, and how often.

use std::sync::Arc;

use casework::clock::Clock;
use egress::{Egress, FetchError, Permit, Request, Response};

use crate::record::Record;

/// The way out for one call. The default leads nowhere.
#[derive(Default)]
pub(crate) struct Reach(Option<Box<Outside>>);

struct Outside {
    egress: Egress,
    permit: Arc<Permit>,
    /// Requests that this call may still make.
    left: u32,
    per_minute: u32,
    record: Arc<Record>,
    clock: Arc<dyn Clock>,
}

/// Why a request has no response.
pub(crate) enum Refusal {
    Egress(FetchError),
    /// Too many; the next one may go after so many seconds, or none in this call.
    TooMany(Option<u32>),
}

impl Reach {
    pub(crate) fn outside(
        egress: &Egress,
        permit: &Arc<Permit>,
        (left, per_minute): (u32, u32),
        record: &Arc<Record>,
        clock: &Arc<dyn Clock>,
    ) -> Self {
        Self(Some(Box::new(Outside {
            egress: egress.clone(),
            permit: Arc::clone(permit),
            left,
            per_minute,
            record: Arc::clone(record),
            clock: Arc::clone(clock),
        })))
    }

    pub(crate) async fn fetch(&mut self, request: Request) -> Result<Response, Refusal> {
        let Some(outside) = &mut self.0 else {
            let why = "while settings are prepared, nothing outside can be reached";
            return Err(Refusal::Egress(FetchError::NotAllowed(why.to_owned())));
        };
        outside.left = outside.left.checked_sub(1).ok_or(Refusal::TooMany(None))?;
        let now = outside.clock.now();
        outside.record.request(now, outside.per_minute).map_err(|seconds| Refusal::TooMany(Some(seconds)))?;
        outside.egress.fetch(&outside.permit, request, now).await.map_err(Refusal::Egress)
    }
}
