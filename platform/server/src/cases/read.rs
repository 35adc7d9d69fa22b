//! Reading one case with everything its page shows.

use std::collections::HashMap;

use casework::events::{ChainBreak, Event, EventBody, verify_chain, without_drafts};
use casework::ids::CaseId;
use casework::stages::{ActionDef, Guard, StageDef};
use sea_orm::DbErr;
use uuid::Uuid;

use super::files::files_of;
use super::history::stored;
use super::links::links_of;
use super::store::files::FileRow;
use super::store::links::Link;
use super::store::notes::{self, Note};
use super::store::read::{self, Constituent, DeadlineRow, OnCase};
use super::{CaseRow, parties_of, state_of};
use crate::app::Caller;
use crate::copies::{self, CopyRow};
use crate::residents::{self, MessageRow};
use crate::tenancy::{Acting, Council, Database, TenantTx};

/// The most notes shown at once; older ones are a page away.
pub const NOTES: usize = 50;
const AT_MOST: i64 = 50;

/// A case as one person sees it.
pub struct CaseView {
    pub row: CaseRow,
    pub constituents: Vec<Constituent>,
    pub notes: Vec<Note>,
    pub files: Vec<FileRow>,
    pub events: Vec<Event>,
    pub deadline: Option<DeadlineRow>,
    /// Cases that belong to it and that this person may see; those that did, too.
    pub links: Vec<Link>,
    /// What became of the messages to its residents.
    pub messages: Vec<MessageRow>,
    /// Addresses outside that get copies of its news, or did.
    pub copies: Vec<CopyRow>,
    /// Everybody whom the case and its events mention.
    pub people: HashMap<Uuid, OnCase>,
}

impl CaseView {
    /// The stage the case stands in, as its version of the workflow describes it.
    #[must_use]
    pub fn stage<'a>(&self, caller: &'a Caller) -> Option<&'a StageDef> {
        caller.council.workflow(self.row.workflow_version).stage(&state_of(&self.row).stage)
    }

    /// What this person may do with the case now, in the council's order.
    #[must_use]
    pub fn actions<'a>(&self, caller: &'a Caller) -> Vec<&'a ActionDef> {
        caller.council.workflow(self.row.workflow_version).allowed(
            &state_of(&self.row),
            &parties_of(&self.row),
            &caller.actor,
            &caller.council.groups.lookup,
            caller.now(),
        )
    }

    /// What this person could do if a condition of the council's were met, with that condition.
    #[must_use]
    pub fn held_back<'a>(&self, caller: &'a Caller) -> Vec<(&'a ActionDef, Guard)> {
        let workflow = caller.council.workflow(self.row.workflow_version);
        let (state, parties) = (state_of(&self.row), parties_of(&self.row));
        workflow.held_back(&state, &parties, &caller.actor, &caller.council.groups.lookup)
    }

    /// Whether the running deadline has passed.
    #[must_use]
    pub fn breached(&self, caller: &Caller) -> bool {
        self.deadline.as_ref().is_some_and(|deadline| deadline.due_on < caller.today())
    }

    /// Why the case went where it first went, as the routing plugin gave it.
    #[must_use]
    pub fn routing(&self) -> Option<&EventBody> {
        self.events.iter().map(|event| &event.body).find(|body| matches!(body, EventBody::Routed { .. }))
    }

    /// Number of a case that belongs to this one, if the person may see it.
    #[must_use]
    pub fn reference_of(&self, other: CaseId) -> Option<&str> {
        let link = self.links.iter().find(|link| link.other_id == other.as_uuid());
        link.map(|link| link.reference.as_str())
    }

    /// The last message to a resident came back.
    #[must_use]
    pub fn not_reached(&self, resident: Uuid) -> bool {
        let last = self.messages.iter().rev().find(|message| message.constituent_id == resident);
        last.is_some_and(|message| message.state == "refused")
    }

    #[must_use]
    pub fn name(&self, person: Uuid) -> &str {
        self.people.get(&person).map_or("", |known| known.name.as_str())
    }
}

/// The case of this reference with all its page shows, or `None` where the person may not see it or there is none. Of its notes,
/// the latest [`NOTES`].
///
/// # Errors
/// When the database cannot be asked.
pub async fn case_by_reference(caller: &Caller, tx: &TenantTx, reference: &str) -> Result<Option<CaseView>, DbErr> {
    match by_reference(tx, reference).await? {
        Some(row) => view(caller, tx, row, NOTES).await.map(Some),
        None => Ok(None),
    }
}

/// As [`case_by_reference`], with every note, however many there are.
///
/// # Errors
/// When the database cannot be asked.
pub async fn whole_case(caller: &Caller, tx: &TenantTx, reference: &str) -> Result<Option<CaseView>, DbErr> {
    match by_reference(tx, reference).await? {
        Some(row) => view(caller, tx, row, usize::MAX).await.map(Some),
        None => Ok(None),
    }
}

/// The bare case of this reference, or `None` as in [`case_by_reference`].
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_reference(tx: &TenantTx, reference: &str) -> Result<Option<CaseRow>, DbErr> {
    // Written as people write it: lower case and stray spaces are fine.
    read::by_reference(tx, &reference.trim().to_ascii_uppercase()).await
}

/// As [`by_reference`], with the row held until the transaction ends: for another slice that adds to the case's history.
///
/// # Errors
/// When the database cannot be asked.
pub async fn hold(tx: &TenantTx, reference: &str) -> Result<Option<CaseRow>, DbErr> {
    read::for_change(tx, &reference.trim().to_ascii_uppercase()).await
}

