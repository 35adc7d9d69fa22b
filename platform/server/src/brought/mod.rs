//! What feeds have brought, for those who read it: meetings, works on streets and roads, figures of wards (R52). Nobody asks another
//! system while somebody waits: what is known lies in the council's schema, and [`Fresh`] says how old it is.
//!
//! The slice `feeds` reads the other systems and writes these rows. What is shown of them is the home page's matter (`dashboard`), the
//! calendar's, and the raise page's.
//!
//! To read one more kind: its statement in `store`, and its function here.

mod near;
mod store;

use std::collections::BTreeMap;

use casework::feeds::{Fact, Meeting, Traffic, Work, compared_name};
use casework::ids::WardId;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DbErr;

use crate::app::Caller;
use crate::tenancy::{Council, TenantTx};

pub use near::{NEAR, works_near};

/// What a kind of feed is called in a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Meetings,
    Works,
    Figures,
}

impl Kind {
    /// The word before the slash.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Meetings => "committee-calendar",
            Self::Works => "highways-schedule",
            Self::Figures => "ward-facts",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Meetings, Self::Works, Self::Figures].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How old what is known is. Of several sources, the oldest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// When all of it was read last; none where nothing was yet.
    pub good_at: Option<DateTime<Utc>>,
    /// Whether a source has not answered since.
    pub silent: bool,
}

/// The kinds of feeds that the council has, and how old what they brought is.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<Kind, Fresh>);

impl Sources {
    /// None where the council has no such feed.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Option<Fresh> {
        self.0.get(&kind).copied()
    }
}

/// Which feeds the council has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn sources(tx: &TenantTx) -> Result<Sources, DbErr> {
    let rows = store::sources(tx).await?.into_iter();
    let known =
        rows.filter_map(|row| Some((Kind::from_word(&row.kind)?, Fresh { good_at: row.good_at, silent: row.silent })));
    Ok(Sources(known.collect()))
}

/// The next meetings for somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Meetings {
    /// Those of committees on which they sit, else the council's next ones.
    pub meetings: Vec<Meeting>,
    /// Whether it is the former.
    pub own: bool,
}

/// The next meetings of the committees on which the person sits, or the council's where they sit on none of those that meet next, or
/// the source does not say who sits.
///
/// # Errors
/// When the database cannot be asked, or a row is no meeting.
pub async fn next_meetings(tx: &TenantTx, caller: &Caller, most: i64) -> Result<Meetings, DbErr> {
    let found = store::next_meetings(tx, &compared_name(&caller.actor.name), caller.today(), most).await?;
    let (mine, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|(mine, _)| *mine);
    let own = !mine.is_empty();
    let mut meetings: Vec<Meeting> = if own { mine } else { others }.into_iter().map(|(_, meeting)| meeting).collect();
    meetings.sort_by(|one, other| (one.begins, &one.key).cmp(&(other.begins, &other.key)));
    Ok(Meetings { meetings, own })
}

/// Meetings of these days, in their order: those of one person by name, or all. Each with its seat and when it was read.
///
/// # Errors
/// As [`next_meetings`].
pub async fn meetings_between(
    tx: &TenantTx,
    person: Option<&str>,
    from: NaiveDate,
    until: NaiveDate,
    most: i64,
) -> Result<Vec<(String, DateTime<Utc>, Meeting)>, DbErr> {
    store::meetings_between(tx, person.map(compared_name), from, until, most).await
}

/// Works of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Works {
    /// Those that touch a ward, the soonest first; one more than was asked for where there are more.
    pub placed: Vec<Work>,
    /// Those of which nobody knows where they are.
    pub elsewhere: Vec<Work>,
}

/// Works that go on or are to come in these wards, at most `most` and one.
///
/// # Errors
/// When the database cannot be asked, or a row is no work.
pub async fn works(tx: &TenantTx, caller: &Caller, most: i64, most_elsewhere: i64) -> Result<Works, DbErr> {
    let today = caller.today();
    let found = store::works(tx, codes(&caller.council, &caller.actor.wards), today, most + 1, most_elsewhere).await?;
    let (mut placed, mut elsewhere): (Vec<_>, Vec<_>) = found.into_iter().partition(|(placed, _)| *placed);
    for works in [&mut placed, &mut elsewhere] {
        works.sort_by(|(_, one), (_, other)| soonest(one, today).cmp(&soonest(other, today)));
    }
    let only = |works: Vec<(bool, Work)>| works.into_iter().map(|(_, work)| work).collect();
    Ok(Works { placed: only(placed), elsewhere: only(elsewhere) })
}

/// What goes on comes first, and of that, what ends first.
fn soonest(work: &Work, today: NaiveDate) -> (NaiveDate, NaiveDate, &str) {
    (work.starts.max(today), work.ends, &work.key)
}

/// A figure of some wards beside that of the council.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Of the wards that were asked for; one that is missing has no figure for its boundary.
    pub of_wards: Vec<Fact>,
    /// The mean over the council's wards that have one, each counted alike.
    pub average: f64,
    /// How many these are.
    pub wards: i64,
}

/// The figures of the person's wards, at most `most` and one. What stands under a code that is no ward of the council is left out:
/// a boundary that changed has no figure.
///
/// # Errors
/// When the database cannot be asked, or a row is no figure.
pub async fn figures(tx: &TenantTx, caller: &Caller, most: i64) -> Result<Vec<Figure>, DbErr> {
    let council = caller.council.manifest.wards.iter().map(|ward| ward.gss.clone()).collect();
    let mut figures = store::figures(tx, codes(&caller.council, &caller.actor.wards), council, most + 1).await?;
    figures.sort_by(|one, other| label(one).cmp(&label(other)));
    Ok(figures)
}

fn label(figure: &Figure) -> (Option<&str>, Option<&str>) {
    let first = figure.of_wards.first();
    (first.map(|fact| fact.label.as_str()), first.map(|fact| fact.period.as_str()))
}

fn codes(council: &Council, wards: &[WardId]) -> Vec<String> {
    wards.iter().map(|ward| council.wards.gss(*ward).to_owned()).filter(|gss| !gss.is_empty()).collect()
}

/// What traffic feels, in the words of the API and of the locales.
#[must_use]
pub const fn traffic(traffic: Traffic) -> &'static str {
    match traffic {
        Traffic::RoadClosure => "road-closure",
        Traffic::Alternating => "alternating",
        Traffic::LaneClosure => "lane-closure",
        Traffic::Footway => "footway",
        Traffic::Slight => "slight",
        Traffic::Unknown => "unknown",
    }
}
