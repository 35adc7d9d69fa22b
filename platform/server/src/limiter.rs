//! How much of one council is taken in a minute, so that its systems do not take all of the program's time. Whoever sends more is told to
//! wait, and tries again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use casework::ids::TenantId;
use chrono::{DateTime, TimeDelta, Utc};

/// How much was taken from each council in the current minute.
#[derive(Debug)]
pub struct Limiter {
    a_minute: u32,
    counted: Mutex<HashMap<TenantId, (DateTime<Utc>, u32)>>,
}

impl Limiter {
    #[must_use]
    pub fn new(a_minute: u32) -> Self {
        Self { a_minute, counted: Mutex::default() }
    }

    /// Whether a council takes one more now, which is then counted.
    pub fn admits(&self, council: TenantId, now: DateTime<Utc>) -> bool {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = counted.entry(council).or_insert((now, 0));
        if now - *since >= TimeDelta::minutes(1) {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= self.a_minute
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_council_is_taken_so_much_from_in_a_minute_and_another_is_none_the_worse() {
        let limiter = Limiter::new(2);
        let council = |number| TenantId::from_uuid(Uuid::from_u128(number));
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
        assert!(limiter.admits(council(1), at(0)) && limiter.admits(council(1), at(30)));
        assert!(!limiter.admits(council(1), at(59)) && limiter.admits(council(2), at(59)));
        assert!(limiter.admits(council(1), at(60)), "the minute is over");
    }
}