/// As [`hold`], by id.
///
/// # Errors
/// When the database cannot be asked.
pub async fn hold_by_id(tx: &TenantTx, id: Uuid) -> Result<Option<CaseRow>, DbErr> {
    read::for_change_by_id(tx, id).await
}

/// The whole history of a case, for the program itself; what a person may read of it is [`timelines_of`].
///
/// # Errors
/// When the database cannot be asked, or holds an event that this program does not know.
pub async fn history_of(tx: &TenantTx, case: Uuid) -> Result<Vec<Event>, DbErr> {
    let rows = read::events(tx, vec![case]).await?;
    rows.into_iter().map(|row| stored(row).map(|(event, _)| event)).collect()
}

/// Those of these cases that the person may see.
///
/// # Errors
/// When the database cannot be asked.
pub async fn rows(tx: &TenantTx, ids: Vec<Uuid>) -> Result<Vec<CaseRow>, DbErr> {
    read::by_ids(tx, ids).await
}

/// The histories of some cases, given with their version of the workflow, each oldest first. Who belongs to no group reads
/// no answer before it was checked.
///
/// # Errors
/// When the database cannot be asked, or holds an event that this program does not know.
pub async fn timelines_of(caller: &Caller, tx: &TenantTx, cases: Vec<(Uuid, i32)>) -> Result<Vec<Event>, DbErr> {
    let rows = read::events(tx, cases.iter().map(|(case, _)| *case).collect()).await?;
    let events: Result<Vec<Event>, DbErr> = rows.into_iter().map(|row| stored(row).map(|(event, _)| event)).collect();
    let mut events = events?;
    if caller.actor.groups.is_empty() {
        let versions: HashMap<Uuid, i32> = cases.into_iter().collect();
        for history in events.chunk_by_mut(|one, next| one.case == next.case) {
            let case = history[0].case.as_uuid();
            without_drafts(history, caller.council.workflow(versions.get(&case).copied().unwrap_or_default()));
        }
    }
    Ok(events)
}

/// Whether a case's history is the one that was written: every event there, none changed.
///
/// # Errors
/// When the database cannot be asked, or holds no such case.
pub async fn verify_history(
    database: &Database,
    council: &Council,
    reference: &str,
) -> Result<Result<(), ChainBreak>, DbErr> {
    let tx = database.begin(&council.schema, Acting::System).await?;
    let row = by_reference(&tx, reference).await?.ok_or_else(|| DbErr::RecordNotFound(reference.to_owned()))?;
    let history: Result<Vec<_>, _> = read::events(&tx, vec![row.id]).await?.into_iter().map(stored).collect();
    Ok(verify_chain(&history?))
}

/// The newest notes of each of some cases, newest first; at most [`NOTES`] a case.
///
/// # Errors
/// When the database cannot be asked.
pub async fn newest_notes_of(tx: &TenantTx, cases: Vec<Uuid>, limit: i64) -> Result<Vec<Note>, DbErr> {
    notes::newest(tx, cases, limit.clamp(1, AT_MOST)).await
}

/// Notes of a case, newest first, at most [`NOTES`] of them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn notes_of(tx: &TenantTx, case: Uuid, before: Option<Uuid>, limit: i64) -> Result<Vec<Note>, DbErr> {
    notes::of_case(tx, case, before, limit.clamp(1, AT_MOST)).await
}

/// The members of the public of some cases.
///
/// # Errors
/// When the database cannot be asked.
pub async fn people_of(tx: &TenantTx, cases: Vec<Uuid>) -> Result<Vec<Constituent>, DbErr> {
    read::constituents(tx, cases).await
}

/// The running deadline of a case, if one runs.
///
/// # Errors
/// When the database cannot be asked.
pub async fn deadline_of(tx: &TenantTx, case: Uuid) -> Result<Option<DeadlineRow>, DbErr> {
    read::deadline(tx, case).await
}

async fn view(caller: &Caller, tx: &TenantTx, row: CaseRow, most_notes: usize) -> Result<CaseView, DbErr> {
    let constituents = read::constituents(tx, vec![row.id]).await?;
    let files = files_of(tx, vec![row.id]).await?;
    let deadline = read::deadline(tx, row.id).await?;
    let links = links_of(tx, vec![row.id]).await?;
    let events = timelines_of(caller, tx, vec![(row.id, row.workflow_version)]).await?;
    let noted = events.iter().rev().filter_map(|event| match &event.body {
        EventBody::NoteAdded { note, .. } | EventBody::TeamNoteAdded { note, .. } => Some(note.as_uuid()),
        _ => None,
    });
    let notes = notes::these(tx, noted.take(most_notes).collect()).await?;
    // Most cases have none, and a page has no statement to spare.
    let messages = match events.iter().any(|event| matches!(event.body, EventBody::ResidentWritten { .. })) {
        true => residents::of_cases(tx, vec![row.id]).await?,
        false => Vec::new(),
    };
    let copies = match events.iter().any(|event| matches!(event.body, EventBody::CopyAdded { .. })) {
        true => copies::of_case(tx, row.id).await?,
        false => Vec::new(),
    };
    let mut people: Vec<Uuid> = [row.raised_by, row.member_id].into();
    people.extend(events.iter().flat_map(|event| [event.actor, event.on_behalf_of]).flatten().map(|id| id.as_uuid()));
    people.extend(events.iter().flat_map(|event| event.body.people()).map(|id| id.as_uuid()));
    people.sort_unstable();
    people.dedup();
    let people = read::on_case(tx, people, caller.today()).await?.into_iter().map(|known| (known.id, known)).collect();
    Ok(CaseView { row, constituents, notes, files, events, deadline, links, messages, copies, people })
}
