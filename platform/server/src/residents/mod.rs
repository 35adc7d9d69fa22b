//! Telling residents what becomes of their case: an acknowledgement, news on the way, and the outcome (R12, R31, R32).
//!
//! Whether and how somebody is told is decided by `casework::residents::way`, from what was said when the case was raised. The
//! acknowledgement and the outcome are written by the worker ([`write_due`]), news by whoever works on the case or raised it
//! ([`write`]). Each message is an event of the case, which holds what it says, and a row with what became of it. By email it is a
//! job of the slice `mail`; by post it waits until somebody prints all that wait ([`print_waiting`]).
//!
//! The words come from templates ([`template`]): a standard text of ours, or the council's own ([`save_template`]).
//!
//! The address of the resident's own page (R33) is added where a mail is sent (`mail`), never to what is stored: everybody on the case reads that.
//!
//! Whoever writes, or ends a case, sees first what each resident will get ([`foretell_news`], [`foretell_action`],
//! [`foretell_outcome`]).
//!
//! To add a kind of message: see `casework::residents`.

mod automatic;
mod compose;
mod deliver;
mod foretell;
pub mod graphql;
pub mod graphql_preview;
pub mod pages;
mod paper;
mod print;
mod standard;
mod store;
mod telling;
pub mod template;
mod templates;
mod write;
mod writer;

pub use automatic::write_due;
pub use deliver::{LetterOut, Outgoing, letter_out, not_reached, not_sent, outgoing, sent};
pub use foretell::{
    Foretelling, Foretold, Gets, Sheet, foretell_action, foretell_news, foretell_outcome, tells_anybody,
};
pub use paper::{letter_of, recipient};
pub use print::{batch, batches, may_print, print_waiting, put_back, waiting};
pub use store::carried::{by_reference, carried, delivered, to_print};
pub use store::{Batch, MessageRow, Place, WaitingLetter, of_cases};
pub use telling::{ChangeError, change, may_change};
pub use templates::{
    Current, SaveError, Version, current, may_edit, preview, reset, save_template, templates, versions,
};
pub use write::write;
pub use writer::{LONGEST, WriteError, addressee, may_write, writes};
