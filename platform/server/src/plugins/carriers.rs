//! Plugins that read from, or hand over to, other systems, made ready for a council.

use std::collections::BTreeMap;

use casework::channel::Carries;
use casework::feeds::{Fact, Meeting, Person, Work};
use casework::ids::{SetupId, TenantId};
use plugin_host::{Channel, Feed, Kind};

use super::catalogue::{PluginError, Plugins};
use super::store::InForce;
use super::{Seat, secrets};
use crate::tenancy::{TenantTx, Unready};

/// A plugin that carries, of whichever kind.
#[derive(Clone)]
pub enum Carrier {
    People(Feed<Person>),
    Committees(Feed<Meeting>),
    Highways(Feed<Work>),
    WardFacts(Feed<Fact>),
    Channel(Channel),
}

/// A carrier in force.
#[derive(Clone)]
pub struct Carrying {
    pub setup: SetupId,
    /// What it is used for, where it is a channel.
    pub carries: Vec<Carries>,
    /// `Err` says why it cannot be used.
    pub carrier: Result<Carrier, Unready>,
}

/// The carriers of a council, by seat.
pub type Carriers = BTreeMap<Seat, Carrying>;

/// The seats that carry this, in a fixed order.
pub fn seats_for(carriers: &Carriers, what: Carries) -> impl Iterator<Item = (&Seat, &Carrying)> {
    carriers.iter().filter(move |(_, carrying)| carrying.carries.contains(&what))
}

/// The seat that carries this.
#[must_use]
pub fn seat_for(carriers: &Carriers, what: Carries) -> Option<(&Seat, &Carrying)> {
    seats_for(carriers, what).next()
}

impl Carrying {
    /// Whether it brings something in.
    #[must_use]
    pub fn is_feed(seat: &Seat) -> bool {
        !seat.kind.decides() && seat.kind != Kind::NotificationChannel
    }
}

/// Makes ready every carrier that is in force. One that cannot be used holds up no other.
///
/// # Errors
/// When the council's secrets cannot be read from the database.
pub async fn carriers(
    plugins: &Plugins,
    tx: &TenantTx,
    tenant: TenantId,
    in_force: &BTreeMap<Seat, InForce>,
) -> Result<Carriers, sea_orm::DbErr> {
    let mut carriers = Carriers::new();
    let mut secrets = secrets::opened(tx, &plugins.vault, tenant).await?;
    for (seat, InForce { setup, .. }) in in_force.iter().filter(|(seat, _)| !seat.kind.decides()) {
        let grants = secrets::grants(&setup.hosts, secrets.remove(seat).unwrap_or_default());
        let ready = async {
            let installed = plugins.installed(Some(tx), &setup.plugin, setup.artefact).await?;
            installed.carrier(&plugins.host, tenant, &setup.settings, &grants).await
        };
        let carrier = ready.await.map_err(|error: PluginError| {
            tracing::error!(tenant.id = %tenant, plugin.name = setup.plugin, error = %error, "plugin could not be loaded");
            Unready { plugin: setup.plugin.clone(), reason: error.to_string() }
        });
        carriers.insert(seat.clone(), Carrying { setup: setup.id, carries: setup.carries.clone(), carrier });
    }
    Ok(carriers)
}
