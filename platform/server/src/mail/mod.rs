//! Mail: to the council's own people, that something concerns them and where it is; and to residents, what the slice `residents`
//! writes to them. Where no server is named, mail to residents and copies wait for one for [`WAITS`] and are then given up, as whoever is
//! concerned is told; the council's people have their notices.
//!
//! A mail to the council's people says what happened to which cases and links to them; it holds nothing of what a case says, because a
//! mailbox is not a place that Wardbook guards. What it tells is read when it is sent (`notices::to_mail`). Each is a job with an id that
//! goes along as its Message-ID: a retry after a crash is the same message. What the server refuses for good, or what fails again and
//! again, is kept for the council's people to decide (slice `jobs`).

mod people;
pub mod postman;
mod store;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use casework::channel::Carries;
use casework::ids::{CaseId, ConstituentId, CopyId};
use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt as _;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, AsyncTransport as _};
use sea_orm::DbErr;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::app::{App, Turn};
use crate::jobs::Why;
use crate::residents::{self, Outgoing};
use crate::tenancy::{Council, TenantTx};
use crate::{copies, guests, plugins};

use postman::Postman;
use store::{Failure, Outside, ToWhom};

/// Mails of one council that are sent in a row before others have their turn, and how long it may take them.
const AT_ONCE: usize = 100;
const A_TURN: Duration = Duration::from_secs(5);
/// How long the server may take over all of a mail. Less than the pause before the next try, so that nobody sends one that is still on
/// its way.
const A_MAIL: Duration = Duration::from_secs(40);

impl Postman {
    /// What somebody of the council wrote to a resident, or the program did, to a resident or as a copy. Answers go to the council's own address.
    /// `stop` is where whoever reads a copy asks for no more (RFC 8058).
    fn to_outside(
        &self,
        turn: &Turn,
        id: Uuid,
        mail: Outgoing,
        to: Address,
        stop: Option<&str>,
    ) -> Result<Message, Failure> {
        let manifest = &turn.council.manifest;
        let council = manifest.name.get(manifest.languages.first().copied().unwrap_or_default());
        let message = Message::builder()
            .from(Mailbox::new(Some(council.to_owned()), self.from.email.clone()))
            .to(Mailbox::new(None, to))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .date(turn.now.into())
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN);
        let message = match manifest.contact.email.parse() {
            Ok(answers) => message.reply_to(Mailbox::new(Some(council.to_owned()), answers)),
            Err(_) => message,
        };
        let message = if mail.automatic { message.header(AutoSubmitted) } else { message };
        let message = match stop {
            Some(stop) => message
                .raw_header(plain_header("List-Unsubscribe", format!("<{stop}>")))
                .raw_header(plain_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())),
            None => message,
        };
        message.body(mail.text).map_err(|error| broken(&error))
    }
}

/// A header of ours, word for word: an address in it is not folded.
fn plain_header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// `Auto-Submitted` (RFC 3834): nobody wrote this, so no machine should answer it.
#[derive(Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// How long a mail waits for its first try, where no mail server is named or the program is down. An older one says what is no news
/// any more: it is not sent by itself.
pub const WAITS: TimeDelta = TimeDelta::days(3);

