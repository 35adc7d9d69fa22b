//! Cases in the GraphQL schema: a thin face of the slice's use cases.

mod files;
mod links;
mod mutation;
mod query;
mod types;

pub use files::FileMutation;
pub use links::LinkMutation;
pub use mutation::{CaseMutation, FieldProblem, Refusal};
pub use query::CaseQuery;
pub use types::{Case, Group, Person, Stage, Ward};
