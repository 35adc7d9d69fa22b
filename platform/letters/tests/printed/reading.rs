//! Reads a PDF back.

use std::fs;
use std::process::Command;

use letters::{Letter, Printed};

use crate::samples;

/// A printed document, with what poppler finds in it.
pub struct Paper {
    pub printed: Printed,
    pub words: Vec<Word>,
    size: (f64, f64),
}

/// A word and where it is, in millimetres from the top left corner of its page.
#[derive(Debug, Clone)]
pub struct Word {
    pub page: usize,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub text: String,
}

impl Paper {
    pub fn of(letter: &Letter) -> Self {
        Self::read(samples::press().letter(letter).unwrap())
    }

    pub fn read(printed: Printed) -> Self {
        let boxes = poppler("pdftotext", &["-bbox"], &printed.pdf);
        let (mut words, mut page, mut size) = (Vec::new(), 0, (0.0, 0.0));
        for line in boxes.lines().map(str::trim) {
            if line.starts_with("<page ") {
                page += 1;
                size = (number(line, "width"), number(line, "height"));
            } else if line.starts_with("<word ") {
                let (_, rest) = line.split_once('>').unwrap();
                words.push(Word {
                    page,
                    left: number(line, "xMin"),
                    top: number(line, "yMin"),
                    right: number(line, "xMax"),
                    bottom: number(line, "yMax"),
                    text: rest.trim_end_matches("</word>").replace("&apos;", "'").replace("&amp;", "&"),
                });
            }
        }
        assert_eq!(page, printed.pages, "poppler finds as many pages as were printed");
        Self { printed, words, size }
    }

    pub fn width(&self) -> f64 {
        self.size.0
    }

    pub fn height(&self) -> f64 {
        self.size.1
    }

    /// The whole text, each run of white space one space.
    pub fn text(&self) -> String {
        flat(&poppler("pdftotext", &[], &self.printed.pdf))
    }

    pub fn page_text(&self, page: usize) -> String {
        let page = page.to_string();
        flat(&poppler("pdftotext", &["-f", &page, "-l", &page], &self.printed.pdf))
    }

    /// The tree of tags, as indented lines, with text in quotes.
    pub fn structure(&self) -> String {
        poppler("pdfinfo", &["-struct-text"], &self.printed.pdf)
    }

    pub fn info(&self) -> String {
        poppler("pdfinfo", &[], &self.printed.pdf)
    }

    pub fn metadata(&self) -> String {
        poppler("pdfinfo", &["-meta"], &self.printed.pdf)
    }

    /// Whether these bytes are in the file as they stand.
    pub fn has(&self, bytes: &str) -> bool {
        self.printed.pdf.windows(bytes.len()).any(|window| window == bytes.as_bytes())
    }

    pub fn on(&self, page: usize) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(move |word| word.page == page)
    }

    /// The words that are as high as the highest of a page, from left to right.
    pub fn line_at_top(&self, page: usize) -> String {
        let top = self.on(page).map(|word| word.top).fold(f64::MAX, f64::min);
        let mut line: Vec<&Word> = self.on(page).filter(|word| word.top - top < 1.0).collect();
        line.sort_by(|one, other| one.left.total_cmp(&other.left));
        line.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Where a word is that occurs once.
    pub fn find(&self, text: &str) -> &Word {
        let mut found = self.words.iter().filter(|word| word.text == text);
        let first = found.next().unwrap_or_else(|| panic!("{text:?} is not there"));
        assert!(found.next().is_none(), "{text:?} is there more than once");
        first
    }
}

fn number(line: &str, name: &str) -> f64 {
    const MILLIMETRES: f64 = 25.4 / 72.0;
    let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
    rest.split('"').next().unwrap().parse::<f64>().unwrap() * MILLIMETRES
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Complaints that are mistakes of poppler: an older one knows neither that `Suspects` is true or false, nor that each side
/// of a cell may have a colour of its own; and an empty page is no fault.
const MISTAKEN: [&str; 3] = ["Suspects object", "Attribute BorderColor", "no word list"];

fn poppler(program: &str, options: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printed.pdf");
    fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(options).arg(&path);
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}; scripts/setup installs it"));
    let complaints = String::from_utf8_lossy(&output.stderr);
    let odd = |line: &&str| !line.is_empty() && !MISTAKEN.iter().any(|known| line.contains(known));
    assert!(output.status.success() && !complaints.lines().any(|line| odd(&line)), "{program}: {complaints}");
    // The names of headings in a tree of tags are not always UTF-8.
    String::from_utf8_lossy(&output.stdout).into_owned()
}
