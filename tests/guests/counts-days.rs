//! Has the host count working days for ever, which takes no fuel of its own. Must be charged for it.

use sdk::calendar::add_working_days;
use sdk::settings::Settings;
use sdk::sla::{Proposal, Refusal, Situation, SlaPolicy};

struct Guest;

impl SlaPolicy for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn deadline((): (), situation: &Situation) -> Result<Proposal, Refusal> {
        loop {
            add_working_days(situation.today, 1_000)?;
        }
    }
}

sdk::register_sla_policy!(Guest);
