//! Adding files to a case, and getting them back.

use axum::extract::multipart::Field;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::cases::NoteAudience;
use casework::ids::FileId;
use files::deliver::Wish;

use super::case::{Typed, draw};
use super::uploaded::Uploaded;
use crate::app::Caller;
use crate::cases::{self, AddFileError, PlaceAnswer, PlaceError, Size};
use crate::http::extract::{Asked, Here};
use crate::http::files::{Broken, FileForm, Part, answer};
use crate::http::problems::{self, problem_for};
use crate::identity::{self, Sent};
use crate::web::views::{FileProblem, FilesForm, ProblemKind};

/// `POST /cases/{reference}/files`: `audience`, then any number of `file`. What is refused is named; the rest is kept.
pub async fn add_files(
    here: Here,
    caller: Option<Caller>,
    Path(reference): Path<String>,
    request: Request,
) -> Response {
    let Some(caller) = caller else { return identity::pages::file_lost(&here).await };
    let Some(mut form) = FileForm::open(request).await else {
        return problem_for(&here, &caller, ProblemKind::BadRequest);
    };
    let mut uploaded = Uploaded::default();
    let mut audience = NoteAudience::Case;
    loop {
        match form.next().await {
            Ok(None) => break,
            Ok(Some(Part::Field(name, word))) if name == "audience" => {
                audience = NoteAudience::from_word(&word).unwrap_or(audience);
            }
            Ok(Some(Part::Field(..))) => {}
            Ok(Some(Part::File(name, field))) => {
                if let Err(answer) = take(&here, &caller, &reference, audience, &name, *field, &mut uploaded).await {
                    return *answer;
                }
            }
            Err(Broken::TooLarge) => return problem_for(&here, &caller, ProblemKind::TooLarge),
            Err(Broken::Interrupted(_)) => {
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
    name: &str,
    field: Field<'_>,
    uploaded: &mut Uploaded,
) -> Result<(), Box<Response>> {
    if !uploaded.has_room_for(name) {
        return Ok(());
    }
    match cases::add_file(caller, reference, audience, name, Box::pin(field)).await {
        Ok(added) => uploaded.kept.push(added.name),
        Err(AddFileError::Refused(refused)) => uploaded.refuse(&refused),
        Err(AddFileError::NotFound) => return Err(Box::new(problem_for(here, caller, ProblemKind::NotFound))),
        Err(AddFileError::NotForYou) => return Err(Box::new(problem_for(here, caller, ProblemKind::NotAllowed))),
        Err(AddFileError::Database(error)) => return Err(Box::new(problems::something_wrong(here, &error))),
    }
    Ok(())
}

/// `POST /cases/{reference}/place`: `file`, and the button: `do=use` or `no`.
pub async fn place(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(file) = fields.get("file").parse::<FileId>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let (said, done) = match fields.get("do") {
        "use" => (PlaceAnswer::Take, "?done=place-added"),
        _ => (PlaceAnswer::PutAside, ""),
    };
    match cases::answer_offer(&caller, &reference, file, said).await {
        Ok(()) => Redirect::to(&format!("/cases/{reference}{done}#files")).into_response(),
        Err(PlaceError::NotFound) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(PlaceError::Database(error)) => problems::something_wrong(&here, &error),
    }
}

/// `GET /cases/{reference}/files/{id}`; `?size=small` is the picture for lists, `?wish=show` a picture in the page.
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
        Ok(Some(given)) => answer(given, wish),
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}
