//! Names that are safe to write where an id cannot stand: a case's reference, and a council's schema and role.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Text that does not have the shape of the name that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct NameError {
    pub expected: &'static str,
}

/// What people call a case: the council's letters, a dash and a number, such as `DCC-000123`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseReference(String);

impl CaseReference {
    const SHAPE: NameError =
        NameError { expected: "2 to 5 capital letters, a dash and 3 to 9 digits, such as ABC-000123" };

    /// The reference of the `number`th case of a council.
    ///
    /// # Errors
    ///
    /// A prefix that is not 2 to 5 capital letters, and a number with more than nine digits.
    pub fn new(prefix: &str, number: u32) -> Result<Self, NameError> {
        format!("{prefix}-{number:06}").parse()
    }

    /// Whether a council may use `prefix` before the dash.
    pub fn is_prefix(prefix: &str) -> bool {
        (2..=5).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CaseReference {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let (prefix, digits) = text.split_once('-').ok_or(Self::SHAPE)?;
        let fits =
            Self::is_prefix(prefix) && (3..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(Self::SHAPE) }
    }
}

/// The opaque name of a council's schema and of its database role.
///
/// This is the one piece of SQL that cannot be a bound parameter, so the type is the proof that it needs no quoting:
/// `t_` and twelve lower-case letters or digits. It says nothing about which council it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SchemaName(String);

impl SchemaName {
    const SHAPE: NameError = NameError { expected: "t_ and twelve lower-case letters or digits" };

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SchemaName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let tail = text.strip_prefix("t_").ok_or(Self::SHAPE)?;
        let fits = tail.len() == 12 && tail.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(Self::SHAPE) }
    }
}

macro_rules! name_conversions {
    ($($name:ident),*) => {$(
        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

name_conversions!(CaseReference, SchemaName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_letters_a_dash_and_digits() {
        assert_eq!(CaseReference::new("ABC", 42).unwrap().as_str(), "ABC-000042");
        assert_eq!(CaseReference::new("ABC", 123_456_789).unwrap().as_str(), "ABC-123456789");
        for text in ["abc-123", "A-123", "ABCDEF-123", "ABC123", "ABC-12", "ABC-1234567890", "ABC-12x", "ABC-123 "] {
            assert!(text.parse::<CaseReference>().is_err(), "{text} was accepted");
        }
        assert!(CaseReference::new("ABC", u32::MAX).is_err());
    }

    #[test]
    fn a_schema_name_can_never_carry_sql() {
        assert!("t_0a1b2c3d4e5f".parse::<SchemaName>().is_ok());
        for text in ["public", "t_0a1b2c3d4e5", "t_0a1b2c3d4e5f6", "t_0A1b2c3d4e5f", "t_0a1b2c;d4e5f", "t_0a1b2c\"4e5f"]
        {
            assert!(text.parse::<SchemaName>().is_err(), "{text} was accepted");
        }
        assert!(serde_json::from_str::<SchemaName>("\"control\"").is_err());
    }
}
