//! The pages of cases: a thin face of the slice's use cases. Handlers turn addresses and forms into calls, and results
//! into the views of `web::views`.

mod act;
mod adopt;
mod case;
mod files;
mod linked;
mod links;
mod lists;
mod near;
mod note;
mod outcome;
mod part;
pub mod present;
mod progress;
mod raise;
mod raise_files;
mod record;
mod stages;
mod timeline;
mod uploaded;

pub use act::act;
pub use adopt::{move_cases, move_page};
pub use case::case;
pub use files::{add_files, file, place};
pub use links::{connect, send_outcome, take_apart};
pub use lists::{queue, queue_of, requests, ward};
pub use near::near_page;
pub use note::{add_note, change_note, note_page};
pub use raise::{raise, raise_page};
pub use record::progress;
pub use stages::stages;
