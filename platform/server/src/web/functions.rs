//! Functions that templates call for words.
//!
//! - `t("key", name=value)`: the words of a key in the page's language;
//! - `error_of(problems, "field")`: what a component takes as its `errorMessage`, nothing when the field is fine;
//! - `error_list(problems, prefix)`: what the error summary takes as its `errorList`; `prefix` comes before the
//!   field's name where a page has several forms.
//!
//! Problems are [`FieldProblem`](super::views::FieldProblem)s.

use std::sync::Arc;

use casework::text::Lang;
use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, State, Value, context};

use super::Texts;

pub fn register(environment: &mut Environment<'static>, texts: &Arc<Texts>) {
    let words = Arc::clone(texts);
    environment.add_function("t", move |state: &State, key: &str, args: Kwargs| -> Result<String, Error> {
        let mut fluent = FluentArgs::new();
        for name in args.args() {
            let value: Value = args.get(name)?;
            fluent.set(name.to_owned(), argument(&value));
        }
        Ok(words.get(lang(state), key, Some(&fluent)).into_owned())
    });
    let words = Arc::clone(texts);
    environment.add_function("error_of", move |state: &State, problems: &Value, field: &str| -> Result<Value, Error> {
        for problem in problems.try_iter()? {
            if problem.get_attr("field")?.as_str() == Some(field) {
                let prefix = words.get(lang(state), "error-prefix", None);
                return Ok(context! {
                    text => problem_text(&words, lang(state), &problem)?,
                    visuallyHiddenText => prefix.as_ref(),
                });
            }
        }
        Ok(Value::UNDEFINED)
    });
    let words = Arc::clone(texts);
    environment.add_function(
        "error_list",
        move |state: &State, problems: &Value, prefix: Option<&str>| -> Result<Vec<Value>, Error> {
            let prefix = prefix.unwrap_or_default();
            problems
                .try_iter()?
                .map(|problem| {
                    Ok(context! {
                        text => problem_text(&words, lang(state), &problem)?,
                        href => format!("#{prefix}{}", problem.get_attr("field")?),
                    })
                })
                .collect()
        },
    );
}

/// The language of the page being drawn.
pub(super) fn lang(state: &State) -> Lang {
    match state.lookup("lang").as_ref().and_then(Value::as_str) {
        Some("cy") => Lang::Cy,
        _ => Lang::En,
    }
}

/// Words for the field if it has its own for this reason, or those of the reason.
fn problem_text(texts: &Texts, lang: Lang, problem: &Value) -> Result<String, Error> {
    let field = problem.get_attr("field")?.to_string();
    let reason = problem.get_attr("reason")?.to_string();
    let mut args = FluentArgs::new();
    let given = problem.get_attr("args")?;
    if given.kind() == ValueKind::Map {
        for name in given.try_iter()? {
            args.set(name.to_string(), argument(&given.get_item(&name)?));
        }
    }
    let (field, row) = plain_field(&field);
    if let Some(row) = row {
        args.set("person", FluentValue::from(row + 1));
    }
    let general = format!("error-{reason}");
    Ok(texts
        .find(lang, &format!("error-{field}-{reason}"), Some(&args))
        .unwrap_or_else(|| texts.get(lang, &general, Some(&args)).into_owned()))
}

/// `people.1.preferred_contact` → (`people-preferred-contact`, 1).
fn plain_field(field: &str) -> (String, Option<usize>) {
    let row = field.split('.').find_map(|part| part.parse().ok());
    let words: Vec<_> = field.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    (words.join("-").replace('_', "-"), row)
}

fn argument(value: &Value) -> FluentValue<'static> {
    if value.kind() == ValueKind::Number
        && let Ok(number) = f64::try_from(value.clone())
    {
        return FluentValue::from(number);
    }
    if value.is_none() || value.is_undefined() {
        return FluentValue::from("");
    }
    FluentValue::from(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::plain_field;

    #[test]
    fn a_field_of_a_row_of_people_shares_its_words_with_the_other_rows() {
        assert_eq!(plain_field("people.1.preferred_contact"), ("people-preferred-contact".to_owned(), Some(1)));
        assert_eq!(plain_field("place_words"), ("place-words".to_owned(), None));
    }
}
