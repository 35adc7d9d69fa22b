//! Plugins ready for use: a component with the settings of one council.

use std::sync::Arc;

use casework::calendar::WorkingCalendar;
use casework::channel::{Delivery, Outgoing, Receipt};
use casework::feeds::{Message, Reading, Task};
use casework::routing::{Enquiry, RouteDecision};
use casework::sla::{Proposed, Situation};
use futures::future::BoxFuture;
use wasmtime::Store;

use crate::bindings::{v0_1, v1_0};
use crate::call::Call;
use crate::failure::{FeedFailure, GuestFailure, LoadError, SendFailure};
use crate::guest::Guest;
use crate::ready::{Parts, Ready};
use crate::worlds::{self, FeedWorld};

/// A routing plugin with a council's settings. Cheap to clone.
#[derive(Clone)]
pub struct RoutingPlugin(Arc<Ready<worlds::Routing>>);

impl RoutingPlugin {
    pub(crate) async fn prepare(parts: Parts<'_>) -> Result<Self, LoadError> {
        Ok(Self(Ready::prepare(parts).await?))
    }

    /// Chooses a team for one case (R18).
    ///
    /// # Errors
    /// Any [`GuestFailure`]; [`casework::routing::settle`] turns it into Triage. Whether the group exists is settled there,
    /// too.
    pub async fn route(
        &self,
        enquiry: &Enquiry,
        calendar: &Arc<WorkingCalendar>,
    ) -> Result<RouteDecision, GuestFailure> {
        self.0.decide(Route { ready: Arc::clone(&self.0), enquiry: enquiry.clone() }, calendar).await
    }

    pub fn name(&self) -> &str {
        self.0.name()
    }

    pub fn version(&self) -> &str {
        self.0.version()
    }
}

/// An SLA plugin with a council's settings. Cheap to clone.
#[derive(Clone)]
pub struct SlaPlugin(Arc<Ready<worlds::SlaPolicy>>);

impl SlaPlugin {
    pub(crate) async fn prepare(parts: Parts<'_>) -> Result<Self, LoadError> {
        Ok(Self(Ready::prepare(parts).await?))
    }

    /// Sets one deadline (R26, R30).
    ///
    /// # Errors
    /// Any [`GuestFailure`]; [`casework::sla::settle`] turns it into the council's default target. Whether the day is a
    /// sensible one is settled there, too.
    pub async fn deadline(
        &self,
        situation: &Situation,
        calendar: &Arc<WorkingCalendar>,
    ) -> Result<Proposed, GuestFailure> {
        self.0.decide(SetDeadline { ready: Arc::clone(&self.0), situation: situation.clone() }, calendar).await
    }

    pub fn name(&self) -> &str {
        self.0.name()
    }

    pub fn version(&self) -> &str {
        self.0.version()
    }
}

/// A feed of items `T` with a council's settings. Cheap to clone.
pub struct Feed<T>(Arc<dyn AnyFeed<T>>);

impl<T> Clone for Feed<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Feed<T> {
    pub(crate) async fn prepare<W: FeedWorld<Item = T>>(parts: Parts<'_>) -> Result<Self, LoadError> {
        Ok(Self(Arc::new(Ready::<W>::prepare(parts).await?)))
    }

    /// Reads once from one source; goes on for as long as the answer says that there is more.
    ///
    /// # Errors
    /// A [`FeedFailure`], after which what was known stays known.
    pub async fn read(&self, task: Task, calendar: &Arc<WorkingCalendar>) -> Result<Reading<T>, FeedFailure> {
        self.0.read(task, calendar).await
    }

    pub fn name(&self) -> &str {
        self.0.name()
    }

    pub fn version(&self) -> &str {
        self.0.version()
    }
}

/// A feed of one kind, whichever that is.
trait AnyFeed<T>: Send + Sync {
    fn read<'a>(
        &'a self,
        task: Task,
        calendar: &'a Arc<WorkingCalendar>,
    ) -> BoxFuture<'a, Result<Reading<T>, FeedFailure>>;
    fn name(&self) -> &str;
    fn version(&self) -> &str;
}

