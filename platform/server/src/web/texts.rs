//! The words of the interface, in English and Welsh, from Fluent files.

use std::borrow::Cow;

use casework::text::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

#[derive(RustEmbed)]
#[folder = "web/locales"]
pub(super) struct Locales;

pub struct Texts {
    en: FluentBundle<FluentResource>,
    cy: FluentBundle<FluentResource>,
}

#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    #[error("{file} does not parse: {mistakes}")]
    Parse { file: String, mistakes: String },
    #[error("{file} defines words that another file defines already: {mistakes}")]
    Twice { file: String, mistakes: String },
}

impl Texts {
    /// # Errors
    /// When an embedded locale file does not parse or repeats a key.
    pub fn new() -> Result<Self, TextsError> {
        Ok(Self { en: bundle("en-GB", "en/")?, cy: bundle("cy", "cy/")? })
    }

    /// The words of a key, `None` when the language does not have them (a test sees to it that both have all).
    #[must_use]
    pub fn find(&self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = match lang {
            Lang::En => &self.en,
            Lang::Cy => &self.cy,
        };
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let words = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        for error in errors {
            tracing::warn!(text.key = key, error = %error, "words lack an argument");
        }
        Some(words)
    }

    /// The words of a key; the key itself where there are none, which is ugly and visible but no failed page.
    #[must_use]
    pub fn get<'k>(&self, lang: Lang, key: &'k str, args: Option<&FluentArgs<'_>>) -> Cow<'k, str> {
        self.find(lang, key, args).map_or_else(
            || {
                tracing::error!(text.key = key, "no words for this key");
                Cow::Borrowed(key)
            },
            Cow::Owned,
        )
    }
}

fn bundle(language: &str, folder: &str) -> Result<FluentBundle<FluentResource>, TextsError> {
    let language: LanguageIdentifier = language.parse().expect("the platform's own language tags are well-formed");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The invisible marks around arguments confuse copying of references; neither language is written right to left.
    bundle.set_use_isolating(false);
    for file in Locales::iter().filter(|file| file.starts_with(folder)) {
        let Some(content) = Locales::get(&file) else { continue };
        let source = String::from_utf8_lossy(&content.data).into_owned();
        let resource = FluentResource::try_new(source).map_err(|(_, mistakes)| TextsError::Parse {
            file: file.to_string(),
            mistakes: mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        })?;
        bundle.add_resource(resource).map_err(|mistakes| TextsError::Twice {
            file: file.to_string(),
            mistakes: mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        })?;
    }
    Ok(bundle)
}
