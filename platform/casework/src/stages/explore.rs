//! Every state that a case can get into, found by letting the machine itself take every step.
//!
//! The states are few: a stage, one of two stand-in teams or none, where `back` leads, and which milestones were passed.
//! Two teams are enough, because the machine only ever asks whether a team is there and whether it is the same one.
//! Using the machine's own steps means that what is checked here is what happens later.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{CaseState, GroupLookup, StageKey, StageKind, Verb, Workflow};
use crate::ids::GroupId;

/// What was found.
pub(super) struct Explored {
    /// The stages that a case can come to.
    pub reached: BTreeSet<StageKey>,
    /// The actions that can be used at some time.
    pub used: BTreeSet<(StageKey, Verb)>,
    /// The stages in which a case can be lost: from there, in some state, no way leads to the end.
    pub lost: BTreeSet<StageKey>,
}

const TEAMS: [GroupId; 2] = [GroupId::from_uuid(Uuid::from_u128(1)), GroupId::from_uuid(Uuid::from_u128(2))];

/// Any time will do: only whether a milestone was passed matters.
const AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

pub(super) fn explore(workflow: &Workflow) -> Explored {
    let groups = stand_in_groups(workflow);
    let mut states: Vec<CaseState> = Vec::new();
    let mut seen: HashMap<CaseState, usize> = HashMap::new();
    let mut came_from: Vec<Vec<usize>> = Vec::new();
    let mut used = BTreeSet::new();

    let mut meet = |state: CaseState, states: &mut Vec<CaseState>, came_from: &mut Vec<Vec<usize>>| {
        *seen.entry(state).or_insert_with_key(|state| {
            states.push(state.clone());
            came_from.push(Vec::new());
            states.len() - 1
        })
    };
    for routed in [None, Some(TEAMS[0])] {
        meet(workflow.opened(routed, &groups), &mut states, &mut came_from);
    }
    let mut next = 0;
    while next < states.len() {
        for (verb, after) in steps(workflow, &states[next], &groups) {
            used.extend(verb.map(|verb| (states[next].stage.clone(), verb)));
            let to = meet(after, &mut states, &mut came_from);
            came_from[to].push(next);
        }
        next += 1;
    }

    let ends_well = backwards_from_the_end(workflow, &states, &came_from);
    let lost = states.iter().zip(&ends_well).filter(|(_, well)| !**well).map(|(state, _)| state.stage.clone());
    Explored { lost: lost.collect(), reached: states.iter().map(|state| state.stage.clone()).collect(), used }
}

/// Every accepted step from a state; without a verb, the one that it takes by itself when its deadline has passed.
fn steps(workflow: &Workflow, state: &CaseState, groups: &GroupLookup) -> Vec<(Option<Verb>, CaseState)> {
    let Some(stage) = workflow.stage(&state.stage) else { return Vec::new() };
    if stage.kind == StageKind::Closed {
        return Vec::new();
    }
    let mut found: Vec<_> = workflow.expired(state, groups, AT).map(|after| (None, after)).into_iter().collect();
    for action in stage.actions.iter().filter(|action| workflow.unmet(state, action, None).is_none()) {
        let chosen: &[Option<GroupId>] = match action.verb {
            Verb::Assign => &[Some(TEAMS[0]), Some(TEAMS[1])],
            _ => &[None],
        };
        for team in chosen {
            if let Ok((next, group)) = workflow.destination(state, stage, action, *team, groups) {
                let agreed = action.verb.agrees_a_day().then(|| AT.date_naive());
                found.push((Some(action.verb), state.clone().step(stage, action, next, group, agreed, AT)));
            }
        }
    }
    found
}

fn stand_in_groups(workflow: &Workflow) -> GroupLookup {
    let named = workflow.stages.iter().flat_map(|stage| stage.named_groups().map(str::to_owned));
    let others = (100..).map(|n| GroupId::from_uuid(Uuid::from_u128(n)));
    // The teams' keys hold a space, which no real key can.
    let teams = ["team 1".to_owned(), "team 2".to_owned()].into_iter().zip(TEAMS);
    teams.chain(named.zip(others)).collect()
}

/// For each state, whether a case in it can still be closed.
fn backwards_from_the_end(workflow: &Workflow, states: &[CaseState], came_from: &[Vec<usize>]) -> Vec<bool> {
    let is_end = |state: &CaseState| workflow.stage(&state.stage).is_some_and(|stage| stage.kind == StageKind::Closed);
    let mut ends_well: Vec<bool> = states.iter().map(is_end).collect();
    let mut open: Vec<usize> = (0..states.len()).filter(|index| ends_well[*index]).collect();
    while let Some(index) = open.pop() {
        for before in &came_from[index] {
            if !ends_well[*before] {
                ends_well[*before] = true;
                open.push(*before);
            }
        }
    }
    ends_well
}
