//! Asks the council's SLA policy when a case is due (R26, R30). A policy that fails never leaves a case without a
//! deadline: the council's default targets count then, and the deadline says so.

use casework::sla::{Deadline, Situation, settle};

use crate::tenancy::Council;

/// The deadline for a case in this situation, with its policy, version and explanation.
pub async fn deadline(council: &Council, situation: &Situation) -> Deadline {
    let (targets, calendar) = (&council.manifest.targets, &council.calendar);
    let (proposed, policy, version) = match &council.sla {
        Ok(plugin) => {
            let proposed = plugin.deadline(situation, calendar).await.map_err(|failure| failure.to_string());
            (proposed, plugin.name(), plugin.version())
        }
        Err(unready) => (Err(unready.reason.clone()), unready.plugin.as_str(), ""),
    };
    if let Err(failure) = &proposed {
        tracing::warn!(tenant.id = %council.id, plugin.name = policy, error = %failure, "SLA plugin failed");
    }
    settle(proposed, situation, targets, calendar, policy, version).deadline
}
