//! The standard texts: what a council sends that has not written its own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use casework::residents::What;
use casework::text::Lang;
use serde::Deserialize;

use super::template::Template;

#[derive(Deserialize)]
struct Written {
    subject: String,
    body: String,
}

type Texts = BTreeMap<String, Written>;

static ENGLISH: LazyLock<Texts> = LazyLock::new(|| read(include_str!("../../residents/en.toml")));
static WELSH: LazyLock<Texts> = LazyLock::new(|| read(include_str!("../../residents/cy.toml")));

fn read(source: &str) -> Texts {
    toml::from_str(source).expect("the standard texts are part of the program, and a test reads them")
}

/// The standard text of a kind of message.
pub(super) fn of(what: What, lang: Lang) -> Template {
    let texts = match lang {
        Lang::En => &ENGLISH,
        Lang::Cy => &WELSH,
    };
    let written = texts.get(what.as_str()).expect("every kind of message has a standard text, as a test makes sure");
    Template { subject: written.subject.clone(), body: written.body.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::residents::template::{Facts, check, render};

    #[test]
    fn every_standard_text_is_a_good_template_and_says_something_of_any_case() {
        let facts = Facts { message: "Some news".to_owned(), answer: "Done".to_owned(), ..Facts::default() };
        for &what in What::ALL {
            for lang in Lang::ALL {
                let template = of(what, lang);
                assert_eq!(check(&template), Ok(()), "{what} {lang}");
                assert!(render(&template, &facts).is_ok(), "{what} {lang}");
            }
        }
    }
}
