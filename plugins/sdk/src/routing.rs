//! Plugins that choose the team (world `routing`, R18).

pub use crate::bindings::routing_types::{Decision, Enquiry, Point};
pub use crate::bindings::types::Refusal;

use crate::Prepared;
use crate::settings::{self, Problem, Settings};

/// A routing plugin. Both functions are pure: the same arguments, the same answer.
pub trait Routing {
    /// What decisions need of the settings.
    type Prepared<'a>: Prepared<'a>;

    /// Reads the settings, noting what is wrong with them in the settings themselves.
    fn prepare<'a>(settings: &Settings<'a>) -> Self::Prepared<'a>;

    /// Chooses a team.
    ///
    /// # Errors
    /// A refusal when no sensible answer is possible. That no team fits is a decision, not an error.
    fn route(prepared: Self::Prepared<'_>, enquiry: &Enquiry) -> Result<Decision, Refusal>;
}

#[doc(hidden)]
pub fn prepare<R: Routing>(text: &str) -> Result<Vec<u8>, Vec<Problem>> {
    settings::read(text, |settings| crate::pack(&R::prepare(settings)))
}

#[doc(hidden)]
pub fn route<R: Routing>(prepared: &[u8], enquiry: &Enquiry) -> Result<Decision, Refusal> {
    R::route(crate::unpack(prepared)?, enquiry)
}

/// Makes a type that implements [`Routing`](crate::routing::Routing) the plugin of this crate.
#[macro_export]
macro_rules! register_routing {
    ($plugin:ty) => {
        struct Exports;

        impl $crate::bindings::routing::Guest for Exports {
            fn prepare(settings: String) -> Result<Vec<u8>, Vec<$crate::settings::Problem>> {
                $crate::routing::prepare::<$plugin>(&settings)
            }

            fn route(
                prepared: Vec<u8>,
                enquiry: $crate::routing::Enquiry,
            ) -> Result<$crate::routing::Decision, $crate::routing::Refusal> {
                $crate::routing::route::<$plugin>(&prepared, &enquiry)
            }
        }

        #[expect(unsafe_code, reason = "exporting a function by name is unsafe; wit-bindgen writes the exports")]
        mod exports {
            use super::Exports;
            $crate::bindings::routing::export_routing!(Exports with_types_in $crate::bindings::routing);
        }
    };
}
