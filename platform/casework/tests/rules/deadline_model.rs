//! Deadlines against a simple model: whatever people do on whichever days, and however long no program ran, reminders, breaches, missed
//! promises and closings come on the days that somebody with a wall calendar and a list would write down (R23, R26 to R29).

use casework::{
    events::EventBody,
    people::Actor,
    sla::{Deadline, DefaultTargets, Step, agreed_deadline, default_deadline, steps},
    stages::{
        Action, ActionDef, CaseState, ClockRule, DeadlineStep, Destination, Holder, Moment, Reopen, StageKey,
        Transition, Verb, Workflow,
    },
};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc, Weekday};
use proptest::prelude::*;

use crate::help::*;

/// What happens to a case.
#[derive(Debug, Clone, Copy)]
enum Act {
    Progress,
    HandOn,
    Ask,
    Reply,
    /// In so many days.
    Promise(u64),
    WorkDone,
    SendBack,
    Confirm,
    Reopen,
    /// So many days pass; `true` while a program runs.
    Days(u64, bool),
}

/// What is written down of a case, besides what people did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Due(NaiveDate),
    Reminded,
    Breached,
    PromiseMissed,
    ClosedWithoutReply,
}

type Log = Vec<(NaiveDate, Said)>;

// The model: a list of days, and what is to be said on each.

/// Bank holidays in England while the model runs, from the government's list.
const HOLIDAYS: [(i32, u32, u32); 11] = [
    (2026, 12, 25),
    (2026, 12, 28),
    (2027, 1, 1),
    (2027, 3, 26),
    (2027, 3, 29),
    (2027, 5, 3),
    (2027, 5, 31),
    (2027, 8, 30),
    (2027, 12, 27),
    (2027, 12, 28),
    (2028, 1, 3),
];

fn is_worked(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !HOLIDAYS.contains(&(day.year(), day.month(), day.day()))
}

/// So many working days after a day, or before it.
fn counted(from: NaiveDate, days: u32, forward: bool) -> NaiveDate {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = if forward { day.succ_opt() } else { day.pred_opt() }.expect("a day");
        left -= u32::from(is_worked(day));
    }
    day
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Team,
    /// With the day that is promised.
    Promised(NaiveDate),
    /// The councillor was asked, by the team, or while something was promised.
    Question(Option<NaiveDate>),
    Answer,
    Closed {
        on: NaiveDate,
    },
}

#[derive(Debug)]
struct Model {
    place: Place,
    answered: bool,
    due: NaiveDate,
    /// What is to be said on which day, in order.
    list: Log,
    log: Log,
}

impl Model {
    fn opened(today: NaiveDate) -> Self {
        let mut model = Self { place: Place::Team, answered: false, due: today, list: Vec::new(), log: Vec::new() };
        model.council_owes(today);
        model
    }

    /// R26, R27: five working days, then ten; reminders two before, and every five after.
    fn council_owes(&mut self, today: NaiveDate) {
        self.due_on(counted(today, if self.answered { 10 } else { 5 }, true), today);
        self.list = vec![(counted(self.due, 2, false), Said::Reminded), (self.day_after(), Said::Breached)];
        self.list.extend((1..=6).map(|n| (counted(self.due, n * 5, true), Said::Reminded)));
    }

    /// R29: ten working days, a reminder half way, and then it closes.
    fn councillor_owes(&mut self, today: NaiveDate) {
        self.due_on(counted(today, 10, true), today);
        self.list = vec![(counted(self.due, 5, false), Said::Reminded), (self.day_after(), Said::ClosedWithoutReply)];
    }

    /// R23: the day itself, with a reminder where there is time for one.
    fn promise_owed(&mut self, by: NaiveDate, today: NaiveDate) {
        self.due_on(by, today);
        let reminder = counted(by, 2, false);
        self.list = vec![(self.day_after(), Said::PromiseMissed)];
        if reminder > today {
            self.list.insert(0, (reminder, Said::Reminded));
        }
    }

    fn due_on(&mut self, due: NaiveDate, today: NaiveDate) {
        self.due = due;
        self.log.push((today, Said::Due(due)));
    }

    fn day_after(&self) -> NaiveDate {
        self.due.succ_opt().expect("a day")
    }

    /// What a program that runs says by this day.
    fn looked_at(&mut self, today: NaiveDate) {
        while let Some((_, said)) = self.list.first().copied().filter(|(day, _)| *day <= today) {
            self.list.remove(0);
            self.log.push((today, said));
            match said {
                Said::PromiseMissed => {
                    self.place = Place::Team;
                    self.council_owes(today);
                }
                Said::ClosedWithoutReply => {
                    self.place = Place::Closed { on: today };
                    self.list.clear();
                }
                Said::Due(_) | Said::Reminded | Said::Breached => {}
            }
        }
    }

