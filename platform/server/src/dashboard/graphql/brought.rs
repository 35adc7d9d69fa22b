//! What feeds brought, in the GraphQL schema: meetings, works, figures of wards (R52).

use async_graphql::SimpleObject;
use casework::feeds;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::app::Caller;
use crate::brought as known;
use crate::cases::graphql::Ward;
use crate::dashboard::cards::{figures, meetings};

/// How old what is known is.
#[derive(SimpleObject)]
#[graphql(serial)]
pub(super) struct Freshness {
    /// When the source was last read to its end; null where it never was.
    at: Option<DateTime<Utc>>,
    /// Whether the source has not answered since.
    silent: bool,
}

impl From<known::Fresh> for Freshness {
    fn from(fresh: known::Fresh) -> Self {
        Self { at: fresh.good_at, silent: fresh.silent }
    }
}

/// The next meetings.
#[derive(SimpleObject)]
#[graphql(serial)]
pub(super) struct Meetings {
    fresh: Freshness,
    /// Whether they are those of committees on which the person sits; else they are the council's.
    own: bool,
    meetings: Vec<Meeting>,
}

impl Meetings {
    pub fn new(fresh: known::Fresh, found: known::Meetings) -> Self {
        Self { fresh: fresh.into(), own: found.own, meetings: found.meetings.into_iter().map(Meeting::from).collect() }
    }
}

/// A meeting of a committee. Times are those on the council's clocks.
#[derive(SimpleObject)]
#[graphql(serial)]
struct Meeting {
    committee: String,
    title: Option<String>,
    begins: NaiveDateTime,
    /// Whether only the day of `begins` is known.
    all_day: bool,
    ends: Option<NaiveDateTime>,
    place: Option<String>,
    /// `planned`, `provisional`, `postponed` or `cancelled`.
    status: &'static str,
    url: Option<String>,
    papers: Vec<Paper>,
}

impl From<feeds::Meeting> for Meeting {
    fn from(meeting: feeds::Meeting) -> Self {
        let papers = meeting.papers.into_iter().map(|paper| Paper { title: paper.title, url: paper.url });
        Self {
            committee: meeting.committee,
            title: meeting.title,
            begins: meeting.begins,
            all_day: meeting.all_day,
            ends: meeting.ends,
            place: meeting.place,
            status: meetings::status(meeting.status),
            url: meeting.url,
            papers: papers.collect(),
        }
    }
}

/// Something to read before or after a meeting.
#[derive(SimpleObject)]
#[graphql(name = "MeetingPaper", serial)]
struct Paper {
    title: String,
    url: String,
}

/// Works in the person's wards.
#[derive(SimpleObject)]
#[graphql(serial)]
pub(super) struct Works {
    fresh: Freshness,
    /// Those that touch a ward of the person's, the soonest first.
    placed: Vec<Work>,
    /// Whether there are more of them.
    more: bool,
    /// Those of which nobody knows where they are.
    elsewhere: Vec<Work>,
}

impl Works {
    pub fn new(fresh: known::Fresh, found: known::Works, first: i64) -> Self {
        let first = usize::try_from(first).unwrap_or_default();
        let more = found.placed.len() > first;
        let placed = found.placed.into_iter().take(first).map(Work::from).collect();
        Self { fresh: fresh.into(), placed, more, elsewhere: found.elsewhere.into_iter().map(Work::from).collect() }
    }
}

/// Works on a street or road.
#[derive(SimpleObject)]
#[graphql(serial)]
struct Work {
    /// The reference by which everybody knows it.
    key: String,
    street: String,
    area: Option<String>,
    description: String,
    promoter: String,
    /// First and last day.
    starts: NaiveDate,
    ends: NaiveDate,
    under_way: bool,
    /// `road-closure`, `alternating`, `lane-closure`, `footway`, `slight` or `unknown`.
    traffic: &'static str,
    traffic_words: Option<String>,
    url: Option<String>,
}

/// Works near a place.
#[derive(SimpleObject)]
#[graphql(serial)]
pub(super) struct WorkNear {
    /// How far away; right to some metres.
    metres: f64,
    work: Work,
}

impl From<(f64, feeds::Work)> for WorkNear {
    fn from((metres, work): (f64, feeds::Work)) -> Self {
        Self { metres, work: work.into() }
    }
}

impl From<feeds::Work> for Work {
    fn from(work: feeds::Work) -> Self {
        Self {
            under_way: work.status == feeds::WorkStatus::InProgress,
            traffic: known::traffic(work.traffic),
            key: work.key,
            street: work.street,
            area: work.area,
            description: work.description,
            promoter: work.promoter,
            starts: work.starts,
            ends: work.ends,
            traffic_words: work.traffic_words,
            url: work.url,
        }
    }
}

/// Figures of the person's wards.
#[derive(SimpleObject)]
#[graphql(serial)]
pub(super) struct WardFacts {
    fresh: Freshness,
    /// One for each ward and figure. A ward that is missing has no figure for its boundary.
    facts: Vec<WardFact>,
    /// Whether there are more figures.
    more: bool,
}

impl WardFacts {
    pub fn new(caller: &Caller, fresh: known::Fresh, found: Vec<known::Figure>, first: i64) -> Self {
        let first = usize::try_from(first).unwrap_or_default();
        let more = found.len() > first;
        let fact = |figure: &known::Figure, fact: feeds::Fact| {
            let ward = caller.council.wards.by_gss.get(&fact.ward_gss)?;
            Some(WardFact {
                ward: Ward(*ward),
                label_cy: fact.label_cy,
                statistic: fact.statistic,
                label: fact.label,
                value: fact.value,
                average: figure.average,
                wards: figure.wards,
                unit: figures::word(fact.unit),
                period: fact.period,
                source: fact.source,
            })
        };
        let facts = found.into_iter().take(first).flat_map(|mut figure| {
            let own = std::mem::take(&mut figure.of_wards);
            own.into_iter().filter_map(|own| fact(&figure, own)).collect::<Vec<_>>()
        });
        Self { fresh: fresh.into(), facts: facts.collect(), more }
    }
}

/// A figure of a ward beside that of the council.
#[derive(SimpleObject)]
#[graphql(serial)]
struct WardFact {
    ward: Ward,
    /// The same for all wards and periods.
    statistic: String,
    label: String,
    label_cy: Option<String>,
    value: f64,
    /// The mean over the council's wards that have this figure, each counted alike.
    average: f64,
    /// How many these are.
    wards: i64,
    /// `count`, `percent` (0 to 100), `per-square-kilometre`, `years`, `pounds` or `other`.
    unit: &'static str,
    period: String,
    source: String,
}
