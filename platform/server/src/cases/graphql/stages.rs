//! The council's stages, and moving running cases to their newest version (R17).
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use std::collections::BTreeMap;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use casework::stages::{ActionDef, Effect, Holder, StageDef, StageKey};
use casework::text::Lang;

use super::mutation::{FieldProblem, Refusal, refusal};
use super::named::Stage;
use crate::api::request::{internal, scope};
use crate::cases::{self, Mapping, MovingCase, OldStage};
use crate::tenancy::Council;

#[derive(Default)]
pub struct StageQuery;

#[derive(Default)]
pub struct StageMutation;

/// The council's stages, of the version on which new cases run.
#[derive(SimpleObject)]
#[graphql(serial)]
struct CouncilStages {
    version: i32,
    stages: Vec<CouncilStage>,
}

/// A stage as the council has it.
#[derive(SimpleObject)]
#[graphql(serial)]
struct CouncilStage {
    key: String,
    name: String,
    /// Tells everybody what happens now.
    explain: String,
    /// `triage`, `with-team`, `information`, `promised`, `referred`, `check`, `resolution` or `closed`.
    kind: &'static str,
    /// Whom a case waits for there: `raiser`, `team`, `group` or `nobody`.
    holder: &'static str,
    /// Key of the group, where it waits for one.
    holder_group: Option<String>,
    actions: Vec<CouncilAction>,
    /// Key of the stage to which a case goes by itself when its deadline has passed.
    overdue: Option<String>,
    /// What happens by itself when a case comes or goes.
    effects: Vec<CouncilEffect>,
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct CouncilAction {
    verb: &'static str,
    /// The council's words for it.
    label: String,
    /// Key of the stage to which it leads; `stay` and `back` are ways of their own.
    to: String,
    /// What must be so before: `acknowledged`, `responded` or `another-person`.
    requires: Vec<&'static str>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct CouncilEffect {
    /// `entry` or `exit`.
    when: &'static str,
    /// The word for it in the council's file: `tell`, `assign` or `deadline`.
    what: &'static str,
    /// Who is told.
    who: Vec<&'static str>,
    /// What they are told.
    text: Option<String>,
    /// Key of the group that gets the case.
    group: Option<String>,
    working_days: Option<i32>,
}

impl CouncilStage {
    fn new(stage: &StageDef, lang: Lang) -> Self {
        let (holder, holder_group) = match &stage.holder {
            Holder::Raiser => ("raiser", None),
            Holder::Team => ("team", None),
            Holder::Group(key) => ("group", Some(key.clone())),
            Holder::Nobody => ("nobody", None),
        };
        let entry = stage.on_entry.iter().map(|effect| CouncilEffect::new("entry", effect, lang));
        let exit = stage.on_exit.iter().map(|effect| CouncilEffect::new("exit", effect, lang));
        Self {
            key: stage.key.as_str().to_owned(),
            name: stage.name.get(lang).to_owned(),
            explain: stage.explain.get(lang).to_owned(),
            kind: stage.kind.as_str(),
            holder,
            holder_group,
            actions: stage.actions.iter().map(|action| CouncilAction::new(action, lang)).collect(),
            overdue: stage.overdue.as_ref().map(|key| key.as_str().to_owned()),
            effects: entry.chain(exit).collect(),
        }
    }
}

impl CouncilAction {
    fn new(action: &ActionDef, lang: Lang) -> Self {
        Self {
            verb: action.verb.as_str(),
            label: action.label.get(lang).to_owned(),
            to: action.to.as_str().to_owned(),
            requires: action.requires.iter().map(|guard| guard.as_str()).collect(),
        }
    }
}

impl CouncilEffect {
    fn new(when: &'static str, effect: &Effect, lang: Lang) -> Self {
        let line = Self { when, what: effect.as_str(), ..Self::default() };
        match effect {
            Effect::Tell { who, text } => Self {
                who: who.iter().map(|told| told.as_str()).collect(),
                text: Some(text.get(lang).to_owned()),
                ..line
            },
            Effect::Assign { group } => Self { group: Some(group.clone()), ..line },
            Effect::Deadline { working_days } => Self { working_days: Some(i32::from(*working_days)), ..line },
        }
    }
}

/// Open cases of one stage of an older version, and where they can go.
#[derive(SimpleObject)]
#[graphql(serial)]
struct OldStageLine {
    version: i32,
    stage: Stage,
    cases: i64,
    /// Of the newest version.
    homes: Vec<Stage>,
    /// The stage of the same key, if it is among them.
    suggested: Option<Stage>,
    /// The first twenty of the cases, which go with it: what `moveCases` would move.
    moving: Vec<MovingLine>,
}

/// A case that would move.
#[derive(SimpleObject)]
#[graphql(name = "MovingCase", serial)]
struct MovingLine {
    reference: String,
    /// Where the caller may see the case.
    summary: Option<String>,
}

impl From<&MovingCase> for MovingLine {
    fn from(case: &MovingCase) -> Self {
        Self { reference: case.reference.clone(), summary: case.summary.clone() }
    }
}

impl OldStageLine {
    fn new(old: &OldStage, council: &Council, moving: &BTreeMap<(i32, StageKey), Vec<MovingCase>>) -> Self {
        let newest =
            |key: &StageKey| Stage { key: key.as_str().to_owned(), workflow_version: council.workflow_version };
        let key = (old.version, old.stage.clone());
        Self {
            version: old.version,
            stage: Stage { key: old.stage.as_str().to_owned(), workflow_version: old.version },
            cases: old.cases,
            homes: old.homes.iter().map(newest).collect(),
            suggested: old.suggested.as_ref().map(newest),
            moving: moving.get(&key).into_iter().flatten().map(MovingLine::from).collect(),
        }
    }
}

#[Object(serial)]
impl StageQuery {
    /// The council's stages and the actions that lead from one to another.
    #[graphql(complexity = "20 * child_complexity")]
    async fn stages(&self, context: &Context<'_>) -> Result<CouncilStages> {
        let caller = &scope(context)?.caller;
        let stages = &caller.council.manifest.workflow.stages;
        Ok(CouncilStages {
            version: caller.council.workflow_version,
            stages: stages.iter().map(|stage| CouncilStage::new(stage, caller.lang)).collect(),
        })
    }

