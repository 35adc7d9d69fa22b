//! Rows of people and sessions.

use casework::calendar::local_date;
use casework::ids::{GroupId, PersonId, WardId};
use casework::people::{Actor, Role};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// Somebody of the council: an elected member, another representative or an officer.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: PersonId,
    pub key: String,
    pub title: Option<String>,
    pub actor: Actor,
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: Uuid,
    key: String,
    name: String,
    title: Option<String>,
    roles: Vec<String>,
    ward_ids: Vec<Uuid>,
    group_ids: Vec<Uuid>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        let id = PersonId::from_uuid(row.id);
        let actor = Actor {
            person: id,
            name: row.name,
            // A role that this version of the program does not know gives no rights.
            roles: row.roles.iter().filter_map(|role| role.parse::<Role>().ok()).collect(),
            wards: row.ward_ids.into_iter().map(WardId::from_uuid).collect(),
            groups: row.group_ids.into_iter().map(GroupId::from_uuid).collect(),
        };
        Self { id, key: row.key, title: row.title, actor }
    }
}

/// An active person of the council.
///
/// # Errors
/// When the database cannot be asked.
pub async fn person(tx: &TenantTx, id: PersonId) -> Result<Option<Person>, DbErr> {
    let row = tx
        .one::<PersonRow>(
            "SELECT id, key, name, title, roles, ward_ids, group_ids FROM person WHERE id = $1 AND active",
            vec![id.as_uuid().into()],
        )
        .await?;
    Ok(row.map(Person::from))
}

/// Active people of this address, whatever its case; two where it is shared. An address alone proves nothing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_email(tx: &TenantTx, email: &str) -> Result<Vec<Person>, DbErr> {
    let rows = tx
        .all::<PersonRow>(
            "SELECT id, key, name, title, roles, ward_ids, group_ids FROM person WHERE lower(email) = lower($1) AND active LIMIT 2",
            vec![email.into()],
        )
        .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

pub(super) async fn actor_of_session(
    tx: &TenantTx,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Actor>, DbErr> {
    let row = tx
        .one::<PersonRow>(
            "SELECT p.id, p.key, p.name, p.title, p.roles, p.ward_ids, p.group_ids
             FROM session s JOIN person p ON p.id = s.person_id
             WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.active
                AND (p.access_from IS NULL OR p.access_from <= $3) AND (p.access_until IS NULL OR p.access_until >= $3)",
            vec![token_hash.to_vec().into(), now.into(), local_date(now).into()],
        )
        .await?;
    Ok(row.map(|row| Person::from(row).actor))
}

/// Adds a session if the person is active and this is a day on which they may come in (R60), and clears away that person's expired
/// ones.
pub(super) async fn open_session(
    tx: &TenantTx,
    token_hash: &[u8],
    person: PersonId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let rows = tx
        .run(
            "WITH old AS (DELETE FROM session WHERE person_id = $2 AND expires_at <= $3)
             INSERT INTO session (token_hash, person_id, created_at, expires_at)
             SELECT $1, id, $3, $4 FROM person WHERE id = $2 AND active
                AND (access_from IS NULL OR access_from <= $5) AND (access_until IS NULL OR access_until >= $5)",
            vec![token_hash.to_vec().into(), person.as_uuid().into(), now.into(), until.into(), local_date(now).into()],
        )
        .await?;
    Ok(rows == 1)
}

pub(super) async fn close_session(tx: &TenantTx, token_hash: &[u8; 32]) -> Result<(), DbErr> {
    tx.run("DELETE FROM session WHERE token_hash = $1", vec![token_hash.to_vec().into()]).await?;
    Ok(())
}

/// Ends every session of somebody.
pub(super) async fn close_all(tx: &TenantTx, person: PersonId) -> Result<(), DbErr> {
    tx.run("DELETE FROM session WHERE person_id = $1", vec![person.as_uuid().into()]).await?;
    Ok(())
}

pub(super) async fn people(tx: &TenantTx) -> Result<Vec<Person>, DbErr> {
    let rows = tx
        .all::<PersonRow>(
            "SELECT id, key, name, title, roles, ward_ids, group_ids FROM person WHERE active ORDER BY name",
            vec![],
        )
        .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}