impl<W: FeedWorld> AnyFeed<W::Item> for Arc<Ready<W>> {
    fn read<'a>(
        &'a self,
        task: Task,
        calendar: &'a Arc<WorkingCalendar>,
    ) -> BoxFuture<'a, Result<Reading<W::Item>, FeedFailure>> {
        Box::pin(self.carry(ReadSource { ready: Self::clone(self), task }, calendar))
    }

    fn name(&self) -> &str {
        Ready::name(self)
    }

    fn version(&self) -> &str {
        Ready::version(self)
    }
}

/// A way by which messages leave, with a council's settings. Cheap to clone.
#[derive(Clone)]
pub struct Channel(Arc<Ready<worlds::NotificationChannel>>);

impl Channel {
    pub(crate) async fn prepare(parts: Parts<'_>) -> Result<Self, LoadError> {
        Ok(Self(Ready::prepare(parts).await?))
    }

    /// Hands one message over (R31).
    ///
    /// # Errors
    /// A [`SendFailure`]. After [`SendFailure::Plugin`] nobody knows whether the message was taken over: send it again,
    /// with the same key.
    pub async fn send(&self, outgoing: Outgoing, calendar: &Arc<WorkingCalendar>) -> Result<Receipt, SendFailure> {
        self.0.carry(HandOver { ready: Arc::clone(&self.0), outgoing }, calendar).await
    }

    /// Reads what the other side sent about earlier messages. Its sender must have been verified.
    ///
    /// # Errors
    /// A [`FeedFailure`].
    pub async fn receive(
        &self,
        pushed: Message,
        calendar: &Arc<WorkingCalendar>,
    ) -> Result<Vec<Delivery>, FeedFailure> {
        self.0.carry(Receive { ready: Arc::clone(&self.0), pushed }, calendar).await
    }

    pub fn name(&self) -> &str {
        self.0.name()
    }

    pub fn version(&self) -> &str {
        self.0.version()
    }
}

struct Route {
    ready: Arc<Ready<worlds::Routing>>,
    enquiry: Enquiry,
}

impl Call for Route {
    type Answer = Result<RouteDecision, GuestFailure>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        let prepared = self.ready.prepared();
        match self.ready.world() {
            worlds::Routing::V0_1(pre) => v0_1::routing::route(pre, store, prepared, self.enquiry).await,
            worlds::Routing::V1_0(pre) => v1_0::routing::route(pre, store, prepared, self.enquiry).await,
        }
    }
}

struct SetDeadline {
    ready: Arc<Ready<worlds::SlaPolicy>>,
    situation: Situation,
}

impl Call for SetDeadline {
    type Answer = Result<Proposed, GuestFailure>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        let prepared = self.ready.prepared();
        match self.ready.world() {
            worlds::SlaPolicy::V0_1(pre) => v0_1::sla_policy::deadline(pre, store, prepared, self.situation).await,
            worlds::SlaPolicy::V1_0(pre) => v1_0::sla_policy::deadline(pre, store, prepared, self.situation).await,
        }
    }
}

struct ReadSource<W: FeedWorld> {
    ready: Arc<Ready<W>>,
    task: Task,
}

impl<W: FeedWorld> Call for ReadSource<W> {
    type Answer = Result<Reading<W::Item>, FeedFailure>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        self.ready.world().read(store, self.ready.prepared(), self.task).await
    }
}

struct HandOver {
    ready: Arc<Ready<worlds::NotificationChannel>>,
    outgoing: Outgoing,
}

impl Call for HandOver {
    type Answer = Result<Receipt, SendFailure>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        let worlds::NotificationChannel::V1_0(pre) = self.ready.world();
        v1_0::notification_channel::send(pre, store, self.ready.prepared(), self.outgoing).await
    }
}

struct Receive {
    ready: Arc<Ready<worlds::NotificationChannel>>,
    pushed: Message,
}

impl Call for Receive {
    type Answer = Result<Vec<Delivery>, FeedFailure>;

    async fn call(self, store: &mut Store<Guest>) -> wasmtime::Result<Self::Answer> {
        let worlds::NotificationChannel::V1_0(pre) = self.ready.world();
        v1_0::notification_channel::receive(pre, store, self.ready.prepared(), self.pushed).await
    }
}
