//! The record of a case: what is known, and what happened when.

use serde::Serialize;

use crate::letter::{Labelled, Paint, Speech};
use crate::words::Words;
use crate::{Colour, Language, PressError, Reference};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Already written: `17 November 2026, 14:05`.
    pub date: String,
    pub author: String,
    /// Line breaks in it are kept.
    pub text: String,
}

/// The record of a case. Every text is printed as it stands; what is empty is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub language: Language,
    pub council: String,
    pub colour: Colour,
    pub reference: Reference,
    /// Printed at the top, and the document's name in lists and on tabs.
    pub title: String,
    /// A table of two columns: what it is, and how it is. Line breaks in values are kept.
    pub facts: Vec<Reference>,
    /// Stands over the entries, such as `Progress`. Needed when there are any.
    pub entries_heading: String,
    /// In the order in which they are printed.
    pub entries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Fact {
    label: String,
    value: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Happened {
    date: String,
    author: String,
    lines: Vec<String>,
}

/// A record as its template reads it.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    speech: Speech,
    paint: Paint,
    council: String,
    reference: Option<Labelled>,
    title: String,
    facts: Vec<Fact>,
    heading: String,
    entries: Vec<Happened>,
}

impl Record {
    pub(crate) fn sheet(&self, words: &mut Words<'_>) -> Result<Sheet, PressError> {
        let mut facts = Vec::with_capacity(self.facts.len());
        for fact in &self.facts {
            let Some(value) = words.paragraph("a fact", &fact.value)? else { continue };
            facts.push(Fact { label: words.narrow_needed("the label of a fact", &fact.label)?, value });
        }
        let mut entries = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let Some(lines) = words.paragraph("the text of an entry", &entry.text)? else { continue };
            let date = words.needed("the date of an entry", &entry.date)?;
            entries.push(Happened { date, author: words.line("the author of an entry", &entry.author)?, lines });
        }
        let heading = words.line("the heading of the entries", &self.entries_heading)?;
        if heading.is_empty() && !entries.is_empty() {
            return Err(PressError::Missing { field: "the heading of the entries" });
        }
        Ok(Sheet {
            speech: self.language.into(),
            paint: self.colour.into(),
            council: words.needed("the council's name", &self.council)?,
            reference: self.reference.sheet(words)?,
            title: words.needed("the title", &self.title)?,
            facts,
            heading,
            entries,
        })
    }
}
