//! Making links and taking them back, on the case's page and on one of their own.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{ClientId, ConstituentId, LinkId};

use crate::app::{Caller, local_date};
use crate::cases::{CaseView, Constituent, by_reference};
use crate::guests::{self, Ask, LONGEST_DAYS, LinkError, LinkRow, Made, QUESTION_DAYS, Shown};
use crate::http::extract::{Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::residents::writes;
use crate::web::views::{
    AskOutside, Choice, FieldProblem, LinkLine, LinkMade, LinkState, OutsideLinks, ProblemKind, ShownOutside, TypedAsk,
};

/// What the case's page says of links.
#[must_use]
pub fn links_part(caller: &Caller, case: &CaseView, links: Vec<LinkRow>) -> OutsideLinks {
    let resident = |person: &Constituent| Choice {
        value: ConstituentId::from_uuid(person.id).to_string(),
        name: [person.title.as_deref().unwrap_or_default(), &person.name].join(" ").trim().to_owned(),
    };
    let may_make = writes(caller, &case.row);
    OutsideLinks {
        lines: links.into_iter().map(|link| line(caller, link)).collect(),
        residents: case.constituents.iter().filter(|_| may_make).map(resident).collect(),
        may_ask: guests::may_ask(caller, &case.row),
    }
}

fn line(caller: &Caller, link: LinkRow) -> LinkLine {
    let (state, on) = match (link.answered_at, link.revoked_at) {
        (Some(at), _) => (LinkState::Answered, at),
        (None, Some(at)) => (LinkState::TakenBack, at),
        (None, None) if link.expires_at <= caller.now() => (LinkState::RanOut, link.expires_at),
        (None, None) => (LinkState::Open, link.expires_at),
    };
    LinkLine {
        id: LinkId::from_uuid(link.id).to_string(),
        name: link.name,
        resident: link.constituent_id.is_some(),
        state,
        on: local_date(on),
    }
}

/// `POST /cases/{reference}/guests/resident`: `resident`
pub async fn make_for_resident(
    here: Here,
    Path(reference): Path<String>,
    headers: HeaderMap,
    Sent { caller, fields }: Sent,
) -> Response {
    let Ok(resident) = fields.get("resident").parse::<ConstituentId>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let mut made = guests::make_for_resident(&caller, &reference, resident, key(&fields)).await;
    if matches!(made, Err(LinkError::KeyUsed)) {
        // The page of an earlier link, gone back to: this is another resident's.
        made = guests::make_for_resident(&caller, &reference, resident, None).await;
    }
    match made {
        Ok(made) => show(&here, &caller, reference, made, true, &headers),
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `POST /cases/{reference}/guests/take-back`: `link`
pub async fn take_back(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(link) = fields.get("link").parse::<LinkId>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    match guests::take_back(&caller, &reference, link).await {
        Ok(()) => Redirect::to(&format!("/cases/{reference}?done=link-taken-back")).into_response(),
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `GET /cases/{reference}/outside`
pub async fn ask_page(here: Here, caller: Caller, Path(reference): Path<String>) -> Response {
    let typed = TypedAsk { days: QUESTION_DAYS.to_string(), ..TypedAsk::default() };
    draw(&here, &caller, &reference, typed, None, Vec::new(), StatusCode::OK).await
}

/// `POST /cases/{reference}/outside`
pub async fn ask(
    here: Here,
    Path(reference): Path<String>,
    headers: HeaderMap,
    Sent { caller, fields }: Sent,
) -> Response {
    let typed = typed(&fields);
    let ask = Ask {
        name: typed.name.clone(),
        question: typed.text.clone(),
        show_summary: typed.show_summary,
        show_place: typed.show_place,
        days: typed.days.clone(),
    };
    let error = match fields.get("do") {
        "change" => return draw(&here, &caller, &reference, typed, None, Vec::new(), StatusCode::OK).await,
        "make" => {
            let mut made = guests::ask_outside(&caller, &reference, ask.clone(), key(&fields)).await;
            if matches!(made, Err(LinkError::KeyUsed)) {
                made = guests::ask_outside(&caller, &reference, ask, None).await;
            }
            match made {
                Ok(made) => return show(&here, &caller, reference, made, false, &headers),
                Err(error) => error,
            }
        }
        _ => match guests::preview(&caller, &reference, &ask).await {
            Ok(shown) => {
                let preview = Some(preview(shown));
                return draw(&here, &caller, &reference, typed, preview, Vec::new(), StatusCode::OK).await;
            }
            Err(error) => error,
        },
    };
    match error {
        LinkError::Invalid(errors) => {
            let problem = |error: &casework::cases::FieldError| {
                let problem = FieldProblem::from(error);
                if error.field == "days" { problem.with("max", LONGEST_DAYS) } else { problem }
            };
            let problems = errors.iter().map(problem).collect();
            draw(&here, &caller, &reference, typed, None, problems, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        error => refused(&here, &caller, &error),
    }
}

fn typed(fields: &Fields) -> TypedAsk {
    TypedAsk {
        name: fields.get("name").to_owned(),
        text: fields.get("text").to_owned(),
        show_summary: !fields.get("show_summary").is_empty(),
        show_place: !fields.get("show_place").is_empty(),
        days: fields.get("days").to_owned(),
    }
}

fn preview(shown: Shown) -> ShownOutside {
    ShownOutside {
        question: shown.question,
        summary: shown.summary,
        place: shown.place,
        until: local_date(shown.until),
    }
}

async fn draw(
    here: &Here,
    caller: &Caller,
    reference: &str,
    typed: TypedAsk,
    preview: Option<ShownOutside>,
    problems: Vec<FieldProblem>,
    status: StatusCode,
) -> Response {
    let read = async { by_reference(&caller.begin().await?, reference).await };
    let row = match read.await {
        Ok(row) => row.filter(|row| guests::may_ask(caller, row)),
        Err(error) => return problems::something_wrong(here, &error),
    };
    let Some(row) = row else { return problem_for(here, caller, ProblemKind::NotFound) };
    let view = AskOutside {
        reference: row.reference,
        client_id: here.app.ids.row(caller.now()).to_string(),
        summary: row.summary,
        place: row.place,
        longest_days: LONGEST_DAYS,
        typed,
        preview,
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, None), &view, status)
}

/// Shows a link once, in the answer to the form that made it: nothing else ever knows it.
fn show(here: &Here, caller: &Caller, reference: String, made: Made, resident: bool, headers: &HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or(&here.council.host);
    // The demo speaks plain HTTP on this machine; everything else sits behind HTTPS.
    let scheme = if here.app.pick_a_person { "http" } else { "https" };
    let url = made.path.map(|path| format!("{scheme}://{host}{path}"));
    let view = LinkMade { reference, resident, url, until: local_date(made.until) };
    problems::page(&here.app, &frame_for(here, caller, None), &view, StatusCode::OK)
}

fn key(fields: &Fields) -> Option<ClientId> {
    fields.get("client_id").parse().ok()
}

fn refused(here: &Here, caller: &Caller, error: &LinkError) -> Response {
    match error {
        LinkError::Database(error) => problems::something_wrong(here, error),
        LinkError::NotFound | LinkError::Invalid(_) | LinkError::KeyUsed => {
            problem_for(here, caller, ProblemKind::NotFound)
        }
    }
}
