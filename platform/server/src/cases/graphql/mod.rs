//! Cases in the GraphQL schema: a thin face of the slice's use cases.

mod council;
mod files;
mod links;
mod mutation;
mod notes;
mod progress;
mod query;
mod stages;
mod types;

pub use council::CouncilQuery;
pub use files::FileMutation;
pub use links::LinkMutation;
pub use mutation::{CaseMutation, FieldProblem, Refusal};
pub use query::CaseQuery;
pub use stages::{StageMutation, StageQuery};
pub use types::{Case, Group, Person, Stage, Ward};
