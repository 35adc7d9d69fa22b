//! Changing cases. What can be refused is refused in the payload, with a code for programs and words for people.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use casework::cases::{Facts, FieldError, NoteAudience, PersonForm, RaiseForm};
use casework::ids::{ClientId, DraftId, GroupId, NoteId};
use casework::stages::Action;
use chrono::NaiveDate;

use super::types::Case;
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::cases::{
    ActError, NoteError, RaiseError, act, add_note, by_reference, change_note, raise, raise_draft, split_off,
};

#[derive(Default)]
pub struct CaseMutation;

/// Why something was not done.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct Refusal {
    /// For programs: `not-found`, `stale`, `not-yours`, `text-missing` and so on.
    pub code: String,
    /// For people.
    pub message: String,
}

/// A field that needs attention.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct FieldProblem {
    /// Path of the field, for example `people.0.email`.
    field: String,
    /// For programs: `missing`, `too-long` and so on.
    reason: String,
}

impl FieldProblem {
    #[must_use]
    pub fn new(field: impl Into<String>, reason: &str) -> Self {
        Self { field: field.into(), reason: reason.to_owned() }
    }
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct RaiseCasePayload {
    case: Option<Case>,
    /// Whether an earlier copy of this submission had raised the case already.
    repeated: bool,
    problems: Vec<FieldProblem>,
    refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
pub(super) struct CasePayload {
    pub case: Option<Case>,
    pub refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct NotePayload {
    note_id: Option<String>,
    /// Whether an earlier call with the same key had added it already.
    repeated: bool,
    refusal: Option<Refusal>,
}

/// A member of the public whom the case is about.
#[derive(InputObject)]
struct ResidentInput {
    title: Option<String>,
    name: String,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    /// `phone`, `email` or `letter`.
    preferred_contact: Option<String>,
    /// Whether they agreed to their case being shared with the ward's other councillors.
    consent: Option<bool>,
    /// How to tell them what becomes of it: `email`, `post` or `not` (unless told).
    tell: Option<String>,
    /// The language to write to them in, `en` or `cy`; the council's first, unless told.
    lang: Option<String>,
}

/// Another body that was asked.
#[derive(InputObject)]
struct ReferralInput {
    body: String,
    /// When a reply is expected.
    by: NaiveDate,
    /// What they were asked.
    text: String,
    /// What they call it.
    their_reference: Option<String>,
}

/// A case to be raised. Only `summary` is needed.
#[derive(InputObject)]
struct RaiseCaseInput {
    summary: String,
    details: Option<String>,
    /// Since when there is the problem, and what happened so far.
    history: Option<String>,
    /// Who was asked already, and what they said.
    approached: Option<String>,
    /// What the resident wants.
    wanted: Option<String>,
    category: Option<String>,
    service: Option<String>,
    place: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// GSS code; found from the point, or from the member's only ward, when not given.
    ward: Option<String>,
    kind: Option<String>,
    channel: Option<String>,
    tags: Option<Vec<String>>,
    /// Id of the elected member for whom an assistant raises it.
    on_behalf_of: Option<String>,
    people: Option<Vec<ResidentInput>>,
    /// Who writes to the residents: `through-me` (unless told) or `to-resident`, with a copy to whoever raised it.
    reply_route: Option<String>,
    /// No copy of anything goes to the residents.
    confidential: Option<bool>,
}

impl From<RaiseCaseInput> for RaiseForm {
    fn from(input: RaiseCaseInput) -> Self {
        Self {
            summary: input.summary,
            details: input.details.unwrap_or_default(),
            facts: Facts {
                history: input.history.unwrap_or_default(),
                approached: input.approached.unwrap_or_default(),
                wanted: input.wanted.unwrap_or_default(),
            },
            category: input.category,
            service: input.service,
            place_words: input.place.unwrap_or_default(),
            latitude: input.latitude.map(|degrees| degrees.to_string()),
            longitude: input.longitude.map(|degrees| degrees.to_string()),
            ward: input.ward,
            kind: input.kind,
            channel: input.channel,
            tags: input.tags.unwrap_or_default(),
            on_behalf_of: input.on_behalf_of,
            people: input.people.unwrap_or_default().into_iter().map(PersonForm::from).collect(),
            reply_route: input.reply_route,
            confidential: input.confidential.unwrap_or_default(),
        }
    }
}

impl From<ResidentInput> for PersonForm {
    fn from(input: ResidentInput) -> Self {
        Self {
            title: input.title.unwrap_or_default(),
            name: input.name,
            phone: input.phone.unwrap_or_default(),
            email: input.email.unwrap_or_default(),
            address: input.address.unwrap_or_default(),
            preferred_contact: input.preferred_contact,
            consent: input.consent,
            tell: input.tell,
            lang: input.lang,
        }
    }
}

#[Object(serial)]
impl CaseMutation {
    /// Raises a case. Give a fresh UUID as `idempotencyKey` and repeat it in every retry: one key raises one case. With the id of a
    /// draft, that is raised, with its files, and needs no key. With `partOf`, it is split off the case of that reference.
    async fn raise_case(
        &self,
        context: &Context<'_>,
        input: RaiseCaseInput,
        idempotency_key: Option<String>,
        draft: Option<String>,
        part_of: Option<String>,
    ) -> Result<RaiseCasePayload> {
        let caller = &scope(context)?.caller;
        if let Some(whole) = &part_of {
            let read = async { by_reference(&caller.begin().await?, whole).await };
            if read.await.map_err(|error| internal(&error))?.is_none() {
                let refusal = Some(refusal("not-found", "There is no such case of which this could be a part."));
                return Ok(RaiseCasePayload { refusal, ..Default::default() });
            }
        }
        let Ok(key) = idempotency_key.map(|key| key.parse::<ClientId>()).transpose() else {
            let refusal = Some(refusal("bad-idempotency-key", "The idempotency key must be a UUID."));
            return Ok(RaiseCasePayload { refusal, ..Default::default() });
        };
        let Ok(draft) = draft.map(|draft| draft.parse::<DraftId>()).transpose() else {
            let refusal = Some(refusal("unknown-draft", "There is no draft of this id."));
            return Ok(RaiseCasePayload { refusal, ..Default::default() });
        };
        let raised = match draft {
            Some(draft) => raise_draft(caller, input.into(), draft).await,
            None => raise(caller, input.into(), key).await,
        };
        match raised {
            Ok(raised) => {
                if let Some(whole) = part_of {
                    split_off(caller, &raised.reference, &whole).await.map_err(|error| internal(&error))?;
                }
                let case = Some(Case::from(raised.row));
                Ok(RaiseCasePayload { case, repeated: raised.repeated, ..Default::default() })
            }
            Err(RaiseError::Invalid(errors)) => {
                Ok(RaiseCasePayload { problems: errors.iter().map(FieldProblem::from).collect(), ..Default::default() })
            }
            Err(RaiseError::NotAllowed) => {
                let refusal = Some(refusal("may-not-raise", "You may not raise cases."));
                Ok(RaiseCasePayload { refusal, ..Default::default() })
            }
            Err(RaiseError::Database(error)) => Err(internal(&error)),
        }
    }

    /// Tells the member that the enquiry has arrived and is being dealt with.
    async fn acknowledge(&self, context: &Context<'_>, reference: String, version: Option<i32>) -> Result<CasePayload> {
        taken(context, &reference, Action::Acknowledge, version).await
    }

    /// Gives the case to a group.
    async fn assign(
        &self,
        context: &Context<'_>,
        reference: String,
        #[graphql(desc = "Key of the group.")] group: String,
        reason: Option<String>,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        let groups = &scope(context)?.caller.council.groups.lookup;
        let Some(group): Option<GroupId> = groups.id(&group) else {
            let refusal = Some(refusal("unknown-group", "There is no group of this key in the council."));
            return Ok(CasePayload { refusal, ..Default::default() });
        };
        taken(context, &reference, Action::Assign { group, reason }, version).await
    }

    /// Asks the member for information.
    async fn request_information(
        &self,
        context: &Context<'_>,
        reference: String,
        question: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::RequestInformation { question }, version).await
    }

    /// Answers what was asked.
    async fn provide_information(
        &self,
        context: &Context<'_>,
        reference: String,
        answer: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::ProvideInformation { answer }, version).await
    }

    /// Tells what has been done so far.
    async fn record_progress(
        &self,
        context: &Context<'_>,
        reference: String,
        text: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::RecordProgress { text }, version).await
    }

