//! Who may see a case (R34–R36).
//!
//! The answer is a list of subjects (people, groups, wards). The program stores it with the case, and the database's
//! row-level security compares it with [`crate::people::Actor::subjects`]: the rule stands here once and is enforced there.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::ids::{GroupId, PersonId, WardId};

/// Whether the ward's councillors may see the case: when every resident named in it agreed to sharing. A case that
/// names nobody has nobody's secrets (R34).
pub fn shared_with_ward(consents: &[bool]) -> bool {
    consents.iter().all(|given| *given)
}

/// What decides who may see a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience<'a> {
    pub raised_by: PersonId,
    pub on_behalf_of: Option<PersonId>,
    /// The team that the case is with now.
    pub team: Option<GroupId>,
    /// Groups that worked on it before: they may still be asked about it.
    pub worked_on: &'a [GroupId],
    /// Named groups that hold it by their stage (triage, a check), now or before.
    pub held_by: &'a [GroupId],
    /// Groups that see every case, because they watch over all of them.
    pub overseers: &'a [GroupId],
    /// The wards that the case is in.
    pub wards: &'a [WardId],
    /// One answer for each resident named in the case.
    pub consents: &'a [bool],
}

/// The subjects that may see a case, each once, in a stable order.
pub fn visible_to(audience: &Audience<'_>) -> Vec<Uuid> {
    let people = [Some(audience.raised_by), audience.on_behalf_of].into_iter().flatten().map(|id| id.as_uuid());
    let groups = audience
        .team
        .iter()
        .chain(audience.worked_on)
        .chain(audience.held_by)
        .chain(audience.overseers)
        .map(GroupId::as_uuid);
    let wards: &[WardId] = if shared_with_ward(audience.consents) { audience.wards } else { &[] };
    let subjects: BTreeSet<Uuid> = people.chain(groups).chain(wards.iter().map(WardId::as_uuid)).collect();
    subjects.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn person(n: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(n))
    }
    const fn group(n: u128) -> GroupId {
        GroupId::from_uuid(Uuid::from_u128(n))
    }
    const WARD: WardId = WardId::from_uuid(Uuid::from_u128(900));

    fn audience<'a>(consents: &'a [bool], worked_on: &'a [GroupId]) -> Audience<'a> {
        Audience {
            raised_by: person(1),
            on_behalf_of: Some(person(2)),
            team: Some(group(10)),
            worked_on,
            held_by: &[],
            overseers: &[],
            wards: &[WARD],
            consents,
        }
    }

    #[test]
    fn the_ward_sees_a_case_only_when_every_resident_agreed() {
        assert!(visible_to(&audience(&[], &[])).contains(&WARD.as_uuid()));
        assert!(visible_to(&audience(&[true, true], &[])).contains(&WARD.as_uuid()));
        assert!(!visible_to(&audience(&[true, false], &[])).contains(&WARD.as_uuid()));
    }

    #[test]
    fn those_who_work_on_a_case_see_it_whatever_the_consent() {
        let seen = visible_to(&audience(&[false], &[group(11), group(10)]));
        let expected: Vec<Uuid> = [1, 2, 10, 11].into_iter().map(Uuid::from_u128).collect();
        assert_eq!(seen, expected);
    }
}
