//! From settings to what stands in the fields of a form, and back.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::schema::{Field, Names, Schema, Shape};
use super::words::Words;
use crate::text::cleaned;

/// Settings as they were typed: values where what was typed could be read, and the very text where it could not, so that
/// nothing is lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    pub settings: Value,
    pub faults: Vec<Fault>,
}

/// A field that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The field's name in the form: `rows.3.group`.
    pub field: String,
    pub kind: FaultKind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FaultKind {
    Missing,
    NotANumber,
    NotWhole,
    Below(f64),
    Above(f64),
    TooLong(u64),
    NotAChoice,
    NotAnAddress,
    /// The council has no such thing.
    Unknown(Names),
}

/// Something done to the rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowChange {
    Add,
    Remove(usize),
    Up(usize),
    Down(usize),
}

/// The name of a field in the form for a JSON path: `$.rows[3].group` is `rows.3.group`.
pub fn field_name(path: &str) -> String {
    path.trim_start_matches('$').trim_start_matches('.').replace('[', ".").replace(']', "")
}

impl Schema {
    /// Reads what was typed. `typed` gives the text of a field by its name; of a table `rows`, `rows.count` says how many rows
    /// there are. A row in which nothing was typed is dropped when `tidy`.
    pub fn read(&self, words: Words<'_>, tidy: bool, typed: &dyn Fn(&str) -> Option<String>) -> Typed {
        let mut reading = Reading { words, tidy, typed, faults: Vec::new() };
        let settings = reading.object(&self.fields, "");
        Typed { settings: Value::Object(settings), faults: reading.faults }
    }

    /// What stands in each field of the form, by its name, for these settings; the counterpart of [`Schema::read`].
    pub fn shown(&self, settings: &Value, words: Words<'_>) -> BTreeMap<String, String> {
        let mut shown = BTreeMap::new();
        show(&self.fields, settings, "", "\n", words, &mut shown);
        shown
    }

    /// The rows of the table with this name, and its columns. None where there is no such table.
    pub fn table<'v>(&self, settings: &'v mut Value, name: &str) -> Option<(&[Field], &'v mut Vec<Value>)> {
        let (mut fields, mut value) = (&self.fields, settings);
        let mut keys = name.split('.').peekable();
        while let Some(key) = keys.next() {
            let field = fields.iter().find(|field| field.key == key)?;
            let object = value.as_object_mut()?;
            match &field.shape {
                Shape::Group(inner) => {
                    value = object.entry(key).or_insert_with(|| Value::Object(Map::new()));
                    fields = inner;
                }
                Shape::Rows(columns) if keys.peek().is_none() => {
                    let rows = object.entry(key).or_insert_with(|| Value::Array(Vec::new()));
                    return Some((columns, rows.as_array_mut()?));
                }
                _ => return None,
            }
        }
        None
    }

    /// Does something to the rows of a table. A place that is not there changes nothing.
    pub fn change_rows(&self, settings: &mut Value, name: &str, change: RowChange) {
        let Some((_, rows)) = self.table(settings, name) else { return };
        match change {
            RowChange::Add => rows.push(Value::Object(Map::new())),
            RowChange::Remove(at) if at < rows.len() => {
                rows.remove(at);
            }
            RowChange::Up(at) if at > 0 && at < rows.len() => rows.swap(at, at - 1),
            RowChange::Down(at) if at + 1 < rows.len() => rows.swap(at, at + 1),
            RowChange::Remove(_) | RowChange::Up(_) | RowChange::Down(_) => {}
        }
    }
}

