//! GraphQL at `/graphql`: the same use cases as the pages, for programs (R61).
//!
//! The schema's types lie with their slices (`cases::graphql`, `dashboard::graphql`); here are the root, what a request
//! carries, and the limits. Objects are `serial`: fields come in the order in which they were asked for (the library's other
//! way gives them in the order in which they got ready), and side by side they would wait for one transaction anyway. The
//! items of a list are resolved side by side, so that loaders see all of them.
//! `schema.graphql` beside `Cargo.toml` is the schema as published; a test compares the two.

mod documents;
pub mod http;
mod limits;
pub mod request;

use async_graphql::{EmptySubscription, MergedObject, Schema};

use crate::away::graphql::{AwayMutation, AwayQuery};
use crate::calendar::graphql::CalendarMutation;
use crate::cases::graphql::{
    CaseMutation, CaseQuery, CouncilQuery, FileMutation, LinkMutation, StageMutation, StageQuery,
};
use crate::copies::graphql::{CopyMutation, CopyQuery};
use crate::dashboard::graphql::{MeMutation, MeQuery};
use crate::drafts::graphql::{DraftMutation, DraftQuery};
use crate::feeds::graphql::FeedMutation;
use crate::guests::graphql::{GuestMutation, GuestQuery};
use crate::jobs::graphql::{JobMutation, JobQuery};
use crate::mail_in::graphql::{MailInMutation, MailInQuery};
use crate::notices::graphql::{NoticeMutation, NoticeQuery};
use crate::people::graphql::{PeopleMutation, PeopleQuery, PushMutation, PushQuery};
use crate::plugins::graphql::{PluginMutation, PluginQuery};
use crate::residents::graphql::{ResidentMutation, ResidentQuery, TextMutation, TextQuery};
use crate::residents::graphql_preview::PreviewQuery;
use documents::Documents;

/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(serial)]
pub struct Query(
    MeQuery,
    CaseQuery,
    CouncilQuery,
    StageQuery,
    CopyQuery,
    DraftQuery,
    GuestQuery,
    JobQuery,
    MailInQuery,
    ResidentQuery,
    PreviewQuery,
    TextQuery,
    NoticeQuery,
    AwayQuery,
    PeopleQuery,
    PushQuery,
    PluginQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
#[graphql(serial)]
pub struct Mutation(
    CaseMutation,
    FileMutation,
    LinkMutation,
    StageMutation,
    CopyMutation,
    DraftMutation,
    GuestMutation,
    JobMutation,
    MailInMutation,
    ResidentMutation,
    TextMutation,
    NoticeMutation,
    AwayMutation,
    MeMutation,
    CalendarMutation,
    PeopleMutation,
    PushMutation,
    PluginMutation,
    FeedMutation,
);

/// The schema, and the queries that it was asked lately.
#[derive(Clone)]
pub struct Api {
    schema: Schema<Query, Mutation, EmptySubscription>,
    documents: Documents,
}

impl Default for Api {
    fn default() -> Self {
        Self { schema: schema(), documents: Documents::new() }
    }
}

/// How deep a query may nest; the introspection that tools send is 13 deep.
pub const MAX_DEPTH: usize = 15;
/// How many fields a query may ask for, lists counted by their page size.
pub const MAX_COMPLEXITY: usize = 5_000;
/// How many aliases a query may use: each repeats a field, and so its work.
pub const MAX_ALIASES: usize = 15;
/// How many fields a query may name, its fragments written out. The introspection that tools send names about 150.
pub const MAX_SELECTIONS: usize = 500;

/// The schema with its limits.
fn schema() -> Schema<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .limit_depth(MAX_DEPTH)
        .limit_complexity(MAX_COMPLEXITY)
        .limit_directives(5)
        .finish()
}

/// The schema as text, sorted, as it stands in `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    schema()
        .sdl_with_options(async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items())
}
