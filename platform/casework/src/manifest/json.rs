//! TOML as JSON: the settings of plugins are written in one and read in the other.

use serde_json::{Number, Value};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// TOML as JSON: plugins know one notation. Dates become text.
pub(super) fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(digits) => {
            let number = i64::from_str_radix(digits.as_str(), digits.radix());
            number.map_or_else(|_| Value::String(digits.as_str().to_owned()), Value::from)
        }
        DeValue::Float(digits) => {
            let number = digits.as_str().parse().ok().and_then(Number::from_f64);
            number.map_or_else(|| Value::String(digits.as_str().to_owned()), Value::Number)
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(entries) => table_to_json(entries),
    }
}

pub(super) fn table_to_json(entries: &DeTable<'_>) -> Value {
    let pair = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let key: &std::borrow::Cow<'_, str> = key.get_ref();
        (key.to_string(), to_json(value.get_ref()))
    };
    Value::Object(entries.iter().map(pair).collect())
}
