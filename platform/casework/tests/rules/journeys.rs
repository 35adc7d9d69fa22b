//! One whole journey through each council by its own stages: asked, answered, resolved, sent back and confirmed.
//!
//! The journey names no stage. It asks who holds the case and what they may do, as the pages do.

use casework::{
    events::{ClosedHow, EventBody},
    ids::GroupId,
    manifest::Manifest,
    people::{Actor, Role},
    stages::{CaseState, GroupLookup, HolderNow, StageKind, Transition, Verb},
};

use crate::help::{action, councillor, councils, lookup, minute, moment, person, raised_by};

struct Journey {
    manifest: Manifest,
    groups: GroupLookup,
    state: CaseState,
    told: Vec<EventBody>,
}

impl Journey {
    fn new(manifest: Manifest, routed: Option<GroupId>) -> Self {
        let groups = lookup(&manifest);
        let state = manifest.workflow.open(routed, &groups).0;
        Self { manifest, groups, state, told: Vec::new() }
    }

    fn holder(&self) -> Actor {
        match self.manifest.workflow.holder_now(&self.state, &self.groups) {
            HolderNow::Raiser => councillor(),
            // Somebody else in each group: answers may have to be checked by another person.
            HolderNow::Group(id) => person(id.as_uuid().as_u128(), &[Role::TeamMember], &[id]),
            HolderNow::Nobody => panic!("nobody holds it"),
        }
    }

    fn may(&self, verb: Verb) -> bool {
        let parties = raised_by(&councillor());
        let holder = self.holder();
        let allowed = self.manifest.workflow.allowed(&self.state, &parties, &holder, &self.groups, minute(0));
        allowed.iter().any(|action| action.verb == verb)
    }

    /// The holder does it.
    fn act(&mut self, verb: Verb, team: GroupId) {
        let holder = self.holder();
        let workflow = &self.manifest.workflow;
        let parties = raised_by(&councillor());
        let step = workflow.apply(self.state.clone(), &parties, action(verb, team), &holder, &self.groups, moment(1));
        let Transition { state, events, .. } = step.unwrap_or_else(|why| panic!("{verb} in {:?}: {why}", self.state));
        self.state = state;
        self.told.extend(events);
    }

    fn kind(&self) -> StageKind {
        self.manifest.workflow.stage(&self.state.stage).expect("it stands in a stage").kind
    }

    /// Until the raiser has an answer, whoever holds the case does the next sensible thing.
    fn bring_to_the_raiser(&mut self, team: GroupId) {
        for _ in 0..5 {
            if self.kind() == StageKind::Resolution {
                return;
            }
            let next = [Verb::ConfirmResolved, Verb::Resolve].into_iter().find(|verb| self.may(*verb));
            let verb = if self.kind() == StageKind::Triage { Verb::Assign } else { next.expect("something to do") };
            self.act(verb, team);
        }
        panic!("the raiser never got an answer: {:?}", self.state);
    }
}

#[test]
fn a_case_is_asked_about_resolved_sent_back_and_confirmed_in_every_council() {
    for (name, manifest) in councils() {
        let team = lookup(&manifest).iter().find(|(key, _)| !manifest.group(key).unwrap().oversees).unwrap().1;
        for routed in [None, Some(team)] {
            let mut journey = Journey::new(manifest.clone(), routed);
            if journey.kind() == StageKind::Triage {
                assert_ne!(journey.holder().groups, [team], "{name}: triage is not the team's");
                journey.act(Verb::Assign, team);
            }
            assert_eq!(journey.holder().groups, [team], "{name}: the team has it");

            journey.act(Verb::RequestInformation, team);
            assert_eq!((journey.kind(), journey.holder()), (StageKind::Information, councillor()), "{name}");
            journey.act(Verb::ProvideInformation, team);
            assert_eq!(journey.holder().groups, [team], "{name}: the answer goes to the team that asked");

            journey.bring_to_the_raiser(team);
            journey.act(Verb::SendBack, team);
            assert_eq!(journey.holder().groups, [team], "{name}: it goes back to the team that resolved it");

            journey.bring_to_the_raiser(team);
            journey.act(Verb::ConfirmResolved, team);
            assert_eq!(journey.kind(), StageKind::Closed, "{name}");
            assert_eq!(journey.told.last(), Some(&EventBody::Closed { how: ClosedHow::Confirmed }), "{name}");
        }
    }
}

#[test]
fn the_team_that_was_routed_to_is_kept_even_where_somebody_reads_the_case_first() {
    for (name, manifest) in councils() {
        let team = lookup(&manifest).iter().find(|(key, _)| !manifest.group(key).unwrap().oversees).unwrap().1;
        let journey = Journey::new(manifest, Some(team));
        assert_eq!(journey.state.group, Some(team), "{name}");
    }
}
