//! The council's stages as a diagram, and the same in words (R17).

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use casework::stages::{ActionDef, Effect, Holder, StageDef, Workflow};
use casework::text::Lang;

use super::present;
use crate::app::Caller;
use crate::cases::may_move;
use crate::http::extract::{Here, frame_for};
use crate::http::problems;
use crate::tenancy::Council;
use crate::web::views::{Arrow, EffectLine, HeldBack, StageBox, Stages, WayLine};

/// The drawing: boxes in one column, the ways on to the right of it and the ways back to the left.
const BOX: (u32, u32) = (420, 84);
const PITCH: u32 = 132;
const SIDE: u32 = 170;
const EDGE: u32 = 12;

/// `GET /stages`
pub async fn stages(here: Here, caller: Caller) -> Response {
    let workflow = &caller.council.manifest.workflow;
    let view = Stages { may_move: may_move(&caller), ..draw(workflow, &caller.council, caller.lang) };
    problems::page(&here.app, &frame_for(&here, &caller, None), &view, StatusCode::OK)
}

fn draw(workflow: &Workflow, council: &Council, lang: Lang) -> Stages {
    let stages: Vec<StageBox> =
        (0..).zip(&workflow.stages).map(|(place, stage)| stage_box(place, stage, council, lang)).collect();
    // One arrow for all that leads from one stage to another, apart from what happens by itself.
    let mut grouped: BTreeMap<(usize, usize, bool), Vec<String>> = BTreeMap::new();
    for way in workflow.ways() {
        let words = way.action.map(|action| action.label.get(lang).to_owned());
        grouped.entry((way.from, way.to, words.is_none())).or_default().extend(words);
    }
    let mut drawn = Stages {
        version: council.workflow_version,
        may_move: false,
        width: BOX.0 + 2 * SIDE,
        height: stages.last().map_or(0, |last| last.y + last.height + EDGE),
        stages,
        arrows: Vec::new(),
        ways: Vec::new(),
    };
    for (number, ((from, to, by_itself), actions)) in (1..).zip(grouped) {
        drawn.arrows.push(arrow(number, &drawn.stages[from], &drawn.stages[to], by_itself));
        let name = |place: usize| drawn.stages[place].name.clone();
        drawn.ways.push(WayLine { number, from: name(from), to: name(to), actions });
    }
    drawn
}

fn stage_box(place: u32, stage: &StageDef, council: &Council, lang: Lang) -> StageBox {
    let holder = match &stage.holder {
        Holder::Raiser => Some("stages-raiser".to_owned()),
        Holder::Team => Some("stages-team".to_owned()),
        Holder::Group(key) => council.groups.lookup.id(key).map(|id| council.group_name(id, lang).to_owned()),
        Holder::Nobody => None,
    };
    StageBox {
        name: stage.name.get(lang).to_owned(),
        explain: stage.explain.get(lang).to_owned(),
        holder,
        effects: effects(stage, council, lang),
        conditions: stage.actions.iter().flat_map(|action| conditions(action, lang)).collect(),
        tone: present::tone(stage.kind),
        x: SIDE,
        y: EDGE + place * PITCH,
        width: BOX.0,
        height: BOX.1,
    }
}

fn effects(stage: &StageDef, council: &Council, lang: Lang) -> Vec<EffectLine> {
    let line = |when: &str, effect: &Effect| {
        let line = EffectLine { when: when.to_owned(), kind: effect.as_str().to_owned(), ..EffectLine::default() };
        match effect {
            Effect::Tell { who, text } => EffectLine {
                who: who.iter().map(|told| told.as_str().to_owned()).collect(),
                text: text.get(lang).to_owned(),
                ..line
            },
            Effect::Assign { group } => {
                let name = council.groups.lookup.id(group).map(|id| council.group_name(id, lang).to_owned());
                EffectLine { text: name.unwrap_or_else(|| group.clone()), ..line }
            }
            Effect::Deadline { working_days } => EffectLine { days: *working_days, ..line },
        }
    };
    let entry = stage.on_entry.iter().map(|effect| line("entry", effect));
    entry.chain(stage.on_exit.iter().map(|effect| line("exit", effect))).collect()
}

fn conditions(action: &ActionDef, lang: Lang) -> impl Iterator<Item = HeldBack> {
    let label = action.label.get(lang);
    action.requires.iter().map(move |guard| HeldBack { label: label.to_owned(), guard: guard.as_str().to_owned() })
}

/// An arc beside the column, further out the further it leads.
fn arrow(number: usize, from: &StageBox, to: &StageBox, by_itself: bool) -> Arrow {
    let on = to.y > from.y;
    let span = from.y.abs_diff(to.y) / PITCH;
    let out = (34 + 20 * span).min(SIDE - EDGE) + if by_itself { 10 } else { 0 };
    // Arrows leave a box low and come in high on the way on, and the other way round on the way back, so that they do not meet.
    let shift = 8 + 4 * span.min(6);
    let (low, high) =
        (|stage: &StageBox| stage.y + stage.height / 2 + shift, |stage: &StageBox| stage.y + stage.height / 2 - shift);
    let (start, end) = if on { (low(from), high(to)) } else { (high(from), low(to)) };
    let (edge, bend) =
        if on { (from.x + from.width, from.x + from.width + out) } else { (from.x, from.x.saturating_sub(out)) };
    let middle = start.midpoint(end);
    // The middle of a cubic whose two handles stand equally far out lies three quarters of the way there.
    let x = if on { edge + out * 3 / 4 } else { edge.saturating_sub(out * 3 / 4) };
    Arrow { number, path: format!("M{edge} {start}C{bend} {start} {bend} {end} {edge} {end}"), x, y: middle, by_itself }
}
