//! What a council's stages ask of a step beside its way: conditions that must be met before it, and effects that follow (R16, R17).
//!
//! Both are data of `stages.toml`. To add a condition: a variant of [`Guard`] and its line in [`Workflow::unmet`]. To add an
//! effect: a variant of [`Effect`]; the exhaustive matches show the rest.

use serde::{Deserialize, Serialize};

use super::{ActionDef, CaseState, GroupLookup, Holder, StageDef, StageKey, Workflow};
use crate::{
    events::{EventBody, Told},
    ids::{GroupId, PersonId},
    text::Text,
};

/// What must be so before an action can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// The case was acknowledged.
    Acknowledged,
    /// Whoever raised it has had an answer of any kind.
    Responded,
    /// Somebody else gave the answer that stands: four eyes on every answer.
    AnotherPerson,
}

impl Guard {
    pub const ALL: [Self; 3] = [Self::Acknowledged, Self::Responded, Self::AnotherPerson];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Responded => "responded",
            Self::AnotherPerson => "another-person",
        }
    }
}

/// What happens by itself when a case comes to a stage, or leaves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Effect {
    /// People are told, in the council's words.
    Tell { who: Vec<Told>, text: Text },
    /// The case is given to the group of this key. Only on entry.
    Assign { group: String },
    /// Deadlines that begin in this stage have so many working days, whatever the policy says. Only on entry.
    Deadline { working_days: u16 },
}

impl Effect {
    /// The name used in files.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Tell { .. } => "tell",
            Self::Assign { .. } => "assign",
            Self::Deadline { .. } => "deadline",
        }
    }
}

impl StageDef {
    /// The key of the group to which a case is given on entry.
    pub(super) fn assigns(&self) -> Option<&str> {
        self.on_entry.iter().find_map(|effect| match effect {
            Effect::Assign { group } => Some(group.as_str()),
            Effect::Tell { .. } | Effect::Deadline { .. } => None,
        })
    }

    /// The working days that this stage gives, where it does not leave them to the policy.
    pub fn working_days(&self) -> Option<u16> {
        self.on_entry.iter().find_map(|effect| match effect {
            Effect::Deadline { working_days } => Some(*working_days),
            Effect::Tell { .. } | Effect::Assign { .. } => None,
        })
    }

    /// Every group that the stage names: its holder, and to whom it gives a case.
    pub(crate) fn named_groups(&self) -> impl Iterator<Item = &str> {
        let holder = match &self.holder {
            Holder::Group(key) => Some(key.as_str()),
            Holder::Raiser | Holder::Team | Holder::Nobody => None,
        };
        holder.into_iter().chain(self.assigns())
    }
}

impl Workflow {
    /// The first condition of an action that is not met. Without a person, only what depends on the case is asked.
    pub fn unmet(&self, state: &CaseState, action: &ActionDef, person: Option<PersonId>) -> Option<Guard> {
        action.requires.iter().copied().find(|guard| match guard {
            Guard::Acknowledged => state.acknowledged_at.is_none(),
            Guard::Responded => state.first_response_at.is_none(),
            Guard::AnotherPerson => person.is_some() && person == state.answered_by,
        })
    }

    /// The team that a case has in `stage` when it arrives there with `group`.
    pub(super) fn team_in(stage: &StageDef, group: Option<GroupId>, groups: &GroupLookup) -> Option<GroupId> {
        stage.assigns().and_then(|key| groups.id(key)).or(group)
    }

    /// What happens by itself when a case goes from one stage to another, as events; nothing where it stays. `before` is the
    /// team that it would have had without the stage's effects.
    pub(super) fn effects(
        &self,
        from: Option<&StageKey>,
        after: &CaseState,
        before: Option<GroupId>,
    ) -> Vec<EventBody> {
        if from == Some(&after.stage) {
            return Vec::new();
        }
        let tells = |stage: &StageDef, effects: &[Effect]| -> Vec<EventBody> {
            let told = effects.iter().filter_map(|effect| match effect {
                Effect::Tell { who, text } => {
                    Some(EventBody::StageTold { stage: stage.key.clone(), who: who.clone(), text: text.clone() })
                }
                Effect::Assign { .. } | Effect::Deadline { .. } => None,
            });
            told.collect()
        };
        let left = from.and_then(|key| self.stage(key)).map(|stage| tells(stage, &stage.on_exit));
        let entered = self.stage(&after.stage);
        let given = entered.filter(|stage| stage.assigns().is_some()).and(after.group).filter(|to| Some(*to) != before);
        left.into_iter()
            .flatten()
            .chain(given.map(|to| EventBody::StageAssigned { from: before, to }))
            .chain(entered.map(|stage| tells(stage, &stage.on_entry)).unwrap_or_default())
            .collect()
    }
}
