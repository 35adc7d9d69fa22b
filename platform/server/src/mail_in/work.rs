//! What becomes of a message that was taken in: a draft, a note, nothing, or something that a person must look at.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use casework::cases::{NoteAudience, limits};
use casework::ids::{CaseId, ClientId, DraftId, PersonId};
use chrono::TimeDelta;
use files::Key;
use fluent_bundle::FluentArgs;
use futures::TryStreamExt as _;
use sea_orm::DbErr;
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::attachments;
use super::parse::{self, Attachment, Mail, Nature, Unreadable, authentic, words};
use super::store::{self, Claimed, Ended};
use crate::app::{Caller, Turn};
use crate::cases::{self, LONGEST_NOTE, NoteError};
use crate::drafts::{self, NewDraft, Origin, RefusedFile};
use crate::identity::{self, Person};
use crate::mail;

/// Mails of one council that are worked on in a row before other work has its turn.
const AT_ONCE: usize = 20;
/// How often a mail is tried that something of ours keeps from being dealt with; a day, in all.
const TRIES: i32 = 8;
/// How long a message is kept after it was dealt with.
const KEPT: TimeDelta = TimeDelta::days(30);
/// The file in which a text goes along that is longer than a case or a note may be.
const WHOLE: &str = "mail.txt";

/// Why somebody must look at a mail; worded by `mail-in-why-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Unreadable,
    Broken,
    TooComplex,
    /// No address in `From`, or several.
    NoSender,
    /// The trusted mail server does not vouch for the sender.
    NotAuthenticated,
    UnknownSender,
    /// Two people of the council have this address.
    SharedAddress,
    /// Somebody of the council who raises no cases.
    MayNotRaise,
    Empty,
    /// Something of ours failed, again and again.
    Failed,
}

impl Why {
    const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Broken => "broken",
            Self::TooComplex => "too-complex",
            Self::NoSender => "no-sender",
            Self::NotAuthenticated => "not-authenticated",
            Self::UnknownSender => "unknown-sender",
            Self::SharedAddress => "shared-address",
            Self::MayNotRaise => "may-not-raise",
            Self::Empty => "empty",
            Self::Failed => "failed",
        }
    }
}

impl From<Unreadable> for Why {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::NoMail => Self::Unreadable,
            Unreadable::Broken => Self::Broken,
            Unreadable::TooComplex => Self::TooComplex,
        }
    }
}

/// What a mail turned out to be.
enum Outcome {
    Draft(Box<NewDraft>),
    /// Written already, as the person.
    Note,
    Automatic,
    Bounce(Option<String>),
    Repeated,
    Parked(Why),
}

/// Works on what came in, the oldest first, and tells how many mails that were.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost. A mail with which something goes wrong holds up no other.
pub async fn process(turn: &Turn) -> Result<usize, DbErr> {
    forget(turn).await?;
    let mut done = 0;
    for _ in 0..AT_ONCE {
        let tx = turn.begin().await?;
        let Some(claimed) = store::claim(&tx, turn.now).await? else { break };
        // Claimed for a while, whatever becomes of this worker.
        tx.commit().await?;
        if let Err(error) = work_on(turn, &claimed).await {
            tracing::warn!(tenant.id = %turn.council.id, mail.id = %claimed.id, error = %error, "a mail that came in must wait");
            if claimed.attempts < TRIES {
                continue;
            }
            let tx = turn.begin().await?;
            store::end(&tx, claimed.id, parked(Why::Failed), turn.now).await?;
            tx.commit().await?;
        }
        done += 1;
    }
    Ok(done)
}

fn parked(why: Why) -> Ended {
    Ended { state: "parked", reason: Some(why.word()), ..Ended::default() }
}

async fn work_on(turn: &Turn, claimed: &Claimed) -> anyhow::Result<()> {
    let raw = raw(turn, claimed.id).await?;
    let (unreadable, mail) = spawn_blocking(move || match parse::read(&raw) {
        Ok(mail) => (None, mail),
        Err(why) => (Some(why), parse::shown(&raw)),
    })
    .await?;
    let (sender, subject) = (mail.from.first().cloned(), mail.subject.clone());
    let (outcome, once) = match (claimed.handed_to, unreadable) {
        (Some(person), _) => (handed_over(turn, mail, PersonId::from_uuid(person)).await?, None),
        (None, Some(why)) => (Outcome::Parked(why.into()), None),
        (None, None) => decide(turn, claimed, mail).await?,
    };
    let tx = turn.begin().await?;
    let mut news = false;
    let mut ended = match outcome {
        Outcome::Draft(draft) => {
            drafts::add(&tx, *draft, turn.now).await?;
            Ended { state: "draft", once, ..Ended::default() }
        }
        Outcome::Note => Ended { state: "note", once, ..Ended::default() },
        Outcome::Automatic => Ended { state: "automatic", ..Ended::default() },
        Outcome::Bounce(about) => {
            let postman = turn.app.postman.as_ref();
            let ours = about.as_deref().and_then(|about| postman.and_then(|postman| postman.job_of(about)));
            if let Some(job) = ours {
                news = mail::bounced(&turn.app, &turn.council, &tx, job, turn.now).await?;
            }
            Ended { state: "bounce", about, ..Ended::default() }
        }
        Outcome::Repeated => Ended { state: "repeated", ..Ended::default() },
        Outcome::Parked(why) => parked(why),
    };
    (ended.sender, ended.subject) = (sender, Some(subject));
    store::end(&tx, claimed.id, ended, turn.now).await?;
    tx.commit().await?;
    if news {
        turn.app.wake.work_for(turn.council.id);
    }
    Ok(())
}

