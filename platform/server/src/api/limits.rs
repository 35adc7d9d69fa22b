//! Refuses queries that repeat fields under many aliases. Depth and complexity are limited by the library.

use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery};
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{ServerError, ServerResult, Variables};

use super::MAX_ALIASES;

pub(super) struct Aliases;

impl ExtensionFactory for Aliases {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Aliases {
    async fn parse_query(
        &self,
        context: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(context, query, variables).await?;
        let operations: usize =
            document.operations.iter().map(|(_, operation)| aliases(&operation.node.selection_set.node)).sum();
        let fragments: usize =
            document.fragments.values().map(|fragment| aliases(&fragment.node.selection_set.node)).sum();
        if operations + fragments > MAX_ALIASES {
            let message = format!("A query may use at most {MAX_ALIASES} aliases. Send several queries instead.");
            return Err(ServerError::new(message, None));
        }
        Ok(document)
    }
}

fn aliases(set: &SelectionSet) -> usize {
    set.items
        .iter()
        .map(|selection| match &selection.node {
            Selection::Field(field) => {
                usize::from(field.node.alias.is_some()) + aliases(&field.node.selection_set.node)
            }
            Selection::InlineFragment(fragment) => aliases(&fragment.node.selection_set.node),
            Selection::FragmentSpread(_) => 0,
        })
        .sum()
}
