//! Writing to a resident (R31), and the letter of it (R32).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::ids::{ClientId, ConstituentId};
use casework::residents::Way;

use super::{Asking, foretold, pdf};
use crate::app::Caller;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::print;
use crate::residents::foretell::recipient_of;
use crate::residents::{self, LONGEST, WriteError};
use crate::web::views::{FieldProblem, ProblemKind, WritePage};

/// `GET /cases/{reference}/write?to=…`
pub async fn write_page(here: Here, caller: Caller, Path(reference): Path<String>, Asked(asked): Asked) -> Response {
    let Ok(to) = asked.get("to").parse::<ConstituentId>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let client_id = here.app.ids.row(here.app.clock.now()).to_string();
    draw(&here, &caller, reference, to, client_id, String::new(), Vec::new()).await
}

/// `POST /cases/{reference}/write`: `to`, `text` and `client_id`; with `do` as `preview`, `change` or `send`, which brings the `seal` of
/// what was shown.
pub async fn write(here: Here, Path(reference): Path<String>, Sent { caller, fields }: Sent) -> Response {
    let Ok(to) = fields.get("to").parse::<ConstituentId>() else {
        return problem_for(&here, &caller, ProblemKind::NotFound);
    };
    let (text, client_id) = (fields.get("text").to_owned(), fields.get("client_id").to_owned());
    let written = match fields.get("do") {
        "change" => return draw(&here, &caller, reference, to, client_id, text, Vec::new()).await,
        "preview" => Err(WriteError::Changed),
        _ => {
            let key = client_id.parse::<ClientId>().ok();
            residents::write(&caller, &reference, to, &text, key, fields.filled("seal")).await
        }
    };
    let written = match written {
        Err(WriteError::Changed) => match residents::foretell_news(&caller, &reference, to, &text).await {
            Ok(shown) => {
                let (action, kept) = (format!("/cases/{reference}/write"), &["to", "text", "client_id"]);
                let asking = Asking { reference: &reference, action, kept, fields: &fields, closes: false };
                return foretold(&here, &caller, shown, &asking);
            }
            Err(error) => Err(error),
        },
        written => written,
    };
    let problem = match written {
        Ok((seq, way)) => {
            let done = match way {
                Way::Email => "mail-written",
                Way::Post => "letter-written",
            };
            return Redirect::to(&format!("/cases/{reference}?done={done}&message={seq}#timeline")).into_response();
        }
        Err(WriteError::Empty) => FieldProblem::new("text", "missing"),
        Err(WriteError::TooLong) => FieldProblem::new("text", "too-long").with("max", LONGEST),
        Err(WriteError::NoMail) => FieldProblem::new("text", "no-mail"),
        Err(error) => return refused(&here, &caller, &error),
    };
    draw(&here, &caller, reference, to, client_id, text, vec![problem]).await
}

fn refused(here: &Here, caller: &Caller, error: &WriteError) -> Response {
    match error {
        WriteError::Database(error) => problems::something_wrong(here, error),
        WriteError::NotToBeTold => problem_for(here, caller, ProblemKind::NotAllowed),
        WriteError::NotFound | WriteError::NoMail | WriteError::Empty | WriteError::TooLong | WriteError::Changed => {
            problem_for(here, caller, ProblemKind::NotFound)
        }
    }
}

async fn draw(
    here: &Here,
    caller: &Caller,
    reference: String,
    to: ConstituentId,
    client_id: String,
    text: String,
    problems: Vec<FieldProblem>,
) -> Response {
    let (person, way) = match residents::addressee(caller, &reference, to).await {
        Ok(found) => found,
        Err(error) => return refused(here, caller, &error),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (to, way_word, recipient) = (to.to_string(), way.as_str().to_owned(), recipient_of(&person, way));
    let view = WritePage { reference, client_id, to, way: way_word, recipient, text, problems };
    problems::page(&here.app, &frame_for(here, caller, None), &view, status)
}

/// `GET /cases/{reference}/letters/{seq}`: the letter as PDF, its address where an envelope's window is.
pub async fn letter(here: Here, caller: Caller, Path((reference, seq)): Path<(String, i32)>) -> Response {
    let printed = async {
        match residents::letter_of(&caller, &reference, seq).await? {
            Some(letter) => print::letter(letter).await.map(Some),
            None => Ok(None),
        }
    };
    match printed.await {
        Ok(Some(printed)) => pdf(printed, &format!("{}-{seq}", reference.to_ascii_uppercase())),
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}
