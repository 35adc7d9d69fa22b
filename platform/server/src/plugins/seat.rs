//! What plugins are used for.

use std::fmt;
use std::str::FromStr;

use plugin_host::Kind;

/// Something for which one plugin at a time is in force: the decisions, of which each council has one of each; and each plugin
/// that reads from, or hands over to, another system, of which there may be several of a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    pub kind: Kind,
    /// Empty for a decision.
    plugin: Option<String>,
}

/// A text that names no seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such place for a plugin")]
pub struct NoSeat;

impl Seat {
    pub const ROUTING: Self = Self { kind: Kind::Routing, plugin: None };
    pub const SLA: Self = Self { kind: Kind::SlaPolicy, plugin: None };

    /// The plugin whose seat it is, of one that carries.
    #[must_use]
    pub fn plugin(&self) -> Option<&str> {
        self.plugin.as_deref()
    }

    /// Where a plugin of this kind and name sits.
    #[must_use]
    pub fn of(kind: Kind, plugin: &str) -> Self {
        Self { kind, plugin: (!kind.decides()).then(|| plugin.to_owned()) }
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.plugin {
            None => f.write_str(self.kind.as_str()),
            Some(plugin) => write!(f, "{}/{plugin}", self.kind),
        }
    }
}

impl FromStr for Seat {
    type Err = NoSeat;

    fn from_str(text: &str) -> Result<Self, NoSeat> {
        let (kind, plugin) = text.split_once('/').map_or((text, None), |(kind, plugin)| (kind, Some(plugin)));
        let kind = Kind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or(NoSeat)?;
        let seat = Self { kind, plugin: plugin.map(str::to_owned) };
        if kind.decides() == seat.plugin.is_none() { Ok(seat) } else { Err(NoSeat) }
    }
}
