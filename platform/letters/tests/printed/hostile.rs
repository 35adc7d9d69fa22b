//! Texts that would break a letter if they were anything but data.

use letters::{Block, Letter, PressError, Warning};

use crate::reading::Paper;
use crate::samples;

fn saying(text: &str) -> Letter {
    Letter { paragraphs: vec![Block::Paragraph(text.to_owned())], ..samples::english() }
}

#[test]
fn nothing_in_a_text_is_a_command() {
    for text in [
        "#panic(\"no\")",
        "#{ while true {} }",
        "#read(\"/etc/passwd\")",
        "#import \"@preview/x:0.1.0\": *",
        "#sys.inputs #data.sheets",
        "*not bold* _not slanted_ `not code` $not maths$",
        "= not a heading",
        "- not an item",
        "<script>alert(1)</script>",
        "@nobody <nowhere>",
        "\\#\\\\ \\u{41} \" ' \"\"\" ]]) }}",
        "https://example.com/a//b /* c */ // d",
        "~ -- --- ...",
    ] {
        let mut letter = saying(text);
        letter.paragraphs.push(Block::List(samples::strings(&[text])));
        letter.paragraphs.push(Block::Heading(text.to_owned()));
        letter.signatory = samples::strings(&[text]);
        for field in [&mut letter.subject, &mut letter.salutation, &mut letter.closing, &mut letter.title] {
            text.clone_into(field);
        }
        let paper = Paper::of(&letter);
        assert_eq!(paper.text().matches(text).count(), 7, "{text:?} in {}", paper.text());
        assert!(paper.printed.warnings.is_empty());
    }
}

#[test]
fn every_character_can_be_printed_or_is_reported() {
    let all: Vec<char> =
        ('\u{0}'..='\u{ffff}').chain('\u{1f300}'..='\u{1f700}').filter(|each| !each.is_control()).collect();
    let said = all.chunks(4000).map(|chunk| {
        // A space after each, so that accents stand alone, and one alphabet does not become a word of a page.
        Block::Paragraph(chunk.iter().flat_map(|&each| [each, ' ']).collect())
    });
    let paper = Paper::of(&Letter { paragraphs: said.collect(), ..samples::english() });
    assert!(paper.printed.warnings.len() > 10_000, "{}", paper.printed.warnings.len());
}

#[test]
fn an_emoji_becomes_a_question_mark_and_a_warning() {
    let paper = Paper::of(&saying("Thank you 🙏 very much"));
    assert!(paper.text().contains("Thank you ? very much"));
    assert_eq!(paper.printed.warnings, [Warning::Replaced { character: "🙏".to_owned() }]);
}

#[test]
fn other_scripts_are_printed_where_a_font_has_them() {
    let paper = Paper::of(&saying("Ελλάδα и Україна, שלום, مرحبا, w\u{302} and q\u{302}\u{323}"));
    let text = paper.text();
    assert!(text.contains("Ελλάδα и Україна"), "{text}");
    assert!(text.contains("ŵ and"), "{text}");
    assert!(paper.on(1).all(|word| word.right < 186.0));
}

#[test]
fn an_endless_letter_is_refused_whether_its_paragraphs_are_long_or_many() {
    let refused = |text: &str, times| {
        let paragraphs = vec![Block::Paragraph(text.to_owned()); times];
        samples::press().letter(&Letter { paragraphs, ..samples::english() }).unwrap_err()
    };
    for (text, times) in [("x".repeat(20_000), 11), ("x".to_owned(), 5_000), ("x\n".repeat(1_000), 5)] {
        assert!(matches!(refused(&text, times), PressError::DocumentTooLong { .. }), "{times}");
    }
    assert!(matches!(refused(&"x".repeat(20_001), 1), PressError::TooLong { length: 20_001, limit: 20_000, .. }));
}

#[test]
fn very_long_words_stay_on_the_page() {
    for word in ["x".repeat(3000), "https://example.com/".repeat(60), "م".repeat(500), "W\u{302}".repeat(400)] {
        let mut letter = saying(&word);
        letter.paragraphs.push(Block::List(vec![word.clone()]));
        letter.subject = word.chars().take(200).collect();
        letter.reference.value = word.chars().take(200).collect();
        let paper = Paper::of(&letter);
        for each in &paper.words {
            assert!(each.right < 186.0 && each.bottom < 275.0, "{each:?}");
        }
    }
}
