//! Files over HTTP: forms that bring them, a part at a time, and answers that give them out.

use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use casework::text::cleaned;
use files::deliver::{self, Given, Wish};
use futures::TryStreamExt as _;

/// The most that a form or a query may hold, in bytes.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;

/// A form with files, read as it arrives: what is not a file is held in memory, so there is no more of it than other forms may have.
pub struct FileForm {
    form: Multipart,
    /// What the fields may still hold, in bytes.
    room: usize,
}

/// One part of a form.
pub enum Part<'a> {
    /// A field's name and value.
    Field(String, String),
    /// The name that its sender gave a file, and its bytes. Where no file was chosen, browsers send one without a name.
    File(String, Box<Field<'a>>),
}

/// A form that cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("the form holds more than a form may")]
    TooLarge,
    #[error(transparent)]
    Interrupted(#[from] MultipartError),
}

impl FileForm {
    /// Whether a request brings a form that may have files in it.
    #[must_use]
    pub fn is_sent(request: &Request) -> bool {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
    }

    /// None where the request brings no such form.
    pub async fn open(request: Request) -> Option<Self> {
        let form = Multipart::from_request(request, &()).await.ok()?;
        Some(Self { form, room: LARGEST_BODY })
    }

    /// The next part; what was left of a file is passed over.
    ///
    /// # Errors
    /// [`Broken`]; nothing more of the form can be read then.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Broken> {
        let Some(mut field) = self.form.next_field().await? else { return Ok(None) };
        if let Some(sent) = field.file_name().map(str::to_owned) {
            return Ok(Some(Part::File(sent, Box::new(field))));
        }
        let name = field.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            self.room = self.room.checked_sub(chunk.len()).ok_or(Broken::TooLarge)?;
            value.extend_from_slice(&chunk);
        }
        Ok(Some(Part::Field(name, cleaned(&String::from_utf8_lossy(&value)))))
    }
}

/// The answer with which nothing of a file runs in a browser.
#[must_use]
pub fn answer(given: Given, wish: Wish) -> Response {
    let headers = deliver::headers(given.kind, given.origin, wish, &given.name);
    let length = given.content.bytes;
    let stream = given.content.stream.inspect_err(|error| {
        tracing::warn!(error = %error, "a download broke off");
    });
    let mut response = Body::from_stream(stream).into_response();
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    response
}
