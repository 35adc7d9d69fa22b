//! Rows of rehearsals, and the facts of past cases.

use casework::ids::{SetupId, WardId};
use casework::people::Role;
use casework::routing::Enquiry;
use casework::sla::{AGREED_POLICY, RESUMED_POLICY, STAGE_POLICY, TargetKind};
use chrono::{DateTime, Timelike as _, Utc};
use sea_orm::{DbErr, FromQueryResult};
use serde_json::Value;
use uuid::Uuid;

use super::outcome::{Change, Outcome};
use crate::app::local_date;
use crate::plugins::store::Setup;
use crate::tenancy::{Council, TenantTx};

/// A rehearsal as far as it has come.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    pub id: Uuid,
    pub setup: Uuid,
    pub setup_version: i32,
    pub against: Uuid,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// `waiting`, `done`, `cancelled` or `failed`.
    pub state: String,
    /// Empty until they were counted.
    pub total: Option<i32>,
    pub done: i32,
    pub outcome: Outcome,
    pub failure: Option<String>,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    at_case: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    setup_id: Uuid,
    setup_version: i32,
    against: Uuid,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    state: String,
    total: Option<i32>,
    done: i32,
    at_case: Option<Uuid>,
    outcome: Value,
    failure: Option<String>,
    asked_by: String,
    asked_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<Rehearsal, DbErr> {
        Ok(Rehearsal {
            id: self.id,
            setup: self.setup_id,
            setup_version: self.setup_version,
            against: self.against,
            since: self.since,
            until: self.until,
            state: self.state,
            total: self.total,
            done: self.done,
            at_case: self.at_case,
            outcome: serde_json::from_value(self.outcome).map_err(|error| DbErr::Type(error.to_string()))?,
            failure: self.failure,
            asked_by: self.asked_by,
            asked_at: self.asked_at,
            ended_at: self.ended_at,
        })
    }
}

/// What is asked for.
pub(super) struct Asked<'a> {
    pub id: Uuid,
    pub setup: &'a Setup,
    pub against: SetupId,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