/// The message as it came.
async fn raw(turn: &Turn, id: Uuid) -> anyhow::Result<Vec<u8>> {
    let key = Key::new(turn.council.schema.as_str(), id)?;
    let content = turn.app.workshop.store().get(&key, None).await.context("the message is not in the store")?;
    Ok(content.stream.try_collect::<Vec<_>>().await?.concat())
}

/// What a mail is, by who sent it and what it answers.
async fn decide(turn: &Turn, claimed: &Claimed, mail: Mail) -> anyhow::Result<(Outcome, Option<Vec<u8>>)> {
    let person = match &mail.nature {
        Nature::Bounce { original } => return Ok((Outcome::Bounce(original.clone()), None)),
        Nature::Automatic => return Ok((Outcome::Automatic, None)),
        Nature::Person if is_ours(turn, &mail) => return Ok((Outcome::Automatic, None)),
        Nature::Person => match sender_of(turn, &mail).await? {
            Err(why) => return Ok((Outcome::Parked(why), None)),
            Ok(person) => person,
        },
    };
    let once = once(&mail, person.id);
    let tx = turn.begin().await?;
    if store::said_before(&tx, &once, claimed.id).await? {
        return Ok((Outcome::Repeated, None));
    }
    let named = turn.app.mail_in.case_named(&turn.council, &mail.recipients, person.id);
    let case = match named {
        Some(case) => Some(case),
        None => {
            let answered = store::case_answered(&tx, jobs_of(turn, &mail.answers), person.id.as_uuid()).await?;
            answered.map(CaseId::from_uuid)
        }
    };
    drop(tx);
    if mail.subject.is_empty() && mail.text.is_empty() && mail.attachments.is_empty() {
        return Ok((Outcome::Parked(Why::Empty), None));
    }
    let caller = caller_of(turn, &person);
    // As this person sees it: whoever may not see the case any more writes nothing on it.
    let visible = match case {
        Some(case) => cases::rows(&caller.begin().await?, vec![case.as_uuid()]).await?.pop(),
        None => None,
    };
    if let Some(row) = visible {
        note(turn, &caller, &row.reference, mail, &once).await?;
        return Ok((Outcome::Note, Some(once)));
    }
    if !person.actor.may_raise() {
        return Ok((Outcome::Parked(Why::MayNotRaise), None));
    }
    let answers = turn.app.mail_in.is_for_a_case(&turn.council, &mail.recipients);
    let origin = if answers || !jobs_of(turn, &mail.answers).is_empty() { Origin::Answer } else { Origin::Mail };
    Ok((Outcome::Draft(Box::new(draft(turn, mail, &person, origin).await?)), Some(once)))
}

/// A mail that those who sort the council's mail gave to somebody. They have read it, so nothing else is asked.
async fn handed_over(turn: &Turn, mail: Mail, to: PersonId) -> anyhow::Result<Outcome> {
    let person = identity::person(&turn.begin().await?, to).await?.filter(|person| person.actor.may_raise());
    match person {
        Some(person) => Ok(Outcome::Draft(Box::new(draft(turn, mail, &person, Origin::HandedOver).await?))),
        None => Ok(Outcome::Parked(Why::MayNotRaise)),
    }
}

/// The one person whose address stands in `From`, as far as the council's mail server vouches for it.
async fn sender_of(turn: &Turn, mail: &Mail) -> Result<Result<Person, Why>, DbErr> {
    let [from] = mail.from.as_slice() else { return Ok(Err(Why::NoSender)) };
    if !words::is_address(from) {
        return Ok(Err(Why::NoSender));
    }
    if let Some(trusted) = &turn.app.mail_in.trusted
        && !authentic::passed(&mail.results, trusted, from)
    {
        return Ok(Err(Why::NotAuthenticated));
    }
    let mut people = identity::by_email(&turn.begin().await?, from).await?;
    Ok(match (people.pop(), people.is_empty()) {
        (Some(person), true) => Ok(person),
        (Some(_), false) => Err(Why::SharedAddress),
        (None, _) => Err(Why::UnknownSender),
    })
}

/// Whether this is a mail of our own that found its way back.
fn is_ours(turn: &Turn, mail: &Mail) -> bool {
    let named = mail.message_id.as_ref().is_some_and(|id| !jobs_of(turn, std::slice::from_ref(id)).is_empty());
    let sent = |from: &String| turn.app.postman.as_ref().is_some_and(|postman| postman.is_sender(from));
    named || mail.from.iter().any(sent)
}

