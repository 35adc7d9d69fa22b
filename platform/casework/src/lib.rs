//! The rules of councillors' casework, and nothing else.
//!
//! This crate is pure: no clock, no database, no network, no files, no randomness. Time, ids and the text of a council's
//! files come in as arguments; decisions go out as values. The program (`server`) and the sandbox for plugins
//! (`plugin-host`) both build on it; it builds on neither.
//!
//! | module | what it decides |
//! |---|---|
//! | [`ids`] | the distinct kinds of id, and how people and logs see them |
//! | [`clock`] | what "now" is: always an argument |
//! | [`text`] | a council's words, in each of its languages |
//! | [`calendar`] | working days of a nation, less a council's own closures |
//! | [`people`] | who acts, and in which roles, wards and groups |
//! | [`stages`] | a council's workflow as data: who holds a case, what they may do, where it goes next |
//! | [`events`] | what happened to a case, as an append-only chain of hashes |
//! | [`consent`] | who may see a case |
//! | [`links`] | how cases belong together |
//! | [`cases`] | what a person must say to raise a case |
//! | [`news`] | how somebody of the council hears of things, as they chose |
//! | [`absence`] | who may stand in for somebody who is away, and for how long |
//! | [`residents`] | whether and how a resident is told what becomes of a case |
//! | [`wards`] | which ward a place is in |
//! | [`feeds`] | what other systems tell the council, and what is gone by it |
//! | [`starters`] | who joins, changes and leaves by a feed of people, and what only a person can say |
//! | [`channel`] | messages that leave by a channel of the council's |
//! | [`routing`] | which team gets a new case, and what happens when the plugin cannot say |
//! | [`settings`] | the settings of a plugin as a form in the council's own words |
//! | [`sla`] | when an answer is due, and what happens when the plugin cannot say |
//! | [`manifest`] | a council as a folder of files, read with every mistake explained |
//!
//! To add a rule, find the module that decides the same kind of thing; a new module is a new kind of decision.

pub mod absence;
pub mod calendar;
pub mod cases;
pub mod channel;
pub mod clock;
pub mod consent;
pub mod copies;
pub mod events;
pub mod feeds;
pub mod ids;
pub mod links;
pub mod manifest;
pub mod news;
pub mod notes;
pub mod people;
pub mod residents;
pub mod routing;
pub mod settings;
pub mod sla;
pub mod stages;
pub mod starters;
pub mod text;
pub mod wards;
