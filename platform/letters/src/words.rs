//! Texts made fit for print.
//!
//! PDF/UA refuses a document with a character that no font has, so such a character becomes “?” and a [`Warning`]. What
//! nobody can see (control characters, marks that turn the direction of text, variation selectors) is left out, since in a
//! letter it could only mislead.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::Fonts;
use crate::{PressError, Warning};

/// Stands for a character that no font has.
const UNKNOWN: &str = "?";
/// Where a long word may be broken, without a hyphen: it may be an address on the web.
const MAY_BREAK: char = '\u{200b}';
/// The longest word, in characters, that is left alone: on a line of the whole page, and of a column.
const LONGEST_WORD: usize = 60;
const LONGEST_WORD_OF_A_COLUMN: usize = 26;
/// In a longer word, a line may at least break after so many.
const STRETCH: usize = 16;

/// The most characters of a short field, such as a name or the subject.
pub(crate) const MAX_SHORT: usize = 200;
/// The most characters of a paragraph, or of an entry.
pub(crate) const MAX_LONG: usize = 20_000;

/// The most characters of a letter or record, so that none keeps a processor for minutes; and what a paragraph counts for
/// beside its own, since empty space is printed too. It is about a hundred pages.
const MAX_SHEET: usize = 200_000;
const A_PARAGRAPH: usize = 50;

pub(crate) struct Words<'a> {
    pub(crate) fonts: &'a Fonts,
    /// How many characters this sheet may still have.
    left: usize,
    replaced: BTreeSet<String>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, left: MAX_SHEET, replaced: BTreeSet::new() }
    }

    /// Begins to count anew, for the next letter.
    pub(crate) fn begin(&mut self) {
        self.left = MAX_SHEET;
    }

    pub(crate) fn warnings(self) -> Vec<Warning> {
        self.replaced.into_iter().map(|character| Warning::Replaced { character }).collect()
    }

    /// A text of one line, which may be empty. Breaks in it become spaces.
    pub(crate) fn line(&mut self, field: &'static str, text: &str) -> Result<String, PressError> {
        limit(field, text, MAX_SHORT)?;
        Ok(breakable(&self.tidy(text), LONGEST_WORD))
    }

    /// A text of one line in a column of the page.
    pub(crate) fn narrow(&mut self, field: &'static str, text: &str) -> Result<String, PressError> {
        limit(field, text, MAX_SHORT)?;
        Ok(breakable(&self.tidy(text), LONGEST_WORD_OF_A_COLUMN))
    }

    /// The same, where it must say something.
    pub(crate) fn narrow_needed(&mut self, field: &'static str, text: &str) -> Result<String, PressError> {
        needed(field, self.narrow(field, text)?)
    }

    /// A text of one line whose words are never broken.
    pub(crate) fn unbroken(&mut self, field: &'static str, text: &str) -> Result<String, PressError> {
        limit(field, text, MAX_SHORT)?;
        Ok(self.tidy(text))
    }

    /// The same, where it must say something.
    pub(crate) fn unbroken_needed(&mut self, field: &'static str, text: &str) -> Result<String, PressError> {
        needed(field, self.unbroken(field, text)?)
    }

    /// A text of one line that must say something.
    pub(crate) fn needed(&mut self, field: &'static str, text: &str) -> Result<String, PressError> {
        needed(field, self.line(field, text)?)
    }

    /// Lines that say something; empty ones are left out.
    pub(crate) fn lines(
        &mut self,
        field: &'static str,
        lines: &[String],
        most: usize,
    ) -> Result<Vec<String>, PressError> {
        let lines = lines.iter().map(|line| self.narrow(field, line)).collect::<Result<Vec<_>, _>>()?;
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if lines.len() > most {
            return Err(PressError::TooManyLines { field, lines: lines.len(), limit: most });
        }
        Ok(lines)
    }

    /// A paragraph: its lines, where its author broke them. None when it says nothing.
    pub(crate) fn paragraph(&mut self, field: &'static str, text: &str) -> Result<Option<Vec<String>>, PressError> {
        let length = limit(field, text, MAX_LONG)?;
        let breaks = text.lines().count().max(1);
        self.left = self
            .left
            .checked_sub(length + breaks * A_PARAGRAPH)
            .ok_or(PressError::DocumentTooLong { limit: MAX_SHEET, paragraph: A_PARAGRAPH })?;
        let lines: Vec<String> =
            text.lines().map(|line| breakable(&self.tidy(line), LONGEST_WORD)).skip_while(String::is_empty).collect();
        let end = lines.iter().rposition(|line| !line.is_empty());
        Ok(end.map(|end| lines[..=end].to_vec()))
    }

    /// One line in composed form, its spaces single, without what cannot be seen or printed.
    fn tidy(&mut self, text: &str) -> String {
        let seen: String = text
            .nfc()
            .filter_map(|character| match character {
                '\u{a0}' | '\u{202f}' => Some('\u{a0}'),
                space if space.is_whitespace() => Some(' '),
                unseen if is_unseen(unseen) => None,
                other => Some(other),
            })
            .collect();
        let mut tidy = String::with_capacity(seen.len());
        for cluster in seen.graphemes(true) {
            match cluster {
                " " if tidy.is_empty() || tidy.ends_with(' ') => {}
                known if known == " " || (self.fonts.have(known) && !known.contains(is_private)) => {
                    tidy.push_str(known);
                }
                unknown => {
                    self.replaced.insert(unknown.to_owned());
                    tidy.push_str(UNKNOWN);
                }
            }
        }
        tidy.truncate(tidy.trim_end_matches(' ').len());
        tidy
    }
}

