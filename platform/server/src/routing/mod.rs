//! Asks the council's routing plugin where a new case goes (R18). A plugin that fails never fails the case: it goes to
//! Triage, with the reason on record.

use casework::routing::{Enquiry, Routed, settle};

use crate::tenancy::Council;

/// The team nearest to delivery, or Triage, with a reason.
pub async fn route(council: &Council, enquiry: &Enquiry) -> Routed {
    match &council.routing {
        Ok(plugin) => {
            let decision = plugin.route(enquiry, &council.calendar).await;
            if let Err(failure) = &decision {
                tracing::warn!(tenant.id = %council.id, plugin.name = plugin.name(), error = %failure, "routing plugin failed");
            }
            let decision = decision.map_err(|failure| failure.to_string());
            settle(decision, &council.groups.lookup, plugin.name(), plugin.version())
        }
        Err(unready) => settle(Err(unready.reason.clone()), &council.groups.lookup, &unready.plugin, ""),
    }
}
