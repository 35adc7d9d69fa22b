//! People without an account: a resident's own page about their matter (R33), a question to another party (R20), and the
//! way out of copies (R11).
//!
//! Each is a link with a secret in its address, made by whoever may write to the case's residents, or holds the case. What a guest
//! reads is read in a scope of its own ([`crate::tenancy::Acting::Guest`]), whose role may open four views and nothing else; what a guest says becomes
//! an event of the case ([`visit::say`]). Links have an end, are listed on the case's page, and can be taken back.
//!
//! To show a resident more, widen a view in a new migration; to let them say more, a variant of [`Said`] and of `EventBody`.

pub mod graphql;
mod limit;
mod links;
pub mod pages;
mod store;
mod token;
mod visit;

pub use limit::{AT_ONCE, DEARER, Limits};
pub use links::{
    Ask, LONGEST_DAYS, LONGEST_QUESTION, LinkError, Made, QUESTION_DAYS, RESIDENT_DAYS, Shown, ask_outside,
    link_for_copy, link_for_resident, links_by_reference, links_of, make_for_resident, may_ask, preview, take_back,
};
pub use store::{CopyOf, LinkRow, Question, Standing};
pub use token::{LinkHash, make as make_token, read as read_token};
pub use visit::{LONGEST, Matter, Opened, Said, SayError, copy_of, open, say, unsubscribe};
