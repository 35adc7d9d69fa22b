//! What the outbox says of a write: what happened, and who is told of it.

use casework::events::{EventBody, Told};
use casework::ids::{GroupId, PersonId};
use casework::residents::Route;
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use super::CaseRow;
use super::store::write::NewMessage;
use crate::tenancy::Council;

/// The message of a write that made these events; the first of them is number `first`. A missed deadline is told before
/// anything else, because a worker that catches up writes several at once.
pub(super) fn message(
    id: Uuid,
    council: &Council,
    row: &CaseRow,
    first: i32,
    events: &[EventBody],
    actor: Option<PersonId>,
) -> NewMessage {
    let numbered = || (first..).zip(events);
    // Number of the event that the residents are told of, where they are told at all (R12, R31).
    let told_by_us = row.reply_route == Route::ToResident.as_str() && !row.confidential;
    let residents = numbered().find(|(_, event)| told_by_us && event.tells_residents().is_some()).map(|(seq, _)| seq);
    // The last event that those outside are told of who get copies: where a case ended says more than to which stage it came (R11).
    let copies = numbered().filter(|(_, event)| !row.confidential && event.tells_copies().is_some()).last();
    let copies = copies.map(|(seq, _)| seq);
    // What other programs are told: where the case stands, and nothing that people wrote (R61).
    let events: Vec<_> = numbered()
        .filter(|_| !row.confidential)
        .filter_map(|(seq, event)| Some(json!({ "seq": seq, "name": event.tells_programs()?, "stage": row.stage })))
        .collect();
    let missed = |event: &EventBody| {
        matches!(event, EventBody::Breached { .. } | EventBody::PromiseMissed { .. } | EventBody::ReplyMissed { .. })
    };
    let breach = numbered().find(|(_, event)| missed(event));
    let told = breach.or_else(|| numbered().find(|(_, event)| !event.tells().is_empty()));
    let mentions = numbered().filter(|(_, event)| !event.mentions().is_empty()).map(|(seq, event)| {
        let persons: Vec<Uuid> = event.mentions().iter().map(PersonId::as_uuid).collect();
        json!({ "seq": seq, "kind": "mentioned", "persons": persons, "groups": [], "waits": persons })
    });
    let mentions: Vec<_> = mentions.collect();
    let Some((seq, event)) = told else {
        let mut payload = json!({
            "case": row.id, "residents": residents, "copies": copies, "actor": actor.map(|id| id.as_uuid()), "also": mentions,
        });
        if !events.is_empty() {
            payload["events"] = json!(events);
        }
        return NewMessage { id, topic: "case.changed".to_owned(), payload };
    };
    // What a stage tells by itself is told beside what somebody did.
    let also: Vec<_> = numbered()
        .filter(|(number, event)| *number != seq && matches!(event, EventBody::StageTold { .. }))
        .map(|(number, event)| told_of(council, row, number, event))
        .chain(mentions)
        .collect();
    let mut payload = told_of(council, row, seq, event);
    payload["case"] = json!(row.id);
    payload["actor"] = json!(actor.map(|id| id.as_uuid()));
    payload["residents"] = json!(residents);
    payload["copies"] = json!(copies);
    if !also.is_empty() {
        payload["also"] = json!(also);
    }
    if !events.is_empty() {
        payload["events"] = json!(events);
    }
    NewMessage { id, topic: format!("case.{}", event.name()), payload }
}

/// Who is told of one event.
fn told_of(council: &Council, row: &CaseRow, seq: i32, event: &EventBody) -> serde_json::Value {
    let (mut persons, mut groups, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    let parties = [row.raised_by, row.member_id];
    for told in event.tells() {
        match (told, row.holder_group) {
            (Told::Holder, Some(group)) => {
                groups.push(group);
                waits.push(group);
            }
            (Told::Holder, None) if row.holder != "raiser" => {}
            (Told::Holder, None) => {
                persons.extend(parties);
                waits.extend(parties);
            }
            (Told::Raiser, _) => persons.extend(parties),
            (Told::Team, _) => groups.extend(row.group_id),
            (Told::Overseers, _) => {
                let triage = council.manifest.groups.iter().filter(|group| group.triage);
                let triage = triage.filter_map(|group| council.groups.lookup.id(&group.key));
                groups.extend(triage.chain(council.groups.oversee.iter().copied()).map(|id: GroupId| id.as_uuid()));
            }
        }
    }
    let wards: Vec<Uuid> = row.ward_id.into_iter().filter(|_| row.shared && event.tells_ward()).collect();
    // `waits` says for which of them the case waits; `parties` are no colleagues of themselves.
    json!({
        "seq": seq, "kind": event.name(), "persons": persons, "groups": groups, "waits": waits, "wards": wards, "parties": parties,
    })
}

impl From<NewMessage> for [Value; 3] {
    fn from(message: NewMessage) -> Self {
        [message.id.into(), message.topic.into(), message.payload.into()]
    }
}
