//! The way of a file, step by step and as a whole. `support` is the language that the others are written in: uploads,
//! pictures with hand-written metadata, containers, and a real clamd.

#![expect(clippy::unwrap_used, reason = "a helper of a test may end it")]

mod support;

mod delivering;
mod drawing;
mod kinds;
mod names;
mod pictures;
mod receiving;
mod scanning;
mod storing;
mod taking;
