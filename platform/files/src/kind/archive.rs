//! Looks into a zip container without unpacking it: office documents are zips, and so is much that is none.
//!
//! Only the directory at the end is read, and of the parts the one that says what the document is. All of it is bounded,
//! whatever the file says of itself. The container must fill the file: something in front of it or behind it would make it
//! a file with two meanings.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;

use super::{Found, Kind};

const END_MARK: &[u8] = b"PK\x05\x06";
const ENTRY_MARK: &[u8] = b"PK\x01\x02";
const PART_MARK: &[u8] = b"PK\x03\x04";
const END_LENGTH: usize = 22;
const ENTRY_LENGTH: usize = 46;
const PART_LENGTH: u64 = 30;

/// A large workbook has a few hundred parts.
const MAX_PARTS: usize = 10_000;
const MAX_DIRECTORY: usize = 4 * 1024 * 1024;
/// The part that lists the others' types.
const MAX_TYPES: u64 = 1024 * 1024;
/// No document of 25 MB holds more, and a reader should not be asked to unpack it.
const MAX_UNPACKED: u64 = 1024 * 1024 * 1024;

struct Part {
    name: String,
    method: u16,
    packed: u64,
    unpacked: u64,
    offset: u64,
}

/// The document that this container is, or what it is instead.
pub(super) fn inspect(file: &mut File) -> io::Result<Result<Kind, Found>> {
    let Some(parts) = directory(file)? else { return Ok(Err(Found::Archive)) };
    if parts.iter().map(|part| part.unpacked).sum::<u64>() > MAX_UNPACKED {
        return Ok(Err(Found::Bomb));
    }
    let lower: Vec<String> = parts.iter().map(|part| part.name.to_ascii_lowercase().replace('\\', "/")).collect();
    let has_macros =
        |name: &String| name.ends_with("vbaproject.bin") || name.starts_with("basic/") || name.starts_with("scripts/");
    if lower.iter().any(has_macros) {
        return Ok(Err(Found::Macros));
    }
    if let Some(first) = parts.first().filter(|part| part.name == "mimetype") {
        let kind = match unpack(file, first, 100)?.as_deref() {
            Some("application/vnd.oasis.opendocument.text") => Ok(Kind::Odt),
            Some("application/vnd.oasis.opendocument.spreadsheet") => Ok(Kind::Ods),
            _ => Err(Found::Archive),
        };
        return Ok(if lower.iter().any(|name| name == "content.xml") { kind } else { Err(Found::Archive) });
    }
    let mut lists = parts.iter().filter(|part| part.name.eq_ignore_ascii_case("[content_types].xml"));
    let (Some(list), None) = (lists.next(), lists.next()) else { return Ok(Err(found_in(&lower))) };
    Ok(unpack(file, list, MAX_TYPES)?.map_or(Err(Found::Archive), |types| office(&types, &lower)))
}

/// Office Open XML: the list of types names the main part, and says whether macros may run.
fn office(types: &str, names: &[String]) -> Result<Kind, Found> {
    // The list needs no character references and no entities of its own; they would hide a type from this look.
    if types.contains("&#") || types.contains("<!") {
        return Err(Found::Archive);
    }
    let types = types.to_ascii_lowercase();
    // The last is a workbook in binary, whose parts hold macros of an older kind.
    if ["macroenabled", "vbaproject", "macrosheet", "sheet.binary"].iter().any(|mark| types.contains(mark)) {
        return Err(Found::Macros);
    }
    let mains = [
        ("wordprocessingml.document.main+xml", "word/", Kind::Docx),
        ("spreadsheetml.sheet.main+xml", "xl/", Kind::Xlsx),
        ("presentationml.presentation.main+xml", "ppt/", Kind::Pptx),
    ];
    mains
        .into_iter()
        .find(|(main, folder, _)| types.contains(main) && names.iter().any(|name| name.starts_with(folder)))
        .map_or(Err(Found::Archive), |(_, _, kind)| Ok(kind))
}

/// A Java or Android program is a zip as well.
fn found_in(names: &[String]) -> Found {
    let is_program = names.iter().any(|name| name == "meta-inf/manifest.mf" || name == "androidmanifest.xml");
    if is_program { Found::Program } else { Found::Archive }
}

/// The parts by the directory at the end; none where it is not whole, is too large, or does not fill the file.
fn directory(file: &mut File) -> io::Result<Option<Vec<Part>>> {
    let length = file.metadata()?.len();
    let window = length.min(END_LENGTH as u64 + u64::from(u16::MAX));
    file.seek(SeekFrom::Start(length - window))?;
    let mut tail = Vec::new();
    file.take(window).read_to_end(&mut tail)?;
    let Some(end) = (0..tail.len().saturating_sub(END_LENGTH - 1)).rev().find(|at| {
        tail[*at..].starts_with(END_MARK) && at + END_LENGTH + usize::from(u16_at(&tail, at + 20)) == tail.len()
    }) else {
        return Ok(None);
    };
    let count = usize::from(u16_at(&tail, end + 10));
    let (size, start) = (u64::from(u32_at(&tail, end + 12)), u64::from(u32_at(&tail, end + 16)));
    let fills = start + size == length - window + end as u64;
    if count > MAX_PARTS || size > MAX_DIRECTORY as u64 || !fills {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(size).read_to_end(&mut bytes)?;
    let parts = entries(&bytes, count);
    // The first part lies at the very beginning, or something lies in front of it.
    Ok(parts.filter(|parts| parts.iter().any(|part| part.offset == 0)))
}

fn entries(mut bytes: &[u8], count: usize) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        if !bytes.starts_with(ENTRY_MARK) || bytes.len() < ENTRY_LENGTH {
            return None;
        }
        let lengths = [28, 30, 32].map(|at| usize::from(u16_at(bytes, at)));
        let name = bytes.get(ENTRY_LENGTH..ENTRY_LENGTH + lengths[0])?;
        parts.push(Part {
            name: String::from_utf8_lossy(name).into_owned(),
            method: u16_at(bytes, 10),
            packed: u64::from(u32_at(bytes, 20)),
            unpacked: u64::from(u32_at(bytes, 24)),
            offset: u64::from(u32_at(bytes, 42)),
        });
        bytes = bytes.get(ENTRY_LENGTH + lengths.iter().sum::<usize>()..)?;
    }
    (parts.len() == count).then_some(parts)
}

/// A part's text, if it is one of at most `limit` bytes.
fn unpack(file: &mut File, part: &Part, limit: u64) -> io::Result<Option<String>> {
    file.seek(SeekFrom::Start(part.offset))?;
    let mut head = Vec::new();
    (&mut *file).take(PART_LENGTH).read_to_end(&mut head)?;
    if !head.starts_with(PART_MARK) || (head.len() as u64) < PART_LENGTH {
        return Ok(None);
    }
    let skipped = u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
    file.seek(SeekFrom::Start(part.offset + PART_LENGTH + skipped))?;
    let packed = file.take(part.packed);
    let mut text = String::new();
    let read = match part.method {
        0 => packed.take(limit + 1).read_to_string(&mut text),
        8 => DeflateDecoder::new(packed).take(limit + 1).read_to_string(&mut text),
        _ => return Ok(None),
    };
    Ok((read.is_ok() && text.len() as u64 <= limit).then_some(text))
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
