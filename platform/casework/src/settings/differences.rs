//! What two settings of a plugin differ in, in the council's words.

use std::collections::BTreeMap;

use serde_json::Value;

use super::schema::{Field, Schema, Shape};
use super::words::Words;
use crate::text::Text;

/// One thing that is set in another way.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Titles from the outside in: of a field in a group, also the group's.
    pub titles: Vec<Text>,
    /// What stands there before and after, as people see it. Of a table: rows that go, and rows that come.
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// The same rows in another order.
    pub reordered: bool,
}

impl Schema {
    /// Everything that is different from one settings to the other.
    pub fn differences(&self, before: &Value, after: &Value, words: Words<'_>) -> Vec<Difference> {
        let mut found = Vec::new();
        differ(&self.fields, before, after, &[], words, &mut found);
        found
    }
}

fn differ(
    fields: &[Field],
    before: &Value,
    after: &Value,
    titles: &[Text],
    words: Words<'_>,
    found: &mut Vec<Difference>,
) {
    for field in fields {
        let (was, is) = (&before[&field.key], &after[&field.key]);
        if was == is {
            continue;
        }
        let titles = [titles, std::slice::from_ref(&field.title)].concat();
        let one = |value: &Value, beside: &Value| {
            let text = field.shape.shown(value, beside, words, "; ");
            if text.is_empty() { Vec::new() } else { vec![text] }
        };
        match &field.shape {
            Shape::Group(inner) => differ(inner, was, is, &titles, words, found),
            Shape::Rows(columns) => {
                let (was, is) = (lines(columns, was, words), lines(columns, is, words));
                let (goes, comes) = (without(&was, &is), without(&is, &was));
                let reordered = goes.is_empty() && comes.is_empty();
                found.push(Difference { titles, before: goes, after: comes, reordered });
            }
            _ => found.push(Difference { titles, before: one(was, before), after: one(is, after), reordered: false }),
        }
    }
}

/// Each row as one line.
fn lines(columns: &[Field], rows: &Value, words: Words<'_>) -> Vec<String> {
    let narrow = Schema { fields: columns.to_vec() };
    let line = |row: &Value| {
        let shown = narrow.shown(row, words);
        let cells = order(columns, "").into_iter().filter_map(|name| shown.get(&name).filter(|text| !text.is_empty()));
        cells.map(String::as_str).collect::<Vec<_>>().join(" · ")
    };
    rows.as_array().into_iter().flatten().map(line).collect()
}

/// The names of the fields in their order.
fn order(fields: &[Field], within: &str) -> Vec<String> {
    let mut names = Vec::new();
    for field in fields {
        let name = if within.is_empty() { field.key.clone() } else { format!("{within}.{}", field.key) };
        match &field.shape {
            Shape::Group(inner) => names.append(&mut order(inner, &name)),
            _ => names.push(name),
        }
    }
    names
}

/// The lines of one that the other has not, each as often as it is missing.
fn without(these: &[String], those: &[String]) -> Vec<String> {
    let mut left = BTreeMap::<&str, usize>::new();
    for line in those {
        *left.entry(line).or_default() += 1;
    }
    let missing = these.iter().filter(|line| match left.get_mut(line.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    missing.cloned().collect()
}
