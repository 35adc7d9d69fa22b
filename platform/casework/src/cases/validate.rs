//! From what was typed to a case that may be raised, or every mistake at once.

use super::{
    CaseKind, Channel, Facts, FieldError, FieldReason, NewCase, NewPerson, NewWard, PersonForm, Place,
    PreferredContact, RaiseForm,
};
use crate::{
    manifest::{Manifest, OTHER},
    people::Actor,
    residents::{Route, Tell},
    text::{Lang, cleaned},
    wards,
};

/// The most characters (or items) that each field may have. Generous: they keep out accidents, not people.
pub mod limits {
    pub const SUMMARY: usize = 200;
    pub const DETAILS: usize = 5_000;
    /// Of each of the facts.
    pub const FACT: usize = 2_000;
    pub const NOTE: usize = 5_000;
    pub const PLACE_WORDS: usize = 300;
    pub const TAG: usize = 40;
    pub const TAGS: usize = 10;
    pub const TITLE: usize = 30;
    pub const NAME: usize = 100;
    pub const PHONE: usize = 40;
    pub const EMAIL: usize = 254;
    pub const ADDRESS: usize = 500;
}

/// Checks a whole form against the council's manifest.
///
/// Only `summary` must be filled in. A category or service that is not given is "other"; a ward that is not given is found
/// from the point, or is the raiser's only ward; a row of a resident with nothing in it is skipped, and any other row
/// needs a name and an answer about consent (R34).
///
/// # Errors
///
/// Every mistake, in the order of the form.
pub fn validate(form: &RaiseForm, manifest: &Manifest, actor: &Actor) -> Result<NewCase, Vec<FieldError>> {
    let mut errors = Errors::default();
    let on_behalf_of = errors.on_behalf_of(form, actor);
    let summary = errors.required("summary", &form.summary, limits::SUMMARY);
    let details = errors.text("details", &form.details, limits::DETAILS);
    let facts = errors.facts(&form.facts);
    let (category, service) = errors.category_and_service(form, manifest);
    let place = errors.place(form);
    let ward = errors.ward(form, &place, manifest, actor);
    let kind = errors.choice("kind", form.kind.as_deref(), CaseKind::from_word);
    let channel = errors.choice("channel", form.channel.as_deref(), Channel::from_word);
    let tags = errors.tags(&form.tags);
    let people = errors.people(&form.people, manifest);
    let reply_route = errors.choice("reply_route", form.reply_route.as_deref(), Route::from_word);
    errors.none_or(NewCase {
        summary,
        details,
        facts,
        category,
        service,
        place,
        ward,
        kind: kind.unwrap_or(CaseKind::ServiceRequest),
        channel,
        tags,
        on_behalf_of,
        people,
        reply_route: reply_route.unwrap_or(Route::ThroughMe),
        confidential: form.confidential,
    })
}

/// What was typed, without the spaces around it; `None` when that is nothing.
fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The mistakes found so far, in the order of the form.
#[derive(Default)]
pub(super) struct Errors(Vec<FieldError>);

impl Errors {
    fn add(&mut self, field: impl Into<String>, reason: FieldReason) {
        self.0.push(FieldError { field: field.into(), reason });
    }

    /// What was made of the form, if there was no mistake in it.
    pub(super) fn none_or<T>(self, made: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() { Ok(made) } else { Err(self.0) }
    }

    /// Optional text with a limit.
    pub(super) fn text(&mut self, field: &str, typed: &str, max: usize) -> String {
        let text = cleaned(typed).trim().to_owned();
        if text.chars().count() > max {
            self.add(field, FieldReason::TooLong { max });
        }
        text
    }

    fn required(&mut self, field: &str, typed: &str, max: usize) -> String {
        let text = self.text(field, typed, max);
        if text.is_empty() {
            self.add(field, FieldReason::Missing);
        }
        text
    }

    fn facts(&mut self, typed: &Facts) -> Facts {
        Facts {
            history: self.text("history", &typed.history, limits::FACT),
            approached: self.text("approached", &typed.approached, limits::FACT),
            wanted: self.text("wanted", &typed.wanted, limits::FACT),
        }
    }

    pub(super) fn choice<T>(
        &mut self,
        field: &str,
        typed: Option<&str>,
        from_word: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let word = given(typed)?;
        let choice = from_word(word);
        if choice.is_none() {
            self.add(field, FieldReason::NotAChoice);
        }
        choice
    }

