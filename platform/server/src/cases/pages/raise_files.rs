//! The raise form as it comes in: its fields, and photos and files, which are kept at once with a draft (R3, R10).
//!
//! So whatever becomes of the form, what has arrived stays, and the case takes it along when it is raised.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::Response;
use casework::ids::{ClientId, DraftId};
use casework::wards;

use super::uploaded::Uploaded;
use crate::app::Caller;
use crate::cases;
use crate::drafts::{self, Draft, HoldError};
use crate::http::extract::{Fields, Here};
use crate::http::files::LARGEST_BODY;
use crate::http::files::{Broken, FileForm, Part};
use crate::http::problems::{self, problem, problem_for};
use crate::web::views::{FileProblem, HeldFile, PlaceOffer, ProblemKind};

/// Stands among the fields that are kept for somebody whose session was lost: there were files, and they could not be kept.
pub(super) const FILES_LOST: &str = "files_lost";

/// What arrived of a form.
#[derive(Default)]
pub(super) struct Received {
    pub fields: Vec<(String, String)>,
    pub uploaded: Uploaded,
    /// It broke off, so nothing may be concluded from what is missing.
    pub broken: bool,
}

/// Reads the form, with files or without. What is taken is kept with the draft that the form names, else with one under its `client_id`:
/// these fields come first.
pub(super) async fn receive(here: &Here, caller: Option<&Caller>, request: Request) -> Result<Received, Box<Response>> {
    if !FileForm::is_sent(&request) {
        let body = to_bytes(request.into_body(), LARGEST_BODY).await;
        let body = body.map_err(|_| problem(here, ProblemKind::TooLarge))?;
        return Ok(Received { fields: Fields::read(&body).0, ..Received::default() });
    }
    let mut form = FileForm::open(request).await.ok_or_else(|| problem(here, ProblemKind::BadRequest))?;
    let mut received = Received::default();
    loop {
        match form.next().await {
            Ok(None) => return Ok(received),
            Ok(Some(Part::Field(name, value))) => received.fields.push((name, value)),
            Ok(Some(Part::File(name, field))) => {
                let Some(caller) = caller else {
                    // Nobody's files are not kept; what was typed behind them is.
                    if !name.is_empty() {
                        received.fields.push((FILES_LOST.to_owned(), "yes".to_owned()));
                    }
                    continue;
                };
                if !received.uploaded.has_room_for(&name) {
                    continue;
                }
                let draft = draft_of(&received.fields);
                let draft = draft.ok_or_else(|| problem_for(here, caller, ProblemKind::BadRequest))?;
                match drafts::hold(caller, draft, &name, field).await {
                    Ok(()) => received.uploaded.kept.push(name),
                    Err(HoldError::Refused(refused)) => received.uploaded.refuse(&refused),
                    Err(HoldError::NotFound) => {
                        return Err(Box::new(problem_for(here, caller, ProblemKind::NotAllowed)));
                    }
                    Err(HoldError::Database(error)) => return Err(Box::new(problems::something_wrong(here, &error))),
                }
            }
            Err(Broken::TooLarge) => return Err(Box::new(problem(here, ProblemKind::TooLarge))),
            Err(Broken::Interrupted(_)) => {
                received.uploaded.problems.push(FileProblem { name: String::new(), reason: "interrupted".to_owned() });
                received.broken = true;
                return Ok(received);
            }
        }
    }
}

/// The draft that a form names, else the one of its `client_id`.
pub(super) fn draft_of(fields: &[(String, String)]) -> Option<DraftId> {
    let get = |name: &str| fields.iter().rev().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim());
    let named = get("draft").parse::<DraftId>().ok();
    named.or_else(|| Some(DraftId::from_uuid(get("client_id").parse::<ClientId>().ok()?.as_uuid())))
}

/// The files of a draft, as its form shows them.
pub(super) fn held(draft: &Draft) -> Vec<HeldFile> {
    let shown = |file: &drafts::DraftFile| HeldFile {
        id: casework::ids::FileId::from_uuid(file.id).to_string(),
        name: file.name.clone(),
        size: cases::size_in_words(file.bytes),
        picture: file.thumbnail.is_some(),
        unscanned: !file.scanned,
    };
    draft.files.iter().map(shown).collect()
}

/// Where the first photo of a draft that tells it was taken.
pub(super) fn position(draft: &Draft) -> Option<(&str, (f64, f64))> {
    draft.files.iter().find_map(|file| Some((file.name.as_str(), file.position()?)))
}

/// The offer to take the place of a photo as that of the case.
pub(super) fn offer(caller: &Caller, photo: &str, (latitude, longitude): (f64, f64)) -> PlaceOffer {
    let ward = wards::find(&caller.council.manifest.wards, latitude, longitude);
    PlaceOffer {
        photo: photo.to_owned(),
        position: format!("{latitude:.5}, {longitude:.5}"),
        ward: ward.map(|ward| ward.name.clone()),
        file: String::new(),
    }
}
