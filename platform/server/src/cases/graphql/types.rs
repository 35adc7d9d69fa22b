//! What a case looks like to a program.
//!
//! What waits for the database is boxed: the library makes one future a field, as large as the largest of its object.
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use std::borrow::Cow;

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::{CaseId, ConstituentId, GroupId, NoteId, WardId};
use chrono::{DateTime, NaiveDate, Utc};

use super::files::CaseFile;
use super::named::{Group, Named, Person, Stage, Ward};
use super::notes::CaseNote;
use super::progress::{CaseDeadline, CaseOutcome, CaseStep};
use crate::api::request::{
    ConstituentsOf, FilesOf, LinksOf, MessagesOf, NewestNotesOf, RowOf, TimelineOf, internal, loader, scope,
};
use crate::cases::{
    CaseRow, Constituent, Item, Link, Step, came_of, deadline_of, is_progress, lists, notes_of, parties_of, people_of,
    relation_of, state_of, timelines_of, way_of,
};
use crate::copies;
use crate::copies::graphql::CaseCopy;
use crate::residents::graphql::ResidentMessage;

/// A member of the public whom a case is about. Seen by those who may see the case.
pub struct Resident(Constituent);

#[Object(serial)]
impl Resident {
    async fn id(&self) -> String {
        ConstituentId::from_uuid(self.0.id).to_string()
    }

    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// Whether this person agreed that the ward's other councillors may see the case.
    async fn consent(&self) -> bool {
        self.0.consent
    }

    /// How they are told what becomes of the case: `email`, `post` or `not`.
    async fn tell(&self) -> &str {
        &self.0.tell
    }

    /// The language to write to them in; none where it is the council's first.
    async fn lang(&self) -> Option<&str> {
        self.0.lang.as_deref()
    }
}

/// A case that belongs to another.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct LinkedCase {
    /// Of the connection.
    id: String,
    /// What it is to the case: `related`, `merged-into`, `absorbed`, `part-of`, `split-into`, `member-of` or `master-of`.
    relation: &'static str,
    reference: String,
    summary: String,
    closed: bool,
}

impl From<Link> for LinkedCase {
    fn from(link: Link) -> Self {
        Self {
            id: link.id.to_string(),
            relation: relation_of(&link).as_str(),
            closed: link.closed_at.is_some(),
            reference: link.reference,
            summary: link.summary,
        }
    }
}

/// Something the caller may do with a case now.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct Allowed {
    /// The mutation's verb, for example `request-information`.
    verb: &'static str,
    /// The council's words for it.
    label: String,
}

/// Something that waits for something else first.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct HeldBack {
    verb: &'static str,
    label: String,
    /// `acknowledged`, `responded` or `another-person`.
    requires: &'static str,
}

/// A case.
pub struct Case {
    item: Item,
    member: Option<String>,
    row: Option<CaseRow>,
}

impl From<Item> for Case {
    fn from(item: Item) -> Self {
        let member = Some(item.member.clone());
        Self { item, member, row: None }
    }
}

impl From<CaseRow> for Case {
    fn from(row: CaseRow) -> Self {
        Self { item: Item::from(&row), member: None, row: Some(row) }
    }
}

impl Case {
    /// The whole row; lists load it only when a field asks, for all their cases at once.
    async fn row(&self, context: &Context<'_>) -> Result<Cow<'_, CaseRow>> {
        match &self.row {
            Some(row) => Ok(Cow::Borrowed(row)),
            None => {
                let row = Box::pin(loader(context)?.load_one(RowOf(self.item.id))).await;
                let row = row.map_err(|error| internal(&error))?;
                row.map(Cow::Owned).ok_or_else(|| async_graphql::Error::new("The case is no longer there."))
            }
        }
    }
}

impl Case {
    /// Its history, as far as the caller reads it.
    async fn events(&self, context: &Context<'_>) -> Result<Vec<casework::events::Event>> {
        if self.row.is_some() {
            let tx = Box::pin(scope(context)?.tx()).await.map_err(|error| internal(&error))?;
            let asked = vec![(self.item.id, self.item.workflow_version)];
            let events = Box::pin(timelines_of(&scope(context)?.caller, tx, asked)).await;
            events.map_err(|error| internal(&error))
        } else {
            let asked = TimelineOf(self.item.id, self.item.workflow_version);
            let events = Box::pin(loader(context)?.load_one(asked)).await;
            Ok(events.map_err(|error| internal(&error))?.unwrap_or_default())
        }
    }
}

#[Object(serial)]
impl Case {
    async fn id(&self) -> String {
        CaseId::from_uuid(self.item.id).to_string()
    }

