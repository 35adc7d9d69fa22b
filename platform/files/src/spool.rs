//! A file under way: it lies in a folder of the program's, readable by it alone, and is removed when it is dropped.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::{Builder, NamedTempFile, TempPath};

/// The SHA-256 of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sha256Sum(pub [u8; 32]);

impl fmt::Display for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A complete temporary file, its length and hash.
#[derive(Debug)]
pub struct Spool {
    path: TempPath,
    pub bytes: u64,
    pub sha256: Sha256Sum,
}

impl Spool {
    pub(crate) fn new(path: TempPath, bytes: u64, hash: Sha256) -> Self {
        Self { path, bytes, sha256: Sha256Sum(hash.finalize().into()) }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A new temporary file, which only this user may read.
pub(crate) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().prefix("upload-").tempfile_in(folder)
}

/// Fills a spool from code that does not wait, such as an encoder.
pub(crate) struct SpoolWriter {
    file: io::BufWriter<NamedTempFile>,
    hash: Sha256,
    bytes: u64,
}

impl SpoolWriter {
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: io::BufWriter::new(temporary(folder)?), hash: Sha256::new(), bytes: 0 })
    }

    pub(crate) fn finish(self) -> io::Result<Spool> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Spool::new(file.into_temp_path(), self.bytes, self.hash))
    }
}

impl Write for SpoolWriter {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let written = self.file.write(part)?;
        self.hash.update(&part[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
