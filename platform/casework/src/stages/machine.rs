//! One case, one step: who may act, what changes, and what is recorded.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    Action, ActionDef, CaseParties, CaseState, ClockRule, DeadlineStep, Destination, GroupLookup, Guard, Holder,
    HolderNow, Moment, Refusal, ReturnPoint, StageDef, StageKind, Verb, Workflow, clock::Taken,
};
use crate::{
    events::{ClosedHow, EventBody},
    ids::GroupId,
    people::Actor,
};

/// What an accepted action did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    pub state: CaseState,
    /// What to append to the case's history, in order. Never empty.
    pub events: Vec<EventBody>,
    pub holder: HolderNow,
    pub deadline: DeadlineStep,
}

impl Workflow {
    /// The state of a case that was just raised, and what follows from its first stage; `routed` is the team that the routing
    /// plugin found.
    pub fn open(&self, routed: Option<GroupId>, groups: &GroupLookup) -> (CaseState, Vec<EventBody>) {
        let state = self.opened(routed, groups);
        let effects = self.effects(None, &state, routed);
        (state, effects)
    }

    pub(super) fn opened(&self, routed: Option<GroupId>, groups: &GroupLookup) -> CaseState {
        let stage = if routed.is_some() { &self.entry.routed } else { &self.entry.unrouted };
        CaseState {
            stage: stage.clone(),
            group: self.stage(stage).map_or(routed, |stage| Self::team_in(stage, routed, groups)),
            return_to: None,
            acknowledged_at: None,
            first_response_at: None,
            resolved_at: None,
            answered_by: None,
            closed_at: None,
            due_on: None,
            agreed_day: None,
            paused: None,
        }
    }

    /// Who the case waits for.
    ///
    /// There is always an answer. [`Workflow::check`] keeps out workflows in which a holder cannot be found; should one
    /// be missing all the same (a group deleted under a running case), the case waits for triage, and failing that for
    /// the person who raised it, so that it is never out of everybody's sight.
    pub fn holder_now(&self, state: &CaseState, groups: &GroupLookup) -> HolderNow {
        let held = self.stage(&state.stage).and_then(|stage| match &stage.holder {
            Holder::Raiser => Some(HolderNow::Raiser),
            Holder::Team => state.group.filter(|id| groups.contains(*id)).map(HolderNow::Group),
            Holder::Group(key) => groups.id(key).map(HolderNow::Group),
            Holder::Nobody => Some(HolderNow::Nobody),
        });
        held.or_else(|| self.triage_group(groups).map(HolderNow::Group)).unwrap_or(HolderNow::Raiser)
    }

    fn triage_group(&self, groups: &GroupLookup) -> Option<GroupId> {
        self.stages.iter().filter(|stage| stage.kind == StageKind::Triage).find_map(|stage| match &stage.holder {
            Holder::Group(key) => groups.id(key),
            Holder::Raiser | Holder::Team | Holder::Nobody => None,
        })
    }

    /// What `actor` may do with the case now, in the order of the council's file. Empty when it waits for somebody else.
    pub fn allowed(
        &self,
        state: &CaseState,
        parties: &CaseParties,
        actor: &Actor,
        groups: &GroupLookup,
        at: DateTime<Utc>,
    ) -> Vec<&ActionDef> {
        let Some(stage) = self.stage(&state.stage) else { return Vec::new() };
        let mut allowed = Vec::new();
        if state.closed_at.is_none() && self.is_holder(state, parties, actor, groups) {
            let possible = |action: &&ActionDef| {
                self.destination(state, stage, action, None, groups).is_ok()
                    && self.unmet(state, action, Some(actor.person)).is_none()
            };
            allowed.extend(stage.actions.iter().filter(possible));
        }
        let standing = [Verb::Withdraw, Verb::Reopen].into_iter();
        allowed.extend(standing.filter_map(|verb| self.standing(state, parties, actor, verb, at).ok()));
        allowed
    }

    /// What `actor` could do with the case now if a condition of the council's were met, with the first such condition.
    pub fn held_back(
        &self,
        state: &CaseState,
        parties: &CaseParties,
        actor: &Actor,
        groups: &GroupLookup,
    ) -> Vec<(&ActionDef, Guard)> {
        let Some(stage) = self.stage(&state.stage) else { return Vec::new() };
        if state.closed_at.is_some() || !self.is_holder(state, parties, actor, groups) {
            return Vec::new();
        }
        let possible =
            stage.actions.iter().filter(|action| self.destination(state, stage, action, None, groups).is_ok());
        possible.filter_map(|action| Some((action, self.unmet(state, action, Some(actor.person))?))).collect()
    }

