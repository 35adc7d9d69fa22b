//! Subjects, quoted words, and who wrote what was forwarded. Where it is not clear, everything is kept.

use casework::cases::limits;
use casework::text::cleaned;

use super::Named;

/// A header's text in one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    cleaned(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as it may be stored, without spaces at the ends of lines, and with one empty line where there were many.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut empty = 0;
    for line in cleaned(text).lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.trim_matches(['\n', ' ']).to_owned()
}

/// A subject without what mail programs put before it, in the languages they do it in.
#[must_use]
pub fn bare_subject(subject: &str) -> &str {
    const BEFORE: [&str; 9] = ["re:", "fwd:", "fw:", "aw:", "wg:", "sv:", "tr:", "ateb:", "ymlaen:"];
    let mut rest = subject.trim();
    while let Some(before) = BEFORE.iter().find(|before| begins(rest, before)) {
        rest = rest[before.len()..].trim_start();
    }
    rest
}

/// What the problem is, in one line: the subject, else the first words.
#[must_use]
pub fn summary(subject: &str, text: &str) -> String {
    let bare = bare_subject(subject);
    let first = || text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line = if bare.is_empty() { first() } else { bare };
    line.chars().take(limits::SUMMARY).collect::<String>().trim().to_owned()
}

/// Of an answer to a mail of ours, what was written above it. `ours` is the link that each of our mails holds: only a quotation at
/// the very end with that link in it is left out, because everything in it was written by us. After that, a signature below the line
/// that marks one (`-- `) goes too. Where nothing would remain, everything does.
#[must_use]
pub fn answer<'a>(text: &'a str, ours: &str) -> &'a str {
    let above = quotation(text).filter(|at| text[*at..].contains(ours)).map_or(text, |at| &text[..at]);
    let above = signature(above).map_or(above, |at| &above[..at]).trim_end();
    if above.is_empty() { text } else { above }
}

/// The most lines of a signature.
const SIGNATURE: usize = 10;

/// Where a signature begins. `tidy` took the space from the end of its line.
fn signature(text: &str) -> Option<usize> {
    let at = text.rfind("\n--\n")?;
    (text[at + 4..].lines().count() <= SIGNATURE).then_some(at)
}

/// Where the quotation begins that goes on to the end of the text: what Outlook puts under a line, or lines with `>`.
fn quotation(text: &str) -> Option<usize> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim()));
        at += line.len();
    }
    let ruled = |line: &str| (line.len() >= 5 && line.chars().all(|c| c == '_' || c == '-')) || is_original(line);
    let outlook = lines.windows(2).find(|pair| ruled(pair[0].1) && header(pair[1].1, &FROM).is_some());
    if let Some(pair) = outlook {
        return Some(pair[0].0);
    }
    let last = lines.iter().rposition(|(_, line)| !line.is_empty() && !line.starts_with('>'))?;
    let quoted = lines[last + 1..].iter().find(|(_, line)| line.starts_with('>'))?;
    // "On Tuesday, 17 November 2026, Casework wrote:", which mail programs break into two lines.
    let dated = |line: &str| line.contains(|c: char| c.is_ascii_digit());
    let (begins, introduction) = lines[last];
    let before = last.checked_sub(1).map(|before| lines[before]);
    Some(match before {
        _ if !introduction.ends_with(':') => quoted.0,
        Some((begins, line)) if !dated(introduction) && dated(line) => begins,
        _ => begins,
    })
}

/// How mail programs introduce the sender of a forwarded mail.
const FROM: [&str; 5] = ["from:", "*from:*", "oddi wrth:", "von:", "de :"];

/// Who wrote the mail that is forwarded in a text: only below a line that says that it is, and only as a suggestion.
#[must_use]
pub fn forwarded_from(text: &str) -> Option<Named> {
    /// So many lines below, its headers have begun.
    const BELOW: usize = 6;
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_start_matches(['>', ' '])).collect();
    let at = lines.iter().position(|line| is_forwarded(line) || is_original(line))?;
    let found = lines.iter().skip(at + 1).take(BELOW).find_map(|line| header(line, &FROM))?;
    mailbox(found)
}

fn is_forwarded(line: &str) -> bool {
    let line = line.to_lowercase();
    line.contains("forwarded message")
        || line.starts_with("begin forwarded")
        || line.contains("neges a anfonwyd ymlaen")
}

fn is_original(line: &str) -> bool {
    line.starts_with("--") && line.to_lowercase().contains("original message")
}

fn header<'a>(line: &'a str, names: &[&str]) -> Option<&'a str> {
    names.iter().find(|name| begins(line, name)).map(|name| line[name.len()..].trim())
}

fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// `Joan Reeve <joan@home.example>`, `Joan Reeve [mailto:joan@home.example]`, or an address alone.
fn mailbox(text: &str) -> Option<Named> {
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '[' | ']' | '(' | ')' | '"' | ',' | ';' | '*');
    let mut words = text.split(stops).map(|word| word.trim_start_matches("mailto:"));
    let email = words.rfind(|word| is_address(word))?.to_lowercase();
    let name = text.split(['<', '[', '(']).next().unwrap_or_default().trim_matches(['"', '\'', '*', ' ']);
    let name = if name.contains('@') { String::new() } else { name.chars().take(limits::NAME).collect() };
    Some(Named { name, email })
}

/// Whether this could be written to. Who it belongs to is another question.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let visible = text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\"\\".contains(c));
    visible && !name.is_empty() && domain.contains('.') && !domain.ends_with('.') && text.len() <= limits::EMAIL
}
