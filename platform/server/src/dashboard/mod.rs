//! The home page: cards that each person chooses and puts in order (R52, R53). What a card shows is read by the slice whose matter it
//! is; `cards` has one file for each. The page itself costs two statements: which cards, and how old what feeds brought is.

mod arrange;
pub mod cards;
pub mod graphql;
mod map;
pub mod pages;
mod store;

use casework::ids::GroupId;
use sea_orm::DbErr;

use crate::app::{Caller, to_the_end};
use crate::brought::{self, Sources};
use crate::tenancy::TenantTx;
use crate::web::views::{CardView, FailedCard};

pub use arrange::Arrangement;
pub use cards::{Card, Column};
pub use store::{COUNTED, QueueCount, StageCount, Update};

use cards::Reading;

/// What needs the person most, at most this many.
pub const NEEDS_ME: i64 = 10;

/// A transaction that is opened anew after a statement of it failed, so that one card that fails takes no other along.
struct Apart<'a> {
    caller: &'a Caller,
    tx: Option<TenantTx>,
}

impl Apart<'_> {
    async fn tx(&mut self) -> Result<TenantTx, DbErr> {
        match self.tx.take() {
            Some(tx) => Ok(tx),
            None => self.caller.begin().await,
        }
    }

    /// What was found, if it was; the transaction goes on in that case only.
    fn found<T>(&mut self, what: &'static str, tx: TenantTx, found: Result<T, DbErr>) -> Option<T> {
        match found {
            Ok(found) => {
                self.tx = Some(tx);
                Some(found)
            }
            Err(error) => {
                tracing::error!(home.card = what, error = %error, "a part of the home page cannot be shown");
                None
            }
        }
    }
}

/// The cards of whoever is asking, in their order. A card whose rows cannot be read is there and says so.
///
/// # Errors
/// When the database cannot be reached at all.
pub async fn home(caller: &Caller) -> Result<Vec<(Card, CardView)>, DbErr> {
    let mut apart = Apart { caller, tx: None };
    let tx = apart.tx().await?;
    let sources = brought::sources(&tx).await;
    let sources = apart.found("sources", tx, sources);
    let tx = apart.tx().await?;
    let arranged = arrangement(&tx, caller).await;
    let arranged = apart.found("arrangement", tx, arranged).unwrap_or_default();
    let mut shown = Vec::new();
    for card in arranged.shown().filter(|card| card.is_for(caller, sources.as_ref())) {
        let tx = apart.tx().await?;
        let found = card.read(&Reading { caller, tx: &tx, sources: sources.as_ref() }).await;
        match apart.found(card.key(), tx, found) {
            Some(Some(view)) => shown.push((card, view)),
            // It has nothing to say.
            Some(None) => {}
            None => {
                let failed = FailedCard { of: card.key().to_owned(), aside: card.column() == Column::Aside };
                shown.push((card, CardView::Failed(failed)));
            }
        }
    }
    Ok(shown)
}

/// Which cards the person has, and in which order.
///
/// # Errors
/// When the database cannot be asked.
pub async fn arrangement(tx: &TenantTx, caller: &Caller) -> Result<Arrangement, DbErr> {
    let chosen = store::cards(tx, caller.actor.person.as_uuid()).await?;
    Ok(chosen.map_or_else(Arrangement::default, |row| Arrangement::new(&row.ordered, &row.hidden)))
}

/// Cards that this person can have: what their roles and the council's feeds allow.
#[must_use]
pub fn offered(caller: &Caller, sources: &Sources) -> Vec<Card> {
    Card::ALL.iter().copied().filter(|card| card.is_for(caller, Some(sources))).collect()
}

/// Keeps which of these cards are shown, and in which order; cards that are not among them stay as they were.
///
/// # Errors
/// When the database cannot be written to.
pub async fn arrange(caller: &Caller, ordered: Vec<Card>, hidden: Vec<Card>) -> Result<(), DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        let arranged = arrangement(&tx, &caller).await?.with(&ordered, &hidden);
        store::save_cards(&tx, caller.actor.person.as_uuid(), arranged.keys(), arranged.hidden_keys(), caller.now())
            .await?;
        tx.commit().await
    })
    .await
}

/// Gives the person the cards that everybody has who has chosen nothing.
///
/// # Errors
/// When the database cannot be written to.
pub async fn arrange_as_usual(caller: &Caller) -> Result<(), DbErr> {
    let caller = caller.clone();
    to_the_end(async move {
        let tx = caller.begin().await?;
        store::forget_cards(&tx, caller.actor.person.as_uuid()).await?;
        tx.commit().await
    })
    .await
}

/// How much waits for each of the person's groups, in the order of their groups; for a head of service, for every other group that has
/// something to do as well.
///
/// # Errors
/// When the database cannot be asked.
pub async fn queues(caller: &Caller, tx: &TenantTx) -> Result<Vec<QueueCount>, DbErr> {
    let watched = watched(caller);
    if watched.is_empty() {
        return Ok(vec![]);
    }
    let mut counts = store::queues(tx, watched.iter().map(GroupId::as_uuid).collect(), caller.today()).await?;
    counts.retain(|count| count.cases > 0 || caller.actor.groups.contains(&GroupId::from_uuid(count.group_id)));
    Ok(counts)
}

/// The groups whose queues this person sees: their own, and every other one for a head of service, who watches over deadlines (R28).
/// Which cases are in them, the database decides as always.
#[must_use]
pub fn watched(caller: &Caller) -> Vec<GroupId> {
    let mut groups = caller.actor.groups.clone();
    if caller.actor.watches_deadlines() {
        let all = caller.council.manifest.groups.iter();
        let others = all.filter_map(|group| caller.council.groups.lookup.id(&group.key));
        groups.extend(others.filter(|group| !caller.actor.groups.contains(group)));
    }
    groups
}

/// The person's own open cases by stage.
///
/// # Errors
/// When the database cannot be asked.
pub async fn stage_counts(caller: &Caller, tx: &TenantTx) -> Result<Vec<StageCount>, DbErr> {
    store::stages(tx, caller.actor.person.as_uuid(), caller.today()).await
}

/// The person's own cases that changed last, each with its newest note.
///
/// # Errors
/// When the database cannot be asked.
pub async fn updates(caller: &Caller, tx: &TenantTx) -> Result<Vec<Update>, DbErr> {
    store::updates(tx, caller.actor.person.as_uuid()).await
}