    /// Moves a case one step. The time of `moment` is stored as given; state and events carry no other.
    ///
    /// # Errors
    ///
    /// Why the action was refused. The state was consumed: what stands in the database is still right.
    pub fn apply(
        &self,
        state: CaseState,
        parties: &CaseParties,
        action: Action,
        actor: &Actor,
        groups: &GroupLookup,
        moment: Moment<'_>,
    ) -> Result<Transition, Refusal> {
        let at = moment.at;
        let action = action.cleaned();
        let verb = action.verb();
        let stage = self.stage(&state.stage).ok_or_else(|| Refusal::UnknownStage { stage: state.stage.clone() })?;
        if verb.is_standing() {
            self.standing(&state, parties, actor, verb, at)?;
            action.check_words()?;
            return self.take_standing(&state, action, groups, moment);
        }
        if state.closed_at.is_some() || stage.kind == StageKind::Closed {
            return Err(Refusal::AlreadyClosed);
        }
        let defined = stage.action(verb).ok_or_else(|| Refusal::NotInThisStage { verb, stage: state.stage.clone() })?;
        if !self.is_holder(&state, parties, actor, groups) {
            return Err(Refusal::NotYours { verb });
        }
        action.check_words()?;
        action.check_details(moment.today())?;
        if let Some(guard) = self.unmet(&state, defined, Some(actor.person)) {
            return Err(Refusal::Unmet { guard });
        }
        let assigned = match &action {
            Action::Assign { group, .. } => Some(*group),
            _ => None,
        };
        let (next_stage, group) = self.destination(&state, stage, defined, assigned, groups)?;

        let agreed = action.day();
        let mut events = vec![record(action, state.group)];
        let clock = self.clock_of(&state);
        let before = assigned.or(state.group);
        let mut next = state.step(stage, defined, next_stage, group, agreed, at);
        if matches!(verb, Verb::Resolve | Verb::WorkDone) {
            next.answered_by = Some(actor.person);
        }
        let moved = next.stage != stage.key;
        if moved {
            events.push(EventBody::StageEntered { stage: next.stage.clone(), from: Some(stage.key.clone()) });
        }
        if next.closed_at.is_some() {
            events.push(EventBody::Closed { how: closed_how(verb, stage) });
        }
        events.extend(self.effects(Some(&stage.key), &next, before));
        let responded = stage.holder != Holder::Raiser && verb.is_response();
        let taken = Taken { before: clock, rule: defined.clock, anew: moved || responded };
        Ok(self.arrived(&taken, next, events, groups, moment))
    }

    /// The standing action `verb`, if whoever raised the case may take it now.
    fn standing(
        &self,
        state: &CaseState,
        parties: &CaseParties,
        actor: &Actor,
        verb: Verb,
        at: DateTime<Utc>,
    ) -> Result<&ActionDef, Refusal> {
        let none = || Refusal::NotInThisStage { verb, stage: state.stage.clone() };
        let action = match (verb, state.closed_at, &self.reopen) {
            (Verb::Withdraw, None, _) => self.withdraw.as_ref().ok_or_else(none)?,
            (Verb::Withdraw, Some(_), _) => return Err(Refusal::AlreadyClosed),
            (Verb::Reopen, Some(closed_at), Some(reopen)) => {
                let days = reopen.within_days;
                if at - closed_at > TimeDelta::days(days.into()) {
                    return Err(Refusal::TooLate { days });
                }
                &reopen.action
            }
            _ => return Err(none()),
        };
        if parties.may_act_as_raiser(actor) { Ok(action) } else { Err(Refusal::NotYours { verb }) }
    }

    fn take_standing(
        &self,
        state: &CaseState,
        action: Action,
        groups: &GroupLookup,
        moment: Moment<'_>,
    ) -> Result<Transition, Refusal> {
        let reopens = action.verb() == Verb::Reopen;
        let next = if reopens {
            // The team that had it has it again; first answers and acknowledgements stay given.
            let CaseState { acknowledged_at, first_response_at, .. } = *state;
            let group = state.group.filter(|id| groups.contains(*id));
            CaseState { acknowledged_at, first_response_at, ..self.opened(group, groups) }
        } else {
            let end = self.stages.iter().find(|stage| stage.kind == StageKind::Closed);
            let end = end.ok_or_else(|| Refusal::UnknownStage { stage: state.stage.clone() })?;
            let closed_at = Some(moment.at);
            CaseState { stage: end.key.clone(), return_to: None, closed_at, agreed_day: None, ..state.clone() }
        };
        let events = vec![
            record(action, state.group),
            EventBody::StageEntered { stage: next.stage.clone(), from: Some(state.stage.clone()) },
        ];
        let closed = (!reopens).then_some(EventBody::Closed { how: ClosedHow::ByRaiser });
        let taken = Taken { before: self.clock_of(state), rule: ClockRule::Restart, anew: true };
        let effects = self.effects(Some(&state.stage), &next, state.group);
        let events = events.into_iter().chain(closed).chain(effects).collect();
        Ok(self.arrived(&taken, next, events, groups, moment))
    }

