//! From data to PDF.

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::{FAMILIES, Fonts};
use crate::letter::Speech;
use crate::words::Words;
use crate::{Letter, PressError, Record, Warning};

/// The most letters of one PDF. All of it is in memory at once.
pub const MAX_BATCH: usize = 500;
/// How many documents ago a result of typst must have been of use to be kept. It keeps some of everything it computed, and
/// would do so for ever.
const KEPT: usize = 3;
const CREATOR: &str = "Wardbook";

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub pdf: Vec<u8>,
    /// Of the whole document, empty ones included.
    pub pages: usize,
    /// What was printed differently, each once.
    pub warnings: Vec<Warning>,
}

/// Fonts and templates, ready for use. Build it once and share it between threads. Printing computes for some
/// milliseconds, so do it where that blocks nobody.
pub struct Press {
    library: LazyHash<Library>,
    fonts: Fonts,
    standards: PdfStandards,
    house: Source,
    letters: Source,
    record: Source,
    data: FileId,
}

/// What a template reads.
#[derive(Serialize)]
struct Data<T> {
    title: String,
    author: String,
    speech: Speech,
    families: [&'static str; FAMILIES.len()],
    sheets: Vec<T>,
}

impl Press {
    /// Reads the fonts and templates that are part of the program.
    ///
    /// # Errors
    /// [`PressError::Setup`], when the program was built wrongly.
    pub fn new() -> Result<Self, PressError> {
        // Headers for the rows of a table are said to be in development; a test reads them back.
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        let standards = PdfStandards::new(&[PdfStandard::Ua_1])
            .map_err(|error| PressError::Setup { reason: error.message().to_string() })?;
        Ok(Self {
            library: LazyHash::new(library),
            fonts: Fonts::load()?,
            standards,
            house: template("house.typ", include_str!("template/house.typ"))?,
            letters: template("letters.typ", include_str!("template/letters.typ"))?,
            record: template("record.typ", include_str!("template/record.typ"))?,
            data: file("data.json")?,
        })
    }

    /// Prints a letter.
    ///
    /// # Errors
    /// A [`PressError`] that names what is missing or too large.
    pub fn letter(&self, letter: &Letter) -> Result<Printed, PressError> {
        self.batch(std::slice::from_ref(letter))
    }

    /// Prints letters into one document, each on sheets of its own: when it is printed on both sides, every letter begins
    /// on a front. Pages are counted in each letter. The document is named after the first one.
    ///
    /// # Errors
    /// A [`PressError`] about the first letter that cannot be printed, or about there being too many or none.
    pub fn batch(&self, letters: &[Letter]) -> Result<Printed, PressError> {
        let Some(first) = letters.first() else { return Err(PressError::Missing { field: "a letter" }) };
        if letters.len() > MAX_BATCH {
            return Err(PressError::BatchTooLarge { letters: letters.len(), limit: MAX_BATCH });
        }
        let mut words = Words::new(&self.fonts);
        let data = Data {
            title: words.unbroken_needed("the title", &first.title)?,
            author: words.unbroken("the council's name", &first.sender.council)?,
            speech: first.language.into(),
            families: FAMILIES,
            sheets: letters.iter().map(|letter| letter.sheet(&mut words)).collect::<Result<_, _>>()?,
        };
        self.print(&self.letters, &data, words)
    }

    /// Prints the record of a case.
    ///
    /// # Errors
    /// A [`PressError`] that names what is missing or too large.
    pub fn record(&self, record: &Record) -> Result<Printed, PressError> {
        let mut words = Words::new(&self.fonts);
        let data = Data {
            title: words.unbroken_needed("the title", &record.title)?,
            author: words.unbroken("the council's name", &record.council)?,
            speech: record.language.into(),
            families: FAMILIES,
            sheets: vec![record.sheet(&mut words)?],
        };
        self.print(&self.record, &data, words)
    }

    fn print<T: Serialize>(&self, main: &Source, data: &Data<T>, words: Words<'_>) -> Result<Printed, PressError> {
        let data = serde_json::to_vec(data).map_err(|error| PressError::Typesetting { reason: error.to_string() })?;
        let desk = Desk { press: self, main, data: Bytes::new(data) };
        let printed = typst::compile::<PagedDocument>(&desk).output.and_then(|document| {
            let options = PdfOptions {
                creator: Smart::Custom(Some(CREATOR.to_owned())),
                standards: self.standards.clone(),
                ..PdfOptions::default()
            };
            Ok((typst_pdf::pdf(&document, &options)?, document.pages().len()))
        });
        comemo::evict(KEPT);
        let (pdf, pages) = printed.map_err(|mistakes| broken(&mistakes))?;
        Ok(Printed { pdf, pages, warnings: words.warnings() })
    }
}

/// What typst complains about, up to where it quotes what it found: that may be somebody's name, and errors are logged.
fn broken(mistakes: &[SourceDiagnostic]) -> PressError {
    let told =
        |mistake: &'_ SourceDiagnostic| mistake.message.split(['`', '"']).next().map(|said| said.trim().to_owned());
    let messages: Vec<String> = mistakes.iter().take(5).filter_map(told).collect();
    PressError::Typesetting { reason: messages.join("; ") }
}

fn file(name: &str) -> Result<FileId, PressError> {
    let path = VirtualPath::new(name).map_err(|error| PressError::Setup { reason: error.to_string() })?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn template(name: &str, text: &str) -> Result<Source, PressError> {
    Ok(Source::new(file(name)?, text.to_owned()))
}

/// All that typst sees of the world while it sets one document.
struct Desk<'a> {
    press: &'a Press,
    main: &'a Source,
    data: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [self.main, &self.press.house]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    /// No clock: what is dated says so in the data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
