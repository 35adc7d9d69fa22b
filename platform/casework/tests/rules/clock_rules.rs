//! Promises, referrals and clocks that stand still: no step loses a day or gives one away (R23, R24, R28).

use casework::{
    events::{ClosedHow, EventBody},
    ids::CaseId,
    people::Actor,
    stages::{
        Action, Adoption, CaseState, ClockRule, DeadlineStep, DueKind, HolderNow, Moment, Refusal, StageKey,
        TargetKind, Transition, Verb, Workflow,
    },
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;

use crate::help::*;

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).expect("noon").and_utc()
}

fn on(day: NaiveDate) -> Moment<'static> {
    Moment { at: noon(day), ..moment(0) }
}

fn monday() -> NaiveDate {
    "2026-11-16".parse().expect("a day")
}

/// What the program does with a step: the day it is due stands in the case's row.
fn settled(step: Transition, due: NaiveDate) -> CaseState {
    let due_on = match step.deadline {
        DeadlineStep::Keep => step.state.due_on,
        DeadlineStep::Set(_) | DeadlineStep::Within { .. } => Some(due),
        DeadlineStep::Agreed(day) | DeadlineStep::Resume { due: day, .. } => Some(day),
        DeadlineStep::Clear => None,
    };
    CaseState { due_on, ..step.state }
}

fn take(
    workflow: &Workflow,
    state: &CaseState,
    by: &Actor,
    action: Action,
    day: NaiveDate,
) -> Result<Transition, Refusal> {
    workflow.apply(state.clone(), &raised_by(&councillor()), action, by, &groups(), on(day))
}

/// A case of the street team that was answered once, with its next answer due ten working days after [`monday`].
fn answered_once(workflow: &Workflow) -> CaseState {
    let state = CaseState { due_on: Some(monday()), ..workflow.open(Some(STREETS), &groups()).0 };
    let step = take(workflow, &state, &officer(STREETS), action(Verb::RecordProgress, STREETS), monday());
    settled(step.expect("progress"), due(monday(), 10))
}

fn due(from: NaiveDate, days: i32) -> NaiveDate {
    moment(0).calendar.add_working_days(from, days)
}

fn with_rule(verb: Verb, rule: ClockRule) -> Workflow {
    let mut changed = workflow();
    let actions =
        changed.stages.iter_mut().filter(|stage| stage.key.as_str() == "team").flat_map(|stage| &mut stage.actions);
    actions.filter(|action| action.verb == verb).for_each(|action| action.clock = rule);
    assert_eq!(changed.check(&group_keys()), []);
    changed
}

fn promise(by: NaiveDate) -> Action {
    Action::PromiseWork { by, order: Some(" WO-7 ".to_owned()), text: "Fill the hole".to_owned() }
}

#[test]
fn promised_work_that_is_done_goes_to_whoever_raised_the_case() {
    let workflow = workflow();
    let state = answered_once(&workflow);
    let by = monday() + Days::new(20);
    let promised = take(&workflow, &state, &officer(STREETS), promise(by), monday()).unwrap();
    assert_eq!(promised.deadline, DeadlineStep::Agreed(by));
    let said = EventBody::WorkPromised { by, order: Some("WO-7".to_owned()), text: "Fill the hole".to_owned() };
    assert_eq!(promised.events[0], said);
    assert_eq!(promised.holder, HolderNow::Group(STREETS), "the team looks after its promise");

    let state = settled(promised, monday());
    let done = take(&workflow, &state, &officer(STREETS), action(Verb::WorkDone, STREETS), by).unwrap();
    assert_eq!((done.holder, done.state.agreed_day), (HolderNow::Raiser, None));
    let disputed = take(&workflow, &done.state, &councillor(), action(Verb::SendBack, STREETS), by).unwrap();
    assert_eq!(
        disputed.state.stage.as_str(),
        "team",
        "a hole that is still there goes back to the team, not to a promise that is over"
    );
}

#[test]
fn a_missed_promise_brings_the_case_back_and_says_so() {
    let workflow = workflow();
    let state = answered_once(&workflow);
    let by = monday() + Days::new(20);
    let state = settled(take(&workflow, &state, &officer(STREETS), promise(by), monday()).unwrap(), monday());
    let missed = workflow.expire(&state, &groups(), on(by + Days::new(1))).unwrap();
    assert_eq!(missed.events[0], EventBody::PromiseMissed { by });
    assert_eq!((missed.holder, missed.state.agreed_day), (HolderNow::Group(STREETS), None));
    assert_eq!(missed.deadline, DeadlineStep::Set(TargetKind::NextResponse));
    assert_eq!(missed.state.stage.as_str(), "team");
}

