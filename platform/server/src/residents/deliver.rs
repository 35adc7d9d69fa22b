//! What becomes of a message that goes by mail: sent, refused, or found to be against what is said of it by now.

use std::sync::Arc;

use casework::events::EventBody;
use casework::ids::ConstituentId;
use casework::residents::{Route, Tell, Way, Writer, way};
use casework::text::Lang;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use uuid::Uuid;

use super::compose::{Said, named};
use super::paper::{of_message, recipient};
use super::store;
use crate::app::App;
use crate::cases;
use crate::tenancy::{Council, TenantTx};
use crate::web::Texts;

/// A mail to a resident.
pub struct Outgoing {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub lang: Lang,
    /// Nobody wrote it, so a machine that answers mail leaves it alone.
    pub automatic: bool,
}

/// The mail of a message, or `None` when it may not go any more: then it is stopped.
///
/// # Errors
/// When the database cannot be asked.
pub async fn outgoing(
    council: &Council,
    texts: &Texts,
    tx: &TenantTx,
    case: Uuid,
    seq: i32,
    now: DateTime<Utc>,
) -> Result<Option<Outgoing>, DbErr> {
    let Some(message) = store::outgoing(tx, case, seq).await? else { return Ok(None) };
    let due = is_due(&message, Way::Email);
    match (written(&message)?, &message.email) {
        (Some(said), Some(to)) if due => {
            let name = named(message.title.as_deref(), &message.name);
            Ok(Some(Outgoing {
                to: to.clone(),
                text: mailed(council, texts, &said, &name, message.author.as_deref()),
                lang: said.lang,
                subject: said.subject,
                automatic: message.author.is_none(),
            }))
        }
        _ => {
            store::put_state(tx, case, seq, &["waiting"], "stopped", now).await?;
            Ok(None)
        }
    }
}

/// The letter of a message that a channel carries.
pub struct LetterOut {
    pub lang: Lang,
    pub address: Vec<String>,
    pub heading: String,
    pub body: String,
    /// As it would be printed.
    pub printed: letters::Letter,
}

/// The letter of a message, or `None` when it may not go any more: then it is stopped.
///
/// # Errors
/// When the database cannot be asked, or the council's colour is none.
pub async fn letter_out(
    council: &Council,
    texts: &Texts,
    tx: &TenantTx,
    (case, seq): (Uuid, i32),
    now: DateTime<Utc>,
) -> Result<Option<LetterOut>, DbErr> {
    let Some(message) = store::outgoing(tx, case, seq).await? else { return Ok(None) };
    match written(&message)? {
        Some(said) if is_due(&message, Way::Post) => {
            let name = named(message.title.as_deref(), &message.name);
            let printed = of_message(council, texts, &message, &said);
            Ok(Some(LetterOut {
                lang: said.lang,
                address: recipient(&name, message.address.as_deref().unwrap_or_default()),
                heading: said.subject.clone(),
                body: mailed(council, texts, &said, &name, message.author.as_deref()),
                printed: printed.map_err(|error| DbErr::Custom(error.to_string()))?,
            }))
        }
        _ => {
            store::put_state(tx, case, seq, &["waiting"], "stopped", now).await?;
            Ok(None)
        }
    }
}

/// Whether a message is still to go this way. One that was given up is here again when somebody takes it up.
fn is_due(message: &store::Outgoing, by: Way) -> bool {
    matches!(message.state.as_str(), "waiting" | "refused" | "unsent") && allowed(message) == Some(by)
}

/// How a message may go by what is said of its case and its resident now.
pub(super) fn allowed(message: &store::Outgoing) -> Option<Way> {
    let route = Route::from_word(&message.reply_route)?;
    way(route, message.confidential, Tell::from_word(&message.tell)?, Writer::from_word(&message.writer)?)
}

pub(super) fn written(message: &store::Outgoing) -> Result<Option<Said>, DbErr> {
    let event = serde_json::from_value(message.body.clone()).map_err(|error| DbErr::Json(error.to_string()))?;
    Ok(match event {
        EventBody::ResidentWritten { lang, subject, text, .. } => Some(Said { lang, subject, text }),
        _ => None,
    })
}

/// The text of a mail, with what a letter has around it.
pub(super) fn mailed(council: &Council, texts: &Texts, said: &Said, name: &str, author: Option<&str>) -> String {
    let word = |key: &str| texts.get(said.lang, key, None).into_owned();
    let from: Vec<&str> = author.into_iter().chain([council.manifest.name.get(said.lang)]).collect();
    format!("{} {name}\n\n{}\n\n{}\n{}\n", word("letter-dear"), said.text, word("letter-closing"), from.join("\n"))
}

/// A message was taken by the mail server.
///
/// # Errors
/// When the database cannot be written to.
pub async fn sent(tx: &TenantTx, case: Uuid, seq: i32, now: DateTime<Utc>) -> Result<(), DbErr> {
    store::put_state(tx, case, seq, &["waiting", "refused", "unsent"], "sent", now).await.map(|_| ())
}

/// A message did not reach the resident, and will not: whoever raised the case is told. Once, however often it is said.
///
/// # Errors
/// When the database cannot be written to.
pub async fn not_reached(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    case: Uuid,
    seq: i32,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let told = |to| EventBody::ResidentNotReached { to, written: seq };
    undelivered(app, council, tx, (case, seq), (&["waiting", "sent", "printed", "unsent"], "refused"), told, now).await
}

/// A message was not sent, because it waited too long for a mail server: whoever raised the case is told. Once.
///
/// # Errors
/// When the database cannot be written to.
pub async fn not_sent(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    case: Uuid,
    seq: i32,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let told = |to| EventBody::ResidentNotSent { to, written: seq };
    undelivered(app, council, tx, (case, seq), (&["waiting"], "unsent"), told, now).await
}

async fn undelivered(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    (case, seq): (Uuid, i32),
    (from, state): (&[&str], &'static str),
    told: impl FnOnce(ConstituentId) -> EventBody,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    // The case first, as everybody who changes one does.
    let Some(row) = cases::hold_by_id(tx, case).await? else { return Ok(false) };
    let Some(message) = store::outgoing(tx, case, seq).await? else { return Ok(false) };
    if !store::put_state(tx, case, seq, from, state, now).await? {
        return Ok(false);
    }
    let to = ConstituentId::from_uuid(message.constituent_id);
    cases::record(app, council, tx, row, told(to), None, now).await?;
    Ok(true)
}
