//! Links for people outside, for programs.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use casework::cases::FieldError;
use casework::ids::{ClientId, ConstituentId, LinkId};
use chrono::{DateTime, Utc};

use super::{
    Ask, LinkError, LinkRow, Made, Shown, ask_outside, links_by_reference, make_for_resident, preview, take_back,
};
use crate::api::request::{internal, scope};

#[derive(Default)]
pub struct GuestQuery;

#[derive(Default)]
pub struct GuestMutation;

/// A link for somebody without an account. Of a resident's links, the newest stands for all.
#[derive(SimpleObject)]
#[graphql(serial)]
struct OutsideLink {
    id: String,
    /// Of the resident, or of the other party.
    name: String,
    /// Id of the resident; none where another party was asked.
    resident_id: Option<String>,
    made_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    taken_back_at: Option<DateTime<Utc>>,
    /// When the other party answered, which it can once.
    answered_at: Option<DateTime<Utc>>,
}

impl From<LinkRow> for OutsideLink {
    fn from(row: LinkRow) -> Self {
        Self {
            id: LinkId::from_uuid(row.id).to_string(),
            name: row.name,
            resident_id: row.constituent_id.map(|id| ConstituentId::from_uuid(id).to_string()),
            made_at: row.made_at,
            expires_at: row.expires_at,
            taken_back_at: row.revoked_at,
            answered_at: row.answered_at,
        }
    }
}

/// Why no link was made or taken back.
#[derive(SimpleObject)]
#[graphql(serial)]
struct LinkRefusal {
    /// For programs: `not-found`, `bad-id` or `key-already-used`.
    code: String,
    /// For people.
    message: String,
}

