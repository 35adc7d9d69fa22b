//! The stage machine, over a workflow of our own, every council's, and generated ones: no path loses a case (R16–R20).

use std::{collections::BTreeSet, sync::LazyLock};

use casework::{
    events::{ClosedHow, EventBody},
    ids::GroupId,
    manifest::Manifest,
    people::{Actor, Role},
    stages::{
        Action, ActionDef, CaseParties, CaseState, ClockRule, DeadlineStep, Destination, GroupLookup, Holder,
        HolderNow, Refusal, Reopen, StageKey, StageKind, TargetKind, Transition, Verb, Workflow,
    },
};
use proptest::prelude::*;

use crate::help::*;

/// A workflow with the people who act in it.
#[derive(Debug, Clone)]
struct World {
    workflow: Workflow,
    groups: GroupLookup,
    raiser: Actor,
    /// One person in each group.
    officers: Vec<Actor>,
}

impl World {
    fn new(workflow: Workflow, groups: GroupLookup) -> Self {
        let officers = (500..).zip(groups.iter()).map(|(n, (_, id))| person(n, &[Role::TeamMember], &[id])).collect();
        Self { workflow, groups, raiser: councillor(), officers }
    }

    fn parties(&self) -> CaseParties {
        raised_by(&self.raiser)
    }

    fn teams(&self) -> Vec<GroupId> {
        self.groups.iter().map(|(_, id)| id).collect()
    }

    fn everybody(&self) -> Vec<&Actor> {
        std::iter::once(&self.raiser).chain(&self.officers).collect()
    }

    fn holder(&self, state: &CaseState) -> Option<&Actor> {
        match self.workflow.holder_now(state, &self.groups) {
            HolderNow::Raiser => Some(&self.raiser),
            HolderNow::Group(id) => self.officers.iter().find(|officer| officer.groups.contains(&id)),
            HolderNow::Nobody => None,
        }
    }

    fn kind(&self, state: &CaseState) -> StageKind {
        self.workflow.stage(&state.stage).expect("a case stands in a stage that exists").kind
    }

    fn apply(&self, state: &CaseState, by: &Actor, verb: Verb, team: GroupId) -> Result<Transition, Refusal> {
        self.workflow.apply(state.clone(), &self.parties(), action(verb, team), by, &self.groups, moment(5))
    }

    /// Everything that must be true of a case at any time.
    fn check(&self, state: &CaseState) {
        let closed = self.kind(state) == StageKind::Closed;
        assert_eq!(state.closed_at.is_some(), closed, "closed_at tells whether it is closed: {state:?}");
        match self.workflow.holder_now(state, &self.groups) {
            HolderNow::Nobody => assert!(closed, "nobody holds an open case: {state:?}"),
            HolderNow::Group(id) => assert!(self.groups.contains(id) && !closed, "{state:?}"),
            HolderNow::Raiser => assert!(!closed, "{state:?}"),
        }
        let able = self
            .everybody()
            .into_iter()
            .filter(|actor| {
                let allowed = self.workflow.allowed(state, &self.parties(), actor, &self.groups, minute(5));
                // What a member may do whoever holds the case moves nothing on.
                allowed.iter().any(|action| !action.verb.is_standing())
            })
            .count();
        assert_eq!(able, usize::from(!closed), "exactly one may act, and nobody at the end: {state:?}");
    }

    /// The shortest way to the end by what the holder may do at each step.
    fn can_be_closed_from(&self, state: &CaseState) -> bool {
        let mut seen: Vec<CaseState> = vec![state.clone()];
        let mut next = 0;
        while next < seen.len() {
            let here = seen[next].clone();
            next += 1;
            if self.kind(&here) == StageKind::Closed {
                return true;
            }
            let Some(holder) = self.holder(&here) else { return false };
            for verb in Verb::ALL.into_iter().filter(|verb| !verb.is_standing()) {
                for team in self.teams().into_iter().take(2) {
                    if let Ok(step) = self.apply(&here, holder, verb, team)
                        && !seen.contains(&step.state)
                    {
                        seen.push(step.state);
                    }
                }
            }
        }
        false
    }
}

/// Somebody tries something: who, what, and which team they name.
type Attempt = (prop::sample::Index, prop::sample::Index, prop::sample::Index);

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    prop::collection::vec(any::<Attempt>(), 1..60)
}

