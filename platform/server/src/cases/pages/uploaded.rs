//! Which files of an upload were kept, and what is wrong with the others.

use files::picture::BadPicture;
use files::{Reason, Refused};

use crate::cases;
use crate::web::views::FileProblem;

/// What came of an upload.
#[derive(Default)]
pub(super) struct Uploaded {
    pub kept: Vec<String>,
    pub problems: Vec<FileProblem>,
}

impl Uploaded {
    /// Whether one more file is taken. None is where none was chosen, which browsers send as a file without a name.
    pub fn has_room_for(&mut self, name: &str) -> bool {
        let room = self.kept.len() + self.problems.len() < cases::FILES_AT_ONCE;
        // Named while that helps; a form with thousands of files is no person's.
        if !room && !name.is_empty() && self.problems.len() < 2 * cases::FILES_AT_ONCE {
            self.problems.push(FileProblem { name: name.to_owned(), reason: "too-many".to_owned() });
        }
        room && !name.is_empty()
    }

    pub fn refuse(&mut self, refused: &Refused) {
        if refused.reason.is_ours() {
            tracing::error!(error = %refused.reason, "a file could not be taken");
        }
        if let Reason::Picture(BadPicture::Unfinished(how)) = &refused.reason {
            tracing::warn!(how, "a picture stopped the process that draws it");
        }
        let reason = cases::refusal_code(&refused.reason).to_owned();
        self.problems.push(FileProblem { name: refused.name.as_str().to_owned(), reason });
    }
}
