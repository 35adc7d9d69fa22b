//! Text, and what pretends to be only that.

use std::io::{self, Read};

use super::Found;

/// How far a browser that guesses would look for a page (WHATWG MIME Sniffing: 1445 bytes).
const SNIFFED: usize = 1500;

/// What makes a web page of a text, wherever it stands in the part that is sniffed.
const PAGE_ANYWHERE: [&str; 6] = ["<script", "<html", "<!doctype html", "<iframe", "<body", "<head"];
/// What does so at the beginning.
const PAGE_AT_START: [&str; 18] = [
    "<!doctype",
    "<title",
    "<style",
    "<table",
    "<div",
    "<font",
    "<h1",
    "<a",
    "<b",
    "<br",
    "<p",
    "<img",
    "<form",
    "<link",
    "<meta",
    "<object",
    "<embed",
    "<base",
];
const SCRIPT_AT_START: [&str; 7] = ["#!", "<?php", "<?=", "<%", "@echo off", "%!ps", "windows registry editor"];

/// Whether a file that begins like this is a script, a page or a drawing in XML. An e-mail may hold a page, and is none.
pub(super) fn markup(head: &[u8]) -> Option<Found> {
    let start = &head[..head.len().min(SNIFFED)];
    if start.contains(&0) || is_mail(head) {
        return None;
    }
    let lower = String::from_utf8_lossy(start).to_ascii_lowercase();
    let text = lower.trim_start_matches('\u{FEFF}').trim_start();
    if SCRIPT_AT_START.iter().any(|mark| text.starts_with(mark)) {
        return Some(Found::Script);
    }
    if text.contains("<svg") {
        return Some(Found::Svg);
    }
    let is_page = PAGE_ANYWHERE.iter().any(|mark| text.contains(mark))
        || text.starts_with("<!--")
        || text.starts_with("<?xml")
        || PAGE_AT_START
            .iter()
            .any(|tag| text.strip_prefix(tag).is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '\r', '>', '/'])));
    is_page.then_some(Found::WebPage)
}

/// Whether all of it can be read: no control characters but those of lines. UTF-8 and the older 8-bit alphabets are text;
/// UTF-16 is not, since it holds zeros.
pub(super) fn is_text(file: &mut impl Read) -> io::Result<bool> {
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = file.read(&mut piece)?;
        if length == 0 {
            return Ok(true);
        }
        if piece[..length].iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)) {
            return Ok(false);
        }
    }
}

/// Headers that every program writes into a mail.
const MAIL_HEADERS: [&str; 9] =
    ["from", "to", "date", "subject", "message-id", "received", "mime-version", "return-path", "delivered-to"];

/// Whether it begins with the headers of a mail (RFC 5322): nothing else, and three that mails have.
pub(super) fn is_mail(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut known = 0;
    for line in text.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((field, _)) = line.split_once(':') else { break };
        if field.is_empty() || !field.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            return false;
        }
        known += usize::from(MAIL_HEADERS.contains(&field.to_ascii_lowercase().as_str()));
    }
    known >= 3
}
