//! What a file really is. Its content decides; the name's extension may only agree.
//!
//! To let in one more kind: a variant, its row in [`Kind::row`], and how its content is known in `content`.

mod archive;
mod content;
mod text;

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::name::DisplayName;
use content::Content;

/// A kind of file that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    Jpeg,
    Png,
    WebP,
    Gif,
    /// Known, so that its sender can be told what to do; see [`crate::picture`].
    Heic,
    Pdf,
    PlainText,
    Csv,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Eml,
    Mp4,
    Mov,
    Mp3,
    M4a,
}

impl Kind {
    pub const ALL: [Self; 18] = [
        Self::Jpeg,
        Self::Png,
        Self::WebP,
        Self::Gif,
        Self::Heic,
        Self::Pdf,
        Self::PlainText,
        Self::Csv,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Eml,
        Self::Mp4,
        Self::Mov,
        Self::Mp3,
        Self::M4a,
    ];

    /// Its media type, its extensions (the usual one first), and what people call it.
    const fn row(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Jpeg => ("image/jpeg", &["jpg", "jpeg", "jpe", "jfif"], "JPEG picture"),
            Self::Png => ("image/png", &["png"], "PNG picture"),
            Self::WebP => ("image/webp", &["webp"], "WebP picture"),
            Self::Gif => ("image/gif", &["gif"], "GIF picture"),
            Self::Heic => ("image/heic", &["heic", "heif", "hif"], "HEIC photo"),
            Self::Pdf => ("application/pdf", &["pdf"], "PDF document"),
            Self::PlainText => ("text/plain; charset=utf-8", &["txt", "text", "log", "md"], "plain text"),
            Self::Csv => ("text/csv; charset=utf-8", &["csv"], "CSV table"),
            Self::Docx => {
                ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"], "Word document")
            }
            Self::Xlsx => {
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], "Excel workbook")
            }
            Self::Pptx => (
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                &["pptx"],
                "PowerPoint presentation",
            ),
            Self::Odt => ("application/vnd.oasis.opendocument.text", &["odt"], "OpenDocument text"),
            Self::Ods => ("application/vnd.oasis.opendocument.spreadsheet", &["ods"], "OpenDocument spreadsheet"),
            Self::Eml => ("message/rfc822", &["eml"], "e-mail"),
            Self::Mp4 => ("video/mp4", &["mp4", "m4v"], "MP4 video"),
            Self::Mov => ("video/quicktime", &["mov", "qt"], "QuickTime video"),
            Self::Mp3 => ("audio/mpeg", &["mp3"], "MP3 recording"),
            Self::M4a => ("audio/mp4", &["m4a"], "M4A recording"),
        }
    }

    /// The `Content-Type` that it is delivered with.
    pub const fn media_type(self) -> &'static str {
        self.row().0
    }

    /// In lower case, the usual one first.
    pub const fn extensions(self) -> &'static [&'static str] {
        self.row().1
    }

    /// What people call it, in English.
    pub const fn label(self) -> &'static str {
        self.row().2
    }

    /// Whether it is drawn again before it is stored.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::WebP | Self::Gif | Self::Heic)
    }

    /// The kind of which this is an extension, in lower case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.extensions().contains(&extension))
    }
}

/// What was found in a file that may not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Program,
    Script,
    WebPage,
    Svg,
    Archive,
    /// An office document with macros.
    Macros,
    /// A container that says it unpacks to far more than any document holds.
    Bomb,
    /// A kind that this council does not take.
    Listed(Kind),
    /// Something known that is not taken anywhere, by its usual extension.
    Other(&'static str),
    Unknown,
}

