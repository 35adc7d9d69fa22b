//! What each resident would get, in the GraphQL schema (R21, R31, R61): nothing is sent by asking.

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::stages::{Action, Verb};

use super::{Foretelling, Foretold, Gets};
use crate::api::request::{internal, scope};
use crate::cases::graphql::Refusal;
use crate::cases::{ActError, ConnectError};

/// What one resident would get.
#[derive(SimpleObject)]
#[graphql(serial)]
struct ResidentPreview {
    /// The resident's case.
    reference: String,
    name: String,
    /// `en` or `cy`.
    lang: &'static str,
    /// `email` or `post`; none where they get nothing.
    way: Option<&'static str>,
    /// Name of the council's channel that carries it, where one does.
    channel: Option<String>,
    /// Name and address, in lines.
    recipient: Vec<String>,
    subject: Option<String>,
    /// Everything from the greeting to the name below it.
    text: Option<String>,
    /// Why they get nothing: `confidential`, `through-member`, `not-to-be-told` or `another` (it is to somebody else).
    withheld: Option<&'static str>,
}

/// What every resident of a case would get, or of several.
#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct PreviewPayload {
    residents: Vec<ResidentPreview>,
    /// Residents who would get something, and whose case is not for the caller to see.
    unseen: usize,
    /// Stands for what is here: `writeToResident` with it sends this or nothing. None where the preview was refused.
    seal: Option<String>,
    refusal: Option<Refusal>,
}

impl From<Foretold> for ResidentPreview {
    fn from(one: Foretold) -> Self {
        let (reference, name, lang) = (one.reference, one.name, one.lang.as_str());
        match one.gets {
            Gets::Message(sheet) => Self {
                reference,
                name,
                lang,
                way: Some(sheet.way.as_str()),
                channel: sheet.channel,
                recipient: sheet.recipient,
                subject: Some(sheet.subject),
                text: Some(sheet.text),
                withheld: None,
            },
            Gets::Nothing(why) => Self {
                reference,
                name,
                lang,
                way: None,
                channel: None,
                recipient: Vec::new(),
                subject: None,
                text: None,
                withheld: Some(why),
            },
        }
    }
}

impl From<Foretelling> for PreviewPayload {
    fn from(all: Foretelling) -> Self {
        let (unseen, seal) = (all.unseen, Some(all.seal()));
        Self { residents: all.people.into_iter().map(ResidentPreview::from).collect(), unseen, seal, refusal: None }
    }
}

#[derive(Default)]
pub struct PreviewQuery;

#[Object(serial)]
impl PreviewQuery {
    /// What each resident of a case would get if the caller wrote this to one of them.
    async fn message_preview(
        &self,
        context: &Context<'_>,
        reference: String,
        #[graphql(desc = "Id of the resident.")] to: String,
        text: String,
    ) -> Result<PreviewPayload> {
        let caller = &scope(context)?.caller;
        match super::foretell_news(caller, &reference, to.parse()?, &text).await {
            Ok(all) => Ok(all.into()),
            Err(error) => {
                super::graphql::refused(&error).map(|refusal| PreviewPayload { refusal, ..Default::default() })
            }
        }
    }

    /// What each resident of a case would get by itself if the caller took this action; nobody gets anything where it does not close
    /// the case with an answer.
    async fn outcome_preview(
        &self,
        context: &Context<'_>,
        reference: String,
        #[graphql(desc = "`resolve`, `confirm-resolved` or `withdraw`.")] action: String,
        #[graphql(default)] text: String,
    ) -> Result<PreviewPayload> {
        let caller = &scope(context)?.caller;
        let action = match action.parse::<Verb>() {
            Ok(Verb::Resolve) => Action::Resolve { answer: text },
            Ok(Verb::ConfirmResolved) => {
                Action::ConfirmResolved { comment: Some(text).filter(|text| !text.trim().is_empty()) }
            }
            Ok(Verb::Withdraw) => Action::Withdraw { reason: text },
            _ => return Err("action is resolve, confirm-resolved or withdraw".into()),
        };
        let (code, message) = match super::foretell_action(caller, &reference, action, None).await {
            Ok(all) => return Ok(all.into()),
            Err(ActError::Database(error)) => return Err(internal(&error)),
            Err(ActError::Refused(refusal)) => (refusal.code(), refusal.to_string()),
            Err(error @ ActError::NotFound) => ("not-found", error.to_string()),
            Err(error @ ActError::Stale) => ("stale", error.to_string()),
        };
        Ok(PreviewPayload { refusal: Some(Refusal { code: code.to_owned(), message }), ..Default::default() })
    }

    /// What each resident of the cases that follow this one would get by itself if the caller sent its outcome to them, as
    /// `sendOutcome` does.
    async fn followers_preview(
        &self,
        context: &Context<'_>,
        reference: String,
        text: String,
    ) -> Result<PreviewPayload> {
        let caller = &scope(context)?.caller;
        match super::foretell_outcome(caller, &reference, &text, None).await {
            Ok(all) => Ok(all.into()),
            Err(ConnectError::Database(error)) => Err(internal(&error)),
            Err(error) => Ok(PreviewPayload {
                refusal: Some(Refusal { code: error.code().to_owned(), message: error.to_string() }),
                ..Default::default()
            }),
        }
    }
}
