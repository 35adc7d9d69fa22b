//! The home page, the choice of its cards, and all of what two of them show a part of.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sea_orm::DbErr;

use super::cards::{Reading, figures, works};
use super::{Card, Column};
use crate::app::Caller;
use crate::brought;
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::identity::Sent;
use crate::web::Section;
use crate::web::views::{CardChoice, CardColumn, FiguresPage, Home, HomeCards, ProblemKind, WorksPage};

/// Works on their page, which is as long as a map can be read.
const ALL_WORKS: i64 = 60;
/// Figures of each ward on theirs.
const ALL_FIGURES: i64 = 100;

/// `GET /`
pub async fn home(here: Here, caller: Option<Caller>) -> Response {
    let Some(caller) = caller else { return Redirect::to("/sign-in").into_response() };
    match super::home(&caller).await {
        Ok(cards) => {
            let (main, aside): (Vec<_>, Vec<_>) =
                cards.into_iter().partition(|(card, _)| card.column() == Column::Main);
            let views = |cards: Vec<(Card, _)>| cards.into_iter().map(|(_, view)| view).collect();
            let view = Home { main: views(main), aside: views(aside) };
            problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `GET /home/works`
pub async fn works_page(here: Here, caller: Caller) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let sources = brought::sources(&tx).await?;
        if !Card::Works.is_for(&caller, Some(&sources)) {
            return Ok(None);
        }
        let reading = Reading { caller: &caller, tx: &tx, sources: Some(&sources) };
        works::card(&reading, ALL_WORKS, ALL_WORKS).await.map(Some)
    };
    match read.await {
        Ok(Some(works)) => {
            let frame = frame_for(&here, &caller, Some(Section::Home));
            problems::page(&here.app, &frame, &WorksPage { works }, StatusCode::OK)
        }
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `GET /home/figures`
pub async fn figures_page(here: Here, caller: Caller) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let sources = brought::sources(&tx).await?;
        if !Card::Figures.is_for(&caller, Some(&sources)) {
            return Ok(None);
        }
        let reading = Reading { caller: &caller, tx: &tx, sources: Some(&sources) };
        figures::card(&reading, ALL_FIGURES).await.map(Some)
    };
    match read.await {
        Ok(Some(figures)) => {
            let frame = frame_for(&here, &caller, Some(Section::Home));
            problems::page(&here.app, &frame, &FiguresPage { figures }, StatusCode::OK)
        }
        Ok(None) => problem_for(&here, &caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `GET /home/cards`
pub async fn cards_page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let offered = super::offered(&caller, &brought::sources(&tx).await?);
        Ok::<_, DbErr>((super::arrangement(&tx, &caller).await?, offered))
    };
    match read.await {
        Ok((arranged, offered)) => {
            let column = |key: &str, column| {
                let cards = arranged.of(column).filter(|(card, _)| offered.contains(card));
                let cards = cards.map(|(card, shown)| CardChoice { key: card.key().to_owned(), shown }).collect();
                CardColumn { key: key.to_owned(), cards }
            };
            let columns = vec![column("main", Column::Main), column("aside", Column::Aside)];
            let view = HomeCards { saved: !asked.get("saved").is_empty(), columns };
            problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `POST /home/cards`: `order` and `shown` for each card, and `do`: `up:<card>`, `down:<card>`, `usual`.
pub async fn arrange(here: Here, Sent { caller, fields }: Sent) -> Response {
    let asked = fields.get("do");
    let cards = |name: &str| {
        let named = fields.0.iter().filter(|(field, _)| field == name);
        named.filter_map(|(_, key)| Card::from_key(key)).collect::<Vec<_>>()
    };
    let (kept, next) = if asked == "usual" {
        (super::arrange_as_usual(&caller).await, "/home/cards?saved=1".to_owned())
    } else {
        let (mut ordered, shown) = (cards("order"), cards("shown"));
        let moved = asked.split_once(':').and_then(|(way, key)| Some((way, Card::from_key(key)?)));
        if let Some((way, card)) = moved {
            shift(&mut ordered, card, way == "up");
        }
        let hidden = ordered.iter().copied().filter(|card| !shown.contains(card)).collect();
        let next = moved.map_or_else(String::new, |(_, card)| format!("#card-{}", card.key()));
        (super::arrange(&caller, ordered, hidden).await, format!("/home/cards?saved=1{next}"))
    };
    match kept {
        Ok(()) => Redirect::to(&next).into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// Puts a card before the one above it in its column, or after the one below.
fn shift(ordered: &mut [Card], card: Card, up: bool) {
    let column: Vec<usize> = (0..ordered.len()).filter(|at| ordered[*at].column() == card.column()).collect();
    let Some(place) = column.iter().position(|at| ordered[*at] == card) else { return };
    let other = if up { place.checked_sub(1) } else { Some(place + 1) };
    if let Some(other) = other.and_then(|other| column.get(other)) {
        ordered.swap(column[place], *other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_moves_within_its_column() {
        let start = [Card::NeedsMe, Card::Queues, Card::Recent, Card::Stages];
        let moved = |card, up| {
            let mut cards = start;
            shift(&mut cards, card, up);
            cards
        };
        assert_eq!(moved(Card::Recent, true), [Card::Recent, Card::Queues, Card::NeedsMe, Card::Stages]);
        assert_eq!(moved(Card::Queues, false), [Card::NeedsMe, Card::Stages, Card::Recent, Card::Queues]);
        for (card, up) in [(Card::NeedsMe, true), (Card::Stages, false), (Card::Meetings, true)] {
            assert_eq!(moved(card, up), start);
        }
    }
}
