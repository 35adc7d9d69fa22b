//! What plugins bring in from other systems: meetings, works on streets, figures of wards, people (R52, R60).
//!
//! A feed is read when it is time (*pull*), when the other system sends something (*push*), or when an admin gives a file. What it
//! brings is [taken in](items) with the statement that says so, in one transaction: all of a reading or nothing. A reading that fails
//! clears nothing; it says why, and is tried again.
//!
//! | module | what it is for |
//! |---|---|
//! | `items` | what becomes of what was brought, by kind |
//! | `read` | when it is time, and whatever was sent |
//! | `give` | a file that an admin gives, at once |
//! | `push` | where other systems send, and who they are |
//! | `when` | how often each kind is read, and how long to wait after trouble |
//! | `pages` | how each of a council's feeds fares |
//!
//! To add a kind of feed: a variant of [`Carrier`](crate::plugins::Carrier), an arm in `items`, a line in `when`.

mod give;
pub mod graphql;
mod items;
pub mod pages;
pub mod push;
mod read;
mod store;
mod when;

pub use give::{GiveError, Given, decide, give, new_address, read_now};
pub use read::{keep_to_those_in_force, next_due, read_due};
pub use store::{Freshness, State, freshness, trouble, trouble_over};

use crate::plugins::Seat;
use crate::tenancy::TenantTx;

/// How a feed fares; none before the worker came by.
///
/// # Errors
/// When the database cannot be asked.
pub async fn state(tx: &TenantTx, seat: &Seat) -> Result<Option<State>, sea_orm::DbErr> {
    store::state(tx, seat).await
}
