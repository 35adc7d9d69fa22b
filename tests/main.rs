//! The tests of the whole product, over real HTTP against a real PostgreSQL.
//!
//! One binary; its modules mirror the product. A test reads as sentences in the language of [`support`]. To add one, find
//! the module of what it promises and cite the requirement (`R34`).

/// The program's: what it keeps of memory is measured here too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod support;

mod api;
mod browser;
mod cases;
mod channels;
mod commands;
mod demo;
mod feeds;
mod guests_out;
mod home;
mod house;
mod mail_in;
mod open311;
mod pages;
mod people;
mod plugins;
mod residents;
mod tenancy;
mod upstreams;
mod work;
