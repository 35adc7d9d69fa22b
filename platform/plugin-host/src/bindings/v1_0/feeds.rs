//! What all feeds of this version share: how they are asked, and how their answers are checked at the border.

use std::time::Duration;

use casework::feeds::{Content, Cursor, FeedError, Item, Message, Reading, Skipped, Source, Task, Upload};

use super::people_feed::wardbook::plugin::feeds as wit;
use super::{date_from_guest, date_to_guest};
use crate::failure::{FeedFailure, GuestFailure};
use crate::guest::{Guest, plain, prepared_unreadable, short};

impl wit::Host for Guest {}

const LONGEST_CURSOR: usize = 4 * 1024;
const LONGEST_KEY: usize = 200;
const MOST_ITEMS: usize = 5_000;
const MOST_SKIPPED: usize = 1_000;

/// What a guest is asked.
pub(super) fn task(task: Task) -> wit::Task {
    let cursor = |cursor: Option<Cursor>| cursor.map(|Cursor(bytes)| bytes);
    wit::Task {
        source: match task.source {
            Source::Pull(from) => wit::Source::Pull(cursor(from)),
            Source::Push(sent) => wit::Source::Push(message(sent)),
            Source::File(Upload { name, media_type, content }, from) => {
                wit::Source::File((wit::Upload { name, media_type, content }, cursor(from)))
            }
        },
        today: date_to_guest(task.today),
    }
}

pub(super) fn message(Message { media_type, body }: Message) -> wit::Message {
    wit::Message { media_type, body }
}

/// The answer of a guest, if it keeps to the contract. `pulled` says whether a reading may go on.
pub(super) fn reading<G, T: Item>(
    content: Content<G>,
    progress: wit::Progress,
    pushed: bool,
    item: impl Fn(G) -> Result<T, GuestFailure>,
) -> Result<Reading<T>, FeedFailure> {
    let items = |items: Vec<G>| {
        if items.len() > MOST_ITEMS {
            return Err(GuestFailure::BadOutput { what: "more than 5,000 items at once" });
        }
        items.into_iter().map(&item).map(|item| item.and_then(keyed)).collect::<Result<Vec<T>, _>>()
    };
    let content = match content {
        Content::Complete(all) => Content::Complete(items(all)?),
        Content::Changes { changed, removed } => {
            if removed.len() > MOST_ITEMS {
                return Err(GuestFailure::BadOutput { what: "more than 5,000 items at once" }.into());
            }
            let removed = removed.into_iter().map(key).collect::<Result<_, _>>()?;
            Content::Changes { changed: items(changed)?, removed }
        }
    };
    let wit::Progress { next, more, skipped } = progress;
    if next.as_ref().is_some_and(|next| next.len() > LONGEST_CURSOR) {
        return Err(GuestFailure::BadOutput { what: "a cursor of more than 4 KiB" }.into());
    }
    if more && (next.is_none() || pushed) {
        return Err(GuestFailure::BadOutput { what: "a reading that goes on without a place to go on from" }.into());
    }
    if skipped.len() > MOST_SKIPPED {
        return Err(GuestFailure::BadOutput { what: "more than 1,000 rows that it could not read" }.into());
    }
    let skipped = skipped.into_iter().map(|wit::SkippedRow { row, key: its_key, what, remedy }| {
        let its_key = its_key.map(key).transpose()?;
        Ok::<_, GuestFailure>(Skipped { row, key: its_key, what: plain(&what), remedy: plain(&remedy) })
    });
    Ok(Reading { content, next: next.map(Cursor), more, skipped: skipped.collect::<Result<_, _>>()? })
}

fn keyed<T: Item>(item: T) -> Result<T, GuestFailure> {
    if is_key(item.key()) { Ok(item) } else { Err(NO_KEY) }
}

fn key(key: String) -> Result<String, GuestFailure> {
    if is_key(&key) { Ok(key) } else { Err(NO_KEY) }
}

const NO_KEY: GuestFailure =
    GuestFailure::BadOutput { what: "a key that is empty, longer than 200 characters or has control characters" };

