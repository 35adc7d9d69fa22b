//! `plugins.toml`: which plugins decide, which read from other systems, and with which settings.
//!
//! What the settings mean is the plugin's business: it checks them when it is activated, and names what is wrong by its
//! path. [`locate_setting`] turns such a path into a file and a line.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Reading, Table};
use crate::channel::Carries;
use crate::manifest::{
    Integration, PluginChoice, PluginChoices, PluginKind,
    file::{At, line_of},
    json::to_json,
    table::is_key,
};

/// What `plugins.toml` holds, and the further files that it names.
pub(super) struct Plugins {
    pub choices: Option<PluginChoices>,
    pub files: Vec<String>,
}

const FILE: &str = "plugins.toml";

pub(super) fn read(table: &Table<'_>, reading: &Reading<'_>) -> Plugins {
    let mut files = Vec::new();
    let mut choice = |kind: PluginKind| {
        let part = table.table(kind.as_str())?;
        let plugin = part.text("plugin");
        if let Some(plugin) = &plugin
            && !is_key(&plugin.value)
        {
            let message = format!("`{}` is no name of a plugin", plugin.value);
            part.file.problem(plugin.at, message, "Use the name of its folder, such as routing-table");
        }
        let settings = read_settings(&part, reading, &mut files);
        part.finish();
        Some(PluginChoice { plugin: plugin?.value, settings: settings? })
    };
    let (routing, sla) = (choice(PluginKind::Routing), choice(PluginKind::Sla));
    let integrations = integrations(table, reading, &mut files);
    let choices = routing.zip(sla).map(|(routing, sla)| PluginChoices { routing, sla, integrations });
    Plugins { choices, files }
}

/// Plugins that read from, or hand over to, other systems; each once.
fn integrations(table: &Table<'_>, reading: &Reading<'_>, files: &mut Vec<String>) -> Vec<Integration> {
    let mut read: Vec<Integration> = Vec::new();
    for part in table.tables("integrations") {
        let (kind, plugin) = (part.key("kind"), part.key("plugin"));
        let hosts = part.texts("hosts").into_iter().map(|host| host.value).collect();
        let carries = carries(&part);
        let settings = read_settings(&part, reading, files);
        part.finish();
        let (Some(kind), Some(plugin), Some(settings)) = (kind, plugin, settings) else { continue };
        if read.iter().any(|known| known.kind == kind.value && known.choice.plugin == plugin.value) {
            let message = format!("the plugin `{}` is here twice", plugin.value);
            part.file.problem(plugin.at, message, "Keep one of the two");
            continue;
        }
        read.push(Integration {
            kind: kind.value,
            choice: PluginChoice { plugin: plugin.value, settings },
            hosts,
            carries,
        });
    }
    read
}

/// What a channel is used for.
fn carries(part: &Table<'_>) -> Vec<Carries> {
    let known = |word: At<String>| {
        let carries = Carries::from_word(&word.value);
        if carries.is_none() {
            let words: Vec<_> = Carries::ALL.iter().map(|carries| carries.as_str()).collect();
            let message = format!("`{}` is nothing that a channel carries", word.value);
            part.file.problem(word.at, message, format!("Write one of {}", words.join(", ")));
        }
        carries
    };
    part.texts("carries").into_iter().filter_map(known).collect()
}

/// Settings stand in the table itself or in a file that it names. Neither: there are none.
fn read_settings(part: &Table<'_>, reading: &Reading<'_>, files: &mut Vec<String>) -> Option<Value> {
    let inline = part.raw("settings");
    let named = part.opt_text("settings_file");
    match (inline, named) {
        (Some(_), Some(named)) => {
            part.file.problem(named.at, "the settings are here and in a file too", "Keep one of the two");
            None
        }
        (Some(inline), None) => Some(to_json(inline.get_ref())),
        (None, None) => Some(Value::Object(Map::new())),
        (None, Some(named)) => {
            files.push(named.value.clone());
            read_settings_file(part, reading, &named)
        }
    }
}

fn read_settings_file(part: &Table<'_>, reading: &Reading<'_>, named: &At<String>) -> Option<Value> {
    let Some((name, _)) = reading.files.get_key_value(&named.value) else {
        let message = format!("there is no file `{}` in the folder", named.value);
        part.file.problem(named.at, message, "Add it, or write the settings here");
        return None;
    };
    reading.toml(name, everything)
}

fn everything(table: &Table<'_>) -> Value {
    table.all()
}

/// Where a plugin's setting stands, for messages: the path `rows[3].group` (or `rows.3.group`) of the settings of `kind`
/// becomes a file and a line. When only the beginning of the path exists, its deepest part that does is meant.
///
/// `None` when the files do not say which settings these are.
pub fn locate_setting(
    files: &BTreeMap<String, String>,
    kind: PluginKind,
    path: &str,
) -> Option<(String, Option<usize>)> {
    let text = files.get(FILE)?;
    let root = DeTable::parse(text).ok()?;
    let part = root.get_ref().get(kind.as_str())?;
    let entries = part.get_ref().as_table()?;
    if let Some(inline) = entries.get("settings") {
        return Some((FILE.to_owned(), Some(line_of(text, deepest(inline, path)))));
    }
    let name = entries.get("settings_file")?.get_ref().as_str()?;
    let text = files.get(name)?;
    let settings = DeValue::Table(DeTable::parse(text).ok()?.into_inner());
    let at = deepest(&Spanned::new(0..0, settings), path);
    Some((name.to_owned(), Some(line_of(text, at))))
}

/// The place of the last part of `path` that exists.
fn deepest(settings: &Spanned<DeValue<'_>>, path: &str) -> usize {
    let mut here = settings;
    for step in path.split(['.', '[', ']']).filter(|step| !matches!(*step, "" | "$")) {
        let next = match here.get_ref() {
            DeValue::Table(entries) => entries.get(step),
            DeValue::Array(items) => step.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => break,
        }
    }
    here.span().start
}