    /// What people call the case.
    async fn reference(&self) -> &str {
        &self.item.reference
    }

    async fn summary(&self) -> &str {
        &self.item.summary
    }

    async fn details(&self, context: &Context<'_>) -> Result<String> {
        Ok(self.row(context).await?.details.clone())
    }

    /// Since when there is the problem, and what happened so far.
    async fn history(&self, context: &Context<'_>) -> Result<String> {
        Ok(self.row(context).await?.history.clone())
    }

    /// Who was asked already, and what they said.
    async fn approached(&self, context: &Context<'_>) -> Result<String> {
        Ok(self.row(context).await?.approached.clone())
    }

    /// What the resident wants.
    async fn wanted(&self, context: &Context<'_>) -> Result<String> {
        Ok(self.row(context).await?.wanted.clone())
    }

    /// `direct-query`, `indirect-query`, `complaint`, `service-request` or `community-issue`.
    async fn kind(&self) -> &str {
        &self.item.kind
    }

    /// `open`, `waiting` (for the councillor), `resolved` (to be confirmed) or `closed`.
    async fn status(&self) -> &str {
        &self.item.status
    }

    async fn stage(&self) -> Stage {
        Stage { key: self.item.stage.clone(), workflow_version: self.item.workflow_version }
    }

    async fn category(&self, context: &Context<'_>) -> Result<Named> {
        let caller = &scope(context)?.caller;
        Ok(Named { key: self.item.category.clone(), name: lists::category_name(caller, &self.item.category) })
    }

    async fn service(&self, context: &Context<'_>) -> Result<Named> {
        let caller = &scope(context)?.caller;
        let name = lists::service_name(caller, &self.item.category, &self.item.service);
        Ok(Named { key: self.item.service.clone(), name })
    }

    /// Where it is, in words.
    async fn place(&self) -> Option<&str> {
        self.item.place.as_deref()
    }

    async fn latitude(&self, context: &Context<'_>) -> Result<Option<f64>> {
        Ok(self.row(context).await?.latitude)
    }

    async fn longitude(&self, context: &Context<'_>) -> Result<Option<f64>> {
        Ok(self.row(context).await?.longitude)
    }

    async fn ward(&self) -> Option<Ward> {
        self.item.ward_id.map(WardId::from_uuid).map(Ward)
    }

    /// The team nearest to delivery; none while triage has not found one.
    async fn team(&self) -> Option<Group> {
        self.item.group_id.map(GroupId::from_uuid).map(Group)
    }

    /// The group that must act now; none when it is the councillor's turn, or the case is closed.
    async fn holder_group(&self) -> Option<Group> {
        self.item.holder_group.map(GroupId::from_uuid).map(Group)
    }

    /// The elected member whose case it is.
    async fn member(&self, context: &Context<'_>) -> Result<Person> {
        let actor = &scope(context)?.caller.actor;
        let own = || (actor.person.as_uuid() == self.item.member_id).then(|| actor.name.clone());
        Ok(Person { id: self.item.member_id, name: self.member.clone().or_else(own) })
    }

    /// Who raised it: the member, or an assistant on their behalf.
    async fn raised_by(&self, context: &Context<'_>) -> Result<Person> {
        Ok(Person { id: self.row(context).await?.raised_by, name: None })
    }

    async fn due_on(&self) -> NaiveDate {
        self.item.due_on
    }

    async fn overdue(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.item.closed_at.is_none() && self.item.due_on < scope(context)?.caller.today())
    }

    async fn raised_at(&self) -> DateTime<Utc> {
        self.item.raised_at
    }

