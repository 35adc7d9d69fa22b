//! What becomes of what a feed brought: rows, by kind; of people, what `people` makes of it.

use std::collections::BTreeMap;

use casework::feeds::{
    Content, Cursor, Fact, FeedError, Item, Meeting, Reading, Shape, Skipped, Source, Task, Work, compared_name,
};
use casework::wards;
use chrono::{DateTime, NaiveDate, Utc};
use plugin_host::{Feed, FeedFailure, GuestFailure};
use sea_orm::DbErr;
use serde::Serialize;

use super::store::{self, ItemRow};
use crate::app::Turn;
use crate::people;
use crate::plugins::{Carrier, Seat};
use crate::tenancy::{Council, TenantTx};

/// Parts of one reading.
const MOST_PARTS: usize = 200;

/// A reading of whichever kind, complete and ready to be taken in.
pub(super) enum Brought {
    People(Reading<casework::feeds::Person>),
    Committees(Reading<Meeting>),
    Highways(Reading<Work>),
    WardFacts(Reading<Fact>),
}

/// What was brought, in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub items: usize,
    pub gone: u64,
}

impl Brought {
    pub(super) fn next(&self) -> Option<&Cursor> {
        match self {
            Self::People(reading) => reading.next.as_ref(),
            Self::Committees(reading) => reading.next.as_ref(),
            Self::Highways(reading) => reading.next.as_ref(),
            Self::WardFacts(reading) => reading.next.as_ref(),
        }
    }

    pub(super) fn skipped(&self) -> &[Skipped] {
        match self {
            Self::People(reading) => &reading.skipped,
            Self::Committees(reading) => &reading.skipped,
            Self::Highways(reading) => &reading.skipped,
            Self::WardFacts(reading) => &reading.skipped,
        }
    }
}

/// Reads a source to its end.
///
/// # Errors
/// A [`FeedFailure`], after which nothing of the reading counts.
pub(super) async fn brought(
    carrier: &Carrier,
    source: Source,
    today: NaiveDate,
    council: &Council,
) -> Result<Brought, FeedFailure> {
    match carrier {
        Carrier::People(feed) => whole(feed, source, today, council).await.map(Brought::People),
        Carrier::Committees(feed) => whole(feed, source, today, council).await.map(Brought::Committees),
        Carrier::Highways(feed) => whole(feed, source, today, council).await.map(Brought::Highways),
        Carrier::WardFacts(feed) => whole(feed, source, today, council).await.map(Brought::WardFacts),
        Carrier::Channel(_) => Err(FeedFailure::Source(FeedError::NotThisWay)),
    }
}

async fn whole<T: Item>(
    feed: &Feed<T>,
    source: Source,
    today: NaiveDate,
    council: &Council,
) -> Result<Reading<T>, FeedFailure> {
    let mut whole: Option<Reading<T>> = None;
    for _ in 0..MOST_PARTS {
        let source = match (&source, whole.as_ref().and_then(|so_far| so_far.next.clone())) {
            (Source::Pull(_), Some(next)) => Source::Pull(Some(next)),
            (Source::File(upload, _), next) => Source::File(upload.clone(), next),
            (source, _) => source.clone(),
        };
        let part = feed.read(Task { source, today }, &council.calendar).await?;
        let joined = match whole.take() {
            None => part,
            Some(so_far) => so_far.joined(part).ok_or_else(|| nonsense("parts that do not go together"))?,
        };
        if !joined.more {
            return Ok(joined);
        }
        whole = Some(joined);
    }
    Err(nonsense("a reading without an end"))
}

fn nonsense(what: &'static str) -> FeedFailure {
    FeedFailure::Plugin(GuestFailure::BadOutput { what })
}

/// Puts what was brought in the place of what was known, and lets go what is gone.
///
/// # Errors
/// When the database refuses; then nothing of it is taken in.
pub(super) async fn take_in(turn: &Turn, tx: &TenantTx, seat: &Seat, brought: &Brought) -> Result<Taken, DbErr> {
    let (council, now) = (&turn.council, turn.now);
    match brought {
        Brought::People(reading) => {
            people::take(turn, tx, &seat.to_string(), reading).await?;
            let items = match &reading.content {
                Content::Complete(items) | Content::Changes { changed: items, .. } => items.len(),
            };
            Ok(Taken { items, gone: 0 })
        }
        Brought::Committees(reading) => rows(tx, seat, reading, meeting, now).await,
        Brought::Highways(reading) => rows(tx, seat, reading, |work| street_work(council, work), now).await,
        Brought::WardFacts(reading) => rows(tx, seat, reading, fact, now).await,
    }
}

/// What a row says besides its item.
#[derive(Default)]
struct Beside {
    about: Vec<String>,
    days: Option<(NaiveDate, NaiveDate)>,
    changed_at: Option<DateTime<Utc>>,
}

async fn rows<T: Item + Serialize>(
    tx: &TenantTx,
    seat: &Seat,
    reading: &Reading<T>,
    beside: impl Fn(&T) -> Beside,
    now: DateTime<Utc>,
) -> Result<Taken, DbErr> {
    let (items, complete) = match &reading.content {
        Content::Complete(items) => (items, true),
        Content::Changes { changed, .. } => (changed, false),
    };
    // The last word about a key counts.
    let by_key: BTreeMap<&str, &T> = items.iter().map(|item| (item.key(), item)).collect();
    let mut rows = Vec::with_capacity(by_key.len());
    for (key, item) in &by_key {
        let Beside { about, days, changed_at } = beside(item);
        let body = serde_json::to_value(item).map_err(|error| DbErr::Json(error.to_string()))?;
        let (from_on, until_on) = days.unzip();
        rows.push(ItemRow { key: (*key).to_owned(), about, from_on, until_on, body, changed_at });
    }
    store::put(tx, seat, &rows, now).await?;
    let known = if complete { store::keys(tx, seat).await? } else { Vec::new() };
    let gone: Vec<String> = match &reading.content {
        Content::Complete(_) => reading.gone(known.iter().map(String::as_str)).into_iter().map(str::to_owned).collect(),
        Content::Changes { removed, .. } => removed.clone(),
    };
    let gone = store::remove(tx, seat, gone).await?;
    Ok(Taken { items: by_key.len(), gone })
}

fn meeting(meeting: &Meeting) -> Beside {
    let seats = meeting.members.iter().flatten();
    let day = meeting.begins.date();
    Beside {
        about: seats.map(|seat| compared_name(&seat.name)).filter(|name| !name.is_empty()).collect(),
        days: Some((day, meeting.ends.map_or(day, |ends| ends.date()))),
        changed_at: None,
    }
}

fn street_work(council: &Council, work: &Work) -> Beside {
    let places = match &work.shape {
        None => &[][..],
        Some(Shape::Point(place)) => std::slice::from_ref(place),
        Some(Shape::Line(places) | Shape::Area(places)) => places,
    };
    let points = places.iter().map(|place| (place.latitude, place.longitude));
    Beside {
        about: wards::touched(&council.manifest.wards, points).into_iter().map(str::to_owned).collect(),
        days: Some((work.starts, work.ends)),
        changed_at: work.changed_at,
    }
}

fn fact(fact: &Fact) -> Beside {
    Beside { about: vec![fact.ward_gss.clone()], ..Beside::default() }
}
