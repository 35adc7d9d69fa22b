//! Reading a council's settings so that every mistake is reported at once, each with its path and a remedy.
//!
//! A reader never fails: where a value is missing or of the wrong type it notes the problem and gives an empty
//! one, and the plugin goes on to find the next mistake. What a plugin returns after a problem is thrown away.
//! Keys that the plugin never asked for are problems too, with a guess at what was meant; therefore ask for
//! every key, always, even where an earlier one decides that it does not matter.

use core::cell::RefCell;
use core::ops::RangeInclusive;
use std::rc::Rc;

use serde_json::{Map, Value};

pub use crate::bindings::types::Problem;

/// The contract's limit on problems; further ones are dropped.
const MOST_PROBLEMS: usize = 100;

/// The settings as a whole.
pub type Settings<'a> = Fields<'a>;

/// Parses `text` and hands it to `check`; gives what that returns, or all problems.
///
/// # Errors
/// Every problem found: the text is not JSON, is not an object, or `check` met problems in it.
pub fn read<T>(text: &str, check: impl FnOnce(&Settings<'_>) -> T) -> Result<T, Vec<Problem>> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        vec![Problem {
            path: "$".to_owned(),
            message: format!("The settings are not JSON: {error}."),
            remedy: "Send the settings as one JSON object.".to_owned(),
        }]
    })?;
    let found = Rc::new(RefCell::new(Vec::new()));
    let result = check(&Fields::of("$".to_owned(), &value, &found));
    let mut problems = found.take();
    problems.truncate(MOST_PROBLEMS);
    if problems.is_empty() { Ok(result) } else { Err(problems) }
}

/// One object in the settings.
pub struct Fields<'a> {
    path: String,
    /// None when there is no object here; that has been reported, and nothing inside it is.
    values: Option<&'a Map<String, Value>>,
    asked: RefCell<Vec<&'static str>>,
    problems: Rc<RefCell<Vec<Problem>>>,
}

impl<'a> Fields<'a> {
    fn of(path: String, value: &'a Value, problems: &Rc<RefCell<Vec<Problem>>>) -> Self {
        let fields =
            Fields { path, values: value.as_object(), asked: RefCell::default(), problems: Rc::clone(problems) };
        if fields.values.is_none() {
            let path = fields.path.clone();
            fields.note(path, format!("Here is {}, not a table.", kind(value)), "Write key = value pairs.".to_owned());
        }
        fields
    }

    fn nothing(&self, key: &str) -> Self {
        let path = self.path_of(key);
        Fields { path, values: None, asked: RefCell::default(), problems: Rc::clone(&self.problems) }
    }

