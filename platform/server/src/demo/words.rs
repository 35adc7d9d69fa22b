//! What people say in the demo's cases: the texts of `demo/words.toml`, and how their gaps are filled.

use anyhow::Context as _;
use casework::manifest::{CategoryDef, ServiceDef};
use casework::text::Lang;
use rand::Rng;
use rand::seq::IndexedRandom as _;
use serde::Deserialize;

const FILE: &str = include_str!("../../demo/words.toml");

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub streets: Streets,
    pub residents: Residents,
    pub facts: Facts,
    pub around: Around,
    pub common: Common,
    pub subjects: Vec<Subject>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Streets {
    pub names: Vec<String>,
    pub kinds: Vec<String>,
    pub places: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Residents {
    pub women: Vec<String>,
    pub men: Vec<String>,
    pub titles_of_women: Vec<String>,
    pub titles_of_men: Vec<String>,
    pub family: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    pub history: Vec<String>,
    pub approached: Vec<String>,
    pub wanted: Vec<String>,
}

/// What goes around the details of any case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Around {
    pub openings: Vec<String>,
    pub closings: Vec<String>,
    pub withdrawn: Vec<String>,
}

/// What is said on the way, whatever the case is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    pub assign: Vec<String>,
    pub reassign: Vec<String>,
    pub hand_back: Vec<String>,
    pub check_back: Vec<String>,
    pub sent_back: Vec<String>,
    pub confirmed: Vec<String>,
    pub progress: Vec<String>,
    pub notes_member: Vec<String>,
    pub notes_officer: Vec<String>,
    pub tags: Vec<String>,
}

/// Something that residents raise. The file says what each field is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subject {
    #[serde(default)]
    pub lgsl: Vec<u32>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub categories: Vec<String>,
    pub weight: u32,
    #[serde(default)]
    pub months: Vec<u32>,
    pub team: Vec<String>,
    #[serde(default)]
    pub places: Vec<String>,
    pub summaries: Vec<String>,
    pub details: Vec<String>,
    pub questions: Vec<Question>,
    pub progress: Vec<String>,
    pub outcomes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub ask: String,
    pub reply: String,
}

impl Words {
    /// The texts that were built into the program.
    pub fn read() -> anyhow::Result<Self> {
        toml::from_str(FILE).context("the demo's words cannot be read")
    }
}

impl Subject {
    /// Whether a council's service is about this.
    pub fn fits(&self, category: &CategoryDef, service: &ServiceDef) -> bool {
        let named = service.lgsl.is_some_and(|number| self.lgsl.contains(&number))
            || holds(service.name.get(Lang::En), &self.names);
        named
            && !(category.retired || service.retired)
            && (self.categories.is_empty() || holds(category.name.get(Lang::En), &self.categories))
    }

    pub fn in_season(&self, month: u32) -> bool {
        self.months.is_empty() || self.months.contains(&month)
    }
}

fn holds(name: &str, words: &[String]) -> bool {
    let name = name.to_lowercase();
    words.iter().any(|word| name.contains(word.as_str()))
}

/// One of these, or nothing where there are none.
pub(super) fn one_of<'w>(rng: &mut impl Rng, texts: &'w [String]) -> &'w str {
    texts.choose(rng).map_or("", String::as_str)
}

/// What fills the gaps in the texts of one case, so that they all tell of the same street.
#[derive(Debug)]
pub(super) struct Scene {
    pub number: String,
    pub street: String,
    pub other_street: String,
    /// The first resident named in the case, if any.
    pub resident: Option<String>,
    pub weekday: &'static str,
    pub months: &'static str,
}

impl Scene {
    /// The text with its gaps filled.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + 20);
        let mut rest = text;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            filled.push_str(before);
            let starts_a_sentence = filled.is_empty() || filled.ends_with(". ");
            filled.push_str(self.value(name, starts_a_sentence).unwrap_or(name));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, name: &str, starts_a_sentence: bool) -> Option<&str> {
        Some(match name {
            "number" => &self.number,
            "street" => &self.street,
            "other_street" => &self.other_street,
            "resident" => match &self.resident {
                Some(name) => name,
                None if starts_a_sentence => "The resident",
                None => "the resident",
            },
            "weekday" => self.weekday,
            "months" => self.months,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> Scene {
        Scene {
            number: "12".to_owned(),
            street: "Linnet Lane".to_owned(),
            other_street: "Dyer Close".to_owned(),
            resident: None,
            weekday: "Tuesday",
            months: "two months",
        }
    }

    #[test]
    fn every_gap_in_the_file_can_be_filled() {
        let scene = scene();
        // The comment at the top names the gaps, so the whole file is one text with gaps.
        let file = FILE.lines().filter(|line| !line.contains("{ ask =")).collect::<Vec<_>>().join("\n");
        for gap in file.split('{').skip(1) {
            let name = gap.split('}').next().unwrap_or_default();
            assert!(scene.value(name, false).is_some(), "nothing fills {{{name}}}");
        }
        for question in Words::read().unwrap().subjects.iter().flat_map(|subject| &subject.questions) {
            assert!(!scene.fill(&question.ask).contains(['{', '}']), "{}", question.ask);
            assert!(!scene.fill(&question.reply).contains(['{', '}']), "{}", question.reply);
        }
    }

    #[test]
    fn every_subject_has_something_to_say_at_each_step() {
        for subject in Words::read().unwrap().subjects {
            let said = [&subject.summaries, &subject.details, &subject.progress, &subject.outcomes, &subject.team];
            assert!(said.iter().all(|texts| !texts.is_empty()) && !subject.questions.is_empty(), "{subject:?}");
            assert!(subject.weight > 0 && !(subject.lgsl.is_empty() && subject.names.is_empty()), "{subject:?}");
        }
    }

    #[test]
    fn a_resident_without_a_name_is_spoken_of_in_plain_words() {
        assert_eq!(
            scene().fill("{resident} rang on {weekday}. {resident} waits."),
            "The resident rang on Tuesday. The resident waits."
        );
        assert_eq!(scene().fill("Left a message for {resident}."), "Left a message for the resident.");
    }
}
