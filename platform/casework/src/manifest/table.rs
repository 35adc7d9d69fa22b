//! Reading a TOML table key by key, so that every mistake in it is found and told with its line.
//!
//! A reader asks for each key it knows and then calls [`Table::finish`], which reports the keys that nobody asked for.
//! Each question reports its own problem and answers `None`; the reader goes on to the next key before it gives up.

use std::{
    cell::{Cell, RefCell},
    ops::RangeInclusive,
};

use chrono::NaiveDate;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    file::{At, File},
    json::table_to_json,
    suggest::{instead_of, nearest},
};
use crate::text::Text;

/// A table, and what to call it in a message.
pub(super) struct Table<'a> {
    pub(super) file: &'a File<'a>,
    /// Where it begins.
    pub(super) at: usize,
    what: String,
    entries: &'a DeTable<'a>,
    asked: RefCell<Vec<&'static str>>,
    everything: Cell<bool>,
}

impl<'a> Table<'a> {
    pub(super) fn new(file: &'a File<'a>, what: impl Into<String>, entries: &'a DeTable<'a>, at: usize) -> Self {
        Self { file, at, what: what.into(), entries, asked: RefCell::default(), everything: Cell::default() }
    }

    /// The value as it stands in the file.
    pub(super) fn raw(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.entries.get(key)
    }

    fn required<T>(&self, key: &'static str, found: Option<T>) -> Option<T> {
        if found.is_none() && !self.entries.contains_key(key) {
            self.file.problem(self.at, format!("{} has no `{key}`", self.what), format!("Add `{key} = …`"));
        }
        found
    }

    fn wrong(&self, at: usize, key: &str, expected: &str) {
        self.file.problem(at, format!("`{key}` must be {expected}"), "Write it so");
    }

    pub(super) fn opt_text(&self, key: &'static str) -> Option<At<String>> {
        let value = self.raw(key)?;
        let text = self.as_text(key, value)?;
        Some(At { value: text, at: value.span().start })
    }

    pub(super) fn text(&self, key: &'static str) -> Option<At<String>> {
        self.required(key, self.opt_text(key))
    }

