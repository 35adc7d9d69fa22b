//! Texts of other systems, made fit for the contract, which refuses an item whose text is too long or has control characters.

/// A text as one line: spaces and line ends become single spaces, control characters go, and what is longer than `most`
/// characters is cut. None if nothing is left.
pub fn line(text: &str, most: usize) -> Option<String> {
    let printable = |letter: char| if letter.is_control() { ' ' } else { letter };
    let text: String = text.chars().map(printable).collect();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect();
    (!text.is_empty()).then(|| text.trim_end().to_owned())
}

/// A name that another system writes in capitals, as people write it: `STOKE-ON-TRENT` becomes `Stoke-on-Trent`, and `A52` stays. One
/// that has a small letter is as somebody wrote it, and stays, too.
pub fn name_in_capitals(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut written = String::with_capacity(name.len());
    for word in name.split_inclusive([' ', '-', '(', '/']) {
        let plain = word.trim_end_matches([' ', '-', '(', ')', '/', ',']);
        if plain.chars().any(char::is_numeric) {
            written.push_str(word);
        } else if !written.is_empty() && ["AND", "OF", "ON", "THE", "IN", "BY", "UPON"].contains(&plain) {
            written.push_str(&word.to_lowercase());
        } else {
            // O'Brien, and St Mary's.
            let after = usize::from(word.chars().nth(1).is_some_and(|second| ['\'', '’'].contains(&second))) * 2;
            for (at, letter) in word.chars().enumerate() {
                if at == 0 || at == after { written.push(letter) } else { written.extend(letter.to_lowercase()) }
            }
        }
    }
    written
}

/// A text with its HTML entities replaced by what they stand for; what is no known entity stays.
pub fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest[1..].split_once(';').and_then(|(name, _)| Some((name, entity(name)?)));
        match entity {
            Some((name, letter)) => {
                plain.push(letter);
                rest = &rest[name.len() + 2..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The letter for which an entity stands, of those that editors of web pages write into titles.
fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "pound" => '£',
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse().ok())?)?
        }
    })
}

/// A key as it is, if it may be one: not empty, no control characters, at most `most` characters.
pub fn key(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

/// An address that people may follow, made absolute by the address of the page on which it stands. None if it is not of the
/// web, or longer than the contract has it.
pub fn link(page: &str, text: &str) -> Option<String> {
    let text = text.trim().replace(' ', "%20");
    let is_web = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    let whole = if is_web(&text) {
        text
    } else if let Some(rest) = text.strip_prefix("//") {
        format!("{}//{rest}", page.split_once("//")?.0)
    } else if text.starts_with('/') {
        let (scheme, rest) = page.split_once("//")?;
        format!("{scheme}//{}{text}", rest.split('/').next()?)
    } else {
        return None;
    };
    let fits = is_web(&whole) && whole.len() <= 2_000;
    (fits && !whole.chars().any(|letter| letter.is_control() || letter.is_whitespace())).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_short_and_plain() {
        assert_eq!(line(" Town\r\n\u{0} Hall ", 100).as_deref(), Some("Town Hall"));
        assert_eq!(line("Zoë’s hall", 4).as_deref(), Some("Zoë’"));
        assert_eq!(line(" \n ", 100), None);
        assert_eq!((key(" a b ", 3).as_deref(), key("a b c", 3), key("a\tb", 9)), (Some("a b"), None, None));
    }

    #[test]
    fn a_name_in_capitals_is_written_as_people_write_it() {
        for (sent, written) in [
            ("HIGH STREET", "High Street"),
            ("ST MARY'S WAY", "St Mary's Way"),
            ("STOKE-ON-TRENT", "Stoke-on-Trent"),
            ("THE HEIGHTS OF ABRAHAM", "The Heights of Abraham"),
            ("A52 (ASHBOURNE ROAD)", "A52 (Ashbourne Road)"),
            ("O'BRIEN WAY", "O'Brien Way"),
            ("Mcdonald Road", "Mcdonald Road"),
            ("STRYD YR EGLWYS", "Stryd Yr Eglwys"),
            ("", ""),
        ] {
            assert_eq!(name_in_capitals(sent), written);
        }
    }

    #[test]
    fn entities_become_letters_once() {
        assert_eq!(unescaped("A &amp; B &#8217;&#x41; &amp;amp; R&D; & &bogus;"), "A & B ’A &amp; R&D; & &bogus;");
    }

    #[test]
    fn links_are_absolute_and_of_the_web() {
        let page = "https://example.org/council/page";
        assert_eq!(link(page, "/a b?c=1").as_deref(), Some("https://example.org/a%20b?c=1"));
        assert_eq!(link(page, "//files.example.org/x").as_deref(), Some("https://files.example.org/x"));
        assert_eq!(link(page, "http://example.com/").as_deref(), Some("http://example.com/"));
        for bad in ["javascript:alert(1)", "", "file", "mailto:jo@example.org", "https://a\u{7}b/"] {
            assert_eq!(link(page, bad), None, "{bad}");
        }
    }
}
