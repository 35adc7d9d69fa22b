//! What each resident will get, with "Send" and "Change" (R21, R31): the second step of whatever form would send it.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::Caller;
use crate::http::extract::{Fields, Here, frame_for};
use crate::http::problems;
use crate::residents::{Foretelling, Foretold, Gets};
use crate::web::views::{ForetoldLine, ForetoldPage, ForetoldSheet, TypedBefore};

/// The form whose second step this is.
pub struct Asking<'a> {
    pub reference: &'a str,
    /// Where the form goes, as it did the first time.
    pub action: String,
    /// Names of what was typed.
    pub kept: &'a [&'a str],
    pub fields: &'a Fields,
    /// The case is closed by it.
    pub closes: bool,
}

/// The page. Its form sends everything that was typed again, with `do` as `send` or `change`, and the seal of what is shown.
pub fn foretold(here: &Here, caller: &Caller, foretelling: Foretelling, asking: &Asking<'_>) -> Response {
    let shown = asking.fields.filled("seal");
    let seal = foretelling.seal();
    let kept = asking
        .kept
        .iter()
        .map(|&name| TypedBefore { name: name.to_owned(), value: asking.fields.get(name).to_owned() });
    let of_others = foretelling.people.iter().any(|one| one.reference != asking.reference);
    let view = ForetoldPage {
        reference: asking.reference.to_owned(),
        action: asking.action.clone(),
        kept: kept.filter(|field| !field.value.is_empty()).collect(),
        changed: shown.is_some_and(|shown| shown != seal),
        seal,
        closes: asking.closes,
        unseen: foretelling.unseen,
        several: caller.council.manifest.languages.len() > 1,
        people: foretelling.people.into_iter().map(|one| line(one, of_others)).collect(),
    };
    problems::page(&here.app, &frame_for(here, caller, None), &view, StatusCode::OK)
}

fn line(one: Foretold, of_others: bool) -> ForetoldLine {
    let (sheet, why) = match one.gets {
        Gets::Nothing(why) => (None, Some(why.to_owned())),
        Gets::Message(sheet) => (
            Some(ForetoldSheet {
                way: sheet.way.as_str().to_owned(),
                channel: sheet.channel,
                waits: sheet.waits,
                recipient: sheet.recipient,
                subject: sheet.subject,
                text: sheet.text,
                page: sheet.page,
            }),
            None,
        ),
    };
    ForetoldLine { name: one.name, lang: one.lang, reference: of_others.then_some(one.reference), sheet, why }
}
