//! What a council's stages demand before an action, and do by themselves when a case comes or goes (R16, R17).

use casework::{
    events::{EventBody, Told},
    people::{Actor, Role},
    stages::{
        ActionDef, CaseState, DeadlineStep, Effect, Guard, HolderNow, Refusal, StageDef, StageKey, TargetKind,
        Transition, Verb, Workflow,
    },
    text::Text,
};

use crate::help::*;

fn stage_of<'a>(workflow: &'a mut Workflow, key: &str) -> &'a mut StageDef {
    workflow.stages.iter_mut().find(|stage| stage.key.as_str() == key).expect("the stage is there")
}

fn action_of<'a>(workflow: &'a mut Workflow, key: &str, verb: Verb) -> &'a mut ActionDef {
    stage_of(workflow, key).actions.iter_mut().find(|action| action.verb == verb).expect("the action is there")
}

fn tell(who: &[Told], text: &str) -> Effect {
    Effect::Tell { who: who.to_vec(), text: Text::from(text) }
}

fn take(workflow: &Workflow, state: &CaseState, by: &Actor, verb: Verb) -> Result<Transition, Refusal> {
    workflow.apply(state.clone(), &raised_by(&councillor()), action(verb, STREETS), by, &groups(), moment(5))
}

fn offered(workflow: &Workflow, state: &CaseState, by: &Actor) -> Vec<Verb> {
    let offered = workflow.allowed(state, &raised_by(&councillor()), by, &groups(), minute(5));
    offered.into_iter().map(|action| action.verb).collect()
}

fn held_back(workflow: &Workflow, state: &CaseState, by: &Actor) -> Vec<(Verb, Guard)> {
    let held = workflow.held_back(state, &raised_by(&councillor()), by, &groups());
    held.into_iter().map(|(action, guard)| (action.verb, guard)).collect()
}

fn routed(workflow: &Workflow) -> CaseState {
    workflow.open(Some(STREETS), &groups()).0
}

#[test]
fn an_action_waits_for_what_it_requires_and_says_so() {
    let mut workflow = workflow();
    action_of(&mut workflow, "team", Verb::Resolve).requires = vec![Guard::Acknowledged];
    let (state, by) = (routed(&workflow), officer(STREETS));
    assert!(!offered(&workflow, &state, &by).contains(&Verb::Resolve));
    assert_eq!(held_back(&workflow, &state, &by), [(Verb::Resolve, Guard::Acknowledged)]);
    assert_eq!(held_back(&workflow, &state, &officer(PARKS)), [], "nobody else is told of it");
    assert_eq!(take(&workflow, &state, &by, Verb::Resolve), Err(Refusal::Unmet { guard: Guard::Acknowledged }));

    let acknowledged = take(&workflow, &state, &by, Verb::Acknowledge).unwrap().state;
    assert!(offered(&workflow, &acknowledged, &by).contains(&Verb::Resolve));
    assert_eq!(held_back(&workflow, &acknowledged, &by), []);
    assert!(take(&workflow, &acknowledged, &by, Verb::Resolve).is_ok());
}

#[test]
fn an_answer_is_checked_by_somebody_else() {
    let mut workflow = workflow();
    action_of(&mut workflow, "check", Verb::ConfirmResolved).requires = vec![Guard::AnotherPerson];
    // Somebody who is in the team and at the desk.
    let both = person(7, &[Role::TeamMember], &[STREETS, DESK]);
    let answered = take(&workflow, &routed(&workflow), &both, Verb::Resolve).unwrap().state;
    assert_eq!(held_back(&workflow, &answered, &both), [(Verb::ConfirmResolved, Guard::AnotherPerson)]);
    let refused = take(&workflow, &answered, &both, Verb::ConfirmResolved);
    assert_eq!(refused, Err(Refusal::Unmet { guard: Guard::AnotherPerson }));
    assert!(offered(&workflow, &answered, &both).contains(&Verb::SendBack), "the rest is theirs to do");
    assert!(take(&workflow, &answered, &officer(DESK), Verb::ConfirmResolved).is_ok());

    // An answer that was sent back and is given again by another is theirs from then on.
    let back = take(&workflow, &answered, &officer(DESK), Verb::SendBack).unwrap().state;
    assert_eq!(back.answered_by, None);
    let again = take(&workflow, &back, &officer(STREETS), Verb::Resolve).unwrap().state;
    assert!(offered(&workflow, &again, &both).contains(&Verb::ConfirmResolved));
}

#[test]
fn people_are_told_when_a_case_comes_and_when_it_goes_but_not_while_it_stays() {
    let mut workflow = workflow();
    stage_of(&mut workflow, "team").on_exit = vec![tell(&[Told::Raiser], "The team is done")];
    stage_of(&mut workflow, "check").on_entry = vec![tell(&[Told::Overseers, Told::Team], "An answer to check")];
    let told = |stage: &str, who: &[Told], text: &str| EventBody::StageTold {
        stage: StageKey::new(stage),
        who: who.to_vec(),
        text: Text::from(text),
    };
    let state = routed(&workflow);
    let progress = take(&workflow, &state, &officer(STREETS), Verb::RecordProgress).unwrap();
    assert!(!progress.events.iter().any(|event| matches!(event, EventBody::StageTold { .. })));
    let answered = take(&workflow, &state, &officer(STREETS), Verb::Resolve).unwrap();
    assert_eq!(
        answered.events[2..],
        [
            told("team", &[Told::Raiser], "The team is done"),
            told("check", &[Told::Overseers, Told::Team], "An answer to check"),
        ]
    );
    assert_eq!(answered.events[3].tells(), [Told::Overseers, Told::Team]);
}

