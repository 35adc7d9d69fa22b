//! The kinds of plugins, each in every version of the contract that has it.
//!
//! To add a kind: one line of `kind!`, and for a feed one of `feed!`.

use std::future::Future;

use casework::feeds::{Fact, Item, Meeting, Person, Reading, Task, Work};
use casework::manifest::SettingsProblem;
use wasmtime::component::Component;
use wasmtime::{Engine, Store};

use crate::bindings::{self, Contract};
use crate::description::Kind;
use crate::failure::{FeedFailure, LoadError};
use crate::guest::Guest;

/// A kind of plugin.
pub(crate) trait World: Clone + Send + Sync + Sized + 'static {
    const KIND: Kind;

    /// Finds a component to be of this kind. It can then be instantiated at once.
    fn link(engine: &Engine, component: &Component, contract: Contract) -> wasmtime::Result<Self>;

    /// Has a fresh instance read settings.
    fn read_settings(
        self,
        store: &mut Store<Guest>,
        settings: &str,
    ) -> impl Future<Output = wasmtime::Result<Result<Vec<u8>, Vec<SettingsProblem>>>> + Send;
}

/// A kind of plugin that brings items.
pub(crate) trait FeedWorld: World {
    type Item: Item + Send + 'static;

    /// Has a fresh instance read from a source.
    fn read(
        &self,
        store: &mut Store<Guest>,
        prepared: &[u8],
        task: Task,
    ) -> impl Future<Output = wasmtime::Result<Result<Reading<Self::Item>, FeedFailure>>> + Send;
}

macro_rules! kind {
    ($world:ident: $($contract:ident in $version:ident::$file:ident),+) => {
        #[derive(Clone)]
        pub(crate) enum $world {
            $($contract(bindings::$version::$file::Pre)),+
        }

        impl World for $world {
            const KIND: Kind = Kind::$world;

            fn link(engine: &Engine, component: &Component, contract: Contract) -> wasmtime::Result<Self> {
                $(if contract == Contract::$contract {
                    return bindings::$version::$file::link_to(engine, component).map(Self::$contract);
                })+
                let kind = Self::KIND;
                Err(wasmtime::Error::msg(format!("version {contract} of the contract has no plugins of kind {kind}")))
            }

            async fn read_settings(
                self,
                store: &mut Store<Guest>,
                settings: &str,
            ) -> wasmtime::Result<Result<Vec<u8>, Vec<SettingsProblem>>> {
                match self {
                    $(Self::$contract(pre) => bindings::$version::$file::read_settings(pre, store, settings).await),+
                }
            }
        }
    };
}

macro_rules! feed {
    ($world:ident brings $item:ident: $($contract:ident in $version:ident::$file:ident),+) => {
        kind!($world: $($contract in $version::$file),+);

        impl FeedWorld for $world {
            type Item = $item;

            async fn read(
                &self,
                store: &mut Store<Guest>,
                prepared: &[u8],
                task: Task,
            ) -> wasmtime::Result<Result<Reading<$item>, FeedFailure>> {
                match self {
                    $(Self::$contract(pre) => bindings::$version::$file::read(pre, store, prepared, task).await),+
                }
            }
        }
    };
}

kind!(Routing: V0_1 in v0_1::routing, V1_0 in v1_0::routing);
kind!(SlaPolicy: V0_1 in v0_1::sla_policy, V1_0 in v1_0::sla_policy);
feed!(PeopleFeed brings Person: V1_0 in v1_0::people_feed);
feed!(CommitteeCalendar brings Meeting: V1_0 in v1_0::committee_calendar);
feed!(HighwaysSchedule brings Work: V1_0 in v1_0::highways_schedule);
feed!(WardFacts brings Fact: V1_0 in v1_0::ward_facts);
kind!(NotificationChannel: V1_0 in v1_0::notification_channel);

/// Whether a component is of a kind: it exports what that kind has to, and imports nothing that it does not get.
pub(crate) fn check(engine: &Engine, component: &Component, contract: Contract, kind: Kind) -> Result<(), LoadError> {
    match kind {
        Kind::Routing => Routing::link(engine, component, contract).map(drop),
        Kind::SlaPolicy => SlaPolicy::link(engine, component, contract).map(drop),
        Kind::PeopleFeed => PeopleFeed::link(engine, component, contract).map(drop),
        Kind::CommitteeCalendar => CommitteeCalendar::link(engine, component, contract).map(drop),
        Kind::HighwaysSchedule => HighwaysSchedule::link(engine, component, contract).map(drop),
        Kind::WardFacts => WardFacts::link(engine, component, contract).map(drop),
        Kind::NotificationChannel => NotificationChannel::link(engine, component, contract).map(drop),
    }
    .map_err(|error| LoadError::WrongWorld { kind, reason: format!("{error:#}") })
}
