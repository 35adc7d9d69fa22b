//! What is wrong with a workflow before any case runs through it (R17).
//!
//! First each stage and action for itself; then, when the map holds together, every state that a case can get into
//! (see `explore.rs`). To add a kind of mistake: one function that adds [`Fault`]s, called in [`Workflow::faults`].

use std::collections::BTreeSet;

use super::{
    ActionDef, ClockRule, Destination, DueKind, Effect, Holder, StageDef, StageKey, StageKind, TargetKind, Verb,
    Workflow, explore::explore,
};
use crate::manifest::Problem;

/// One mistake in a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub at: FaultAt,
    pub message: String,
    pub remedy: String,
}

/// Where in the workflow a mistake is, for whoever knows the lines of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultAt {
    Workflow,
    /// Where cases with a team start.
    Routed,
    /// Where cases without one start.
    Unrouted,
    Stage(StageKey),
    Action(StageKey, Verb),
    /// Where an action leads.
    Way(StageKey, Verb),
}

impl Workflow {
    /// Everything that is wrong, as problems of `stages.toml` without lines. Empty: no case can be lost.
    pub fn check(&self, group_keys: &BTreeSet<&str>) -> Vec<Problem> {
        self.faults(group_keys)
            .into_iter()
            .map(|fault| Problem {
                file: "stages.toml".to_owned(),
                line: None,
                message: fault.message,
                remedy: fault.remedy,
            })
            .collect()
    }

    /// Everything that is wrong, with its place in the workflow.
    pub fn faults(&self, group_keys: &BTreeSet<&str>) -> Vec<Fault> {
        let mut faults = Faults { workflow: self, found: Vec::new() };
        faults.keys();
        faults.entry();
        faults.the_end();
        // Unknown and doubled stages make the map meaningless; following it would only repeat the same mistakes.
        let has_a_map = faults.found.is_empty() & faults.ways();
        for stage in &self.stages {
            faults.holder(stage, group_keys);
            faults.effects(stage, group_keys);
            faults.actions(stage);
        }
        if has_a_map {
            faults.journeys();
        }
        faults.found
    }
}

struct Faults<'w> {
    workflow: &'w Workflow,
    found: Vec<Fault>,
}

