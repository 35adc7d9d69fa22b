//! Many letters in one document.

use letters::{MAX_BATCH, PressError};

use crate::reading::Paper;
use crate::samples;

#[test]
fn every_letter_of_a_batch_begins_on_a_front_and_counts_its_own_pages() {
    let letters = [samples::english(), samples::long(samples::welsh()), samples::long(samples::english())];
    let paper = Paper::read(samples::press().batch(&letters).unwrap());
    assert_eq!(paper.printed.pages, 1 + 1 + 3 + 1 + 3);
    assert!(paper.page_text(1).contains("Dear Ms Jones"));
    assert_eq!(paper.page_text(2), "", "the back of the first letter is empty");
    assert!(paper.page_text(3).contains("Annwyl Ms Ŵyr"));
    assert_eq!(paper.line_at_top(4), "Ein cyfeirnod: AV-26-0142 2 o 3");
    assert_eq!(paper.line_at_top(5), "Ein cyfeirnod: AV-26-0142 3 o 3");
    assert_eq!(paper.page_text(6), "");
    assert!(paper.page_text(7).contains("Dear Ms Jones"));
    assert_eq!(paper.line_at_top(9), "Our reference: AV-26-0142 3 of 3");
    assert!(paper.has("/Lang(en-GB)") && paper.has("/Lang(cy)"), "each letter is read out in its own language");
    assert!((paper.width() - 210.0).abs() < 0.1, "the last page is A4");
}

#[test]
fn a_letter_is_the_same_alone_and_in_a_batch() {
    let alone = Paper::of(&samples::welsh());
    let batch = Paper::read(samples::press().batch(&[samples::english(), samples::welsh()]).unwrap());
    assert_eq!(batch.page_text(3), alone.page_text(1));
}

#[test]
fn an_empty_or_endless_batch_is_refused() {
    let press = samples::press();
    assert_eq!(press.batch(&[]).unwrap_err(), PressError::Missing { field: "a letter" });
    let many = vec![samples::english(); MAX_BATCH + 1];
    assert_eq!(press.batch(&many).unwrap_err(), PressError::BatchTooLarge { letters: MAX_BATCH + 1, limit: MAX_BATCH });
}