    /// Gives the outcome; who confirms it depends on the council's stages.
    async fn resolve(
        &self,
        context: &Context<'_>,
        reference: String,
        answer: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::Resolve { answer }, version).await
    }

    /// Confirms the outcome.
    async fn confirm_resolved(
        &self,
        context: &Context<'_>,
        reference: String,
        comment: Option<String>,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::ConfirmResolved { comment }, version).await
    }

    /// Sends the case back to those who resolved it.
    async fn send_back(
        &self,
        context: &Context<'_>,
        reference: String,
        reason: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::SendBack { reason }, version).await
    }

    /// Says that work will be done by a day. Where it is not, the case goes back to the team and both sides are told.
    async fn promise_work(
        &self,
        context: &Context<'_>,
        reference: String,
        by: NaiveDate,
        #[graphql(desc = "What will be done.")] text: String,
        #[graphql(desc = "Number of the work order.")] order: Option<String>,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::PromiseWork { by, order, text }, version).await
    }

    /// Says that the promised work is done; that it solved the matter is for others to say.
    async fn work_done(
        &self,
        context: &Context<'_>,
        reference: String,
        text: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::WorkDone { text }, version).await
    }

    /// Records that another body was asked, which should reply by a day.
    async fn refer(
        &self,
        context: &Context<'_>,
        reference: String,
        input: ReferralInput,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        let ReferralInput { body, by, text, their_reference } = input;
        taken(context, &reference, Action::Refer { body, by, reference: their_reference, text }, version).await
    }

    /// Records what the other body said.
    async fn record_reply(
        &self,
        context: &Context<'_>,
        reference: String,
        text: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::RecordReply { text }, version).await
    }

    /// Ends a case that is no longer needed, for whoever raised it, whoever holds it now.
    async fn withdraw(
        &self,
        context: &Context<'_>,
        reference: String,
        reason: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::Withdraw { reason }, version).await
    }

    /// Opens a closed case again, for whoever raised it, within the council's window.
    async fn reopen(
        &self,
        context: &Context<'_>,
        reference: String,
        reason: String,
        version: Option<i32>,
    ) -> Result<CasePayload> {
        taken(context, &reference, Action::Reopen { reason }, version).await
    }

    /// Adds a note, which everybody sees who sees the case; with `forTeam`, only those who work on it. One `idempotencyKey` adds one note.
    async fn add_note(
        &self,
        context: &Context<'_>,
        reference: String,
        body: String,
        #[graphql(default)] for_team: bool,
        idempotency_key: Option<String>,
    ) -> Result<NotePayload> {
        let caller = &scope(context)?.caller;
        let Ok(key) = idempotency_key.map(|key| key.parse::<ClientId>()).transpose() else {
            let refusal = Some(refusal("bad-idempotency-key", "The idempotency key must be a UUID."));
            return Ok(NotePayload { refusal, ..Default::default() });
        };
        let audience = if for_team { NoteAudience::Team } else { NoteAudience::Case };
        match add_note(caller, &reference, &body, audience, key).await {
            Ok(noted) => {
                Ok(NotePayload { note_id: Some(noted.id.to_string()), repeated: noted.repeated, refusal: None })
            }
            Err(refused) => not_noted(&refused),
        }
    }

    /// Changes the words of a note, for a short while, by whoever wrote it. What it said before stays with it.
    async fn change_note(
        &self,
        context: &Context<'_>,
        reference: String,
        note_id: String,
        body: String,
    ) -> Result<NotePayload> {
        let Ok(id) = note_id.parse::<NoteId>() else { return not_noted(&NoteError::NotFound) };
        match change_note(&scope(context)?.caller, &reference, id, &body).await {
            Ok(()) => Ok(NotePayload { note_id: Some(note_id), ..Default::default() }),
            Err(refused) => not_noted(&refused),
        }
    }
}