/// Follows a case through attempts by anybody, right or wrong, and checks each step.
fn follow(world: &World, routed: Option<GroupId>, attempts: Vec<Attempt>) {
    let mut state = world.workflow.open(routed, &world.groups).0;
    world.check(&state);
    for (who, what, which) in attempts {
        // Half of the time somebody acts who may, or hardly any walk would get far.
        let everybody = world.everybody();
        let by = match world.holder(&state) {
            Some(holder) if who.index(2) == 0 => holder,
            _ => everybody[who.index(everybody.len())],
        };
        let (verb, teams) = (Verb::ALL[what.index(Verb::ALL.len())], world.teams());
        let team = teams[which.index(teams.len())];
        let may = world
            .workflow
            .allowed(&state, &world.parties(), by, &world.groups, minute(5))
            .iter()
            .any(|allowed| allowed.verb == verb);
        match world.apply(&state, by, verb, team) {
            Ok(step) => {
                assert!(may, "{verb} was done without being offered in {state:?}");
                assert!(!step.events.is_empty(), "{verb} left no trace");
                assert_eq!(step.holder, world.workflow.holder_now(&step.state, &world.groups));
                state = step.state;
            }
            Err(Refusal::SameGroup) => assert!(may, "another team would have been right"),
            Err(refusal) => assert!(!may, "{verb} was offered in {state:?} and then refused: {refusal}"),
        }
        world.check(&state);
    }
    assert!(world.can_be_closed_from(&state), "no way leads on from {state:?}");
}

/// Read once: a property asks for them many times.
static COUNCILS: LazyLock<Vec<World>> = LazyLock::new(|| {
    let world = |manifest: Manifest| World::new(manifest.workflow.clone(), lookup(&manifest));
    councils().into_iter().map(|(_, manifest)| world(manifest)).collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_walk_through_our_workflow_loses_a_case(attempts in attempts(), routed in any::<bool>()) {
        follow(&World::new(workflow(), groups()), routed.then_some(STREETS), attempts);
    }

    #[test]
    fn no_walk_through_a_councils_workflow_loses_a_case(attempts in attempts(), which in any::<prop::sample::Index>(), routed in any::<bool>()) {
        let world = &COUNCILS[which.index(COUNCILS.len())];
        let team = world.teams()[which.index(world.teams().len())];
        follow(world, routed.then_some(team), attempts);
    }

    /// Most generated workflows are wrong, and are refused; no walk through one that is let through loses a case.
    #[test]
    fn a_workflow_that_passes_the_check_never_loses_a_case(generated in any_workflow(), attempts in attempts(), routed in any::<bool>()) {
        if generated.check(&group_keys()).is_empty() {
            follow(&World::new(generated, groups()), routed.then_some(STREETS), attempts);
        }
    }
}

/// A workflow made by changing a few things in ours at random.
fn any_workflow() -> impl Strategy<Value = Workflow> {
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5_u8, any::<prop::sample::Index>());
    prop::collection::vec(change, 0..5).prop_map(|changes| {
        let mut made = workflow();
        let keys: Vec<StageKey> = made.stages.iter().map(|stage| stage.key.clone()).collect();
        let ways: Vec<&str> = keys.iter().map(StageKey::as_str).chain(["stay", "back"]).collect();
        for (which_stage, which_action, what, choice) in changes {
            let count = made.stages.len();
            let stage = &mut made.stages[which_stage.index(count)];
            let actions = stage.actions.len();
            match what {
                0 if actions > 0 => drop(stage.actions.remove(which_action.index(actions))),
                1 if actions > 0 => {
                    stage.actions[which_action.index(actions)].to = ways[choice.index(ways.len())].into();
                }
                2 => stage.actions.push(ActionDef {
                    verb: Verb::ALL[choice.index(Verb::ALL.len())],
                    label: "An action".into(),
                    hint: None,
                    clock: ClockRule::default(),
                    requires: Vec::new(),
                    to: ways[which_action.index(ways.len())].into(),
                }),
                3 => {
                    stage.holder = match choice.index(4) {
                        0 => Holder::Raiser,
                        1 => Holder::Team,
                        2 => Holder::Nobody,
                        _ => Holder::Group("parks".to_owned()),
                    };
                    stage.target = None;
                }
                _ => made.entry.unrouted = keys[choice.index(keys.len())].clone(),
            }
        }
        made
    })
}

