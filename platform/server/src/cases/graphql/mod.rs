//! Cases in the GraphQL schema: a thin face of the slice's use cases.

mod council;
mod files;
mod links;
mod mutation;
mod named;
mod notes;
mod place;
mod progress;
mod query;
mod stages;
mod types;

pub use council::CouncilQuery;
pub use links::LinkMutation;
pub use mutation::{CaseMutation, FieldProblem, Refusal};
pub use named::{Group, Person, Stage, Ward};
pub use place::FileMutation;
pub use query::CaseQuery;
pub use stages::{StageMutation, StageQuery};
pub use types::Case;
