//! Documents for paper and for keeping. What they look like is the crate `letters`; typesetting computes for a while, so it
//! happens off the threads that answer requests.

use std::sync::LazyLock;

use casework::text::Lang;
use letters::{Language, Letter, Press, PressError, Printed, Record};

/// Made when the first document is printed: fonts take memory that a program that prints nothing does not need.
static PRESS: LazyLock<Result<Press, PressError>> = LazyLock::new(Press::new);

/// Prints the record of a case as PDF.
///
/// # Errors
/// When a text is too long for print, or the press cannot be set up.
pub async fn record(record: Record) -> anyhow::Result<Printed> {
    tokio::task::spawn_blocking(move || press()?.record(&record).map_err(anyhow::Error::from)).await?
}

/// Prints a letter as PDF.
///
/// # Errors
/// As [`record`], and when the address has no room in an envelope's window.
pub async fn letter(letter: Letter) -> anyhow::Result<Printed> {
    tokio::task::spawn_blocking(move || press()?.letter(&letter).map_err(anyhow::Error::from)).await?
}

/// Prints letters into one PDF, each on sheets of its own.
///
/// # Errors
/// As [`letter`], about the first that cannot be printed.
pub async fn letters(letters: Vec<Letter>) -> anyhow::Result<Printed> {
    tokio::task::spawn_blocking(move || press()?.batch(&letters).map_err(anyhow::Error::from)).await?
}

fn press() -> anyhow::Result<&'static Press> {
    PRESS.as_ref().map_err(|error| anyhow::anyhow!("the press cannot be set up: {error}"))
}

#[must_use]
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::English,
        Lang::Cy => Language::Welsh,
    }
}
