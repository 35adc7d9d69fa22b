//! Telling residents in the GraphQL schema: a thin face of the slice's use cases.

mod texts;

pub use texts::{TextMutation, TextQuery};

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use casework::cases::{TellingForm, ToldForm};
use casework::ids::{ClientId, ConstituentId};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::api::request::{internal, scope};
use crate::cases::graphql::{Case, FieldProblem, Refusal};
use crate::residents::{self, Batch, ChangeError, MessageRow, Place, WaitingLetter, WriteError};

/// A message to a resident, and what became of it. What it says is the event of this number in the timeline.
pub struct ResidentMessage(pub MessageRow);

#[Object(serial)]
impl ResidentMessage {
    /// Number of its event in the timeline.
    async fn seq(&self) -> i32 {
        self.0.seq
    }

    /// Id of the resident.
    async fn to(&self) -> String {
        ConstituentId::from_uuid(self.0.constituent_id).to_string()
    }

    /// `acknowledgement`, `progress` or `outcome`.
    async fn what(&self) -> &str {
        &self.0.what
    }

    /// `email` or `post`.
    async fn way(&self) -> &str {
        &self.0.way
    }

    /// `waiting`, `sent`, `printed`, `refused` (it came back), `stopped` (it may not go any more), `unsent` (email was
    /// not set up in time) or `delivered` (it arrived, says who carried it).
    async fn state(&self) -> &str {
        &self.0.state
    }

    async fn written_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it got its state; none while it waits.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }
}

/// A letter that waits to be printed.
#[derive(SimpleObject)]
#[graphql(serial)]
struct LetterToPrint {
    reference: String,
    summary: String,
    /// Name of the resident.
    resident: String,
    what: String,
    /// Number of its event; `/cases/{reference}/letters/{seq}` is the letter as PDF.
    seq: i32,
    written_at: DateTime<Utc>,
}

/// A page of letters, the oldest first.
#[derive(SimpleObject)]
#[graphql(serial)]
struct LettersToPrint {
    nodes: Vec<LetterToPrint>,
    /// Give it as `after` to get the next page; none on the last page.
    next: Option<String>,
}

/// Letters that were printed together.
#[derive(SimpleObject)]
#[graphql(serial)]
struct LetterBatch {
    id: String,
    printed_at: DateTime<Utc>,
    printed_by: String,
    letters: i32,
    /// When they were put back among those that wait.
    returned_at: Option<DateTime<Utc>>,
    /// Where they are as one PDF; null where they were put back.
    pdf: Option<String>,
}

impl From<Batch> for LetterBatch {
    fn from(batch: Batch) -> Self {
        Self {
            id: batch.id.to_string(),
            printed_at: batch.made_at,
            printed_by: batch.made_by,
            letters: batch.letters,
            returned_at: batch.returned_at,
            pdf: batch.returned_at.is_none().then(|| format!("/letters/batches/{}", batch.id)),
        }
    }
}

#[derive(Default)]
pub struct ResidentQuery;