    fn on_behalf_of(&mut self, form: &RaiseForm, actor: &Actor) -> Option<crate::ids::PersonId> {
        const FIELD: &str = "on_behalf_of";
        if !actor.may_raise() {
            self.add(FIELD, FieldReason::MayNotRaise);
            return None;
        }
        let Some(typed) = given(form.on_behalf_of.as_deref()) else {
            if !actor.may_raise_as_self() {
                self.add(FIELD, FieldReason::ChooseWho);
            }
            return None;
        };
        match typed.parse() {
            Ok(person) if person == actor.person => None,
            Ok(_) if !actor.may_raise_for_others() => {
                self.add(FIELD, FieldReason::NotForOthers);
                None
            }
            Ok(person) => Some(person),
            Err(_) => {
                self.add(FIELD, FieldReason::NotAChoice);
                None
            }
        }
    }

    fn category_and_service(&mut self, form: &RaiseForm, manifest: &Manifest) -> (String, String) {
        let category_key = given(form.category.as_deref());
        let service_key = given(form.service.as_deref());
        let fallback = (OTHER.to_owned(), OTHER.to_owned());
        let Some(category_key) = category_key else {
            if service_key.is_some_and(|key| key != OTHER) {
                self.add("category", FieldReason::NeedsCategory);
            }
            return fallback;
        };
        let Some(category) = manifest.category(category_key) else {
            self.add("category", FieldReason::NotAChoice);
            return fallback;
        };
        if category.retired {
            self.add("category", FieldReason::Retired);
        }
        let service_key = service_key.unwrap_or(OTHER);
        match category.service(service_key) {
            None => self.add("service", FieldReason::NotAChoice),
            Some(service) if service.retired => self.add("service", FieldReason::Retired),
            Some(_) => {}
        }
        (category_key.to_owned(), service_key.to_owned())
    }

    fn place(&mut self, form: &RaiseForm) -> Place {
        let words = self.text("place_words", &form.place_words, limits::PLACE_WORDS);
        let latitude = self.degrees("latitude", form.latitude.as_deref(), 90.0);
        let longitude = self.degrees("longitude", form.longitude.as_deref(), 180.0);
        match (given(form.latitude.as_deref()), given(form.longitude.as_deref())) {
            (Some(_), None) => self.add("longitude", FieldReason::HalfAPoint),
            (None, Some(_)) => self.add("latitude", FieldReason::HalfAPoint),
            _ => {}
        }
        Place { words, latitude, longitude }
    }

    fn degrees(&mut self, field: &str, typed: Option<&str>, most: f64) -> Option<f64> {
        let number = given(typed)?;
        let degrees = number.parse().ok().filter(|degrees: &f64| degrees.abs() <= most);
        if degrees.is_none() {
            self.add(field, FieldReason::NotACoordinate);
        }
        degrees
    }

    /// What was chosen wins over the point: people know their ward better than a drawing of it does.
    fn ward(&mut self, form: &RaiseForm, place: &Place, manifest: &Manifest, actor: &Actor) -> Option<NewWard> {
        if let Some(gss) = given(form.ward.as_deref()) {
            if manifest.ward(gss).is_none() {
                self.add("ward", FieldReason::NotAChoice);
            }
            return Some(NewWard::Gss(gss.to_owned()));
        }
        let found = place.point().and_then(|(latitude, longitude)| wards::find(&manifest.wards, latitude, longitude));
        if let Some(ward) = found {
            return Some(NewWard::Gss(ward.gss.clone()));
        }
        match actor.wards.as_slice() {
            // A point that is in none of our wards says that it is not in the raiser's either.
            [only] if place.point().is_none() => Some(NewWard::Id(*only)),
            _ => None,
        }
    }