async fn taken(context: &Context<'_>, reference: &str, action: Action, seen: Option<i32>) -> Result<CasePayload> {
    let caller: &Caller = &scope(context)?.caller;
    match act(caller, reference, action, seen).await {
        Ok(row) => Ok(CasePayload { case: Some(Case::from(row)), refusal: None }),
        Err(ActError::Database(error)) => Err(internal(&error)),
        Err(refused) => {
            let code = match &refused {
                ActError::NotFound => "not-found",
                ActError::Stale | ActError::Database(_) => "stale",
                ActError::Refused(reason) => reason.code(),
            };
            Ok(CasePayload { case: None, refusal: Some(refusal(code, &refused.to_string())) })
        }
    }
}

pub(super) fn refusal(code: &str, message: &str) -> Refusal {
    Refusal { code: code.to_owned(), message: message.to_owned() }
}

impl From<&FieldError> for FieldProblem {
    fn from(error: &FieldError) -> Self {
        Self { field: error.field.clone(), reason: error.reason.code().to_owned() }
    }
}

fn not_noted(refused: &NoteError) -> Result<NotePayload> {
    let code = match refused {
        NoteError::Database(error) => return Err(internal(error)),
        NoteError::NotFound => "not-found",
        NoteError::Empty => "text-missing",
        NoteError::KeyUsed => "key-already-used",
        NoteError::NotForYou => "not-for-you",
        NoteError::TooLong => "text-too-long",
        NoteError::TooLate => "too-late",
        NoteError::Mention(_) => "mention-not-understood",
    };
    Ok(NotePayload { refusal: Some(refusal(code, &refused.to_string())), ..Default::default() })
}
