//! What a plugin author needs: one trait per kind of plugin, a macro to register it, and a reader for
//! settings that reports every mistake with its path.
//!
//! A plugin is one small file:
//!
//! ```ignore
//! use sdk::routing::{Decision, Enquiry, Refusal, Routing};
//! use sdk::settings::Settings;
//!
//! struct Everything;
//!
//! impl Routing for Everything {
//!     type Prepared<'a> = &'a str;
//!
//!     fn prepare<'a>(settings: &Settings<'a>) -> &'a str {
//!         settings.text("group")
//!     }
//!
//!     fn route(group: &str, _: &Enquiry) -> Result<Decision, Refusal> {
//!         Ok(Decision { group: Some(group.to_owned()), reason: "Every request goes to one team.".to_owned() })
//!     }
//! }
//!
//! sdk::register_routing!(Everything);
//! ```
//!
//! `prepare` runs once, when settings are applied; what it returns is kept as [postcard] bytes and read again
//! for every decision. Let it borrow (`&'a str`, `Cow<'a, str>` with `#[serde(borrow)]`), and use a
//! [`lookup::Lookup`] for anything with more than a few dozen rows, so that a decision does not read them all.
//!
//! Plugins that bring something in are in [`feeds`], those that hand messages over in [`channel`]; [`http`] is for both.
//!
//! To add a kind of plugin: write its world in `plugins/wit`, add its bindings to `bindings.rs` and a module
//! like [`routing`] here.
//!
//! [postcard]: https://docs.rs/postcard

pub mod bindings;
pub mod calendar;
pub mod channel;
pub mod committees;
pub mod csv;
pub mod dates;
pub mod facts;
pub mod feeds;
pub mod geo;
mod heap;
pub mod highways;
pub mod html;
pub mod http;
pub mod ical;
pub mod lookup;
pub mod people;
pub mod routing;
pub mod settings;
pub mod sla;
pub mod text;
pub mod wording;
pub mod words;
pub mod xml;

pub use bindings::log::{Level, write as log};

use serde::{Deserialize, Serialize};

use bindings::types::Refusal;

/// What a plugin may keep between `prepare` and its decisions: anything that serde can write and read back
/// from borrowed bytes.
pub trait Prepared<'a>: Serialize + Deserialize<'a> {}

impl<'a, T: Serialize + Deserialize<'a>> Prepared<'a> for T {}

fn pack(prepared: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(prepared).expect("the types of a plugin's prepared settings say their lengths")
}

fn unpack<'a, T: Deserialize<'a>>(prepared: &'a [u8]) -> Result<T, Refusal> {
    postcard::from_bytes(prepared).map_err(|_| Refusal::PreparedUnreadable)
}
