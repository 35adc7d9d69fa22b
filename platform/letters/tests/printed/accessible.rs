//! PDF/UA-1: tags, language, title, headings. poppler reads the tree of tags as a screen reader would.

use letters::{Colour, Letter, PressError};

use crate::reading::Paper;
use crate::samples;

#[test]
fn a_letter_says_that_it_is_accessible() {
    let paper = Paper::of(&samples::english());
    let metadata = paper.metadata();
    assert!(metadata.contains("pdfuaid:part"), "{metadata}");
    assert!(paper.has("/StructTreeRoot") && paper.has("/Lang") && paper.has("/DisplayDocTitle true"));
    let info = paper.info();
    assert!(info.contains("Letter to Ms A Jones about case AV-26-0142"), "{info}");
    assert!(info.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{info}");
    assert!(!info.contains("CreationDate"), "a letter is dated by its text only");
}

#[test]
fn the_language_is_the_letter_s() {
    assert!(Paper::of(&samples::english()).has("/Lang(en-GB)"));
    let welsh = Paper::of(&samples::welsh());
    assert!(welsh.has("/Lang(cy)") && !welsh.has("/Lang(en"));
}

#[test]
fn headings_lists_and_paragraphs_are_tagged_in_the_order_of_reading() {
    let structure = Paper::of(&samples::english()).structure();
    let mut rest = structure.as_str();
    assert!(!structure.contains("Span"), "every text belongs to a paragraph or a heading:\n{structure}");
    for expected in [
        "P (block)",
        "Ambervale Council",
        "P (block)",
        "Member Services",
        "P (block)",
        "Ms A Jones",
        "17 November 2026",
        "Our reference",
        "Dear Ms Jones",
        "H1",
        "Pothole in High Street",
        "Thank you",
        "H2",
        "What happens next",
        "LI",
        "The hole is made safe",
        "LI",
        "Yours sincerely",
    ] {
        let Some(at) = rest.find(expected) else { panic!("{expected:?} is not where it should be in:\n{structure}") };
        rest = &rest[at + expected.len()..];
    }
}

#[test]
fn what_stands_over_later_pages_is_not_read_out() {
    let paper = Paper::of(&samples::long(samples::english()));
    assert!(paper.page_text(2).contains("2 of 3"));
    assert!(!paper.structure().contains("2 of 3"));
}

#[test]
fn a_document_without_what_makes_it_accessible_is_refused() {
    let without = |change: fn(&mut Letter)| {
        let mut letter = samples::english();
        change(&mut letter);
        samples::press().letter(&letter).unwrap_err()
    };
    let missing = |field| PressError::Missing { field };
    assert_eq!(without(|letter| letter.title.clear()), missing("the title"));
    assert_eq!(without(|letter| letter.subject = " \u{200b}".to_owned()), missing("the subject"));
    assert_eq!(without(|letter| letter.paragraphs.clear()), missing("what the letter says"));
    assert_eq!(without(|letter| letter.sender.council.clear()), missing("the council's name"));
    assert!(matches!(without(|letter| letter.subject = "x".repeat(201)), PressError::TooLong { limit: 200, .. }));
}

#[test]
fn a_letter_may_leave_out_whatever_is_not_needed() {
    let mut letter = samples::english();
    let sender = &mut letter.sender;
    for text in [&mut sender.phone, &mut sender.email, &mut sender.web] {
        text.clear();
    }
    sender.address.clear();
    sender.reply_to = None;
    sender.colour = "#ffffff".parse::<Colour>().unwrap();
    for text in [&mut letter.date, &mut letter.salutation, &mut letter.closing, &mut letter.reference.value] {
        text.clear();
    }
    letter.signatory.clear();
    let paper = Paper::of(&samples::long(letter));
    assert_eq!(paper.line_at_top(2), "Ambervale Council 2 of 3");
}
