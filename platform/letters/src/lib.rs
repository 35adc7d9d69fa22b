//! Letters and records as accessible PDF (PDF/UA-1), from plain data. The only crate that knows typst.
//!
//! Whoever calls says what is written; this crate says what it looks like. A text is data from its first to its last
//! character: it reaches the templates as JSON and is never part of their source, so that nothing in it can be a command.
//! Nothing is read from the machine or the network (fonts and templates are part of the program), and the same data gives
//! the same bytes.
//!
//! | module | what it is for |
//! |---|---|
//! | `letter`, `record` | what can be printed, and what is refused |
//! | `press` | from data to PDF |
//! | `address` | the window of the envelope |
//! | `words` | texts made fit for print: fonts must have every character |
//! | `fonts` | the fonts that are part of the program |
//! | `colour` | a council's colour, and whether text in it can be read |
//! | `template/*.typ` | what it looks like |
//!
//! To add a kind of document: its data with a `sheet` in a module of its own, its template, a method of [`Press`], and a
//! test that reads the PDF back.

mod address;
mod colour;
mod error;
mod fonts;
mod letter;
mod press;
mod record;
mod words;

pub use address::{MAX_LINES, Window};
pub use colour::Colour;
pub use error::{PressError, Warning};
pub use letter::{Block, Language, Letter, Letterhead, Reference, ReplyTo};
pub use press::{MAX_BATCH, Press, Printed};
pub use record::{Entry, Record};