    /// Moves a case whose deadline has passed, if its stage says where to (R23, R29).
    pub fn expire(&self, state: &CaseState, groups: &GroupLookup, moment: Moment<'_>) -> Option<Transition> {
        let next = self.expired(state, groups, moment.at)?;
        let missed = match (self.stage(&state.stage)?.kind, state.agreed_day) {
            (StageKind::Promised, Some(by)) => Some(EventBody::PromiseMissed { by }),
            (StageKind::Referred, Some(by)) => Some(EventBody::ReplyMissed { by }),
            _ => None,
        };
        let moved = EventBody::StageEntered { stage: next.stage.clone(), from: Some(state.stage.clone()) };
        let closed = next.closed_at.is_some().then_some(EventBody::Closed { how: ClosedHow::NoReply });
        let effects = self.effects(Some(&state.stage), &next, state.group);
        let events = missed.into_iter().chain([moved]).chain(closed).chain(effects).collect();
        let taken = Taken { before: self.clock_of(state), rule: ClockRule::Restart, anew: true };
        Some(self.arrived(&taken, next, events, groups, moment))
    }

    pub(super) fn expired(&self, state: &CaseState, groups: &GroupLookup, at: DateTime<Utc>) -> Option<CaseState> {
        let next = self.stage(self.stage(&state.stage)?.overdue.as_ref()?)?;
        let closed_at = (next.kind == StageKind::Closed).then_some(at);
        let group = Self::team_in(next, state.group, groups);
        Some(CaseState {
            stage: next.key.clone(),
            group,
            return_to: None,
            closed_at,
            agreed_day: None,
            ..state.clone()
        })
    }

    /// Takes a case that waits for whoever raised it to where cases begin for which there is no team: nobody is there any more to
    /// answer, and nobody may lose it (R60). None where it waits for somebody else, or has ended.
    pub fn without_raiser(&self, state: &CaseState, groups: &GroupLookup, moment: Moment<'_>) -> Option<Transition> {
        if state.closed_at.is_some() || self.holder_now(state, groups) != HolderNow::Raiser {
            return None;
        }
        let CaseState { acknowledged_at, first_response_at, .. } = *state;
        let next = CaseState { acknowledged_at, first_response_at, ..self.opened(None, groups) };
        if self.holder_now(&next, groups) == HolderNow::Raiser {
            return None;
        }
        let moved = EventBody::StageEntered { stage: next.stage.clone(), from: Some(state.stage.clone()) };
        let effects = self.effects(Some(&state.stage), &next, None);
        let events = std::iter::once(moved).chain(effects).collect();
        let taken = Taken { before: self.clock_of(state), rule: ClockRule::Restart, anew: true };
        Some(self.arrived(&taken, next, events, groups, moment))
    }

    pub(super) fn arrived(
        &self,
        taken: &Taken,
        mut state: CaseState,
        mut events: Vec<EventBody>,
        groups: &GroupLookup,
        moment: Moment<'_>,
    ) -> Transition {
        let holder = self.holder_now(&state, groups);
        let deadline = self.settle_clock(taken, &mut state, moment, &mut events);
        Transition { state, events, holder, deadline }
    }

    fn is_holder(&self, state: &CaseState, parties: &CaseParties, actor: &Actor, groups: &GroupLookup) -> bool {
        match self.holder_now(state, groups) {
            HolderNow::Raiser => parties.may_act_as_raiser(actor),
            HolderNow::Group(group) => actor.groups.contains(&group),
            HolderNow::Nobody => false,
        }
    }

