//! The way of a case in both councils, by their own stages.

mod audience;
mod consent;
mod facts;
pub mod files;
mod journey;
mod large_files;
mod links;
mod lost_session;
mod places;
mod raise_files;
mod refusals;
mod stages;
mod table;
mod told;