impl Faults<'_> {
    fn add(&mut self, at: FaultAt, message: impl Into<String>, remedy: impl Into<String>) {
        self.found.push(Fault { at, message: message.into(), remedy: remedy.into() });
    }

    fn known_stages(&self) -> String {
        let keys: Vec<&str> = self.workflow.stages.iter().map(|stage| stage.key.as_str()).collect();
        format!("the stages are: {}", keys.join(", "))
    }

    fn keys(&mut self) {
        let mut seen = BTreeSet::new();
        for stage in &self.workflow.stages {
            let at = || FaultAt::Stage(stage.key.clone());
            if !seen.insert(&stage.key) {
                let message = format!("there are two stages with the key `{}`", stage.key);
                self.add(at(), message, "give one of them another key");
            }
            if !matches!(Destination::from(stage.key.as_str()), Destination::Stage(_)) {
                let message = format!("a stage cannot have the key `{}`: it means a way to go", stage.key);
                self.add(at(), message, "give it another key");
            }
        }
    }

    fn entry(&mut self) {
        let Workflow { entry, .. } = self.workflow;
        for (name, at, key) in
            [("routed", FaultAt::Routed, &entry.routed), ("unrouted", FaultAt::Unrouted, &entry.unrouted)]
        {
            match self.workflow.stage(key) {
                None => {
                    let remedy = self.known_stages();
                    self.add(at, format!("`{name}` names the stage `{key}`, which does not exist"), remedy);
                }
                Some(stage) if stage.kind == StageKind::Closed => {
                    self.add(at, format!("`{name}` starts a case in its last stage"), "name the first stage");
                }
                Some(stage) if stage.kind.waits_for_agreed_day() => {
                    self.add(
                        at,
                        format!("`{name}` starts a case where a day is awaited that nobody has given"),
                        "name the first stage",
                    );
                }
                Some(stage) if at == FaultAt::Unrouted && stage.holder == Holder::Team => {
                    let message =
                        format!("`unrouted` is for cases without a team, but stage `{key}` is held by the team");
                    self.add(at, message, "name a stage that is held by a group, such as triage");
                }
                Some(_) => {}
            }
        }
    }

    fn the_end(&mut self) {
        let ends: Vec<StageKey> = self
            .workflow
            .stages
            .iter()
            .filter(|stage| stage.kind == StageKind::Closed)
            .map(|stage| stage.key.clone())
            .collect();
        if ends.is_empty() {
            self.add(FaultAt::Workflow, "no stage has the kind `closed`", "add one: it is where every case ends");
        }
        for extra in ends.into_iter().skip(1) {
            let message = format!("`{extra}` is a second stage with the kind `closed`");
            self.add(FaultAt::Stage(extra), message, "keep one; how a case ended is recorded with the case");
        }
    }

    /// Whether every action leads to a stage that exists.
    fn ways(&mut self) -> bool {
        let mut all_known = true;
        for stage in &self.workflow.stages {
            for action in &stage.actions {
                let Destination::Stage(to) = &action.to else { continue };
                if self.workflow.stage(to).is_none() {
                    all_known = false;
                    let remedy = self.known_stages();
                    let message = format!("`{}` leads to the stage `{to}`, which does not exist", action.verb);
                    self.add(FaultAt::Way(stage.key.clone(), action.verb), message, remedy);
                }
            }
        }
        all_known
    }

    fn holder(&mut self, stage: &StageDef, group_keys: &BTreeSet<&str>) {
        let at = FaultAt::Stage(stage.key.clone());
        let closed = stage.kind == StageKind::Closed;
        match &stage.holder {
            Holder::Nobody if !closed => {
                let message = format!("nobody holds stage `{}`, so a case there would be forgotten", stage.key);
                self.add(at.clone(), message, "say who holds it: raiser, team or a group");
            }
            Holder::Group(key) if !group_keys.contains(key.as_str()) => {
                let message = format!("stage `{}` is held by the group `{key}`, which does not exist", stage.key);
                self.add(at.clone(), message, "add the group to groups.toml, or name another one");
            }
            holder if closed && *holder != Holder::Nobody => {
                let message = format!("stage `{}` is the end, so nobody can hold it", stage.key);
                self.add(at.clone(), message, "write holder = \"nobody\"");
            }
            _ => {}
        }
        self.overdue(stage);
        self.agreed_day(stage);
        let for_raiser = stage.holder == Holder::Raiser;
        match stage.target {
            Some(target) if closed => {
                let message =
                    format!("stage `{}` is the end, so no deadline `{}` can run there", stage.key, target.as_str());
                self.add(at, message, "remove the target");
            }
            Some(DueKind::Target(TargetKind::RepresentativeReply)) if !for_raiser => {
                let message = format!(
                    "`representative-reply` is the councillor's deadline, but stage `{}` is not theirs",
                    stage.key
                );
                self.add(at, message, "use first-response or next-response");
            }
            Some(DueKind::Target(TargetKind::FirstResponse | TargetKind::NextResponse)) if for_raiser => {
                let message = format!("the council's deadline runs in stage `{}`, which the raiser holds", stage.key);
                self.add(at, message, "use representative-reply");
            }
            _ => {}
        }
    }

    /// What a stage does by itself, and to whom.
    fn effects(&mut self, stage: &StageDef, group_keys: &BTreeSet<&str>) {
        let at = || FaultAt::Stage(stage.key.clone());
        for effect in stage.on_entry.iter().chain(&stage.on_exit) {
            let (message, remedy) = match effect {
                Effect::Tell { who, .. } if who.is_empty() => ("tells nobody".to_owned(), "say who: [\"team\"]"),
                Effect::Assign { group } if !group_keys.contains(group.as_str()) => {
                    let message = format!("gives cases to the group `{group}`, which does not exist");
                    (message, "add the group to groups.toml, or name another one")
                }
                Effect::Deadline { .. } if !matches!(stage.target, Some(DueKind::Target(_))) => (
                    "gives working days, but no deadline of the policy runs there".to_owned(),
                    "add a target, or remove it",
                ),
                Effect::Tell { .. } | Effect::Assign { .. } | Effect::Deadline { .. } => continue,
            };
            self.add(at(), format!("stage `{}` {message}", stage.key), remedy);
        }
        if let Some(effect) = stage.on_exit.iter().find(|effect| !matches!(effect, Effect::Tell { .. })) {
            let message = format!("stage `{}` cannot do `{}` when a case leaves", stage.key, effect.as_str());
            self.add(at(), message, "write it under on_entry of the stage that comes next");
        }
        for once in ["assign", "deadline"] {
            if stage.on_entry.iter().filter(|effect| effect.as_str() == once).count() > 1 {
                self.add(at(), format!("stage `{}` does `{once}` twice", stage.key), "keep one of them");
            }
        }
    }

    /// A promise that nobody comes back to is a case that is forgotten (R23).
    fn agreed_day(&mut self, stage: &StageDef) {
        let at = || FaultAt::Stage(stage.key.clone());
        let (waits, agreed) = (stage.kind.waits_for_agreed_day(), stage.target == Some(DueKind::AgreedDay));
        if waits != agreed {
            let message = format!("stage `{}` is of kind `{}`", stage.key, stage.kind.as_str());
            if waits {
                self.add(at(), format!("{message}, but no agreed day runs there"), "write target = \"agreed-day\"");
            } else {
                self.add(at(), format!("{message}, where no day is agreed"), "use another target");
            }
        } else if waits && stage.overdue.is_none() {
            let message =
                format!("stage `{}` does not say where a case goes when the agreed day has passed", stage.key);
            self.add(at(), message, "write overdue = and the stage of whoever must then act");
        } else if let Some(verb) = stage.kind.awaits().filter(|verb| stage.action(*verb).is_none()) {
            let message =
                format!("nobody can say in stage `{}` that it has come: it has no action `{verb}`", stage.key);
            self.add(at(), message, "add the action");
        } else if waits && stage.holder == Holder::Raiser {
            let message = format!("stage `{}` is the council's to look after, but the raiser holds it", stage.key);
            self.add(at(), message, "let the team or a group hold it");
        }
    }

    fn overdue(&mut self, stage: &StageDef) {
        let Some(to) = &stage.overdue else { return };
        let at = FaultAt::Stage(stage.key.clone());
        if stage.target.is_none() {
            let message = format!("stage `{}` has no target, so it is never overdue", stage.key);
            self.add(at, message, "add a target, or remove `overdue`");
        } else if *to == stage.key {
            let message = format!("stage `{}` leads to itself when it is overdue", stage.key);
            self.add(
                at,
                message,
                "name another stage, or remove `overdue`: the case then stays and is shown as overdue",
            );
        } else if self.workflow.stage(to).is_some_and(|to| to.kind.waits_for_agreed_day()) {
            let message =
                format!("when overdue, stage `{}` leads to `{to}`, where a day is awaited that nobody gave", stage.key);
            self.add(at, message, "name the stage of whoever must then act");
        } else if self.workflow.stage(to).is_none() {
            let remedy = self.known_stages();
            let message = format!("when overdue, stage `{}` leads to `{to}`, which does not exist", stage.key);
            self.add(at, message, remedy);
        }
    }

    fn actions(&mut self, stage: &StageDef) {
        let closed = stage.kind == StageKind::Closed;
        if stage.actions.is_empty() && !closed {
            let message = format!("stage `{}` is a dead end: it has no actions", stage.key);
            self.add(FaultAt::Stage(stage.key.clone()), message, "add at least one action that leads on");
        }
        if closed && !stage.actions.is_empty() {
            let message = format!("stage `{}` is the end, so it can have no actions", stage.key);
            self.add(FaultAt::Stage(stage.key.clone()), message, "remove its actions");
        }
        let mut seen = BTreeSet::new();
        for action in &stage.actions {
            if !seen.insert(action.verb) {
                let message = format!("stage `{}` lists the action `{}` twice", stage.key, action.verb);
                self.add(FaultAt::Action(stage.key.clone(), action.verb), message, "remove one of them");
            }
            if let Some((message, remedy)) = Self::misplaced(stage, action.verb) {
                self.add(FaultAt::Action(stage.key.clone(), action.verb), message, remedy);
            }
            if let Some((message, remedy)) = self.misled(stage, action) {
                self.add(FaultAt::Way(stage.key.clone(), action.verb), message, remedy);
            }
        }
    }

    /// An action that makes no sense in the hands of the stage's holder.
    fn misplaced(stage: &StageDef, verb: Verb) -> Option<(String, &'static str)> {
        let for_raiser = stage.holder == Holder::Raiser;
        match verb {
            Verb::Withdraw | Verb::Reopen => Some((
                format!("`{verb}` is no action of a stage, but stage `{}` has it", stage.key),
                "write it as a table of its own, [withdraw] or [reopen]",
            )),
            Verb::Acknowledge
            | Verb::Assign
            | Verb::RequestInformation
            | Verb::PromiseWork
            | Verb::WorkDone
            | Verb::Refer
            | Verb::RecordReply
                if for_raiser =>
            {
                Some((
                    format!("`{verb}` is for the council, but stage `{}` is held by the raiser", stage.key),
                    "remove the action",
                ))
            }
            Verb::WorkDone if stage.kind != StageKind::Promised => {
                Some((format!("`{verb}` belongs in a stage of kind `promised`"), "use resolve here"))
            }
            Verb::RecordReply if stage.kind != StageKind::Referred => {
                Some((format!("`{verb}` belongs in a stage of kind `referred`"), "use record-progress here"))
            }
            Verb::ProvideInformation if !for_raiser => Some((
                format!("`{verb}` is for the raiser, but the council holds stage `{}`", stage.key),
                "remove the action; the council records progress instead",
            )),
            Verb::ConfirmResolved if !for_raiser && stage.kind != StageKind::Check => {
                Some((format!("`{verb}` belongs in a stage of the raiser, or of kind `check`"), "use resolve here"))
            }
            _ => None,
        }
    }

    /// An action that makes no sense with its destination.
    fn misled(&self, stage: &StageDef, action: &ActionDef) -> Option<(String, &'static str)> {
        let verb = action.verb;
        let (stays, to_raiser) = match &action.to {
            Destination::Stay => (true, false),
            Destination::Back => (false, false),
            // A stage that does not exist is told elsewhere.
            Destination::Stage(to) => {
                (*to == stage.key, self.workflow.stage(to).is_none_or(|to| to.holder == Holder::Raiser))
            }
        };
        if verb.must_move() && stays {
            let message = format!("after `{verb}` the case must stand somewhere else");
            return Some((message, "name the stage that comes next, or `back`"));
        }
        if action.clock != ClockRule::Restart && stage.target.is_none_or(|target| target.councils().is_none()) {
            let message =
                format!("`{verb}` says what becomes of the council's deadline, but none runs in stage `{}`", stage.key);
            return Some((message, "remove `clock`"));
        }
        let kind_there = match &action.to {
            Destination::Stay => Some(stage.kind),
            Destination::Back => None,
            Destination::Stage(to) => self.workflow.stage(to).map(|to| to.kind),
        };
        let wanted = match verb {
            Verb::PromiseWork => Some(StageKind::Promised),
            Verb::Refer => Some(StageKind::Referred),
            _ => None,
        };
        if let Some(wanted) = wanted
            && kind_there != Some(wanted)
        {
            let message = format!("`{verb}` must lead to a stage of kind `{}`", wanted.as_str());
            return Some((message, "name the stage that waits for the day"));
        }
        if wanted.is_none() && !stays && kind_there.is_some_and(StageKind::waits_for_agreed_day) {
            let message = format!("`{verb}` leads to where a day is awaited, but gives none");
            return Some((message, "use promise-work or refer to come there"));
        }
        if verb == Verb::RequestInformation && !to_raiser {
            let message = format!("`{verb}` must lead to a stage that is held by the raiser");
            return Some((message, "name the stage where the councillor answers"));
        }
        None
    }

    /// What only shows when cases are followed through.
    fn journeys(&mut self) {
        let explored = explore(self.workflow);
        for stage in &self.workflow.stages {
            if !explored.reached.contains(&stage.key) {
                let message = format!("no case can ever come to stage `{}`", stage.key);
                self.add(FaultAt::Stage(stage.key.clone()), message, "let an action lead to it, or remove it");
                continue;
            }
            if explored.lost.contains(&stage.key) && !stage.actions.is_empty() {
                let message = format!("from stage `{}` a case may find no way to its end", stage.key);
                self.add(
                    FaultAt::Stage(stage.key.clone()),
                    message,
                    "add an action that leads towards the stage of kind `closed`",
                );
            }
            for action in &stage.actions {
                if explored.used.contains(&(stage.key.clone(), action.verb)) {
                    continue;
                }
                let (message, remedy) = match action.to {
                    _ if !action.requires.is_empty() => (
                        format!("what `{}` requires in stage `{}` can never be so", action.verb, stage.key),
                        "remove the condition, or add an action that meets it before",
                    ),
                    Destination::Back => (
                        format!(
                            "`{}` goes back, but nothing that leads to stage `{}` says where from",
                            action.verb, stage.key
                        ),
                        "name the stage to go to; only a question or an answer can be gone back from",
                    ),
                    Destination::Stay | Destination::Stage(_) => (
                        format!(
                            "`{}` can never be used in stage `{}`: there is no team to give the case to",
                            action.verb, stage.key
                        ),
                        "lead to a stage that is held by a group, or assign a team first",
                    ),
                };
                self.add(FaultAt::Way(stage.key.clone(), action.verb), message, remedy);
            }
        }
    }
}
