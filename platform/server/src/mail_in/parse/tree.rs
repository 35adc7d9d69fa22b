//! The parts of a mail: whether they fit together, and what is gathered out of them.

use mail_parser::{Message, MessagePart, MimeHeaders as _, PartType};

use super::{Attachment, Named, Unreadable, plain, words};

/// How deep mails that were forwarded as attachments are followed.
const DEEPEST: usize = 5;
/// The most attachments of one mail; a mail with more is nobody's.
const ATTACHMENTS: usize = 60;
/// A picture that belongs into the text and is smaller is an ornament, such as the logo in a signature.
const ORNAMENT: usize = 16 * 1024;

/// Whether parts are missing, cut off or garbled.
pub(super) fn is_broken(message: &Message<'_>) -> bool {
    let has_body = message.parts.first().is_some_and(|part| part.offset_body < part.offset_end);
    message.parts.iter().any(|part| {
        (part.is_encoding_problem && has_body)
            || is_torn(message, part)
            || matches!(&part.body, PartType::Message(inner) if is_broken(inner))
    })
}

/// Whether a part says that it has parts and does not, or never ends.
fn is_torn(message: &Message<'_>, part: &MessagePart<'_>) -> bool {
    let Some(kind) = part.content_type().filter(|kind| kind.ctype() == "multipart") else { return false };
    let (PartType::Multipart(_), Some(boundary)) = (&part.body, kind.attribute("boundary")) else { return true };
    let body = message.raw_message.get(part.offset_body as usize..).unwrap_or_default();
    let end = format!("\n--{}--", boundary.trim_end());
    memchr::memmem::find(body, end.as_bytes()).is_none()
}

/// What a mail says and brings along, with the mails that were forwarded in it as attachments.
#[derive(Default)]
pub(super) struct Gathered {
    pub text: String,
    pub attachments: Vec<Attachment>,
    /// Who wrote the first mail that is attached.
    pub inner: Option<Named>,
}

impl Gathered {
    pub fn of(message: &Message<'_>) -> Result<Self, Unreadable> {
        let mut gathered = Self::default();
        gathered.add(message, 0)?;
        Ok(gathered)
    }

    fn add(&mut self, message: &Message<'_>, depth: usize) -> Result<(), Unreadable> {
        if depth > DEEPEST {
            return Err(Unreadable::TooComplex);
        }
        for part in message.text_bodies() {
            match &part.body {
                PartType::Text(text) => self.say(text),
                PartType::Html(html) => self.say(&plain::from_html(html)),
                _ => {}
            }
        }
        for part in message.attachments() {
            if let PartType::Message(inner) = &part.body {
                self.forwarded(inner);
                self.add(inner, depth + 1)?;
            } else if let Some(attachment) = attachment(part) {
                self.attachments.push(attachment);
            }
            if self.attachments.len() > ATTACHMENTS {
                return Err(Unreadable::TooComplex);
            }
        }
        Ok(())
    }

    fn say(&mut self, words: &str) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(words);
    }

    fn forwarded(&mut self, inner: &Message<'_>) {
        let from = inner.from().and_then(|from| from.first());
        let email = from.and_then(|from| from.address()).unwrap_or_default().trim().to_lowercase();
        let name = words::one_line(from.and_then(|from| from.name()).unwrap_or_default());
        let subject = words::one_line(inner.subject().unwrap_or_default());
        self.say(&format!("From: {name} <{email}>\nSubject: {subject}"));
        if self.inner.is_none() && words::is_address(&email) {
            self.inner = Some(Named { name, email });
        }
    }
}

/// A part as a file, unless it is an ornament or says only how the mail was signed or delivered.
fn attachment(part: &MessagePart<'_>) -> Option<Attachment> {
    let bytes = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes,
        PartType::Message(_) | PartType::Multipart(_) => return None,
    };
    let (kind, subtype) =
        part.content_type().map_or(("text", "plain"), |kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
    let signature = matches!(subtype, "pgp-signature" | "pkcs7-signature" | "x-pkcs7-signature" | "pgp-keys");
    let ornament = kind == "image" && part.content_id().is_some() && bytes.len() < ORNAMENT;
    if signature || ornament || kind == "message" || bytes.is_empty() && part.attachment_name().is_none() {
        return None;
    }
    let name = match part.attachment_name() {
        Some(name) => words::one_line(name),
        None => format!("attachment.{}", ending(kind, subtype)),
    };
    Some(Attachment { name, bytes: bytes.to_vec() })
}

/// What the name of a file without a name ends with; what it really is, is found out later.
fn ending<'a>(kind: &str, subtype: &'a str) -> &'a str {
    match (kind, subtype) {
        ("text", "plain") => "txt",
        ("image", "jpeg") => "jpg",
        _ => subtype,
    }
}
