//! What the converted GOV.UK components expect of their environment.

use std::fmt::Write as _;

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, HtmlEscape, Value, escape_formatter};

/// Adds `govukAttributes` and a `trim` that keeps safe text safe, and shows values as Nunjucks does: booleans in
/// lower case as HTML wants them, and nothing for what is absent.
pub fn register(environment: &mut Environment<'static>) {
    environment.set_formatter(|out, state, value| match value.kind() {
        ValueKind::None => Ok(()),
        ValueKind::Bool => out.write_str(boolean(value)).map_err(Error::from),
        _ => escape_formatter(out, state, value),
    });
    environment.add_function("govukAttributes", attributes);
    environment.add_filter("trim", trim);
}

fn boolean(value: &Value) -> &'static str {
    if value.is_true() { "true" } else { "false" }
}

fn trim(value: &Value) -> Value {
    if value.is_undefined() || value.is_none() {
        return value.clone();
    }
    let text = value.to_string();
    let trimmed = text.trim();
    if value.is_safe() { Value::from_safe_string(trimmed.to_owned()) } else { Value::from(trimmed) }
}

/// The package's `macros/attributes.njk`: ` name="value"` for each entry of a map. An entry may be
/// `{value, optional}`; an optional one is left out when absent or false, and stands alone when true.
/// A ready-made text of attributes passes through.
fn attributes(attributes: Option<Value>) -> Value {
    let Some(attributes) = attributes else { return Value::from_safe_string(String::new()) };
    if attributes.kind() == ValueKind::String {
        return Value::from_safe_string(attributes.to_string());
    }
    let mut html = String::new();
    if attributes.kind() == ValueKind::Map
        && let Ok(names) = attributes.try_iter()
    {
        for name in names {
            let item = attributes.get_item(&name).unwrap_or_default();
            push_attribute(&mut html, &name, &item);
        }
    }
    Value::from_safe_string(html)
}

fn push_attribute(html: &mut String, name: &Value, item: &Value) {
    let (value, optional) = if item.kind() == ValueKind::Map {
        (item.get_attr("value").unwrap_or_default(), item.get_attr("optional").is_ok_and(|flag| flag.is_true()))
    } else {
        (item.clone(), false)
    };
    let name = name.to_string();
    let name = HtmlEscape(&name);
    let absent = value.is_undefined() || value.is_none();
    let flag = (value.kind() == ValueKind::Bool).then(|| value.is_true());
    // Writing to a String cannot fail.
    let _ = match flag {
        Some(true) if optional => write!(html, " {name}"),
        Some(false) if optional => Ok(()),
        Some(_) => write!(html, " {name}=\"{}\"", boolean(&value)),
        None if absent && optional => Ok(()),
        None if absent => write!(html, " {name}=\"\""),
        None if value.is_safe() => write!(html, " {name}=\"{value}\""),
        None => write!(html, " {name}=\"{}\"", HtmlEscape(&value.to_string())),
    };
}
