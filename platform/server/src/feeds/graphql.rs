//! How feeds fare, and what an admin does with one, in the GraphQL schema. A file for a feed to read comes as a form: see `docs/api.md`.

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::feeds::Skipped;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::State;
use super::give::{self, GiveError};
use crate::api::request::{internal, scope};
use crate::cases::graphql::Refusal;
use crate::plugins::Seat;

/// Rows that could not be read that are told, as on the page.
const SHOWN: usize = 20;

/// How a feed fares, or the address at which a channel hears what became of messages.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct FeedState {
    /// When it was last read to its end; null where it never was.
    good_at: Option<DateTime<Utc>>,
    tried_at: Option<DateTime<Utc>>,
    /// When it is read next; null where it is never asked.
    next_at: Option<DateTime<Utc>>,
    /// How often in a row it failed.
    failures: i32,
    /// What is wrong, for programs: `unavailable`, `not-allowed`, `unreadable` and so on.
    trouble: Option<String>,
    /// What goes with it, in the words of the plugin or of the other system.
    why: Option<String>,
    /// Counted up to ten thousand.
    items: i64,
    /// Rows that could not be read, twenty at the most.
    skipped: Vec<FeedRow>,
    more_skipped: i32,
    /// There is an address to which another system sends. What it is nobody knows any more.
    has_address: bool,
    /// The topic to which it subscribed.
    topic: Option<String>,
    /// Messages that were sent: those that wait to be read, and those that were given up. Counted up to a hundred.
    waiting: i64,
    given_up: i64,
    given_up_why: Option<String>,
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct FeedRow {
    /// Counted from 1.
    row: u32,
    /// Of the item that it would have been, if that was readable.
    key: Option<String>,
    what: String,
    remedy: String,
}

impl From<State> for FeedState {
    fn from(state: State) -> Self {
        let skipped: Vec<Skipped> = serde_json::from_value(state.skipped).unwrap_or_default();
        let line = |row: Skipped| FeedRow { row: row.row, key: row.key, what: row.what, remedy: row.remedy };
        Self {
            good_at: state.good_at,
            tried_at: state.tried_at,
            next_at: state.next_at,
            failures: state.failures,
            trouble: state.failure,
            why: state.why,
            items: state.items,
            more_skipped: i32::try_from(skipped.len().saturating_sub(SHOWN)).unwrap_or(i32::MAX),
            skipped: skipped.into_iter().take(SHOWN).map(line).collect(),
            has_address: state.has_address,
            topic: state.topic,
            waiting: state.waiting,
            given_up: state.given_up,
            given_up_why: state.given_up_why,
        }
    }
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct FeedPayload {
    done: bool,
    refusal: Option<Refusal>,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct FeedAddressPayload {
    /// Where the other system sends, at the council's site. Told this once: only its hash is kept.
    path: Option<String>,
    refusal: Option<Refusal>,
}

#[derive(Default)]
pub struct FeedMutation;

#[Object(serial)]
impl FeedMutation {
    /// Has a feed read as soon as the worker comes by.
    async fn read_feed(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Such as `committee-calendar/committees-ical`.")] seat: String,
    ) -> Result<FeedPayload> {
        match seat.parse::<Seat>() {
            Ok(seat) => payload(give::read_now(&scope(context)?.caller, &seat).await),
            Err(_) => payload(Err(GiveError::NotFound)),
        }
    }

    /// Decides about what was sent to a feed or channel and could not be read: it is tried again, or thrown away.
    async fn decide_feed_messages(
        &self,
        context: &Context<'_>,
        seat: String,
        #[graphql(desc = "Else it is thrown away.")] again: bool,
    ) -> Result<FeedPayload> {
        match seat.parse::<Seat>() {
            Ok(seat) => payload(give::decide(&scope(context)?.caller, &seat, again).await),
            Err(_) => payload(Err(GiveError::NotFound)),
        }
    }

    /// Makes the address to which another system sends, in place of the one that there may be.
    async fn make_feed_address(&self, context: &Context<'_>, seat: String) -> Result<FeedAddressPayload> {
        let made = match seat.parse::<Seat>() {
            Ok(seat) => {
                let secret = give::new_address(&scope(context)?.caller, &seat).await;
                secret.map(|secret| format!("/incoming/{seat}/{secret}"))
            }
            Err(_) => Err(GiveError::NotFound),
        };
        match made {
            Ok(path) => Ok(FeedAddressPayload { path: Some(path), refusal: None }),
            Err(error) => Ok(FeedAddressPayload { path: None, refusal: Some(refused(&error)?) }),
        }
    }
}

fn payload(done: std::result::Result<(), GiveError>) -> Result<FeedPayload> {
    match done {
        Ok(()) => Ok(FeedPayload { done: true, refusal: None }),
        Err(error) => Ok(FeedPayload { done: false, refusal: Some(refused(&error)?) }),
    }
}

/// Whoever does not look after feeds learns no more than that there is none.
fn refused(error: &GiveError) -> Result<Refusal> {
    match error {
        GiveError::NotAllowed | GiveError::NotFound => {
            Ok(Refusal { code: "not-found".to_owned(), message: GiveError::NotFound.to_string() })
        }
        GiveError::Database(error) => Err(internal(error)),
        GiveError::Unready(_) | GiveError::Feed(_) => Err(internal(&DbErr::Custom(error.to_string()))),
    }
}