impl Shape {
    /// What stands in a field of this shape for a value; empty for none. `beside` is the object that holds the value.
    pub(super) fn shown(&self, value: &Value, beside: &Value, words: Words<'_>, between: &str) -> String {
        match (self, value) {
            (_, Value::Null) => String::new(),
            (Self::Text { names: Some(names), .. }, Value::String(key)) => words.shown(*names, key, beside),
            (Self::Texts { names }, Value::Array(texts)) => {
                let shown = texts.iter().map(|text| match (names, text) {
                    (Some(names), Value::String(key)) => words.shown(*names, key, beside),
                    (_, Value::String(text)) => text.clone(),
                    (_, other) => other.to_string(),
                });
                shown.collect::<Vec<_>>().join(between)
            }
            (Self::YesNo, Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }
}

fn show(
    fields: &[Field],
    object: &Value,
    name: &str,
    between: &str,
    words: Words<'_>,
    shown: &mut BTreeMap<String, String>,
) {
    for field in fields {
        let (name, value) = (within(name, &field.key), &object[&field.key]);
        match &field.shape {
            Shape::Group(inner) => show(inner, value, &name, between, words, shown),
            Shape::Rows(columns) => {
                let rows = value.as_array().map_or(&[][..], Vec::as_slice);
                shown.insert(format!("{name}.count"), rows.len().to_string());
                for (at, row) in rows.iter().enumerate() {
                    // In a cell, a list is one line.
                    show(columns, row, &format!("{name}.{at}"), "; ", words, shown);
                }
            }
            shape => {
                shown.insert(name, shape.shown(value, object, words, between));
            }
        }
    }
}

/// The name of a field within another.
fn within(name: &str, key: &str) -> String {
    if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }
}

struct Reading<'a> {
    words: Words<'a>,
    tidy: bool,
    typed: &'a dyn Fn(&str) -> Option<String>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn object(&mut self, fields: &[Field], name: &str) -> Map<String, Value> {
        let mut object = Map::new();
        // What a service is called depends on the category beside it.
        let is_service = |field: &&Field| matches!(&field.shape, Shape::Text { names: Some(Names::Service), .. });
        let (services, others): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(is_service);
        for field in others.into_iter().chain(services) {
            let name = within(name, &field.key);
            match self.value(field, &name, &object) {
                Some(value) => {
                    object.insert(field.key.clone(), value);
                }
                None if field.required => self.fault(&name, FaultKind::Missing),
                None => {}
            }
        }
        object
    }

    fn value(&mut self, field: &Field, name: &str, beside: &Map<String, Value>) -> Option<Value> {
        match &field.shape {
            Shape::Group(fields) => {
                let before = self.faults.len();
                let object = self.object(fields, name);
                if object.is_empty() && !field.required {
                    // A group that is left out lacks nothing.
                    self.faults.truncate(before);
                    return None;
                }
                Some(Value::Object(object))
            }
            Shape::Rows(columns) => Some(Value::Array(self.rows(columns, name))),
            shape => {
                let text = cleaned((self.typed)(name).unwrap_or_default().trim());
                if text.is_empty() { None } else { Some(self.text(shape, name, &text, beside)) }
            }
        }
    }

    fn rows(&mut self, columns: &[Field], name: &str) -> Vec<Value> {
        let count = (self.typed)(&format!("{name}.count")).and_then(|count| count.trim().parse::<usize>().ok());
        let mut rows = Vec::new();
        for at in 0..count.unwrap_or_default().min(super::MOST_ROWS) {
            let before = self.faults.len();
            let row = self.object(columns, &format!("{name}.{at}"));
            if self.tidy && is_empty(&row) {
                self.faults.truncate(before);
            } else {
                // Named by where the row stands from now on.
                let (was, is) = (format!("{name}.{at}."), format!("{name}.{}.", rows.len()));
                for fault in &mut self.faults[before..] {
                    fault.field = fault.field.replacen(&was, &is, 1);
                }
                rows.push(Value::Object(row));
            }
        }
        rows
    }

    fn text(&mut self, shape: &Shape, name: &str, text: &str, beside: &Map<String, Value>) -> Value {
        let beside = Value::Object(beside.clone());
        match shape {
            Shape::Text { names, longest, address } => {
                let text = names.map_or_else(|| text.to_owned(), |names| self.key(name, names, text, &beside));
                if let Some(longest) = longest.filter(|longest| text.chars().count() as u64 > *longest) {
                    self.fault(name, FaultKind::TooLong(longest));
                } else if *address && !text.starts_with("https://") && !text.starts_with("http://") {
                    self.fault(name, FaultKind::NotAnAddress);
                }
                Value::String(text)
            }
            Shape::Texts { names } => {
                let parts = text.split(['\n', ';']).map(str::trim).filter(|part| !part.is_empty());
                let mut key =
                    |part: &str| names.map_or_else(|| part.to_owned(), |names| self.key(name, names, part, &beside));
                Value::Array(parts.map(|part| Value::String(key(part))).collect())
            }
            Shape::Number { whole, least, most, .. } => self.number(name, text, *whole, *least, *most),
            Shape::YesNo => match text {
                "yes" => Value::Bool(true),
                "no" => Value::Bool(false),
                _ => self.unread(name, text, FaultKind::NotAChoice),
            },
            Shape::Choice(choices) if choices.iter().any(|(value, _)| value == text) => Value::String(text.to_owned()),
            Shape::Choice(_) | Shape::Rows(_) | Shape::Group(_) => self.unread(name, text, FaultKind::NotAChoice),
        }
    }

    /// The key of something of the council's; what it does not have stays as it was typed, and is told.
    fn key(&mut self, name: &str, names: Names, typed: &str, beside: &Value) -> String {
        let key = self.words.key(names, typed, beside);
        if !self.words.has(names, &key, beside) {
            self.fault(name, FaultKind::Unknown(names));
        }
        key
    }

    fn number(&mut self, name: &str, text: &str, whole: bool, least: Option<f64>, most: Option<f64>) -> Value {
        let exact = text.parse::<i64>().ok().map(Number::from);
        let read = exact.clone().or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64));
        let Some(number) = read else { return self.unread(name, text, FaultKind::NotANumber) };
        let size = number.as_f64().unwrap_or_default();
        let kind = match (least, most) {
            _ if whole && exact.is_none() => FaultKind::NotWhole,
            (Some(least), _) if size < least => FaultKind::Below(least),
            (_, Some(most)) if size > most => FaultKind::Above(most),
            _ => return Value::Number(number),
        };
        self.unread(name, text, kind)
    }

    /// Stays as it was typed.
    fn unread(&mut self, name: &str, text: &str, kind: FaultKind) -> Value {
        self.fault(name, kind);
        Value::String(text.to_owned())
    }

    fn fault(&mut self, name: &str, kind: FaultKind) {
        self.faults.push(Fault { field: name.to_owned(), kind });
    }
}

/// Whether nothing was typed in a row.
fn is_empty(row: &Map<String, Value>) -> bool {
    row.values().all(|value| value.as_object().is_some_and(is_empty))
}
