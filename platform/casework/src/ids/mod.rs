//! Distinct ids, so that a person can never be passed where a case is meant.
//!
//! Inside the program an id is a UUID; in logs, addresses and JSON it is text with a readable prefix, such as
//! `case_01907f3e5a0c7b6e9d1f2a3b4c5d6e7f`. People never see these: they see a [`CaseReference`].
//!
//! To add an id, add one line to the `ids!` list below.

mod names;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

pub use names::{CaseReference, NameError, SchemaName};

/// Text that is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id that starts with `{expected}_` and ends with 32 hexadecimal digits")]
pub struct ParseIdError {
    pub expected: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// What stands before the underscore in the written form.
            pub const PREFIX: &'static str = $prefix;

            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                parse($prefix, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A council that shares the platform.
    TenantId = "tenant";
    /// Somebody who signs in: councillor, assistant, officer.
    PersonId = "person";
    /// A team of officers that can hold a case.
    GroupId = "group";
    /// A ward of one council.
    WardId = "ward";
    /// A piece of casework.
    CaseId = "case";
    /// A note on a case.
    NoteId = "note";
    /// A file that was added to a case.
    FileId = "file";
    /// A link for somebody without an account.
    LinkId = "link";
    /// A case that somebody has not raised yet.
    DraftId = "draft";
    /// A mail that came in.
    MailId = "mail";
    /// An address outside that gets copies of a case's news.
    CopyId = "copy";
    /// A plugin with settings, in force or on its way.
    SetupId = "setup";
    /// A moment at which a plugin came into force.
    ActivationId = "activation";
    /// A plugin played through on the council's past cases.
    RehearsalId = "rehearsal";
    /// What a feed of people asks for, put together.
    PlanId = "plan";
    /// A job in the background.
    JobId = "job";
    /// A resident named in a case. Residents do not sign in.
    ConstituentId = "constituent";
}

/// The written form is exact (one spelling per id), so that ids can be compared as text and used in addresses.
fn parse(prefix: &'static str, text: &str) -> Result<Uuid, ParseIdError> {
    let wrong = ParseIdError { expected: prefix };
    let hex = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .filter(|hex| hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
        .ok_or_else(|| wrong.clone())?;
    Uuid::try_parse(hex).map_err(|_| wrong)
}

/// The id that a browser gives one submission, so that a retry or a double click never makes a second case (R3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(Uuid);

impl ClientId {
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    pub const fn as_uuid(&self) -> Uuid {
        self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for ClientId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVEN: Uuid = Uuid::from_u128(0x0190_7f3e_5a0c_7b6e_9d1f_2a3b_4c5d_6e7f);

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        let id = CaseId::from_uuid(SEVEN);
        assert_eq!(id.to_string(), "case_01907f3e5a0c7b6e9d1f2a3b4c5d6e7f");
        assert_eq!(id.to_string().parse::<CaseId>(), Ok(id));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"case_01907f3e5a0c7b6e9d1f2a3b4c5d6e7f\"");
        assert_eq!(serde_json::from_str::<CaseId>(&json).unwrap(), id);
    }

    #[test]
    fn an_id_of_another_kind_or_spelling_is_refused() {
        let person = PersonId::from_uuid(SEVEN).to_string();
        assert_eq!(person.parse::<CaseId>(), Err(ParseIdError { expected: "case" }));
        for text in ["", "case_", "case_01907F3E5A0C7B6E9D1F2A3B4C5D6E7F", "case_01907f3e-5a0c-7b6e-9d1f-2a3b4c5d6e7f"]
        {
            assert!(text.parse::<CaseId>().is_err(), "{text} was accepted");
        }
    }
}
