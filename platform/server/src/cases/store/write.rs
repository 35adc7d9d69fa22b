//! Writes of cases. Raising a case and taking an action are one statement each: rows, events and outbox together.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// A member of the public to be added with a new case.
#[derive(Debug, Serialize)]
pub struct NewConstituent {
    pub id: Uuid,
    pub position: i16,
    pub title: Option<String>,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub preferred_contact: Option<String>,
    pub consent: bool,
    pub tell: &'static str,
    pub lang: &'static str,
}

/// An event ready to be stored: numbered, and linked to the one before by its hash.
#[derive(Debug, Serialize)]
pub struct NewEvent {
    pub seq: i32,
    pub actor_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub kind: String,
    pub body: serde_json::Value,
    /// Hexadecimal.
    pub hash: String,
}

/// The deadline that begins with a write.
#[derive(Debug, Serialize)]
pub struct NewDeadline {
    pub target: String,
    pub due_on: chrono::NaiveDate,
    pub remind_on: Vec<chrono::NaiveDate>,
    /// The first day on which something is to be done, and the last one on which nothing is left to do.
    pub next_on: Option<chrono::NaiveDate>,
    pub done_through: chrono::NaiveDate,
    pub policy: String,
    pub policy_version: String,
    pub explanation: String,
}

/// What is sent to the outside after the commit.
#[derive(Debug)]
pub struct NewMessage {
    pub id: Uuid,
    /// `case.` and the name of what happened.
    pub topic: String,
    pub payload: serde_json::Value,
}

#[derive(FromQueryResult)]
struct Reference {
    reference: String,
}

fn json<T: Serialize>(rows: &T) -> Result<Value, DbErr> {
    serde_json::to_value(rows).map(Value::from).map_err(|error| DbErr::Type(error.to_string()))
}

/// Adds a case with its constituents, events, deadline and message. Returns its reference, or `None` when this browser's
/// submission made a case before: then nothing is added.
pub async fn add_case(
    tx: &TenantTx,
    prefix: &str,
    row: case::Model,
    constituents: &[NewConstituent],
    events: &[NewEvent],
    deadline: Option<&NewDeadline>,
    message: NewMessage,
) -> Result<Option<String>, DbErr> {
    let [message_id, topic, payload] = message.into();
    let values = vec![
        row.id.into(),
        prefix.into(),
        row.client_id.into(),
        row.raised_by.into(),
        row.member_id.into(),
        row.member_kind.into(),
        row.summary.into(),
        row.details.into(),
        row.category.into(),
        row.service.into(),
        row.kind.into(),
        row.channel.into(),
        row.tags.into(),
        row.place.into(),
        row.latitude.into(),
        row.longitude.into(),
        row.ward_id.into(),
        row.workflow_version.into(),
        row.stage.into(),
        row.status.into(),
        row.group_id.into(),
        row.holder.into(),
        row.holder_group.into(),
        row.worked_groups.into(),
        row.visible_to.into(),
        row.shared.into(),
        row.due_on.into(),
        row.raised_at.into(),
        row.last_seq.into(),
        row.last_hash.into(),
        json(&constituents)?,
        json(&events)?,
        json(&deadline.into_iter().collect::<Vec<_>>())?,
        message_id,
        topic,
        payload,
        row.reply_route.into(),
        row.confidential.into(),
        row.history.into(),
        row.approached.into(),
        row.wanted.into(),
    ];
    let added = tx
        .one::<Reference>(
            "WITH c AS (
                INSERT INTO cases (id, reference, client_id, raised_by, member_id, member_kind, summary, details, category, service, kind,
                    channel, tags, place, latitude, longitude, ward_id, workflow_version, stage, status, group_id, holder,
                    holder_group, worked_groups, visible_to, shared, due_on, raised_at, updated_at, last_seq, last_hash, reply_route, confidential,
                    history, approached, wanted)
                VALUES ($1, $2 || '-' || nextval('case_number'), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                    $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $28, $29, $30, $37, $38, $39, $40, $41)
                ON CONFLICT (raised_by, client_id) WHERE client_id IS NOT NULL DO NOTHING
                RETURNING id, reference, raised_at
             ), p AS (
                INSERT INTO constituent (id, title, name, phone, email, address, preferred_contact, created_at)
                SELECT x.id, x.title, x.name, x.phone, x.email, x.address, x.preferred_contact, c.raised_at
                FROM c, jsonb_to_recordset($31) AS x(id uuid, title text, name text, phone text, email text, address text,
                    preferred_contact text)
             ), l AS (
                INSERT INTO case_constituent (case_id, constituent_id, position, consent, consent_at, consent_by, tell, lang)
                SELECT c.id, x.id, x.position, x.consent, c.raised_at, $4, x.tell, x.lang
                FROM c, jsonb_to_recordset($31) AS x(id uuid, position smallint, consent boolean, tell text, lang text)
             ), e AS (
                INSERT INTO case_event (case_id, seq, at, actor_id, member_id, kind, body, hash)
                SELECT c.id, x.seq, c.raised_at, x.actor_id, x.member_id, x.kind, x.body, decode(x.hash, 'hex')
                FROM c, jsonb_to_recordset($32) AS x(seq int, actor_id uuid, member_id uuid, kind text, body jsonb, hash text)
             ), d AS (
                INSERT INTO deadline (case_id, target, due_on, remind_on, next_on, done_through, policy, policy_version,
                    explanation, set_at)
                SELECT c.id, x.target, x.due_on, x.remind_on, x.next_on, x.done_through, x.policy, x.policy_version,
                    x.explanation, c.raised_at
                FROM c, jsonb_to_recordset($33) AS x(target text, due_on date, remind_on date[], next_on date,
                    done_through date, policy text, policy_version text, explanation text)
             ), o AS (
                INSERT INTO outbox (id, at, topic, payload) SELECT $34, c.raised_at, $35, $36 FROM c
             )
             SELECT reference FROM c",
            values,
        )
        .await?;
    Ok(added.map(|row| row.reference))
}

