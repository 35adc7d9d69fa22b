//! The hash-chained history of a case, as it is written and as it is read back.

use casework::events::{Event, EventBody, hash_event};
use casework::ids::{CaseId, PersonId};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::store::read::EventRow;
use super::store::write::NewEvent;

/// The end of a case's chain, to which new events are added.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub case: CaseId,
    pub seq: i32,
    pub hash: [u8; 32],
}

impl Chain {
    /// The chain of a case that has no history yet.
    pub fn new(case: CaseId) -> Self {
        Self { case, seq: 0, hash: casework::events::GENESIS }
    }

    /// Adds events in order and returns their rows.
    ///
    /// # Errors
    /// When an event cannot be written as JSON.
    pub fn extend(
        &mut self,
        bodies: Vec<EventBody>,
        actor: Option<PersonId>,
        on_behalf_of: Option<PersonId>,
        at: DateTime<Utc>,
    ) -> Result<Vec<NewEvent>, DbErr> {
        bodies
            .into_iter()
            .map(|body| {
                self.seq += 1;
                let event = Event { case: self.case, seq: self.seq, at, actor, on_behalf_of, body };
                self.hash = hash_event(&self.hash, &event);
                Ok(NewEvent {
                    seq: event.seq,
                    actor_id: actor.map(|id| id.as_uuid()),
                    member_id: on_behalf_of.map(|id| id.as_uuid()),
                    kind: event.body.name().to_owned(),
                    body: serde_json::to_value(&event.body).map_err(|error| DbErr::Json(error.to_string()))?,
                    hash: hex(&self.hash),
                })
            })
            .collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An event as it was stored, with its hash.
///
/// # Errors
/// When the row is not an event that this program knows.
pub fn stored(row: EventRow) -> Result<(Event, [u8; 32]), DbErr> {
    let body = serde_json::from_value(row.body).map_err(|error| DbErr::Json(error.to_string()))?;
    let hash = row.hash.try_into().map_err(|_| DbErr::Type("an event's hash is 32 bytes".to_owned()))?;
    let event = Event {
        case: CaseId::from_uuid(row.case_id),
        seq: row.seq,
        at: row.at,
        actor: row.actor_id.map(PersonId::from_uuid),
        on_behalf_of: row.member_id.map(PersonId::from_uuid),
        body,
    };
    Ok((event, hash))
}
