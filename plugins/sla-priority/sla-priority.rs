//! Deadlines by priority: a quick acknowledgement, then an answer within the days of the request's priority,
//! counted from the day it was raised (R26, R27, R29).
//!
//! Settings: see plugin.toml.

use std::borrow::Cow;

use sdk::calendar::add_working_days;
use sdk::dates::{long, order, short};
use sdk::settings::{Fields, Settings};
use sdk::sla::{Proposal, Refusal, Situation, SlaPolicy, Target, reminder_half_way, reminders};
use sdk::wording::working_days;
use sdk::words::{Words, wanted};
use serde::{Deserialize, Serialize};

struct ByPriority;

#[derive(Serialize, Deserialize)]
struct Policy<'a> {
    #[serde(borrow)]
    priorities: Vec<Priority<'a>>,
    #[serde(borrow)]
    default: Priority<'a>,
    acknowledge_days: u16,
    councillor_days: u16,
    remind_before: u16,
    remind_every: u16,
}

/// A priority and the requests that have it: those that meet every condition given. One without conditions is
/// only given by hand.
#[derive(Serialize, Deserialize)]
struct Priority<'a> {
    name: &'a str,
    days: u16,
    #[serde(borrow)]
    any_words: Vec<Cow<'a, str>>,
    categories: Vec<&'a str>,
    representative_kinds: Vec<&'a str>,
}

impl SlaPolicy for ByPriority {
    type Prepared<'a> = Policy<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Policy<'a> {
        let fields = settings.fields("default");
        let default = Priority {
            name: fields.text("name"),
            days: fields.whole("days", 1..=250),
            any_words: Vec::new(),
            categories: Vec::new(),
            representative_kinds: Vec::new(),
        };
        let mut priorities: Vec<Priority<'a>> = Vec::new();
        for fields in settings.list("priorities") {
            let priority = priority(&fields);
            let taken = priorities.iter().chain([&default]).any(|other| other.name == priority.name);
            if taken && !priority.name.is_empty() {
                fields.problem(
                    "name",
                    format!("Another priority is called “{}”.", priority.name),
                    "Rename one of the two.",
                );
            }
            priorities.push(priority);
        }
        Policy {
            priorities,
            default,
            acknowledge_days: settings.whole("acknowledge_days", 1..=250),
            councillor_days: settings.whole("councillor_days", 1..=250),
            remind_before: settings.whole("remind_before", 0..=60),
            remind_every: settings.whole("remind_every", 1..=60),
        }
    }

    fn deadline(policy: Policy<'_>, situation: &Situation) -> Result<Proposal, Refusal> {
        let start = situation.today;
        let (due, why) = match situation.target {
            Target::FirstResponse => {
                let days = policy.acknowledge_days;
                let due = add_working_days(start, days.into())?;
                (due, format!("to be acknowledged within {} from {}", working_days(days), short(&start)))
            }
            Target::NextResponse => policy.answer(situation)?,
            Target::RepresentativeReply => {
                let days = policy.councillor_days;
                let due = add_working_days(start, days.into())?;
                (due, format!("{} for the councillor’s reply from {}", working_days(days), short(&start)))
            }
        };
        Ok(Proposal {
            due,
            explanation: format!("Due {}: {why}.", long(&due)),
            remind_on: match situation.target {
                Target::FirstResponse | Target::NextResponse => {
                    reminders(start, due, policy.remind_before, policy.remind_every)?
                }
                Target::RepresentativeReply => vec![reminder_half_way(start, policy.councillor_days)?],
            },
        })
    }
}

impl Policy<'_> {
    /// The answer is due so many days after the request was raised; where that day has passed already, because
    /// the request came back later, so many days after it came back.
    fn answer(&self, situation: &Situation) -> Result<(sdk::dates::Date, String), Refusal> {
        let Priority { name, days, .. } = self.priority_of(situation);
        let from_raised = add_working_days(situation.raised_on, (*days).into())?;
        let (start, due) = if order(&from_raised) > order(&situation.today) {
            (situation.raised_on, from_raised)
        } else {
            (situation.today, add_working_days(situation.today, (*days).into())?)
        };
        let why = format!("priority “{name}” is answered within {} from {}", working_days(*days), short(&start));
        Ok((due, why))
    }

    fn priority_of(&self, situation: &Situation) -> &Priority<'_> {
        let mut all = self.priorities.iter().chain([&self.default]);
        if let Some(given) = situation.priority.as_deref()
            && let Some(priority) = all.clone().find(|priority| priority.name.eq_ignore_ascii_case(given))
        {
            return priority;
        }
        let said = Words::of([situation.summary.as_str()]);
        all.find(|priority| priority.fits(situation, &said)).unwrap_or(&self.default)
    }
}

impl Priority<'_> {
    fn fits(&self, situation: &Situation, said: &Words) -> bool {
        let only_by_hand =
            self.any_words.is_empty() && self.categories.is_empty() && self.representative_kinds.is_empty();
        !only_by_hand
            && (self.any_words.is_empty() || self.any_words.iter().any(|word| said.contain(word)))
            && (self.categories.is_empty() || self.categories.contains(&situation.category.as_str()))
            && (self.representative_kinds.is_empty()
                || situation
                    .representative_kind
                    .as_deref()
                    .is_some_and(|kind| self.representative_kinds.contains(&kind)))
    }
}

fn priority<'a>(fields: &Fields<'a>) -> Priority<'a> {
    let any_words: Vec<_> = fields.texts("any_words").into_iter().map(wanted).collect();
    if any_words.iter().any(|word| word.is_empty()) {
        fields.problem("any_words", "One of the words has no letters or digits.", "Remove it.");
    }
    Priority {
        name: fields.text("name"),
        days: fields.whole("days", 1..=250),
        any_words,
        categories: fields.texts("categories"),
        representative_kinds: fields.texts("representative_kinds"),
    }
}

sdk::register_sla_policy!(ByPriority);
