//! Mail in: a councillor forwards an email and has a draft; answers a mail of ours and has written a note (R15, R3).
//!
//! Taken in first, thought about later: [`take`] keeps the raw message before anybody is told that it was taken, and [`process`],
//! which the worker calls, makes of it what it is. What is not clear is never guessed at and never lost: it is **parked**, with a
//! reason, for those who sort the council's mail ([`desk`]).
//!
//! **An address is not an identity.** Only two things lead to a case: a reply address that we signed for this case and this person,
//! or the Message-ID of a mail of ours that was sent to this very person. In both, `From` must be that person's address, and the note
//! is written as that person, so that the database refuses it where they may not see the case. Everything else from an address that we
//! know becomes a draft, which that person alone sees and must raise. See `docs/security.md` for what a mail server must check.
//!
//! To add something that a mail can be: a variant of `parse::Nature` or of [`work::Outcome`], and the matches show the rest.

pub mod address;
mod attachments;
pub mod desk;
pub mod graphql;
pub mod pages;
pub mod parse;
mod store;
mod take;
mod work;

pub use address::{Settings, SetupError};
pub use store::Parked;
pub use take::{A_MINUTE, LARGEST, NotTaken, take};
pub use work::process;
