//! What the council filled in that nobody may read again: keys for other systems (R58).
//!
//! A secret belongs to a seat, not to a setup: whoever changes settings, or takes them back, need not know it. The plugin never sees
//! it; the host puts it into requests to the hosts for which `plugin.toml` declares it.

use std::collections::BTreeMap;

use casework::ids::TenantId;
use chrono::{DateTime, Utc};
use egress::{Origin, Secret};
use plugin_host::Grants;
use sea_orm::DbErr;
use uuid::Uuid;

use super::seat::Seat;
use super::store::{self, SecretRow};
use crate::ambient::Ids;
use crate::tenancy::TenantTx;
use crate::vault::Vault;

/// The most characters of a secret.
pub const LONGEST: usize = 4_000;

/// What a secret is sealed for.
fn about(tenant: TenantId, seat: &Seat, name: &str) -> String {
    format!("{tenant}/{seat}/{name}")
}

/// The council's secrets, by seat and name. One that does not open is as if it were not filled in.
pub(super) async fn opened(
    tx: &TenantTx,
    vault: &Vault,
    tenant: TenantId,
) -> Result<BTreeMap<Seat, BTreeMap<String, Secret>>, DbErr> {
    let mut secrets: BTreeMap<Seat, BTreeMap<String, Secret>> = BTreeMap::new();
    for SecretRow { seat, name, sealed } in store::secrets(tx).await? {
        let Ok(seat) = seat.parse::<Seat>() else { continue };
        match vault.open(&about(tenant, &seat, &name), &sealed) {
            Ok(secret) => {
                secrets.entry(seat).or_default().insert(name, Secret::new(secret));
            }
            Err(error) => {
                tracing::error!(tenant.id = %tenant, plugin.seat = %seat, error = %error, "a secret does not open");
            }
        }
    }
    Ok(secrets)
}

/// What a carrier may reach: hosts that were granted, with these secrets.
pub(super) fn grants(hosts: &[String], secrets: BTreeMap<String, Secret>) -> Grants {
    Grants { hosts: hosts.iter().filter_map(|host| Origin::parse(host)).collect(), secrets }
}

/// Who changes a secret, and when.
#[derive(Clone, Copy)]
pub struct By {
    pub person: Option<Uuid>,
    pub at: DateTime<Utc>,
    pub ids: Ids,
}

/// Fills a secret in, or takes it out when it is empty.
pub(super) async fn set(
    tx: &TenantTx,
    (vault, tenant): (&Vault, TenantId),
    seat: &Seat,
    name: &str,
    secret: &str,
    by: By,
) -> Result<(), DbErr> {
    let sealed = (!secret.is_empty()).then(|| vault.seal(by.ids, &about(tenant, seat, name), secret));
    store::set_secret(tx, seat, name, sealed, by.person, by.at).await
}
