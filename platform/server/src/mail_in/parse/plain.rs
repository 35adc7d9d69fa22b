//! HTML as plain text: what it shows, without anything that it does.

use mail_parser::decoders::html::html_to_text;

/// Elements whose content nobody reads.
const UNSEEN: [&str; 5] = ["script", "style", "title", "head", "template"];
/// Elements that begin a line.
const LINES: [&str; 22] = [
    "address",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "ol",
    "p",
    "pre",
    "table",
    "tr",
    "ul",
];

/// Leaves nothing of the tags but the line breaks that they mean, and lets the library read entities and spaces.
pub(super) fn from_html(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut kept = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        kept.push_str(&html[at..open]);
        at = match tag(&lower, open) {
            Tag::None => {
                kept.push_str("&lt;");
                open + 1
            }
            Tag::Comment(end) => end,
            Tag::Element { name, closes, end } => {
                match name {
                    _ if !closes && UNSEEN.contains(&name) => {
                        let close = lower[end..].find(&format!("</{name}")).map(|found| end + found);
                        at = close.unwrap_or(html.len());
                        continue;
                    }
                    "li" if !closes => kept.push_str("<br>- "),
                    "td" | "th" if closes => kept.push(' '),
                    _ if LINES.contains(&name) => kept.push_str("<br>"),
                    _ => {}
                }
                end
            }
        };
    }
    kept.push_str(&html[at..]);
    html_to_text(&kept)
}

enum Tag<'a> {
    /// Only a character.
    None,
    Comment(usize),
    Element {
        name: &'a str,
        closes: bool,
        end: usize,
    },
}

/// The tag that begins at `open`; `end` is behind it. One that never ends takes the rest along.
fn tag(html: &str, open: usize) -> Tag<'_> {
    let inside = &html[open + 1..];
    if inside.starts_with("!--") {
        return Tag::Comment(inside.find("-->").map_or(html.len(), |end| open + 1 + end + 3));
    }
    if inside.starts_with(['!', '?']) {
        return Tag::Comment(inside.find('>').map_or(html.len(), |end| open + 1 + end + 1));
    }
    let closes = inside.starts_with('/');
    let named = inside.strip_prefix('/').unwrap_or(inside);
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Tag::None;
    }
    let name = named.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let mut quote = None;
    for (index, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Tag::Element { name, closes, end: open + 1 + index + 1 },
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    Tag::Element { name, closes, end: html.len() }
}
