//! Mail to the council's own people: that something concerns them, and where it is. Off where no server is named.
//!
//! A mail says what happened to which case and links to it; it holds nothing of what the case says, because a mailbox is not a
//! place that Wardbook guards. Each is a job with an id that goes along as its Message-ID: a retry after a crash is the same
//! message. What the server refuses for good, or what fails again and again, is kept for the operator (`wardbook jobs`).

mod store;

use casework::ids::{CaseId, PersonId};
use casework::text::Lang;
use fluent_bundle::FluentArgs;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::app::Turn;
use crate::web::Texts;

pub use store::{Dead, dead, retry};

/// Mails of one council that are sent in a row before others have their turn.
const AT_ONCE: usize = 100;

/// Sends mail.
pub struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Address of a council's site, with `{host}` for its host name.
    site: String,
}

/// Why mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("the mail server's address is not one: write smtp://HOST:25, or smtps://USER:PASSWORD@HOST")]
    Server(#[source] lettre::transport::smtp::Error),
    #[error("`{0}` is no sender: write an address such as casework@council.example")]
    From(String),
    #[error("`{0}` has no {{host}} in it: write it as https://{{host}}")]
    Site(String),
}

impl Postman {
    /// # Errors
    /// See [`SetupError`].
    pub fn new(server: &str, from: &str, site: &str) -> Result<Self, SetupError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(server).map_err(SetupError::Server)?;
        if !site.contains("{host}") {
            return Err(SetupError::Site(site.to_owned()));
        }
        Ok(Self {
            transport: transport.timeout(Some(std::time::Duration::from_secs(20))).build(),
            from: from.parse().map_err(|_| SetupError::From(from.to_owned()))?,
            site: site.trim_end_matches('/').to_owned(),
        })
    }

    /// Whether this is the address that our mail comes from.
    #[must_use]
    pub fn is_sender(&self, address: &str) -> bool {
        let ours: &str = self.from.email.as_ref();
        ours.eq_ignore_ascii_case(address)
    }

    /// The mail of ours that could have had this Message-ID; whether there is one, its job tells.
    #[must_use]
    pub fn job_of(&self, message_id: &str) -> Option<Uuid> {
        let (id, domain) = message_id.rsplit_once('@')?;
        domain.eq_ignore_ascii_case(self.from.email.domain()).then(|| id.parse().ok()).flatten()
    }

    fn message(&self, turn: &Turn, mail: &store::Mail, to: Mailbox) -> Result<Message, lettre::error::Error> {
        let (lang, texts) =
            (turn.council.manifest.languages.first().copied().unwrap_or_default(), turn.app.pages.texts());
        let what = told(mail, lang, texts);
        let site = self.site.replace("{host}", &turn.council.host);
        let word = |key: &str, args: &[(&'static str, &str)]| {
            let mut all = FluentArgs::new();
            for (name, value) in args {
                all.set(*name, (*value).to_owned());
            }
            texts.get(lang, key, Some(&all)).into_owned()
        };
        let subject = word("mail-subject", &[("reference", &mail.reference), ("what", &what)]);
        let link = format!("{site}/cases/{}?notice=read", mail.reference);
        let why = word("mail-why", &[("council", turn.council.manifest.name.get(lang))]);
        let domain = self.from.email.domain();
        let (case, person) = (CaseId::from_uuid(mail.case_id), mail.person_id.map(PersonId::from_uuid));
        let answers =
            person.and_then(|person| turn.app.mail_in.reply_address(&turn.council, case, person)?.parse().ok());
        let mut message = Message::builder();
        let mut below = why;
        if let Some(address) = answers {
            message = message.reply_to(Mailbox::new(Some(turn.council.manifest.name.get(lang).to_owned()), address));
            below = format!("{}\n\n{below}", word("mail-answer", &[]));
        }
        message
            .from(self.from.clone())
            .to(to)
            // No absence note is sent back to a program (RFC 3834).
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
            .message_id(Some(format!("<{}@{domain}>", mail.id)))
            .date(turn.now.into())
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(format!("{what}\n\n{link}\n\n{below}\n"))
    }
}

fn told(mail: &store::Mail, lang: Lang, texts: &Texts) -> String {
    let mut args = FluentArgs::new();
    let platform = || texts.get(lang, "actor-platform", None).into_owned();
    args.set("actor", mail.actor.clone().unwrap_or_else(platform));
    texts.get(lang, &format!("recent-{}", mail.kind), Some(&args)).into_owned()
}

/// Sends what is due, one mail a transaction, and tells how many were sent.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost.
pub async fn send_due(turn: &Turn) -> Result<usize, DbErr> {
    let Some(postman) = turn.app.postman.clone() else { return Ok(0) };
    let mut sent = 0;
    for _ in 0..AT_ONCE {
        let tx = turn.begin().await?;
        let Some(mail) = store::claim(&tx, turn.now).await? else { break };
        // Claimed for a while, whatever becomes of this worker.
        tx.commit().await?;
        let outcome = match mail.email.as_deref().map(str::parse::<Mailbox>) {
            // Left, or never had an address: their list says it all.
            None => Ok(()),
            Some(Err(_)) => Err(store::Failure { error: "the address is not one".to_owned(), for_good: true }),
            Some(Ok(to)) => send(&postman, turn, &mail, to).await,
        };
        let tx = turn.begin().await?;
        match outcome {
            Ok(()) => {
                store::done(&tx, &mail, turn.now).await?;
                sent += 1;
            }
            Err(failure) => {
                tracing::warn!(tenant.id = %turn.council.id, job.id = %mail.id, error = failure.error, "a mail was not sent");
                store::failed(&tx, &mail, failure, turn.now).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(sent)
}

async fn send(postman: &Postman, turn: &Turn, mail: &store::Mail, to: Mailbox) -> Result<(), store::Failure> {
    let message = postman.message(turn, mail, to);
    let message = message.map_err(|error| store::Failure { error: error.to_string(), for_good: true })?;
    match postman.transport.send(message).await {
        Ok(_) => Ok(()),
        // What a server answers may name the person, and what is kept must not: the code says enough.
        Err(error) => {
            let code = error.status().map_or_else(|| "no answer".to_owned(), |code| format!("answer {code}"));
            Err(store::Failure { error: format!("the mail server: {code}"), for_good: error.is_permanent() })
        }
    }
}
