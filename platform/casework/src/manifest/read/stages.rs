//! `stages.toml`: the council's workflow.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeValue;

use super::{Listed, Table};
use crate::{
    events::Told,
    manifest::GroupDef,
    stages::{
        ActionDef, ClockRule, Destination, DueKind, Effect, Entry, FaultAt, Guard, Holder, Reopen, StageDef, StageKey,
        StageKind, Verb, Workflow,
    },
};

/// The lines on which the parts of the workflow stand.
type Places = BTreeMap<FaultAt, usize>;

pub(super) fn read(table: &Table<'_>, groups: Option<&Listed<GroupDef>>) -> Option<Workflow> {
    let mut places = Places::new();
    let entry = table.table("entry").and_then(|entry| {
        let (routed, unrouted) = (entry.text("routed"), entry.text("unrouted"));
        for (place, key) in [(FaultAt::Routed, &routed), (FaultAt::Unrouted, &unrouted)] {
            places.extend(key.as_ref().map(|key| (place, key.at)));
        }
        entry.finish();
        Some(Entry { routed: StageKey::new(routed?.value), unrouted: StageKey::new(unrouted?.value) })
    });
    let tables = table.tables("stages");
    let stages: Vec<Option<StageDef>> = tables.iter().map(|stage| read_stage(stage, &mut places)).collect();
    let withdraw =
        table.opt_table("withdraw").and_then(|table| read_standing(&table, Verb::Withdraw, Destination::Stay));
    let reopen = table.opt_table("reopen").and_then(|table| {
        let within_days = table.number("within_days", 1..=366);
        let action = read_standing(&table, Verb::Reopen, Destination::Back);
        Some(Reopen { action: action?, within_days: u16::try_from(within_days?).ok()? })
    });
    // A workflow with holes would be found wrong in ways that its author cannot see.
    let stages = stages.into_iter().collect::<Option<_>>()?;
    let workflow = Workflow { entry: entry?, stages, withdraw, reopen };
    let group_keys: BTreeSet<&str> = match groups {
        Some(groups) => groups.keys.iter().map(String::as_str).collect(),
        // groups.toml could not be read, which is reported there: take every group for known.
        None => workflow.stages.iter().flat_map(StageDef::named_groups).collect(),
    };
    for fault in workflow.faults(&group_keys) {
        match places.get(&fault.at) {
            Some(at) => table.file.problem(*at, fault.message, capital(&fault.remedy)),
            None => table.file.problem_of_all(fault.message, capital(&fault.remedy)),
        }
    }
    Some(workflow)
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn read_stage(table: &Table<'_>, places: &mut Places) -> Option<StageDef> {
    let key = table.key("key");
    let name = table.words("name");
    let explain = table.words("explain");
    let resident = table.opt_words("resident");
    let kind = table.choice("kind", &StageKind::ALL.map(|kind| (kind.as_str(), kind)));
    let holder = read_holder(table);
    let target = table.opt_choice("target", &DueKind::ALL.map(|target| (target.as_str(), target)));
    let stage_key = key.map(|key| {
        let stage_key = StageKey::new(key.value);
        // Of two stages with one key, the second is the one to point at.
        places.insert(FaultAt::Stage(stage_key.clone()), key.at);
        stage_key
    });
    let overdue = table.opt_text("overdue").map(|key| StageKey::new(key.value));
    let (on_entry, on_exit) = (read_effects(table, "on_entry"), read_effects(table, "on_exit"));
    let tables = table.tables("actions");
    let actions: Vec<Option<ActionDef>> =
        tables.iter().map(|action| read_action(action, stage_key.as_ref(), places)).collect();
    table.finish();
    Some(StageDef {
        key: stage_key?,
        name: name?,
        explain: explain?,
        resident,
        kind: kind?.value,
        holder: holder?,
        target: target.map(|target| target.value),
        overdue,
        on_entry: on_entry?,
        on_exit: on_exit?,
        actions: actions.into_iter().collect::<Option<_>>()?,
    })
}

/// `"raiser"`, `"team"`, `"nobody"` or `{ group = "key" }`.
fn read_holder(table: &Table<'_>) -> Option<Holder> {
    if let Some(value) = table.raw("holder")
        && let DeValue::Table(entries) = value.get_ref()
    {
        let inner = Table::new(table.file, "`holder`", entries, value.span().start);
        let group = inner.text("group");
        inner.finish();
        return Some(Holder::Group(group?.value));
    }
    let word = table.choice("holder", &[("raiser", 0_u8), ("team", 1), ("nobody", 2)])?;
    Some(match word.value {
        0 => Holder::Raiser,
        1 => Holder::Team,
        _ => Holder::Nobody,
    })
}

/// What happens by itself when a case comes to a stage, or leaves it. `None` when one of them is wrong.
fn read_effects(table: &Table<'_>, key: &'static str) -> Option<Vec<Effect>> {
    let read = |table: &Table<'_>| {
        let effect = match table.choice("do", &[("tell", 0_u8), ("assign", 1), ("deadline", 2)])?.value {
            0 => {
                let who = table.choices("who", &Told::ALL.map(|told| (told.as_str(), told)));
                let text = table.words("text");
                let who: Option<Vec<Told>> = who.map(|who| who.into_iter().map(|told| told.value).collect());
                who.zip(text).map(|(who, text)| Effect::Tell { who, text })
            }
            1 => table.text("group").map(|group| Effect::Assign { group: group.value }),
            _ => {
                let days = table.number("working_days", 1..=260).and_then(|days| u16::try_from(days).ok());
                days.map(|working_days| Effect::Deadline { working_days })
            }
        };
        table.finish();
        effect
    };
    table.tables(key).iter().map(read).collect()
}

/// An action that stands beside the stages; where it leads follows from what it is.
fn read_standing(table: &Table<'_>, verb: Verb, to: Destination) -> Option<ActionDef> {
    let label = table.words("label");
    let hint = table.opt_words("hint");
    table.finish();
    Some(ActionDef { verb, label: label?, hint, to, clock: ClockRule::default(), requires: Vec::new() })
}

fn read_action(table: &Table<'_>, stage: Option<&StageKey>, places: &mut Places) -> Option<ActionDef> {
    let verb = table.choice("verb", &Verb::ALL.map(|verb| (verb.as_str(), verb)));
    let label = table.words("label");
    let hint = table.opt_words("hint");
    let to = table.text("to");
    let clock = table.opt_choice("clock", &ClockRule::ALL.map(|rule| (rule.as_str(), rule)));
    let requires = table.choices("requires", &Guard::ALL.map(|guard| (guard.as_str(), guard)));
    table.finish();
    if let (Some(stage), Some(verb), Some(to)) = (stage, &verb, &to) {
        places.insert(FaultAt::Action(stage.clone(), verb.value), verb.at);
        places.insert(FaultAt::Way(stage.clone(), verb.value), to.at);
    }
    let clock = clock.map(|clock| clock.value).unwrap_or_default();
    let requires = requires?.into_iter().map(|guard| guard.value).collect();
    let to = Destination::from(to?.value.as_str());
    Some(ActionDef { verb: verb?.value, label: label?, hint, to, clock, requires })
}
