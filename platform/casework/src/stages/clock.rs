//! What a step means for the deadline that runs: it runs on, stands still, or another one begins (R26, R28, R29).
//!
//! What a council chose stands with each action as its [`ClockRule`]. A deadline that stood still has as many working days left
//! when it runs on as it had before: neither the council nor whoever waits for it loses time.

use chrono::{DateTime, NaiveDate, Utc};

use super::{CaseState, ClockRule, DueKind, Paused, StageKind, TargetKind, Workflow};
use crate::{
    calendar::{WorkingCalendar, local_date},
    events::EventBody,
};

/// When something happens, on the council's calendar.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub at: DateTime<Utc>,
    pub calendar: &'a WorkingCalendar,
}

impl Moment<'_> {
    /// The council's day.
    pub fn today(&self) -> NaiveDate {
        local_date(self.at)
    }
}

/// What a transition means for the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineStep {
    /// The deadline that runs goes on running: handing a case on does not buy time.
    Keep,
    /// A new deadline of this kind starts now.
    Set(TargetKind),
    /// The same, with as many working days as the stage gives.
    Within { target: TargetKind, working_days: u16 },
    /// The day that was agreed counts.
    Agreed(NaiveDate),
    /// The deadline that stood still runs on, with what was left of it.
    Resume { target: TargetKind, days_left: i32, due: NaiveDate },
    /// No deadline runs any more.
    Clear,
}

/// What ran before a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    kind: Option<DueKind>,
    due_on: Option<NaiveDate>,
    agreed_day: Option<NaiveDate>,
}

/// A step that was taken, as far as deadlines are concerned.
pub(super) struct Taken {
    pub before: Clock,
    pub rule: ClockRule,
    /// The case stands somewhere else, or the council has answered.
    pub anew: bool,
}

impl Workflow {
    /// The deadline that runs in this state, if any (R26).
    pub fn target_now(&self, state: &CaseState) -> Option<DueKind> {
        match self.stage(&state.stage)?.target? {
            DueKind::Target(TargetKind::FirstResponse) if state.first_response_at.is_some() => {
                Some(TargetKind::NextResponse.into())
            }
            target => Some(target),
        }
    }

    pub(super) fn clock_of(&self, state: &CaseState) -> Clock {
        Clock { kind: self.target_now(state), due_on: state.due_on, agreed_day: state.agreed_day }
    }

    /// Settles the deadline of `after`, and records in `events` where one stood still or ran on.
    pub(super) fn settle_clock(
        &self,
        taken: &Taken,
        after: &mut CaseState,
        moment: Moment<'_>,
        events: &mut Vec<EventBody>,
    ) -> DeadlineStep {
        let running = taken.before.unmet(after);
        if taken.rule == ClockRule::Pause
            && let Some((target, due)) = running
        {
            let days_left = moment.calendar.working_days_between(moment.today(), due);
            after.paused = Some(Paused { target, days_left });
            events.push(EventBody::ClockPaused { target, days_left });
        }
        if self.stage(&after.stage).is_none_or(|stage| stage.kind == StageKind::Closed) {
            after.paused = None;
        }
        match self.target_now(after) {
            None => DeadlineStep::Clear,
            Some(DueKind::AgreedDay) if taken.before.agreed_day == after.agreed_day && !taken.anew => {
                DeadlineStep::Keep
            }
            // The check of a workflow lets nobody come here without a day.
            Some(DueKind::AgreedDay) => after.agreed_day.map_or(DeadlineStep::Clear, DeadlineStep::Agreed),
            Some(DueKind::Target(target)) => match after.paused.filter(|paused| paused.target == target) {
                Some(Paused { target, days_left }) if running.is_none() => {
                    after.paused = None;
                    let due = moment.calendar.add_working_days(moment.today(), days_left);
                    events.push(EventBody::ClockResumed { target, days_left });
                    DeadlineStep::Resume { target, days_left, due }
                }
                _ if taken.rule == ClockRule::Continue && running.is_some() && target.is_councils() => {
                    DeadlineStep::Keep
                }
                _ if !taken.anew => DeadlineStep::Keep,
                _ => {
                    if target.is_councils() {
                        after.paused = None;
                    }
                    let working_days = self.stage(&after.stage).and_then(super::StageDef::working_days);
                    working_days
                        .map_or(DeadlineStep::Set(target), |working_days| DeadlineStep::Within { target, working_days })
                }
            },
        }
    }
}

impl Clock {
    pub(super) const fn kind(self) -> Option<DueKind> {
        self.kind
    }

    /// What is left of the council's deadline, if one runs.
    pub(super) fn stopped(self, moment: Moment<'_>) -> Option<Paused> {
        let (target, due) = (self.kind?.councils()?, self.due_on?);
        Some(Paused { target, days_left: moment.calendar.working_days_between(moment.today(), due) })
    }

    /// The council's deadline that ran before a step and that the step has not met: asking a question is a first response.
    fn unmet(self, after: &CaseState) -> Option<(TargetKind, NaiveDate)> {
        let target = self.kind?.councils()?;
        let met = target == TargetKind::FirstResponse && after.first_response_at.is_some();
        self.due_on.filter(|_| !met).map(|due| (target, due))
    }
}