#[Object(serial)]
impl ResidentQuery {
    /// Letters that wait to be printed, for whoever prints them; a page of 25 unless told, 100 at the most. Null for others.
    #[graphql(complexity = "(first.unwrap_or(25).clamp(1, 100) as usize).saturating_mul(child_complexity)")]
    async fn letters_to_print(
        &self,
        context: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Option<LettersToPrint>> {
        let scope = scope(context)?;
        if !residents::may_print(&scope.caller.actor) {
            return Ok(None);
        }
        let size = usize::try_from(first.unwrap_or(25).clamp(1, 100)).unwrap_or(1);
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let after = after.as_deref().and_then(|after| after.parse::<Place>().ok());
        let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
        let mut letters = residents::waiting(tx, after, limit).await.map_err(|error| internal(&error))?;
        let more = letters.len() > size;
        letters.truncate(size);
        let next = letters.last().filter(|_| more).map(|last| last.place().to_string());
        Ok(Some(LettersToPrint { nodes: letters.into_iter().map(LetterToPrint::from).collect(), next }))
    }

    /// The batches that were printed last, the newest first and at most ten; null for whoever does not print letters.
    #[graphql(complexity = "10 * child_complexity")]
    async fn letter_batches(&self, context: &Context<'_>) -> Result<Option<Vec<LetterBatch>>> {
        let scope = scope(context)?;
        if !residents::may_print(&scope.caller.actor) {
            return Ok(None);
        }
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let batches = residents::batches(tx).await.map_err(|error| internal(&error))?;
        Ok(Some(batches.into_iter().map(LetterBatch::from).collect()))
    }
}

impl From<WaitingLetter> for LetterToPrint {
    fn from(letter: WaitingLetter) -> Self {
        Self {
            reference: letter.reference,
            summary: letter.summary,
            resident: letter.name,
            what: letter.what,
            seq: letter.seq,
            written_at: letter.created_at,
        }
    }
}

/// How one resident is told.
#[derive(InputObject)]
struct ToldInput {
    /// Id of the resident.
    id: String,
    email: Option<String>,
    address: Option<String>,
    /// `email`, `post` or `not` (unless told).
    tell: Option<String>,
    /// `en` or `cy`; the council's first, unless told.
    lang: Option<String>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct WritePayload {
    /// Number of the message's event.
    seq: Option<i32>,
    /// `email` or `post`.
    way: Option<String>,
    refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct TellPayload {
    case: Option<Case>,
    problems: Vec<FieldProblem>,
    refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct PrintPayload {
    /// Id of the batch; none when nothing waits.
    batch: Option<String>,
    /// Where the letters are as one PDF.
    pdf: Option<String>,
    refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct ReturnPayload {
    returned: bool,
    refusal: Option<Refusal>,
}

#[derive(Default)]
pub struct ResidentMutation;

#[Object(serial)]
impl ResidentMutation {
    /// Writes news to a resident, the way that was agreed with them. One `idempotencyKey` writes once.
    async fn write_to_resident(
        &self,
        context: &Context<'_>,
        reference: String,
        #[graphql(desc = "Id of the resident.")] to: String,
        text: String,
        idempotency_key: Option<String>,
        #[graphql(
            desc = "Of the `messagePreview` that its author saw: nothing is sent if they would get something else by now."
        )]
        seal: Option<String>,
    ) -> Result<WritePayload> {
        let caller = &scope(context)?.caller;
        let Ok(key) = idempotency_key.map(|key| key.parse::<ClientId>()).transpose() else {
            let refusal = refusal("bad-idempotency-key", "The idempotency key must be a UUID.");
            return Ok(WritePayload { refusal, ..Default::default() });
        };
        let written = match to.parse::<ConstituentId>() {
            Ok(to) => residents::write(caller, &reference, to, &text, key, seal).await,
            Err(_) => Err(WriteError::NotFound),
        };
        match written {
            Ok((seq, way)) => Ok(WritePayload { seq: Some(seq), way: Some(way.as_str().to_owned()), refusal: None }),
            Err(error) => refused(&error).map(|refusal| WritePayload { refusal, ..Default::default() }),
        }
    }

    /// Says how the residents of a case are told, for whoever raised it. What waits and may not go any more is stopped.
    async fn tell_residents(
        &self,
        context: &Context<'_>,
        reference: String,
        #[graphql(desc = "`through-me` or `to-resident`.")] reply_route: String,
        #[graphql(default)] confidential: bool,
        #[graphql(desc = "Those whose part changes; their email and address are stored as they are given.")]
        people: Vec<ToldInput>,
    ) -> Result<TellPayload> {
        let caller = &scope(context)?.caller;
        let people: Option<Vec<ToldForm>> = people
            .into_iter()
            .map(|told| {
                Some(ToldForm {
                    id: told.id.parse().ok()?,
                    email: told.email.unwrap_or_default(),
                    address: told.address.unwrap_or_default(),
                    tell: told.tell,
                    lang: told.lang,
                })
            })
            .collect();
        let changed = match people {
            Some(people) => {
                let form = TellingForm { reply_route: Some(reply_route), confidential, people };
                residents::change(caller, &reference, &form).await
            }
            None => Err(ChangeError::NotFound),
        };
        match changed {
            Ok(row) => Ok(TellPayload { case: Some(Case::from(row)), ..Default::default() }),
            Err(ChangeError::Invalid(errors)) => {
                Ok(TellPayload { problems: errors.iter().map(FieldProblem::from).collect(), ..Default::default() })
            }
            Err(ChangeError::NotFound) => {
                let refusal = refusal("not-found", "There is no such case, or it is not yours to say.");
                Ok(TellPayload { refusal, ..Default::default() })
            }
            Err(ChangeError::Database(error)) => Err(internal(&error)),
        }
    }

    /// Takes the letters that wait into a batch, up to 200 and the oldest first, and marks them as printed.
    async fn print_letters(&self, context: &Context<'_>) -> Result<PrintPayload> {
        let caller = &scope(context)?.caller;
        if !residents::may_print(&caller.actor) {
            return Ok(PrintPayload { refusal: not_allowed(), ..Default::default() });
        }
        let batch =
            residents::print_waiting(caller).await.map_err(|error| internal(&DbErr::Custom(error.to_string())))?;
        let pdf = batch.map(|id| format!("/letters/batches/{id}"));
        Ok(PrintPayload { batch: batch.map(|id| id.to_string()), pdf, refusal: None })
    }

    /// Puts the letters of a batch back among those that wait.
    async fn return_letters(&self, context: &Context<'_>, batch: String) -> Result<ReturnPayload> {
        let caller = &scope(context)?.caller;
        if !residents::may_print(&caller.actor) {
            return Ok(ReturnPayload { refusal: not_allowed(), ..Default::default() });
        }
        let Ok(batch) = batch.parse::<Uuid>() else { return Ok(ReturnPayload::default()) };
        let returned = residents::put_back(caller, batch).await.map_err(|error| internal(&error))?;
        Ok(ReturnPayload { returned, refusal: None })
    }
}

fn refusal(code: &str, message: &str) -> Option<Refusal> {
    Some(Refusal { code: code.to_owned(), message: message.to_owned() })
}

fn not_allowed() -> Option<Refusal> {
    refusal("not-allowed", "This is for others of the council.")
}

/// Why nothing is written to a resident.
pub(super) fn refused(error: &WriteError) -> Result<Option<Refusal>> {
    let code = match error {
        WriteError::Database(error) => return Err(internal(error)),
        WriteError::NotToBeTold => "not-to-be-told",
        WriteError::NoMail => "no-mail",
        WriteError::Empty => "text-missing",
        WriteError::TooLong => "text-too-long",
        WriteError::Changed => "changed",
        WriteError::NotFound => "not-found",
    };
    Ok(refusal(code, &error.to_string()))
}
