//! What feeds bring in: people, committee meetings, works on the highway, figures of wards (R52, R60).
//!
//! A feed's plugin turns another system's format into [items](Item); what becomes of them is the council's matter. Two rules
//! are kept by type. A failure brings no items, so it cannot clear what was known. And a row that could not be read is not
//! a row that is gone: [`Reading::gone`] says what a complete reading removes.
//!
//! To add a kind of feed: its item here, its world in `plugins/wit`, its bindings in `plugin-host`.

mod committees;
mod facts;
mod highways;
mod people;

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use committees::{Meeting, MeetingStatus, Paper, PaperKind, Seat, compared_name};
pub use facts::{Fact, FactUnit};
pub use highways::{Position, Shape, Traffic, Work, WorkStatus};
pub use people::{Capacity, Person};

/// Something that a feed brings.
pub trait Item {
    /// What the source calls it for good.
    fn key(&self) -> &str;
}

/// Where a feed is to read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Ask the other system, beginning after this cursor; none means from the beginning.
    Pull(Option<Cursor>),
    /// This came from the other system. Its sender has been verified.
    Push(Message),
    /// Read this file, beginning after this cursor.
    File(Upload, Option<Cursor>),
}

/// How far a feed has read, as its plugin wrote it down; at most 4 KiB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub Vec<u8>);

/// Something that another system sent, without the envelope of the service that delivered it. At most 1 MiB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Without parameters; empty if the sender did not say.
    pub media_type: String,
    pub body: Vec<u8>,
}

/// A file that somebody uploaded, at most 16 MiB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Without folders.
    pub name: String,
    pub media_type: String,
    pub content: Vec<u8>,
}

/// What a feed is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub source: Source,
    /// The day on which it is asked.
    pub today: NaiveDate,
}

/// What a feed has read, or one part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    pub content: Content<T>,
    /// Where the next pull, or the next part, begins.
    pub next: Option<Cursor>,
    /// Whether it goes on: read again at once, with `next`. Nothing counts before the last part has come.
    pub more: bool,
    /// Rows that could not be read.
    pub skipped: Vec<Skipped>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content<T> {
    /// All that there are.
    Complete(Vec<T>),
    /// Only what is different.
    Changes { changed: Vec<T>, removed: Vec<String> },
}

/// A row of the source that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Counted from 1, as a person counts.
    pub row: u32,
    /// Of the item that it would have been, if that was readable.
    pub key: Option<String>,
    /// What is wrong, and what to do about it: plain sentences for the admin.
    pub what: String,
    pub remedy: String,
}

/// Why a feed brought nothing. What was known stays known. The texts are for the admin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Begin again from the beginning.
    #[error("the place where the last reading ended is not known any more")]
    CursorUnknown,
    #[error("this plugin does not read what it was given")]
    NotThisWay,
    /// Trouble that may pass.
    #[error("{why}")]
    Unavailable { why: String, retry_after: Option<Duration> },
    /// The other system refuses us.
    #[error("{0}")]
    NotAllowed(String),
    /// It is not the format that the plugin reads, or was cut short.
    #[error("{0}")]
    Unreadable(String),
    /// It does not fit the plugin's settings.
    #[error("{0}")]
    WrongSettings(String),
}

impl FeedError {
    /// A short name for logs and figures.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CursorUnknown => "cursor-unknown",
            Self::NotThisWay => "not-this-way",
            Self::Unavailable { .. } => "unavailable",
            Self::NotAllowed(_) => "not-allowed",
            Self::Unreadable(_) => "unreadable",
            Self::WrongSettings(_) => "wrong-settings",
        }
    }
}

impl<T: Item> Reading<T> {
    /// Which of the `known` keys are gone by this reading, the only or the joined one. A row that could not be read keeps what
    /// was known under its key, and as long as such a row's key is not known either, nothing is gone.
    pub fn gone<'k>(&self, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
        let here: BTreeSet<&str> = match &self.content {
            Content::Changes { removed, .. } => {
                let removed: BTreeSet<_> = removed.iter().map(String::as_str).collect();
                return known.into_iter().filter(|key| removed.contains(key)).collect();
            }
            Content::Complete(items) => items.iter().map(Item::key).collect(),
        };
        let unread: Option<BTreeSet<&str>> = self.skipped.iter().map(|row| row.key.as_deref()).collect();
        let Some(unread) = unread else { return Vec::new() };
        known.into_iter().filter(|key| !here.contains(key) && !unread.contains(key)).collect()
    }

    /// This part and the next one as one reading. None if they do not go together: one says that it is complete and the other
    /// that it is not.
    #[must_use]
    pub fn joined(mut self, next: Self) -> Option<Self> {
        match (&mut self.content, next.content) {
            (Content::Complete(items), Content::Complete(more)) => items.extend(more),
            (Content::Changes { changed, removed }, Content::Changes { changed: more, removed: gone }) => {
                changed.extend(more);
                removed.extend(gone);
            }
            _ => return None,
        }
        self.skipped.extend(next.skipped);
        Some(Self { next: next.next, more: next.more, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Thing(&'static str);

    impl Item for Thing {
        fn key(&self) -> &str {
            self.0
        }
    }

    fn reading(content: Content<Thing>, unread: &[Option<&str>]) -> Reading<Thing> {
        let skipped = |key: &Option<&str>| Skipped {
            row: 1,
            key: key.map(str::to_owned),
            what: "It is unreadable.".to_owned(),
            remedy: "Write it again.".to_owned(),
        };
        Reading { content, next: None, more: false, skipped: unread.iter().map(skipped).collect() }
    }

    #[test]
    fn what_is_not_in_a_complete_reading_is_gone() {
        let all = Content::Complete(vec![Thing("a")]);
        assert_eq!(reading(all.clone(), &[]).gone(["a", "b", "c"]), ["b", "c"]);
        assert_eq!(reading(all.clone(), &[Some("b")]).gone(["a", "b", "c"]), ["c"]);
        assert_eq!(reading(all, &[Some("b"), None]).gone(["a", "b", "c"]), [""; 0]);
    }

    #[test]
    fn of_changes_only_what_they_name_is_gone() {
        let changes = Content::Changes { changed: vec![Thing("a")], removed: vec!["b".to_owned(), "z".to_owned()] };
        assert_eq!(reading(changes, &[None]).gone(["a", "b", "c"]), ["b"]);
    }

    #[test]
    fn parts_become_one_reading_if_they_are_of_one_sort() {
        let complete =
            |keys: &[&'static str]| reading(Content::Complete(keys.iter().copied().map(Thing).collect()), &[None]);
        let joined = complete(&["a"]).joined(complete(&["b"])).expect("they go together");
        assert_eq!(joined.content, Content::Complete(vec![Thing("a"), Thing("b")]));
        assert_eq!(joined.skipped.len(), 2);
        let changes = reading(Content::Changes { changed: Vec::new(), removed: Vec::new() }, &[]);
        assert_eq!(complete(&["a"]).joined(changes), None);
    }
}
