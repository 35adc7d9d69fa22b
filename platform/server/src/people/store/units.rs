//! Which team a unit is, as admins have said in the pages.

use casework::ids::{GroupId, PersonId};
use casework::starters::{UnitTo, unit_words};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

#[derive(Clone, Debug, FromQueryResult)]
pub struct UnitRow {
    /// The unit as it is compared.
    pub key: String,
    pub unit: Vec<String>,
    pub group_id: Option<Uuid>,
    pub by: String,
    pub said_at: DateTime<Utc>,
}

impl UnitRow {
    #[must_use]
    pub fn to(&self) -> UnitTo {
        self.group_id.map_or(UnitTo::Outside, |id| UnitTo::Team(GroupId::from_uuid(id)))
    }
}

pub async fn all(tx: &TenantTx) -> Result<Vec<UnitRow>, DbErr> {
    let sql = "SELECT u.key, u.unit, u.group_id, p.name AS by, u.said_at FROM people_unit u JOIN person p ON p.id = u.said_by ORDER BY u.key";
    tx.all(sql, vec![]).await
}

pub async fn say(tx: &TenantTx, unit: &[String], to: UnitTo, by: PersonId, at: DateTime<Utc>) -> Result<(), DbErr> {
    let group = match to {
        UnitTo::Team(group) => Some(group.as_uuid()),
        UnitTo::Outside => None,
    };
    tx.run(
        "INSERT INTO people_unit (key, unit, group_id, said_by, said_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE SET unit = excluded.unit, group_id = excluded.group_id, said_by = excluded.said_by, said_at = excluded.said_at",
        vec![
            unit_words(unit).to_lowercase().into(),
            unit.to_vec().into(),
            group.into(),
            by.as_uuid().into(),
            at.into(),
        ],
    )
    .await
    .map(|_| ())
}

/// Tells whether something was said of it.
pub async fn forget(tx: &TenantTx, key: &str) -> Result<bool, DbErr> {
    Ok(tx.run("DELETE FROM people_unit WHERE key = $1", vec![key.into()]).await? == 1)
}
