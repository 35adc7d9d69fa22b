//! Each mistake in a workflow is found before a case runs into it (R17).

use casework::stages::{
    ClockRule, Destination, DueKind, FaultAt, Holder, StageDef, StageKey, StageKind, TargetKind, Verb, Workflow,
};

use crate::help::{group_keys, stage, workflow};

fn edit<'w>(workflow: &'w mut Workflow, key: &str) -> &'w mut StageDef {
    workflow.stages.iter_mut().find(|stage| stage.key.as_str() == key).expect("the stage is there")
}

fn lead(workflow: &mut Workflow, key: &str, verb: Verb, to: &str) {
    let stage = edit(workflow, key);
    stage.actions.iter_mut().find(|action| action.verb == verb).expect("the action is there").to =
        Destination::from(to);
}

/// What the check says about our workflow after one change.
fn told(change: impl FnOnce(&mut Workflow)) -> Vec<String> {
    let mut changed = workflow();
    change(&mut changed);
    changed.check(&group_keys()).into_iter().map(|problem| problem.message).collect()
}

fn assert_told(change: impl FnOnce(&mut Workflow), expected: &str) {
    let told = told(change);
    assert!(told.iter().any(|message| message.contains(expected)), "expected `{expected}` among {told:#?}");
}

#[test]
fn our_workflow_is_right() {
    assert_eq!(told(|_| {}), Vec::<String>::new());
}

#[test]
fn a_way_to_nowhere_is_found() {
    assert_told(|w| lead(w, "triage", Verb::Assign, "tema"), "leads to the stage `tema`, which does not exist");
    assert_told(|w| w.entry.routed = StageKey::new("start"), "`routed` names the stage `start`");
}

#[test]
fn a_stage_that_nothing_leads_to_is_found() {
    let lonely = || stage("lonely", StageKind::WithTeam, Holder::Team, None, &[(Verb::Resolve, "answer")]);
    assert_told(|w| w.stages.push(lonely()), "no case can ever come to stage `lonely`");
}

#[test]
fn a_dead_end_is_found() {
    assert_told(|w| edit(w, "question").actions.clear(), "stage `question` is a dead end");
}

#[test]
fn a_circle_without_a_way_out_is_found() {
    let circle = |w: &mut Workflow| {
        lead(w, "question", Verb::Resolve, "answer");
        edit(w, "answer").actions.retain(|action| action.verb == Verb::SendBack);
    };
    assert_told(circle, "from stage `answer` a case may find no way to its end");
}

#[test]
fn a_doubled_stage_and_a_doubled_action_are_found() {
    assert_told(
        |w| {
            let copy = w.stages[1].clone();
            w.stages.push(copy);
        },
        "two stages with the key `team`",
    );
    assert_told(
        |w| {
            let copy = w.stages[0].actions[0].clone();
            w.stages[0].actions.push(copy);
        },
        "lists the action `acknowledge` twice",
    );
}

#[test]
fn there_is_exactly_one_end_and_nobody_holds_it() {
    assert_told(|w| w.stages.retain(|stage| stage.kind != StageKind::Closed), "no stage has the kind `closed`");
    assert_told(
        |w| w.stages.push(stage("done", StageKind::Closed, Holder::Nobody, None, &[])),
        "`done` is a second stage with the kind `closed`",
    );
    assert_told(|w| edit(w, "closed").holder = Holder::Raiser, "is the end, so nobody can hold it");
    assert_told(|w| edit(w, "team").holder = Holder::Nobody, "nobody holds stage `team`");
}

#[test]
fn going_back_needs_somewhere_to_go_back_to() {
    assert_told(
        |w| lead(w, "triage", Verb::Assign, "back"),
        "`assign` goes back, but nothing that leads to stage `triage`",
    );
}

#[test]
fn a_case_without_a_team_cannot_come_to_a_team() {
    assert_told(|w| w.entry.unrouted = StageKey::new("team"), "`unrouted` is for cases without a team");
    let no_team = |w: &mut Workflow| {
        w.entry.routed = StageKey::new("triage");
        edit(w, "triage").actions.retain(|action| action.verb != Verb::Assign);
        lead(w, "triage", Verb::Resolve, "answer");
    };
    assert_told(no_team, "no case can ever come to stage `team`");
}

