//! From a case and a resident to a message: its words, its event, its row, and its mail.

use std::sync::Arc;

use casework::channel::Carries;
use casework::events::EventBody;
use casework::ids::{ConstituentId, GroupId, PersonId};
use casework::residents::{Way, What, Writer};
use casework::stages::StageKey;
use casework::text::Lang;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use uuid::Uuid;

use super::store::{self, NewMail, NewMessage};
use super::template::{CaseFacts, Facts, Message, ResidentFacts, render};
use super::{standard, templates};
use crate::app::App;
use crate::cases::{self, CaseRow, Constituent};
use crate::plugins;
use crate::tenancy::{Council, TenantTx};
use crate::web;

/// What a message says.
pub(super) struct Said {
    pub lang: Lang,
    pub subject: String,
    pub text: String,
}

/// Where and when a message is written.
pub(super) struct Desk<'a> {
    pub app: &'a Arc<App>,
    pub council: &'a Council,
    pub tx: &'a TenantTx,
    pub now: DateTime<Utc>,
}

/// What is to be said, to whom, and in whose name.
pub(super) struct Wanted<'a> {
    pub what: What,
    pub to: &'a Constituent,
    pub way: Way,
    pub writer: Writer,
    /// None where the program writes.
    pub actor: Option<PersonId>,
    /// Number of the event that is told; none where somebody writes in their own words.
    pub cause: Option<i32>,
    pub client_id: Option<Uuid>,
    /// Of an outcome.
    pub answer: &'a str,
    /// What somebody wrote.
    pub message: &'a str,
}

/// The language in which a resident is written to.
pub(super) fn lang_of(council: &Council, to: &Constituent) -> Lang {
    let chosen = to.lang.as_deref().and_then(|lang| lang.parse().ok());
    chosen.or(council.manifest.languages.first().copied()).unwrap_or_default()
}

/// The resident as they are addressed.
pub(super) fn named(title: Option<&str>, name: &str) -> String {
    [title.unwrap_or_default(), name].join(" ").trim().to_owned()
}

impl Desk<'_> {
    /// Writes a message: it is told in the case's history, and goes to the mail or among the letters to be printed. Returns the
    /// case as it is afterwards; the number of the message is that of its last event.
    ///
    /// # Errors
    /// When the database cannot be written to, or refuses the message because nobody may be told this way.
    pub async fn write(&self, row: CaseRow, wanted: Wanted<'_>) -> Result<CaseRow, DbErr> {
        let message = self.words(&row, &wanted).await?;
        let event = EventBody::ResidentWritten {
            to: ConstituentId::from_uuid(wanted.to.id),
            way: wanted.way,
            what: wanted.what,
            lang: lang_of(self.council, wanted.to),
            subject: message.subject,
            text: message.text,
        };
        let row = cases::record(self.app, self.council, self.tx, row, event, wanted.actor, self.now).await?;
        let (case_id, seq, constituent_id) = (row.id, row.last_seq, wanted.to.id);
        let message = NewMessage {
            case_id,
            seq,
            constituent_id,
            cause: wanted.cause.unwrap_or(seq),
            what: wanted.what,
            way: wanted.way.as_str(),
            writer: wanted.writer.as_str(),
            client_id: wanted.client_id,
        };
        store::add(self.tx, message, self.now).await?;
        self.send(&NewMail { case_id, seq, constituent_id, way: wanted.way, again: false }).await?;
        Ok(row)
    }

    /// Makes the job that sends a message, when the office is open. A letter that no channel carries waits to be printed.
    pub async fn send(&self, message: &NewMail) -> Result<(), DbErr> {
        let kind = match (message.way, plugins::seat_for(&self.council.carriers, Carries::Letter)) {
            (Way::Email, _) => "mail",
            (Way::Post, None) => return Ok(()),
            (Way::Post, Some((seat, _))) => {
                store::carried::goes_by(self.tx, message.case_id, message.seq, seat).await?;
                "letter"
            }
        };
        let due_at = self.council.calendar.office_opens(self.now);
        store::queue(self.tx, self.app.ids.row(self.now), kind, message, due_at, self.now).await
    }

    /// The words, in the resident's language and by the council's template.
    pub(super) async fn words(&self, row: &CaseRow, wanted: &Wanted<'_>) -> Result<Message, DbErr> {
        let lang = lang_of(self.council, wanted.to);
        let template = templates::in_force(self.tx, wanted.what, lang).await?;
        let member = cases::names(self.tx, vec![row.member_id]).await?.pop().map(|named| named.name);
        let facts = self.facts(row, lang, member.unwrap_or_default(), wanted);
        let made = render(&template, &facts).or_else(|error| {
            // A field that went with an update, for example. Its author cannot be asked, and the resident waits.
            let (id, what) = (self.council.id, wanted.what);
            tracing::error!(tenant.id = %id, template.what = %what, error = %error, "the standard text is sent instead");
            render(&standard::of(wanted.what, lang), &facts)
        });
        made.map_err(|error| DbErr::Custom(format!("the standard text of {}: {error}", wanted.what)))
    }

    fn facts(&self, row: &CaseRow, lang: Lang, member: String, wanted: &Wanted<'_>) -> Facts {
        let council = self.council;
        let workflow = council.workflow(row.workflow_version);
        let stage = workflow.stage(&StageKey::new(row.stage.as_str()));
        let team = row.group_id.map(|id| council.group_name(GroupId::from_uuid(id), lang).to_owned());
        let open = row.closed_at.is_none();
        Facts {
            resident: ResidentFacts { name: named(wanted.to.title.as_deref(), &wanted.to.name) },
            case: CaseFacts { reference: row.reference.clone(), summary: row.summary.clone() },
            stage: stage.map(|stage| stage.name.get(lang).to_owned()).unwrap_or_default(),
            team: team.unwrap_or_default(),
            councillor: member,
            council: council.manifest.name.get(lang).to_owned(),
            due: if open { web::day(row.due_on, lang, self.app.pages.texts()) } else { String::new() },
            answer: wanted.answer.to_owned(),
            message: wanted.message.to_owned(),
        }
    }
}
