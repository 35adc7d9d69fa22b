//! Lists of cases. Each pages by keyset on an index of its own, so that a page costs what it shows, not what is stored.

use casework::text::cleaned;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// A case as a line of a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Item {
    pub id: Uuid,
    pub reference: String,
    pub summary: String,
    pub kind: String,
    pub category: String,
    pub service: String,
    pub place: Option<String>,
    pub ward_id: Option<Uuid>,
    pub group_id: Option<Uuid>,
    pub member_id: Uuid,
    pub member: String,
    pub workflow_version: i32,
    pub stage: String,
    pub status: String,
    pub holder: String,
    pub holder_group: Option<Uuid>,
    pub due_on: NaiveDate,
    pub raised_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

impl From<&case::Model> for Item {
    /// The member's name is not in the row and stays empty.
    fn from(row: &case::Model) -> Self {
        Self {
            id: row.id,
            reference: row.reference.clone(),
            summary: row.summary.clone(),
            kind: row.kind.clone(),
            category: row.category.clone(),
            service: row.service.clone(),
            place: row.place.clone(),
            ward_id: row.ward_id,
            group_id: row.group_id,
            member_id: row.member_id,
            member: String::new(),
            workflow_version: row.workflow_version,
            stage: row.stage.clone(),
            status: row.status.clone(),
            holder: row.holder.clone(),
            holder_group: row.holder_group,
            due_on: row.due_on,
            raised_at: row.raised_at,
            closed_at: row.closed_at,
            updated_at: row.updated_at,
        }
    }
}

// The columns of an `Item`, in each list's statement.
macro_rules! item {
    ($where_and_order:literal) => { item!(concat_sql $where_and_order) };
    (concat_sql $($where_and_order:literal),+) => {
        concat!(
            "SELECT c.id, c.reference, c.summary, c.kind, c.category, c.service, c.place, c.ward_id, c.group_id, c.member_id,
                m.name AS member, c.workflow_version, c.stage, c.status, c.holder, c.holder_group, c.due_on, c.raised_at,
                c.closed_at, c.updated_at
             FROM cases c JOIN person m ON m.id = c.member_id WHERE ",
            $($where_and_order),+
        )
    };
}

/// A case whose member has left, and whether everybody named in it shares it with the ward.
#[derive(FromQueryResult)]
struct LeftBehind {
    id: Uuid,
    shared: bool,
}

/// Open cases whose member has left, the most urgent first.
pub async fn without_member(tx: &TenantTx, limit: i64) -> Result<Vec<(Item, bool)>, DbErr> {
    let sql = item!("NOT m.active AND c.closed_at IS NULL ORDER BY m.name, c.due_on, c.id LIMIT $1");
    let items = tx.all::<Item>(sql, vec![limit.into()]).await?;
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let shared = tx.all::<LeftBehind>("SELECT id, shared FROM cases WHERE id = ANY($1)", vec![ids.into()]).await?;
    let is_shared = |id: Uuid| shared.iter().any(|row| row.id == id && row.shared);
    Ok(items.into_iter().map(|item| (item.clone(), is_shared(item.id))).collect())
}

/// Where a page of a list by due date begins: at the list's start, or beside the case with this key.
pub type DueKey = (NaiveDate, Uuid);
/// The same for a list by date raised.
pub type RaisedKey = (DateTime<Utc>, Uuid);

/// Which part of a list a page is.
#[derive(Clone, Copy, Debug)]
pub enum Part<K> {
    Start,
    /// The cases after this one.
    After(K),
    /// The cases before this one, nearest first.
    Before(K),
}

