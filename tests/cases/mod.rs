//! The way of a case in both councils, by their own stages.

mod consent;
mod journey;
mod refusals;
