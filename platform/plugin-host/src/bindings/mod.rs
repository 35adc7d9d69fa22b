//! What wasmtime makes of the contract in `plugins/wit`, one module for each kind of plugin and contract version.
//!
//! Types and imports are made once, with the first world, and shared by the others. To add a kind: one file here.

pub(crate) mod routing;
pub(crate) mod sla_policy;

pub(crate) use routing::wardbook::plugin::{calendar, log, types};