#[test]
fn a_new_day_for_the_same_work_takes_the_place_of_the_old() {
    let workflow = workflow();
    let state = answered_once(&workflow);
    let (first, second) = (monday() + Days::new(20), monday() + Days::new(30));
    let state = settled(take(&workflow, &state, &officer(STREETS), promise(first), monday()).unwrap(), monday());
    let again = take(&workflow, &state, &officer(STREETS), promise(second), monday()).unwrap();
    assert_eq!(again.deadline, DeadlineStep::Agreed(second));
}

#[test]
fn a_question_between_keeps_the_promised_day() {
    let workflow = workflow();
    let state = answered_once(&workflow);
    let by = monday() + Days::new(20);
    let state = settled(take(&workflow, &state, &officer(STREETS), promise(by), monday()).unwrap(), monday());
    let asked =
        take(&workflow, &state, &officer(STREETS), action(Verb::RequestInformation, STREETS), monday()).unwrap();
    assert_eq!(asked.deadline, DeadlineStep::Set(TargetKind::RepresentativeReply));
    let state = settled(asked, due(monday(), 10));
    let back = take(&workflow, &state, &councillor(), action(Verb::ProvideInformation, STREETS), monday()).unwrap();
    assert_eq!((back.state.stage.as_str(), back.deadline), ("promised", DeadlineStep::Agreed(by)));
}

#[test]
fn a_day_that_has_passed_or_is_years_away_is_refused_and_so_is_a_body_without_a_name() {
    let workflow = workflow();
    let state = answered_once(&workflow);
    let team = officer(STREETS);
    assert_eq!(
        take(&workflow, &state, &team, promise(monday()), monday()),
        Err(Refusal::DayNotAhead { field: "by" }),
        "today is no day ahead"
    );
    let far = monday() + Days::new(800);
    assert_eq!(take(&workflow, &state, &team, promise(far), monday()), Err(Refusal::DayTooFar { field: "by" }));
    let nobody =
        Action::Refer { body: "  ".to_owned(), by: monday() + Days::new(9), reference: None, text: "Why?".to_owned() };
    assert_eq!(take(&workflow, &state, &team, nobody, monday()), Err(Refusal::TextMissing { field: "body" }));
}

#[test]
fn a_referral_has_its_own_clock_and_comes_back_to_whoever_asked() {
    let workflow = with_rule(Verb::Refer, ClockRule::Pause);
    let state = answered_once(&workflow);
    let asked_on = due(monday(), 4);
    let by = asked_on + Days::new(30);
    let ask =
        Action::Refer { body: "The river board".to_owned(), by, reference: None, text: "Whose culvert?".to_owned() };
    let referred = take(&workflow, &state, &officer(STREETS), ask, asked_on).unwrap();
    assert_eq!(referred.deadline, DeadlineStep::Agreed(by));
    assert!(referred.events.contains(&EventBody::ClockPaused { target: TargetKind::NextResponse, days_left: 6 }));
    let state = settled(referred, asked_on);
    let replied_on = by - Days::new(2);
    let back = take(&workflow, &state, &officer(STREETS), action(Verb::RecordReply, STREETS), replied_on).unwrap();
    assert_eq!(
        back.deadline,
        DeadlineStep::Resume { target: TargetKind::NextResponse, days_left: 6, due: due(replied_on, 6) }
    );
    assert_eq!((back.state.stage.as_str(), back.state.paused), ("team", None));
}

#[test]
fn asking_is_a_first_response_so_that_clock_does_not_stand_still_but_is_met() {
    let workflow = with_rule(Verb::RequestInformation, ClockRule::Pause);
    let state = CaseState { due_on: Some(due(monday(), 5)), ..workflow.open(Some(STREETS), &groups()).0 };
    let asked =
        take(&workflow, &state, &officer(STREETS), action(Verb::RequestInformation, STREETS), monday()).unwrap();
    assert_eq!(asked.state.paused, None);
    let state = settled(asked, due(monday(), 10));
    let back = take(&workflow, &state, &councillor(), action(Verb::ProvideInformation, STREETS), monday()).unwrap();
    assert_eq!(back.deadline, DeadlineStep::Set(TargetKind::NextResponse));
}

#[test]
fn a_clock_that_was_overdue_when_it_stopped_is_as_much_overdue_when_it_runs_on() {
    let workflow = with_rule(Verb::RequestInformation, ClockRule::Pause);
    let state = answered_once(&workflow);
    let late = due(monday(), 13);
    let asked = take(&workflow, &state, &officer(STREETS), action(Verb::RequestInformation, STREETS), late).unwrap();
    let state = settled(asked, due(late, 10));
    let back_on = due(late, 3);
    let back = take(&workflow, &state, &councillor(), action(Verb::ProvideInformation, STREETS), back_on).unwrap();
    let DeadlineStep::Resume { days_left: -3, due: resumed, .. } = back.deadline else { panic!("{:?}", back.deadline) };
    assert_eq!(moment(0).calendar.working_days_between(resumed, back_on), 3);
}

