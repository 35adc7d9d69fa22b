//! Why something was not printed, and what was printed differently.

use thiserror::Error;

/// Why there is no PDF. All but the last two are about the data, and say what to change.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PressError {
    /// Something without which a document makes no sense, or would not be accessible.
    #[error("{field} is missing")]
    Missing { field: &'static str },
    #[error("{field} has {lines} lines; {limit} is the most")]
    TooManyLines { field: &'static str, lines: usize, limit: usize },
    /// Characters, as people count them.
    #[error("{field} has {length} characters; {limit} is the most")]
    TooLong { field: &'static str, length: usize, limit: usize },
    #[error("the document has more than {limit} characters, counting {paragraph} more for each paragraph")]
    DocumentTooLong { limit: usize, paragraph: usize },
    /// Some lines had to be broken because they are wider than the window, and there are too many now.
    #[error("the recipient's address needs {lines} lines in the envelope's window; {limit} is the most")]
    AddressTooLarge { lines: usize, limit: usize },
    #[error("{value:?} is not a colour; write it like #1a2b3c")]
    Colour { value: String },
    #[error("a batch has {letters} letters; {limit} is the most")]
    BatchTooLarge { letters: usize, limit: usize },
    /// The fonts or templates inside the program cannot be used: it was built wrongly.
    #[error("the press cannot be set up: {reason}")]
    Setup { reason: String },
    /// The data was accepted and still could not be printed: a mistake in this crate.
    #[error("the document could not be set: {reason}")]
    Typesetting { reason: String },
}

/// What was printed differently from what was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Warning {
    /// A character, with its accents, that none of the fonts has: an emoji, or a script of which we have no font.
    #[error("no font has {character:?}, so “?” was printed")]
    Replaced { character: String },
}
