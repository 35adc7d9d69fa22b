//! What the bytes say, whatever the name is.

use std::fs::File;
use std::io::{self, Seek};

use infer::MatcherType;

use super::{Found, Kind, archive, text};

/// How much of a file's beginning is looked at; every kind but text is known by less.
pub(super) const HEAD: u64 = 8 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Is(Kind),
    /// Readable, and not markup; the extension says what for.
    Text,
    Not(Found),
}

pub(super) fn of(head: &[u8], file: &mut File) -> io::Result<Content> {
    if head.starts_with(b"PK") {
        return Ok(archive::inspect(file)?.map_or_else(Content::Not, Content::Is));
    }
    if let Some(markup) = text::markup(head) {
        return Ok(Content::Not(markup));
    }
    if let Some(brand) = head.get(4..12).and_then(|bytes| bytes.strip_prefix(b"ftyp")) {
        return Ok(iso_media(brand));
    }
    if is_mp3(head) {
        return Ok(Content::Is(Kind::Mp3));
    }
    let guess = infer::get(head);
    if let Some(content) = guess.as_ref().and_then(|guess| known(guess.extension())) {
        return Ok(content);
    }
    // Before the guess is believed: two letters make a bitmap of a note about a BMX track.
    file.rewind()?;
    if text::is_text(file)? {
        return Ok(Content::Text);
    }
    Ok(Content::Not(guess.map_or(Found::Unknown, |guess| match guess.matcher_type() {
        MatcherType::App => Found::Program,
        MatcherType::Archive => Found::Archive,
        _ => Found::Other(guess.extension()),
    })))
}

fn known(extension: &'static str) -> Option<Content> {
    Some(match extension {
        "jpg" => Content::Is(Kind::Jpeg),
        "png" => Content::Is(Kind::Png),
        "webp" => Content::Is(Kind::WebP),
        "gif" => Content::Is(Kind::Gif),
        "pdf" => Content::Is(Kind::Pdf),
        // Written in text, and not read as such.
        "rtf" | "ps" => Content::Not(Found::Other(extension)),
        _ => return None,
    })
}

/// Films, recordings and phone photos are one container, whose first box names its brand (ISO 14496-12).
fn iso_media(brand: &[u8]) -> Content {
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"mif1" | b"msf1" => {
            Content::Is(Kind::Heic)
        }
        b"qt  " => Content::Is(Kind::Mov),
        b"M4A " | b"M4B " => Content::Is(Kind::M4a),
        b"isom" | b"iso2" | b"iso3" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"mp71" | b"avc1" | b"MSNV"
        | b"M4V " | b"M4VH" | b"M4VP" | b"dash" | b"mmp4" | b"3gp4" | b"3gp5" | b"3gp6" => Content::Is(Kind::Mp4),
        b"avif" | b"avis" => Content::Not(Found::Other("avif")),
        _ => Content::Not(Found::Unknown),
    }
}

/// An ID3 tag, or a frame of MPEG audio, layer III, whose fields hold none of the reserved values.
fn is_mp3(head: &[u8]) -> bool {
    match *head {
        [b'I', b'D', b'3', version, ..] => version < 0x10,
        [0xFF, second, third, ..] => {
            let (sync, version, layer) = (second >> 5, second >> 3 & 3, second >> 1 & 3);
            let (bit_rate, sample_rate) = (third >> 4, third >> 2 & 3);
            sync == 7 && version != 1 && layer == 1 && (1..15).contains(&bit_rate) && sample_rate != 3
        }
        _ => false,
    }
}
