//! A council's words in each of its languages (R62).
//!
//! To add a language: a variant of [`Lang`], a field of [`Text`], and the exhaustive matches show the rest.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language that the platform's pages can be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Cy,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::Cy];

    /// The two-letter code, as in the `lang` attribute of a page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Cy => "cy",
        }
    }
}

/// What somebody typed, as it may be stored: Windows line ends become plain ones, and control characters, which nobody
/// types and a database refuses, are left out.
pub fn cleaned(typed: &str) -> String {
    typed.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Self, UnknownLang> {
        Self::ALL.into_iter().find(|lang| lang.as_str() == code).ok_or(UnknownLang)
    }
}

/// A language code that the platform does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected one of the languages: en, cy")]
pub struct UnknownLang;

/// Words that people read. English is always there; another language falls back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Text {
    pub en: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cy: Option<String>,
}

impl Text {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Cy => self.cy.as_deref().unwrap_or(&self.en),
        }
    }
}

impl From<&str> for Text {
    fn from(en: &str) -> Self {
        Self { en: en.to_owned(), cy: None }
    }
}

/// The two ways to write words down: a plain string (English), or a table of languages.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(String),
    Table { en: String, cy: Option<String> },
}

impl From<Written> for Text {
    fn from(written: Written) -> Self {
        match written {
            Written::Plain(en) => Self { en, cy: None },
            Written::Table { en, cy } => Self { en, cy },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_a_string_or_a_table_and_fall_back_to_english() {
        let plain: Text = serde_json::from_str("\"Potholes\"").unwrap();
        assert_eq!(plain.get(Lang::Cy), "Potholes");
        let both: Text = serde_json::from_str(r#"{"en": "Potholes", "cy": "Tyllau yn y ffordd"}"#).unwrap();
        assert_eq!(both.get(Lang::Cy), "Tyllau yn y ffordd");
        assert_eq!(serde_json::from_str::<Text>(&serde_json::to_string(&both).unwrap()).unwrap(), both);
    }
}
