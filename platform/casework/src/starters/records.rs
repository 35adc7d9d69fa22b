//! What a source has said of people so far.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Leaving;
use crate::feeds::{Content, Person, Reading};

/// One row of a source, as it was read last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub person: Person,
    /// The source does not have it any more.
    pub gone: bool,
    /// The last reading had two that say different things.
    pub twice: bool,
    /// Somebody said that it is to be left out.
    pub left_out: bool,
}

impl Record {
    /// Why whoever this is has no access now; none where they have, or will have.
    pub fn leaving(&self, today: NaiveDate) -> Option<Leaving> {
        if self.gone {
            Some(Leaving::Gone)
        } else if !self.person.active {
            Some(Leaving::Inactive)
        } else if self.person.ends.is_some_and(|last| last < today) {
            Some(Leaving::Ended)
        } else {
            None
        }
    }
}

/// Everybody whom a source has or had, by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records(pub BTreeMap<String, Record>);

impl Records {
    /// Brings them up to date. The order of the rows does not matter, and a row that could not be read changes nothing.
    pub fn read(&mut self, reading: &Reading<Person>) {
        let gone: Vec<String> =
            reading.gone(self.0.keys().map(String::as_str)).into_iter().map(str::to_owned).collect();
        let (rows, removed) = match &reading.content {
            Content::Complete(rows) => (rows, BTreeSet::new()),
            Content::Changes { changed, removed } => (changed, removed.iter().collect()),
        };
        let rows: Vec<Person> = rows.iter().map(least).collect();
        let mut by_key: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
        for row in &rows {
            let same = by_key.entry(&row.key).or_default();
            if !same.contains(&row) {
                same.push(row);
            }
        }
        for key in gone.iter().filter(|key| !by_key.contains_key(key.as_str())) {
            if let Some(record) = self.0.get_mut(key) {
                (record.gone, record.twice) = (true, false);
            }
        }
        for (key, rows) in by_key {
            let twice = rows.len() > 1 || removed.contains(&key.to_owned());
            let known = self.0.get(key);
            let left_out = known.is_some_and(|record| record.left_out);
            let record = match known {
                // What was known stays, until one of them is put right.
                Some(known) if twice => Record { twice, ..known.clone() },
                _ => Record { person: first(&rows), gone: false, twice, left_out },
            };
            self.0.insert(key.to_owned(), record);
        }
    }
}

/// What is needed of somebody. The rest is not kept: most whom a source names will never use Wardbook.
fn least(row: &Person) -> Person {
    Person { given_name: None, family_name: None, phone: None, job_title: None, manager: None, ..row.clone() }
}

/// One of several rows, whatever their order; none of them counts before somebody has chosen.
fn first(rows: &[&Person]) -> Person {
    let mut rows: Vec<Person> = rows.iter().map(|row| (*row).clone()).collect();
    rows.sort_by_cached_key(|row| format!("{row:?}"));
    rows.swap_remove(0)
}
