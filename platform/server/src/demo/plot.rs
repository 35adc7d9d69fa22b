//! What whoever holds a case does next. Nothing here knows a stage or a council: the choice is among the actions that the
//! council's workflow allows at that moment.

use casework::ids::GroupId;
use casework::stages::{Action, StageKind, Verb};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

use super::cast::Cast;
use super::words::{Question, Scene, Subject, Words, one_of};

/// What is still to happen in a case before it can end.
#[derive(Debug)]
pub(super) struct Plot<'w> {
    questions: u32,
    updates: u32,
    /// The answer to the question that was asked last.
    reply: Option<&'w str>,
    /// What was told already: nobody says the same twice.
    told: Vec<&'w str>,
    /// Came to the wrong team first.
    astray: bool,
    handed_back: bool,
    withdrawn: bool,
    unclear: bool,
    disputed: bool,
}

impl<'w> Plot<'w> {
    pub fn new(rng: &mut StdRng) -> Self {
        Self {
            questions: [0, 0, 0, 0, 0, 0, 0, 1, 1, 2].choose(rng).copied().unwrap_or_default(),
            updates: [0, 0, 0, 0, 1, 1, 1, 1, 2, 3].choose(rng).copied().unwrap_or_default(),
            reply: None,
            told: Vec::new(),
            astray: rng.random_bool(0.06),
            handed_back: false,
            withdrawn: rng.random_bool(0.08),
            unclear: rng.random_bool(0.08),
            disputed: rng.random_bool(0.09),
        }
    }

    /// One of these that was not told before in this case.
    fn something_new(&mut self, texts: &'w [String], rng: &mut StdRng) -> Option<&'w str> {
        let new: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !self.told.contains(text)).collect();
        let chosen = new.choose(rng).copied()?;
        self.told.push(chosen);
        Some(chosen)
    }

    /// What the holder would like to do in a stage of this kind, the most wanted first. Whatever else the stage allows
    /// comes last, so that a case never stands still because a council does things in another way.
    pub fn wanted(&self, kind: StageKind, rng: &mut StdRng) -> Vec<Verb> {
        let mut verbs = Vec::new();
        match kind {
            StageKind::Triage => {
                if rng.random_bool(0.85) {
                    verbs.push(Verb::Acknowledge);
                }
                if self.questions > 0 && rng.random_bool(0.12) {
                    verbs.push(Verb::RequestInformation);
                }
                verbs.push(if rng.random_bool(0.04) { Verb::Resolve } else { Verb::Assign });
            }
            StageKind::WithTeam => {
                if self.astray {
                    verbs.extend([Verb::Assign, Verb::SendBack]);
                }
                if self.questions > 0 {
                    verbs.push(Verb::RequestInformation);
                }
                if self.updates > 0 {
                    verbs.push(Verb::RecordProgress);
                }
                verbs.push(Verb::Resolve);
            }
            StageKind::Information if self.withdrawn => verbs.push(Verb::Resolve),
            StageKind::Information => verbs.push(Verb::ProvideInformation),
            StageKind::Check => verbs.push(if self.unclear { Verb::SendBack } else { Verb::ConfirmResolved }),
            StageKind::Resolution => verbs.push(if self.disputed { Verb::SendBack } else { Verb::ConfirmResolved }),
            StageKind::Promised => verbs.push(Verb::WorkDone),
            StageKind::Referred => verbs.push(Verb::RecordReply),
            StageKind::Closed => {}
        }
        verbs.extend([Verb::ConfirmResolved, Verb::ProvideInformation, Verb::Assign, Verb::Resolve]);
        verbs.extend(Verb::ALL.into_iter().filter(|verb| !verb.is_standing()));
        verbs
    }
}

/// Whoever speaks next in a case, with the words of its subject.
pub(super) struct Speaker<'a, 'w> {
    pub words: &'w Words,
    pub subject: &'w Subject,
    pub scene: &'a Scene,
    pub cast: &'a Cast,
    /// The case's team: the one that works on it, or that was suggested.
    pub team: Option<GroupId>,
    pub kind: StageKind,
}

impl<'w> Speaker<'_, 'w> {
    /// The action in full, or `None` where there is nobody to give the case to.
    pub fn say(&self, verb: Verb, plot: &mut Plot<'w>, rng: &mut StdRng) -> Option<Action> {
        let common = &self.words.common;
        Some(match verb {
            Verb::Acknowledge => Action::Acknowledge,
            Verb::Assign => self.assign(plot, rng)?,
            Verb::RequestInformation => {
                plot.questions = plot.questions.saturating_sub(1);
                let Question { ask, reply } = self.subject.questions.choose(rng)?;
                plot.reply = Some(reply);
                Action::RequestInformation { question: self.scene.fill(ask) }
            }
            Verb::ProvideInformation => Action::ProvideInformation { answer: self.scene.fill(plot.reply.take()?) },
            Verb::RecordProgress => {
                plot.updates = plot.updates.saturating_sub(1);
                let text = plot.something_new(&self.subject.progress, rng);
                let text = text.or_else(|| plot.something_new(&common.progress, rng))?;
                Action::RecordProgress { text: self.scene.fill(text) }
            }
            Verb::Resolve => {
                let asked = self.kind == StageKind::Information;
                let texts = if asked { &self.words.around.withdrawn } else { &self.subject.outcomes };
                let text = plot.something_new(texts, rng).unwrap_or_else(|| one_of(rng, texts));
                Action::Resolve { answer: self.scene.fill(text) }
            }
            Verb::ConfirmResolved => {
                let comment = Some(one_of(rng, &common.confirmed).to_owned());
                Action::ConfirmResolved { comment: comment.filter(|_| self.kind == StageKind::Resolution) }
            }
            Verb::SendBack => Action::SendBack { reason: self.scene.fill(one_of(rng, self.sent_back(plot))) },
            // Nobody does these in the year that is told.
            Verb::PromiseWork | Verb::WorkDone | Verb::Refer | Verb::RecordReply | Verb::Withdraw | Verb::Reopen => {
                return None;
            }
        })
    }

    fn sent_back(&self, plot: &mut Plot<'w>) -> &'w [String] {
        let common = &self.words.common;
        match self.kind {
            StageKind::Check => {
                plot.unclear = false;
                &common.check_back
            }
            StageKind::Resolution => {
                plot.disputed = false;
                &common.sent_back
            }
            StageKind::Triage
            | StageKind::WithTeam
            | StageKind::Information
            | StageKind::Promised
            | StageKind::Referred
            | StageKind::Closed => {
                plot.astray = false;
                plot.handed_back = true;
                &common.hand_back
            }
        }
    }

    /// Gives the case to the team that was suggested, to the one a person would choose, or on to another.
    fn assign(&self, plot: &mut Plot<'w>, rng: &mut StdRng) -> Option<Action> {
        let moves_on = self.kind != StageKind::Triage;
        let suggested = self.team.filter(|_| !(moves_on || plot.handed_back));
        let but = self.team.filter(|_| moves_on || plot.handed_back);
        plot.handed_back = false;
        if moves_on {
            plot.astray = false;
        }
        let chosen = self.cast.team(&self.subject.team, but, rng);
        let group = suggested.or(chosen).or_else(|| self.cast.any_team(but, rng))?;
        let common = &self.words.common;
        let reasons = if moves_on { &common.reassign } else { &common.assign };
        Some(Action::Assign { group, reason: Some(one_of(rng, reasons).to_owned()) })
    }
}
