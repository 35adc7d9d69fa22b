//! From a plugin's schema and settings to the fields of a page.

use std::collections::{BTreeMap, BTreeSet};

use casework::settings::{Field, Names, Schema, Shape, Words};
use casework::text::Lang;

use super::Place;
use crate::web::views::{Choice, SettingColumn, SettingField, SettingList, SettingRow};

/// Columns that stand side by side on a wide screen; a table with more shows each row as a card.
const SIDE_BY_SIDE: usize = 5;

/// Draws the fields of a form from what stands in them.
pub(super) struct Drawing<'a> {
    pub shown: &'a BTreeMap<String, String>,
    pub lang: Lang,
    lists: BTreeSet<&'static str>,
}

impl<'a> Drawing<'a> {
    pub(super) const fn new(shown: &'a BTreeMap<String, String>, lang: Lang) -> Self {
        Self { shown, lang, lists: BTreeSet::new() }
    }

    pub(super) fn fields(&mut self, schema: &Schema) -> Vec<SettingField> {
        schema.fields.iter().map(|field| self.field(field, "", "")).collect()
    }

    /// What can be typed in the fields that were drawn.
    pub(super) fn lists(&self, words: Words<'_>) -> Vec<SettingList> {
        let used = Names::ALL.into_iter().filter(|names| self.lists.contains(names.as_str()));
        let list = |names: Names| {
            let all: BTreeSet<&str> = words.all(names).into_iter().map(|(_, name)| name).collect();
            SettingList { name: names.as_str().to_owned(), words: all.into_iter().map(str::to_owned).collect() }
        };
        used.map(list).collect()
    }

    /// `within` is the name of what holds it, and `titles` what that is called.
    fn field(&mut self, field: &Field, within: &str, titles: &str) -> SettingField {
        let name = if within.is_empty() { field.key.clone() } else { format!("{within}.{}", field.key) };
        let title = field.title.get(self.lang);
        let title = if titles.is_empty() { title.to_owned() } else { format!("{titles}: {title}") };
        let mut drawn = SettingField {
            title,
            help: field.help.get(self.lang).to_owned(),
            required: field.required,
            value: self.shown.get(&name).cloned().unwrap_or_default(),
            ..SettingField::default()
        };
        match &field.shape {
            Shape::Text { names, address, .. } => {
                drawn.shape = if *address { "address" } else { "text" }.to_owned();
                drawn.list = self.list(*names);
            }
            Shape::Texts { names } => {
                drawn.shape = "texts".to_owned();
                drawn.list = self.list(*names);
            }
            Shape::Number { unit, .. } => {
                drawn.shape = "number".to_owned();
                drawn.unit = unit.as_ref().map(|unit| unit.get(self.lang).to_owned()).unwrap_or_default();
            }
            Shape::YesNo => drawn.shape = "yes-no".to_owned(),
            Shape::Choice(choices) => {
                drawn.shape = "choice".to_owned();
                let choice = |(value, name): &(String, casework::text::Text)| Choice {
                    value: value.clone(),
                    name: name.get(self.lang).to_owned(),
                };
                drawn.choices = choices.iter().map(choice).collect();
            }
            Shape::Group(inner) => {
                drawn.shape = "group".to_owned();
                drawn.fields = inner.iter().map(|field| self.field(field, &name, "")).collect();
            }
            Shape::Rows(columns) => {
                drawn.shape = "rows".to_owned();
                let flat = self.cells(columns, "", "");
                drawn.wide = flat.len() > SIDE_BY_SIDE;
                let column = |cell: SettingField| SettingColumn {
                    long: cell.shape == "text" && cell.list.is_empty(),
                    title: cell.title,
                    help: cell.help,
                    required: cell.required,
                };
                drawn.columns = flat.into_iter().map(column).collect();
                let count = self.shown.get(&format!("{name}.count")).and_then(|count| count.parse().ok());
                drawn.rows = (0..count.unwrap_or(0))
                    .map(|at: usize| SettingRow { at, cells: self.cells(columns, &format!("{name}.{at}"), "") })
                    .collect();
            }
        }
        drawn.name = name;
        drawn
    }

    /// The cells of a row; fields of groups are cells of their own.
    fn cells(&mut self, columns: &[Field], within: &str, titles: &str) -> Vec<SettingField> {
        let mut cells = Vec::new();
        for column in columns {
            match &column.shape {
                Shape::Group(inner) => {
                    let within =
                        if within.is_empty() { column.key.clone() } else { format!("{within}.{}", column.key) };
                    let title = column.title.get(self.lang);
                    let titles = if titles.is_empty() { title.to_owned() } else { format!("{titles}: {title}") };
                    cells.append(&mut self.cells(inner, &within, &titles));
                }
                _ => cells.push(self.field(column, within, titles)),
            }
        }
        cells
    }

    fn list(&mut self, names: Option<Names>) -> String {
        let name = names.map(Names::as_str).unwrap_or_default();
        if !name.is_empty() {
            self.lists.insert(name);
        }
        name.to_owned()
    }
}

/// The field of the page to which a name belongs, and what it is called: a field, or what holds it where the name is of less
/// than a field (one of several texts) or of more (a row).
pub(super) fn place(fields: &[SettingField], name: &str) -> Place {
    let first = fields.first().map(|first| first.name.clone()).unwrap_or_default();
    let mut best = Place { field: first, ..Place::default() };
    let mut longest = 0;
    let mut look = |field: &SettingField, row: Option<usize>| {
        let inside = name == field.name || name.strip_prefix(&field.name).is_some_and(|rest| rest.starts_with('.'));
        if inside && field.name.len() > longest {
            longest = field.name.len();
            let title = row.map_or_else(|| field.title.clone(), |row| format!("{} {}", row + 1, field.title));
            best = Place { field: field.name.clone(), title, value: field.value.clone() };
        }
    };
    walk(fields, &mut look);
    // A row as a whole: its first cell.
    let row = rows(fields).into_iter().find(|(table, row)| name == format!("{table}.{}", row.at));
    if let Some((_, row)) = row
        && let Some(cell) = row.cells.first()
    {
        return Place { field: cell.name.clone(), title: (row.at + 1).to_string(), ..Place::default() };
    }
    best
}

fn walk(fields: &[SettingField], look: &mut impl FnMut(&SettingField, Option<usize>)) {
    for field in fields {
        look(field, None);
        walk(&field.fields, look);
        for row in &field.rows {
            for cell in &row.cells {
                look(cell, Some(row.at));
            }
        }
    }
}

fn rows(fields: &[SettingField]) -> Vec<(&str, &SettingRow)> {
    let mut found = Vec::new();
    for field in fields {
        found.extend(field.rows.iter().map(|row| (field.name.as_str(), row)));
        found.extend(rows(&field.fields));
    }
    found
}
