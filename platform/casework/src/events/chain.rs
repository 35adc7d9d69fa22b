//! The chain of hashes that makes a changed history show.
//!
//! The hash of an event is SHA-256 over, in this order:
//! 1. the 17 bytes `wardbook.event.v1` and a zero byte,
//! 2. the hash of the event before (32 zero bytes for the first),
//! 3. the event as JSON in UTF-8 with the keys of every object in byte order, no white space, and the time as a whole
//!    number of microseconds since 1970.
//!
//! Microseconds, because that is what the database keeps; sorted keys, because it may hand them back in any order.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Event;
use crate::ids::CaseId;

/// What stands in the place of "the event before" for the first event of a case.
pub const GENESIS: [u8; 32] = [0; 32];

const DOMAIN: &[u8] = b"wardbook.event.v1\0";

/// The hash of an event that follows the one with hash `prev`.
pub fn hash_event(prev: &[u8; 32], event: &Event) -> [u8; 32] {
    let whole = json!({
        "actor": event.actor,
        "at": event.at.timestamp_micros(),
        "body": event.body,
        "case": event.case,
        "on_behalf_of": event.on_behalf_of,
        "seq": event.seq,
    });
    let mut canonical = Vec::with_capacity(512);
    write_canonical(&whole, &mut canonical);
    Sha256::new().chain_update(DOMAIN).chain_update(prev).chain_update(&canonical).finalize().into()
}

/// Sorts keys itself: whether `serde_json` does depends on a feature that any other crate can switch on.
fn write_canonical(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_canonical(item, out);
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(b.0));
            out.push(b'{');
            for (index, (key, field)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_canonical(&Value::String(key.clone()), out);
                out.push(b':');
                write_canonical(field, out);
            }
            out.push(b'}');
        }
        scalar => out.extend_from_slice(scalar.to_string().as_bytes()),
    }
}

/// The first place where a stored history is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainBreak {
    #[error("event {found} stands where event {expected} should be")]
    Gap { expected: i32, found: i32 },
    #[error("event {seq} belongs to another case")]
    OtherCase { seq: i32 },
    #[error("event {seq}, or one before it, was changed after it was written")]
    Changed { seq: i32 },
}

/// Checks a case's whole history, first event first.
///
/// # Errors
///
/// The first place that is not as it was written.
pub fn verify_chain(history: &[(Event, [u8; 32])]) -> Result<(), ChainBreak> {
    let case: Option<CaseId> = history.first().map(|(event, _)| event.case);
    let mut prev = GENESIS;
    for (expected, (event, stored)) in (1..).zip(history) {
        if event.seq != expected {
            return Err(ChainBreak::Gap { expected, found: event.seq });
        }
        if Some(event.case) != case {
            return Err(ChainBreak::OtherCase { seq: event.seq });
        }
        if hash_event(&prev, event) != *stored {
            return Err(ChainBreak::Changed { seq: event.seq });
        }
        prev = *stored;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::*;
    use crate::events::{ClosedHow, EventBody};

    fn history() -> Vec<(Event, [u8; 32])> {
        let bodies = [
            EventBody::Acknowledged,
            EventBody::ProgressRecorded { text: "Looked at it".to_owned() },
            EventBody::Closed { how: ClosedHow::Answered },
        ];
        let mut prev = GENESIS;
        (1..)
            .zip(bodies)
            .map(|(seq, body)| {
                let at = DateTime::UNIX_EPOCH + TimeDelta::microseconds(i64::from(seq));
                let case = CaseId::from_uuid(Uuid::from_u128(7));
                let event = Event { case, seq, at, actor: None, on_behalf_of: None, body };
                prev = hash_event(&prev, &event);
                (event, prev)
            })
            .collect()
    }

    #[test]
    fn an_untouched_history_holds() {
        assert_eq!(verify_chain(&history()), Ok(()));
        assert_eq!(verify_chain(&[]), Ok(()));
    }

    #[test]
    fn a_changed_a_missing_and_a_moved_event_all_show() {
        let mut changed = history();
        changed[1].0.body = EventBody::ProgressRecorded { text: "Fixed it".to_owned() };
        assert_eq!(verify_chain(&changed), Err(ChainBreak::Changed { seq: 2 }));

        let mut missing = history();
        missing.remove(1);
        assert_eq!(verify_chain(&missing), Err(ChainBreak::Gap { expected: 2, found: 3 }));

        let mut moved = history();
        moved[2].0.case = CaseId::from_uuid(Uuid::from_u128(8));
        assert_eq!(verify_chain(&moved), Err(ChainBreak::OtherCase { seq: 3 }));
    }

    #[test]
    fn an_event_rewritten_with_a_hash_to_match_shows_at_the_next_one() {
        let mut forged = history();
        forged[0].0.body = EventBody::ProgressRecorded { text: "Never said".to_owned() };
        forged[0].1 = hash_event(&GENESIS, &forged[0].0);
        assert_eq!(verify_chain(&forged), Err(ChainBreak::Changed { seq: 2 }));
    }

    #[test]
    fn what_the_database_does_to_an_event_leaves_its_hash_alone() {
        let (event, hash) = history().remove(0);
        let finer = Event { at: event.at + TimeDelta::nanoseconds(400), ..event };
        assert_eq!(hash_event(&GENESIS, &finer), hash, "the database keeps microseconds");
        let (mut out, mut other) = (Vec::new(), Vec::new());
        write_canonical(&serde_json::from_str(r#"{"b": {"y": 1, "x": 2}, "a": []}"#).unwrap(), &mut out);
        write_canonical(&serde_json::from_str(r#"{"a": [], "b": {"x": 2, "y": 1}}"#).unwrap(), &mut other);
        assert_eq!(out, other);
        assert_eq!(out, br#"{"a":[],"b":{"x":2,"y":1}}"#);
    }
}
