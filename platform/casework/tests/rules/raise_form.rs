//! Raising a case: one thing must be said, everything else is forgiven or told at once.

use casework::{
    cases::{
        CaseKind, Channel, Facts, FieldError, FieldReason, NewCase, NewWard, PersonForm, PreferredContact, RaiseForm,
        limits, validate,
    },
    ids::{PersonId, WardId},
    manifest::{Manifest, OTHER},
    people::{Actor, Role},
};
use uuid::Uuid;

use crate::help::{STREETS, assistant, councillor, councils, officer, person};

fn council() -> Manifest {
    councils().remove(0).1
}

fn said(summary: &str) -> RaiseForm {
    RaiseForm { summary: summary.to_owned(), ..RaiseForm::default() }
}

fn accepted(form: &RaiseForm, by: &Actor) -> NewCase {
    validate(form, &council(), by).unwrap_or_else(|errors| panic!("refused: {errors:?}"))
}

fn refused(form: &RaiseForm, by: &Actor) -> Vec<(String, FieldReason)> {
    let errors = validate(form, &council(), by).expect_err("the form was accepted");
    errors.into_iter().map(|FieldError { field, reason }| (field, reason)).collect()
}

fn one(field: &str, reason: FieldReason) -> Vec<(String, FieldReason)> {
    vec![(field.to_owned(), reason)]
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn saying_what_the_problem_is_is_enough() {
    let case = accepted(&said("  A street light is out  "), &councillor());
    assert_eq!(case.summary, "A street light is out");
    assert_eq!((case.category.as_str(), case.service.as_str()), (OTHER, OTHER));
    assert_eq!((case.kind, case.channel), (CaseKind::ServiceRequest, None));
    assert_eq!(case.ward, Some(NewWard::Id(councillor().wards[0])), "a councillor's only ward");
    assert_eq!(refused(&said("  \r\n "), &councillor()), one("summary", FieldReason::Missing));
}

#[test]
fn every_mistake_is_told_at_once_in_the_order_of_the_form() {
    let form = RaiseForm {
        details: "x".repeat(limits::DETAILS + 1),
        facts: Facts {
            history: "x".repeat(limits::FACT + 1),
            approached: "x".repeat(limits::FACT + 1),
            wanted: "x".repeat(limits::FACT + 1),
        },
        category: some("nonsense"),
        latitude: some("north"),
        longitude: some("1000"),
        ward: some("E00000000"),
        kind: some("rant"),
        channel: some("pigeon"),
        people: vec![PersonForm { email: "not an address".to_owned(), ..PersonForm::default() }],
        ..RaiseForm::default()
    };
    let fields: Vec<String> = refused(&form, &councillor()).into_iter().map(|(field, _)| field).collect();
    let expected = [
        "summary",
        "details",
        "history",
        "approached",
        "wanted",
        "category",
        "latitude",
        "longitude",
        "ward",
        "kind",
        "channel",
        "people.0.name",
        "people.0.email",
        "people.0.consent",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_place_on_the_map_tells_the_ward() {
    let manifest = council();
    for ward in &manifest.wards {
        let corners = &ward.outline[0];
        let at = |i: usize| (corners[0][i] + corners[corners.len() / 2][i]) / 2.0;
        let form = RaiseForm {
            latitude: Some(at(1).to_string()),
            longitude: Some(at(0).to_string()),
            ..said("A hole in the road")
        };
        assert_eq!(accepted(&form, &councillor()).ward, Some(NewWard::Gss(ward.gss.clone())));
    }
    let far = RaiseForm { latitude: some("51.5"), longitude: some("-0.12"), ..said("Far away") };
    assert_eq!(accepted(&far, &councillor()).ward, None, "a point elsewhere is not in the councillor's ward either");
    let half = RaiseForm { latitude: some("51.5"), ..said("Half") };
    assert_eq!(refused(&half, &councillor()), one("longitude", FieldReason::HalfAPoint));
    for odd in ["NaN", "inf", "91"] {
        let form = RaiseForm { latitude: some(odd), longitude: some("1"), ..said("Odd") };
        assert_eq!(refused(&form, &councillor()), one("latitude", FieldReason::NotACoordinate), "{odd}");
    }
}

#[test]
fn a_ward_that_was_chosen_wins_and_several_wards_are_not_guessed_between() {
    let manifest = council();
    let chosen = RaiseForm { ward: some(&manifest.wards[0].gss), ..said("Here") };
    assert_eq!(accepted(&chosen, &councillor()).ward, Some(NewWard::Gss(manifest.wards[0].gss.clone())));
    let two = Actor { wards: [1, 2].map(|n| WardId::from_uuid(Uuid::from_u128(n))).to_vec(), ..councillor() };
    assert_eq!(accepted(&said("Somewhere"), &two).ward, None);
}

#[test]
fn a_row_of_a_resident_counts_when_something_is_in_it() {
    let blank = PersonForm { title: "Mrs".to_owned(), preferred_contact: some("email"), ..PersonForm::default() };
    let full = PersonForm {
        name: " Ada Exampleton ".to_owned(),
        phone: "01632 960 961 ext 2".to_owned(),
        email: "ada@example.org".to_owned(),
        preferred_contact: some("letter"),
        consent: Some(false),
        ..PersonForm::default()
    };
    let form = RaiseForm { people: vec![blank, full], ..said("Noise") };
    let people = accepted(&form, &councillor()).people;
    assert_eq!(people.len(), 1);
    assert_eq!((people[0].name.as_str(), people[0].consent), ("Ada Exampleton", false));
    assert_eq!(people[0].preferred_contact, Some(PreferredContact::Letter));
}

#[test]
fn a_resident_needs_a_name_and_an_answer_about_consent() {
    let row = |name: &str, consent| PersonForm { name: name.to_owned(), consent, ..PersonForm::default() };
    let form = |row| RaiseForm { people: vec![row], ..said("Noise") };
    assert_eq!(refused(&form(row("", Some(true))), &councillor()), one("people.0.name", FieldReason::Missing));
    assert_eq!(refused(&form(row("Ada", None)), &councillor()), one("people.0.consent", FieldReason::ConsentMissing));
    let phone = PersonForm { phone: "call me".to_owned(), ..row("Ada", Some(true)) };
    assert_eq!(refused(&form(phone), &councillor()), one("people.0.phone", FieldReason::NotAPhone));
}

#[test]
fn a_council_says_how_many_residents_there_may_be() {
    let max = usize::from(council().people_max);
    let row = PersonForm { name: "Ada".to_owned(), consent: Some(true), ..PersonForm::default() };
    let form = |count| RaiseForm { people: vec![row.clone(); count], ..said("Noise") };
    assert_eq!(accepted(&form(max), &councillor()).people.len(), max);
    assert_eq!(refused(&form(max + 1), &councillor()), one("people", FieldReason::TooMany { max }));
}

#[test]
fn email_addresses_are_told_from_other_text() {
    let row = |email: &str| PersonForm {
        name: "Ada".to_owned(),
        email: email.to_owned(),
        consent: Some(true),
        ..PersonForm::default()
    };
    let form = |email: &str| RaiseForm { people: vec![row(email)], ..said("Noise") };
    for right in ["a@b.co", "ada.o'neill+bins@mail.example.org", "ада@пример.рф"] {
        assert_eq!(accepted(&form(right), &councillor()).people[0].email.as_deref(), Some(right));
    }
    for wrong in ["ada", "ada@", "@example.org", "ada@example", "a da@example.org", "a@b@c.org", "ada@example..org"] {
        assert_eq!(refused(&form(wrong), &councillor()), one("people.0.email", FieldReason::NotAnEmail), "{wrong}");
    }
}

#[test]
fn a_case_is_raised_by_those_who_may_and_for_those_it_is_theirs() {
    let somebody = PersonId::from_uuid(Uuid::from_u128(77));
    let for_somebody = RaiseForm { on_behalf_of: Some(somebody.to_string()), ..said("Bins") };
    let field = "on_behalf_of";
    assert_eq!(accepted(&for_somebody, &assistant()).on_behalf_of, Some(somebody));
    assert_eq!(refused(&said("Bins"), &assistant()), one(field, FieldReason::ChooseWho));
    assert_eq!(refused(&for_somebody, &councillor()), one(field, FieldReason::NotForOthers));
    assert_eq!(refused(&said("Bins"), &officer(STREETS)), one(field, FieldReason::MayNotRaise));
    let both = person(5, &[Role::Councillor, Role::Assistant], &[]);
    assert_eq!(accepted(&said("Bins"), &both).on_behalf_of, None);
    let for_myself = RaiseForm { on_behalf_of: Some(councillor().person.to_string()), ..said("Bins") };
    assert_eq!(accepted(&for_myself, &councillor()).on_behalf_of, None);
}

#[test]
fn a_category_and_a_service_go_together() {
    let mut manifest = council();
    manifest.categories[0].services[1].retired = true;
    let category = &manifest.categories[0];
    let form = |category: Option<&str>, service: Option<&str>| RaiseForm {
        category: category.map(str::to_owned),
        service: service.map(str::to_owned),
        ..said("Something")
    };
    let check = |form: &RaiseForm| validate(form, &manifest, &councillor());
    let reason = |form: &RaiseForm| check(form).unwrap_err().remove(0);
    let (key, service) = (category.key.as_str(), category.services[0].key.as_str());
    assert_eq!(check(&form(Some(key), Some(service))).unwrap().service, service);
    assert_eq!(check(&form(Some(key), None)).unwrap().service, OTHER);
    assert_eq!(reason(&form(None, Some(service))).reason, FieldReason::NeedsCategory);
    assert_eq!(reason(&form(Some(OTHER), Some(service))).reason, FieldReason::NotAChoice);
    let retired = category.services[1].key.as_str();
    assert_eq!(reason(&form(Some(key), Some(retired))).reason, FieldReason::Retired);
}

#[test]
fn tags_are_tidied() {
    let tags = ["Bins", " bins ", "", "Wet Leaves"].map(str::to_owned).to_vec();
    assert_eq!(accepted(&RaiseForm { tags, ..said("Bins") }, &councillor()).tags, ["bins", "wet leaves"]);
    let many: Vec<String> = (0..=limits::TAGS).map(|n| format!("tag {n}")).collect();
    let form = RaiseForm { tags: many, ..said("Bins") };
    assert_eq!(refused(&form, &councillor()), one("tags", FieldReason::TooMany { max: limits::TAGS }));
}

#[test]
fn limits_count_letters_and_a_line_end_once() {
    let long = RaiseForm { details: "é\r\n".repeat(limits::DETAILS / 2), ..said(&"é".repeat(limits::SUMMARY)) };
    assert!(accepted(&long, &councillor()).details.starts_with("é\né\n"));
    let reason = FieldReason::TooLong { max: limits::SUMMARY };
    assert_eq!(refused(&said(&"é".repeat(limits::SUMMARY + 1)), &councillor()), one("summary", reason));
}

#[test]
fn every_kind_and_channel_is_known_by_its_word() {
    for kind in CaseKind::ALL {
        let form = RaiseForm { kind: some(kind.as_str()), ..said("Bins") };
        assert_eq!(accepted(&form, &councillor()).kind, *kind);
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for channel in Channel::ALL {
        let form = RaiseForm { channel: some(channel.as_str()), ..said("Bins") };
        assert_eq!(accepted(&form, &councillor()).channel, Some(*channel));
    }
    assert_eq!(Channel::ALL.len(), 10, "R7");
}
