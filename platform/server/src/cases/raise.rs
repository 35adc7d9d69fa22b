//! Raising a case: check, route, set the deadline, store, all in one transaction with one statement (R1 to R13, R18).

use casework::cases::{FieldError, FieldReason, NewCase, NewWard, RaiseForm, validate};
use casework::consent::shared_with_ward;
use casework::events::EventBody;
use casework::ids::{CaseId, ClientId, DraftId, FileId, PersonId, WardId};
use casework::people::Role;
use casework::routing::{Enquiry, Routed};
use casework::stages::{DueKind, StageDef, StageKey};
use chrono::{DateTime, Timelike, Utc};
use sea_orm::DbErr;

use super::history::Chain;
use super::message::message;
use super::store::write::{self, NewConstituent};
use super::{CaseRow, deadline, put_state, store};
use crate::app::{Caller, local_date, to_the_end};
use crate::{drafts, identity, routing};

/// A case that was raised, now or by an earlier copy of the same submission.
#[derive(Clone, Debug)]
pub struct Raised {
    pub reference: String,
    /// The case as it is stored.
    pub row: CaseRow,
    /// Whether an earlier copy of this submission had raised it already.
    pub repeated: bool,
}

/// Why a case was not raised.
#[derive(Debug, thiserror::Error)]
pub enum RaiseError {
    #[error("this person may not raise cases")]
    NotAllowed,
    #[error("{} fields need attention", .0.len())]
    Invalid(Vec<FieldError>),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Raises a case. With a `client_id`, any number of calls with the same one raise one case.
///
/// # Errors
/// See [`RaiseError`]; nothing is stored then.
pub async fn raise(caller: &Caller, form: RaiseForm, client_id: Option<ClientId>) -> Result<Raised, RaiseError> {
    raise_from(caller, form, client_id, None).await
}

/// Raises a case out of a draft of the person's own, which takes its files along and is gone then (R3). Any number of calls raise one
/// case, and each of its files is added once; a draft that is not there is raised as what the form says.
///
/// # Errors
/// See [`RaiseError`]; nothing is stored then, and the draft stays.
pub async fn raise_draft(caller: &Caller, form: RaiseForm, draft: DraftId) -> Result<Raised, RaiseError> {
    let raised = raise_from(caller, form, Some(ClientId::from_uuid(draft.as_uuid())), Some(draft)).await?;
    if raised.repeated {
        // A copy of the form that was slower has begun the draft anew: with the same files, or with more.
        super::files::take_over(caller, &raised.reference, draft).await?;
    }
    Ok(raised)
}

async fn raise_from(
    caller: &Caller,
    form: RaiseForm,
    client_id: Option<ClientId>,
    draft: Option<DraftId>,
) -> Result<Raised, RaiseError> {
    if !caller.actor.may_raise() {
        return Err(RaiseError::NotAllowed);
    }
    let new = validate(&form, &caller.council.manifest, &caller.actor).map_err(RaiseError::Invalid)?;
    let member = member_of(caller, &new).await?;
    let caller = caller.clone();
    to_the_end(async move { store_case(&caller, new, member, client_id, draft).await }).await
}

/// Whom an assistant may raise cases for, with what tells them apart: their wards, or the title of a member of another body (R13).
/// Nobody for anybody else.
///
/// # Errors
/// When the database cannot be asked.
pub async fn representatives(caller: &Caller) -> Result<Vec<(PersonId, String, String)>, DbErr> {
    if !caller.actor.may_raise_for_others() {
        return Ok(Vec::new());
    }
    let people = caller.app.identity.people(&caller.council).await?;
    let members = people.into_iter().filter(|person| person.actor.may_raise_as_self());
    Ok(members
        .map(|person| {
            let wards: Vec<_> = person.actor.wards.iter().map(|ward| caller.council.wards.name(*ward)).collect();
            let detail = match &person.title {
                Some(title) if person.actor.is(Role::OtherRepresentative) => title.clone(),
                _ => wards.join(", "),
            };
            (person.id, person.actor.name, detail)
        })
        .collect())
}

/// The elected member whose case it is.
struct Member {
    id: PersonId,
    /// `councillor`, or the key of the body that an MP or MSP sits in.
    kind: String,
    /// The wards the member was elected for.
    wards: Vec<WardId>,
}

/// Looks the member up where more is needed than who is asking: for an assistant, and for another representative.
async fn member_of(caller: &Caller, new: &NewCase) -> Result<Member, RaiseError> {
    let id = new.on_behalf_of.unwrap_or(caller.actor.person);
    if new.on_behalf_of.is_none() && !caller.actor.is(Role::OtherRepresentative) {
        let wards = caller.actor.wards.clone();
        return Ok(Member { id, kind: Role::Councillor.as_str().to_owned(), wards });
    }
    let tx = caller.begin().await?;
    let person = identity::person(&tx, id).await?.filter(|person| person.actor.may_raise_as_self());
    let person = person.ok_or_else(|| {
        RaiseError::Invalid(vec![FieldError { field: "on_behalf_of".to_owned(), reason: FieldReason::NotAChoice }])
    })?;
    let other = person.actor.is(Role::OtherRepresentative);
    let kind = caller.council.manifest.raiser_kind(other, person.title.as_deref()).to_owned();
    Ok(Member { id, kind, wards: person.actor.wards })
}

async fn store_case(
    caller: &Caller,
    new: NewCase,
    member: Member,
    client_id: Option<ClientId>,
    draft: Option<DraftId>,
) -> Result<Raised, RaiseError> {
    let (council, now) = (&*caller.council, caller.now());
    let ward = ward_of(caller, &new, &member);
    let facts = facts_of(caller, &new, ward, &member, now);
    let routed = routing::route(council, &facts).await;
    let workflow = &council.manifest.workflow;
    let (state, effects) = workflow.open(routed.group, &council.groups.lookup);
    let holder = workflow.holder_now(&state, &council.groups.lookup);
    let mut events = opening_events(&new, &routed, &state.stage);
    events.extend(effects);
    let (actor, on_behalf_of) = (Some(caller.actor.person), new.on_behalf_of);
    let constituents = constituents_of(caller, &new, now);
    let id = CaseId::from_uuid(caller.app.ids.row(now));
    let mut row = new_row(id, caller, new, client_id, ward, member, now);
    let deadline = match workflow.target_now(&state) {
        // No stage in which a case begins waits for a day that somebody agreed: the check of a workflow says so.
        Some(DueKind::AgreedDay) | None => None,
        Some(DueKind::Target(target)) => {
            let days = workflow.stage(&state.stage).and_then(StageDef::working_days);
            Some(deadline::begin(council, &mut row, target, days, &mut events, now).await)
        }
    };
    let tx = caller.begin().await?;
    let draft = match draft {
        Some(id) => drafts::one_held(&tx, caller, id).await?,
        None => None,
    };
    let files = draft.iter().flat_map(|draft| &draft.files);
    events.extend(files.map(|file| EventBody::FileAdded { file: FileId::from_uuid(file.id) }));
    put_state(&mut row, state, holder, council, workflow);
    let mut chain = Chain::new(id);
    let message = message(caller.app.ids.row(now), council, &row, chain.seq + 1, &events, actor);
    let events = chain.extend(events, actor, on_behalf_of, now)?;
    row.last_seq = chain.seq;
    row.last_hash = chain.hash.to_vec();

    let stored = row.clone();
    let added = write::add_case(
        &tx,
        &council.manifest.reference_prefix,
        row,
        &constituents,
        &events,
        deadline.as_ref(),
        message,
    )
    .await?;
    match (added, client_id) {
        (Some(reference), _) => {
            if let Some(draft) = &draft {
                let moved = drafts::become_case(&tx, caller, draft.id, id).await?;
                // The events above name the files that were there when the draft was read.
                if moved.is_none_or(|moved| moved.len() != draft.files.len()) {
                    return Err(DbErr::Custom("the draft was changed while it was raised".to_owned()).into());
                }
            }
            tx.commit().await?;
            caller.app.wake.work_for(council.id);
            Ok(Raised { row: CaseRow { reference: reference.clone(), ..stored }, reference, repeated: false })
        }
        (None, Some(client_id)) => {
            let held = store::read::by_client_id(&tx, caller.actor.person, client_id.as_uuid()).await?;
            let held = held.ok_or_else(|| DbErr::RecordNotFound(client_id.to_string()))?;
            Ok(Raised { reference: held.reference.clone(), row: held, repeated: true })
        }
        (None, None) => Err(DbErr::RecordNotInserted.into()),
    }
}

/// The ward that was chosen or found, else the only ward of the member whose case it is.
fn ward_of(caller: &Caller, new: &NewCase, member: &Member) -> Option<WardId> {
    match (&new.ward, member.wards.as_slice()) {
        (Some(NewWard::Gss(gss)), _) => caller.council.wards.by_gss.get(gss).copied(),
        (_, [only]) => Some(*only),
        (Some(NewWard::Id(_)) | None, _) => None,
    }
}

fn facts_of(caller: &Caller, new: &NewCase, ward: Option<WardId>, member: &Member, now: DateTime<Utc>) -> Enquiry {
    let local = now.with_timezone(&chrono_tz::Europe::London);
    let wards = &caller.council.wards;
    Enquiry {
        category: new.category.clone(),
        service: new.service.clone(),
        ward_gss: ward.map(|id| wards.gss(id).to_owned()),
        ward_name: ward.map(|id| wards.name(id).to_owned()),
        summary: new.summary.clone(),
        details: new.details.clone(),
        place_words: new.place.words.clone(),
        latitude: new.place.latitude,
        longitude: new.place.longitude,
        raised_on: local_date(now),
        raised_at_minutes: u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default(),
        raiser_kind: member.kind.clone(),
    }
}

fn opening_events(new: &NewCase, routed: &Routed, stage: &StageKey) -> Vec<EventBody> {
    vec![
        EventBody::Raised { channel: new.channel, kind: new.kind, on_behalf_of: new.on_behalf_of },
        EventBody::Routed {
            group: routed.group,
            reason: routed.reason.clone(),
            plugin: routed.plugin.clone(),
            plugin_version: routed.plugin_version.clone(),
            failed: routed.failed,
        },
        EventBody::StageEntered { stage: stage.clone(), from: None },
    ]
}

fn constituents_of(caller: &Caller, new: &NewCase, now: DateTime<Utc>) -> Vec<NewConstituent> {
    (1..)
        .zip(&new.people)
        .map(|(position, person)| NewConstituent {
            id: caller.app.ids.row(now),
            position,
            title: person.title.clone(),
            name: person.name.clone(),
            phone: person.phone.clone(),
            email: person.email.clone(),
            address: person.address.clone(),
            preferred_contact: person.preferred_contact.map(|way| way.as_str().to_owned()),
            consent: person.consent,
            tell: person.tell.as_str(),
            lang: person.lang.as_str(),
        })
        .collect()
}

fn new_row(
    id: CaseId,
    caller: &Caller,
    new: NewCase,
    client_id: Option<ClientId>,
    ward: Option<WardId>,
    member: Member,
    now: DateTime<Utc>,
) -> CaseRow {
    let consents: Vec<bool> = new.people.iter().map(|person| person.consent).collect();
    CaseRow {
        id: id.as_uuid(),
        reference: String::new(),
        version: 1,
        client_id: client_id.map(|id| id.as_uuid()),
        raised_by: caller.actor.person.as_uuid(),
        member_id: member.id.as_uuid(),
        member_kind: member.kind,
        summary: new.summary,
        details: new.details,
        history: new.facts.history,
        approached: new.facts.approached,
        wanted: new.facts.wanted,
        category: new.category,
        service: new.service,
        kind: new.kind.as_str().to_owned(),
        channel: new.channel.map(|channel| channel.as_str().to_owned()),
        tags: new.tags,
        place: Some(new.place.words).filter(|words| !words.is_empty()),
        latitude: new.place.latitude,
        longitude: new.place.longitude,
        ward_id: ward.map(|id| id.as_uuid()),
        workflow_version: caller.council.workflow_version,
        stage: String::new(),
        status: String::new(),
        group_id: None,
        return_stage: None,
        return_group: None,
        holder: String::new(),
        holder_group: None,
        worked_groups: Vec::new(),
        visible_to: Vec::new(),
        shared: shared_with_ward(&consents),
        due_on: local_date(now),
        raised_at: now,
        first_response_at: None,
        acknowledged_at: None,
        resolved_at: None,
        answered_by: None,
        closed_at: None,
        updated_at: now,
        last_seq: 0,
        last_hash: Vec::new(),
        agreed_day: None,
        paused_target: None,
        paused_days_left: None,
        reply_route: new.reply_route.as_str().to_owned(),
        confidential: new.confidential,
    }
}
