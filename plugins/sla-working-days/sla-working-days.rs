//! Deadlines as a fixed number of working days for each target (R26, R27, R29).
//!
//! Settings: see plugin.toml.

use sdk::calendar::add_working_days;
use sdk::dates::{long, short};
use sdk::settings::Settings;
use sdk::sla::{Proposal, Refusal, Situation, SlaPolicy, Target, reminder_half_way, reminders};
use sdk::wording::working_days;
use serde::{Deserialize, Serialize};

struct WorkingDays;

/// All in working days.
#[derive(Serialize, Deserialize)]
struct Days {
    first_response: u16,
    next_response: u16,
    representative_reply: u16,
    remind_before: u16,
    remind_every: u16,
}

impl SlaPolicy for WorkingDays {
    type Prepared<'a> = Days;

    fn prepare(settings: &Settings<'_>) -> Days {
        Days {
            first_response: settings.whole("first_response", 1..=250),
            next_response: settings.whole("next_response", 1..=250),
            representative_reply: settings.whole("representative_reply", 1..=250),
            remind_before: settings.whole("remind_before", 0..=60),
            remind_every: settings.whole("remind_every", 1..=60),
        }
    }

    fn deadline(days: Days, situation: &Situation) -> Result<Proposal, Refusal> {
        let start = situation.today;
        let allowed = match situation.target {
            Target::FirstResponse => days.first_response,
            Target::NextResponse => days.next_response,
            Target::RepresentativeReply => days.representative_reply,
        };
        let due = add_working_days(start, allowed.into())?;
        Ok(Proposal {
            due,
            explanation: format!("Due {}: {} from {}.", long(&due), working_days(allowed), short(&start)),
            remind_on: match situation.target {
                Target::FirstResponse | Target::NextResponse => {
                    reminders(start, due, days.remind_before, days.remind_every)?
                }
                Target::RepresentativeReply => vec![reminder_half_way(start, allowed)?],
            },
        })
    }
}

sdk::register_sla_policy!(WorkingDays);
