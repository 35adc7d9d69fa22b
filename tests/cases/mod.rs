//! The way of a case in both councils, by their own stages.

mod audience;
mod consent;
mod files;
mod journey;
mod links;
mod refusals;
mod stages;
mod table;