    /// Stages of older versions in which open cases stand, with what would move; null for whoever does not set the council up.
    #[graphql(complexity = "20 * child_complexity")]
    async fn old_stages(&self, context: &Context<'_>) -> Result<Option<Vec<OldStageLine>>> {
        let caller = &scope(context)?.caller;
        if !cases::may_move(caller) {
            return Ok(None);
        }
        let old = cases::old_stages(caller).await.map_err(|error| internal(&error))?;
        let moving = cases::moving_cases(caller).await.map_err(|error| internal(&error))?;
        Ok(Some(old.iter().map(|old| OldStageLine::new(old, &caller.council, &moving)).collect()))
    }
}

/// Which stage of an older version becomes which one of the newest.
#[derive(InputObject)]
struct StageMove {
    version: i32,
    /// Key of the older stage.
    stage: String,
    /// Key of one of its homes.
    to: String,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct MoveCasesPayload {
    /// How many cases were moved.
    moved: u64,
    /// `moves.0.stage` or `moves.0.to`. Nothing was moved where there is one.
    problems: Vec<FieldProblem>,
    refusal: Option<Refusal>,
}

#[Object(serial)]
impl StageMutation {
    /// Moves the open cases of these stages to the newest version, for whoever sets the council up. Stages that are not named stay.
    async fn move_cases(&self, context: &Context<'_>, moves: Vec<StageMove>) -> Result<MoveCasesPayload> {
        let caller = &scope(context)?.caller;
        if !cases::may_move(caller) {
            let refusal = Some(refusal("not-allowed", "This is for those who set the council up."));
            return Ok(MoveCasesPayload { refusal, ..Default::default() });
        }
        let old = cases::old_stages(caller).await.map_err(|error| internal(&error))?;
        let (mut mapping, mut problems) = (Mapping::new(), Vec::new());
        for (at, StageMove { version, stage, to }) in moves.into_iter().enumerate() {
            let from = old.iter().find(|old| old.version == version && old.stage.as_str() == stage);
            let home = from.and_then(|old| old.homes.iter().find(|home| home.as_str() == to));
            match (from, home) {
                (Some(from), Some(home)) => {
                    mapping.insert((version, from.stage.clone()), home.clone());
                }
                (None, _) => problems.push(FieldProblem::new(format!("moves.{at}.stage"), "not-a-choice")),
                (Some(_), None) => problems.push(FieldProblem::new(format!("moves.{at}.to"), "not-a-choice")),
            }
        }
        if !problems.is_empty() {
            return Ok(MoveCasesPayload { problems, ..Default::default() });
        }
        let moved = cases::move_cases(caller, mapping).await.map_err(|error| internal(&error))?;
        Ok(MoveCasesPayload { moved, ..Default::default() })
    }
}
