//! Mail that could not be placed, in the GraphQL schema.

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::{MailId, PersonId};
use chrono::{DateTime, Utc};

use super::Parked;
use super::desk::{self, DeskError};
use crate::api::request::{internal, scope};
use crate::cases::graphql::Person;

#[derive(Default)]
pub struct MailInQuery;

#[derive(Default)]
pub struct MailInMutation;

#[Object(serial)]
impl MailInQuery {
    /// Mail that somebody must look at, the newest first; empty for whoever does not sort the council's mail.
    #[graphql(complexity = "50 * child_complexity")]
    async fn parked_mail(&self, context: &Context<'_>) -> Result<Vec<ParkedMail>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        match desk::list(tx, &scope.caller).await {
            Ok(mails) => Ok(mails.into_iter().take(desk::A_PAGE).map(ParkedMail).collect()),
            Err(DeskError::Database(error)) => Err(internal(&error)),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// The plain text of one of them; null where there is none.
    async fn parked_mail_text(&self, context: &Context<'_>, id: String) -> Result<Option<String>> {
        let Ok(id) = id.parse::<MailId>() else { return Ok(None) };
        match desk::open(&scope(context)?.caller, id).await {
            Ok(opened) => Ok(Some(opened.mail.text)),
            Err(DeskError::Database(error)) => Err(internal(&error)),
            Err(_) => Ok(None),
        }
    }

    /// One of them with its text and what came with it; null where there is none.
    async fn one_parked_mail(&self, context: &Context<'_>, id: String) -> Result<Option<OpenedMail>> {
        let Ok(id) = id.parse::<MailId>() else { return Ok(None) };
        match desk::open(&scope(context)?.caller, id).await {
            Ok(opened) => Ok(Some(OpenedMail {
                mail: ParkedMail(opened.parked),
                text: opened.mail.text,
                cut: opened.cut,
                attachments: opened.mail.attachments.into_iter().map(|file| file.name).collect(),
            })),
            Err(DeskError::Database(error)) => Err(internal(&error)),
            Err(_) => Ok(None),
        }
    }

    /// To whom such mail can be handed; empty for whoever does not sort it.
    #[graphql(complexity = "20 * child_complexity")]
    async fn mail_members(&self, context: &Context<'_>) -> Result<Vec<Person>> {
        let caller = &scope(context)?.caller;
        if !caller.actor.may_sort_mail() {
            return Ok(Vec::new());
        }
        let members = desk::members(caller).await.map_err(|error| internal(&error))?;
        Ok(members.iter().map(|person| Person::named(person.id.as_uuid(), &person.actor.name)).collect())
    }
}

/// A mail that was opened.
#[derive(SimpleObject)]
#[graphql(serial)]
struct OpenedMail {
    mail: ParkedMail,
    text: String,
    /// It says more than is shown.
    cut: bool,
    /// Names of the files that came with it.
    attachments: Vec<String>,
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct MailPayload {
    done: bool,
    /// Why not: `not-allowed`, `not-found` or `not-a-member`.
    code: Option<&'static str>,
    /// The same for people.
    message: Option<String>,
}

#[Object(serial)]
impl MailInMutation {
    /// Closes a parked mail that needs nothing.
    async fn dismiss_mail(&self, context: &Context<'_>, id: String) -> Result<MailPayload> {
        let Ok(id) = id.parse::<MailId>() else { return payload(Err(DeskError::NotFound)) };
        payload(desk::dismiss(&scope(context)?.caller, id).await)
    }

    /// Gives a parked mail to a person who raises cases: it becomes a draft of theirs.
    async fn hand_over_mail(&self, context: &Context<'_>, id: String, person: String) -> Result<MailPayload> {
        let Ok(id) = id.parse::<MailId>() else { return payload(Err(DeskError::NotFound)) };
        let Ok(person) = person.parse::<PersonId>() else { return payload(Err(DeskError::NotAMember)) };
        payload(desk::hand_over(&scope(context)?.caller, id, person).await)
    }
}

fn payload(done: std::result::Result<(), DeskError>) -> Result<MailPayload> {
    let Err(refused) = done else { return Ok(MailPayload { done: true, code: None, message: None }) };
    let code = match &refused {
        DeskError::NotAllowed => "not-allowed",
        DeskError::NotFound => "not-found",
        DeskError::NotAMember => "not-a-member",
        DeskError::Database(error) => return Err(internal(error)),
    };
    Ok(MailPayload { done: false, code: Some(code), message: Some(refused.to_string()) })
}

/// A mail that somebody must look at.
struct ParkedMail(Parked);

#[Object(serial)]
impl ParkedMail {
    async fn id(&self) -> String {
        MailId::from_uuid(self.0.id).to_string()
    }

    async fn received_at(&self) -> DateTime<Utc> {
        self.0.received_at
    }

    /// As the mail says, which proves nothing.
    async fn sender(&self) -> Option<&str> {
        self.0.sender.as_deref()
    }

    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// For programs: `unknown-sender`, `broken`, `not-authenticated` and so on.
    async fn reason(&self) -> &str {
        &self.0.reason
    }
}