pub(super) async fn begin(tx: &TenantTx, asked: Asked<'_>, by: Uuid) -> Result<(), DbErr> {
    tx.run(
        "UPDATE plugin_rehearsal SET state = 'cancelled', ended_at = $2 WHERE setup_id = $1 AND state = 'waiting'",
        vec![asked.setup.id.as_uuid().into(), asked.until.into()],
    )
    .await?;
    tx.run(
        "INSERT INTO plugin_rehearsal (id, setup_id, setup_version, against, since, until, state, total, outcome, asked_by, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', NULL, '{}', $7, $6)",
        vec![
            asked.id.into(),
            asked.setup.id.as_uuid().into(),
            asked.setup.version.into(),
            asked.against.as_uuid().into(),
            asked.since.into(),
            asked.until.into(),
            by.into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn one(tx: &TenantTx, id: Uuid) -> Result<Option<Rehearsal>, DbErr> {
    let row = tx.one::<Row>(
        "SELECT r.id, setup_id, setup_version, against, since, until, state, total, done, at_case, outcome, failure,
                p.name AS asked_by, asked_at, ended_at
         FROM plugin_rehearsal r JOIN person p ON p.id = r.asked_by WHERE r.id = $1",
        vec![id.into()],
    );
    row.await?.map(Row::read).transpose()
}

pub(super) async fn newest(tx: &TenantTx, setup: Uuid) -> Result<Option<Rehearsal>, DbErr> {
    let row = tx.one::<Row>(
        "SELECT r.id, setup_id, setup_version, against, since, until, state, total, done, at_case, outcome, failure,
                p.name AS asked_by, asked_at, ended_at
         FROM plugin_rehearsal r JOIN person p ON p.id = r.asked_by WHERE setup_id = $1 ORDER BY asked_at DESC LIMIT 1",
        vec![setup.into()],
    );
    row.await?.map(Row::read).transpose()
}

/// The rehearsal of a setup, as it is, that was played to its end.
pub(in crate::plugins) async fn last_done(tx: &TenantTx, setup: &Setup) -> Result<Option<Uuid>, DbErr> {
    let newest = newest(tx, setup.id.as_uuid()).await?;
    Ok(newest.filter(|it| it.state == "done" && it.setup_version == setup.version).map(|it| it.id))
}

/// The rehearsal that was asked for first.
pub(super) async fn waiting(tx: &TenantTx) -> Result<Option<Rehearsal>, DbErr> {
    let row = tx.one::<Row>(
        "SELECT r.id, setup_id, setup_version, against, since, until, state, total, done, at_case, outcome, failure,
                p.name AS asked_by, asked_at, ended_at
         FROM plugin_rehearsal r JOIN person p ON p.id = r.asked_by WHERE state = 'waiting' ORDER BY asked_at LIMIT 1",
        vec![],
    );
    row.await?.map(Row::read).transpose()
}

#[derive(FromQueryResult)]
struct At {
    at: Option<DateTime<Utc>>,
}

pub(super) async fn next_due(tx: &TenantTx) -> Result<Option<DateTime<Utc>>, DbErr> {
    let sql = "SELECT min(asked_at) AS at FROM plugin_rehearsal WHERE state = 'waiting'";
    Ok(tx.one::<At>(sql, vec![]).await?.and_then(|row| row.at))
}

pub(super) async fn end(
    tx: &TenantTx,
    id: Uuid,
    state: &'static str,
    failure: Option<String>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "UPDATE plugin_rehearsal SET state = $2, failure = $3, ended_at = $4 WHERE id = $1 AND state = 'waiting'",
        vec![id.into(), state.into(), failure.into(), at.into()],
    )
    .await?;
    Ok(())
}

/// A case as it was raised.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct PastCase {
    pub id: Uuid,
    pub reference: String,
    pub category: String,
    pub service: String,
    ward_id: Option<Uuid>,
    pub summary: String,
    details: String,
    place: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    pub raised_at: DateTime<Utc>,
    member_kind: String,
}

impl PastCase {
    /// The GSS code and the name of its ward.
    pub(super) fn ward(&self, council: &Council) -> Option<(String, String)> {
        let ward = WardId::from_uuid(self.ward_id?);
        Some((council.wards.gss(ward).to_owned(), council.wards.name(ward).to_owned()))
    }

    /// The kind of the member whose case it is, for other representatives.
    pub(super) fn representative(&self) -> Option<String> {
        (self.member_kind != Role::Councillor.as_str()).then(|| self.member_kind.clone())
    }

    /// What a routing plugin was told of it.
    pub(super) fn enquiry(&self, council: &Council) -> Enquiry {
        let local = self.raised_at.with_timezone(&chrono_tz::Europe::London);
        let (ward_gss, ward_name) = self.ward(council).unzip();
        Enquiry {
            category: self.category.clone(),
            service: self.service.clone(),
            ward_gss,
            ward_name,
            summary: self.summary.clone(),
            details: self.details.clone(),
            place_words: self.place.clone().unwrap_or_default(),
            latitude: self.latitude,
            longitude: self.longitude,
            raised_on: local_date(self.raised_at),
            raised_at_minutes: u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default(),
            raiser_kind: self.member_kind.clone(),
        }
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// Counts the cases, once.
pub(super) async fn count(tx: &TenantTx, rehearsal: &mut Rehearsal) -> Result<(), DbErr> {
    if rehearsal.total.is_some() {
        return Ok(());
    }
    let sql = "SELECT count(*) AS count FROM cases WHERE raised_at >= $1 AND raised_at < $2";
    let row = tx.one::<Count>(sql, vec![rehearsal.since.into(), rehearsal.until.into()]).await?;
    let total = i32::try_from(row.map_or(0, |row| row.count)).unwrap_or(i32::MAX);
    rehearsal.total = Some(total);
    let sql = "UPDATE plugin_rehearsal SET total = $2 WHERE id = $1";
    tx.run(sql, vec![rehearsal.id.into(), total.into()]).await?;
    Ok(())
}

/// The next cases to be played.
pub(super) async fn cases(tx: &TenantTx, rehearsal: &Rehearsal, most: i64) -> Result<Vec<PastCase>, DbErr> {
    tx.all(
        "SELECT id, reference, category, service, ward_id, summary, details, place, latitude, longitude, raised_at, member_kind
         FROM cases WHERE id > $1 AND raised_at >= $2 AND raised_at < $3 ORDER BY id LIMIT $4",
        vec![
            rehearsal.at_case.unwrap_or_default().into(),
            rehearsal.since.into(),
            rehearsal.until.into(),
            most.into(),
        ],
    )
    .await
}

/// A deadline that the policy set at some time.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct PastDeadline {
    pub case_id: Uuid,
    pub at: DateTime<Utc>,
    target: String,
    /// When the case went on.
    pub met_at: Option<DateTime<Utc>>,
}

impl PastDeadline {
    pub(super) fn target(&self) -> Option<TargetKind> {
        TargetKind::ALL.into_iter().find(|target| target.as_str() == self.target)
    }
}

/// The deadlines of these cases that the council's policy had set; not those that a person agreed or a stage gave.
pub(super) async fn deadlines(tx: &TenantTx, cases: &[PastCase]) -> Result<Vec<PastDeadline>, DbErr> {
    let ids: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
    let others = [AGREED_POLICY.0, RESUMED_POLICY.0, STAGE_POLICY].map(str::to_owned).to_vec();
    tx.all(
        "SELECT e.case_id, e.at, e.body->>'target' AS target,
                (SELECT min(n.at) FROM case_event n
                 WHERE n.case_id = e.case_id AND n.at > e.at AND n.kind IN ('stage-entered', 'deadline-set')) AS met_at
         FROM case_event e
         WHERE e.case_id = ANY($1) AND e.kind = 'deadline-set' AND NOT e.body->>'policy' = ANY($2) ORDER BY e.case_id, e.seq",
        vec![ids.into(), others.into()],
    )
    .await
}

/// Keeps what was played, unless the rehearsal was cancelled meanwhile.
pub(super) async fn keep(
    tx: &TenantTx,
    rehearsal: &mut Rehearsal,
    changed: Vec<(String, Change)>,
    played: usize,
    last: Option<Uuid>,
    ended_at: Option<DateTime<Utc>>,
) -> Result<bool, DbErr> {
    let json = |error: serde_json::Error| DbErr::Type(error.to_string());
    rehearsal.done += i32::try_from(played).unwrap_or(i32::MAX);
    rehearsal.at_case = last.or(rehearsal.at_case);
    let kept = tx
        .run(
            "UPDATE plugin_rehearsal SET outcome = $2, done = $3, at_case = $4, ended_at = $5,
                 state = CASE WHEN $5::timestamptz IS NULL THEN 'waiting' ELSE 'done' END
             WHERE id = $1 AND state = 'waiting'",
            vec![
                rehearsal.id.into(),
                serde_json::to_value(&rehearsal.outcome).map_err(json)?.into(),
                rehearsal.done.into(),
                rehearsal.at_case.into(),
                ended_at.into(),
            ],
        )
        .await?;
    if kept == 0 {
        return Ok(false);
    }
    if !changed.is_empty() {
        let references: Vec<String> = changed.iter().map(|(reference, _)| reference.clone()).collect();
        let changes: Result<Vec<Value>, _> = changed.iter().map(|(_, change)| serde_json::to_value(change)).collect();
        tx.run(
            "INSERT INTO plugin_rehearsal_case (rehearsal_id, number, reference, change)
             SELECT $1, k.n + row_number() OVER (), c.reference, c.change
             FROM (SELECT coalesce(max(number), 0) AS n FROM plugin_rehearsal_case WHERE rehearsal_id = $1) k
                  CROSS JOIN unnest($2::text[], $3::jsonb[]) AS c (reference, change)
             LIMIT greatest($4 - (SELECT count(*) FROM plugin_rehearsal_case WHERE rehearsal_id = $1), 0)",
            vec![
                rehearsal.id.into(),
                references.into(),
                changes.map_err(json)?.into(),
                i64::try_from(super::MOST_KEPT).unwrap_or(i64::MAX).into(),
            ],
        )
        .await?;
    }
    Ok(true)
}

#[derive(FromQueryResult)]
struct ChangeRow {
    number: i32,
    reference: String,
    change: Value,
}

/// Changed cases with their references, in the order in which they were played.
pub(super) async fn changes(
    tx: &TenantTx,
    rehearsal: Uuid,
    after: i32,
    most: i64,
) -> Result<Vec<(i32, String, Change)>, DbErr> {
    let rows = tx
        .all::<ChangeRow>(
            "SELECT number, reference, change FROM plugin_rehearsal_case
             WHERE rehearsal_id = $1 AND number > $2 ORDER BY number LIMIT $3",
            vec![rehearsal.into(), after.into(), most.into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let change = serde_json::from_value(row.change).map_err(|error| DbErr::Type(error.to_string()))?;
            Ok((row.number, row.reference, change))
        })
        .collect()
}