#[test]
fn a_new_case_a_missed_day_and_an_end_have_the_same_effects_as_an_action() {
    let mut workflow = workflow();
    for key in ["team", "closed"] {
        stage_of(&mut workflow, key).on_entry = vec![tell(&[Told::Team], key)];
    }
    let tells =
        |events: &[EventBody]| events.iter().filter(|event| matches!(event, EventBody::StageTold { .. })).count();
    let (state, begun) = workflow.open(Some(STREETS), &groups());
    assert_eq!(tells(&begun), 1);
    assert_eq!(tells(&workflow.open(None, &groups()).1), 0, "triage tells nobody");

    let promised = take(&workflow, &state, &officer(STREETS), Verb::PromiseWork).unwrap().state;
    let missed = workflow.expire(&promised, &groups(), moment(20 * 24 * 60)).unwrap();
    assert_eq!(tells(&missed.events), 1);

    let asked = take(&workflow, &state, &officer(STREETS), Verb::RequestInformation).unwrap().state;
    assert_eq!(tells(&take(&workflow, &asked, &councillor(), Verb::Resolve).unwrap().events), 1);
}

#[test]
fn a_stage_gives_a_case_to_its_group_and_the_history_says_so() {
    let mut workflow = workflow();
    stage_of(&mut workflow, "promised").on_entry = vec![Effect::Assign { group: "parks".to_owned() }];
    let promised = take(&workflow, &routed(&workflow), &officer(STREETS), Verb::PromiseWork).unwrap();
    assert_eq!((promised.state.group, promised.holder), (Some(PARKS), HolderNow::Group(PARKS)));
    assert_eq!(promised.events[2], EventBody::StageAssigned { from: Some(STREETS), to: PARKS });
    // Another day for the same promise stays in the stage: nothing is given again.
    let again = take(&workflow, &promised.state, &officer(PARKS), Verb::PromiseWork).unwrap();
    assert!(!again.events.iter().any(|event| matches!(event, EventBody::StageAssigned { .. })));

    // A stage that is held by the team can be where cases without one begin, if it gives them to one.
    let mut workflow = self::workflow();
    stage_of(&mut workflow, "team").on_entry = vec![Effect::Assign { group: "streets".to_owned() }];
    let triage = workflow.open(None, &groups()).0;
    let assigned = take(&workflow, &triage, &officer(DESK), Verb::Assign).unwrap();
    assert_eq!(assigned.holder, HolderNow::Group(STREETS));
}

#[test]
fn a_stage_can_say_how_long_it_may_take() {
    let mut workflow = workflow();
    stage_of(&mut workflow, "check").on_entry = vec![Effect::Deadline { working_days: 2 }];
    let answered = take(&workflow, &routed(&workflow), &officer(STREETS), Verb::Resolve).unwrap();
    assert_eq!(answered.deadline, DeadlineStep::Within { target: TargetKind::NextResponse, working_days: 2 });
}

#[test]
fn what_a_stage_cannot_do_is_told_with_a_remedy() {
    let told = |change: &dyn Fn(&mut Workflow)| {
        let mut workflow = workflow();
        change(&mut workflow);
        let problems = workflow.check(&group_keys());
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    let effect = |key: &'static str, effect: Effect| {
        told(&move |workflow| stage_of(workflow, key).on_entry.push(effect.clone()))
    };
    let assign = |group: &str| Effect::Assign { group: group.to_owned() };
    assert_eq!(
        effect("check", assign("nobody-knows")),
        ["stage `check` gives cases to the group `nobody-knows`, which does not exist"]
    );
    assert_eq!(effect("check", tell(&[], "Words")), ["stage `check` tells nobody"]);
    assert_eq!(
        effect("promised", Effect::Deadline { working_days: 2 }),
        ["stage `promised` gives working days, but no deadline of the policy runs there"]
    );
    let leaving = told(&|workflow| stage_of(workflow, "check").on_exit.push(assign("parks")));
    assert_eq!(leaving, ["stage `check` cannot do `assign` when a case leaves"]);
    let twice = told(&|workflow| stage_of(workflow, "check").on_entry.extend([assign("parks"), assign("streets")]));
    assert_eq!(twice, ["stage `check` does `assign` twice"]);
    // Nothing acknowledges a case that is promised, and it may have come there without.
    let never = told(&|workflow| {
        stage_of(workflow, "team").actions.retain(|action| action.verb != Verb::Acknowledge);
        stage_of(workflow, "triage").actions.retain(|action| action.verb != Verb::Acknowledge);
        action_of(workflow, "team", Verb::Resolve).requires = vec![Guard::Acknowledged];
    });
    assert!(never.contains(&"what `resolve` requires in stage `team` can never be so".to_owned()), "{never:?}");
}

#[test]
fn a_condition_that_locks_a_case_in_is_found_before_any_case_runs() {
    let mut workflow = workflow();
    // The only ways on from the check: neither can be taken before an acknowledgement, which nobody can give there.
    for verb in [Verb::ConfirmResolved, Verb::SendBack] {
        action_of(&mut workflow, "check", verb).requires = vec![Guard::Acknowledged];
    }
    let problems = workflow.check(&group_keys());
    let lost = "from stage `check` a case may find no way to its end";
    assert!(problems.iter().any(|problem| problem.message == lost), "{problems:?}");
}
