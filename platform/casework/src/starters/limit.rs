//! When a feed that takes access away must wait for a person.

use serde::{Deserialize, Serialize};

/// How many may leave at once without anybody looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Per cent of those whom the feed has brought.
    pub share: u8,
    /// So many may always leave, however few there are.
    pub always: u16,
}

impl Default for Limit {
    fn default() -> Self {
        Self { share: 10, always: 3 }
    }
}

/// Why a plan is held for a person, whatever the council's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "held", rename_all = "kebab-case")]
pub enum Held {
    /// It takes the access of so many of so many.
    Share { leave: usize, of: usize },
    /// It would leave nobody who sets the council up.
    LastAdmin,
}

impl Limit {
    /// Whether so many of so many are too many to leave without a look. All of several are, whatever the numbers.
    pub fn held(self, leave: usize, of: usize) -> Option<Held> {
        let many = leave > usize::from(self.always) && leave * 100 > of * usize::from(self.share);
        let all = of > 1 && leave >= of;
        (many || all).then_some(Held::Share { leave, of })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_counts_only_where_the_numbers_are_not_small() {
        let limit = Limit::default();
        assert_eq!(limit.held(3, 8), None, "three may always leave");
        assert_eq!(limit.held(4, 8), Some(Held::Share { leave: 4, of: 8 }));
        assert_eq!(limit.held(50, 500), None, "ten per cent is not more than ten per cent");
        assert_eq!(limit.held(51, 500), Some(Held::Share { leave: 51, of: 500 }));
        assert_eq!(limit.held(1, 1), None);
        assert_eq!(limit.held(2, 2), Some(Held::Share { leave: 2, of: 2 }), "nobody would be left");
        assert_eq!(limit.held(0, 0), None);
    }
}
