//! The plugins of a council: which are in force, with which settings, since when and why (R58).
//!
//! A plugin comes with the program or is uploaded; a *setup* is a plugin with settings; an *activation* puts a setup in force
//! for a [`Seat`]. Setups that were in force and activations are never changed, so that every earlier state can be had
//! again. What an activation changes, a rehearsal on the council's past cases tells before.
//!
//! | module | what it is for |
//! |---|---|
//! | `catalogue` | components compiled once and made ready for a council |
//! | `carriers` | those that read from, or hand over to, other systems, made ready |
//! | `secrets` | what they need there that nobody else may read |
//! | `inspector` | what an uploaded component is, found out in a process with limits |
//! | `seat` | what plugins are used for |
//! | `life` | upload, choose, set up, activate, roll back |
//! | `rehearsal` | what a candidate would have decided on past cases |
//! | `transfer` | settings as a file |
//! | `wrong` | what is wrong with settings, in words |
//! | `fares` | how a plugin in force fares |
//! | `graphql` | all of it for programs |
//! | `check` | the plugins of a council's files, for `tenant check` |
//! | `pages` | all of it for the council's admins |

mod carriers;
mod catalogue;
mod check;
mod fares;
pub mod graphql;
mod inspector;
pub(crate) mod life;
pub mod pages;
pub mod rehearsal;
mod seat;
mod secrets;
mod store;
mod titles;
mod transfer;
mod wrong;

pub use carriers::{Carrier, Carriers, Carrying, carriers, seat_for, seats_for};
pub use catalogue::{Installed, PluginError, Plugins};
pub use check::check;
pub use inspector::{INSPECTION, Inspector, Refusal, inspect};
pub use life::{LifeError, install, keep_up, turn_off};
pub use seat::Seat;
pub use store::{ActivationRow, Fingerprint, InForce, Setup, activations_so_far, adopt, in_force, let_go};
pub use titles::Titles;
