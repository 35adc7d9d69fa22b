//! The name under which people see a file. It is shown and sent back with a download, and never used to store anything.

use std::fmt;

/// The longest name that is kept, in characters.
pub const MAX_CHARS: usize = 120;
/// What comes after the last dot is an extension up to this length; more is part of the name.
const MAX_EXTENSION: usize = 10;
/// What a file without a name is called.
const NAMELESS: &str = "file";

/// Windows opens a device instead of a file of these names, whatever comes after the first dot.
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// A name without a path, control characters, or characters that turn the reading direction around and so make
/// `cod.exe` of `exe.doc`. It is never empty, and every system can save it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DisplayName(String);

impl DisplayName {
    /// Makes a name harmless; there is one for every text.
    pub fn clean(sent: &str) -> Self {
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let visible: String = last.chars().filter(|c| !is_invisible(*c)).map(tame).collect();
        let words = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let whole = words.trim_end_matches(['.', ' ']);
        match split(whole) {
            Some((stem, extension)) => Self::from_parts(stem, Some(extension)),
            None => Self::from_parts(whole, None),
        }
    }

    fn from_parts(stem: &str, extension: Option<&str>) -> Self {
        let mut stem = stem.trim_matches(['.', ' ']).to_owned();
        if stem.is_empty() {
            NAMELESS.clone_into(&mut stem);
        }
        if is_device(&stem) {
            stem.insert(0, '_');
        }
        let room = MAX_CHARS - extension.map_or(0, |extension| extension.len() + 1);
        let cut: String = stem.chars().take(room).collect();
        let cut = cut.trim_end_matches(['.', ' ']);
        Self(extension.map_or_else(|| cut.to_owned(), |extension| format!("{cut}.{extension}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What comes after the last dot, in lower case.
    pub fn extension(&self) -> Option<String> {
        split(&self.0).map(|(_, extension)| extension.to_ascii_lowercase())
    }

    /// With another extension in place of its own.
    #[must_use]
    pub fn with_extension(&self, extension: &str) -> Self {
        Self::from_parts(split(&self.0).map_or(self.0.as_str(), |(stem, _)| stem), Some(extension))
    }

    /// With an extension after all that it has, as for a `letter to Mr. Smith`.
    #[must_use]
    pub fn and_extension(&self, extension: &str) -> Self {
        Self::from_parts(&self.0, Some(extension))
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn split(name: &str) -> Option<(&str, &str)> {
    let (stem, extension) = name.rsplit_once('.')?;
    let fits = (1..=MAX_EXTENSION).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then_some((stem, extension))
}

/// Controls, and what is not seen but changes how the rest is read: directions, separators, tags, empty characters.
/// Joiners stay, since Persian, Hindi and emoji are written with them.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}')
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
        || matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// What Windows does not take in a name, and every kind of space.
fn tame(c: char) -> char {
    match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn is_device(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |port: &str| {
        base.strip_prefix(port).is_some_and(|n| {
            n.chars().count() == 1 && n.chars().all(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'))
        })
    };
    DEVICES.contains(&base.as_str()) || numbered("com") || numbered("lpt")
}
