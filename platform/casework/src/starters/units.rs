//! Which team a unit of the source is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::GroupId;

/// What working in a unit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitTo {
    Team(GroupId),
    /// Nobody who works there uses Wardbook.
    Outside,
}

/// What is known of units. What is said of a department holds for all that is in it, unless something is said of that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units(BTreeMap<Vec<String>, UnitTo>);

impl Units {
    /// Says what a unit is, from the largest down to this one. What was said of it before is forgotten.
    pub fn say(&mut self, unit: &[String], to: UnitTo) {
        self.0.insert(compared(unit), to);
    }

    /// What is said of a unit or of the smallest one around it of which something is said.
    pub fn find(&self, unit: &[String]) -> Option<UnitTo> {
        let unit = compared(unit);
        (0..=unit.len()).rev().find_map(|end| self.0.get(&unit[..end])).copied()
    }
}

/// Names of units are the same whatever their capitals and spaces.
fn compared(unit: &[String]) -> Vec<String> {
    let name = |name: &String| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    unit.iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// A unit as people read it.
pub fn unit_words(unit: &[String]) -> String {
    unit.join(" › ")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_smallest_unit_of_which_something_is_said_counts() {
        let unit = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let team = |n: u128| UnitTo::Team(GroupId::from_uuid(Uuid::from_u128(n)));
        let mut units = Units::default();
        units.say(&unit(&["Housing"]), team(1));
        units.say(&unit(&["Housing", "Repairs"]), team(2));
        units.say(&unit(&["Theatre"]), UnitTo::Outside);
        assert_eq!(units.find(&unit(&["Housing", "Rents"])), Some(team(1)));
        assert_eq!(units.find(&unit(&[" housing", "REPAIRS", "North"])), Some(team(2)));
        assert_eq!(units.find(&unit(&["Theatre", "Stage"])), Some(UnitTo::Outside));
        assert_eq!(units.find(&unit(&["Repairs"])), None);
        assert_eq!(units.find(&[]), None);
    }
}
