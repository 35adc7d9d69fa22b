//! What every request shares, and who a request is from.

use std::sync::Arc;

use casework::calendar::DAY_BEGINS;
pub use casework::calendar::local_date;
use casework::clock::Clock;
use casework::people::Actor;
use casework::text::Lang;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use egress::{Egress, PrivateHost};
use files::Workshop;
use sea_orm::DbErr;

use crate::ambient::Ids;
use crate::feeds::push::sns::Certificates;
use crate::guests::Limits;
use crate::identity::Identity;
use crate::limiter::Limiter;
use crate::mail::postman::Postman;
use crate::mail_in;
use crate::metrics::meter::Meter;
use crate::plugins::Plugins;
use crate::tenancy::{Acting, Council, Database, Directory, TenantTx};
use crate::wake::Wake;
use crate::web::Pages;

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub database: Database,
    pub directory: Arc<Directory>,
    pub plugins: Arc<Plugins>,
    pub identity: Arc<Identity>,
    pub pages: Pages,
    pub clock: Arc<dyn Clock>,
    pub ids: Ids,
    pub wake: Wake,
    /// What monitoring is told.
    pub meter: Arc<Meter>,
    /// How often people without an account may come.
    pub guests: Arc<Limits>,
    /// The way out to other systems, for what an admin or a plugin names.
    pub egress: Egress,
    /// Hosts within the operator's network that may be reached.
    pub private_hosts: Arc<[PrivateHost]>,
    /// Keys of those who sign what they send.
    pub certificates: Arc<Certificates>,
    /// How much other systems may send.
    pub incoming: Arc<Limiter>,
    /// How many requests a directory may make that pushes its people.
    pub pushed: Arc<Limiter>,
    /// Where files are taken in and given out.
    pub workshop: Workshop,
    /// None where no mail server is named: people are told in their lists alone.
    pub postman: Option<Arc<Postman>>,
    /// Address of a council's site, with `{host}` for its host name.
    pub site: Arc<str>,
    /// How mail comes in, and how much of it is taken.
    pub mail_in: Arc<mail_in::Settings>,
    pub mail_limiter: Arc<Limiter>,
    /// Whether people may sign in by picking a name: the demo and tests only.
    pub pick_a_person: bool,
}

/// A signed-in person of a council: what a use case needs to know of who is asking. A handler that takes a `Caller` can
/// only be reached by somebody who is signed in.
#[derive(Clone)]
pub struct Caller {
    pub app: Arc<App>,
    pub council: Arc<Council>,
    pub actor: Arc<Actor>,
    pub lang: Lang,
}

impl Caller {
    /// A transaction that sees what this person may see.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(&self) -> Result<TenantTx, DbErr> {
        self.app.database.begin(&self.council.schema, Acting::Person(&self.actor)).await
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    /// Today where the council is: deadlines are dates of the council, not of Greenwich.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_date(self.now())
    }
}

/// A council's turn in the background: the counterpart of [`Caller`] where nobody is asking.
#[derive(Clone)]
pub struct Turn {
    pub app: Arc<App>,
    pub council: Arc<Council>,
    /// Of the lease under which the work is done. A council refuses one that is lower than it has seen: whoever was given its
    /// lease since then has begun.
    pub fence: i64,
    pub now: DateTime<Utc>,
}

impl Turn {
    /// A transaction that sees everything of the council, as long as the lease holds.
    ///
    /// # Errors
    /// When the database cannot be reached, or the council's lease went to another worker.
    pub async fn begin(&self) -> Result<TenantTx, DbErr> {
        self.app.database.begin_fenced(&self.council.schema, self.fence).await
    }

    /// The last day whose work may be done by now.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_date(self.now - TimeDelta::hours(DAY_BEGINS.into()))
    }
}

/// Runs a write to its end even if the client hangs up: axum drops a handler whose connection has gone, and half a write
/// is no use to anybody.
///
/// # Panics
/// When the write itself panicked.
pub async fn to_the_end<T: Send + 'static>(write: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(write).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
