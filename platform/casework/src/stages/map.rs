//! The map of a workflow: every way from one stage to another (R17), for its diagram.

use super::{ActionDef, Destination, StageDef, StageKey, Verb, Workflow};

/// A way from one stage to another. Both are places in [`Workflow::stages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way<'w> {
    pub from: usize,
    pub to: usize,
    /// What leads there; empty where a case goes by itself when its deadline has passed.
    pub action: Option<&'w ActionDef>,
}

impl Workflow {
    /// Every way that leads from a stage to another one, in the order of the file. Where `back` leads to several stages, each
    /// is a way.
    pub fn ways(&self) -> Vec<Way<'_>> {
        let mut ways = Vec::new();
        for (from, stage) in self.stages.iter().enumerate() {
            for action in &stage.actions {
                let ends = match &action.to {
                    Destination::Stay => Vec::new(),
                    Destination::Stage(key) => self.place(key).into_iter().collect(),
                    Destination::Back => self.came_from(stage),
                };
                let elsewhere = ends.into_iter().filter(|to| *to != from);
                ways.extend(elsewhere.map(|to| Way { from, to, action: Some(action) }));
            }
            let overdue = stage.overdue.as_ref().and_then(|key| self.place(key));
            ways.extend(overdue.map(|to| Way { from, to, action: None }));
        }
        ways
    }

    fn place(&self, key: &StageKey) -> Option<usize> {
        self.stages.iter().position(|stage| stage.key == *key)
    }

    /// The stages to which `back` can lead from this one: where a question was asked or an answer given.
    fn came_from(&self, stage: &StageDef) -> Vec<usize> {
        let leads_here = |action: &ActionDef| action.to == Destination::Stage(stage.key.clone());
        let mut found = Vec::new();
        for (place, other) in self.stages.iter().enumerate() {
            for action in other.actions.iter().filter(|action| leads_here(action)) {
                found.extend(match action.verb {
                    Verb::RequestInformation | Verb::Resolve | Verb::Refer => vec![place],
                    Verb::WorkDone => other.overdue.as_ref().and_then(|key| self.place(key)).into_iter().collect(),
                    // A checked answer goes back to whoever gave it, not to whoever checked it.
                    Verb::ConfirmResolved => self.came_from_checked(other),
                    _ => Vec::new(),
                });
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn came_from_checked(&self, check: &StageDef) -> Vec<usize> {
        let answers = |stage: &&StageDef| stage.key != check.key;
        let giving = self.stages.iter().filter(answers).enumerate();
        let found = giving.filter(|(_, stage)| {
            stage.actions.iter().any(|action| {
                matches!(action.verb, Verb::Resolve | Verb::WorkDone)
                    && action.to == Destination::Stage(check.key.clone())
            })
        });
        found.filter_map(|(_, stage)| self.place(stage.overdue.as_ref().unwrap_or(&stage.key))).collect()
    }
}