    /// Whether somebody may do this, and what it leads to.
    fn done(&mut self, act: Act, today: NaiveDate) -> bool {
        match (act, self.place) {
            (Act::Progress, Place::Team) => {
                self.answered = true;
                self.council_owes(today);
            }
            (Act::HandOn, Place::Team) => {}
            (Act::Ask, Place::Team | Place::Promised(_)) => {
                self.answered = true;
                let promised = if let Place::Promised(by) = self.place { Some(by) } else { None };
                self.place = Place::Question(promised);
                self.councillor_owes(today);
            }
            (Act::Reply, Place::Question(None)) | (Act::SendBack, Place::Answer) => {
                self.place = Place::Team;
                self.council_owes(today);
            }
            (Act::Reply, Place::Question(Some(by))) => {
                self.place = Place::Promised(by);
                self.promise_owed(by, today);
            }
            (Act::Promise(days), Place::Team | Place::Promised(_)) => {
                self.answered = true;
                let by = today + Days::new(days);
                self.place = Place::Promised(by);
                self.promise_owed(by, today);
            }
            (Act::WorkDone, Place::Promised(_)) => {
                self.place = Place::Answer;
                self.councillor_owes(today);
            }
            (Act::Confirm, Place::Answer) => {
                self.place = Place::Closed { on: today };
                self.list.clear();
            }
            (Act::Reopen, Place::Closed { on }) if (today - on).num_days() <= 28 => {
                self.place = Place::Team;
                self.council_owes(today);
            }
            _ => return false,
        }
        true
    }
}

// The rules, put together as the program does.

const TARGETS: DefaultTargets = DefaultTargets { first_response: 5, next_response: 10, representative_reply: 10 };

struct Program {
    workflow: Workflow,
    state: CaseState,
    running: Option<(Deadline, NaiveDate)>,
    log: Log,
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).expect("noon").and_utc()
}

fn on(day: NaiveDate) -> Moment<'static> {
    Moment { at: noon(day), ..moment(0) }
}

/// What is not answered closes, and what is closed can be opened again.
fn forgetful() -> Workflow {
    let mut made = workflow();
    for stage in made.stages.iter_mut().filter(|stage| stage.holder == Holder::Raiser) {
        stage.overdue = Some(StageKey::new("closed"));
    }
    let action = ActionDef {
        verb: Verb::Reopen,
        label: "Open again".into(),
        hint: None,
        to: Destination::Stay,
        clock: ClockRule::default(),
        requires: Vec::new(),
    };
    made.reopen = Some(Reopen { action, within_days: 28 });
    assert_eq!(made.check(&group_keys()), []);
    made
}

impl Program {
    fn opened(today: NaiveDate) -> Self {
        let workflow = forgetful();
        let state = workflow.open(Some(STREETS), &groups()).0;
        let target = workflow.target_now(&state).and_then(casework::sla::DueKind::councils).expect("a first answer");
        let mut program = Self { workflow, state, running: None, log: Vec::new() };
        program.begin(default_deadline(&TARGETS, target, today, moment(0).calendar), today);
        program
    }

    fn begin(&mut self, deadline: Deadline, today: NaiveDate) {
        self.log.push((today, Said::Due(deadline.due)));
        self.state.due_on = Some(deadline.due);
        let after = deadline.begins_after(today);
        self.running = Some((deadline, after));
    }

    fn settle(&mut self, step: Transition, today: NaiveDate) {
        let due_on = self.state.due_on;
        self.state = CaseState { due_on, ..step.state };
        let calendar = moment(0).calendar;
        match step.deadline {
            DeadlineStep::Keep => {}
            DeadlineStep::Clear => self.running = None,
            DeadlineStep::Set(target) => self.begin(default_deadline(&TARGETS, target, today, calendar), today),
            DeadlineStep::Agreed(day) => self.begin(agreed_deadline(day, today, calendar), today),
            other @ (DeadlineStep::Within { .. } | DeadlineStep::Resume { .. }) => {
                panic!("{other:?} is tested elsewhere")
            }
        }
    }

    /// As `cases::steps` does.
    fn looked_at(&mut self, today: NaiveDate) {
        let Some((deadline, through)) = self.running.clone() else { return };
        for (_, step) in
            steps(deadline.due, &deadline.remind_on, Some(through)).into_iter().filter(|(day, _)| *day <= today)
        {
            match (step, self.workflow.expire(&self.state, &groups(), on(today))) {
                (Step::Remind, _) => self.log.push((today, Said::Reminded)),
                (Step::Passed, None) => self.log.push((today, Said::Breached)),
                (Step::Passed, Some(moved)) => {
                    let missed = moved.events.iter().any(|event| matches!(event, EventBody::PromiseMissed { .. }));
                    let closed = moved.events.iter().any(|event| matches!(event, EventBody::Closed { .. }));
                    self.log.extend(missed.then_some((today, Said::PromiseMissed)));
                    self.log.extend(closed.then_some((today, Said::ClosedWithoutReply)));
                    self.settle(moved, today);
                    // What else it asked for is asked of nobody any more; what began may be due at once.
                    return self.looked_at(today);
                }
            }
        }
        if let Some((_, through)) = &mut self.running {
            *through = today.max(*through);
        }
    }

