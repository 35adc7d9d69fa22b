//! Notes: whom one mentions, and how long its writer may still change it (R21).

use chrono::{DateTime, TimeDelta, Utc};

use crate::ids::PersonId;

/// How long after writing it a note can be changed by whoever wrote it. What it said before stays with it.
pub const CHANGE_WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Whether a note of this age may still be changed by `person`.
pub fn may_change(author: PersonId, written_at: DateTime<Utc>, person: PersonId, now: DateTime<Utc>) -> bool {
    author == person && now - written_at <= CHANGE_WINDOW
}

/// A mention that means nobody, or more than one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MentionError {
    /// Nobody of this name may read the note.
    #[error("nobody called “{word}” can read this")]
    Unknown { word: String },
    #[error("“{word}” could be {}", names.join(" or "))]
    Several { word: String, names: Vec<String> },
}

/// The people whom a text mentions, each once: `@Ada Lovelace`, or `@Ada` where only one of `people` has a name like that. An `@`
/// inside a word, as in an email address, mentions nobody.
///
/// # Errors
/// The first mention that cannot be understood: better to ask than to leave somebody untold.
pub fn mentioned(text: &str, people: &[(PersonId, String)]) -> Result<Vec<PersonId>, MentionError> {
    let mut found = Vec::new();
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let begins = letter == '@' && !before.is_alphanumeric() && !matches!(before, '.' | '_' | '-' | '+');
        before = letter;
        let rest = &text[at + letter.len_utf8()..];
        if begins && rest.starts_with(char::is_alphabetic) {
            let person = whom(rest, people)?;
            if !found.contains(&person) {
                found.push(person);
            }
        }
    }
    Ok(found)
}

fn whom(rest: &str, people: &[(PersonId, String)]) -> Result<PersonId, MentionError> {
    let whole = people.iter().filter(|(_, name)| begins_with(rest, name)).max_by_key(|(_, name)| name.len());
    if let Some((person, _)) = whole {
        return Ok(*person);
    }
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')).collect();
    let wanted = word.to_lowercase();
    let alike: Vec<_> =
        people.iter().filter(|(_, name)| name.split_whitespace().any(|part| part.to_lowercase() == wanted)).collect();
    match alike.as_slice() {
        [] => Err(MentionError::Unknown { word }),
        [(person, _)] => Ok(*person),
        several => Err(MentionError::Several { word, names: several.iter().map(|(_, name)| name.clone()).collect() }),
    }
}

/// Whether a text begins with a whole name, however its letters are written.
fn begins_with(text: &str, name: &str) -> bool {
    let mut letters = text.chars();
    let same = name.chars().all(|expected| {
        letters.next().is_some_and(|found| found == expected || found.to_lowercase().eq(expected.to_lowercase()))
    });
    same && !letters.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(n))
    }

    fn people() -> Vec<(PersonId, String)> {
        let names = ["Ada Lovelace", "Ada Lovelace-King", "Siân O'Neill", "Bob Lee", "Bob Ray"];
        (1..).map(person).zip(names.map(str::to_owned)).collect()
    }

    #[test]
    fn a_whole_name_or_the_only_one_like_it_mentions_somebody_once() {
        let said = |text: &str| mentioned(text, &people());
        assert_eq!(said("@Ada Lovelace, can you look?"), Ok(vec![person(1)]));
        assert_eq!(said("(@ada lovelace-king) please"), Ok(vec![person(2)]), "the longer name");
        assert_eq!(said("@Siân and @bob ray, and @O'Neill again"), Ok(vec![person(3), person(5)]));
        assert_eq!(said("Write to ada@council.example, £5 @ each, or a.@b"), Ok(vec![]));
    }

    #[test]
    fn a_mention_of_nobody_or_of_two_is_asked_about() {
        let said = |text: &str| mentioned(text, &people());
        assert_eq!(said("Ask @Grace first"), Err(MentionError::Unknown { word: "Grace".to_owned() }));
        let names = vec!["Bob Lee".to_owned(), "Bob Ray".to_owned()];
        assert_eq!(said("@Bob?"), Err(MentionError::Several { word: "Bob".to_owned(), names }));
        assert_eq!(said("@Bob Leeds"), said("@Bob?"), "a longer word is not the name");
    }

    #[test]
    fn only_who_wrote_it_changes_a_note_and_only_for_a_while() {
        let at = DateTime::UNIX_EPOCH;
        assert!(may_change(person(1), at, person(1), at + CHANGE_WINDOW));
        assert!(!may_change(person(1), at, person(1), at + CHANGE_WINDOW + TimeDelta::seconds(1)));
        assert!(!may_change(person(1), at, person(2), at));
    }
}
