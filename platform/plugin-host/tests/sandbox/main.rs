//! Plugins in their sandbox: the shipped ones decide as they should, the misbehaving ones meet their bounds.
//!
//! One file per concern; `host` is the helper language. Guests are compiled from source on first use.

mod cache;
mod carrying;
mod channels;
mod committees_cmis;
mod committees_ical;
mod committees_moderngov;
mod deadlines;
mod health;
mod highways_feed;
mod highways_street_manager;
mod host;
mod hostile;
mod limits;
mod outside;
mod people_csv;
mod people_scim;
mod routing_rules;
mod routing_table;
mod settings;
#[path = "../../../egress/tests/upstream/mod.rs"]
mod upstream;
mod versions;
mod ward_facts_census;
mod ward_facts_plain;
