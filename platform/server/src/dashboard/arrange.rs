//! Which cards somebody has on their home page, and in which order (R53).

use super::cards::{Card, Column};

/// Every card in somebody's order, and those that they do not want to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    ordered: Vec<Card>,
    hidden: Vec<Card>,
}

impl Default for Arrangement {
    fn default() -> Self {
        Self { ordered: Card::ALL.to_vec(), hidden: Vec::new() }
    }
}

impl Arrangement {
    /// As it was chosen. A card that did not exist then comes after the one that it follows for everybody; one that does not exist
    /// any more is passed over.
    #[must_use]
    pub fn new(ordered: &[String], hidden: &[String]) -> Self {
        let cards = |keys: &[String]| keys.iter().filter_map(|key| Card::from_key(key)).collect::<Vec<_>>();
        let mut known: Vec<Card> = Vec::with_capacity(Card::ALL.len());
        for card in cards(ordered) {
            if !known.contains(&card) {
                known.push(card);
            }
        }
        let mut before = None;
        for card in Card::ALL {
            if !known.contains(card) {
                let at = before.and_then(|before| known.iter().position(|known| *known == before));
                known.insert(at.map_or(0, |at| at + 1), *card);
            }
            before = Some(*card);
        }
        Self { ordered: known, hidden: cards(hidden) }
    }

    /// With these cards in this order, in the places that they had; of them, only the hidden ones are hidden.
    #[must_use]
    pub fn with(mut self, ordered: &[Card], hidden: &[Card]) -> Self {
        let mut wanted: Vec<Card> = Vec::new();
        for card in ordered {
            if !wanted.contains(card) {
                wanted.push(*card);
            }
        }
        let mut next = wanted.iter();
        for place in self.ordered.iter_mut().filter(|card| wanted.contains(card)) {
            if let Some(card) = next.next() {
                *place = *card;
            }
        }
        self.hidden.retain(|card| !wanted.contains(card));
        self.hidden.extend(wanted.iter().filter(|card| hidden.contains(card)));
        self
    }

    /// Those that are shown, in their order.
    pub fn shown(&self) -> impl Iterator<Item = Card> + '_ {
        self.ordered.iter().copied().filter(|card| !self.hidden.contains(card))
    }

    /// Those of a column, shown or not, in their order.
    pub fn of(&self, column: Column) -> impl Iterator<Item = (Card, bool)> + '_ {
        let of_column = self.ordered.iter().copied().filter(move |card| card.column() == column);
        of_column.map(|card| (card, !self.hidden.contains(&card)))
    }

    pub(super) fn keys(&self) -> Vec<String> {
        self.ordered.iter().map(|card| card.key().to_owned()).collect()
    }

    pub(super) fn hidden_keys(&self) -> Vec<String> {
        self.hidden.iter().map(|card| card.key().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn a_card_that_is_new_comes_where_everybody_has_it_and_one_that_is_gone_is_passed_over() {
        let before: Vec<_> = Card::ALL.iter().map(|card| card.key()).filter(|key| *key != "works").collect();
        let mut stored = keys(&before);
        stored.insert(0, "weather".to_owned());
        let arranged = Arrangement::new(&stored, &keys(&["weather", "recent"]));
        assert_eq!(arranged.keys(), Arrangement::default().keys());
        assert_eq!(arranged.hidden_keys(), ["recent"]);
    }

    #[test]
    fn of_the_first_card_of_all_nothing_comes_before() {
        let others: Vec<_> = Card::ALL.iter().skip(1).map(|card| card.key()).collect();
        assert_eq!(Arrangement::new(&keys(&others), &[]).keys(), Arrangement::default().keys());
    }

    #[test]
    fn what_is_put_in_order_leaves_other_cards_where_they_are() {
        let arranged = Arrangement::default().with(&[Card::Recent, Card::NeedsMe, Card::Recent], &[Card::NeedsMe]);
        let mut expected = Arrangement::default().keys();
        let place = |key: &str| Card::ALL.iter().position(|card| card.key() == key).expect("a card");
        expected.swap(place("needs-me"), place("recent"));
        assert_eq!(arranged.keys(), expected);
        assert_eq!(arranged.hidden_keys(), ["needs-me"]);
        let again = arranged.with(&[Card::NeedsMe], &[]);
        assert_eq!((again.keys(), again.hidden_keys()), (expected, Vec::new()), "it is shown again where it was");
    }
}
