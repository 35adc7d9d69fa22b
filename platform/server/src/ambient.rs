//! Time and randomness of the running program: the only place that reads them from outside. Everything else takes a
//! [`Clock`] or an [`Ids`] as a parameter, so that a test can set the time and repeat a run.

use casework::clock::Clock;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one ambient clock; every other part takes a Clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Fresh identifiers and secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ids;

impl Ids {
    /// A new row id: UUID version 7 at time `at`, so that rows made together lie together in an index.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one source of row ids")]
    pub fn row(self, at: DateTime<Utc>) -> Uuid {
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, at.timestamp_subsec_nanos()))
    }

    /// 256 random bits from the operating system, for session tokens.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one source of secrets")]
    pub fn secret(self) -> [u8; 32] {
        rand::random()
    }
}
