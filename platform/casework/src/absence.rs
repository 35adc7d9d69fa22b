//! Being away: who may stand in for whom, and for how long.
//!
//! A deputy is told what waits for somebody who is away, and gets no rights by it: whoever may not see a case hears that something
//! waits, and nothing of what it is.

use chrono::NaiveDate;

use crate::people::{Actor, Role};

/// The longest absence, in days.
pub const LONGEST: i64 = 366;

/// Why an absence cannot be as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AbsenceError {
    #[error("the last day is before the first")]
    EndsBeforeItBegins,
    #[error("the last day is over already")]
    Over,
    #[error("an absence is {LONGEST} days at the longest")]
    TooLong,
    #[error("this person cannot stand in")]
    NotADeputy,
    #[error("this person is away then, too")]
    DeputyAway,
}

/// The days on which somebody is away; the first and the last belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Period {
    /// # Errors
    /// See [`AbsenceError`].
    pub fn new(from: NaiveDate, until: NaiveDate, today: NaiveDate) -> Result<Self, AbsenceError> {
        match (until - from).num_days() {
            ..0 => Err(AbsenceError::EndsBeforeItBegins),
            _ if until < today => Err(AbsenceError::Over),
            LONGEST.. => Err(AbsenceError::TooLong),
            _ => Ok(Self { from, until }),
        }
    }

    pub fn holds(self, day: NaiveDate) -> bool {
        (self.from..=self.until).contains(&day)
    }

    pub fn meets(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }
}

/// Whether `deputy` may stand in for `away`: somebody of the same kind, an assistant for an elected member (R13), or for an
/// officer, a colleague of one of their groups.
pub fn may_stand_in(away: &Actor, deputy: &Actor) -> bool {
    let both = |role: Role| away.is(role) && deputy.is(role);
    let same = both(Role::Councillor) || both(Role::OtherRepresentative) || both(Role::Assistant);
    let assists = away.may_raise_as_self() && deputy.may_raise_for_others();
    let colleagues =
        away.is_officer() && deputy.is_officer() && away.groups.iter().any(|group| deputy.groups.contains(group));
    away.person != deputy.person && (same || assists || colleagues)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;
    use crate::ids::{GroupId, PersonId};

    fn person(n: u128, role: Role, groups: &[u128]) -> Actor {
        Actor {
            person: PersonId::from_uuid(Uuid::from_u128(n)),
            name: String::new(),
            roles: BTreeSet::from([role]),
            wards: vec![],
            groups: groups.iter().map(|group| GroupId::from_uuid(Uuid::from_u128(*group))).collect(),
        }
    }

    #[test]
    fn somebody_of_the_same_kind_stands_in_and_nobody_else() {
        let councillor = person(1, Role::Councillor, &[]);
        assert!(may_stand_in(&councillor, &person(2, Role::Councillor, &[])));
        assert!(
            may_stand_in(&councillor, &person(3, Role::Assistant, &[10])),
            "an assistant, as they raise cases for them"
        );
        assert!(!may_stand_in(&person(3, Role::Assistant, &[10]), &councillor), "and not the other way round");
        assert!(!may_stand_in(&councillor, &councillor), "nobody for themselves");
        assert!(!may_stand_in(&councillor, &person(4, Role::OtherRepresentative, &[])), "an MP is no councillor");
        assert!(!may_stand_in(&councillor, &person(5, Role::TeamMember, &[10])));

        let officer = person(5, Role::TeamMember, &[10, 11]);
        assert!(may_stand_in(&officer, &person(6, Role::TeamMember, &[11])));
        assert!(!may_stand_in(&officer, &person(7, Role::TeamMember, &[12])), "of another group");
        assert!(!may_stand_in(&officer, &person(8, Role::Councillor, &[11])), "whatever group a councillor sits in");
    }

    #[test]
    fn an_absence_ends_after_it_begins_and_is_not_over() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let today = day(17);
        assert_eq!(Period::new(day(20), day(19), today), Err(AbsenceError::EndsBeforeItBegins));
        assert_eq!(Period::new(day(10), day(16), today), Err(AbsenceError::Over));
        assert_eq!(Period::new(day(20), day(20) + chrono::Days::new(366), today), Err(AbsenceError::TooLong));
        let one = Period::new(day(10), day(17), today).unwrap();
        assert!(one.holds(day(10)) && one.holds(day(17)) && !one.holds(day(18)));
        assert!(one.meets(Period { from: day(17), until: day(20) }));
        assert!(!one.meets(Period { from: day(18), until: day(20) }));
    }
}
