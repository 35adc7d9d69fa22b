//! The way of a case in both councils, by their own stages.

mod audience;
mod consent;
mod journey;
mod refusals;
