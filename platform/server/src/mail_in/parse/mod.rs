//! What a raw message says, read without trusting any of it (R15).
//!
//! [`read`] is pure: bytes in, a [`Mail`] or a reason out, whatever the bytes are. A mail whose parts do not fit together is
//! not guessed at: it is refused here, and a person looks at it. [`guard`] bounds what the parser may be given, because it builds
//! nested messages as nested values, and enough of them would end the program when they are dropped.
//!
//! | module | what it is for |
//! |---|---|
//! | [`guard`] | what is too complicated to be read |
//! | [`plain`] | HTML as plain text |
//! | [`words`] | subjects, quoted words, who wrote what was forwarded |
//! | [`authentic`] | what a mail server says about the sender |

pub mod authentic;
mod guard;
mod plain;
mod tree;
pub mod words;

#[cfg(test)]
mod tests;

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders as _, PartType};

use tree::{Gathered, is_broken};

/// A mail, as far as it could be read. Nothing in it proves anything.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Without its angle brackets.
    pub message_id: Option<String>,
    /// Every address of every `From`, in lower case; a sender that can be told has exactly one.
    pub from: Vec<String>,
    /// The name that stands beside it.
    pub from_name: String,
    pub subject: String,
    /// Where it was sent, in lower case: `To`, `Cc`, and what mail servers write down of the envelope.
    pub recipients: Vec<String>,
    /// The mails that it answers: `In-Reply-To`, then `References`, without angle brackets.
    pub answers: Vec<String>,
    /// Everything that it says, as plain text.
    pub text: String,
    pub attachments: Vec<Attachment>,
    pub nature: Nature,
    /// Who wrote the mail that is forwarded in it, as it says.
    pub forwarded_from: Option<Named>,
    /// `Authentication-Results`, the newest first, as they stand there.
    pub results: Vec<String>,
}

/// A name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub email: String,
}

/// A file in a mail.
#[derive(Debug, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Who speaks in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Nature {
    #[default]
    Person,
    /// A program: an absence note, a newsletter, a mail of our own that came back to us. Nobody answers those.
    Automatic,
    /// A mail server that could not deliver; with the Message-ID of what came back.
    Bounce { original: Option<String> },
}

/// Why a message is not read. A person can still look at it as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("it has no headers")]
    NoMail,
    #[error("its parts do not fit together, or it is not complete")]
    Broken,
    #[error("it has too many parts, or they nest too deeply")]
    TooComplex,
}

/// Reads a message.
///
/// # Errors
/// See [`Unreadable`].
pub fn read(raw: &[u8]) -> Result<Mail, Unreadable> {
    guard::check(raw)?;
    caught(|| {
        let message = MessageParser::default().parse(raw).ok_or(Unreadable::NoMail)?;
        if message.headers().is_empty() {
            return Err(Unreadable::NoMail);
        }
        if is_broken(&message) {
            return Err(Unreadable::Broken);
        }
        mail_of(&message)
    })
}

/// What can be shown of a message that [`read`] may have refused: as much of its text as can be made out.
#[must_use]
pub fn shown(raw: &[u8]) -> Mail {
    let read = || {
        guard::check(raw)?;
        caught(|| mail_of(&MessageParser::default().parse(raw).ok_or(Unreadable::NoMail)?))
    };
    let read =
        read().ok().filter(|mail| !mail.from.is_empty() || !mail.text.is_empty() || !mail.attachments.is_empty());
    read.unwrap_or_else(|| {
        let beginning = &raw[..raw.len().min(LONGEST_SHOWN)];
        Mail { text: words::tidy(&String::from_utf8_lossy(beginning)), ..Mail::default() }
    })
}

/// How much of a message that cannot be read is shown, in bytes.
const LONGEST_SHOWN: usize = 64 * 1024;

/// A message on which the parser gives up is one that cannot be read, and no reason to end the program.
fn caught<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or(Err(Unreadable::Broken))
}

