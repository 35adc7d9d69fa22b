//! What people call plugins.

use std::collections::BTreeMap;
use std::sync::Arc;

use casework::text::Lang;
use plugin_host::Description;

use super::Seat;
use super::catalogue::Plugins;
use super::store::InForce;
use crate::tenancy::TenantTx;

/// Of a council's plugins in force, by their names.
#[derive(Clone, Default)]
pub struct Titles(BTreeMap<String, Arc<Description>>);

impl Titles {
    /// One that cannot be read goes by its name.
    pub async fn load(plugins: &Plugins, tx: &TenantTx, in_force: &BTreeMap<Seat, InForce>) -> Self {
        let mut described = BTreeMap::new();
        for InForce { setup, .. } in in_force.values() {
            if let Ok(installed) = plugins.installed(Some(tx), &setup.plugin, setup.artefact).await {
                described.insert(setup.plugin.clone(), installed.description);
            }
        }
        Self(described)
    }

    /// What people call a plugin; one that is no longer in force, by its name.
    #[must_use]
    pub fn of<'a>(&'a self, plugin: &'a str, lang: Lang) -> &'a str {
        self.0.get(plugin).map_or(plugin, |described| described.title(lang))
    }
}
