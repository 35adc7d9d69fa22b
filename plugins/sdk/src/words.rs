//! Looking for words in what people wrote.

use std::borrow::Cow;

/// A text made ready for searching: lower case, words apart by one space, punctuation gone, a space at both
/// ends. Apostrophes vanish within a word, so that “can’t” and “cant” are the same.
pub struct Words {
    text: String,
    /// Where each word begins.
    begins: Vec<usize>,
}

impl Words {
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut words = String::from(" ");
        for text in texts {
            push_plain(&mut words, text);
            if !words.ends_with(' ') {
                words.push(' ');
            }
        }
        let begins = words.match_indices(' ').map(|(at, _)| at + 1).collect();
        Words { text: words, begins }
    }

    /// Whether a wanted word or phrase is here, as a whole or with a plural `s` or `es` at its end. One that
    /// ends with `*` also stands for all longer words: `flood*` finds “flooding”.
    pub fn contain(&self, wanted: &str) -> bool {
        let (wanted, beginning) = match wanted.strip_suffix('*') {
            Some(beginning) => (beginning, true),
            None => (wanted, false),
        };
        let first = wanted.as_bytes().first();
        self.begins.iter().any(|begin| {
            // Most words are told apart by their first letter.
            self.text.as_bytes().get(*begin) == first
                && self.text[*begin..]
                    .strip_prefix(wanted)
                    .is_some_and(|rest| beginning || ["", "s", "es"].iter().any(|end| ends_word(rest, end)))
        })
    }
}

fn ends_word(rest: &str, ending: &str) -> bool {
    rest.strip_prefix(ending).is_some_and(|rest| rest.starts_with(' '))
}

/// A wanted word from the settings, in the form that [`Words::contain`] takes. Empty if it has no letters.
pub fn wanted(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    let mut plain = String::new();
    push_plain(&mut plain, word);
    plain.truncate(plain.trim_end().len());
    if word.ends_with('*') && !plain.is_empty() {
        plain.push('*');
    }
    Cow::Owned(plain)
}

fn push_plain(words: &mut String, text: &str) {
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            words.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            words.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’') && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case_number_and_punctuation() {
        let text = Words::of(["Two deep POTHOLES, by the bus-stop!", "Can’t pass; flooding. Cafés shut"]);
        for found in ["pothole", "Bus stop", "can't", "flood*", "deep potholes", "café", "shut", "two", "stop cant"] {
            assert!(text.contain(&wanted(found)), "{found}");
        }
        for missing in ["pot", "hole", "flood", "us stop", "can", "x", "buses"] {
            assert!(!text.contain(&wanted(missing)), "{missing}");
        }
    }

    #[test]
    fn a_wanted_word_without_letters_is_empty() {
        assert_eq!(wanted(" –* "), "");
        assert_eq!(wanted("*"), "");
    }
}
