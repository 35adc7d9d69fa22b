//! The cards of the home page, one file each. A card says for whom it is, and reads what its template draws.
//!
//! To add one: a file here with `is_for` and `read`; a line below, in the place where it stands for whoever has chosen nothing; its
//! struct and variant in `web/views/cards.rs`, its template in `web/templates/cards/`, and its title `card-<key>` in both languages.
//! Its rows come from the slice whose matter they are, by one statement that reads no more than what is shown.

use sea_orm::DbErr;

use crate::app::Caller;
use crate::brought::{Fresh, Kind, Sources};
use crate::tenancy::TenantTx;
use crate::web::views::{CardView, FreshDay, Freshness};

/// What a card reads with.
pub(super) struct Reading<'a> {
    pub caller: &'a Caller,
    pub tx: &'a TenantTx,
    /// None where it could not be read which feeds there are.
    pub sources: Option<&'a Sources>,
}

/// Where a card stands on a wide screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The wide column, the first on a phone.
    Main,
    Aside,
}

macro_rules! cards {
    ($($module:ident $variant:ident $key:literal $column:ident;)*) => {
        $(pub(super) mod $module;)*

        /// A card of the home page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Card {
            $($variant,)*
        }

        impl Card {
            /// All of them, in the order of whoever has chosen nothing.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name, which never changes.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)*
                }
            }

            #[must_use]
            pub const fn column(self) -> Column {
                match self {
                    $(Self::$variant => Column::$column,)*
                }
            }

            /// Whether this person can have it in this council.
            pub(super) fn is_for(self, caller: &Caller, sources: Option<&Sources>) -> bool {
                match self {
                    $(Self::$variant => $module::is_for(caller, sources),)*
                }
            }

            /// What it shows; none where it has nothing to say.
            pub(super) async fn read(self, reading: &Reading<'_>) -> Result<Option<CardView>, DbErr> {
                match self {
                    $(Self::$variant => $module::read(reading).await,)*
                }
            }
        }
    };
}

cards! {
    needs_me NeedsMe "needs-me" Main;
    drafts Drafts "drafts" Main;
    recent Recent "recent" Main;
    works Works "works" Main;
    figures Figures "figures" Main;
    mail_in MailIn "mail-in" Aside;
    jobs Jobs "jobs" Aside;
    people People "people" Aside;
    queues Queues "queues" Aside;
    stages Stages "stages" Aside;
    meetings Meetings "meetings" Aside;
}

impl Card {
    /// The card of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|card| card.key() == key)
    }
}

/// Whether the council has such a feed, as far as is known.
fn has(sources: Option<&Sources>, kind: Kind) -> bool {
    sources.is_none_or(|sources| sources.of(kind).is_some())
}

/// How old what a feed brought is.
fn fresh(reading: &Reading<'_>, kind: Kind) -> Result<Freshness, DbErr> {
    let known = reading.sources.and_then(|sources| sources.of(kind));
    let known = known.ok_or_else(|| DbErr::Custom("it could not be read which feeds there are".to_owned()))?;
    Ok(freshness(reading.caller, known))
}

/// In which words that is told.
pub(super) fn freshness(caller: &Caller, known: Fresh) -> Freshness {
    let day =
        known.good_at.map_or(FreshDay::Never, |at| match (caller.today() - crate::app::local_date(at)).num_days() {
            ..=0 => FreshDay::Today,
            1 => FreshDay::Yesterday,
            2..=6 => FreshDay::Weekday,
            _ => FreshDay::Date,
        });
    Freshness { at: known.good_at, day, silent: known.silent }
}
