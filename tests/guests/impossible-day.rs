//! Sets a deadline on a day that does not exist. Must be told from a good answer.

use sdk::settings::Settings;
use sdk::sla::{Date, Proposal, Refusal, Situation, SlaPolicy};

struct Guest;

impl SlaPolicy for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn deadline((): (), _: &Situation) -> Result<Proposal, Refusal> {
        Ok(Proposal {
            due: Date { year: 2026, month: 2, day: 30 },
            explanation: "Due on 30 February.".to_owned(),
            remind_on: Vec::new(),
        })
    }
}

sdk::register_sla_policy!(Guest);
