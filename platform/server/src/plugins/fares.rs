//! How a plugin in force fares, in a word.

use plugin_host::Health;

use super::life::SeatNow;

impl SeatNow {
    /// `good`, `failing`, `suspended` (it failed so often that it is left alone for a while) or `broken` (it cannot be read); and what
    /// went wrong last.
    #[must_use]
    pub fn fares(&self) -> (&'static str, Option<&str>) {
        match (&self.description, &self.health) {
            (None, _) => ("broken", None),
            (_, Health::Good) => ("good", None),
            (_, Health::Failing { last, .. }) => ("failing", Some(&last.message)),
            (_, Health::Suspended { last, .. }) => ("suspended", Some(&last.message)),
        }
    }
}