    /// Where an action would lead: the stage and the team. `assigned` is the group that was chosen, or `None` while
    /// nobody has chosen yet, when only the way itself is asked about.
    pub(super) fn destination<'w>(
        &'w self,
        state: &CaseState,
        stage: &'w StageDef,
        action: &ActionDef,
        assigned: Option<GroupId>,
        groups: &GroupLookup,
    ) -> Result<(&'w StageDef, Option<GroupId>), Refusal> {
        if action.verb == Verb::Acknowledge && state.acknowledged_at.is_some() {
            return Err(Refusal::AlreadyAcknowledged);
        }
        let known = |key: &super::StageKey| self.stage(key).ok_or_else(|| Refusal::UnknownStage { stage: key.clone() });
        let (next, kept) = match &action.to {
            Destination::Stay => (stage, state.group),
            Destination::Stage(key) => (known(key)?, state.group),
            Destination::Back => {
                let back = state.return_to.as_ref().ok_or(Refusal::NowhereToGoBack)?;
                (known(&back.stage)?, back.group)
            }
        };
        if let Some(chosen) = assigned {
            if !groups.contains(chosen) {
                return Err(Refusal::UnknownGroup);
            }
            // Where the case moves on, the team that was offered first may be the right one; where it stays, giving it
            // to the same team again would only reset what others see.
            if next.key == stage.key && kept == Some(chosen) {
                return Err(Refusal::SameGroup);
            }
        }
        let group = assigned.or(kept);
        let group = if next.key == stage.key { group } else { Self::team_in(next, group, groups) };
        let team_will_be_known = group.is_some() || action.verb == Verb::Assign;
        if next.holder == Holder::Team && !team_will_be_known {
            return Err(Refusal::NoTeamYet);
        }
        Ok((next, group))
    }
}

impl CaseState {
    /// The state after an accepted action, which leads from `stage` to `next` and leaves the case with `group`.
    pub(super) fn step(
        self,
        stage: &StageDef,
        action: &ActionDef,
        next: &StageDef,
        group: Option<GroupId>,
        agreed: Option<NaiveDate>,
        at: DateTime<Utc>,
    ) -> Self {
        let moved = next.key != stage.key;
        let by_council = stage.holder != Holder::Raiser;
        let return_to = match (action.verb, &action.to) {
            (_, Destination::Back) => None,
            (Verb::RequestInformation | Verb::Resolve | Verb::Refer, _) if moved => {
                Some(ReturnPoint { stage: self.stage, group: self.group })
            }
            // Work that is said not to be done goes where it would have gone had the day passed.
            (Verb::WorkDone, _) => stage.overdue.clone().map(|stage| ReturnPoint { stage, group: self.group }),
            // A checked answer goes on to the person who raised the case; sending it back still means the team.
            (Verb::ConfirmResolved, _) => self.return_to,
            _ if moved => None,
            _ => self.return_to,
        };
        Self {
            stage: next.key.clone(),
            group,
            return_to,
            acknowledged_at: self.acknowledged_at.or((action.verb == Verb::Acknowledge).then_some(at)),
            first_response_at: self.first_response_at.or((by_council && action.verb.is_response()).then_some(at)),
            resolved_at: match action.verb {
                Verb::Resolve => Some(at),
                Verb::SendBack => None,
                _ => self.resolved_at,
            },
            answered_by: self.answered_by.filter(|_| action.verb != Verb::SendBack),
            closed_at: (next.kind == StageKind::Closed).then_some(at),
            due_on: self.due_on,
            // A question between keeps the day; whatever else leaves the stage is done with it.
            agreed_day: match action.verb {
                Verb::RequestInformation | Verb::ProvideInformation => self.agreed_day,
                _ if moved => agreed,
                _ => agreed.or(self.agreed_day),
            },
            paused: self.paused,
        }
    }
}

fn record(action: Action, from: Option<GroupId>) -> EventBody {
    match action {
        Action::Acknowledge => EventBody::Acknowledged,
        Action::Assign { group, reason } => EventBody::Assigned { from, to: group, reason: tidy(reason) },
        Action::RequestInformation { question } => EventBody::InformationRequested { question },
        Action::ProvideInformation { answer } => EventBody::InformationProvided { answer },
        Action::RecordProgress { text } => EventBody::ProgressRecorded { text },
        Action::Resolve { answer } => EventBody::Resolved { answer },
        Action::ConfirmResolved { comment } => EventBody::ResolutionConfirmed { comment: tidy(comment) },
        Action::SendBack { reason } => EventBody::SentBack { reason },
        Action::PromiseWork { by, order, text } => EventBody::WorkPromised { by, order, text },
        Action::WorkDone { text } => EventBody::WorkDone { text },
        Action::Refer { body, by, reference, text } => EventBody::Referred { body, by, reference, text },
        Action::RecordReply { text } => EventBody::ReplyRecorded { text },
        Action::Withdraw { reason } => EventBody::Withdrawn { reason },
        Action::Reopen { reason } => EventBody::Reopened { reason },
    }
}

/// Words that were left blank are no words.
fn tidy(words: Option<String>) -> Option<String> {
    words.filter(|words| !words.trim().is_empty())
}

fn closed_how(verb: Verb, stage: &StageDef) -> ClosedHow {
    match (verb, &stage.holder) {
        (Verb::ConfirmResolved, Holder::Raiser) => ClosedHow::Confirmed,
        (_, Holder::Raiser) => ClosedHow::ByRaiser,
        (_, Holder::Team | Holder::Group(_) | Holder::Nobody) => ClosedHow::Answered,
    }
}
