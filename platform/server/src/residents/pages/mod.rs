//! The pages of telling residents: a thin face of the slice's use cases.

mod foretold;
mod letters;
mod telling;
mod templates;
mod write;

pub use foretold::{Asking, foretold};
pub use letters::{batch, letters, print, put_back};
pub use telling::{tell, telling_page};
pub use templates::{save, template, templates};
pub use write::{letter, write, write_page};

use ::letters::Printed;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A document to be saved under this name.
fn pdf(printed: Printed, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}.pdf\"");
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, printed.pdf).into_response()
}
