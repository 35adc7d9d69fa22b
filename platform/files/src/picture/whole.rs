//! Whether a picture is all there, where its decoder does not tell: JPEG's paints what is missing grey and calls it a
//! success, WebP's and GIF's call it damage like any other. On the way it is seen what a JPEG would cost.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};

use crate::kind::Kind;

const MARK: u8 = 0xFF;
const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const PROGRESSIVE: [u8; 4] = [0xC2, 0xC6, 0xCA, 0xCE];

/// What was found by walking over a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    Truncated,
    /// `scans` is how often the decoder goes over the picture.
    Whole {
        progressive: bool,
        scans: u32,
    },
}

const ORDINARY: Walk = Walk::Whole { progressive: false, scans: 1 };

pub(super) fn walk(kind: Kind, mut file: &File) -> io::Result<Walk> {
    let length = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    let mut file = BufReader::new(file);
    let walked = match kind {
        Kind::Jpeg => walk_jpeg(&mut file),
        Kind::WebP => riff_length(&mut file).map(|said| if length < said { Walk::Truncated } else { ORDINARY }),
        Kind::Gif => walk_gif(&mut file).map(|()| ORDINARY),
        _ => Ok(ORDINARY),
    };
    match walked {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(Walk::Truncated),
        walked => walked,
    }
}

/// What the container says that the file has, in bytes.
fn riff_length(file: &mut impl Read) -> io::Result<u64> {
    let mut head = [0; 8];
    file.read_exact(&mut head)?;
    let [.., a, b, c, d] = head;
    Ok(8 + u64::from(u32::from_le_bytes([a, b, c, d])))
}

/// Walks to the end of the first picture, the only one that is kept. What is no GIF is left to the decoder.
fn walk_gif(file: &mut impl BufRead) -> io::Result<()> {
    let mut head = [0; 13];
    file.read_exact(&mut head)?;
    skip(file, colours(head[10]))?;
    loop {
        match byte(file)? {
            // An extension: its label, then its data.
            0x21 => skip(file, 1)?,
            b',' => {
                let mut place = [0; 9];
                file.read_exact(&mut place)?;
                skip(file, colours(place[8]) + 1)?;
                return skip_blocks(file);
            }
            _ => return Ok(()),
        }
        skip_blocks(file)?;
    }
}

/// How many bytes the table of colours has that these flags announce.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn skip_blocks(file: &mut impl BufRead) -> io::Result<()> {
    loop {
        match byte(file)? {
            0 => return Ok(()),
            length => skip(file, usize::from(length))?,
        }
    }
}

/// Walks over the segments to the mark at the end. The preview inside the metadata has such a mark too, and is stepped
/// over with its segment.
fn walk_jpeg(file: &mut impl BufRead) -> io::Result<Walk> {
    let (mut progressive, mut scans) = (false, 0);
    if [byte(file)?, byte(file)?] != [MARK, START] {
        return Ok(Walk::Truncated);
    }
    loop {
        skip_to_mark(file)?;
        let mut mark = MARK;
        while mark == MARK {
            mark = byte(file)?;
        }
        match mark {
            END => return Ok(Walk::Whole { progressive, scans }),
            // A stuffed zero and the restart marks belong to the picture's data, and have no length.
            0x00 | 0x01 | 0xD0..=START => {}
            SCAN | 0x02..=0xCF | 0xDB..=0xFE => {
                progressive |= PROGRESSIVE.contains(&mark);
                scans += u32::from(mark == SCAN);
                let length = u16::from_be_bytes([byte(file)?, byte(file)?]);
                skip(file, usize::from(length.saturating_sub(2)))?;
            }
            MARK => return Ok(Walk::Truncated),
        }
    }
}

fn byte(file: &mut impl BufRead) -> io::Result<u8> {
    let byte = *file.fill_buf()?.first().ok_or(ErrorKind::UnexpectedEof)?;
    file.consume(1);
    Ok(byte)
}

fn skip(file: &mut impl BufRead, mut length: usize) -> io::Result<()> {
    while length > 0 {
        let there = file.fill_buf()?.len().min(length);
        if there == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        file.consume(there);
        length -= there;
    }
    Ok(())
}

fn skip_to_mark(file: &mut impl BufRead) -> io::Result<()> {
    loop {
        let there = file.fill_buf()?;
        if there.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if let Some(at) = there.iter().position(|byte| *byte == MARK) {
            file.consume(at + 1);
            return Ok(());
        }
        let length = there.len();
        file.consume(length);
    }
}
