use std::collections::BTreeSet;
use super::{StageKey, Verb, Workflow};
use crate::manifest::Problem;
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault { pub at: FaultAt, pub message: String, pub remedy: String }
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultAt { Workflow, Entry, Stage(StageKey), Action(StageKey, Verb) }
impl Workflow {
    pub fn check(&self, _group_keys: &BTreeSet<&str>) -> Vec<Problem> { Vec::new() }
}
