//! The language of templates: text with fields, and paragraphs that depend on whether a field has something in it.
//!
//! ```text
//! Your case has the number {{ case.reference }}.
//! {% if due %}
//! You should hear from us by {{ due }}.
//! {% endif %}
//! ```
//!
//! That is all of it. A template is written by somebody of a council and runs in the program of all of them, so whatever could
//! compute, loop, reach elsewhere or grow is refused when it is saved, by line; and should something slip through, minijinja
//! runs it with nothing to call, every field known, little fuel, and a page that ends.
//!
//! To add a field: its line in [`FIELDS`], its place in [`Facts`], and a line in `docs/councils.md`.

use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

/// What a template may name.
pub const FIELDS: [&str; 10] = [
    "resident.name",
    "case.reference",
    "case.summary",
    "stage",
    "team",
    "councillor",
    "council",
    "due",
    "answer",
    "message",
];

/// The most characters of a subject and a body as they are written.
pub const LONGEST_SUBJECT: usize = 150;
pub const LONGEST_BODY: usize = 4_000;
/// The most characters of a subject that is sent, which also stands above a letter.
const SENT_SUBJECT: usize = 180;
/// The most bytes of what a template makes.
const MADE: usize = 20_000;
/// Steps that one template may take.
const FUEL: u64 = 5_000;

/// Subject and body of a message, with fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub subject: String,
    pub body: String,
}

/// Subject and body as the resident reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub subject: String,
    pub text: String,
}

/// What a template is filled with. What is not known is empty.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Facts {
    pub resident: ResidentFacts,
    pub case: CaseFacts,
    pub stage: String,
    pub team: String,
    pub councillor: String,
    pub council: String,
    pub due: String,
    /// Of an outcome.
    pub answer: String,
    /// What somebody wrote to the resident.
    pub message: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ResidentFacts {
    pub name: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct CaseFacts {
    pub reference: String,
    pub summary: String,
}

/// A place in a template, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// `subject` or `body`.
    pub part: &'static str,
    /// Counted from 1.
    pub line: usize,
    pub what: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    Missing,
    /// More characters than may be written.
    TooLong {
        max: usize,
    },
    UnknownField {
        name: String,
    },
    /// Something between braces that is neither a field nor an `if`.
    NotAllowed {
        found: String,
    },
    /// Braces that are not closed, or an `if` without its `endif`.
    Unfinished,
    /// With long texts in its fields, it would be too long for a message.
    TooMuch,
}

impl Wrong {
    /// For programs, and for the keys of sentences.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong { .. } => "too-long",
            Self::UnknownField { .. } => "unknown-field",
            Self::NotAllowed { .. } => "not-allowed-here",
            Self::Unfinished => "unfinished",
            Self::TooMuch => "too-much",
        }
    }
}

/// A template that was saved and cannot be filled all the same.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("the template cannot be filled")]
    Filling(#[from] minijinja::Error),
    #[error("nothing is left of the template")]
    Empty,
}