#[test]
fn a_council_can_let_progress_and_handing_on_buy_no_time() {
    let workflow = with_rule(Verb::RecordProgress, ClockRule::Continue);
    let state = CaseState { due_on: Some(due(monday(), 5)), ..workflow.open(Some(STREETS), &groups()).0 };
    let told =
        take(&workflow, &state, &officer(STREETS), action(Verb::RecordProgress, STREETS), due(monday(), 3)).unwrap();
    assert_eq!(told.deadline, DeadlineStep::Set(TargetKind::NextResponse), "a first answer is due no longer");
    let state = settled(told, due(monday(), 13));
    let told =
        take(&workflow, &state, &officer(STREETS), action(Verb::RecordProgress, STREETS), due(monday(), 5)).unwrap();
    assert_eq!(told.deadline, DeadlineStep::Keep);
}

#[test]
fn a_case_that_was_merged_comes_back_as_it_was_with_the_days_that_were_left() {
    let workflow = workflow();
    let state = answered_once(&workflow);
    let other = CaseId::from_uuid(uuid::Uuid::from_u128(7));
    let (merged, before) = workflow.merge(state.clone(), other, &groups(), on(due(monday(), 4))).unwrap();
    assert_eq!((merged.holder, merged.deadline), (HolderNow::Nobody, DeadlineStep::Clear));
    assert_eq!(merged.events.last(), Some(&EventBody::Closed { how: ClosedHow::Merged }));
    assert_eq!(workflow.merge(merged.state.clone(), other, &groups(), on(monday())), Err(Refusal::AlreadyClosed));

    let undone_on = due(monday(), 20);
    let back = workflow.unmerge(&merged.state, before, other, &groups(), on(undone_on));
    assert_eq!(back.holder, HolderNow::Group(STREETS));
    let expected = DeadlineStep::Resume { target: TargetKind::NextResponse, days_left: 6, due: due(undone_on, 6) };
    assert_eq!((back.deadline, &back.state), (expected, &state), "nothing else has changed");
}

#[test]
fn a_running_case_goes_on_by_newer_stages_with_its_deadline() {
    let old = workflow();
    let mut newest = workflow();
    for stage in &mut newest.stages {
        if stage.key.as_str() == "team" {
            stage.key = StageKey::new("works");
        }
    }
    let key = StageKey::new;
    let state = answered_once(&old);
    let stages = [(key("team"), key("works")), (key("check"), key("closed")), (key("triage"), key("promised"))].into();
    let adoption = Adoption { from: (1, &old), to: 2, stages: &stages };
    let moved = newest.adopt(&state, adoption, &groups(), on(monday())).unwrap();
    assert_eq!((moved.state.stage.as_str(), moved.deadline), ("works", DeadlineStep::Keep));
    assert_eq!(moved.events[0], EventBody::StagesChanged { from: 1, to: 2 });
    for nowhere in ["check", "triage", "answer"] {
        let state = CaseState { stage: key(nowhere), ..state.clone() };
        assert_eq!(
            newest.adopt(&state, adoption, &groups(), on(monday())),
            None,
            "{nowhere}: closed, a day nobody gave, not mapped"
        );
    }
}

/// What a person with a wall calendar would say: the council has ten working days, and days on which it waits for somebody
/// else do not count.
#[derive(Debug, Default)]
struct WallCalendar {
    used: i32,
}

proptest! {
    /// Questions come and go on any days; what was paused is never lost and never given away.
    #[test]
    fn the_days_that_are_left_are_those_of_a_wall_calendar(waits in prop::collection::vec((0..6_u64, 0..40_u64), 1..8)) {
        let workflow = with_rule(Verb::RequestInformation, ClockRule::Pause);
        let calendar = moment(0).calendar;
        let mut state = answered_once(&workflow);
        let (mut today, mut wall) = (monday(), WallCalendar::default());
        for (work, wait) in waits {
            let asked_on = today + Days::new(work);
            wall.used += calendar.working_days_between(today, asked_on);
            if wall.used >= 10 {
                // What is overdue then has a test of its own.
                break;
            }
            let asked = take(&workflow, &state, &officer(STREETS), action(Verb::RequestInformation, STREETS), asked_on).unwrap();
            prop_assert_eq!(asked.state.paused.map(|paused| paused.days_left), Some(10 - wall.used));
            state = settled(asked, calendar.add_working_days(asked_on, 10));
            today = asked_on + Days::new(wait);
            // Whoever answers on a day off answers before the next working day begins.
            let back = take(&workflow, &state, &councillor(), action(Verb::ProvideInformation, STREETS), today).unwrap();
            state = settled(back, today);
            prop_assert_eq!(workflow.target_now(&state), Some(DueKind::Target(TargetKind::NextResponse)));
            let due_on = state.due_on.unwrap();
            prop_assert_eq!(calendar.working_days_between(today, due_on), 10 - wall.used, "on {} until {}", today, due_on);
        }
    }
}
