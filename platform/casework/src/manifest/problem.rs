//! A mistake in a council's files, told so that whoever made it can put it right.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One mistake: where it is, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file's name within the council's folder.
    pub file: String,
    /// Counted from 1; none when the mistake is about the file as a whole.
    pub line: Option<usize>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do about it, without a full stop.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}. {}", self.file, self.message, self.remedy)?,
            None => write!(f, "{}: {}. {}", self.file, self.message, self.remedy)?,
        }
        // "Did you mean …?" ends by itself.
        if self.remedy.ends_with(['?', '.']) { Ok(()) } else { f.write_str(".") }
    }
}
