//! The bytes of the files that people add to cases (R10): from the upload to the download.
//!
//! [`Workshop::take`] is the whole way of one file. Nothing of a person's is kept whole in memory, pictures are
//! drawn in a process of their own, nothing is stored before it is known what it is, and a file that is refused leaves the others alone.
//!
//! | module | what it is for |
//! |---|---|
//! | [`name`] | the name that people see, made harmless |
//! | [`spool`] | a file under way: temporary, hashed as it is written, gone when dropped |
//! | [`receive`] | an upload into a spool, stopped at the limit |
//! | [`kind`] | what the bytes really are, and whether that may come in |
//! | [`scan`] | asking ClamAV |
//! | [`picture`] | pictures drawn again without what they tell about their owner, and thumbnails |
//! | [`store`] | a local folder, S3 or Azure |
//! | [`deliver`] | headers with which nothing runs in a browser |
//! | [`workshop`] | all of it, in order |
//!
//! To let in one more kind of file: one variant of [`kind::Kind`]; exhaustive matches and the table beside it show the rest.
//!
//! This crate knows no HTTP, rows, clock or ids: keys are given to it, and who may see a file is asked elsewhere.

pub mod deliver;
pub mod kind;
pub mod name;
pub mod picture;
pub mod receive;
pub mod scan;
pub mod spool;
pub mod store;
pub mod workshop;

pub use kind::Kind;
pub use name::DisplayName;
pub use picture::Position;
pub use scan::Scanner;
pub use store::{Key, Store};
pub use workshop::{Reason, Refused, Taken, Workshop};
