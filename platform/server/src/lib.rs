//! Wardbook: the program on which councils run their councillors' casework.
//!
//! One folder a product area (a slice): `mod.rs` holds the use cases, `store.rs` the rows, `pages.rs` and `graphql.rs` two
//! thin faces of them. A slice calls another slice's `mod` only. What all of them share is in [`app`] (who is asking),
//! [`tenancy`] (the one door to the database), [`web`] (what pages look like) and [`http`] (what a request is).

// The roots of the GraphQL schema are a chain of types, one link a slice.
#![recursion_limit = "256"]

pub mod ambient;
pub mod api;
pub mod app;
pub mod away;
mod bell;
pub mod brought;
pub mod calendar;
pub mod cases;
pub mod channels;
pub mod cli;
pub mod copies;
pub mod dashboard;
pub mod demo;
pub mod drafts;
pub mod embedded;
pub mod feeds;
pub mod guests;
pub mod http;
pub mod identity;
pub mod jobs;
pub mod limiter;
pub mod mail;
pub mod mail_in;
pub mod metrics;
pub mod notices;
pub mod people;
pub mod plugins;
pub mod print;
pub mod residents;
pub mod routing;
pub mod scim;
pub mod sla;
pub mod sweep;
pub mod tenancy;
pub mod vault;
pub mod wake;
pub mod web;
pub mod work;

pub use migrations::PERSONAL_DATA;