    async fn updated_at(&self) -> DateTime<Utc> {
        self.item.updated_at
    }

    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.item.closed_at
    }

    async fn first_response_at(&self, context: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        Ok(self.row(context).await?.first_response_at)
    }

    async fn tags(&self, context: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.row(context).await?.tags.clone())
    }

    /// Grows with each change; send it with an action to be refused when somebody else was faster.
    async fn version(&self, context: &Context<'_>) -> Result<i32> {
        Ok(self.row(context).await?.version)
    }

    /// Who writes to the residents: `through-me` (whoever raised it) or `to-resident` (the council).
    async fn reply_route(&self, context: &Context<'_>) -> Result<String> {
        Ok(self.row(context).await?.reply_route.clone())
    }

    /// Nothing goes to the residents.
    async fn confidential(&self, context: &Context<'_>) -> Result<bool> {
        Ok(self.row(context).await?.confidential)
    }

    /// The messages to its residents, in the order in which they were written.
    #[graphql(complexity = "10 * child_complexity")]
    async fn resident_messages(&self, context: &Context<'_>) -> Result<Vec<ResidentMessage>> {
        let messages = Box::pin(loader(context)?.load_one(MessagesOf(self.item.id))).await;
        let messages = messages.map_err(|error| internal(&error))?.unwrap_or_default();
        Ok(messages.into_iter().map(ResidentMessage).collect())
    }

    /// Addresses outside that get copies of its news, or did, in the order in which they were added.
    #[graphql(complexity = "10 * child_complexity")]
    async fn copies(&self, context: &Context<'_>) -> Result<Vec<CaseCopy>> {
        let tx = Box::pin(scope(context)?.tx()).await.map_err(|error| internal(&error))?;
        let copies = Box::pin(copies::of_case(tx, self.item.id)).await.map_err(|error| internal(&error))?;
        Ok(copies.into_iter().map(CaseCopy::from).collect())
    }

    /// The members of the public whom it is about.
    #[graphql(complexity = "3 * child_complexity")]
    async fn constituents(&self, context: &Context<'_>) -> Result<Vec<Resident>> {
        let people = if self.row.is_some() {
            // A case that was asked for alone: nothing else comes that could be loaded with it.
            let tx = Box::pin(scope(context)?.tx()).await.map_err(|error| internal(&error))?;
            Box::pin(people_of(tx, vec![self.item.id])).await.map_err(|error| internal(&error))?
        } else {
            let people = Box::pin(loader(context)?.load_one(ConstituentsOf(self.item.id))).await;
            people.map_err(|error| internal(&error))?.unwrap_or_default()
        };
        Ok(people.into_iter().map(Resident).collect())
    }

    /// Notes, newest first; at most 50. For those further back, give the id of the oldest one seen.
    #[graphql(complexity = "(first.unwrap_or(20).clamp(1, 50) as usize).saturating_mul(child_complexity)")]
    async fn notes(&self, context: &Context<'_>, first: Option<i32>, before: Option<String>) -> Result<Vec<CaseNote>> {
        let before = before.map(|id| id.parse::<NoteId>()).transpose()?.map(|id| id.as_uuid());
        let limit = i64::from(first.unwrap_or(20));
        let notes = if self.row.is_none() && before.is_none() {
            let notes = Box::pin(loader(context)?.load_one(NewestNotesOf(self.item.id, limit))).await;
            notes.map_err(|error| internal(&error))?.unwrap_or_default()
        } else {
            let tx = Box::pin(scope(context)?.tx()).await.map_err(|error| internal(&error))?;
            Box::pin(notes_of(tx, self.item.id, before, limit)).await.map_err(|error| internal(&error))?
        };
        Ok(notes.into_iter().map(CaseNote).collect())
    }

    /// Its photos and files, the newest first; at most 200.
    #[graphql(complexity = "10 * child_complexity")]
    async fn files(&self, context: &Context<'_>) -> Result<Vec<CaseFile>> {
        let files = Box::pin(loader(context)?.load_one(FilesOf(self.item.id))).await;
        let files = files.map_err(|error| internal(&error))?.unwrap_or_default();
        // The database forgets positions where there is a place; somebody may have been faster than this answer.
        let offers = self.row(context).await?.latitude.is_none();
        let file = |row| CaseFile { row, reference: self.item.reference.clone(), offers };
        Ok(files.into_iter().map(file).collect())
    }

    /// Cases that belong to it and that the caller may see.
    async fn links(&self, context: &Context<'_>) -> Result<Vec<LinkedCase>> {
        let links = Box::pin(loader(context)?.load_one(LinksOf(self.item.id))).await;
        let links = links.map_err(|error| internal(&error))?.unwrap_or_default();
        Ok(links.into_iter().filter(|link| link.ended_at.is_none()).map(LinkedCase::from).collect())
    }

    /// What the caller may do with it now.
    async fn actions(&self, context: &Context<'_>) -> Result<Vec<Allowed>> {
        let row = self.row(context).await?;
        let caller = &scope(context)?.caller;
        let workflow = caller.council.workflow(row.workflow_version);
        let groups = &caller.council.groups.lookup;
        let allowed = workflow.allowed(&state_of(&row), &parties_of(&row), &caller.actor, groups, caller.now());
        Ok(allowed
            .into_iter()
            .map(|action| Allowed { verb: action.verb.as_str(), label: action.label.get(caller.lang).to_owned() })
            .collect())
    }

    /// What the caller could do with it if a condition of the council's were met.
    async fn held_back(&self, context: &Context<'_>) -> Result<Vec<HeldBack>> {
        let row = self.row(context).await?;
        let caller = &scope(context)?.caller;
        let workflow = caller.council.workflow(row.workflow_version);
        let groups = &caller.council.groups.lookup;
        let held = workflow.held_back(&state_of(&row), &parties_of(&row), &caller.actor, groups);
        let line = |(action, guard): (&casework::stages::ActionDef, casework::stages::Guard)| HeldBack {
            verb: action.verb.as_str(),
            label: action.label.get(caller.lang).to_owned(),
            requires: guard.as_str(),
        };
        Ok(held.into_iter().map(line).collect())
    }

    /// What happened so far, oldest first; with `progressOnly`, what was said of how the work goes.
    #[graphql(complexity = "20 * child_complexity")]
    async fn timeline(
        &self,
        context: &Context<'_>,
        #[graphql(default)] progress_only: bool,
    ) -> Result<Vec<TimelineEvent>> {
        let events = self.events(context).await?.into_iter();
        Ok(events.filter(|event| !progress_only || is_progress(&event.body)).map(TimelineEvent).collect())
    }

    /// The stages that it went through, each once, the one where it stands, and those that usually still come.
    #[graphql(complexity = "20 * child_complexity")]
    async fn steps(&self, context: &Context<'_>) -> Result<Vec<CaseStep>> {
        let (row, events) = (self.row(context).await?, self.events(context).await?);
        let workflow_version = row.workflow_version;
        let step =
            |(key, step): (String, Step)| CaseStep { stage: Stage { key, workflow_version }, state: step.as_str() };
        Ok(way_of(&scope(context)?.caller, &row, &events).into_iter().map(step).collect())
    }

    /// What came of it so far.
    #[graphql(complexity = "20 * child_complexity")]
    async fn outcome(&self, context: &Context<'_>) -> Result<CaseOutcome> {
        Ok(CaseOutcome::from(came_of(&self.events(context).await?)))
    }

    /// The deadline that runs; null where none does.
    async fn deadline(&self, context: &Context<'_>) -> Result<Option<CaseDeadline>> {
        let tx = Box::pin(scope(context)?.tx()).await.map_err(|error| internal(&error))?;
        let row = Box::pin(deadline_of(tx, self.item.id)).await.map_err(|error| internal(&error))?;
        Ok(row.map(CaseDeadline::from))
    }
}

/// One step of a case's history.
pub struct TimelineEvent(casework::events::Event);

#[Object(serial)]
impl TimelineEvent {
    async fn seq(&self) -> i32 {
        self.0.seq
    }

    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// `raised`, `routed`, `stage-entered`, `deadline-set`, `resolved` and so on.
    async fn kind(&self) -> &'static str {
        self.0.body.name()
    }

    /// Who did it; none where the program did.
    async fn actor(&self) -> Option<Person> {
        self.0.actor.map(|id| Person { id: id.as_uuid(), name: None })
    }

    /// What the event says beyond its kind, as JSON.
    async fn body(&self) -> Result<async_graphql::Json<serde_json::Value>> {
        Ok(async_graphql::Json(serde_json::to_value(&self.0.body)?))
    }
}
