//! What a step makes of somebody.

use super::{Bound, Change, Details, Known, Step, What};
use crate::ids::PersonId;
use crate::people::Role;

impl Step {
    /// Somebody as they are after this step; `new` is the id of somebody who was not known. None where a step is about somebody who
    /// is not there.
    pub fn after(&self, before: Option<&Known>, seat: &str, new: PersonId) -> Option<Known> {
        let bound = |group| Some(Bound { seat: seat.to_owned(), key: self.key.clone(), group });
        match (&self.what, before) {
            (What::Joins { details }, _) => Some(Known {
                id: new,
                name: details.name.clone(),
                email: details.email.clone(),
                roles: [details.role].into(),
                groups: details.group.into_iter().collect(),
                wards: details.ward.into_iter().collect(),
                has_access: true,
                from: details.from,
                until: details.until,
                bound: bound(details.group),
            }),
            (What::Returns { details }, Some(before)) => {
                let mut after = Known { has_access: true, from: details.from, ..before.clone() };
                // Whatever they had in the council before, they come as what the source says.
                after.roles = [details.role].into();
                after.groups = details.group.into_iter().collect();
                after.wards = details.ward.into_iter().collect();
                said(&mut after, details);
                after.bound = bound(details.group);
                Some(after)
            }
            (What::Changes { details, changes }, Some(before)) => {
                let mut after = before.clone();
                said(&mut after, details);
                for change in changes {
                    match change {
                        Change::Team { from, to } => moved(&mut after, *from, *to, details),
                        Change::Ward { to, .. } => after.wards = [*to].into(),
                        Change::Starts { to, .. } => after.from = *to,
                        Change::Name { .. } | Change::Email { .. } | Change::Ends { .. } => {}
                    }
                }
                after.bound = bound(details.group);
                Some(after)
            }
            (What::Leaves { .. }, Some(before)) => {
                let group = before.bound.as_ref().and_then(|bound| bound.group);
                Some(Known { has_access: false, bound: bound(group), ..before.clone() })
            }
            (_, None) => None,
        }
    }
}

fn said(after: &mut Known, details: &Details) {
    after.name.clone_from(&details.name);
    if details.email.is_some() {
        after.email.clone_from(&details.email);
    }
    after.until = details.until;
}

/// The team that the feed gave is left for another. Roles that somebody has besides stay theirs.
fn moved(after: &mut Known, from: Option<crate::ids::GroupId>, to: crate::ids::GroupId, details: &Details) {
    if let Some(from) = from {
        after.groups.remove(&from);
        if after.groups.is_empty() {
            after.roles.retain(|role| !matches!(role, Role::TeamMember | Role::TriageOfficer));
        }
    }
    after.groups.insert(to);
    after.roles.insert(details.role);
}
