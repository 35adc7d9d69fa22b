use files::DisplayName;
use files::name::MAX_CHARS;
use proptest::prelude::*;

use crate::support::name;

#[test]
fn a_name_is_only_its_last_part() {
    for sent in ["../../etc/photo.jpg", r"C:\Users\me\photo.jpg", "/photo.jpg", r"..\photo.jpg", "a/b\\photo.jpg"] {
        assert_eq!(name(sent).as_str(), "photo.jpg", "{sent}");
    }
}

#[test]
fn what_hides_the_end_of_a_name_is_removed() {
    assert_eq!(name("invoice\u{202E}fdp.exe").as_str(), "invoicefdp.exe");
    assert_eq!(name("a\u{2066}b\u{200B}c\u{FEFF}.txt").as_str(), "abc.txt");
    assert_eq!(name("two\r\nlines\t\0.txt").as_str(), "two lines.txt");
    assert_eq!(name("a\u{7}\u{1b}[31m.txt").as_str(), "a[31m.txt");
}

#[test]
fn a_name_that_windows_cannot_save_is_changed() {
    for (sent, kept) in [
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Aux.tar.gz", "_Aux.tar.gz"),
        ("COM1.pdf", "_COM1.pdf"),
        ("lpt².pdf", "_lpt².pdf"),
        ("COM10.pdf", "COM10.pdf"),
        ("console.txt", "console.txt"),
        ("what?.txt", "what_.txt"),
        ("a:b|c<d>\"*.txt", "a_b_c_d___.txt"),
        ("photo.jpg. . ", "photo.jpg"),
    ] {
        assert_eq!(name(sent).as_str(), kept, "{sent}");
    }
}

#[test]
fn a_file_without_a_name_gets_one() {
    for sent in ["", " ", "...", "/", "\u{202E}", "\0"] {
        assert_eq!(name(sent).as_str(), "file", "{sent:?}");
    }
    assert_eq!(name(".jpg").as_str(), "file.jpg");
    assert_eq!(name("../.htaccess").as_str(), "file.htaccess");
}

#[test]
fn a_long_name_keeps_its_extension() {
    let kept = name(&format!("{}.jpeg", "ŵ".repeat(500)));
    assert_eq!(kept.as_str().chars().count(), MAX_CHARS);
    assert_eq!(kept.extension().as_deref(), Some("jpeg"));
}

#[test]
fn welsh_and_other_scripts_stay() {
    for sent in ["llun tŷ.jpg", "ملف.pdf", "👩‍🔧 pothole.png", "नमस्ते.txt"] {
        assert_eq!(name(sent).as_str(), sent);
    }
}

proptest! {
    #[test]
    fn every_text_becomes_a_name_that_is_safe(sent in any::<String>()) {
        check(&sent)?;
    }

    /// Mostly what is dangerous, so that it comes together.
    #[test]
    fn every_trick_becomes_a_name_that_is_safe(sent in r#"[a-c./\\: \x00-\x1f"<>|?*\u{202A}-\u{202E}\u{2066}-\u{2069}CONcon1\u{200B}ŵ.]{0,300}"#) {
        check(&sent)?;
    }
}

fn check(sent: &str) -> Result<(), TestCaseError> {
    let kept = DisplayName::clean(sent);
    let text = kept.as_str();
    prop_assert!((1..=MAX_CHARS).contains(&text.chars().count()), "{text:?}");
    prop_assert!(!text.contains(['/', '\\', ':', '"', '<', '>', '|', '?', '*']), "{text:?}");
    prop_assert!(!text.chars().any(char::is_control), "{text:?}");
    let turns = text.chars().any(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'));
    prop_assert!(!turns, "{text:?}");
    prop_assert!(!text.starts_with(['.', ' ']) && !text.ends_with(['.', ' ']), "{text:?}");
    let base = text.split('.').next().unwrap_or_default().to_lowercase();
    prop_assert!(!["con", "prn", "aux", "nul", "com1", "lpt1"].contains(&base.trim_end()), "{text:?}");
    let again = DisplayName::clean(text);
    prop_assert_eq!(again.as_str(), text, "cleaning twice changes nothing");
    Ok(())
}
