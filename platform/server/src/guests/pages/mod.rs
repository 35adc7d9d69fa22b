//! Pages for guests, and those on which people who sign in make links for them.

mod links;
mod visit;

pub use links::{ask, ask_page, links_part, make_for_resident, take_back};
pub use visit::{answer, copy, private, thanks, unsubscribe, verdict, visit, words};