/// Those of these Message-IDs that we could have made.
fn jobs_of(turn: &Turn, ids: &[String]) -> Vec<Uuid> {
    let Some(postman) = &turn.app.postman else { return Vec::new() };
    ids.iter().filter_map(|id| postman.job_of(id)).collect()
}

/// Who said what: the same words of the same person are taken once, on whichever ways they came.
fn once(mail: &Mail, person: PersonId) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    };
    let person = person.as_uuid();
    add(person.as_bytes());
    add(mail.message_id.as_deref().unwrap_or_default().as_bytes());
    add(mail.subject.as_bytes());
    add(mail.text.as_bytes());
    for attachment in &mail.attachments {
        add(&attachment.bytes);
    }
    hash.finalize().to_vec()
}

fn caller_of(turn: &Turn, person: &Person) -> Caller {
    Caller {
        app: Arc::clone(&turn.app),
        council: Arc::clone(&turn.council),
        actor: Arc::new(person.actor.clone()),
        lang: turn.council.manifest.languages.first().copied().unwrap_or_default(),
    }
}

/// Writes a note with what was answered, as the person who did. Written again after a crash, it is the same note.
async fn note(turn: &Turn, caller: &Caller, reference: &str, mut mail: Mail, once: &[u8]) -> anyhow::Result<()> {
    let words = words::answer(&mail.text, &format!("/cases/{reference}")).to_owned();
    if words.chars().count() > LONGEST_NOTE {
        mail.attachments.insert(0, Attachment { name: WHOLE.to_owned(), bytes: mail.text.into_bytes() });
    }
    let refused = attachments::add_to_case(caller, reference, mail.attachments).await?;
    let body = with_refusals(turn, caller, &words, &refused);
    let key = once.get(..16).and_then(|start| Uuid::from_slice(start).ok()).map(ClientId::from_uuid);
    match cases::add_note(caller, reference, &body, NoteAudience::Case, key).await {
        // With another list of refused files it would be another note, and one of them stands already.
        Ok(_) | Err(NoteError::Empty | NoteError::KeyUsed) => Ok(()),
        Err(error) => bail!(error),
    }
}

/// A note's words, and which files could not be added with it, as long as a note may be.
fn with_refusals(turn: &Turn, caller: &Caller, words: &str, refused: &[RefusedFile]) -> String {
    let texts = turn.app.pages.texts();
    let lines = refused.iter().map(|file| {
        let key = format!("file-{}", file.reason);
        format!("\n{}: {}", file.name, texts.get(caller.lang, &key, None))
    });
    let mut below: String = lines.collect();
    if !below.is_empty() {
        let mut args = FluentArgs::new();
        args.set("count", refused.len());
        below = format!("\n\n{}{below}", texts.get(caller.lang, "mail-in-not-added", Some(&args)));
    }
    let below: String = below.chars().take(LONGEST_NOTE / 2).collect();
    let room = LONGEST_NOTE - below.chars().count();
    words.chars().take(room).chain(below.chars()).collect()
}

/// A draft of what was sent, with its files.
async fn draft(turn: &Turn, mut mail: Mail, owner: &Person, origin: Origin) -> anyhow::Result<NewDraft> {
    let details: String = mail.text.chars().take(limits::DETAILS).collect();
    if details.len() < mail.text.len() {
        mail.attachments.insert(0, Attachment { name: WHOLE.to_owned(), bytes: mail.text.clone().into_bytes() });
    }
    let (files, refused) = attachments::keep(turn, mail.attachments).await?;
    // Whoever sent it is not the resident, unless it was handed over: then they may well be.
    let sender = mail.from.first().cloned().unwrap_or_default();
    let resident = match (mail.forwarded_from, origin) {
        (Some(named), _) if named.email != sender => Some((named.name, named.email)),
        (_, Origin::HandedOver) if words::is_address(&sender) => Some((mail.from_name, sender)),
        _ => None,
    };
    Ok(NewDraft {
        id: DraftId::from_uuid(turn.app.ids.row(turn.now)),
        owner: owner.id,
        origin,
        summary: words::summary(&mail.subject, &mail.text),
        details,
        resident,
        files,
        refused,
    })
}

/// Removes messages that were dealt with long ago.
async fn forget(turn: &Turn) -> Result<(), DbErr> {
    let tx = turn.begin().await?;
    let forgotten = store::forget(&tx, turn.now - KEPT).await?;
    if forgotten.is_empty() {
        return Ok(());
    }
    tx.commit().await?;
    for id in forgotten {
        let Ok(key) = Key::new(turn.council.schema.as_str(), id) else { continue };
        if let Err(error) = turn.app.workshop.store().delete(&key).await {
            tracing::warn!(error = %error, "a message that was dealt with could not be removed from the store");
        }
    }
    Ok(())
}