/// Why a file may not come in.
#[derive(Debug, thiserror::Error)]
pub enum WrongKind {
    #[error("the file is empty")]
    Empty,
    #[error("this is not a kind of file that is taken: {found:?}")]
    NotAllowed { found: Found },
    /// `says` is the name's extension.
    #[error("the name says {says}, but this is a {}", is.label())]
    NotWhatItSays { says: String, is: Kind },
    #[error("the file could not be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// The kind of the file at `path`, and its name with an extension that fits. Reads the file; call it where waiting is fine.
///
/// # Errors
/// [`WrongKind`].
pub fn identify(path: &Path, name: &DisplayName, allowed: &[Kind]) -> Result<(Kind, DisplayName), WrongKind> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    (&mut file).take(content::HEAD).read_to_end(&mut head)?;
    if head.is_empty() {
        return Err(WrongKind::Empty);
    }
    file.rewind()?;
    let content = content::of(&head, &mut file)?;
    let says = name.extension();
    let kind = agree(content, says.as_deref(), &head)?;
    if !allowed.contains(&kind) {
        return Err(WrongKind::NotAllowed { found: Found::Listed(kind) });
    }
    let fitting = match says {
        Some(says) if kind.extensions().contains(&says.as_str()) => name.clone(),
        _ => name.and_extension(kind.extensions()[0]),
    };
    Ok((kind, fitting))
}

/// Whether the content is what the extension says. An extension that nobody knows says nothing.
fn agree(content: Content, says: Option<&str>, head: &[u8]) -> Result<Kind, WrongKind> {
    let claimed = says.and_then(Kind::of_extension);
    let forbidden = says.and_then(forbidden);
    let is = match (content, claimed) {
        (Content::Not(found), _) => return Err(WrongKind::NotAllowed { found }),
        // One container, two names: whether there is a picture in it is not worth a look.
        (Content::Is(Kind::Mp4), Some(Kind::M4a)) => Kind::M4a,
        (Content::Is(kind), _) => kind,
        (Content::Text, Some(Kind::Csv)) => Kind::Csv,
        (Content::Text, Some(Kind::Eml)) if text::is_mail(head) => Kind::Eml,
        // A script is text until somebody opens it by its name.
        (Content::Text, None) if matches!(forbidden, Some(Found::Script | Found::WebPage | Found::Svg)) => {
            return Err(WrongKind::NotAllowed { found: forbidden.unwrap_or(Found::Script) });
        }
        (Content::Text, _) => Kind::PlainText,
    };
    match says {
        Some(says) if forbidden.is_some() || claimed.is_some_and(|claimed| claimed != is) => {
            Err(WrongKind::NotWhatItSays { says: says.to_owned(), is })
        }
        _ => Ok(is),
    }
}

/// What a file with this extension does when it is opened.
fn forbidden(extension: &str) -> Option<Found> {
    let found = match extension {
        "exe" | "dll" | "com" | "scr" | "msi" | "msp" | "pif" | "cpl" | "jar" | "app" | "apk" | "deb" | "rpm"
        | "dmg" | "lnk" | "iso" | "img" | "appimage" | "msix" | "gadget" => Found::Program,
        "js" | "mjs" | "jse" | "vbs" | "vbe" | "vb" | "wsf" | "wsh" | "wsc" | "ws" | "ps1" | "psm1" | "bat" | "cmd"
        | "sh" | "bash" | "py" | "pl" | "rb" | "php" | "hta" | "reg" | "inf" | "sct" | "url" | "scf" | "desktop"
        | "command" | "scpt" | "iqy" | "slk" | "ps" | "eps" => Found::Script,
        "html" | "htm" | "xhtml" | "xht" | "shtml" | "mht" | "mhtml" | "xml" | "xsl" | "swf" => Found::WebPage,
        "svg" | "svgz" => Found::Svg,
        "zip" | "rar" | "7z" | "gz" | "tgz" | "tar" | "bz2" | "xz" | "zst" | "cab" | "arj" | "ace" => Found::Archive,
        "docm" | "dotm" | "xlsm" | "xltm" | "xlam" | "xlsb" | "xll" | "pptm" | "potm" | "ppsm" | "ppam" | "sldm" => {
            Found::Macros
        }
        _ => return None,
    };
    Some(found)
}
