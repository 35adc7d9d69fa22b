//! A plugin's settings as a form: what can be asked for, how it is written for people, and what they typed (R58).
//!
//! A plugin says with a JSON Schema what its settings are. [`Schema`] is the part of JSON Schema from which a form can be
//! drawn; a plugin that uses more is refused before anybody relies on it. Settings are shown in the council's own words (the
//! name of a team, not its key) and read back from them; what cannot be read stays as it was typed, and is told.
//!
//! | module | what it is for |
//! |---|---|
//! | `schema` | from JSON Schema to fields |
//! | `typed` | from settings to what stands in the fields, and back |
//! | `words` | keys of the council's own things, and what people call them |
//! | `differences` | what changes from one settings to others |
//! | `pasted` | rows from a spreadsheet |
//!
//! To add a kind of field: a variant of [`Shape`], and the exhaustive matches show the rest; then its part of
//! `plugins/form.html`.

mod differences;
mod pasted;
mod schema;
mod typed;
mod words;

pub use differences::Difference;
pub use pasted::{MOST_ROWS, PasteProblem};
pub use schema::{Field, Names, Schema, SchemaProblem, Shape};
pub use typed::{Fault, FaultKind, RowChange, Typed, field_name};
pub use words::Words;
