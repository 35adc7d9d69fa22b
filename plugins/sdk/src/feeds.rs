//! What all feeds have in common: sources, failures, rows that could not be read. One module for each kind:
//! [`people`], [`committees`], [`highways`], [`facts`].
//!
//! A feed is a type that implements its kind's trait `Feed`:
//!
//! ```ignore
//! use sdk::feeds::{FeedError, Source, Task};
//! use sdk::people::{Feed, Reading, complete};
//! use sdk::settings::Settings;
//!
//! struct Nobody;
//!
//! impl Feed for Nobody {
//!     type Prepared<'a> = ();
//!
//!     fn prepare(_: &Settings<'_>) {}
//!
//!     fn read((): (), task: Task) -> Result<Reading, FeedError> {
//!         match task.source {
//!             Source::Pull(_) => Ok(complete(Vec::new(), Vec::new())),
//!             Source::Push(_) | Source::File(_) => Err(FeedError::NotThisWay),
//!         }
//!     }
//! }
//!
//! sdk::register_people_feed!(Nobody);
//! ```
//!
//! [`people`]: crate::people
//! [`committees`]: crate::committees
//! [`highways`]: crate::highways
//! [`facts`]: crate::facts

pub use crate::bindings::feeds::{Cursor, Delay, FeedError, Message, Progress, SkippedRow, Source, Task, Upload};

/// The end of a reading that has only one part.
pub fn done(skipped: Vec<SkippedRow>) -> Progress {
    Progress { next: None, more: false, skipped }
}

/// A row that could not be read.
pub fn skipped(row: usize, key: Option<&str>, what: impl Into<String>, remedy: impl Into<String>) -> SkippedRow {
    let row = u32::try_from(row).unwrap_or(u32::MAX);
    SkippedRow { row, key: key.map(str::to_owned), what: what.into(), remedy: remedy.into() }
}

/// Makes the trait, the helpers and the registering macro of one kind of feed.
macro_rules! feed {
    ($world:ident, $interface:ident, $register:ident, $export:ident, $module:ident, $item:ident) => {
        pub use crate::bindings::$world::wardbook::plugin::$interface::*;
        pub use crate::feeds::{FeedError, Source, Task};

        use crate::Prepared;
        use crate::feeds::{SkippedRow, done};
        use crate::settings::{self, Problem, Settings};

        /// A feed of this kind.
        pub trait Feed {
            /// What reading needs of the settings.
            type Prepared<'a>: Prepared<'a>;

            /// Reads the settings, noting what is wrong with them in the settings themselves.
            fn prepare<'a>(settings: &Settings<'a>) -> Self::Prepared<'a>;

            /// Reads once from one source.
            ///
            /// # Errors
            /// When the source as a whole could not be read. What was known stays known.
            fn read(prepared: Self::Prepared<'_>, task: Task) -> Result<Reading, FeedError>;
        }

        /// A reading of all that there is, in one part.
        pub fn complete(items: Vec<$item>, skipped: Vec<SkippedRow>) -> Reading {
            Reading { content: Content::Complete(items), progress: done(skipped) }
        }

        #[doc(hidden)]
        pub fn prepare<F: Feed>(text: &str) -> Result<Vec<u8>, Vec<Problem>> {
            settings::read(text, |settings| crate::pack(&F::prepare(settings)))
        }

        #[doc(hidden)]
        pub fn read<F: Feed>(prepared: &[u8], task: Task) -> Result<Reading, FeedError> {
            F::read(crate::unpack(prepared).map_err(|_| FeedError::PreparedUnreadable)?, task)
        }

        /// Makes a type that implements this kind's `Feed` the plugin of this crate.
        #[macro_export]
        macro_rules! $register {
            ($plugin:ty) => {
                struct Exports;

                impl $crate::bindings::$world::Guest for Exports {
                    fn prepare(settings: String) -> Result<Vec<u8>, Vec<$crate::settings::Problem>> {
                        $crate::$module::prepare::<$plugin>(&settings)
                    }

                    fn read(
                        prepared: Vec<u8>,
                        task: $crate::feeds::Task,
                    ) -> Result<$crate::$module::Reading, $crate::feeds::FeedError> {
                        $crate::$module::read::<$plugin>(&prepared, task)
                    }
                }

                #[expect(unsafe_code, reason = "exporting a function by name is unsafe; wit-bindgen writes the exports")]
                mod exports {
                    use super::Exports;
                    $crate::bindings::$world::$export!(Exports with_types_in $crate::bindings::$world);
                }
            };
        }
    };
}
pub(crate) use feed;
