//! How cases belong together (R25): about the same, merged, split, or members of a master.
//!
//! To add a relation: two variants of [`Relation`], one for each side, and what each tells whom in `events/telling.rs`.

use serde::{Deserialize, Serialize};

/// What another case is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Both are about something similar.
    Related,
    /// This one was closed, because the other is about the same problem.
    MergedInto,
    /// The other was merged into this one.
    Absorbed,
    /// This one was split off the other.
    PartOf,
    /// A part of this one became the other.
    SplitInto,
    /// The other is the master of this one: its outcome is this one's, too.
    MemberOf,
    /// This one is the master of the other.
    MasterOf,
}

impl Relation {
    /// As they are stored, from the case that joined to the one that it joined.
    pub const STORED: [Self; 4] = [Self::Related, Self::MergedInto, Self::PartOf, Self::MemberOf];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::MergedInto => "merged-into",
            Self::Absorbed => "absorbed",
            Self::PartOf => "part-of",
            Self::SplitInto => "split-into",
            Self::MemberOf => "member-of",
            Self::MasterOf => "master-of",
        }
    }

    /// What this one is to the other.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Related => Self::Related,
            Self::MergedInto => Self::Absorbed,
            Self::Absorbed => Self::MergedInto,
            Self::PartOf => Self::SplitInto,
            Self::SplitInto => Self::PartOf,
            Self::MemberOf => Self::MasterOf,
            Self::MasterOf => Self::MemberOf,
        }
    }

    /// The relation that is stored under this name.
    pub fn stored(name: &str) -> Option<Self> {
        Self::STORED.into_iter().find(|relation| relation.as_str() == name)
    }

    /// Whether the outcome of the other case is this one's, too. A case has one such at most.
    pub const fn follows(self) -> bool {
        matches!(self, Self::MergedInto | Self::MemberOf)
    }
}

/// Why two cases cannot be connected. Both are as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    #[error("a case cannot be connected with itself")]
    Itself,
    #[error("the cases are connected in this way already")]
    Already,
    #[error("only those who work on cases can do this")]
    NotYours,
    #[error("the case is closed")]
    Closed,
    #[error("the other case is closed")]
    OtherClosed,
    #[error("the case follows another one already")]
    FollowsAnother,
    #[error("the other case follows a third one: connect with that one")]
    OtherFollows,
    #[error("other cases follow this one: take them out first")]
    IsFollowed,
}

impl LinkRefusal {
    /// A short name for pages, logs and GraphQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Already => "already",
            Self::NotYours => "not-yours",
            Self::Closed => "closed",
            Self::OtherClosed => "other-closed",
            Self::FollowsAnother => "follows-another",
            Self::OtherFollows => "other-follows",
            Self::IsFollowed => "is-followed",
        }
    }
}

/// One side of a connection that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Side {
    pub closed: bool,
    /// It follows a case.
    pub follows: bool,
    /// Cases follow it.
    pub followed: bool,
}

/// Whether the case `this` may get this relation to `other`. `officer`: whoever asks works on cases.
///
/// Following never makes a chain, or nobody could say whose outcome counts.
///
/// # Errors
/// Why not.
pub const fn may_connect(relation: Relation, this: Side, other: Side, officer: bool) -> Result<(), LinkRefusal> {
    // Whoever sees both may say that they are about the same, or that one was a part of the other.
    if matches!(relation, Relation::Related | Relation::PartOf) {
        return Ok(());
    }
    if !officer {
        return Err(LinkRefusal::NotYours);
    }
    if !relation.follows() {
        return Ok(());
    }
    if matches!(relation, Relation::MergedInto) && this.closed {
        return Err(LinkRefusal::Closed);
    }
    if other.closed {
        return Err(LinkRefusal::OtherClosed);
    }
    if this.follows {
        return Err(LinkRefusal::FollowsAnother);
    }
    if this.followed {
        return Err(LinkRefusal::IsFollowed);
    }
    if other.follows {
        return Err(LinkRefusal::OtherFollows);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_seen_from_the_other_side_and_back_is_the_same() {
        for relation in Relation::STORED {
            assert_eq!(relation.inverse().inverse(), relation);
            assert_eq!(Relation::stored(relation.as_str()), Some(relation));
            assert!(!relation.inverse().follows(), "only one side follows");
        }
    }

    #[test]
    fn following_makes_no_chain_and_no_circle() {
        let (plain, follows) = (Side::default(), Side { follows: true, ..Side::default() });
        let (followed, closed) = (Side { followed: true, ..plain }, Side { closed: true, ..plain });
        for relation in [Relation::MergedInto, Relation::MemberOf] {
            assert_eq!(may_connect(relation, plain, plain, true), Ok(()));
            assert_eq!(may_connect(relation, plain, followed, true), Ok(()), "a master has many members");
            assert_eq!(may_connect(relation, plain, plain, false), Err(LinkRefusal::NotYours));
            assert_eq!(may_connect(relation, follows, plain, true), Err(LinkRefusal::FollowsAnother));
            assert_eq!(may_connect(relation, followed, plain, true), Err(LinkRefusal::IsFollowed));
            assert_eq!(may_connect(relation, plain, follows, true), Err(LinkRefusal::OtherFollows));
            assert_eq!(may_connect(relation, plain, closed, true), Err(LinkRefusal::OtherClosed));
        }
        assert_eq!(may_connect(Relation::MergedInto, closed, plain, true), Err(LinkRefusal::Closed));
        assert_eq!(
            may_connect(Relation::MemberOf, closed, plain, true),
            Ok(()),
            "an answered case learns of the outcome"
        );
        assert_eq!(may_connect(Relation::Related, follows, closed, false), Ok(()));
        assert_eq!(may_connect(Relation::PartOf, plain, plain, false), Ok(()), "a member splits a case of their own");
    }
}
