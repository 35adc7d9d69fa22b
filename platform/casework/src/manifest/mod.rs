//! A council as data: one folder of files, read into a [`Manifest`] with every mistake explained.
//!
//! | file | what it holds |
//! |---|---|
//! | `tenant.toml` | name, nation, languages, branding, contact, letterhead, starters and leavers, gate, closures, targets, representatives' bodies |
//! | `groups.toml` | the teams |
//! | `categories.toml` | categories and their services |
//! | `wards.geojson` | wards with codes and outlines |
//! | `stages.toml` | the workflow |
//! | `plugins.toml` | which plugins decide, with their settings (in place, or in a file that it names) |
//! | `people.toml` | invented people, for the demonstration and the tests |
//!
//! Reading does no I/O: the program hands over the text of the files. A mistake is a [`Problem`] with file, line and
//! remedy, and all of them are reported, not just the first.
//!
//! - A new key in a file: a field in `model.rs`, and one line in that file's reader under `read/`.
//! - A new file: a reader under `read/`, and one line in [`Manifest::from_files`].

mod file;
mod json;
mod model;
mod names;
mod problem;
mod read;
mod suggest;
mod table;

pub use model::{
    BodyDef, Branding, CategoryDef, Contact, GateItem, GroupDef, Integration, Letterhead, Manifest, OTHER, PersonDef,
    PluginChoice, PluginChoices, PluginKind, ServiceDef, StartersDef, UnitDef,
};
pub use names::SettingsProblem;
pub use problem::Problem;
pub use read::{FILES, locate_setting};
