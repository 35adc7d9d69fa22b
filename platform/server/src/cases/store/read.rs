//! One case with what belongs to it: a constant number of statements, however long its history.

use casework::ids::{CaseReference, PersonId};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::case;
use crate::tenancy::TenantTx;

/// The case of this reference, if the actor may see it.
pub async fn by_reference(tx: &TenantTx, reference: &str) -> Result<Option<case::Model>, DbErr> {
    if reference.parse::<CaseReference>().is_err() {
        return Ok(None);
    }
    case::Entity::find().filter(case::Column::Reference.eq(reference)).one(tx).await
}

/// Those of these cases that the actor may see, in no order.
pub async fn by_ids(tx: &TenantTx, ids: Vec<Uuid>) -> Result<Vec<case::Model>, DbErr> {
    case::Entity::find().filter(case::Column::Id.is_in(ids)).all(tx).await
}

/// As [`by_reference`], holding the row until the transaction ends.
pub async fn for_change(tx: &TenantTx, reference: &str) -> Result<Option<case::Model>, DbErr> {
    if reference.parse::<CaseReference>().is_err() {
        return Ok(None);
    }
    case::Entity::find().filter(case::Column::Reference.eq(reference)).lock_exclusive().one(tx).await
}

/// As [`for_change`], by id.
pub async fn for_change_by_id(tx: &TenantTx, id: Uuid) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// The case that a browser's submission already made.
pub async fn by_client_id(tx: &TenantTx, raised_by: PersonId, client_id: Uuid) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find()
        .filter(case::Column::RaisedBy.eq(raised_by.as_uuid()))
        .filter(case::Column::ClientId.eq(client_id))
        .one(tx)
        .await
}

/// A member of the public whom a case is about.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Constituent {
    pub case_id: Uuid,
    pub id: Uuid,
    pub title: Option<String>,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub preferred_contact: Option<String>,
    pub consent: bool,
    /// A word of `casework::residents::Tell`.
    pub tell: String,
    /// None: the council's first language.
    pub lang: Option<String>,
}

/// The members of the public of some cases, in the order they were given.
pub async fn constituents(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<Constituent>, DbErr> {
    tx.all(
        "SELECT l.case_id, p.id, p.title, p.name, p.phone, p.email, p.address, p.preferred_contact, l.consent,
             l.tell, l.lang
         FROM case_constituent l JOIN constituent p ON p.id = l.constituent_id
         WHERE l.case_id = ANY($1) ORDER BY l.case_id, l.position",
        vec![cases.into()],
    )
    .await
}

/// A step of a case's history, as stored.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EventRow {
    pub case_id: Uuid,
    pub seq: i32,
    pub at: DateTime<Utc>,
    pub actor_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub body: serde_json::Value,
    pub hash: Vec<u8>,
}

/// The histories of some cases, each oldest first.
pub async fn events(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<EventRow>, DbErr> {
    tx.all(
        "SELECT case_id, seq, at, actor_id, member_id, body, hash FROM case_event
         WHERE case_id = ANY($1) ORDER BY case_id, seq",
        vec![cases.into()],
    )
    .await
}

/// The deadline that is running.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeadlineRow {
    pub target: String,
    pub due_on: NaiveDate,
    pub policy: String,
    pub policy_version: String,
    pub explanation: String,
}

/// The running deadline of a case, if one runs.
pub async fn deadline(tx: &TenantTx, case_id: Uuid) -> Result<Option<DeadlineRow>, DbErr> {
    tx.one(
        "SELECT target, due_on, policy, policy_version, explanation FROM deadline WHERE case_id = $1",
        vec![case_id.into()],
    )
    .await
}

/// An id and a name for people to read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
}

/// Names of people of the council.
///
/// # Errors
/// When the database cannot be asked.
pub async fn names(tx: &TenantTx, people: Vec<Uuid>) -> Result<Vec<Named>, DbErr> {
    tx.all("SELECT id, name FROM person WHERE id = ANY($1)", vec![people.into()]).await
}

/// Somebody who has to do with a case; with who stands in until when, where they are away on the day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OnCase {
    pub id: Uuid,
    pub name: String,
    pub away_until: Option<NaiveDate>,
    pub deputy: Option<String>,
}

pub async fn on_case(tx: &TenantTx, people: Vec<Uuid>, today: NaiveDate) -> Result<Vec<OnCase>, DbErr> {
    tx.all(
        "SELECT p.id, p.name, a.until_on AS away_until, d.name AS deputy FROM person p
         LEFT JOIN absence a ON a.person_id = p.id AND a.ended_at IS NULL AND $2 BETWEEN a.from_on AND a.until_on
         LEFT JOIN person d ON d.id = a.deputy_id WHERE p.id = ANY($1)",
        vec![people.into(), today.into()],
    )
    .await
}
