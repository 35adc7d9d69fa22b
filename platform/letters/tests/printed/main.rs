//! Letters and records, read back from their PDF with poppler (`pdftotext`, `pdfinfo`), which is none of the software that
//! made them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod accessible;
mod batches;
mod hostile;
mod reading;
mod records;
mod samples;
mod window;

use reading::Paper;

#[test]
fn a_letter_says_what_it_was_given() {
    let letter = samples::english();
    let paper = Paper::of(&letter);
    let text = paper.text();
    for said in [
        "Ambervale Council",
        "Ms A Jones",
        "17 November 2026",
        "Our reference: AV-26-0142",
        "Dear Ms Jones",
        "Pothole in High Street",
        "What happens next",
        "Yours sincerely",
        "Phone: 01234 567890",
        "Please reply to:",
    ] {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    assert_eq!(paper.printed.pages, 1);
    assert!(paper.printed.warnings.is_empty(), "{:?}", paper.printed.warnings);
    assert!((paper.width() - 210.0).abs() < 0.1 && (paper.height() - 297.0).abs() < 0.1, "it is A4");
}

#[test]
fn welsh_letters_come_back_as_they_were() {
    let paper = Paper::of(&samples::welsh());
    let text = paper.text();
    for word in
        ["Ŵyr", "Ŷd", "dŵr", "tŷ", "gân", "lân", "gêm", "môr", "tî", "sû", "copïo", "ffordd", "E-bost:", "Ffôn:"]
    {
        assert!(text.contains(word), "{word:?} is not in {text}");
    }
    assert!(paper.printed.warnings.is_empty(), "{:?}", paper.printed.warnings);
}

#[test]
fn the_second_page_says_which_letter_it_is_of() {
    let paper = Paper::of(&samples::long(samples::english()));
    assert_eq!(paper.printed.pages, 3);
    let top = paper.line_at_top(2);
    assert_eq!(top, "Our reference: AV-26-0142 2 of 3");
    assert!(!paper.page_text(1).contains("1 of 3"), "the first page has the council's name instead");
    assert!(!paper.page_text(2).contains("Dear Ms Jones"));
    assert!(paper.page_text(3).contains("Yours sincerely"));

    let welsh = Paper::of(&samples::long(samples::welsh()));
    assert_eq!(welsh.line_at_top(2), "Ein cyfeirnod: AV-26-0142 2 o 3");
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let letter = samples::long(samples::english());
    let press = samples::press();
    let first = press.letter(&letter).unwrap().pdf;
    press.letter(&samples::welsh()).unwrap();
    assert_eq!(press.letter(&letter).unwrap().pdf, first);
    assert_eq!(letters::Press::new().unwrap().letter(&letter).unwrap().pdf, first, "also from another press");

    let mut other = letter;
    other.subject.push('!');
    assert_ne!(press.letter(&other).unwrap().pdf, first);
}

#[test]
fn one_press_serves_many_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let press = samples::press();
    shared(press);
    let letter = samples::english();
    let expected = press.letter(&letter).unwrap().pdf;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| press.letter(&letter).unwrap().pdf)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}
