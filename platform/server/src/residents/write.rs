//! Writing to a resident: news of their case, from whoever works on it or raised it (R31).

use casework::channel::Carries;
use casework::ids::{ClientId, ConstituentId};
use casework::residents::{self as rules, Route, Tell, Way, What, Withheld, Writer};
use casework::text::cleaned;
use sea_orm::DbErr;

use super::compose::{Desk, Wanted};
use super::{foretell, store};
use crate::app::{Caller, to_the_end};
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

/// Writes to a resident, and tells the number of the event. With a `client_id`, any number of calls with the same one write once. With
/// the `seal` of what its author was shown, only if that is what is sent.
///
/// # Errors
/// See [`WriteError`].
pub async fn write(
    caller: &Caller,
    reference: &str,
    to: ConstituentId,
    text: &str,
    client_id: Option<ClientId>,
    seal: Option<String>,
) -> Result<(i32, Way), WriteError> {
    let (_, way) = addressee(caller, reference, to).await?;
    let text = checked(caller, way, text)?;
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move { keep(&caller, &reference, to, &text, client_id, seal).await }).await
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

async fn keep(
    caller: &Caller,
    reference: &str,
    to: ConstituentId,
    text: &str,
    client_id: Option<ClientId>,
    seal: Option<String>,
) -> Result<(i32, Way), WriteError> {
    let tx = caller.begin().await?;
    let row = cases::hold(&tx, reference).await?.ok_or(WriteError::NotFound)?;
    let people = cases::people_of(&tx, vec![row.id]).await?;
    let person = people.iter().find(|person| person.id == to.as_uuid()).ok_or(WriteError::NotFound)?;
    let writer = writer(caller, &row).ok_or(WriteError::NotFound)?;
    let way = way_to(&row, person, writer).ok_or(WriteError::NotToBeTold)?;
    let client_id = client_id.map(|id| id.as_uuid());
    if let Some(id) = client_id
        && let Some(seq) = store::by_client(&tx, row.id, id).await?
    {
        return Ok((seq, way));
    }
    let desk = Desk { app: &caller.app, council: &caller.council, tx: &tx, now: caller.now() };
    let wanted = Wanted { client_id, ..news(caller, person, way, writer, text) };
    if let Some(seal) = seal
        && foretell::of_news(caller, &desk, &row, &people, &wanted).await?.seal() != seal
    {
        return Err(WriteError::Changed);
    }
    let seq = desk.write(row, wanted).await?.last_seq;
    tx.commit().await?;
    caller.app.wake.work_for(caller.council.id);
    Ok((seq, way))
}
