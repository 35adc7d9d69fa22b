//! When a feed is read again.

use chrono::{DateTime, TimeDelta, Utc};
use plugin_host::{FeedFailure, Kind};

use casework::feeds::FeedError;

/// How long a reading may be under way before somebody else may begin it.
pub(super) const UNDER_WAY: TimeDelta = TimeDelta::minutes(20);
/// The least and the most that is waited after trouble that may pass.
const SHORTEST_WAIT: TimeDelta = TimeDelta::minutes(5);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(12);
/// Times that something that was sent is tried before it waits for an admin.
pub(super) const ATTEMPTS: i32 = 8;

/// How often a kind of feed is read that has to be asked.
const fn every(kind: Kind) -> TimeDelta {
    match kind {
        Kind::HighwaysSchedule => TimeDelta::hours(1),
        Kind::CommitteeCalendar | Kind::PeopleFeed => TimeDelta::hours(4),
        // Figures of a census change once in years.
        Kind::WardFacts | Kind::NotificationChannel | Kind::Routing | Kind::SlaPolicy => TimeDelta::hours(24),
    }
}

/// When a feed is read again that was read to its end.
pub(super) fn after_success(kind: Kind, now: DateTime<Utc>) -> DateTime<Utc> {
    now + every(kind)
}

/// When it is read again after its `failures`-th failure in a row; none where it cannot be asked at all.
pub(super) fn after_failure(
    kind: Kind,
    failure: &FeedFailure,
    failures: i32,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let wait = match failure {
        // It is only ever sent something, or given files.
        FeedFailure::Source(FeedError::NotThisWay) => return None,
        // Begun anew at once; a source that never keeps still is given time.
        FeedFailure::Source(FeedError::CursorUnknown) if failures < 3 => TimeDelta::zero(),
        FeedFailure::Source(FeedError::CursorUnknown) => back_off(failures),
        FeedFailure::Source(FeedError::Unavailable { retry_after: Some(seconds), .. }) => {
            TimeDelta::from_std(*seconds).unwrap_or(LONGEST_WAIT).clamp(TimeDelta::minutes(1), LONGEST_WAIT)
        }
        FeedFailure::Source(FeedError::Unavailable { .. }) | FeedFailure::Plugin(_) => back_off(failures),
        // Somebody has to do something; until then it is enough to look as often as usual.
        FeedFailure::Source(FeedError::NotAllowed(_) | FeedError::Unreadable(_) | FeedError::WrongSettings(_)) => {
            every(kind)
        }
    };
    Some(now + wait)
}

/// Doubles with each failure in a row.
pub(super) fn back_off(failures: i32) -> TimeDelta {
    let doublings = u32::try_from(failures.clamp(1, 9) - 1).unwrap_or_default();
    (SHORTEST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

/// Whether something that was sent would fail in the same way again.
pub(super) const fn is_final(failure: &FeedFailure) -> bool {
    matches!(failure, FeedFailure::Source(FeedError::NotThisWay | FeedError::Unreadable(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn wait(error: FeedError, failures: i32) -> Option<i64> {
        let next = after_failure(Kind::HighwaysSchedule, &FeedFailure::Source(error), failures, DateTime::UNIX_EPOCH);
        next.map(|at| at.timestamp() / 60)
    }

    #[test]
    fn trouble_is_given_longer_each_time_and_what_the_other_side_says_counts() {
        let down = |retry_after| FeedError::Unavailable { why: String::new(), retry_after };
        let waits: Vec<_> = (1..=12).map(|failures| wait(down(None), failures).expect("again")).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 640, 720, 720, 720, 720]);
        assert_eq!(wait(down(Some(Duration::from_secs(7 * 60))), 1), Some(7));
        assert_eq!(wait(down(Some(Duration::from_secs(0))), 1), Some(1));
        assert_eq!(wait(down(Some(Duration::from_secs(u64::MAX))), 1), Some(720));
    }

    #[test]
    fn a_feed_that_is_never_asked_is_left_alone_and_a_lost_place_begins_anew() {
        assert_eq!(wait(FeedError::NotThisWay, 1), None);
        assert_eq!(wait(FeedError::CursorUnknown, 1), Some(0));
        assert_eq!(wait(FeedError::NotAllowed(String::new()), 3), Some(60));
    }
}
