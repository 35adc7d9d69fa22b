//! Addresses outside the council that get copies of what becomes of a case (R11): an MP's office, a residents' association, a clerk.
//!
//! They get what a resident gets to see of the case: where it stands and how it ended, in fixed words. What people wrote may name a
//! resident, so the answer itself goes there only where everybody named agreed that this body hears it (R35), or nobody is named.

use crate::cases::{FieldError, FieldReason, choices, limits, validate_copy};

/// The most addresses of a case at a time.
pub const MOST: usize = 5;

choices! {
    /// Why an address gets no more copies. One that was taken off can be added again; nobody writes to the others again.
    Ended {
        /// Somebody of the council took it off.
        Removed = "removed",
        /// Whoever reads the mail there asked for it.
        Unsubscribed = "unsubscribed",
        /// A mail came back.
        Refused = "refused",
    }
}

/// An address, as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CopyForm {
    /// Who that is.
    pub name: String,
    pub email: String,
    /// Whether everybody named agreed that they hear the answer; asked only where somebody is named.
    pub agreed: Option<bool>,
}

/// An address that gets copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCopy {
    pub name: String,
    pub email: String,
    /// Hears the answer.
    pub agreed: bool,
}

/// Checks what was typed for a case that names this many residents.
///
/// # Errors
/// Every mistake, in the order of the form: `name`, `email`, `agreed`.
pub fn validate(form: &CopyForm, residents: usize) -> Result<NewCopy, Vec<FieldError>> {
    let (name, email, mut errors) = validate_copy(&form.name, &form.email);
    for (field, value) in [("name", &name), ("email", &email)] {
        if value.is_empty() {
            errors.push(FieldError { field: field.to_owned(), reason: FieldReason::Missing });
        }
    }
    let agreed = if residents == 0 { Some(true) } else { form.agreed };
    match agreed {
        Some(agreed) if errors.is_empty() => Ok(NewCopy { name, email, agreed }),
        Some(_) => Err(errors),
        None => {
            errors.push(FieldError { field: "agreed".to_owned(), reason: FieldReason::Missing });
            Err(errors)
        }
    }
}

/// The most characters of a name; see [`limits`].
pub const NAME: usize = limits::NAME;

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, email: &str, agreed: Option<bool>) -> CopyForm {
        CopyForm { name: name.to_owned(), email: email.to_owned(), agreed }
    }

    #[test]
    fn where_residents_are_named_somebody_must_say_whether_they_agreed() {
        let typed = form(" Office of the MP ", "office@mp.example", None);
        let nobody = validate(&typed, 0).expect("nobody is named");
        assert_eq!((nobody.name.as_str(), nobody.agreed), ("Office of the MP", true));
        let missing = FieldError { field: "agreed".to_owned(), reason: FieldReason::Missing };
        assert_eq!(validate(&typed, 1), Err(vec![missing]));
        assert!(validate(&CopyForm { agreed: Some(false), ..typed }, 2).is_ok_and(|copy| !copy.agreed));
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let fields = |form: &CopyForm| -> Vec<String> {
            validate(form, 1).expect_err("mistakes").into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(&form("", "", None)), ["name", "email", "agreed"]);
        assert_eq!(fields(&form("A", "not an address", Some(true))), ["email"]);
        assert_eq!(fields(&form(&"x".repeat(NAME + 1), "a@b.example", Some(true))), ["name"]);
    }
}