    fn done(&mut self, act: Act, today: NaiveDate) -> bool {
        let team = self.state.group.unwrap_or(STREETS);
        let words = || "Some words".to_owned();
        let (by, action): (Actor, Action) = match act {
            Act::Progress => (officer(team), action(Verb::RecordProgress, team)),
            Act::HandOn => (officer(team), action(Verb::Assign, if team == STREETS { PARKS } else { STREETS })),
            Act::Ask => (officer(team), action(Verb::RequestInformation, team)),
            Act::Reply => (councillor(), action(Verb::ProvideInformation, team)),
            Act::Promise(days) => {
                (officer(team), Action::PromiseWork { by: today + Days::new(days), order: None, text: words() })
            }
            Act::WorkDone => (officer(team), action(Verb::WorkDone, team)),
            Act::SendBack => (councillor(), action(Verb::SendBack, team)),
            Act::Confirm => (councillor(), action(Verb::ConfirmResolved, team)),
            Act::Reopen => (councillor(), action(Verb::Reopen, team)),
            Act::Days(..) => unreachable!("nobody does that"),
        };
        let taken =
            self.workflow.apply(self.state.clone(), &raised_by(&councillor()), action, &by, &groups(), on(today));
        match taken {
            Ok(step) => self.settle(step, today),
            Err(_) => return false,
        }
        true
    }
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        2 => Just(Act::Progress),
        1 => Just(Act::HandOn),
        2 => Just(Act::Ask),
        2 => Just(Act::Reply),
        2 => (1..30_u64).prop_map(Act::Promise),
        1 => Just(Act::WorkDone),
        1 => Just(Act::SendBack),
        1 => Just(Act::Confirm),
        1 => Just(Act::Reopen),
        7 => (0..25_u64, prop::bool::weighted(0.8)).prop_map(|(days, runs)| Act::Days(days, runs)),
    ];
    prop::collection::vec(act, 1..14)
}

/// Follows both through what happens, and gives what each wrote down and where each stands.
fn follow(acts: &[Act]) -> (Model, Program) {
    let mut today: NaiveDate = "2026-11-16".parse().expect("a Monday");
    let (mut model, mut program) = (Model::opened(today), Program::opened(today));
    // At the end, somebody looks for a month.
    for act in acts.iter().copied().chain([Act::Days(30, true)]) {
        if let Act::Days(days, runs) = act {
            for _ in 0..days {
                today = today.succ_opt().expect("a day");
                if runs {
                    model.looked_at(today);
                    program.looked_at(today);
                }
            }
            continue;
        }
        assert_eq!(program.done(act, today), model.done(act, today), "{act:?} on {today} in {:?}", model.place);
    }
    (model, program)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_deadline_says_what_a_wall_calendar_would_on_the_same_days(acts in acts()) {
        let (model, program) = follow(&acts);
        prop_assert_eq!(&program.log, &model.log, "the program, and the model");
        let closed = matches!(model.place, Place::Closed { .. });
        prop_assert_eq!(program.state.closed_at.is_some(), closed);
        let breaches = model.log.iter().filter(|(_, said)| *said == Said::Breached).count();
        let begun = model.log.iter().filter(|(_, said)| matches!(said, Said::Due(_))).count();
        prop_assert!(breaches <= begun, "each deadline is breached once at most");
    }
}

/// Guards the generator: were nothing ever missed, the property above would say nothing.
#[test]
fn the_generator_meets_everything_that_a_deadline_can_say() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (strategy, mut log) = (acts(), Log::new());
    for _ in 0..300 {
        log.extend(follow(&strategy.new_tree(&mut runner).expect("acts").current()).0.log);
    }
    for said in [Said::Reminded, Said::Breached, Said::PromiseMissed, Said::ClosedWithoutReply] {
        let count = log.iter().filter(|(_, found)| *found == said).count();
        assert!(count > 20, "{said:?} came {count} times");
    }
}

#[test]
fn a_promise_whose_day_passed_while_the_councillor_was_asked_is_missed_when_the_answer_comes() {
    let acts = [Act::Promise(5), Act::Days(2, true), Act::Ask, Act::Days(6, true), Act::Reply];
    let (_, program) = follow(&acts);
    assert!(program.log.iter().any(|(_, said)| *said == Said::PromiseMissed), "{:?}", program.log);
}