/// Guards the generator: were every generated workflow refused, the property above would say nothing.
#[test]
fn the_generator_makes_right_workflows_and_wrong_ones() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let strategy = any_workflow();
    let right =
        (0..400).filter(|_| strategy.new_tree(&mut runner).unwrap().current().check(&group_keys()).is_empty()).count();
    assert!((40..360).contains(&right), "{right} of 400 are right");
}

fn opened(routed: Option<GroupId>) -> (World, CaseState) {
    let world = World::new(workflow(), groups());
    let state = world.workflow.open(routed, &world.groups).0;
    (world, state)
}

#[test]
fn a_routed_case_starts_with_its_team_and_an_unrouted_one_at_the_desk() {
    let (world, state) = opened(Some(STREETS));
    assert_eq!(world.workflow.holder_now(&state, &world.groups), HolderNow::Group(STREETS));
    let (world, state) = opened(None);
    assert_eq!(world.workflow.holder_now(&state, &world.groups), HolderNow::Group(DESK));
}

#[test]
fn an_answered_question_goes_back_to_whoever_asked() {
    for routed in [None, Some(STREETS)] {
        let (world, state) = opened(routed);
        let asker = routed.unwrap_or(DESK);
        let asked = world.apply(&state, &officer(asker), Verb::RequestInformation, PARKS).unwrap();
        assert_eq!(asked.holder, HolderNow::Raiser);
        let answered = world.apply(&asked.state, &councillor(), Verb::ProvideInformation, PARKS).unwrap();
        assert_eq!(answered.holder, HolderNow::Group(asker));
        assert_eq!(answered.state.return_to, None, "the way back was used up");
    }
}

#[test]
fn an_answer_that_was_checked_is_still_sent_back_to_the_team_that_gave_it() {
    let (world, state) = opened(Some(STREETS));
    let resolved = world.apply(&state, &officer(STREETS), Verb::Resolve, PARKS).unwrap();
    assert!(resolved.state.resolved_at.is_some());
    let checked = world.apply(&resolved.state, &officer(DESK), Verb::ConfirmResolved, PARKS).unwrap();
    assert_eq!(checked.holder, HolderNow::Raiser);
    let back = world.apply(&checked.state, &councillor(), Verb::SendBack, PARKS).unwrap();
    assert_eq!(back.holder, HolderNow::Group(STREETS));
    assert_eq!(back.state.resolved_at, None, "it is not resolved after all");
}

#[test]
fn only_the_holder_may_act_and_the_assistant_who_raised_it_stands_in_for_the_raiser() {
    let (world, state) = opened(Some(STREETS));
    assert_eq!(
        world.apply(&state, &officer(PARKS), Verb::Resolve, PARKS),
        Err(Refusal::NotYours { verb: Verb::Resolve })
    );
    assert_eq!(
        world.apply(&state, &councillor(), Verb::SendBack, PARKS),
        Err(Refusal::NotInThisStage { verb: Verb::SendBack, stage: StageKey::new("team") })
    );
    let asked = world.apply(&state, &officer(STREETS), Verb::RequestInformation, PARKS).unwrap().state;
    let parties = CaseParties { raised_by: assistant().person, on_behalf_of: Some(councillor().person) };
    for by in [assistant(), councillor()] {
        assert!(!world.workflow.allowed(&asked, &parties, &by, &world.groups, minute(5)).is_empty(), "{}", by.name);
    }
    let alone = raised_by(&councillor());
    assert!(world.workflow.allowed(&asked, &alone, &assistant(), &world.groups, minute(5)).is_empty());
}

#[test]
fn words_are_needed_where_an_action_means_nothing_without_them() {
    let (world, state) = opened(Some(STREETS));
    let ask = |question: &str| {
        let action = Action::RequestInformation { question: question.to_owned() };
        world.workflow.apply(state.clone(), &world.parties(), action, &officer(STREETS), &world.groups, moment(1))
    };
    assert_eq!(ask("  \n"), Err(Refusal::TextMissing { field: "question" }));
    assert!(matches!(ask(&"é".repeat(5_001)), Err(Refusal::TextTooLong { field: "question", max: 5_000 })));
    assert!(ask(&"é".repeat(5_000)).is_ok());
}

