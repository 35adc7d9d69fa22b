//! Queries that were understood, by their text. Programs send the same few again and again with other variables, and
//! reading one takes longer than running it.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, ServerError};
use lru::LruCache;

/// How many are kept, and up to which length, so that nobody can fill the memory with them.
const KEPT: NonZeroUsize = NonZeroUsize::new(128).expect("not zero");
const LONGEST: usize = 4 * 1024;

#[derive(Clone)]
pub(super) struct Documents(Arc<Mutex<LruCache<String, ExecutableDocument>>>);

impl Documents {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(LruCache::new(KEPT))))
    }

    /// Reads the request's query, unless that was done before.
    ///
    /// # Errors
    /// When it is not GraphQL, in the library's words.
    pub fn read(&self, request: &mut Request) -> Result<(), ServerError> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(&request.query).cloned();
        match known {
            Some(document) => request.set_parsed_query(document),
            None => {
                let document = request.parsed_query()?.clone();
                if request.query.len() <= LONGEST {
                    kept().put(request.query.clone(), document);
                }
            }
        }
        Ok(())
    }
}
