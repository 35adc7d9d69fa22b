//! Changing how the residents of a case are told: an address that was wrong, or a wish that came later (R12, R31).

use super::validate::Errors;
use super::{FieldError, limits};
use crate::ids::ConstituentId;
use crate::manifest::Manifest;
use crate::residents::{Route, Tell};
use crate::text::Lang;

/// How residents are told, as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TellingForm {
    /// A word of [`Route`]; none means through whoever raised it.
    pub reply_route: Option<String>,
    pub confidential: bool,
    pub people: Vec<ToldForm>,
}

/// One resident's part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldForm {
    pub id: ConstituentId,
    pub email: String,
    pub address: String,
    /// A word of [`Tell`]; none means not at all.
    pub tell: Option<String>,
    pub lang: Option<String>,
}

/// How residents are told from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTelling {
    pub route: Route,
    pub confidential: bool,
    pub people: Vec<NewTold>,
}

/// One resident's part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTold {
    pub id: ConstituentId,
    pub email: Option<String>,
    pub address: Option<String>,
    pub tell: Tell,
    pub lang: Lang,
}

/// Checks what was typed; fields are named as on the raise form.
///
/// # Errors
/// Every mistake, in the order of the form.
pub fn validate_telling(form: &TellingForm, manifest: &Manifest) -> Result<NewTelling, Vec<FieldError>> {
    let mut errors = Errors::default();
    let people = form.people.iter().enumerate();
    let people = people.map(|(row, typed)| {
        let field = |name: &str| format!("people.{row}.{name}");
        let email = errors.email(&field("email"), &typed.email);
        let address = errors.text(&field("address"), &typed.address, limits::ADDRESS);
        let tell = errors.tell(row, typed.tell.as_deref(), &email, &address);
        let lang = errors.lang(&field("lang"), typed.lang.as_deref(), manifest);
        let some = |text: String| (!text.is_empty()).then_some(text);
        NewTold { id: typed.id, email: some(email), address: some(address), tell, lang }
    });
    let people = people.collect();
    let route = errors.choice("reply_route", form.reply_route.as_deref(), Route::from_word);
    errors.none_or(NewTelling { route: route.unwrap_or(Route::ThroughMe), confidential: form.confidential, people })
}
