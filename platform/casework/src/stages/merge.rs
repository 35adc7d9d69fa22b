//! A case that ends because another one is about the same, and comes back as it was (R25).

use super::{CaseState, ClockRule, GroupLookup, Moment, Refusal, StageKind, Transition, Workflow, clock::Taken};
use crate::{
    events::{ClosedHow, EventBody},
    ids::CaseId,
    links::Relation,
};

impl Workflow {
    /// Ends a case that is merged into another. Also returns the state to which [`Workflow::unmerge`] brings it back: the
    /// council's deadline stands still meanwhile.
    ///
    /// # Errors
    /// When it is closed already.
    pub fn merge(
        &self,
        state: CaseState,
        into: CaseId,
        groups: &GroupLookup,
        moment: Moment<'_>,
    ) -> Result<(Transition, CaseState), Refusal> {
        if state.closed_at.is_some() {
            return Err(Refusal::AlreadyClosed);
        }
        let end = self.stages.iter().find(|stage| stage.kind == StageKind::Closed);
        let end = end.ok_or_else(|| Refusal::UnknownStage { stage: state.stage.clone() })?;
        let clock = self.clock_of(&state);
        let before = CaseState { paused: state.paused.or_else(|| clock.stopped(moment)), ..state };
        let events = vec![
            EventBody::CaseLinked { case: into, relation: Relation::MergedInto },
            EventBody::StageEntered { stage: end.key.clone(), from: Some(before.stage.clone()) },
            EventBody::Closed { how: ClosedHow::Merged },
        ];
        let next = CaseState {
            stage: end.key.clone(),
            return_to: None,
            closed_at: Some(moment.at),
            agreed_day: None,
            ..before.clone()
        };
        let taken = Taken { before: clock, rule: ClockRule::Restart, anew: true };
        Ok((self.arrived(&taken, next, events, groups, moment), before))
    }

    /// Brings a case back that was merged into another, to the state in which it was.
    pub fn unmerge(
        &self,
        now: &CaseState,
        before: CaseState,
        from: CaseId,
        groups: &GroupLookup,
        moment: Moment<'_>,
    ) -> Transition {
        let events = vec![
            EventBody::CaseUnlinked { case: from, relation: Relation::MergedInto },
            EventBody::StageEntered { stage: before.stage.clone(), from: Some(now.stage.clone()) },
        ];
        let taken = Taken { before: self.clock_of(now), rule: ClockRule::Restart, anew: true };
        self.arrived(&taken, before, events, groups, moment)
    }
}