/// How a case's deadline changes with a write.
#[derive(Debug)]
pub enum DeadlineChange {
    /// The one that runs goes on.
    Keep,
    /// None runs any more.
    End,
    /// The one that runs goes on; what it asked for up to `done_through` is done, and `next_on` is when it asks again.
    Step { done_through: chrono::NaiveDate, next_on: Option<chrono::NaiveDate> },
    /// A new one takes its place.
    Begin(NewDeadline),
}

/// Stores what an action made of a case, if nobody changed the case since it was read.
///
/// `row` is the case after the action, with `version` still the one that was read. Returns whether it was stored.
pub async fn change_case(
    tx: &TenantTx,
    row: case::Model,
    at: DateTime<Utc>,
    events: &[NewEvent],
    deadline: DeadlineChange,
    message: NewMessage,
) -> Result<bool, DbErr> {
    let (mut end, mut begin, mut stepped) = (false, vec![], (None, None));
    match deadline {
        DeadlineChange::Keep => {}
        DeadlineChange::End => end = true,
        DeadlineChange::Step { done_through, next_on } => stepped = (Some(done_through), next_on),
        DeadlineChange::Begin(new) => begin.push(new),
    }
    let [message_id, topic, payload] = message.into();
    let values = vec![
        row.id.into(),
        row.version.into(),
        row.stage.into(),
        row.status.into(),
        row.group_id.into(),
        row.return_stage.into(),
        row.return_group.into(),
        row.holder.into(),
        row.holder_group.into(),
        row.worked_groups.into(),
        row.visible_to.into(),
        row.due_on.into(),
        row.first_response_at.into(),
        row.acknowledged_at.into(),
        row.resolved_at.into(),
        row.closed_at.into(),
        at.into(),
        row.last_seq.into(),
        row.last_hash.into(),
        json(&events)?,
        end.into(),
        json(&begin)?,
        message_id,
        topic,
        payload,
        stepped.0.into(),
        stepped.1.into(),
        row.agreed_day.into(),
        row.paused_target.into(),
        row.paused_days_left.into(),
        row.workflow_version.into(),
        row.answered_by.into(),
    ];
    let changed = tx
        .one::<Reference>(
            "WITH c AS (
                UPDATE cases SET version = version + 1, stage = $3, status = $4, group_id = $5, return_stage = $6,
                    return_group = $7, holder = $8, holder_group = $9, worked_groups = $10, visible_to = $11, due_on = $12,
                    first_response_at = $13, acknowledged_at = $14, resolved_at = $15, closed_at = $16, updated_at = $17,
                    last_seq = $18, last_hash = $19, agreed_day = $28, paused_target = $29, paused_days_left = $30,
                    workflow_version = $31, answered_by = $32
                WHERE id = $1 AND version = $2 RETURNING id, reference
             ), e AS (
                INSERT INTO case_event (case_id, seq, at, actor_id, member_id, kind, body, hash)
                SELECT c.id, x.seq, $17, x.actor_id, x.member_id, x.kind, x.body, decode(x.hash, 'hex')
                FROM c, jsonb_to_recordset($20) AS x(seq int, actor_id uuid, member_id uuid, kind text, body jsonb, hash text)
             ), ended AS (
                DELETE FROM deadline USING c WHERE case_id = c.id AND $21
             ), d AS (
                INSERT INTO deadline (case_id, target, due_on, remind_on, next_on, done_through, policy, policy_version,
                    explanation, set_at)
                SELECT c.id, x.target, x.due_on, x.remind_on, x.next_on, x.done_through, x.policy, x.policy_version,
                    x.explanation, $17
                FROM c, jsonb_to_recordset($22) AS x(target text, due_on date, remind_on date[], next_on date,
                    done_through date, policy text, policy_version text, explanation text)
                ON CONFLICT (case_id) DO UPDATE SET target = excluded.target, due_on = excluded.due_on,
                    remind_on = excluded.remind_on, next_on = excluded.next_on, done_through = excluded.done_through, policy = excluded.policy, policy_version = excluded.policy_version,
                    explanation = excluded.explanation, set_at = excluded.set_at
             ), stepped AS (
                UPDATE deadline SET done_through = $26, next_on = $27 FROM c WHERE case_id = c.id AND $26::date IS NOT NULL
             ), o AS (
                INSERT INTO outbox (id, at, topic, payload) SELECT $23, $17, $24, $25 FROM c
             )
             SELECT reference FROM c",
            values,
        )
        .await?;
    Ok(changed.is_some())
}
