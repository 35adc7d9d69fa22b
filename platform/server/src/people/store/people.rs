//! People as a feed may change them.

use std::collections::BTreeSet;

use casework::ids::{GroupId, PersonId, WardId};
use casework::people::Role;
use casework::starters::{Bound, Known};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use uuid::Uuid;

use crate::tenancy::TenantTx;

#[derive(FromQueryResult)]
struct KnownRow {
    id: Uuid,
    name: String,
    email: Option<String>,
    roles: Vec<String>,
    ward_ids: Vec<Uuid>,
    group_ids: Vec<Uuid>,
    has_access: bool,
    access_from: Option<NaiveDate>,
    access_until: Option<NaiveDate>,
    seat: Option<String>,
    key: Option<String>,
    group_id: Option<Uuid>,
}

impl From<KnownRow> for Known {
    fn from(row: KnownRow) -> Self {
        let group = row.group_id.map(GroupId::from_uuid);
        Self {
            id: PersonId::from_uuid(row.id),
            name: row.name,
            email: row.email,
            // A role that this version of the program does not know is kept by `put`.
            roles: row.roles.iter().filter_map(|role| role.parse::<Role>().ok()).collect(),
            groups: row.group_ids.into_iter().map(GroupId::from_uuid).collect(),
            wards: row.ward_ids.into_iter().map(WardId::from_uuid).collect(),
            has_access: row.has_access,
            from: row.access_from,
            until: row.access_until,
            bound: row.seat.zip(row.key).map(|(seat, key)| Bound { seat, key, group }),
        }
    }
}

macro_rules! known {
    ($end:literal) => {
        concat!(
            "SELECT p.id, p.name, p.email, p.roles, p.ward_ids, p.group_ids, p.access_from, p.access_until, r.seat, r.key, r.group_id,
                p.active OR EXISTS (SELECT FROM people_step s WHERE s.person_id = p.id AND s.what = 'join') AS has_access
             FROM person p LEFT JOIN people_record r ON r.person_id = p.id ",
            $end
        )
    };
}

/// Everybody whom the council has or had.
pub async fn known(tx: &TenantTx) -> Result<Vec<Known>, DbErr> {
    let rows = tx.all::<KnownRow>(known!("ORDER BY p.id"), vec![]).await?;
    Ok(rows.into_iter().map(Known::from).collect())
}

/// One of them, held until the transaction ends.
pub async fn one(tx: &TenantTx, id: PersonId) -> Result<Option<Known>, DbErr> {
    let row = tx.one::<KnownRow>(known!("WHERE p.id = $1 FOR UPDATE OF p"), vec![id.as_uuid().into()]).await?;
    Ok(row.map(Known::from))
}

fn ids<T>(of: &BTreeSet<T>, id: impl Fn(&T) -> Uuid) -> Vec<Uuid> {
    of.iter().map(id).collect()
}

/// Adds somebody whom a feed brought, under a key that no council's file can have.
pub async fn add(tx: &TenantTx, person: &Known, key: &str, today: NaiveDate, at: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO person (id, key, name, email, roles, ward_ids, group_ids, active, changed_at, origin, access_from, access_until)
         VALUES ($1, CASE WHEN EXISTS (SELECT FROM person WHERE key = $2) THEN $2 || ':' || $1::text ELSE $2 END, $3, $4, $5, $6, $7, $8, $9,
            'feed', $10, $11)",
        vec![
            person.id.as_uuid().into(),
            key.into(),
            person.name.as_str().into(),
            person.email.clone().into(),
            roles(person),
            ids(&person.wards, WardId::as_uuid).into(),
            ids(&person.groups, GroupId::as_uuid).into(),
            person.from.is_none_or(|from| from <= today).into(),
            at.into(),
            person.from.into(),
            person.until.into(),
        ],
    )
    .await
    .map(|_| ())
}

/// Stores somebody as they are now. Teams that they keep stay in the order in which they were: the first is theirs above all.
pub async fn put(tx: &TenantTx, person: &Known, today: NaiveDate, at: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "UPDATE person SET name = $2, email = $3, roles = $4, ward_ids = $5,
            group_ids = ARRAY(SELECT g FROM unnest(group_ids) WITH ORDINALITY AS had(g, place) WHERE g = ANY($6) ORDER BY place)
                || ARRAY(SELECT g FROM unnest($6::uuid[]) g WHERE g <> ALL(group_ids)),
            active = $7, changed_at = $8, access_from = $9, access_until = $10
         WHERE id = $1",
        vec![
            person.id.as_uuid().into(),
            person.name.as_str().into(),
            person.email.clone().into(),
            roles(person),
            ids(&person.wards, WardId::as_uuid).into(),
            ids(&person.groups, GroupId::as_uuid).into(),
            (person.has_access && person.from.is_none_or(|from| from <= today)).into(),
            at.into(),
            person.from.into(),
            person.until.into(),
        ],
    )
    .await
    .map(|_| ())
}

fn roles(person: &Known) -> Value {
    person.roles.iter().map(|role| role.as_str().to_owned()).collect::<Vec<String>>().into()
}

/// Takes or gives access, whatever the days say besides.
pub async fn set_active(tx: &TenantTx, id: PersonId, active: bool, at: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE person SET active = $2, changed_at = $3 WHERE id = $1";
    tx.run(sql, vec![id.as_uuid().into(), active.into(), at.into()]).await.map(|_| ())
}
