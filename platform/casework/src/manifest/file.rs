//! One file of a council while it is read: its lines, and where its problems go.

use std::cell::RefCell;

use super::Problem;

/// The mistakes found so far, in all files.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(super) fn add(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    pub(super) fn into_inner(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// A value and the place in the file where it stands, as a count of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

/// One file: its name and text, and where to report.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    problems: &'a Problems,
}

impl<'a> File<'a> {
    pub(super) fn new(name: &'a str, text: &'a str, problems: &'a Problems) -> Self {
        Self { name, text, problems }
    }

    /// Reports a mistake at a place.
    pub(super) fn problem(&self, at: usize, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(Some(line_of(self.text, at)), message, remedy);
    }

    /// Reports a mistake of the file as a whole.
    pub(super) fn problem_of_all(&self, message: impl Into<String>, remedy: impl Into<String>) {
        self.report(None, message, remedy);
    }

    fn report(&self, line: Option<usize>, message: impl Into<String>, remedy: impl Into<String>) {
        let problem = Problem { file: self.name.to_owned(), line, message: message.into(), remedy: remedy.into() };
        self.problems.add(problem);
    }
}

/// The line that holds the byte at `at`, counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count()
}
