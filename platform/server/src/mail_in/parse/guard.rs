//! What is too complicated to be read, found without reading it.
//!
//! The parser makes a nested message a nested value, so that some hundred thousand of them in one mail, which are a few
//! megabytes, would overflow the stack when they are dropped. No nesting is possible without a `Content-Type`, so counting those
//! bounds it. A nested message that is encoded would hide the count: standards forbid it, and so do we.

use super::Unreadable;

/// The most parts of a mail, and so the deepest nesting.
const PARTS: usize = 200;

/// # Errors
/// [`Unreadable::TooComplex`].
pub(super) fn check(raw: &[u8]) -> Result<(), Unreadable> {
    let mut types = 0;
    let mut block = Block::default();
    for line in raw.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            block = Block::default();
            continue;
        }
        if begins(line, b"content-") {
            block.in_headers = true;
            types += usize::from(begins(line, b"content-type"));
        }
        if block.in_headers {
            block.nests |= [&b"rfc822"[..], b"global", b"digest"].into_iter().any(|word| holds(line, word));
            block.encoded |= begins(line, b"content-transfer-encoding") && !is_plain(line);
        }
        if types > PARTS || block.nests && block.encoded {
            return Err(Unreadable::TooComplex);
        }
    }
    Ok(())
}

/// Lines without an empty one between them; headers are such lines.
#[derive(Default)]
struct Block {
    in_headers: bool,
    nests: bool,
    encoded: bool,
}

/// Whether a `Content-Transfer-Encoding` leaves the bytes as they are.
fn is_plain(line: &[u8]) -> bool {
    let value = line.iter().position(|byte| *byte == b':').map_or(&b""[..], |colon| line[colon + 1..].trim_ascii());
    [&b"7bit"[..], b"8bit", b"binary"].into_iter().any(|plain| value.eq_ignore_ascii_case(plain))
}

fn begins(line: &[u8], word: &[u8]) -> bool {
    line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn holds(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}