fn is_key(key: &str) -> bool {
    !key.trim().is_empty() && key.chars().count() <= LONGEST_KEY && !key.chars().any(char::is_control)
}

/// What a guest says that kept it from reading.
pub(super) fn failure(error: wit::FeedError) -> FeedFailure {
    FeedFailure::Source(match error {
        wit::FeedError::PreparedUnreadable => return prepared_unreadable().into(),
        wit::FeedError::CursorUnknown => FeedError::CursorUnknown,
        wit::FeedError::NotThisWay => FeedError::NotThisWay,
        wit::FeedError::Unavailable(wit::Delay { why, retry_after }) => FeedError::Unavailable {
            why: plain(&why),
            retry_after: retry_after.map(|seconds| Duration::from_secs(seconds.into())),
        },
        wit::FeedError::NotAllowed(why) => FeedError::NotAllowed(plain(&why)),
        wit::FeedError::Unreadable(why) => FeedError::Unreadable(plain(&why)),
        wit::FeedError::WrongSettings(why) => FeedError::WrongSettings(plain(&why)),
    })
}

/// A text of an item that has to be there.
pub(super) fn text(text: String, longest: usize) -> Result<String, GuestFailure> {
    match short(text, longest)? {
        text if text.trim().is_empty() => Err(GuestFailure::BadOutput { what: "an item that lacks a text" }),
        text => Ok(text),
    }
}

/// A text of an item that may be missing; an empty one is.
pub(super) fn words(text: Option<String>, longest: usize) -> Result<Option<String>, GuestFailure> {
    Ok(text.map(|text| short(text, longest)).transpose()?.filter(|text| !text.trim().is_empty()))
}

/// An address that a person may follow: of the web, and of nothing else.
pub(super) fn link(url: String) -> Result<String, GuestFailure> {
    let url = short(url, LONGEST_LINK)?;
    if ["https://", "http://"].iter().any(|start| url.starts_with(start)) && !url.contains(char::is_whitespace) {
        return Ok(url);
    }
    Err(GuestFailure::BadOutput { what: "a link that is not https or http" })
}

const LONGEST_LINK: usize = 2_000;

/// A day of an item.
pub(super) fn day(day: super::types::Date) -> Result<chrono::NaiveDate, GuestFailure> {
    date_from_guest(day).ok_or(GuestFailure::BadOutput { what: "a day that does not exist" })
}

/// The code of a ward.
pub(super) fn gss(code: String) -> Result<String, GuestFailure> {
    let digits = |rest: &[u8]| rest.iter().all(u8::is_ascii_digit);
    match code.as_bytes() {
        [b'E' | b'N' | b'S' | b'W', rest @ ..] if rest.len() == 8 && digits(rest) => Ok(code),
        _ => Err(GuestFailure::BadOutput { what: "a ward that has no GSS code" }),
    }
}

/// Makes of a feed's bindings how it is read: `read`, in the types of `casework`.
macro_rules! feed {
    ($interface:ident, $item:ty) => {
        /// Calls `read` of a fresh instance.
        pub(crate) async fn read(
            pre: &Pre,
            store: &mut wasmtime::Store<Guest>,
            prepared: &[u8],
            task: casework::feeds::Task,
        ) -> wasmtime::Result<Result<casework::feeds::Reading<$item>, crate::failure::FeedFailure>> {
            use casework::feeds::Content;
            use wardbook::plugin::$interface as wit;
            let pushed = matches!(task.source, casework::feeds::Source::Push(_));
            let instance = pre.instantiate_async(&mut *store).await?;
            let answer = instance.call_read(store, prepared, &super::feeds::task(task)).await?;
            Ok(answer.map_err(super::feeds::failure).and_then(|wit::Reading { content, progress }| {
                let content = match content {
                    wit::Content::Complete(items) => Content::Complete(items),
                    wit::Content::Changes(wit::Changes { changed, removed }) => Content::Changes { changed, removed },
                };
                super::feeds::reading(content, progress, pushed, item)
            }))
        }
    };
}
pub(super) use feed;
