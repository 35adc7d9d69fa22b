//! The envelope's window: the address shows in it, nothing else does, and the letter begins below it.

use letters::{Letter, PressError, Window};

use crate::reading::{Paper, Word};
use crate::samples;

/// Where the part of the first page ends that the fold and the window need.
const BODY: f64 = 95.0;

fn to(recipient: &[&str]) -> Letter {
    Letter { recipient: samples::strings(recipient), ..samples::english() }
}

fn within(word: &Word) -> bool {
    let window = Window::DL;
    word.left >= window.left && word.right <= window.right && word.top >= window.top && word.bottom <= window.bottom
}

fn touches(word: &Word) -> bool {
    let window = Window::DL;
    word.left < window.right && word.right > window.left && word.top < window.bottom && word.bottom > window.top
}

/// Checks a letter to this address; what shows in the window is the address, word for word.
fn check(recipient: &[&str]) -> Paper {
    let paper = Paper::of(&to(recipient));
    let shown: Vec<&Word> = paper.on(1).filter(|word| touches(word)).collect();
    for word in &shown {
        assert!(within(word), "{word:?} is cut off by the window");
    }
    let shown: String = shown.iter().map(|word| word.text.as_str()).collect();
    let expected: String = recipient.concat().split_whitespace().collect();
    assert_eq!(shown, expected, "the window shows the address and nothing else");
    for said in ["Dear", "Pothole", "Thank", "Yours"] {
        let word = paper.words.iter().find(|word| word.text == said).unwrap();
        assert!(word.top > BODY, "{word:?} is too high");
    }
    paper
}

#[test]
fn an_address_of_one_line_shows_in_the_window() {
    check(&["Occupier"]);
}

#[test]
fn an_address_of_five_lines_shows_in_the_window_in_the_usual_size() {
    let paper = check(&["Ms A Qwerty", "1 Mill Lane", "Nether Hopton", "Ambervale", "AV7 1QQ"]);
    let line = paper.find("Qwerty");
    assert!(line.bottom - line.top > 4.0, "{line:?} is smaller than 11 points");
}

#[test]
fn an_address_of_nine_lines_shows_in_the_window() {
    let lines: Vec<String> = (1..=9).map(|n| format!("Line{n} ŴÂgjpq")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let paper = check(&lines);
    let tops: Vec<f64> = (1..=9).map(|n| paper.find(&format!("Line{n}")).top).collect();
    assert!(tops.windows(2).all(|pair| pair[1] - pair[0] > 2.6), "each line has room: {tops:?}");
}

#[test]
fn long_lines_are_broken_inside_the_window() {
    check(&[
        "The Honorary Secretary of the Residents' Association of Upper and Lower Middleton on the Hill",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Community Centre & Village Hall",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "AV7 1QQ",
    ]);
}

#[test]
fn letters_of_another_font_do_not_push_an_address_out_of_the_window() {
    let lines: Vec<String> = (1..=9).map(|n| format!("Line{n} Ж☎")).collect();
    check(&lines.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn what_does_not_fit_is_refused_with_the_limit() {
    let press = samples::press();
    let refused = press.letter(&to(&["A line"; 10])).unwrap_err();
    assert!(matches!(refused, PressError::TooManyLines { lines: 10, limit: 9, .. }), "{refused:?}");
    assert_eq!(refused.to_string(), "the recipient's address has 10 lines; 9 is the most");
    let wide = "The Honorary Secretary of the Association of Residents and Friends ".repeat(2);
    let refused = press.letter(&to(&[wide.as_str(); 9])).unwrap_err();
    assert!(matches!(refused, PressError::AddressTooLarge { limit: 9, .. }), "{refused:?}");
}

#[test]
fn a_long_letterhead_pushes_the_letter_down_and_stays_out_of_the_window() {
    let mut letter = to(&["Occupier"]);
    letter.sender.council =
        "Metropolitan Borough Council of Upper and Lower Middleton on the Hill with Hopton".to_owned();
    letter.sender.address = vec!["A house with a name that takes more than one line of its column".to_owned(); 8];
    letter.sender.email = "a.very.long.name.of.a.person@an-even-longer-name-of-a-council.example".to_owned();
    let paper = Paper::of(&letter);
    let shown: Vec<&Word> = paper.on(1).filter(|word| touches(word)).collect();
    assert_eq!(shown.len(), 1, "{shown:?}");
    let column = paper.on(1).filter(|word| word.left > 132.0 && word.top < 100.0).map(|word| word.bottom);
    let ends = column.fold(0.0, f64::max);
    assert!(paper.find("Dear").top > ends.max(BODY), "the letter begins below {ends}");
    assert!(paper.words.iter().all(|word| word.right < 186.0), "nothing runs out of the margin");
}