#[test]
fn an_action_in_the_wrong_hands_is_found() {
    let add = |key: &'static str, verb: Verb, to: &'static str| {
        move |w: &mut Workflow| {
            let made = stage("x", StageKind::Triage, Holder::Team, None, &[(verb, to)]);
            edit(w, key).actions.extend(made.actions);
        }
    };
    assert_told(add("question", Verb::Assign, "team"), "`assign` is for the council");
    assert_told(add("team", Verb::ProvideInformation, "back"), "`provide-information` is for the raiser");
    assert_told(add("team", Verb::ConfirmResolved, "answer"), "`confirm-resolved` belongs in a stage of the raiser");
    assert_told(
        |w| lead(w, "team", Verb::RequestInformation, "check"),
        "must lead to a stage that is held by the raiser",
    );
    assert_told(|w| lead(w, "team", Verb::Resolve, "stay"), "the case must stand somewhere else");
    assert_told(|w| edit(w, "triage").holder = Holder::Group("desks".to_owned()), "held by the group `desks`");
}

#[test]
fn a_deadline_belongs_to_whoever_holds_the_stage() {
    assert_told(
        |w| edit(w, "team").target = Some(TargetKind::RepresentativeReply.into()),
        "is the councillor's deadline, but stage `team` is not theirs",
    );
    assert_told(|w| edit(w, "answer").target = Some(TargetKind::NextResponse.into()), "which the raiser holds");
}

#[test]
fn nobody_waits_for_a_day_that_nobody_gave_or_that_nobody_comes_back_to() {
    assert_told(
        |w| edit(w, "promised").overdue = None,
        "does not say where a case goes when the agreed day has passed",
    );
    assert_told(
        |w| edit(w, "promised").actions.retain(|action| action.verb != Verb::WorkDone),
        "has no action `work-done`",
    );
    assert_told(|w| edit(w, "promised").target = None, "but no agreed day runs there");
    assert_told(|w| edit(w, "team").target = Some(DueKind::AgreedDay), "where no day is agreed");
    assert_told(|w| edit(w, "referred").holder = Holder::Raiser, "the council's to look after");
    assert_told(|w| lead(w, "team", Verb::Resolve, "promised"), "where a day is awaited, but gives none");
    assert_told(|w| lead(w, "team", Verb::PromiseWork, "referred"), "must lead to a stage of kind `promised`");
    assert_told(|w| edit(w, "promised").overdue = Some(StageKey::new("referred")), "a day is awaited that nobody gave");
    assert_told(|w| w.entry.routed = StageKey::new("promised"), "a day is awaited that nobody has given");
    assert_told(
        |w| edit(w, "answer").actions[0].clock = ClockRule::Pause,
        "what becomes of the council's deadline, but none runs in stage `answer`",
    );
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let mut wrong = workflow();
    lead(&mut wrong, "team", Verb::Resolve, "nowhere");
    let faults = wrong.faults(&group_keys());
    assert_eq!(faults[0].at, FaultAt::Way(StageKey::new("team"), Verb::Resolve));
    assert!(faults[0].remedy.contains("triage, team, promised"), "{}", faults[0].remedy);
}

#[test]
fn the_map_has_every_way_that_a_case_can_go() {
    let workflow = workflow();
    let name = |place: usize| workflow.stages[place].key.as_str();
    let ways: Vec<_> = workflow
        .ways()
        .into_iter()
        .map(|way| (name(way.from), way.action.map(|action| action.verb), name(way.to)))
        .collect();
    for way in [
        ("triage", Some(Verb::Assign), "team"),
        ("question", Some(Verb::ProvideInformation), "triage"),
        ("question", Some(Verb::ProvideInformation), "promised"),
        ("check", Some(Verb::SendBack), "team"),
        ("answer", Some(Verb::SendBack), "team"),
        ("answer", Some(Verb::SendBack), "triage"),
        ("promised", None, "team"),
    ] {
        assert!(ways.contains(&way), "{way:?} among {ways:#?}");
    }
    assert!(ways.iter().all(|(from, _, to)| from != to), "staying is no way");
}
