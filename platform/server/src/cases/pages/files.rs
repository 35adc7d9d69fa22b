//! Adding files to a case, and getting them back.

use axum::body::Body;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest as _, Path, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use casework::cases::NoteAudience;
use casework::ids::FileId;
use files::deliver::{self, Wish};
use futures::TryStreamExt as _;

use super::case::{Typed, draw};
use crate::app::Caller;
use crate::cases::{self, AddFileError, Size};
use crate::http::extract::{Asked, Fields, Here};
use crate::http::problems::{self, problem_for};
use crate::identity;
use crate::web::views::{FileProblem, FilesForm, ProblemKind};

/// What came of an upload.
#[derive(Default)]
struct Uploaded {
    kept: Vec<String>,
    problems: Vec<FileProblem>,
}

/// `POST /cases/{reference}/files`: `audience`, then any number of `file`. What is refused is named; the rest is kept.
pub async fn add_files(
    here: Here,
    caller: Option<Caller>,
    Path(reference): Path<String>,
    request: Request,
) -> Response {
    let Some(caller) = caller else {
        let fields = Fields(Vec::new());
        return identity::pages::session_lost(&here, &format!("/cases/{reference}"), fields).await;
    };
    let Ok(mut form) = Multipart::from_request(request, &()).await else {
        return problem_for(&here, &caller, ProblemKind::BadRequest);
    };
    let mut uploaded = Uploaded::default();
    let mut audience = NoteAudience::Case;
    loop {
        match form.next_field().await {
            Ok(None) => break,
            Ok(Some(field)) if field.name() == Some("audience") => {
                let word = field.text().await.unwrap_or_default();
                audience = NoteAudience::from_word(&word).unwrap_or(audience);
            }
            Ok(Some(field)) if field.name() == Some("file") => {
                if let Err(answer) = take(&here, &caller, &reference, audience, field, &mut uploaded).await {
                    return *answer;
                }
            }
            Ok(Some(_)) => {}
            Err(_) => {
                uploaded.problems.push(FileProblem { name: String::new(), reason: "interrupted".to_owned() });
                break;
            }
        }
    }
    if uploaded.problems.is_empty() && !uploaded.kept.is_empty() {
        return Redirect::to(&format!("/cases/{reference}?done=file-added#files")).into_response();
    }
    if uploaded.problems.is_empty() {
        uploaded.problems.push(FileProblem { name: String::new(), reason: "none".to_owned() });
    }
    let files = Some(FilesForm { kept: uploaded.kept, problems: uploaded.problems, for_team: false });
    draw(&here, &caller, &reference, Typed { files, ..Typed::default() }, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Takes one file; what cannot be told beside the others ends the upload.
async fn take(
    here: &Here,
    caller: &Caller,
    reference: &str,
    audience: NoteAudience,
    field: Field<'_>,
    uploaded: &mut Uploaded,
) -> Result<(), Box<Response>> {
    let name = field.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        // A browser sends a file without a name where none was chosen.
        return Ok(());
    }
    if uploaded.kept.len() + uploaded.problems.len() >= cases::FILES_AT_ONCE {
        // Named while that helps; a form with thousands of files is no person's.
        if uploaded.problems.len() < 2 * cases::FILES_AT_ONCE {
            uploaded.problems.push(FileProblem { name, reason: "too-many".to_owned() });
        }
        return Ok(());
    }
    match cases::add_file(caller, reference, audience, &name, Box::pin(field)).await {
        Ok(added) => uploaded.kept.push(added.name),
        Err(AddFileError::Refused(refused)) => {
            if refused.reason.is_ours() {
                tracing::error!(error = %refused.reason, "a file could not be taken");
            }
            let reason = cases::refusal_code(&refused.reason).to_owned();
            uploaded.problems.push(FileProblem { name: refused.name.as_str().to_owned(), reason });
        }
        Err(AddFileError::NotFound) => return Err(Box::new(problem_for(here, caller, ProblemKind::NotFound))),
        Err(AddFileError::NotForYou) => return Err(Box::new(problem_for(here, caller, ProblemKind::NotAllowed))),
        Err(AddFileError::Database(error)) => return Err(Box::new(problems::something_wrong(here, &error))),
    }
    Ok(())
}

/// `GET /cases/{reference}/files/{id}`; `?size=small` is the picture for lists, `?show` a picture in the page.
pub async fn file(
    here: Here,
    caller: Caller,
    Path((reference, id)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Response {
    let Ok(id) = id.parse::<FileId>() else { return problem_for(&here, &caller, ProblemKind::NotFound) };
    let size = if asked.get("size") == "small" { Size::Small } else { Size::Whole };
    let wish = if size == Size::Small || asked.get("wish") == "show" { Wish::Show } else { Wish::Save };
    match cases::file(&caller, &reference, id, size).await {
        Ok(Some(given)) => {
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
            response.headers_mut().insert(HeaderName::from_static("content-length"), length.into());
            response
        }
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}
