//! What wasmtime makes of the contract in `plugins/wit`: one module for each version, one file for each of its worlds.
//!
//! Each world says how it is linked, how it reads settings and how it is called, in the types of `casework`; besides `worlds`,
//! which lists them, nothing else of the host knows that there are versions. Within a version, types and imports are made once, with the first world that has
//! them, and shared by the others.
//!
//! To add a kind: its world in `plugins/wit`, a file in the newest version here. To add a version: a folder, a variant of
//! [`Contract`], and the exhaustive matches show the rest. A version that was released stays.

pub(crate) mod v0_1;
pub(crate) mod v1_0;

use std::fmt;

use wasmtime::Engine;
use wasmtime::component::Component;

/// The versions of the contract that this host serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contract {
    V0_1,
    V1_0,
}

impl Contract {
    pub const ALL: [Self; 2] = [Self::V0_1, Self::V1_0];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V0_1 => "0.1.0",
            Self::V1_0 => "1.0.0",
        }
    }

    /// The version for which a component was built, told by what it imports: every world uses the contract's types. The
    /// other possibility is told, too: what the component imports instead.
    pub(crate) fn of(engine: &Engine, component: &Component) -> Result<Self, String> {
        const PACKAGE: &str = "wardbook:plugin/";
        let kind = component.component_type();
        let imports: Vec<_> = kind.imports(engine).map(|(name, _)| name.to_owned()).collect();
        let versions = imports.iter().filter(|name| name.starts_with(PACKAGE)).filter_map(|name| name.split_once('@'));
        let mut versions: Vec<_> = versions.map(|(_, version)| version).collect();
        versions.dedup();
        let known = |wanted: &str| Self::ALL.into_iter().find(|version| version.as_str() == wanted);
        match versions[..] {
            [version] => known(version).ok_or_else(|| {
                let served = Self::ALL.map(Self::as_str).join(" and ");
                format!("it was built for version {version} of the contract; this Wardbook serves {served}")
            }),
            [] => Err(format!("it imports nothing of {PACKAGE}…, so it was not built for the contract of Wardbook")),
            _ => Err(format!("it was built for more than one version of the contract: {}", versions.join(", "))),
        }
    }
}

impl fmt::Display for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Makes of a world's bindings in one version what every kind needs: how it is linked and how it reads settings.
macro_rules! world {
    ($world:ident, $pre:ident) => {
        pub(crate) type Pre = $pre<Guest>;

        pub(crate) fn link_to(
            engine: &wasmtime::Engine,
            component: &wasmtime::component::Component,
        ) -> wasmtime::Result<Pre> {
            let mut linker = wasmtime::component::Linker::new(engine);
            $world::add_to_linker::<_, wasmtime::component::HasSelf<Guest>>(&mut linker, |guest| guest)?;
            Pre::new(linker.instantiate_pre(component)?)
        }

        pub(crate) async fn read_settings(
            pre: Pre,
            store: &mut wasmtime::Store<Guest>,
            settings: &str,
        ) -> wasmtime::Result<Result<Vec<u8>, Vec<casework::manifest::SettingsProblem>>> {
            let read = pre.instantiate_async(&mut *store).await?.call_prepare(store, settings).await?;
            Ok(read.map_err(super::told))
        }
    };
}
pub(crate) use world;

/// Makes the imports and the border's conversions of one version. They are the same in both so far, but for their types.
macro_rules! border {
    ($types:path, $calendar:path, $log:path) => {
        use $calendar as calendar;
        use $log as log;
        use $types as types;

        impl types::Host for Guest {}

        impl log::Host for Guest {
            fn write(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
                self.note(
                    match level {
                        log::Level::Debug => NoteLevel::Debug,
                        log::Level::Info => NoteLevel::Info,
                        log::Level::Warn => NoteLevel::Warn,
                    },
                    &message,
                );
                Ok(())
            }
        }

        impl calendar::Host for Guest {
            fn add_working_days(
                &mut self,
                start: types::Date,
                days: i32,
            ) -> wasmtime::Result<Result<types::Date, calendar::CalendarError>> {
                let day = self.days.after(date_from_guest(start), days)?;
                Ok(day.map(date_to_guest).map_err(no_answer))
            }

            fn is_working_day(&mut self, day: types::Date) -> wasmtime::Result<Result<bool, calendar::CalendarError>> {
                Ok(self.days.is_working(date_from_guest(day))?.map_err(no_answer))
            }

            fn working_days_between(
                &mut self,
                start: types::Date,
                end: types::Date,
            ) -> wasmtime::Result<Result<i32, calendar::CalendarError>> {
                Ok(self.days.between(date_from_guest(start), date_from_guest(end))?.map_err(no_answer))
            }
        }

        fn no_answer(why: NoAnswer) -> calendar::CalendarError {
            match why {
                NoAnswer::NotADate => calendar::CalendarError::NotADate,
                NoAnswer::OutOfRange => calendar::CalendarError::OutOfRange,
                NoAnswer::NotNow => calendar::CalendarError::NotNow,
            }
        }

        /// A day as plugins see it. Years before 1 and after 9999 do not occur: dates are checked where people type them.
        pub(crate) fn date_to_guest(day: NaiveDate) -> types::Date {
            types::Date {
                year: u16::try_from(day.year().clamp(1, 9999)).unwrap_or_default(),
                month: u8::try_from(day.month()).unwrap_or_default(),
                day: u8::try_from(day.day()).unwrap_or_default(),
            }
        }

        /// The day a plugin means, if there is such a day.
        pub(crate) fn date_from_guest(date: types::Date) -> Option<NaiveDate> {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        }

        /// What a plugin's own refusal means.
        pub(crate) fn refusal(refusal: types::Refusal) -> GuestFailure {
            match refusal {
                types::Refusal::PreparedUnreadable => prepared_unreadable(),
                types::Refusal::CannotDecide(why) => GuestFailure::Refused { message: plain(&why) },
            }
        }

        /// Problems of the settings, for the person who wrote them.
        pub(crate) fn told(problems: Vec<types::Problem>) -> Vec<SettingsProblem> {
            let told = |types::Problem { path, message, remedy }| SettingsProblem { path, message, remedy };
            problems.into_iter().take(MOST_PROBLEMS).map(told).collect()
        }
    };
}
pub(crate) use border;
