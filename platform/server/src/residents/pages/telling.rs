//! How the residents of a case are told (R12).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::cases::{FieldError, TellingForm, ToldForm};
use casework::channel::Carries;
use casework::ids::ConstituentId;

use crate::app::Caller;
use crate::cases::{CaseView, Constituent, case_by_reference};
use crate::http::extract::{Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::plugins::seat_for;
use crate::residents::compose::{lang_of, named};
use crate::residents::{self, ChangeError};
use crate::web::views::{CONFIDENTIAL, FieldProblem, ProblemKind, TellingPage, ToldRow};

/// `GET /cases/{reference}/telling`
pub async fn telling_page(here: Here, caller: Caller, Path(reference): Path<String>) -> Response {
    draw(&here, &caller, &reference, None, &[]).await
}

/// `POST /cases/{reference}/telling`
pub async fn tell(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let form = form_of(&fields, usize::from(caller.council.manifest.people_max));
    match residents::change(&caller, &reference, &form).await {
        Ok(row) => Redirect::to(&format!("/cases/{}?done=telling-changed", row.reference)).into_response(),
        Err(ChangeError::NotFound) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(ChangeError::Database(error)) => problems::something_wrong(&here, &error),
        Err(ChangeError::Invalid(errors)) => draw(&here, &caller, &reference, Some(form), &errors).await,
    }
}

fn form_of(fields: &Fields, people_max: usize) -> TellingForm {
    let of = |row: usize, name: &str| fields.get(&format!("people.{row}.{name}")).to_owned();
    let people = (0..people_max).map_while(|row| {
        Some(ToldForm {
            id: of(row, "id").parse::<ConstituentId>().ok()?,
            email: of(row, "email"),
            address: of(row, "address"),
            tell: Some(of(row, "tell")),
            lang: Some(of(row, "lang")),
        })
    });
    TellingForm {
        reply_route: fields.filled("reply_route").filter(|word| word != CONFIDENTIAL),
        confidential: fields.get("reply_route") == CONFIDENTIAL,
        people: people.collect(),
    }
}

/// The page, with what was typed where that is to be corrected.
async fn draw(
    here: &Here,
    caller: &Caller,
    reference: &str,
    typed: Option<TellingForm>,
    errors: &[FieldError],
) -> Response {
    let read = async { case_by_reference(caller, &caller.begin().await?, reference).await };
    let case = match read.await {
        Ok(case) => case.filter(|case| residents::may_change(caller, &case.row)),
        Err(error) => return problems::something_wrong(here, &error),
    };
    let Some(case) = case else { return problem_for(here, caller, ProblemKind::NotFound) };
    let mut view = TellingPage {
        reference: case.row.reference.clone(),
        reply_route: answer(case.row.confidential, &case.row.reply_route),
        people: case.constituents.iter().map(|person| told_row(caller, &case, person)).collect(),
        languages: caller.council.manifest.languages.clone(),
        mail_off: here.app.postman.is_none() && seat_for(&caller.council.carriers, Carries::Email).is_none(),
        problems: errors.iter().map(FieldProblem::from).collect(),
    };
    if let Some(typed) = typed {
        view.reply_route = answer(typed.confidential, &typed.reply_route.unwrap_or_default());
        for (row, typed) in view.people.iter_mut().zip(typed.people) {
            (row.email, row.address) = (typed.email, typed.address);
            (row.tell, row.lang) = (typed.tell.unwrap_or_default(), typed.lang.unwrap_or_default());
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    problems::page(&here.app, &frame_for(here, caller, None), &view, status)
}

/// Who writes to the residents, as the page asks it.
fn answer(confidential: bool, route: &str) -> String {
    if confidential { CONFIDENTIAL.to_owned() } else { route.to_owned() }
}

fn told_row(caller: &Caller, case: &CaseView, person: &Constituent) -> ToldRow {
    ToldRow {
        id: ConstituentId::from_uuid(person.id).to_string(),
        name: named(person.title.as_deref(), &person.name),
        email: person.email.clone().unwrap_or_default(),
        address: person.address.clone().unwrap_or_default(),
        tell: person.tell.clone(),
        lang: lang_of(&caller.council, person).as_str().to_owned(),
        not_reached: case.not_reached(person.id),
    }
}