/// Gives up what has waited too long. Whoever raised the case is told where it was to a resident, and the council's people decide
/// whether it is sent after all (slice `jobs`).
async fn give_up_old(turn: &Turn) -> Result<(), DbErr> {
    for _ in 0..AT_ONCE {
        let tx = turn.begin().await?;
        let Some(mail) = store::give_up_old(&tx, turn.now - WAITS, turn.now).await? else { break };
        match (mail.case_id.zip(mail.seq), mail.copy) {
            (Some((case, seq)), Some(copy)) => copies::not_sent(&tx, (case, seq, copy), turn.now).await?,
            (Some((case, seq)), None) if mail.resident => {
                residents::not_sent(&turn.app, &turn.council, &tx, case, seq, turn.now).await?;
            }
            _ => {}
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Sends some of what is due, one mail a transaction, and tells how many were sent.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn send_due(turn: &Turn) -> Result<usize, DbErr> {
    give_up_old(turn).await?;
    let Some(postman) = turn.app.postman.clone() else { return Ok(0) };
    let residents_too = plugins::seat_for(&turn.council.carriers, Carries::Email).is_none();
    let mut sent = 0;
    let mut over = pin!(sleep(A_TURN));
    for _ in 0..AT_ONCE {
        if over.as_mut().now_or_never().is_some() {
            break;
        }
        let tx = turn.begin().await?;
        let Some(mail) = store::claim(&tx, residents_too, turn.now).await? else { break };
        let message = match mail.outside() {
            Some(outside) => Some(to_outside(&postman, turn, &tx, mail.id, outside).await?),
            None => None,
        };
        // Claimed for a while, whatever becomes of this worker.
        tx.commit().await?;
        let message = match message {
            Some(message) => message,
            None => people::message(&postman, turn, &mail).await?,
        };
        let outcome = match message {
            // Left, never had an address, or is not to be told any more.
            Ok(None) => Ok(false),
            Ok(Some(message)) => send(&postman, message).await.map(|()| true),
            Err(failure) => Err(failure),
        };
        let tx = turn.begin().await?;
        match outcome {
            Ok(went) => {
                store::done(&tx, &mail, turn.now).await?;
                match mail.outside().filter(|_| went) {
                    Some(Outside { case, seq, to: ToWhom::Resident(_) }) => {
                        residents::sent(&tx, case, seq, turn.now).await?;
                    }
                    Some(Outside { case, seq, to: ToWhom::Copy(copy) }) => {
                        copies::sent(&tx, (case, seq, copy), turn.now).await?;
                    }
                    None => {}
                }
                sent += 1;
            }
            Err(failure) => {
                tracing::warn!(tenant.id = %turn.council.id, job.id = %mail.id, error = %failure.why, "a mail was not sent");
                // A server that was away for days says nothing of the address.
                let no_such_address = failure.for_good;
                let given_up = store::failed(&tx, &mail, failure, turn.now).await?;
                match mail.outside() {
                    Some(Outside { case, seq, to: ToWhom::Resident(_) }) if given_up => {
                        residents::not_reached(&turn.app, &turn.council, &tx, case, seq, turn.now).await?;
                    }
                    Some(Outside { case, seq, to: ToWhom::Copy(copy) }) if no_such_address => {
                        copies::not_reached(&turn.app, &turn.council, &tx, (case, seq, copy), turn.now).await?;
                    }
                    _ => {}
                }
            }
        }
        tx.commit().await?;
    }
    Ok(sent)
}

/// The mail to somebody outside; none where it is not to be sent any more. The links in it are made anew for each try, because only
/// a link's hash is kept.
async fn to_outside(
    postman: &Postman,
    turn: &Turn,
    tx: &TenantTx,
    id: Uuid,
    mail: Outside,
) -> Result<Result<Option<Message>, Failure>, DbErr> {
    let (texts, site, case) =
        (turn.app.pages.texts(), postman.site_of(&turn.council.host), CaseId::from_uuid(mail.case));
    let (outgoing, stop) = match mail.to {
        ToWhom::Resident(resident) => {
            let Some(outgoing) = to_resident(turn, tx, (mail.case, mail.seq), resident).await? else {
                return Ok(Ok(None));
            };
            (outgoing, None)
        }
        ToWhom::Copy(copy) => {
            let message = (mail.case, mail.seq, copy);
            let outgoing = copies::outgoing(&turn.council, texts, tx, message, turn.now).await?;
            let Some(mut outgoing) = outgoing else { return Ok(Ok(None)) };
            let path = guests::link_for_copy(tx, turn.app.ids, case, CopyId::from_uuid(copy), turn.now).await?;
            let stop = format!("{site}{path}");
            let words = texts.get(outgoing.lang, "copy-stop", None);
            outgoing.text.push_str(&format!("{words}\n{stop}\n"));
            (outgoing, Some(stop))
        }
    };
    // Nothing but the address is read: what a name in front of it would be was never asked for.
    let Ok(to) = outgoing.to.parse::<Address>() else { return Ok(Err(no_address())) };
    Ok(postman.to_outside(turn, id, outgoing, to, stop.as_deref()).map(Some))
}

/// The mail to a resident, with the link to their own page; none where it is not to be sent any more. Whoever carries it is for others
/// to say.
///
/// # Errors
/// When the database cannot be asked.
pub async fn to_resident(
    turn: &Turn,
    tx: &TenantTx,
    (case, seq): (Uuid, i32),
    resident: Uuid,
) -> Result<Option<Outgoing>, DbErr> {
    let texts = turn.app.pages.texts();
    let outgoing = residents::outgoing(&turn.council, texts, tx, case, seq, turn.now).await?;
    let Some(mut outgoing) = outgoing else { return Ok(None) };
    let (case, resident) = (CaseId::from_uuid(case), ConstituentId::from_uuid(resident));
    let path = guests::link_for_resident(tx, turn.app.ids, case, resident, turn.now).await?;
    let words = texts.get(outgoing.lang, "mail-resident-page", None);
    let site = turn.app.site.replace("{host}", &turn.council.host);
    outgoing.text.push_str(&format!("\n{words}\n{site}{path}\n"));
    Ok(Some(outgoing))
}

fn no_address() -> Failure {
    Failure { why: Why::Address, for_good: true }
}

fn broken(error: &lettre::error::Error) -> Failure {
    Failure { why: Why::Other(error.to_string()), for_good: true }
}

async fn send(postman: &Postman, message: Message) -> Result<(), Failure> {
    let Ok(answer) = timeout(A_MAIL, postman.transport.send(message)).await else {
        return Err(Failure { why: Why::NoAnswer, for_good: false });
    };
    match answer {
        Ok(_) => Ok(()),
        // What a server answers may name the person, and what is kept must not: the code says enough.
        Err(error) => {
            let why = error.status().map_or(Why::NoAnswer, |code| Why::Answer(code.to_string()));
            Err(Failure { why, for_good: error.is_permanent() })
        }
    }
}

/// A mail came back after the server had taken it: `id` is what stood before the `@` of its Message-ID. Whoever raised the case is
/// told where it was to somebody outside. Returns whether that is news; after the commit, `app.wake` has work for the council.
///
/// # Errors
/// When the database cannot be written to.
pub async fn bounced(
    app: &Arc<App>,
    council: &Council,
    tx: &TenantTx,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    match store::to_outside(tx, id).await? {
        Some(store::ToOutside { case_id, seq, copy: Some(copy) }) => {
            copies::not_reached(app, council, tx, (case_id, seq, copy), now).await
        }
        Some(mail) => residents::not_reached(app, council, tx, mail.case_id, mail.seq, now).await,
        None => Ok(false),
    }
}