/// Checks a template as it is saved.
///
/// # Errors
/// Every mistake of the subject, then of the body.
pub fn check(template: &Template) -> Result<(), Vec<Mistake>> {
    let mut mistakes = Vec::new();
    for (part, source, max) in [("subject", &template.subject, LONGEST_SUBJECT), ("body", &template.body, LONGEST_BODY)]
    {
        let mut add = |line, what| mistakes.push(Mistake { part, line, what });
        if source.trim().is_empty() {
            add(1, Wrong::Missing);
        } else if source.chars().count() > max {
            add(1, Wrong::TooLong { max });
        }
        tags(source).into_iter().filter_map(|(line, tag)| Some((line, tag.wrong()?))).for_each(|(l, w)| add(l, w));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    // Filled with the longest texts that there can be: what fits then, always fits.
    for (part, source) in [("subject", &template.subject), ("body", &template.body)] {
        if let Err(error) = fill(source, &Facts::longest()) {
            let line = error.line().unwrap_or(1);
            let what = match error.kind() {
                minijinja::ErrorKind::SyntaxError => Wrong::Unfinished,
                _ => Wrong::TooMuch,
            };
            mistakes.push(Mistake { part, line, what });
        }
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

/// Fills a template.
///
/// # Errors
/// See [`Broken`]; not for one that [`check`] let pass, unless all of it depends on fields that are empty.
pub fn render(template: &Template, facts: &Facts) -> Result<Message, Broken> {
    let subject = fill(&template.subject, facts)?;
    let mut subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = subject.char_indices().nth(SENT_SUBJECT) {
        subject.truncate(end);
        subject.push('…');
    }
    let filled = fill(&template.body, facts)?;
    let paragraphs = filled.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let text = paragraphs.collect::<Vec<_>>().join("\n\n");
    if subject.is_empty() || text.is_empty() {
        return Err(Broken::Empty);
    }
    Ok(Message { subject, text })
}

fn fill(source: &str, facts: &Facts) -> Result<String, minijinja::Error> {
    // Empty: no filters, no tests, no functions, no other templates.
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(10);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("text", source)?;
    let mut made = Bounded(Vec::new());
    environment.get_template("text")?.render_captured_to(Value::from(Serde(facts)), &mut made)?;
    Ok(String::from_utf8_lossy(&made.0).into_owned())
}

/// A page that ends.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MADE {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the message is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What stands between a pair of braces.
enum Tag<'a> {
    Field(&'a str),
    Statement(&'a str),
    Comment(&'a str),
    Open,
}

impl Tag<'_> {
    fn wrong(&self) -> Option<Wrong> {
        let not_allowed =
            |found: &str| Some(Wrong::NotAllowed { found: found.trim().chars().take(40).collect::<String>() });
        match self {
            Self::Open => Some(Wrong::Unfinished),
            Self::Comment(text) => not_allowed(text),
            Self::Field(name) => field(name, name),
            Self::Statement(words) => match words.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["if" | "elif", name] | ["if" | "elif", "not", name] => field(name, words),
                ["else" | "endif"] => None,
                _ => not_allowed(words),
            },
        }
    }
}

/// What is wrong with the name of a field, which stands in `whole`.
fn field(name: &str, whole: &str) -> Option<Wrong> {
    let name = name.trim();
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    match name {
        name if FIELDS.contains(&name) => None,
        name if !name.is_empty() && name.chars().all(named) => {
            Some(Wrong::UnknownField { name: name.chars().take(60).collect() })
        }
        _ => Some(Wrong::NotAllowed { found: whole.trim().chars().take(40).collect() }),
    }
}

/// Everything between braces, with the line on which it begins.
fn tags(source: &str) -> Vec<(usize, Tag<'_>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) =
        source[at..].find("{{").into_iter().chain(source[at..].find("{%")).chain(source[at..].find("{#")).min()
    {
        let line = source[..at + begin].matches('\n').count() + 1;
        let rest = &source[at + begin..];
        let end = match &rest[..2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let Some(close) = rest[2..].find(end) else {
            found.push((line, Tag::Open));
            return found;
        };
        let inside = &rest[2..2 + close];
        found.push((
            line,
            match end {
                "}}" => Tag::Field(inside),
                "%}" => Tag::Statement(inside),
                _ => Tag::Comment(inside),
            },
        ));
        at += begin + 2 + close + 2;
    }
    found
}

impl Facts {
    /// Each field with as much in it as there can be.
    fn longest() -> Self {
        let of = |length: usize| "m".repeat(length);
        Self {
            resident: ResidentFacts { name: of(131) },
            case: CaseFacts { reference: of(16), summary: of(200) },
            stage: of(100),
            team: of(100),
            councillor: of(100),
            council: of(100),
            due: of(40),
            answer: of(5_000),
            message: of(5_000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Template {
        Template { subject: "Your case {{ case.reference }}".to_owned(), body: body.to_owned() }
    }

    fn mistakes(body: &str) -> Vec<(usize, &'static str)> {
        let found = check(&of(body)).err().unwrap_or_default();
        found.into_iter().map(|mistake| (mistake.line, mistake.what.code())).collect()
    }

    #[test]
    fn every_field_that_is_documented_can_be_named_and_says_something() {
        for field in FIELDS {
            let template = of(&format!("{{% if {field} %}}{{{{ {field} }}}}{{% endif %}}"));
            assert_eq!(check(&template), Ok(()), "{field}");
            assert!(render(&template, &Facts::longest()).is_ok_and(|made| made.text.starts_with('m')), "{field}");
        }
    }

    #[test]
    fn what_is_not_a_field_is_refused_with_its_line() {
        assert_eq!(mistakes("One\n\n{{ case.refernce }}"), [(3, "unknown-field")]);
        assert_eq!(mistakes("{{ due }}\n{{ unknown }} {{ other }}"), [(2, "unknown-field"), (2, "unknown-field")]);
        assert_eq!(mistakes("One\n{{ due"), [(2, "unfinished")]);
        assert_eq!(mistakes("One\n{% if due %}\nTwo"), [(3, "unfinished")]);
        assert_eq!(mistakes("One\n{% endif %}"), [(2, "unfinished")]);
        assert_eq!(mistakes(" "), [(1, "missing")]);
        assert_eq!(mistakes(&"long ".repeat(1_000)), [(1, "too-long")]);
    }

    #[test]
    fn nothing_loops_grows_calls_or_reaches_elsewhere() {
        for attack in [
            "{% for i in range(1000000000) %}x{% endfor %}",
            "{% for a in message %}{% for b in message %}{% for c in message %}x{% endfor %}{% endfor %}{% endfor %}",
            "{{ 'x' * 1000000000 }}",
            "{% set x = message ~ message %}{{ x }}",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{% include 'text' %}",
            "{% include 'anything' ignore missing %}",
            "{% import 'text' as t %}",
            "{% extends 'text' %}",
            "{{ message|upper }}",
            "{{ message.upper() }}",
            "{{ debug() }}",
            "{{ self }}",
            "{{ resident.__class__ }}",
            "{{ resident['name'] }}",
            "{{ resident.name.0 }}",
            "{{ message if due else answer }}",
            "{# {{ due }} #}",
            "{% raw %}{{ due }}{% endraw %}",
            "{% if due == 'x' %}y{% endif %}",
            "{% if range(1000000000) %}y{% endif %}",
            "{{{ due }}}",
            "{{- due -}}",
        ] {
            assert!(!mistakes(attack).is_empty(), "{attack}");
        }
        assert_eq!(mistakes(&"{{ message }}{{ answer }}".repeat(20)), [(1, "too-much")]);
        assert_eq!(mistakes(&"{% if due %}".repeat(300)).len(), 1, "nested too deep, or unfinished");
    }

    #[test]
    fn a_text_that_slipped_through_can_neither_run_for_ever_nor_fill_the_memory() {
        let facts = Facts::longest();
        for attack in [
            "{% for a in message %}{% for b in message %}{% for c in message %}{% endfor %}{% endfor %}{% endfor %}",
            "{% for a in [1, 2, 3] %}{% for b in [1, 2, 3] %}{{ message }}{% endfor %}{% endfor %}",
            "{% include 'anything' %}",
            "{{ unknown }}",
            "{{ range(5) }}",
            "{{ message|upper }}",
        ] {
            assert!(render(&of(attack), &facts).is_err(), "{attack}");
        }
    }

    #[test]
    fn what_people_typed_is_text_and_never_a_template() {
        let facts =
            Facts { message: "{{ answer }}{% for %}".to_owned(), answer: "secret".to_owned(), ..Facts::default() };
        let made = render(&of("{{ message }}"), &facts).expect("it is filled");
        assert_eq!(made.text, "{{ answer }}{% for %}");
        assert_eq!(made.subject, "Your case");
    }
}