    fn tags(&mut self, typed: &[String]) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for (index, tag) in typed.iter().enumerate() {
            let tag = self.text(&format!("tags.{index}"), tag, limits::TAG).to_lowercase();
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
            // However many more there are, they are not looked at.
            if tags.len() > limits::TAGS {
                self.add("tags", FieldReason::TooMany { max: limits::TAGS });
                break;
            }
        }
        tags
    }

    fn people(&mut self, typed: &[PersonForm], manifest: &Manifest) -> Vec<NewPerson> {
        let people: Vec<NewPerson> = typed
            .iter()
            .enumerate()
            .filter(|(_, person)| !is_blank(person))
            .map(|(row, person)| self.person(row, person, manifest))
            .collect();
        let max = usize::from(manifest.people_max);
        if people.len() > max {
            self.add("people", FieldReason::TooMany { max });
        }
        people
    }

    fn person(&mut self, row: usize, typed: &PersonForm, manifest: &Manifest) -> NewPerson {
        let field = |name: &str| format!("people.{row}.{name}");
        let title = self.text(&field("title"), &typed.title, limits::TITLE);
        let name = self.required(&field("name"), &typed.name, limits::NAME);
        let phone = self.text(&field("phone"), &typed.phone, limits::PHONE);
        if !phone.is_empty() && !is_phone(&phone) {
            self.add(field("phone"), FieldReason::NotAPhone);
        }
        let email = self.email(&field("email"), &typed.email);
        let address = self.text(&field("address"), &typed.address, limits::ADDRESS);
        let preferred_contact =
            self.choice(&field("preferred_contact"), typed.preferred_contact.as_deref(), PreferredContact::from_word);
        if typed.consent.is_none() {
            self.add(field("consent"), FieldReason::ConsentMissing);
        }
        let tell = self.tell(row, typed.tell.as_deref(), &email, &address);
        let lang = self.lang(&field("lang"), typed.lang.as_deref(), manifest);
        let some = |text: String| (!text.is_empty()).then_some(text);
        NewPerson {
            title: some(title),
            name,
            phone: some(phone),
            email: some(email),
            address: some(address),
            preferred_contact,
            consent: typed.consent.unwrap_or(false),
            tell,
            lang,
        }
    }

    pub(super) fn email(&mut self, field: &str, typed: &str) -> String {
        let email = self.text(field, typed, limits::EMAIL);
        if !email.is_empty() && !is_email(&email) {
            self.add(field, FieldReason::NotAnEmail);
        }
        email
    }

    /// How to tell a resident; whoever is told needs an address for it (R31).
    pub(super) fn tell(&mut self, row: usize, typed: Option<&str>, email: &str, address: &str) -> Tell {
        let tell = self.choice(&format!("people.{row}.tell"), typed, Tell::from_word).unwrap_or(Tell::Not);
        let needed = match tell {
            Tell::Email if email.is_empty() => "email",
            Tell::Post if address.is_empty() => "address",
            Tell::Email | Tell::Post | Tell::Not => return tell,
        };
        self.add(format!("people.{row}.{needed}"), FieldReason::NeededToTell);
        tell
    }

    /// One of the council's languages; its first, unless told.
    pub(super) fn lang(&mut self, field: &str, typed: Option<&str>, manifest: &Manifest) -> Lang {
        let offered = &manifest.languages;
        let first = offered.first().copied().unwrap_or_default();
        let Some(word) = given(typed) else { return first };
        match word.parse::<Lang>().ok().filter(|lang| offered.contains(lang)) {
            Some(lang) => lang,
            None => {
                self.add(field, FieldReason::NotAChoice);
                first
            }
        }
    }
}

/// A choice of title or contact alone is no resident: browsers send those for untouched rows. Whoever is to be told is one.
fn is_blank(person: &PersonForm) -> bool {
    let told = given(person.tell.as_deref()).is_some_and(|word| word != Tell::Not.as_str());
    person.consent.is_none()
        && !told
        && [&person.name, &person.phone, &person.email, &person.address].iter().all(|text| text.trim().is_empty())
}

/// Kind to what people write: anything with enough digits and nothing but what belongs to a number, extension included.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && text.chars().all(|c| c.is_ascii_digit() || " +-().,/extEXT".contains(c))
}

/// Name and address of somebody outside who gets copies, cleaned, with what is wrong with them (R11). Either may be empty.
pub(crate) fn validate_copy(name: &str, email: &str) -> (String, String, Vec<FieldError>) {
    let mut errors = Errors::default();
    let name = errors.text("name", name, limits::NAME);
    let email = errors.email("email", email);
    (name, email, errors.none_or(()).err().unwrap_or_default())
}

/// Only whether it can be one: whether mail arrives is found out by sending some.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && !local.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|part| !part.is_empty())
}
