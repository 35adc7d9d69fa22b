//! What a person says to raise a case, and what is made of it (R3, R5–R9, R12, R13).
//!
//! [`RaiseForm`] is what was typed; [`validate`] turns it into a [`NewCase`] or into every mistake at once.
//!
//! - A new case kind or channel: a line in the list below.
//! - A new field: in [`RaiseForm`], in [`NewCase`], and one check in `validate.rs`; every field has a limit.

mod form;
mod telling;
mod validate;

pub use form::{
    Facts, FieldError, FieldReason, NewCase, NewPerson, NewWard, PersonForm, Place, PreferredContact, RaiseForm,
};
pub use telling::{NewTelling, NewTold, TellingForm, ToldForm, validate_telling};
pub(crate) use validate::{is_email, validate_copy};
pub use validate::{limits, validate};

/// A closed list of words that are stored, shown and chosen from.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in forms and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The choice that `word` names.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use choices;

choices! {
    /// What kind of matter it is (R6).
    CaseKind {
        DirectQuery = "direct-query",
        /// Asked on behalf of somebody else, such as a daughter for her mother.
        IndirectQuery = "indirect-query",
        Complaint = "complaint",
        ServiceRequest = "service-request",
        CommunityIssue = "community-issue",
    }
}

choices! {
    /// Who a note is for (R21).
    NoteAudience {
        /// Everybody who sees the case.
        Case = "case",
        /// Those alone who work on it for the council.
        Team = "team",
    }
}

choices! {
    /// How it reached the councillor (R7).
    Channel {
        Phone = "phone",
        Letter = "letter",
        Email = "email",
        SocialMedia = "social-media",
        Surgery = "surgery",
        StreetSurgery = "street-surgery",
        DoorKnock = "door-knock",
        VideoCall = "video-call",
        Meeting = "meeting",
        LocalAgency = "local-agency",
    }
}
