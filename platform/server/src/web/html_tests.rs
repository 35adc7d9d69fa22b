//! Help for tests: HTML as a list of tokens that two renderings can be compared by. Order of attributes, white space
//! and the way characters are escaped do not count; everything else does.

/// Tags as `<name a="1" b="2">` with sorted attributes, and texts with single spaces.
pub fn tokens(html: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        push_text(&mut tokens, &rest[..start]);
        let end = tag_end(&rest[start..]) + start;
        tokens.push(tag(&rest[start + 1..end]));
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    push_text(&mut tokens, rest);
    tokens
}

fn push_text(tokens: &mut Vec<String>, text: &str) {
    let words = unescape(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() {
        tokens.push(words);
    }
}

/// Position of the `>` that ends the tag, which may also stand inside a quoted value.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (position, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => return position,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn tag(inside: &str) -> String {
    let inside = inside.trim().trim_end_matches('/').trim_end();
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let attribute = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push(format!("{attribute}=\"\""));
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        let value = unescape(value).split_whitespace().collect::<Vec<_>>().join(" ");
        attributes.push(format!("{attribute}=\"{value}\""));
        rest = after;
    }
    attributes.sort();
    std::iter::once(format!("<{name}")).chain(attributes).collect::<Vec<_>>().join(" ") + ">"
}

fn unescape(text: &str) -> String {
    // The ampersand last, or `&amp;lt;` would be unescaped twice.
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&#96;", "`"),
        ("&#92;", "\\"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[test]
fn only_what_a_browser_would_see_counts() {
    let one = tokens("<a  href='x' class=\"b  c\">\n  Caf&eacute; &#39;n&#39; &amp; more </a><br/>");
    let two = tokens("<a class=\"b c\" href=\"x\">Caf&eacute; 'n' & more</a><br>");
    assert_eq!(one, two);
    assert_ne!(one, tokens("<a class=\"b\" href=\"x\">Caf&eacute; 'n' & more</a><br>"));
}
