//! A running case that goes on by another version of the council's stages, where somebody said which stage is which (R17).

use std::collections::BTreeMap;

use super::{CaseState, ClockRule, GroupLookup, Moment, StageKey, StageKind, Transition, Workflow, clock::Taken};
use crate::events::EventBody;

/// Versions of a council's stages, and which stage of the one is which of the other.
#[derive(Debug, Clone, Copy)]
pub struct Adoption<'a> {
    pub from: (i32, &'a Workflow),
    /// The number of the version that is adopted.
    pub to: i32,
    pub stages: &'a BTreeMap<StageKey, StageKey>,
}

impl Workflow {
    /// The stages to which a case of this kind of stage may be moved: an open case stays open, and nobody waits for a day that
    /// was never agreed.
    pub fn homes(&self, kind: StageKind) -> impl Iterator<Item = &super::StageDef> {
        let fits = move |to: StageKind| to != StageKind::Closed && (!to.waits_for_agreed_day() || to == kind);
        self.stages.iter().filter(move |stage| fits(stage.kind))
    }

    /// Lets a case go on by this version. `None` where its stage has no home here.
    pub fn adopt(
        &self,
        state: &CaseState,
        adoption: Adoption<'_>,
        groups: &GroupLookup,
        moment: Moment<'_>,
    ) -> Option<Transition> {
        let (from, old) = adoption.from;
        let kind = old.stage(&state.stage)?.kind;
        let stage = adoption.stages.get(&state.stage)?;
        let stage = self.homes(kind).find(|home| home.key == *stage)?;
        let clock = old.clock_of(state);
        let known = |back: &super::ReturnPoint| {
            let stage = adoption.stages.get(&back.stage).filter(|stage| self.stage(stage).is_some());
            stage.map(|stage| super::ReturnPoint { stage: stage.clone(), ..back.clone() })
        };
        let mut events = vec![EventBody::StagesChanged { from, to: adoption.to }];
        if stage.key != state.stage {
            events.push(EventBody::StageEntered { stage: stage.key.clone(), from: Some(state.stage.clone()) });
        }
        let next = CaseState {
            stage: stage.key.clone(),
            return_to: state.return_to.as_ref().and_then(known),
            ..state.clone()
        };
        let anew = clock.kind() != self.target_now(&next);
        let taken = Taken { before: clock, rule: ClockRule::Continue, anew };
        Some(self.arrived(&taken, next, events, groups, moment))
    }
}
