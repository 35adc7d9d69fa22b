//! How a file goes back to a browser so that nothing in it can run there, whatever it is.
//!
//! Five locks, each of which would do: the type is ours and never the sender's; browsers are told not to guess another;
//! everything is saved rather than shown, but for pictures that we drew ourselves; what is shown may load and run nothing;
//! and other sites may not embed it.

use std::fmt::Write;

use crate::kind::Kind;
use crate::name::DisplayName;
use crate::store::Content;

/// Where the stored bytes come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Stored as they were sent.
    Sent,
    /// Drawn again by [`crate::picture`], or a thumbnail.
    Drawn,
}

/// What the reader asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// In the page. Only a picture of ours is; anything else is saved.
    Show,
    Save,
}

/// A file as it is given out.
pub struct Given {
    pub name: DisplayName,
    pub kind: Kind,
    pub origin: Origin,
    pub content: Content,
}

/// Names in lower case and values of one download's headers; none is missing, and each goes on the answer as it is.
pub fn headers(kind: Kind, origin: Origin, wish: Wish, name: &DisplayName) -> [(&'static str, String); 6] {
    let harmless = origin == Origin::Drawn && matches!(kind, Kind::Jpeg | Kind::Png);
    let how = if harmless && wish == Wish::Show { "inline" } else { "attachment" };
    [
        ("content-type", kind.media_type().to_owned()),
        ("content-disposition", disposition(how, name)),
        ("x-content-type-options", "nosniff".to_owned()),
        ("content-security-policy", "default-src 'none'; sandbox".to_owned()),
        ("cache-control", "private, no-store".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
    ]
}

/// RFC 6266: the name in ASCII for old programs, and after it the whole name (RFC 8187).
fn disposition(how: &str, name: &DisplayName) -> String {
    let plain = |c: char| (c.is_ascii_alphanumeric() || " !#&'()+,-.;=@[]^_`{}~$".contains(c)).then_some(c);
    let ascii: String = name.as_str().chars().map(|c| plain(c).unwrap_or('_')).collect();
    let mut value = format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''");
    for byte in name.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            write!(value, "%{byte:02X}").expect("a string takes every text");
        }
    }
    value
}
