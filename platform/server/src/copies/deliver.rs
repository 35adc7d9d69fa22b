//! What becomes of a copy: sent, come back, or found to be against what is said of it by now.

use std::sync::Arc;

use casework::copies::Ended;
use casework::events::EventBody;
use chrono::{DateTime, Utc};
use fluent_bundle::FluentArgs;
use sea_orm::DbErr;
use uuid::Uuid;

use super::{ended_of, store};
use crate::app::App;
use crate::cases;
use crate::residents::Outgoing;
use crate::tenancy::{Council, TenantTx};
use crate::web::Texts;

/// The mail of a copy, or `None` when it may not go any more: then it is stopped. Why it comes is said below; the link with which it is
/// stopped follows where it is sent.
///
/// # Errors
/// When the database cannot be asked.
pub async fn outgoing(
    council: &Council,
    texts: &Texts,
    tx: &TenantTx,
    (case, seq, copy): (Uuid, i32, Uuid),
    now: DateTime<Utc>,
) -> Result<Option<Outgoing>, DbErr> {
    let Some(message) = store::outgoing(tx, case, seq, copy).await? else { return Ok(None) };
    // One that was given up is here again when somebody takes it up.
    let due = matches!(message.state.as_str(), "waiting" | "refused" | "unsent");
    let event = serde_json::from_value(message.body).map_err(|error| DbErr::Json(error.to_string()))?;
    match event {
        EventBody::CopiesWritten { lang, subject, text, .. }
            if due && message.ended.is_none() && !message.confidential =>
        {
            let mut args = FluentArgs::new();
            args.set("name", message.added_by);
            args.set("council", council.manifest.name.get(lang).to_owned());
            let why = texts.get(lang, "copy-why", Some(&args));
            let text = format!("{text}\n\n{why}\n");
            Ok(Some(Outgoing { to: message.email, subject, text, lang, automatic: true }))
        }
        _ => {
            store::put_state(tx, (case, seq, copy), &["waiting"], "stopped", now).await?;
            Ok(None)
        }
    }
}

/// A copy was taken by the mail server.
///
/// # Errors
/// When the database cannot be written to.
pub async fn sent(tx: &TenantTx, message: (Uuid, i32, Uuid), now: DateTime<Utc>) -> Result<(), DbErr> {
    store::put_state(tx, message, &["waiting", "refused", "unsent"], "sent", now).await.map(|_| ())
}

/// A copy came back, so the address gets no more; whoever raised the case is told. Returns whether that is news.
///
/// # Errors
/// When the database cannot be written to.
pub async fn not_reached(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    (case, seq, copy): (Uuid, i32, Uuid),
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    // The case first, as everybody who changes one does.
    let Some(row) = cases::hold_by_id(tx, case).await? else { return Ok(false) };
    store::put_state(tx, (case, seq, copy), &["waiting", "sent"], "refused", now).await?;
    let Some(ended) = store::end(tx, case, copy, Ended::Refused.as_str(), now).await? else { return Ok(false) };
    ended_of(app, council, tx, row, ended, Ended::Refused, None, now).await?;
    Ok(true)
}

/// A copy was not sent, because it waited too long for a mail server.
///
/// # Errors
/// When the database cannot be written to.
pub async fn not_sent(tx: &TenantTx, message: (Uuid, i32, Uuid), now: DateTime<Utc>) -> Result<(), DbErr> {
    store::put_state(tx, message, &["waiting"], "unsent", now).await.map(|_| ())
}