#[test]
fn a_team_is_chosen_among_those_there_are_and_not_twice() {
    let (world, state) = opened(Some(STREETS));
    let stranger = GroupId::from_uuid(uuid::Uuid::from_u128(77));
    assert_eq!(world.apply(&state, &officer(STREETS), Verb::Assign, stranger), Err(Refusal::UnknownGroup));
    assert_eq!(world.apply(&state, &officer(STREETS), Verb::Assign, STREETS), Err(Refusal::SameGroup));
    let moved = world.apply(&state, &officer(STREETS), Verb::Assign, PARKS).unwrap();
    assert_eq!(moved.holder, HolderNow::Group(PARKS));
}

#[test]
fn a_closed_case_stays_closed() {
    let (world, state) = opened(None);
    let answered = world.apply(&state, &officer(DESK), Verb::Resolve, PARKS).unwrap().state;
    let closed = world.apply(&answered, &councillor(), Verb::ConfirmResolved, PARKS).unwrap();
    assert_eq!((closed.holder, closed.deadline), (HolderNow::Nobody, DeadlineStep::Clear));
    for verb in Verb::ALL {
        let refused = match verb {
            Verb::Reopen => Refusal::NotInThisStage { verb, stage: StageKey::new("closed") },
            _ => Refusal::AlreadyClosed,
        };
        assert_eq!(world.apply(&closed.state, &councillor(), verb, PARKS), Err(refused));
    }
}

/// A council that lets members end a case and open it again, and that closes what nobody answers.
fn lenient() -> World {
    let mut world = World::new(workflow(), groups());
    let standing = |verb: Verb| ActionDef {
        verb,
        label: "An action".into(),
        hint: None,
        to: Destination::Stay,
        clock: ClockRule::default(),
        requires: Vec::new(),
    };
    world.workflow.withdraw = Some(standing(Verb::Withdraw));
    world.workflow.reopen = Some(Reopen { action: standing(Verb::Reopen), within_days: 28 });
    for stage in &mut world.workflow.stages {
        if stage.holder == Holder::Raiser {
            stage.overdue = Some(StageKey::new("closed"));
        }
    }
    assert_eq!(world.workflow.check(&group_keys()), []);
    world
}

#[test]
fn a_member_ends_a_case_that_waits_for_somebody_else_and_nobody_else_can() {
    let world = lenient();
    let state = world.workflow.open(Some(STREETS), &world.groups).0;
    assert_eq!(
        world.apply(&state, &officer(STREETS), Verb::Withdraw, PARKS),
        Err(Refusal::NotYours { verb: Verb::Withdraw })
    );
    let ended = world.apply(&state, &councillor(), Verb::Withdraw, PARKS).unwrap();
    assert_eq!((ended.holder, ended.deadline), (HolderNow::Nobody, DeadlineStep::Clear));
    assert_eq!(ended.state.closed_at, Some(minute(5)));
    let names: Vec<_> = ended.events.iter().map(EventBody::name).collect();
    assert_eq!(names, ["withdrawn", "stage-entered", "closed"]);
}

#[test]
fn a_closed_case_opens_again_with_the_team_that_had_it_until_the_window_is_over() {
    let world = lenient();
    let state = world.workflow.open(Some(STREETS), &world.groups).0;
    let mut closed = world.apply(&state, &councillor(), Verb::Withdraw, PARKS).unwrap().state;
    let again = world.apply(&closed, &councillor(), Verb::Reopen, PARKS).unwrap();
    assert_eq!((again.holder, again.state.closed_at), (HolderNow::Group(STREETS), None));
    assert_eq!(again.deadline, DeadlineStep::Set(TargetKind::FirstResponse));
    world.check(&again.state);

    closed.closed_at = Some(minute(5) - chrono::TimeDelta::days(29));
    let late = Err(Refusal::TooLate { days: 28 });
    assert_eq!(world.apply(&closed, &councillor(), Verb::Reopen, PARKS), late);
    let offered = world.workflow.allowed(&closed, &world.parties(), &councillor(), &world.groups, minute(5));
    assert!(offered.is_empty(), "what would be refused is not offered");
}

