//! What a GraphQL request carries: who asks, and the one transaction in which everything is read.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Error, ErrorExtensions, Result};
use sea_orm::DbErr;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::app::Caller;
use crate::cases::{self, CaseRow, Constituent};
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

/// The loader of the request.
///
/// # Errors
/// As [`scope`].
pub fn loader<'a>(context: &Context<'a>) -> Result<&'a DataLoader<Batches>> {
    context.data::<DataLoader<Batches>>()
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
