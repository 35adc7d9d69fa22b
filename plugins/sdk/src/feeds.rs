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

/// What a file of the other system holds, and which part of the reading is asked for: the file that somebody gave, or else the
/// one at the address that the settings name.
///
/// # Errors
/// When it could not be fetched, there is no address, or it was sent in another way.
pub fn file(source: Source, address: Option<&str>) -> Result<(Vec<u8>, Option<Cursor>), FeedError> {
    match source {
        Source::File((file, cursor)) => Ok((file.content, cursor)),
        Source::Pull(cursor) => Ok((crate::http::get(address.ok_or(FeedError::NotThisWay)?, None)?.body, cursor)),
        Source::Push(_) => Err(FeedError::NotThisWay),
    }
}

/// A place in a reading, written down as a cursor.
///
/// # Panics
/// Never, for a place of numbers and texts.
pub fn cursor(place: &impl serde::Serialize) -> Cursor {
    crate::pack(place)
}

/// The place that a cursor says.
///
/// # Errors
/// When it was written by another version of the plugin.
pub fn place<'c, T: serde::Deserialize<'c>>(cursor: &'c Cursor) -> Result<T, FeedError> {
    crate::unpack(cursor).map_err(|_| FeedError::CursorUnknown)
}

/// The contract's limits for one part of a reading.
const MOST_ITEMS: usize = 5_000;
const MOST_SKIPPED: usize = 1_000;

/// One part of what was read from a whole file, the one that begins at `cursor`. Each part reads the file again; where it is
/// not the same file any more, the reading begins anew, so that no reading is made of two files.
///
/// # Errors
/// When the cursor is of another file, or so little could be read that it is not the format that was expected.
pub fn part<T>(
    mut items: Vec<T>,
    skipped: Vec<SkippedRow>,
    file: &[u8],
    cursor: Option<Cursor>,
) -> Result<(Vec<T>, Progress), FeedError> {
    if skipped.len() > MOST_SKIPPED {
        return Err(FeedError::Unreadable("More than 1,000 rows of the file could not be read.".to_owned()));
    }
    // FNV-1a: two exports of the same system differ somewhere.
    let stamp = file
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    let begins = match &cursor {
        None => 0,
        Some(cursor) => match place::<(u64, u32)>(cursor)? {
            (its, begins) if its == stamp => begins as usize,
            _ => return Err(FeedError::CursorUnknown),
        },
    };
    let ends = items.len().min(begins + MOST_ITEMS);
    let more = ends < items.len();
    let next =
        more.then(|| postcard::to_allocvec(&(stamp, u32::try_from(ends).unwrap_or(u32::MAX))).unwrap_or_default());
    items.truncate(ends);
    let skipped = if begins == 0 { skipped } else { Vec::new() };
    Ok((items.split_off(begins.min(ends)), Progress { next, more, skipped }))
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
        use crate::feeds::{Cursor, SkippedRow, done, part};
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

        /// A reading of all that is in a file, in as many parts as it takes; see [`part`].
        ///
        /// # Errors
        /// As for [`part`].
        pub fn all(
            items: Vec<$item>,
            skipped: Vec<SkippedRow>,
            file: &[u8],
            cursor: Option<Cursor>,
        ) -> Result<Reading, FeedError> {
            let (items, progress) = part(items, skipped, file, cursor)?;
            Ok(Reading { content: Content::Complete(items), progress })
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

                // On the machine itself, in a test, nothing is exported: a function of this name would take the place of the C
                // library’s.
                #[cfg(not(target_arch = "wasm32"))]
                const _: Exports = Exports;

                #[cfg(target_arch = "wasm32")]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_comes_in_parts_that_are_of_one_file() {
        let items: Vec<_> = (0..12_000).collect();
        let odd = || vec![skipped(2, None, "It is odd.", "Write it again.")];
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let (items, progress) = part(items.clone(), odd(), b"file", cursor.clone()).expect("a part");
            assert_eq!(progress.skipped.len(), usize::from(seen.is_empty()), "a row is told once");
            seen.extend(items);
            cursor = progress.next;
            if !progress.more {
                break;
            }
            let other = part(vec![0; 12_000], Vec::new(), b"another file", cursor.clone());
            assert!(matches!(other, Err(FeedError::CursorUnknown)));
        }
        assert_eq!(seen, items);
        assert_eq!(cursor, None, "the next reading begins at the beginning");
    }

    #[test]
    fn a_file_of_which_little_can_be_read_is_none() {
        let odd = vec![skipped(2, None, "It is odd.", "Write it again."); 1_001];
        assert!(matches!(part(vec![1], odd, b"file", None), Err(FeedError::Unreadable(_))));
    }
}
