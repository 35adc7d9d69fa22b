//! What a query asks for once its fragments are written out, counted before it is run.
//!
//! The library limits depth and complexity, but it writes fragments out while it counts: twenty that each name the next one
//! twice kept it busy for half a minute (R61). Here each fragment is counted once.

use std::collections::{BTreeSet, HashMap};

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};

use super::{MAX_ALIASES, MAX_SELECTIONS};

/// Why a query is not run, for whoever wrote it.
pub(super) fn refusal(document: &ExecutableDocument) -> Option<String> {
    let mut counting = Counting { document, known: HashMap::new() };
    let mut all = Size::default();
    for (_, operation) in document.operations.iter() {
        let set = &operation.node.selection_set.node;
        let size = counting.set(set);
        if size.top > MAX_ALIASES {
            return Some(format!("An operation may have at most {MAX_ALIASES} fields of its own. Send several."));
        }
        all = all.and(size);
        if all.selections <= MAX_SELECTIONS
            && operation.node.ty == OperationType::Mutation
            && let Some(twice) = repeated(document, set)
        {
            return Some(format!("`{twice}` stands twice in a mutation. Give each an alias of its own."));
        }
    }
    if all.selections > MAX_SELECTIONS {
        return Some(format!("A query may ask for at most {MAX_SELECTIONS} fields. Send several queries instead."));
    }
    (all.aliases > MAX_ALIASES)
        .then(|| format!("A query may use at most {MAX_ALIASES} aliases. Send several queries instead."))
}

/// A selection set, written out.
#[derive(Clone, Copy, Default)]
struct Size {
    /// Fields of the set itself.
    top: usize,
    /// Fields and fragments at any depth.
    selections: usize,
    aliases: usize,
}

impl Size {
    /// More than any limit.
    const ENDLESS: Self = Self { top: usize::MAX, selections: usize::MAX, aliases: usize::MAX };

    fn and(self, other: Self) -> Self {
        Self {
            top: self.top.saturating_add(other.top),
            selections: self.selections.saturating_add(other.selections),
            aliases: self.aliases.saturating_add(other.aliases),
        }
    }
}

struct Counting<'d> {
    document: &'d ExecutableDocument,
    /// Fragments counted; one that is being counted leads in a circle.
    known: HashMap<&'d Name, Size>,
}

impl<'d> Counting<'d> {
    fn set(&mut self, set: &'d SelectionSet) -> Size {
        let sizes = set.items.iter().map(|selection| match &selection.node {
            Selection::Field(field) => {
                let below = self.set(&field.node.selection_set.node);
                Size {
                    top: 1,
                    selections: below.selections.saturating_add(1),
                    aliases: below.aliases.saturating_add(usize::from(field.node.alias.is_some())),
                }
            }
            Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                Size { selections: 1, ..Size::default() }.and(self.fragment(&spread.node.fragment_name.node))
            }
        });
        sizes.fold(Size::default(), Size::and)
    }

    fn fragment(&mut self, name: &Name) -> Size {
        // One that is not there is refused by the library.
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else { return Size::default() };
        if let Some(size) = self.known.get(name) {
            return *size;
        }
        self.known.insert(name, Size::ENDLESS);
        let size = self.set(&fragment.node.selection_set.node);
        self.known.insert(name, size);
        size
    }
}

/// A name under which a mutation would answer twice: it would be done twice and answered once. The set is known to be small.
fn repeated(document: &ExecutableDocument, set: &SelectionSet) -> Option<String> {
    fn collect<'d>(document: &'d ExecutableDocument, set: &'d SelectionSet, names: &mut Vec<&'d str>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => names.push(field.node.response_key().node.as_str()),
                Selection::InlineFragment(fragment) => collect(document, &fragment.node.selection_set.node, names),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                        collect(document, &fragment.node.selection_set.node, names);
                    }
                }
            }
        }
    }
    let mut names = Vec::new();
    collect(document, set, &mut names);
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name)).map(str::to_owned)
}
