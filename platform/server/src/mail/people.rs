//! Mail to the council's own people: one thing that happened, or those of a day.

use casework::ids::{CaseId, PersonId};
use casework::text::Lang;
use chrono::{DateTime, Utc};
use fluent_bundle::{FluentArgs, FluentValue};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use sea_orm::DbErr;
use uuid::Uuid;

use super::store::{Failure, Mail};
use super::{AutoSubmitted, Postman, broken, no_address};
use crate::app::Turn;
use crate::notices::{self, Mailed, Notice, ToMail};
use crate::web::Texts;

/// The mail to somebody of the council; none where nothing is left to tell, or nobody to tell it to.
pub(super) async fn message(
    postman: &Postman,
    turn: &Turn,
    mail: &Mail,
) -> Result<Result<Option<Message>, Failure>, DbErr> {
    let Some(person) = mail.person.map(PersonId::from_uuid) else { return Ok(Ok(None)) };
    let mailed = match (mail.daily, mail.notice, mail.case_id, mail.seq) {
        (Some(daily), ..) => Mailed::Daily(daily),
        (None, Some(notice), ..) => Mailed::One(notice),
        (None, None, Some(case), Some(seq)) => Mailed::Of(case, seq),
        _ => return Ok(Ok(None)),
    };
    let Some(told) = notices::to_mail(turn, person, mailed).await? else { return Ok(Ok(None)) };
    let Ok(to) = told.email.parse::<Mailbox>() else { return Ok(Err(no_address())) };
    let letter = match (mail.daily, told.notices.as_slice()) {
        (None, [notice]) => one(postman, turn, &told, notice),
        _ => daily(postman, turn, &told),
    };
    let message = letter.addressed(postman, turn.now, mail.id, to);
    Ok(message.map(Some).map_err(|error| broken(&error)))
}

/// What stands in a mail.
struct Letter {
    subject: String,
    text: String,
    reply_to: Option<Mailbox>,
}

impl Letter {
    fn addressed(
        self,
        postman: &Postman,
        now: DateTime<Utc>,
        id: Uuid,
        to: Mailbox,
    ) -> Result<Message, lettre::error::Error> {
        let message = match self.reply_to {
            Some(address) => Message::builder().reply_to(address),
            None => Message::builder(),
        };
        message
            .from(postman.from.clone())
            .to(to)
            // No absence note is sent back to a program (RFC 3834).
            .header(AutoSubmitted)
            .message_id(Some(format!("<{id}@{}>", postman.from.email.domain())))
            .date(now.into())
            .subject(self.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(self.text)
    }
}

/// The program's words in the language of whoever gets the mail.
struct Words<'a> {
    texts: &'a Texts,
    lang: Lang,
}

impl Words<'_> {
    fn say<'v>(&self, key: &str, args: &[(&'static str, FluentValue<'v>)]) -> String {
        let args: FluentArgs<'v> = args.iter().cloned().collect();
        self.texts.get(self.lang, key, Some(&args)).into_owned()
    }

    /// What happened, for whom, without a word of the case.
    fn what(&self, notice: &Notice) -> String {
        let away = notice.for_name.as_deref().unwrap_or_default();
        if notice.reference.is_none() {
            let what = if notice.kind == "deputy-left" { "notice-deputy-left" } else { "notice-unseen" };
            return self.say(what, &[("name", away.into())]);
        }
        let actor = notice.actor.clone().unwrap_or_else(|| self.say("actor-platform", &[]));
        let what = self.say(&format!("recent-{}", notice.kind), &[("actor", actor.into())]);
        match away {
            "" => what,
            name => format!("{what} ({})", self.say("notice-for", &[("name", name.into())])),
        }
    }
}

/// Where a notice leads: to the case, and there to what can be done where it waits for whoever reads.
fn link(site: &str, notice: &Notice) -> String {
    let task = if notice.waits() { "#actions" } else { "" };
    notice
        .reference
        .as_ref()
        .map_or_else(|| format!("{site}/notices"), |case| format!("{site}/cases/{case}?notice=read{task}"))
}

fn one(postman: &Postman, turn: &Turn, told: &ToMail, notice: &Notice) -> Letter {
    let (council, site) = (&turn.council, postman.site_of(&turn.council.host));
    let words = Words { texts: turn.app.pages.texts(), lang: told.lang };
    let name = council.manifest.name.get(told.lang);
    let what = words.what(notice);
    let subject = match &notice.reference {
        Some(reference) => {
            words.say("mail-subject", &[("reference", reference.as_str().into()), ("what", what.as_str().into())])
        }
        None => what.clone(),
    };
    let case = notice.case_id.map(CaseId::from_uuid);
    let reply_to = case.and_then(|case| turn.app.mail_in.reply_address(council, case, told.person)?.parse().ok());
    let mut parts = vec![what, link(&site, notice)];
    if reply_to.is_some() {
        parts.push(words.say("mail-answer", &[]));
    }
    parts.push(words.say("mail-why", &[("council", name.into())]));
    parts.push(words.say("mail-choose", &[("link", format!("{site}/notices/choice").into())]));
    let reply_to = reply_to.map(|address| Mailbox::new(Some(name.to_owned()), address));
    Letter { subject, text: format!("{}\n", parts.join("\n\n")), reply_to }
}

/// One mail for a day: what waits comes first.
fn daily(postman: &Postman, turn: &Turn, told: &ToMail) -> Letter {
    let (council, site) = (&turn.council, postman.site_of(&turn.council.host));
    let words = Words { texts: turn.app.pages.texts(), lang: told.lang };
    let name = council.manifest.name.get(told.lang);
    let count = FluentValue::from(told.notices.len());
    let mut parts = vec![words.say("mail-daily-intro", &[("council", name.into())])];
    let mut part_of = |heading: &str, notices: &mut dyn Iterator<Item = &Notice>| {
        let lines: Vec<String> = notices
            .map(|notice| {
                let reference = notice.reference.as_ref().map(|reference| format!("{reference}: ")).unwrap_or_default();
                format!("{reference}{}\n{}", words.what(notice), link(&site, notice))
            })
            .collect();
        if !lines.is_empty() {
            parts.push(words.say(heading, &[]));
            parts.extend(lines);
        }
    };
    part_of("mail-daily-waiting", &mut told.notices.iter().filter(|notice| notice.waits()));
    part_of("mail-daily-news", &mut told.notices.iter().filter(|notice| !notice.waits()));
    parts.push(words.say("mail-choose", &[("link", format!("{site}/notices/choice").into())]));
    let subject = words.say("mail-daily-subject", &[("count", count)]);
    Letter { subject, text: format!("{}\n", parts.join("\n\n")), reply_to: None }
}
