//! Routing by rules over words, place and time: the first rule whose conditions all hold names the team (R18).
//!
//! Settings: see plugin.toml.

use std::borrow::Cow;

use sdk::dates::weekday;
use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::{Fields, Settings};
use sdk::wording::{is_gss, team};
use sdk::words::{Words, wanted};
use serde::{Deserialize, Serialize};

struct Rules;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    #[serde(borrow)]
    rules: Vec<Rule<'a>>,
    otherwise: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
struct Rule<'a> {
    #[serde(borrow)]
    when: When<'a>,
    group: &'a str,
    because: &'a str,
}

/// The conditions of a rule. What is empty or none always holds.
#[derive(Serialize, Deserialize)]
struct When<'a> {
    #[serde(borrow)]
    any_words: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    all_words: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    place_words: Vec<Cow<'a, str>>,
    category: Option<&'a str>,
    service: Option<&'a str>,
    ward: Vec<&'a str>,
    hours: Option<Hours>,
    weekend: Option<bool>,
}

/// Minutes after midnight, the end not included. The end may be before the start: then it is the next morning.
#[derive(Serialize, Deserialize, Clone, Copy)]
struct Hours {
    from: u16,
    to: u16,
}

impl Routing for Rules {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let rules = settings
            .list("rules")
            .iter()
            .map(|rule| Rule {
                when: when(&rule.fields("when")),
                group: rule.text("group"),
                because: rule.text("because"),
            })
            .collect();
        Prepared { rules, otherwise: settings.optional_text("otherwise") }
    }

    fn route(prepared: Prepared<'_>, enquiry: &Enquiry) -> Result<Decision, Refusal> {
        let said = Words::of([enquiry.summary.as_str(), &enquiry.details]);
        let place = Words::of([enquiry.place_words.as_str()]);

        let first = prepared.rules.iter().find(|rule| rule.when.holds(enquiry, &said, &place));
        Ok(match (first, prepared.otherwise) {
            (Some(rule), _) => Decision { group: Some(rule.group.to_owned()), reason: rule.because.to_owned() },
            (None, Some(group)) => Decision {
                group: Some(group.to_owned()),
                reason: format!("None of the council’s rules fits, and then requests go to {}.", team(group)),
            },
            (None, None) => Decision {
                group: None,
                reason: "None of the council’s rules fits, so Triage will choose the team.".to_owned(),
            },
        })
    }
}

impl When<'_> {
    fn holds(&self, enquiry: &Enquiry, said: &Words, place: &Words) -> bool {
        self.category.is_none_or(|category| category == enquiry.category)
            && self.service.is_none_or(|service| service == enquiry.service)
            && (self.ward.is_empty() || enquiry.ward_gss.as_deref().is_some_and(|ward| self.ward.contains(&ward)))
            && self.weekend.is_none_or(|weekend| weekend == (weekday(&enquiry.raised_on) >= 5))
            && self.hours.is_none_or(|hours| hours.include(enquiry.raised_at_minutes))
            && (self.any_words.is_empty() || self.any_words.iter().any(|word| said.contain(word)))
            && self.all_words.iter().all(|word| said.contain(word))
            && (self.place_words.is_empty() || self.place_words.iter().any(|word| place.contain(word)))
    }
}

impl Hours {
    fn include(self, minutes: u16) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&minutes)
        } else {
            minutes >= self.from || minutes < self.to
        }
    }
}

fn when<'a>(fields: &Fields<'a>) -> When<'a> {
    let when = When {
        any_words: words(fields, "any_words"),
        all_words: words(fields, "all_words"),
        place_words: words(fields, "place_words"),
        category: fields.optional_text("category"),
        service: fields.optional_text("service"),
        ward: fields.texts("ward"),
        hours: fields
            .optional_fields("hours")
            .map(|hours| Hours { from: time(&hours, "from"), to: time(&hours, "to") }),
        weekend: fields.optional_flag("weekend"),
    };
    for (i, ward) in when.ward.iter().enumerate().filter(|(_, ward)| !ward.is_empty() && !is_gss(ward)) {
        fields.problem(
            &format!("ward[{i}]"),
            format!("“{ward}” is not the GSS code of a ward."),
            "Write the code like E05001771.",
        );
    }
    if fields.is_empty() {
        fields.problem_here(
            "A rule without conditions fits every request, so no rule after it is ever looked at.",
            "Give it a condition, or use “otherwise” for the team that gets all the rest.",
        );
    }
    when
}

fn words<'a>(fields: &Fields<'a>, key: &'static str) -> Vec<Cow<'a, str>> {
    let words: Vec<_> = fields.texts(key).into_iter().map(wanted).collect();
    if words.iter().any(|word| word.is_empty()) {
        fields.problem(key, "One of the words has no letters or digits.", "Remove it.");
    }
    words
}

/// A time of day like `17:30`, as minutes after midnight.
fn time(fields: &Fields<'_>, key: &'static str) -> u16 {
    let text = fields.text(key);
    let minutes = text.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
        (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
    });
    if minutes.is_none() && !text.is_empty() {
        fields.problem(key, format!("“{text}” is not a time of day."), "Write it like 17:30; midnight is 00:00.");
    }
    minutes.unwrap_or_default()
}

fn two_digits(text: &str) -> Option<u16> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

sdk::register_routing!(Rules);
