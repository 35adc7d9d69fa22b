//! Plugins that set deadlines (world `sla-policy`, R26, R27, R29, R30).

pub use crate::bindings::sla_types::{Proposal, Situation, Target};
pub use crate::bindings::types::{Date, Refusal};

use crate::settings::{self, Problem, Settings};
use crate::{Prepared, calendar};

/// An SLA plugin. Both functions are pure: the same arguments and calendar, the same answer.
pub trait SlaPolicy {
    /// What deadlines need of the settings.
    type Prepared<'a>: Prepared<'a>;

    /// Reads the settings, noting what is wrong with them in the settings themselves.
    fn prepare<'a>(settings: &Settings<'a>) -> Self::Prepared<'a>;

    /// Sets one deadline.
    ///
    /// # Errors
    /// A refusal when no sensible day can be found.
    fn deadline(prepared: Self::Prepared<'_>, situation: &Situation) -> Result<Proposal, Refusal>;
}

/// How many reminders are planned beyond the due day, so that with the one before it there are as many as the
/// contract allows. At every fifth working day that is four months.
const REMINDERS_AFTER_DUE: usize = 19;

/// The reminders of R27: one `before` working days ahead of the due day (none if 0, or if that is not after
/// `start`), and one `every` so many working days after it.
///
/// # Errors
/// The calendar's refusal.
pub fn reminders(start: Date, due: Date, before: u16, every: u16) -> Result<Vec<Date>, Refusal> {
    let mut days = Vec::with_capacity(1 + REMINDERS_AFTER_DUE);
    if before > 0 {
        let day = calendar::add_working_days(due, -i32::from(before))?;
        if crate::dates::order(&day) > crate::dates::order(&start) {
            days.push(day);
        }
    }
    let mut day = due;
    for _ in 0..REMINDERS_AFTER_DUE {
        day = calendar::add_working_days(day, i32::from(every))?;
        days.push(day);
    }
    Ok(days)
}

/// The one reminder of somebody who has `days` working days from `start` to reply (R29): half way.
///
/// # Errors
/// The calendar's refusal.
pub fn reminder_half_way(start: Date, days: u16) -> Result<Date, Refusal> {
    calendar::add_working_days(start, i32::from(days / 2))
}

#[doc(hidden)]
pub fn prepare<S: SlaPolicy>(text: &str) -> Result<Vec<u8>, Vec<Problem>> {
    settings::read(text, |settings| crate::pack(&S::prepare(settings)))
}

#[doc(hidden)]
pub fn deadline<S: SlaPolicy>(prepared: &[u8], situation: &Situation) -> Result<Proposal, Refusal> {
    S::deadline(crate::unpack(prepared)?, situation)
}

/// Makes a type that implements [`SlaPolicy`](crate::sla::SlaPolicy) the plugin of this crate.
#[macro_export]
macro_rules! register_sla_policy {
    ($plugin:ty) => {
        struct Exports;

        impl $crate::bindings::sla_policy::Guest for Exports {
            fn prepare(settings: String) -> Result<Vec<u8>, Vec<$crate::settings::Problem>> {
                $crate::sla::prepare::<$plugin>(&settings)
            }

            fn deadline(
                prepared: Vec<u8>,
                situation: $crate::sla::Situation,
            ) -> Result<$crate::sla::Proposal, $crate::sla::Refusal> {
                $crate::sla::deadline::<$plugin>(&prepared, &situation)
            }
        }

        #[expect(unsafe_code, reason = "exporting a function by name is unsafe; wit-bindgen writes the exports")]
        mod exports {
            use super::Exports;
            $crate::bindings::sla_policy::export_sla_policy!(Exports with_types_in $crate::bindings::sla_policy);
        }
    };
}