fn mail_of(message: &Message<'_>) -> Result<Mail, Unreadable> {
    let subject = message.subject().map(words::one_line).unwrap_or_default();
    let gathered = Gathered::of(message)?;
    let text = words::tidy(&gathered.text);
    let forwarded_from = gathered.inner.or_else(|| words::forwarded_from(&text));
    Ok(Mail {
        message_id: message.message_id().map(str::to_owned),
        from: senders(message),
        from_name: message.from().and_then(|from| from.first()?.name()).map(words::one_line).unwrap_or_default(),
        recipients: recipients(message),
        answers: ids(message.in_reply_to()).chain(ids(message.references())).collect(),
        nature: nature_of(message),
        attachments: gathered.attachments,
        results: texts(message, "Authentication-Results"),
        forwarded_from,
        subject,
        text,
    })
}

/// Addresses of a header, in lower case.
fn addresses(address: &Address<'_>) -> Vec<String> {
    address.iter().filter_map(|one| one.address()).map(|one| one.trim().to_lowercase()).collect()
}

fn senders(message: &Message<'_>) -> Vec<String> {
    let from = message.header_values(HeaderName::From);
    from.flat_map(|value| value.as_address().map(addresses).unwrap_or_else(|| vec![String::new()])).collect()
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let listed = [HeaderName::To, HeaderName::Cc].into_iter().flat_map(|name| message.header_values(name));
    let listed: Vec<String> = listed.filter_map(HeaderValue::as_address).flat_map(addresses).collect();
    let envelope = ["Delivered-To", "X-Original-To", "Envelope-To"].into_iter().flat_map(|name| texts(message, name));
    let envelope = envelope.map(|address| address.trim_matches(['<', '>', ' ']).to_lowercase());
    envelope.chain(listed).collect()
}

/// Every value of a header that the parser leaves as it is.
fn texts(message: &Message<'_>, name: &'static str) -> Vec<String> {
    let same = message.headers().iter().filter(|header| header.name.as_str().eq_ignore_ascii_case(name));
    same.filter_map(|header| header.value.as_text().map(str::to_owned)).collect()
}

fn ids<'a>(value: &'a HeaderValue<'_>) -> impl Iterator<Item = String> + 'a {
    /// A thread of a hundred mails names the last ones; nobody needs more.
    const MOST: usize = 100;
    let list = value.as_text_list().unwrap_or_default().iter().map(ToString::to_string);
    let one = value.as_text_list().is_none().then(|| value.as_text().map(str::to_owned)).flatten();
    one.into_iter().chain(list).take(MOST)
}

fn nature_of(message: &Message<'_>) -> Nature {
    let report = message.content_type().filter(|kind| kind.ctype() == "multipart" && kind.subtype() == Some("report"));
    if let Some(report) = report {
        let delivery = message.parts.iter().any(|part| part.is_content_type("message", "delivery-status"));
        let named = report.attribute("report-type").is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status"));
        return if delivery || named { Nature::Bounce { original: original_of(message) } } else { Nature::Automatic };
    }
    let word = |name| texts(message, name).first().map(|value| value.trim().to_ascii_lowercase());
    let submitted = word("Auto-Submitted").is_some_and(|value| !value.starts_with("no"));
    let precedence = word("Precedence").is_some_and(|value| ["bulk", "junk", "list", "auto_reply"].contains(&&*value));
    let marked =
        ["X-Loop", "X-Autoreply", "X-Autorespond", "X-Auto-Reply"].into_iter().any(|name| word(name).is_some());
    let list = message.headers().iter().any(|header| {
        let name = header.name.as_str();
        name.eq_ignore_ascii_case("List-Id") || name.eq_ignore_ascii_case("List-Unsubscribe")
    });
    // A mail without an address to return to was sent by a mail server.
    let nobody = message.header_raw("Return-Path").is_some_and(|path| path.trim() == "<>");
    if submitted || precedence || marked || list || nobody { Nature::Automatic } else { Nature::Person }
}

/// The Message-ID of the mail that a bounce is about: it comes along whole, or its headers do.
fn original_of(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => inner.message_id().map(str::to_owned),
        PartType::Text(headers) if part.is_content_type("text", "rfc822-headers") => {
            // Without the line's end, the last header would not count.
            let inner = format!("{headers}\r\n\r\n");
            MessageParser::default().parse_headers(inner.as_bytes())?.message_id().map(str::to_owned)
        }
        _ => None,
    })
}
