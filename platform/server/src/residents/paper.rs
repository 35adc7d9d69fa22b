//! Messages as letters (R32): the resident's address in the envelope's window, in the resident's language.

use casework::events::EventBody;
use casework::residents::Way;
use casework::text::Lang;
use chrono::{DateTime, Utc};
use letters::{Block, Letter, Letterhead, Reference};

use super::compose::Said;
use super::compose::{lang_of, named};
use super::store::Outgoing;
use crate::app::{Caller, local_date};
use crate::cases::{self, Constituent, case_by_reference};
use crate::tenancy::Council;
use crate::web::Texts;
use crate::{print, web};

/// Who a letter is from, to and about.
struct Envelope<'a> {
    name: &'a str,
    address: &'a str,
    reference: &'a str,
    /// Name of whoever wrote it.
    author: Option<&'a str>,
    at: DateTime<Utc>,
}

fn letter(council: &Council, texts: &Texts, said: &Said, to: &Envelope<'_>) -> anyhow::Result<Letter> {
    let (lang, manifest): (Lang, _) = (said.lang, &council.manifest);
    let word = |key: &str| texts.get(lang, key, None).into_owned();
    let council = manifest.name.get(lang).to_owned();
    Ok(Letter {
        language: print::language(lang),
        sender: Letterhead {
            council: council.clone(),
            address: manifest.letterhead.address.clone(),
            phone: manifest.contact.phone.clone(),
            email: manifest.contact.email.clone(),
            web: manifest.letterhead.web.clone(),
            colour: manifest.branding.colour.parse()?,
            reply_to: None,
        },
        recipient: recipient(to.name, to.address),
        date: web::day(local_date(to.at), lang, texts),
        reference: Reference { label: word("letter-reference"), value: to.reference.to_owned() },
        subject: said.subject.clone(),
        salutation: format!("{} {}", word("letter-dear"), to.name),
        paragraphs: said.text.split("\n\n").map(|part| Block::Paragraph(part.trim().to_owned())).collect(),
        closing: word("letter-closing"),
        signatory: to.author.map(str::to_owned).into_iter().chain([council]).collect(),
        title: format!("{}: {}", to.reference, to.name),
    })
}

/// The letter of a message that waits to be printed or was.
pub(super) fn of_message(council: &Council, texts: &Texts, message: &Outgoing, said: &Said) -> anyhow::Result<Letter> {
    let name = named(message.title.as_deref(), &message.name);
    let address = message.address.as_deref().unwrap_or_default();
    let author = message.author.as_deref();
    letter(
        council,
        texts,
        said,
        &Envelope { name: &name, address, reference: &message.reference, author, at: message.at },
    )
}

/// The letter of this number in the history of a case, for whoever may read it and works on it or raised it.
///
/// # Errors
/// When the database cannot be asked, or the council's colour is none.
pub async fn letter_of(caller: &Caller, reference: &str, seq: i32) -> anyhow::Result<Option<Letter>> {
    let Some(case) = case_by_reference(caller, &caller.begin().await?, reference).await? else { return Ok(None) };
    if !super::writer::writes(caller, &case.row) {
        return Ok(None);
    }
    let Some(event) = case.events.iter().find(|event| event.seq == seq) else { return Ok(None) };
    let person = |id: uuid::Uuid| case.constituents.iter().find(|person| person.id == id);
    let (to, said): (Option<&Constituent>, Said) = match &event.body {
        // As letters were written before there were other messages.
        EventBody::LetterWritten { to, text } => {
            let to = person(to.as_uuid());
            let lang = to.map(|to| lang_of(&caller.council, to)).unwrap_or_default();
            (to, Said { lang, subject: case.row.summary.clone(), text: text.clone() })
        }
        EventBody::ResidentWritten { to, way: Way::Post, lang, subject, text, .. } => {
            (person(to.as_uuid()), Said { lang: *lang, subject: subject.clone(), text: text.clone() })
        }
        _ => return Ok(None),
    };
    let Some(to) = to else { return Ok(None) };
    let name = named(to.title.as_deref(), &to.name);
    let author = event.actor.map(|id| case.name(id.as_uuid()));
    let address = to.address.as_deref().unwrap_or_default();
    let row: &cases::CaseRow = &case.row;
    let texts = caller.app.pages.texts();
    letter(
        &caller.council,
        texts,
        &said,
        &Envelope { name: &name, address, reference: &row.reference, author, at: event.at },
    )
    .map(Some)
}

/// Name and address in lines. An address that was typed in one line is split at its commas.
#[must_use]
pub fn recipient(name: &str, address: &str) -> Vec<String> {
    let lines: Vec<&str> =
        if address.contains('\n') { address.lines().collect() } else { address.split(',').collect() };
    let filled = lines.into_iter().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    let mut all: Vec<String> = std::iter::once(name.to_owned()).chain(filled).collect();
    // What no window has room for stands together in the last line.
    if let Some(rest) = all.get(letters::MAX_LINES - 1..).filter(|rest| rest.len() > 1) {
        let joined = rest.join(", ");
        all.truncate(letters::MAX_LINES - 1);
        all.push(joined);
    }
    all
}