    /// A text that must be there and must not be empty.
    pub fn text(&self, key: &'static str) -> &'a str {
        self.required(key, "text").map_or("", |value| self.as_text(self.path_of(key), value))
    }

    /// A text that may be left out, but must not be empty when it is there.
    pub fn optional_text(&self, key: &'static str) -> Option<&'a str> {
        self.optional(key).map(|value| self.as_text(self.path_of(key), value))
    }

    /// An address of the web that must be there.
    pub fn address(&self, key: &'static str) -> &'a str {
        self.required(key, "an address").map_or("", |value| self.as_address(key, value))
    }

    /// An address of the web that may be left out.
    pub fn optional_address(&self, key: &'static str) -> Option<&'a str> {
        self.optional(key).map(|value| self.as_address(key, value))
    }

    /// A list of addresses of the web; no list is an empty one.
    pub fn addresses(&self, key: &'static str) -> Vec<&'a str> {
        let list = self.optional(key).and_then(|value| self.as_list(key, value)).unwrap_or_default();
        list.iter().enumerate().map(|(i, value)| self.as_address(&format!("{key}[{i}]"), value)).collect()
    }

    /// A list of texts, none of them empty; no list is an empty one.
    pub fn texts(&self, key: &'static str) -> Vec<&'a str> {
        let list = self.optional(key).and_then(|value| self.as_list(key, value)).unwrap_or_default();
        list.iter().enumerate().map(|(i, value)| self.as_text(format!("{}[{i}]", self.path_of(key)), value)).collect()
    }

    /// A whole number within `range` that must be there.
    pub fn whole(&self, key: &'static str, range: RangeInclusive<u16>) -> u16 {
        self.required(key, "a whole number").map_or(0, |value| self.as_whole(key, value, &range))
    }

    /// A whole number within `range` that may be left out.
    pub fn optional_whole(&self, key: &'static str, range: RangeInclusive<u16>) -> Option<u16> {
        self.optional(key).map(|value| self.as_whole(key, value, &range))
    }

    /// `true` or `false`, or left out.
    pub fn optional_flag(&self, key: &'static str) -> Option<bool> {
        let value = self.optional(key)?;
        if value.as_bool().is_none() {
            self.problem(
                key,
                format!("Here is {}, not true or false.", kind(value)),
                "Write true or false, without quotes.",
            );
        }
        value.as_bool()
    }

    /// An object that must be there.
    pub fn fields(&self, key: &'static str) -> Fields<'a> {
        match self.required(key, "a table") {
            Some(value) => Fields::of(self.path_of(key), value, &self.problems),
            None => self.nothing(key),
        }
    }

    /// An object that may be left out.
    pub fn optional_fields(&self, key: &'static str) -> Option<Fields<'a>> {
        self.optional(key).map(|value| Fields::of(self.path_of(key), value, &self.problems))
    }

    /// A list of objects that must be there and have at least one entry.
    pub fn list(&self, key: &'static str) -> Vec<Fields<'a>> {
        self.required(key, "a list").map(|value| self.entries(key, value)).unwrap_or_default()
    }

    /// A list of objects that may be left out, but must have at least one entry when it is there.
    pub fn optional_list(&self, key: &'static str) -> Vec<Fields<'a>> {
        self.optional(key).map(|value| self.entries(key, value)).unwrap_or_default()
    }

    fn entries(&self, key: &str, value: &'a Value) -> Vec<Fields<'a>> {
        let Some(list) = self.as_list(key, value) else { return Vec::new() };
        if list.is_empty() {
            self.problem(key, "The list is empty.", "Add at least one entry.");
        }
        list.iter()
            .enumerate()
            .map(|(i, value)| Fields::of(format!("{}[{i}]", self.path_of(key)), value, &self.problems))
            .collect()
    }

    /// Whether nothing at all stands in this object.
    pub fn is_empty(&self) -> bool {
        self.values.is_some_and(Map::is_empty)
    }

    /// Reports a mistake of the plugin's own finding in the value of `key`.
    pub fn problem(&self, key: &str, message: impl Into<String>, remedy: impl Into<String>) {
        self.note(self.path_of(key), message.into(), remedy.into());
    }

    /// Reports a mistake in this object as a whole.
    pub fn problem_here(&self, message: impl Into<String>, remedy: impl Into<String>) {
        self.note(self.path.clone(), message.into(), remedy.into());
    }

    fn optional(&self, key: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().push(key);
        self.values?.get(key)
    }

    fn required(&self, key: &'static str, what: &str) -> Option<&'a Value> {
        let value = self.optional(key);
        if value.is_none() && self.values.is_some() {
            self.problem(key, format!("“{key}” is missing."), format!("Add {key} = {what}."));
        }
        value
    }

    fn as_text(&self, path: String, value: &'a Value) -> &'a str {
        match value.as_str() {
            Some(text) if !text.trim().is_empty() => text,
            Some(_) => {
                self.note(
                    path,
                    "The text is empty.".to_owned(),
                    "Fill it in, or leave the key out if it may be.".to_owned(),
                );
                ""
            }
            None => {
                self.note(path, format!("Here is {}, not a text.", kind(value)), "Put the text in quotes.".to_owned());
                ""
            }
        }
    }

    fn as_address(&self, key: &str, value: &'a Value) -> &'a str {
        let address = self.as_text(self.path_of(key), value).trim();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        if !address.is_empty() && (!is_web || address.contains(char::is_whitespace)) {
            self.problem(key, "This is not an address of the web.", "Write the whole address, from https:// on.");
        }
        address
    }

    fn as_list(&self, key: &str, value: &'a Value) -> Option<&'a [Value]> {
        let list = value.as_array();
        if list.is_none() {
            self.problem(key, format!("Here is {}, not a list.", kind(value)), "Put the entries in [ ].");
        }
        list.map(Vec::as_slice)
    }

    fn as_whole(&self, key: &str, value: &Value, range: &RangeInclusive<u16>) -> u16 {
        let (from, to) = (range.start(), range.end());
        let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
        if let Some(number) = number.filter(|number| range.contains(number)) {
            return number;
        }
        let found = match value {
            Value::Number(number) => format!("Here is {number}, which is not a whole number from {from} to {to}."),
            other => format!("Here is {}, not a whole number.", kind(other)),
        };
        self.problem(key, found, format!("Write a whole number from {from} to {to}, without quotes."));
        0
    }

    fn path_of(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    fn note(&self, path: String, message: String, remedy: String) {
        self.problems.borrow_mut().push(Problem { path, message, remedy });
    }
}

/// Once the plugin has asked for all it knows, the rest is a mistake.
impl Drop for Fields<'_> {
    fn drop(&mut self) {
        let asked = self.asked.take();
        let Some(values) = self.values else { return };
        for key in values.keys().filter(|key| !asked.contains(&key.as_str())) {
            let remedy = match asked.iter().min_by_key(|known| distance(key, known)) {
                Some(known) if distance(key, known) <= 1 + key.len() / 4 => format!("Did you mean “{known}”?"),
                Some(_) => format!("Remove it. Known here: {}.", asked.join(", ")),
                None => "Remove it.".to_owned(),
            };
            self.problem(key, format!("“{key}” is not a setting of this plugin."), remedy);
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a table",
    }
}

/// How many letters have to be added, taken away or changed to turn one key into the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, counterpart) in other.iter().enumerate() {
            let change = diagonal + usize::from(letter != *counterpart);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, check: impl FnOnce(&Settings<'_>)) -> Vec<(String, String)> {
        read(text, check).expect_err("there are problems").into_iter().map(|p| (p.path, p.remedy)).collect()
    }

    #[test]
    fn every_mistake_is_reported_with_its_path() {
        let text = r#"{"rows": [{"group": "a"}, {"gruop": "b"}, {"group": 7}, 3], "days": 2.5}"#;
        let found = problems(text, |settings| {
            for row in settings.list("rows") {
                row.text("group");
            }
            settings.whole("days", 1..=250);
        });
        let expected = [
            ("$.rows[3]", "Write key = value pairs."),
            ("$.rows[1].group", "Add group = text."),
            ("$.rows[1].gruop", "Did you mean “group”?"),
            ("$.rows[2].group", "Put the text in quotes."),
            ("$.days", "Write a whole number from 1 to 250, without quotes."),
        ];
        assert_eq!(found, expected.map(|(path, remedy)| (path.to_owned(), remedy.to_owned())));
    }

    #[test]
    fn an_address_is_one_of_the_web() {
        let found =
            problems(r#"{"a": "example.org", "b": "ftp://example.org", "c": "https://example.org/x y"}"#, |settings| {
                settings.address("a");
                settings.optional_address("b");
                settings.optional_address("c");
                settings.optional_address("d");
            });
        assert_eq!(found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["$.a", "$.b", "$.c"]);
    }

    #[test]
    fn what_is_not_json_is_a_problem() {
        assert_eq!(problems("rows = []", |_| ())[0].0, "$");
    }

    #[test]
    fn a_missing_table_is_one_problem_and_not_many() {
        let found = problems("{}", |settings| {
            settings.fields("default").text("name");
        });
        assert_eq!(found, [("$.default".to_owned(), "Add default = a table.".to_owned())]);
    }

    #[test]
    fn good_settings_come_through() {
        let name = read(r#"{"name": "x", "on": true}"#, |settings| {
            assert_eq!(settings.optional_flag("on"), Some(true));
            settings.text("name").to_owned()
        });
        assert_eq!(name.ok().as_deref(), Some("x"));
    }
}