/// A field that needs attention.
#[derive(SimpleObject)]
#[graphql(serial)]
struct AskProblem {
    /// `name`, `question` or `days`.
    field: String,
    /// For programs: `missing`, `too-long`, `not-a-choice`.
    reason: String,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct LinkPayload {
    link_id: Option<String>,
    /// Where the link is at the council's site. Told this once: only its hash is kept.
    path: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    /// Whether an earlier call with the same key had made it, and told its path.
    repeated: bool,
    problems: Vec<AskProblem>,
    refusal: Option<LinkRefusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct TakeBackPayload {
    refusal: Option<LinkRefusal>,
}

/// A question to another party, such as a housing association, and what it is shown.
#[derive(InputObject)]
struct AskOutsideInput {
    /// Who is asked.
    name: String,
    question: String,
    /// Whether they see the case's summary.
    #[graphql(default)]
    show_summary: bool,
    /// Whether they see where it is, in words.
    #[graphql(default)]
    show_place: bool,
    /// How many days they have, 1 to 90; 14 unless told.
    days: Option<i32>,
}

impl From<AskOutsideInput> for Ask {
    fn from(input: AskOutsideInput) -> Self {
        let AskOutsideInput { name, question, show_summary, show_place, days } = input;
        Self { name, question, show_summary, show_place, days: days.map(|days| days.to_string()).unwrap_or_default() }
    }
}

/// These words and no others.
#[derive(SimpleObject)]
#[graphql(serial)]
struct QuestionShown {
    name: String,
    question: String,
    summary: Option<String>,
    place: Option<String>,
    /// By when it can be answered.
    until: DateTime<Utc>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct QuestionPreview {
    shown: Option<QuestionShown>,
    problems: Vec<AskProblem>,
    refusal: Option<LinkRefusal>,
}

#[Object(serial)]
impl GuestQuery {
    /// Links for people outside of a case, the newest first; null where the caller may make none for it.
    #[graphql(complexity = "50 * child_complexity")]
    async fn outside_links(&self, context: &Context<'_>, reference: String) -> Result<Option<Vec<OutsideLink>>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let links = links_by_reference(&scope.caller, tx, &reference).await.map_err(|error| internal(&error))?;
        Ok(links.map(|links| links.into_iter().map(OutsideLink::from).collect()))
    }

    /// What another party would see of a question: nothing is made yet.
    async fn preview_question(
        &self,
        context: &Context<'_>,
        reference: String,
        input: AskOutsideInput,
    ) -> Result<QuestionPreview> {
        match preview(&scope(context)?.caller, &reference, &Ask::from(input)).await {
            Ok(Shown { name, question, summary, place, until }) => Ok(QuestionPreview {
                shown: Some(QuestionShown { name, question, summary, place, until }),
                ..Default::default()
            }),
            Err(LinkError::Invalid(errors)) => {
                Ok(QuestionPreview { problems: errors.iter().map(problem).collect(), ..Default::default() })
            }
            Err(LinkError::Database(error)) => Err(internal(&error)),
            Err(refused @ (LinkError::NotFound | LinkError::KeyUsed)) => {
                Ok(QuestionPreview { refusal: Some(refusal(&refused)), ..Default::default() })
            }
        }
    }
}

#[Object(serial)]
impl GuestMutation {
    /// Makes a secret link to a page on which a resident of the case sees where their matter stands. One `idempotencyKey` makes one link.
    async fn make_resident_link(
        &self,
        context: &Context<'_>,
        reference: String,
        #[graphql(desc = "Id of the resident, as the case names it.")] resident_id: String,
        idempotency_key: Option<String>,
    ) -> Result<LinkPayload> {
        let (Ok(resident), Ok(key)) = (resident_id.parse::<ConstituentId>(), parsed(idempotency_key)) else {
            return Ok(LinkPayload { refusal: Some(bad_id()), ..Default::default() });
        };
        made(make_for_resident(&scope(context)?.caller, &reference, resident, key).await)
    }

    /// Asks another party, and makes the link by which it can answer once, without an account. One `idempotencyKey` asks once.
    async fn ask_outside(
        &self,
        context: &Context<'_>,
        reference: String,
        input: AskOutsideInput,
        idempotency_key: Option<String>,
    ) -> Result<LinkPayload> {
        let Ok(key) = parsed(idempotency_key) else {
            return Ok(LinkPayload { refusal: Some(bad_id()), ..Default::default() });
        };
        made(ask_outside(&scope(context)?.caller, &reference, Ask::from(input), key).await)
    }

    /// Ends a link at once; with one of a resident's links, all of theirs.
    async fn take_back_link(
        &self,
        context: &Context<'_>,
        reference: String,
        link_id: String,
    ) -> Result<TakeBackPayload> {
        let Ok(link) = link_id.parse::<LinkId>() else { return Ok(TakeBackPayload { refusal: Some(bad_id()) }) };
        match take_back(&scope(context)?.caller, &reference, link).await {
            Ok(()) => Ok(TakeBackPayload::default()),
            Err(LinkError::Database(error)) => Err(internal(&error)),
            Err(refused @ (LinkError::NotFound | LinkError::Invalid(_) | LinkError::KeyUsed)) => {
                Ok(TakeBackPayload { refusal: Some(refusal(&refused)) })
            }
        }
    }
}

fn made(made: Result<Made, LinkError>) -> Result<LinkPayload> {
    match made {
        Ok(made) => Ok(LinkPayload {
            link_id: Some(made.id.to_string()),
            repeated: made.path.is_none(),
            path: made.path,
            expires_at: Some(made.until),
            ..Default::default()
        }),
        Err(LinkError::Invalid(errors)) => {
            Ok(LinkPayload { problems: errors.iter().map(problem).collect(), ..Default::default() })
        }
        Err(LinkError::Database(error)) => Err(internal(&error)),
        Err(refused @ (LinkError::NotFound | LinkError::KeyUsed)) => {
            Ok(LinkPayload { refusal: Some(refusal(&refused)), ..Default::default() })
        }
    }
}

fn problem(error: &FieldError) -> AskProblem {
    let field = if error.field == "text" { "question" } else { &error.field };
    AskProblem { field: field.to_owned(), reason: error.reason.code().to_owned() }
}

fn parsed(key: Option<String>) -> Result<Option<ClientId>, ()> {
    key.map(|key| key.parse::<ClientId>()).transpose().map_err(|_| ())
}

fn bad_id() -> LinkRefusal {
    let message = "An id is not one of this API, or the idempotency key is not a UUID.";
    LinkRefusal { code: "bad-id".to_owned(), message: message.to_owned() }
}

fn refusal(refused: &LinkError) -> LinkRefusal {
    let code = if matches!(refused, LinkError::KeyUsed) { "key-already-used" } else { "not-found" };
    LinkRefusal { code: code.to_owned(), message: refused.to_string() }
}