    fn as_text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let at = value.span().start;
        match value.get_ref().as_str().map(str::trim) {
            None => self.wrong(at, key, "text in quotes"),
            Some("") => self.file.problem(at, format!("`{key}` is empty"), "Write something, or remove the line"),
            Some(text) => return Some(text.to_owned()),
        }
        None
    }

    /// A name for use in other files: small letters, digits and dashes.
    pub(super) fn key(&self, key: &'static str) -> Option<At<String>> {
        let found = self.text(key)?;
        if is_key(&found.value) {
            return Some(found);
        }
        let message = format!("`{}` cannot be a key", found.value);
        self.file.problem(found.at, message, "Use small letters, digits and dashes, starting with a letter");
        None
    }

    /// Words for people: a string, or a table of languages.
    pub(super) fn opt_words(&self, key: &'static str) -> Option<Text> {
        let value = self.raw(key)?;
        match value.get_ref() {
            DeValue::Table(languages) => {
                let table = Table::new(self.file, format!("`{key}`"), languages, value.span().start);
                let (en, cy) = (table.text("en"), table.opt_text("cy"));
                table.finish();
                Some(Text { en: en?.value, cy: cy.map(|cy| cy.value) })
            }
            _ => Some(Text { en: self.as_text(key, value)?, cy: None }),
        }
    }

    pub(super) fn words(&self, key: &'static str) -> Option<Text> {
        self.required(key, self.opt_words(key))
    }

    pub(super) fn opt_number(&self, key: &'static str, range: RangeInclusive<u32>) -> Option<u32> {
        let value = self.raw(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|digits| i64::from_str_radix(digits.as_str(), digits.radix()).ok())
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| range.contains(number));
        if number.is_none() {
            let expected = format!("a whole number from {} to {}", range.start(), range.end());
            self.wrong(value.span().start, key, &expected);
        }
        number
    }

    pub(super) fn number(&self, key: &'static str, range: RangeInclusive<u32>) -> Option<u32> {
        self.required(key, self.opt_number(key, range))
    }

    /// `false` when it is not there.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.raw(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(value.span().start, key, "true or false");
            false
        })
    }

    /// One of a list of words.
    pub(super) fn opt_choice<T: Copy>(&self, key: &'static str, choices: &[(&'static str, T)]) -> Option<At<T>> {
        let word = self.opt_text(key)?;
        choose(self.file, &word, key, choices)
    }

    pub(super) fn choice<T: Copy>(&self, key: &'static str, choices: &[(&'static str, T)]) -> Option<At<T>> {
        self.required(key, self.opt_choice(key, choices))
    }

    fn items(&self, key: &'static str) -> &'a [Spanned<DeValue<'a>>] {
        let Some(value) = self.raw(key) else { return &[] };
        match value.get_ref() {
            DeValue::Array(items) => items,
            _ => {
                self.wrong(value.span().start, key, "a list in square brackets");
                &[]
            }
        }
    }

    /// A list of texts; empty when it is not there.
    pub(super) fn texts(&self, key: &'static str) -> Vec<At<String>> {
        self.items(key)
            .iter()
            .filter_map(|item| Some(At { value: self.as_text(key, item)?, at: item.span().start }))
            .collect()
    }

    /// A list of one-of-a-list words; `None` when one of them is wrong. Empty when it is not there.
    pub(super) fn choices<T: Copy>(&self, key: &'static str, choices: &[(&'static str, T)]) -> Option<Vec<At<T>>> {
        let chosen: Vec<Option<At<T>>> =
            self.texts(key).iter().map(|word| choose(self.file, word, key, choices)).collect();
        chosen.into_iter().collect()
    }

    /// A list of dates such as 2026-12-29, with or without quotes.
    pub(super) fn dates(&self, key: &'static str) -> Vec<NaiveDate> {
        let read = |item: &Spanned<DeValue<'_>>| {
            let date = match item.get_ref() {
                DeValue::Datetime(date) => date.to_string().parse().ok(),
                other => other.as_str().and_then(|text| text.parse().ok()),
            };
            if date.is_none() {
                self.wrong(item.span().start, key, "a list of dates such as 2026-12-29");
            }
            date
        };
        self.items(key).iter().filter_map(read).collect()
    }

    pub(super) fn opt_table(&self, key: &'static str) -> Option<Table<'a>> {
        let value = self.raw(key)?;
        let at = value.span().start;
        match value.get_ref() {
            DeValue::Table(entries) => Some(Table::new(self.file, format!("[{key}]"), entries, at)),
            _ => {
                self.wrong(at, key, &format!("a table, which begins with [{key}]"));
                None
            }
        }
    }

    pub(super) fn table(&self, key: &'static str) -> Option<Table<'a>> {
        let found = self.opt_table(key);
        if found.is_none() && !self.entries.contains_key(key) {
            self.file.problem(self.at, format!("{} has no [{key}]", self.what), format!("Add a table [{key}]"));
        }
        found
    }

    /// A list of tables, each of which begins with `[[key]]`; empty when there is none.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'a>> {
        let read = |item: &'a Spanned<DeValue<'a>>| match item.get_ref() {
            DeValue::Table(entries) => Some(Table::new(self.file, format!("this `{key}`"), entries, item.span().start)),
            _ => {
                self.wrong(item.span().start, key, &format!("tables, each of which begins with [[{key}]]"));
                None
            }
        };
        self.items(key).iter().filter_map(read).collect()
    }

    /// The whole table as JSON, whatever its keys.
    pub(super) fn all(&self) -> serde_json::Value {
        self.everything.set(true);
        table_to_json(self.entries)
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(&self) {
        if self.everything.get() {
            return;
        }
        let asked = self.asked.borrow();
        for key in self.entries.keys().filter(|key| !asked.contains(&key.get_ref().as_ref())) {
            let typed = key.get_ref();
            let unused = asked.iter().copied().filter(|known| !self.entries.contains_key(*known));
            let remedy = match nearest(typed, unused) {
                Some(word) => format!("Did you mean `{word}`?"),
                None => format!("Remove it; known here: {}", asked.join(", ")),
            };
            self.file.problem(key.span().start, format!("{} has an unknown key `{typed}`", self.what), remedy);
        }
    }
}

fn choose<T: Copy>(file: &File<'_>, word: &At<String>, key: &str, choices: &[(&'static str, T)]) -> Option<At<T>> {
    let found = choices.iter().find(|(name, _)| *name == word.value);
    if found.is_none() {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        file.problem(word.at, format!("`{}` is not a choice for `{key}`", word.value), instead_of(&word.value, &names));
    }
    found.map(|(_, choice)| At { value: *choice, at: word.at })
}

/// Whether text can be a key: it appears in addresses and in other files.
pub(super) fn is_key(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
