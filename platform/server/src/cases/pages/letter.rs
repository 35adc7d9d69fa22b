//! Writing to a resident by post (R32).

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::ConstituentId;
use letters::{Block, Letter, Letterhead, Reference};

use crate::app::{Caller, local_date};
use crate::cases::{self, Constituent, LetterError};
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::web::views::{FieldProblem, LetterPage, ProblemKind};
use crate::{identity, print, web};

/// `GET /cases/{reference}/letter?to=…`
pub async fn letter_page(here: Here, caller: Caller, Path(reference): Path<String>, Asked(asked): Asked) -> Response {
    let Ok(to) = asked.get("to").parse::<ConstituentId>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    match cases::addressee(&caller, &reference, to).await {
        Ok(person) => draw(&here, &caller, reference, &person, String::new(), Vec::new(), StatusCode::OK),
        Err(error) => refused(&here, &caller, &error),
    }
}

/// `POST /cases/{reference}/letter`: `to` and `text`.
pub async fn write(here: Here, caller: Option<Caller>, Path(reference): Path<String>, fields: Fields) -> Response {
    let Some(caller) = caller else {
        return identity::pages::session_lost(&here, &format!("/cases/{reference}"), fields).await;
    };
    let Ok(to) = fields.get("to").parse::<ConstituentId>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let text = fields.get("text").to_owned();
    let problem = match cases::write_letter(&caller, &reference, to, &text).await {
        Ok(seq) => {
            return Redirect::to(&format!("/cases/{reference}?done=letter-written&letter={seq}")).into_response();
        }
        Err(LetterError::Empty) => FieldProblem::new("text", "missing"),
        Err(LetterError::TooLong) => FieldProblem::new("text", "too-long").with("max", cases::LONGEST_LETTER),
        Err(error) => return refused(&here, &caller, &error),
    };
    match cases::addressee(&caller, &reference, to).await {
        Ok(person) => draw(&here, &caller, reference, &person, text, vec![problem], StatusCode::UNPROCESSABLE_ENTITY),
        Err(error) => refused(&here, &caller, &error),
    }
}

fn refused(here: &Here, caller: &Caller, error: &LetterError) -> Response {
    match error {
        LetterError::Database(error) => problems::something_wrong(here, error),
        LetterError::NotFound | LetterError::Empty | LetterError::TooLong => {
            problem_for(here, caller, ProblemKind::NotFound)
        }
    }
}

fn draw(
    here: &Here,
    caller: &Caller,
    reference: String,
    person: &Constituent,
    text: String,
    problems: Vec<FieldProblem>,
    status: StatusCode,
) -> Response {
    let view = LetterPage {
        reference,
        to: ConstituentId::from_uuid(person.id).to_string(),
        recipient: recipient(person),
        text,
        problems,
    };
    problems::page(&here.app, &frame_for(here, caller, None), &view, status)
}

/// `GET /cases/{reference}/letters/{seq}`: the letter as PDF, its address where an envelope's window is.
pub async fn print_letter(here: Here, caller: Caller, Path((reference, seq)): Path<(String, i32)>) -> Response {
    let written = match cases::written(&caller, &reference, seq).await {
        Ok(Some(written)) => written,
        Ok(None) => return problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => return problems::something_wrong(&here, &error),
    };
    let (lang, texts, manifest) = (here.lang, here.app.pages.texts(), &caller.council.manifest);
    let word = |key: &str| texts.get(lang, key, None).into_owned();
    let colour = match manifest.branding.colour.parse() {
        Ok(colour) => colour,
        Err(error) => return problems::something_wrong(&here, &error),
    };
    let name = named(&written.to);
    let letter = Letter {
        language: print::language(lang),
        sender: Letterhead {
            council: manifest.name.get(lang).to_owned(),
            address: Vec::new(),
            phone: manifest.contact.phone.clone(),
            email: manifest.contact.email.clone(),
            web: String::new(),
            colour,
            reply_to: None,
        },
        recipient: recipient(&written.to),
        date: web::day(local_date(written.at), lang, texts),
        reference: Reference { label: word("letter-reference"), value: written.row.reference.clone() },
        subject: written.row.summary.clone(),
        salutation: format!("{} {name}", word("letter-dear")),
        paragraphs: written.text.split("\n\n").map(|part| Block::Paragraph(part.trim().to_owned())).collect(),
        closing: word("letter-closing"),
        signatory: vec![written.author.clone(), manifest.name.get(lang).to_owned()],
        title: format!("{}: {name}", written.row.reference),
    };
    match print::letter(letter).await {
        Ok(printed) => {
            let name = format!("attachment; filename=\"{}-{seq}.pdf\"", written.row.reference);
            ([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)], printed.pdf)
                .into_response()
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

fn named(person: &Constituent) -> String {
    [person.title.as_deref().unwrap_or_default(), &person.name].join(" ").trim().to_owned()
}

/// Name and address in lines. An address that was typed in one line is split at its commas.
fn recipient(person: &Constituent) -> Vec<String> {
    let address = person.address.as_deref().unwrap_or_default();
    let lines: Vec<&str> =
        if address.contains('\n') { address.lines().collect() } else { address.split(',').collect() };
    let filled = lines.into_iter().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    let mut all: Vec<String> = std::iter::once(named(person)).chain(filled).collect();
    // What no window has room for stands together in the last line.
    if let Some(rest) = all.get(letters::MAX_LINES - 1..).filter(|rest| rest.len() > 1) {
        let joined = rest.join(", ");
        all.truncate(letters::MAX_LINES - 1);
        all.push(joined);
    }
    all
}