// A list by due date, in its three parts. The condition may use $1 and $2; the key is ($4, $5).
macro_rules! by_due {
    ($tx:expr, $condition:literal, $values:expr, $part:expr, $limit:expr) => {{
        let mut values: Vec<Value> = $values;
        values.push($limit.into());
        match $part {
            Part::Start => $tx.all(item!(concat_sql $condition, " ORDER BY c.due_on, c.id LIMIT $3"), values).await,
            Part::After((due, id)) => {
                values.extend([due.into(), id.into()]);
                let sql = item!(concat_sql $condition, " AND (c.due_on, c.id) > ($4, $5) ORDER BY c.due_on, c.id LIMIT $3");
                $tx.all(sql, values).await
            }
            Part::Before((due, id)) => {
                values.extend([due.into(), id.into()]);
                let sql = item!(concat_sql $condition,
                    " AND (c.due_on, c.id) < ($4, $5) ORDER BY c.due_on DESC, c.id DESC LIMIT $3");
                $tx.all(sql, values).await
            }
        }
    }};
}

/// Cases of a ward in one status, the most urgent first.
pub async fn of_ward(
    tx: &TenantTx,
    ward: Uuid,
    status: &str,
    part: Part<DueKey>,
    limit: i64,
) -> Result<Vec<Item>, DbErr> {
    by_due!(tx, "c.ward_id = $1 AND c.status = $2", vec![ward.into(), status.into()], part, limit)
}

/// Open cases of a ward, the most urgent first.
pub async fn open_of_ward(tx: &TenantTx, ward: Uuid, part: Part<DueKey>, limit: i64) -> Result<Vec<Item>, DbErr> {
    // $2 stands where the other lists have a second value.
    by_due!(tx, "c.ward_id = $1 AND c.closed_at IS NULL AND $2", vec![ward.into(), true.into()], part, limit)
}

/// Open cases that a group must act on, due before a day, the most urgent first.
pub async fn of_group(
    tx: &TenantTx,
    group: Uuid,
    due_before: NaiveDate,
    part: Part<DueKey>,
    limit: i64,
) -> Result<Vec<Item>, DbErr> {
    by_due!(
        tx,
        "c.holder_group = $1 AND c.closed_at IS NULL AND c.due_on < $2",
        vec![group.into(), due_before.into()],
        part,
        limit
    )
}

/// Open cases of a team that wait for the councillor, due before a day, the most urgent first.
pub async fn asked_by_group(
    tx: &TenantTx,
    group: Uuid,
    due_before: NaiveDate,
    part: Part<DueKey>,
    limit: i64,
) -> Result<Vec<Item>, DbErr> {
    by_due!(
        tx,
        "c.group_id = $1 AND c.closed_at IS NULL AND c.holder = 'raiser' AND c.due_on < $2",
        vec![group.into(), due_before.into()],
        part,
        limit
    )
}

/// The most urgent open cases that wait for an elected member or for one of these groups.
pub async fn waiting_for(tx: &TenantTx, member: Uuid, groups: Vec<Uuid>, limit: i64) -> Result<Vec<Item>, DbErr> {
    let sql = item!(
        "c.id IN (
            (SELECT id FROM cases WHERE member_id = $1 AND closed_at IS NULL AND holder = 'raiser'
             ORDER BY due_on, id LIMIT $3)
            UNION ALL
            SELECT q.id FROM unnest($2::uuid[]) AS g, LATERAL (
                SELECT id FROM cases WHERE holder_group = g AND closed_at IS NULL ORDER BY due_on, id LIMIT $3) q
         ) ORDER BY c.due_on, c.id LIMIT $3"
    );
    tx.all(sql, vec![member.into(), groups.into(), limit.into()]).await
}

// A list by date raised, in its three parts. The condition may use $1; the key is ($3, $4).
macro_rules! by_raised {
    ($tx:expr, $condition:literal, $value:expr, $part:expr, $limit:expr) => {{
        let mut values: Vec<Value> = vec![$value.into(), $limit.into()];
        match $part {
            Part::Start => {
                $tx.all(item!(concat_sql $condition, " ORDER BY c.raised_at DESC, c.id DESC LIMIT $2"), values).await
            }
            Part::After((at, id)) => {
                values.extend([at.into(), id.into()]);
                let sql = item!(concat_sql $condition,
                    " AND (c.raised_at, c.id) < ($3, $4) ORDER BY c.raised_at DESC, c.id DESC LIMIT $2");
                $tx.all(sql, values).await
            }
            Part::Before((at, id)) => {
                values.extend([at.into(), id.into()]);
                let sql = item!(concat_sql $condition,
                    " AND (c.raised_at, c.id) > ($3, $4) ORDER BY c.raised_at, c.id LIMIT $2");
                $tx.all(sql, values).await
            }
        }
    }};
}