#[test]
fn a_question_that_nobody_answers_closes_the_case_and_an_answer_that_nobody_owes_does_not() {
    let world = lenient();
    let state = world.workflow.open(Some(STREETS), &world.groups).0;
    assert_eq!(world.workflow.expire(&state, &world.groups, moment(9)), None, "a team's case stays and is overdue");
    let asked = world.apply(&state, &officer(STREETS), Verb::RequestInformation, PARKS).unwrap().state;
    let over = world.workflow.expire(&asked, &world.groups, moment(9)).unwrap();
    assert_eq!((over.holder, over.deadline), (HolderNow::Nobody, DeadlineStep::Clear));
    assert_eq!(over.state.group, Some(STREETS), "it can go back to them");
    assert!(over.events.contains(&EventBody::Closed { how: ClosedHow::NoReply }));
}

#[test]
fn the_first_answer_of_the_council_starts_the_clock_for_the_next() {
    let (world, state) = opened(Some(STREETS));
    assert_eq!(world.workflow.target_now(&state), Some(TargetKind::FirstResponse.into()));
    let handed_on = world.apply(&state, &officer(STREETS), Verb::Assign, PARKS).unwrap();
    assert_eq!(handed_on.deadline, DeadlineStep::Keep, "handing it on does not buy time");
    assert_eq!(handed_on.state.first_response_at, None);

    let progress = world.apply(&handed_on.state, &officer(PARKS), Verb::RecordProgress, PARKS).unwrap();
    assert_eq!(progress.deadline, DeadlineStep::Set(TargetKind::NextResponse));
    assert_eq!(progress.state.first_response_at, Some(minute(5)));

    let asked = world.apply(&progress.state, &officer(PARKS), Verb::RequestInformation, PARKS).unwrap();
    assert_eq!(asked.deadline, DeadlineStep::Set(TargetKind::RepresentativeReply));
    let answered = world.apply(&asked.state, &councillor(), Verb::ProvideInformation, PARKS).unwrap();
    assert_eq!(answered.deadline, DeadlineStep::Set(TargetKind::NextResponse));
}

#[test]
fn it_is_acknowledged_once() {
    let (world, state) = opened(None);
    let acknowledged = world.apply(&state, &officer(DESK), Verb::Acknowledge, PARKS).unwrap().state;
    assert_eq!(acknowledged.acknowledged_at, Some(minute(5)));
    assert_eq!(world.apply(&acknowledged, &officer(DESK), Verb::Acknowledge, PARKS), Err(Refusal::AlreadyAcknowledged));
    let offered: BTreeSet<Verb> = world
        .workflow
        .allowed(&acknowledged, &world.parties(), &officer(DESK), &world.groups, minute(5))
        .iter()
        .map(|action| action.verb)
        .collect();
    assert!(!offered.contains(&Verb::Acknowledge) && offered.contains(&Verb::Assign));
}

#[test]
fn a_case_without_a_team_is_not_moved_to_a_team() {
    let mut changed = workflow();
    changed.stages[0].actions[0].to = "team".into();
    let verb = changed.stages[0].actions[0].verb;
    let world = World::new(changed, groups());
    let state = world.workflow.open(None, &world.groups).0;
    assert_eq!(world.apply(&state, &officer(DESK), verb, PARKS), Err(Refusal::NoTeamYet));
    world.check(&state);
    let offered = world.workflow.allowed(&state, &world.parties(), &officer(DESK), &world.groups, minute(5));
    assert!(offered.iter().all(|action| action.verb != verb), "what is refused is not offered");
}

#[test]
fn what_the_raiser_does_is_no_answer_of_the_council() {
    let (world, state) = opened(Some(STREETS));
    let asked = CaseState { stage: StageKey::new("question"), ..state };
    let closed = world.apply(&asked, &councillor(), Verb::Resolve, PARKS).unwrap();
    assert_eq!(closed.state.first_response_at, None);
    assert_eq!(closed.events.last(), Some(&EventBody::Closed { how: ClosedHow::ByRaiser }));
}

#[test]
fn a_case_whose_team_is_gone_comes_back_to_triage() {
    let (world, state) = opened(Some(GroupId::from_uuid(uuid::Uuid::from_u128(77))));
    assert_eq!(world.workflow.holder_now(&state, &world.groups), HolderNow::Group(DESK));
    let rescued = world.apply(&state, &officer(DESK), Verb::Assign, PARKS).unwrap();
    assert_eq!(rescued.holder, HolderNow::Group(PARKS));
}
