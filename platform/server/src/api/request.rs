//! What a GraphQL request carries: who asks, and the one transaction in which everything is read.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::{Context, Error, ErrorExtensions, Result};
use casework::events::Event;
use sea_orm::DbErr;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::app::Caller;
use crate::cases::{self, CaseRow, Constituent, FileRow, Link, Note};
use crate::residents::{self, MessageRow};
use crate::tenancy::TenantTx;

/// The caller, and a transaction that opens with the first field that reads.
pub struct RequestScope {
    pub caller: Caller,
    tx: OnceCell<TenantTx>,
}

impl RequestScope {
    #[must_use]
    pub fn new(caller: Caller) -> Arc<Self> {
        Arc::new(Self { caller, tx: OnceCell::new() })
    }

    /// The request's read transaction.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn tx(&self) -> Result<&TenantTx, DbErr> {
        self.tx.get_or_try_init(|| self.caller.begin()).await
    }
}

/// The scope of the request that a resolver serves.
///
/// # Errors
/// Never in this program: every request is given one.
pub fn scope<'a>(context: &Context<'a>) -> Result<&'a Arc<RequestScope>> {
    context.data::<Arc<RequestScope>>()
}

/// Loads a thing once for a request, however many fields ask for it.
pub type Loads = DataLoader<Batches, HashMapCache>;

/// The loader of a request.
#[must_use]
pub fn loads(scope: &Arc<RequestScope>) -> Loads {
    DataLoader::with_cache(Batches(Arc::clone(scope)), tokio::spawn, HashMapCache::default())
}

/// The loader of the request that a resolver serves.
///
/// # Errors
/// As [`scope`].
pub fn loader<'a>(context: &Context<'a>) -> Result<&'a Loads> {
    context.data::<Loads>()
}

/// What a person of the API sees of a failure of ours: that it happened, and nothing of the inside.
#[must_use]
pub fn internal(error: &DbErr) -> Error {
    tracing::error!(error = %error, "GraphQL request failed");
    Error::new("Something went wrong on our side. Please try again.")
        .extend_with(|_, extensions| extensions.set("code", "INTERNAL"))
}

/// Loads things that many cases of one answer need: one statement a kind, however many cases.
pub struct Batches(pub Arc<RequestScope>);

/// Key of a person's name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameOf(pub Uuid);
/// Key of a case's constituents.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConstituentsOf(pub Uuid);
/// Key of a case's whole row.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowOf(pub Uuid);
/// Key of a case's files.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FilesOf(pub Uuid);
/// Key of the cases that belong to a case.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinksOf(pub Uuid);
/// Key of a case's newest notes, and how many of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NewestNotesOf(pub Uuid, pub i64);
/// Key of the messages to a case's residents.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessagesOf(pub Uuid);
/// Key of a case's history, with the case's version of the workflow.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimelineOf(pub Uuid, pub i32);

impl Loader<NameOf> for Batches {
    type Value = String;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[NameOf]) -> Result<HashMap<NameOf, String>, Self::Error> {
        let names = cases::names(self.0.tx().await?, keys.iter().map(|key| key.0).collect()).await?;
        Ok(names.into_iter().map(|named| (NameOf(named.id), named.name)).collect())
    }
}

impl Loader<ConstituentsOf> for Batches {
    type Value = Vec<Constituent>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[ConstituentsOf]) -> Result<HashMap<ConstituentsOf, Self::Value>, Self::Error> {
        let mut by_case: HashMap<ConstituentsOf, Vec<Constituent>> = HashMap::new();
        for constituent in cases::people_of(self.0.tx().await?, keys.iter().map(|key| key.0).collect()).await? {
            by_case.entry(ConstituentsOf(constituent.case_id)).or_default().push(constituent);
        }
        Ok(by_case)
    }
}

impl Loader<RowOf> for Batches {
    type Value = CaseRow;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[RowOf]) -> Result<HashMap<RowOf, CaseRow>, Self::Error> {
        let rows = cases::rows(self.0.tx().await?, keys.iter().map(|key| key.0).collect()).await?;
        Ok(rows.into_iter().map(|row| (RowOf(row.id), row)).collect())
    }
}

impl Loader<FilesOf> for Batches {
    type Value = Vec<FileRow>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[FilesOf]) -> Result<HashMap<FilesOf, Self::Value>, Self::Error> {
        let mut by_case: HashMap<FilesOf, Vec<FileRow>> = HashMap::new();
        for file in cases::files_of(self.0.tx().await?, keys.iter().map(|key| key.0).collect()).await? {
            by_case.entry(FilesOf(file.case_id)).or_default().push(file);
        }
        Ok(by_case)
    }
}

impl Loader<LinksOf> for Batches {
    type Value = Vec<Link>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[LinksOf]) -> Result<HashMap<LinksOf, Self::Value>, Self::Error> {
        let mut by_case: HashMap<LinksOf, Vec<Link>> = HashMap::new();
        for link in cases::links_of(self.0.tx().await?, keys.iter().map(|key| key.0).collect()).await? {
            by_case.entry(LinksOf(link.case_id)).or_default().push(link);
        }
        Ok(by_case)
    }
}

impl Loader<NewestNotesOf> for Batches {
    type Value = Vec<Note>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[NewestNotesOf]) -> Result<HashMap<NewestNotesOf, Self::Value>, Self::Error> {
        let mut found: HashMap<NewestNotesOf, Vec<Note>> = HashMap::new();
        // One statement for each number of notes asked for: a query asks for one, as a rule.
        let limits: HashSet<i64> = keys.iter().map(|key| key.1).collect();
        for limit in limits {
            let cases = keys.iter().filter(|key| key.1 == limit).map(|key| key.0).collect();
            for note in cases::newest_notes_of(self.0.tx().await?, cases, limit).await? {
                found.entry(NewestNotesOf(note.case_id, limit)).or_default().push(note);
            }
        }
        Ok(found)
    }
}

impl Loader<MessagesOf> for Batches {
    type Value = Vec<MessageRow>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[MessagesOf]) -> Result<HashMap<MessagesOf, Self::Value>, Self::Error> {
        let mut by_case: HashMap<MessagesOf, Vec<MessageRow>> = HashMap::new();
        for message in residents::of_cases(self.0.tx().await?, keys.iter().map(|key| key.0).collect()).await? {
            by_case.entry(MessagesOf(message.case_id)).or_default().push(message);
        }
        Ok(by_case)
    }
}

impl Loader<TimelineOf> for Batches {
    type Value = Vec<Event>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[TimelineOf]) -> Result<HashMap<TimelineOf, Self::Value>, Self::Error> {
        let asked = keys.iter().map(|key| (key.0, key.1)).collect();
        let mut by_case: HashMap<Uuid, Vec<Event>> = HashMap::new();
        for event in cases::timelines_of(&self.0.caller, self.0.tx().await?, asked).await? {
            by_case.entry(event.case.as_uuid()).or_default().push(event);
        }
        Ok(keys.iter().filter_map(|key| Some((*key, by_case.remove(&key.0)?))).collect())
    }
}