/// Every case of a ward, the newest first.
pub async fn all_of_ward(tx: &TenantTx, ward: Uuid, part: Part<RaisedKey>, limit: i64) -> Result<Vec<Item>, DbErr> {
    by_raised!(tx, "c.ward_id = $1", ward, part, limit)
}

/// What an elected member's own list is narrowed to; `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    pub status: Option<String>,
    pub stage: Option<String>,
    /// Only those that are open (`true`) or closed (`false`).
    pub open: Option<bool>,
    /// Only those that wait for the member.
    pub waiting: bool,
    /// Words to find in reference, summary or place.
    pub words: Option<String>,
}

// An elected member's own cases. $1 to $6 narrow; the key is ($8, $9).
macro_rules! of_member {
    ($rest:literal) => {
        item!(concat_sql
            "c.member_id = $1
               AND ($2::text IS NULL OR c.status = $2)
               AND ($3::text IS NULL OR c.stage = $3)
               AND ($4::boolean IS NULL OR (c.closed_at IS NULL) = $4)
               AND (NOT $5 OR c.holder = 'raiser')
               AND ($6::text IS NULL OR c.reference ILIKE $6 OR c.summary ILIKE $6 OR c.place ILIKE $6
                    OR EXISTS (SELECT FROM case_constituent p JOIN constituent r ON r.id = p.constituent_id
                               WHERE p.case_id = c.id AND r.name ILIKE $6))", $rest)
    };
}

/// An elected member's own cases, the newest first (R43). All of them, and all that are open, come straight out of an index;
/// anything narrower looks through the member's cases.
pub async fn of_member(
    tx: &TenantTx,
    member: Uuid,
    narrowed: &Narrowed,
    part: Part<RaisedKey>,
    limit: i64,
) -> Result<Vec<Item>, DbErr> {
    if *narrowed == Narrowed::default() {
        return by_raised!(tx, "c.member_id = $1", member, part, limit);
    }
    if *narrowed == (Narrowed { open: Some(true), ..Narrowed::default() }) {
        return by_raised!(tx, "c.member_id = $1 AND c.closed_at IS NULL", member, part, limit);
    }
    let mut values: Vec<Value> = vec![
        member.into(),
        narrowed.status.clone().into(),
        narrowed.stage.clone().into(),
        narrowed.open.into(),
        narrowed.waiting.into(),
        narrowed.words.as_deref().map(contains).into(),
        limit.into(),
    ];
    match part {
        Part::Start => tx.all(of_member!(" ORDER BY c.raised_at DESC, c.id DESC LIMIT $7"), values).await,
        Part::After((at, id)) => {
            values.extend([at.into(), id.into()]);
            let sql = of_member!(" AND (c.raised_at, c.id) < ($8, $9) ORDER BY c.raised_at DESC, c.id DESC LIMIT $7");
            tx.all(sql, values).await
        }
        Part::Before((at, id)) => {
            values.extend([at.into(), id.into()]);
            let sql = of_member!(" AND (c.raised_at, c.id) > ($8, $9) ORDER BY c.raised_at, c.id LIMIT $7");
            tx.all(sql, values).await
        }
    }
}

/// A stage that a case stands in or stood in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StageStep {
    pub case_id: Uuid,
    pub at: DateTime<Utc>,
    /// Key of the stage entered.
    pub stage: String,
}

/// The stages that some cases went through, oldest first.
pub async fn stage_steps(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<StageStep>, DbErr> {
    tx.all(
        "SELECT case_id, at, body ->> 'stage' AS stage FROM case_event
         WHERE case_id = ANY($1) AND kind = 'stage-entered' ORDER BY case_id, seq",
        vec![cases.into()],
    )
    .await
}

/// An `ILIKE` pattern for text that contains these words as they stand.
fn contains(words: &str) -> String {
    let escaped = cleaned(words).trim().replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}
