//! Who writes to a resident of a case, how, and whether what they want to say may go (R31).

use casework::channel::Carries;
use casework::ids::ConstituentId;
use casework::residents::{self as rules, Route, Tell, Way, What, Withheld, Writer};
use casework::text::cleaned;
use sea_orm::DbErr;

use super::compose::Wanted;
use crate::app::Caller;
use crate::cases::{self, CaseRow, Constituent, parties_of};
use crate::plugins::seat_for;

/// The most characters that somebody writes to a resident.
pub const LONGEST: usize = casework::cases::limits::NOTE;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// No such case or resident, none that this person may see, or nobody who writes to residents.
    #[error("there is no such case")]
    NotFound,
    /// The case is confidential, its answers go through the member, or the resident is not to be told.
    #[error("this resident is not to be written to")]
    NotToBeTold,
    #[error("no mail can be sent: no mail server is set up")]
    NoMail,
    #[error("nothing was written")]
    Empty,
    #[error("the text is longer than {LONGEST} characters")]
    TooLong,
    /// What would be sent is not what was shown.
    #[error("what the resident would get has changed since it was shown")]
    Changed,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// In whose name this person writes to the residents of a case, if they do.
pub(super) fn writer(caller: &Caller, row: &CaseRow) -> Option<Writer> {
    if parties_of(row).may_act_as_raiser(&caller.actor) {
        return Some(Writer::Member);
    }
    caller.actor.is_officer().then_some(Writer::Council)
}

/// Whether this person ever writes to the residents of this case, and so reads what was written.
#[must_use]
pub fn writes(caller: &Caller, row: &CaseRow) -> bool {
    writer(caller, row).is_some()
}

/// How a resident of a case is written to by this writer, as was said when it was raised, or why not.
pub(super) fn told(row: &CaseRow, to: &Constituent, writer: Writer) -> Result<Way, Withheld> {
    // The tables allow no other words.
    let route = Route::from_word(&row.reply_route).unwrap_or(Route::ThroughMe);
    rules::told(route, row.confidential, Tell::from_word(&to.tell).unwrap_or(Tell::Not), writer)
}

/// As [`told`], without the reason.
pub(super) fn way_to(row: &CaseRow, to: &Constituent, writer: Writer) -> Option<Way> {
    told(row, to, writer).ok()
}

/// How this person may write to a resident of a case now; `None` where they may not.
#[must_use]
pub fn may_write(caller: &Caller, row: &CaseRow, to: &Constituent) -> Option<Way> {
    way_to(row, to, writer(caller, row)?)
}

/// The resident of a case to whom this person may write, and how.
///
/// # Errors
/// See [`WriteError`].
pub async fn addressee(caller: &Caller, reference: &str, to: ConstituentId) -> Result<(Constituent, Way), WriteError> {
    let tx = caller.begin().await?;
    let row = cases::by_reference(&tx, reference).await?.filter(|row| writer(caller, row).is_some());
    let row = row.ok_or(WriteError::NotFound)?;
    let people = cases::people_of(&tx, vec![row.id]).await?;
    let person = people.into_iter().find(|person| person.id == to.as_uuid()).ok_or(WriteError::NotFound)?;
    let way = may_write(caller, &row, &person).ok_or(WriteError::NotToBeTold)?;
    Ok((person, way))
}

/// Whether mail to residents goes out at all.
pub(super) fn mail_goes(caller: &Caller) -> bool {
    caller.app.postman.is_some() || seat_for(&caller.council.carriers, Carries::Email).is_some()
}

/// What somebody wants to say, as it is said.
pub(super) fn checked(caller: &Caller, way: Way, text: &str) -> Result<String, WriteError> {
    if way == Way::Email && !mail_goes(caller) {
        return Err(WriteError::NoMail);
    }
    let text = cleaned(text).trim().to_owned();
    match text.chars().count() {
        0 => Err(WriteError::Empty),
        long if long > LONGEST => Err(WriteError::TooLong),
        _ => Ok(text),
    }
}

/// Somebody's own words to a resident.
pub(super) fn news<'a>(caller: &Caller, to: &'a Constituent, way: Way, writer: Writer, text: &'a str) -> Wanted<'a> {
    Wanted {
        what: What::Progress,
        to,
        way,
        writer,
        actor: Some(caller.actor.person),
        cause: None,
        client_id: None,
        answer: "",
        message: text,
    }
}
