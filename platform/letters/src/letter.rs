//! A letter as data, and what of it is refused.

use serde::Serialize;

use crate::address::{self, Fitted};
use crate::words::Words;
use crate::{Colour, PressError};

/// The language of a document. It sets what the document says of itself, how a screen reader speaks it, and the few words
/// that the template adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Welsh,
}

/// A label with what it stands for, such as `Our reference` and `DCC-26-0142`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub label: String,
    pub value: String,
}

/// To whom an answer should go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyTo {
    pub name: String,
    /// Such as `Member Support Officer`; may be empty.
    pub role: String,
}

/// Who writes. What is empty is left out, but for the council's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    pub council: String,
    /// Up to 8.
    pub address: Vec<String>,
    pub phone: String,
    pub email: String,
    pub web: String,
    pub colour: Colour,
    pub reply_to: Option<ReplyTo>,
}

/// A part of what is said. What is empty is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Line breaks in it are kept.
    Paragraph(String),
    List(Vec<String>),
    /// A heading below the subject.
    Heading(String),
}

/// A letter. Every text is printed as it stands, and short ones (all but paragraphs and items of lists) have up to 200
/// characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub language: Language,
    pub sender: Letterhead,
    /// Name and address, up to [`MAX_LINES`](crate::MAX_LINES) lines.
    pub recipient: Vec<String>,
    /// Already written: `17 November 2026`.
    pub date: String,
    pub reference: Reference,
    pub subject: String,
    pub salutation: String,
    pub paragraphs: Vec<Block>,
    pub closing: String,
    /// Name, role and so on, up to 6 lines.
    pub signatory: Vec<String>,
    /// What the document is called in lists and on tabs. Not printed.
    pub title: String,
}

const MAX_SENDER_LINES: usize = 8;
const MAX_SIGNATORY_LINES: usize = 6;

/// Language as typst names it.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Speech {
    lang: &'static str,
    region: Option<&'static str>,
}

impl From<Language> for Speech {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self { lang: "en", region: Some("GB") },
            Language::Welsh => Self { lang: "cy", region: None },
        }
    }
}

/// A colour, and one in which text can be read.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Paint {
    bar: String,
    ink: String,
}

impl From<Colour> for Paint {
    fn from(colour: Colour) -> Self {
        Self { bar: colour.to_string(), ink: colour.ink().to_string() }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Labelled {
    pub(crate) label: String,
    pub(crate) value: String,
}

impl Reference {
    /// None when there is no value.
    pub(crate) fn sheet(&self, words: &mut Words<'_>) -> Result<Option<Labelled>, PressError> {
        const FIELD: &str = "the reference";
        let (label, value) = (words.line(FIELD, &self.label)?, words.line(FIELD, &self.value)?);
        Ok((!value.is_empty()).then_some(Labelled { label, value }))
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
enum Part {
    Paragraph { lines: Vec<String> },
    List { items: Vec<Vec<String>> },
    Heading { text: String },
}

/// A letter as its template reads it.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    pub(crate) speech: Speech,
    paint: Paint,
    pub(crate) council: String,
    address: Vec<String>,
    phone: String,
    email: String,
    web: String,
    reply_to: Vec<String>,
    recipient: Fitted,
    date: String,
    reference: Option<Labelled>,
    subject: String,
    salutation: String,
    parts: Vec<Part>,
    closing: String,
    signatory: Vec<String>,
}

impl Letter {
    pub(crate) fn sheet(&self, words: &mut Words<'_>) -> Result<Sheet, PressError> {
        words.begin();
        let sender = &self.sender;
        let reply_to = match &sender.reply_to {
            Some(who) => words.lines("whom to reply to", &[who.name.clone(), who.role.clone()], 2)?,
            None => Vec::new(),
        };
        let mut parts = Vec::with_capacity(self.paragraphs.len());
        for block in &self.paragraphs {
            parts.extend(block.part(words)?);
        }
        if parts.is_empty() {
            return Err(PressError::Missing { field: "what the letter says" });
        }
        Ok(Sheet {
            speech: self.language.into(),
            paint: sender.colour.into(),
            council: words.needed("the council's name", &sender.council)?,
            address: words.lines("the sender's address", &sender.address, MAX_SENDER_LINES)?,
            phone: words.narrow("the phone number", &sender.phone)?,
            email: words.narrow("the e-mail address", &sender.email)?,
            web: words.narrow("the web address", &sender.web)?,
            reply_to,
            recipient: address::fit(words, &self.recipient)?,
            date: words.line("the date", &self.date)?,
            reference: self.reference.sheet(words)?,
            subject: words.needed("the subject", &self.subject)?,
            salutation: words.line("the salutation", &self.salutation)?,
            parts,
            closing: words.line("the closing", &self.closing)?,
            signatory: words.lines("the signatory", &self.signatory, MAX_SIGNATORY_LINES)?,
        })
    }
}

impl Block {
    fn part(&self, words: &mut Words<'_>) -> Result<Option<Part>, PressError> {
        Ok(match self {
            Self::Paragraph(text) => words.paragraph("a paragraph", text)?.map(|lines| Part::Paragraph { lines }),
            Self::List(items) => {
                let mut full = Vec::with_capacity(items.len());
                for item in items {
                    full.extend(words.paragraph("an item of a list", item)?);
                }
                (!full.is_empty()).then_some(Part::List { items: full })
            }
            Self::Heading(text) => {
                let text = words.line("a heading", text)?;
                (!text.is_empty()).then_some(Part::Heading { text })
            }
        })
    }
}