/// What means something else in every font, and nothing to a screen reader.
fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Control and format characters, and what stands for no character at all.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
        || u32::from(character) & 0xfffe == 0xfffe
}

fn needed(field: &'static str, line: String) -> Result<String, PressError> {
    if line.is_empty() { Err(PressError::Missing { field }) } else { Ok(line) }
}

fn limit(field: &'static str, text: &str, limit: usize) -> Result<usize, PressError> {
    let length = text.chars().count();
    if length > limit { Err(PressError::TooLong { field, length, limit }) } else { Ok(length) }
}

/// Lets words longer than this break, best after a dot or a slash, or before the sign in an e-mail address.
fn breakable(line: &str, longest: usize) -> String {
    let mut result = String::with_capacity(line.len());
    for (index, word) in line.split(' ').enumerate() {
        if index > 0 {
            result.push(' ');
        }
        if word.chars().count() <= longest {
            result.push_str(word);
            continue;
        }
        let mut since = 0;
        for cluster in word.graphemes(true) {
            if since >= STRETCH || (cluster == "@" && since > 0) {
                result.push(MAY_BREAK);
                since = 0;
            }
            result.push_str(cluster);
            since = if matches!(cluster, "." | "/" | "-" | "_") && since > 3 { STRETCH } else { since + 1 };
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> (String, Vec<Warning>) {
        let fonts = Fonts::load().unwrap();
        let mut words = Words::new(&fonts);
        let line = words.line("text", text).unwrap();
        (line, words.warnings())
    }

    #[test]
    fn welsh_letters_are_known_and_composed() {
        let (line, warnings) = tidied("w\u{302} ŷ Ŵ Ŷ â ê î ô û ï");
        assert_eq!((line.as_str(), warnings.len()), ("ŵ ŷ Ŵ Ŷ â ê î ô û ï", 0));
    }

    #[test]
    fn what_no_font_has_becomes_a_question_mark_and_a_warning() {
        let (line, warnings) = tidied("Thank you 👩‍👩‍👧 and 👋🏽!");
        assert_eq!(line.matches('?').count(), 4, "{line}");
        assert!(line.starts_with("Thank you ?") && line.ends_with("?!"), "{line}");
        assert!(warnings.iter().any(|warning| warning.to_string().contains('👩')), "{warnings:?}");
        assert_eq!(tidied("\u{e000}").0, "?", "a private character means something else in every font");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        let (line, warnings) = tidied(" a\u{202e}b\u{0}c\u{feff}\u{200b}\t\r\n  d\u{fe0f}\u{fffe} ");
        assert_eq!((line.as_str(), warnings.len()), ("abc d", 0));
    }

    #[test]
    fn only_very_long_words_may_be_broken() {
        let place = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
        assert_eq!(breakable(place, LONGEST_WORD), place);
        let address = breakable("democratic.services@a-long-name-of-a-council.gov.uk", LONGEST_WORD_OF_A_COLUMN);
        let parts: Vec<&str> = address.split(MAY_BREAK).collect();
        assert_eq!(parts, ["democratic.", "services", "@a-long-", "name-", "of-a-", "council.", "gov.uk"]);
        assert!(breakable(&"x".repeat(500), LONGEST_WORD).split(MAY_BREAK).all(|part| part.len() <= STRETCH));
    }

    #[test]
    fn a_paragraph_keeps_the_lines_of_its_author() {
        let fonts = Fonts::load().unwrap();
        let mut words = Words::new(&fonts);
        assert_eq!(words.paragraph("text", "\n \none\r\ntwo\n\n").unwrap().unwrap(), ["one", "two"]);
        assert_eq!(words.paragraph("text", " \n\t\u{200b}").unwrap(), None);
        let long = "x".repeat(MAX_LONG + 1);
        assert!(matches!(words.paragraph("text", &long), Err(PressError::TooLong { limit: MAX_LONG, .. })));
    }
}
