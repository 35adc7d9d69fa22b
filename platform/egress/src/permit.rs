//! What one caller may reach, and with which secrets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use url::Url;

use crate::failure::FetchError;

/// A host name and port, written the one way in which such names are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `host`, which means port 443, or `host:port`. Nothing else may stand there: no scheme, path or wildcard.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |letter: char| !letter.is_whitespace() && !"/\\?#@*%".contains(letter);
        if text.is_empty() || !text.chars().all(plain) {
            return None;
        }
        Self::of(&Url::parse(&format!("https://{text}/")).ok()?)
    }

    /// The host and port of an absolute address of the web.
    pub fn of_address(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        if matches!(url.scheme(), "https" | "http") { Self::of(&url) } else { None }
    }

    pub(crate) fn of(url: &Url) -> Option<Self> {
        Some(Self { host: url.host_str()?.to_owned(), port: url.port_or_known_default()? })
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    pub const fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            443 => f.write_str(&self.host),
            port => write!(f, "{}:{port}", self.host),
        }
    }
}

/// Something that nobody may read who does not have to.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What one caller may reach. Denied twice: a host must be declared by whoever wrote the caller *and* granted by whoever
/// runs it. The default reaches nothing.
#[derive(Debug, Clone, Default)]
pub struct Permit {
    /// Hosts that the caller says it needs, each with the names of the secrets that it needs there.
    declared: BTreeMap<Origin, BTreeSet<String>>,
    granted: BTreeSet<Origin>,
    secrets: BTreeMap<String, Secret>,
}

impl Permit {
    /// A permit for what is both declared and granted, with the secrets that the council filled in.
    pub fn new(
        declared: impl IntoIterator<Item = (Origin, BTreeSet<String>)>,
        granted: impl IntoIterator<Item = Origin>,
        secrets: impl IntoIterator<Item = (String, Secret)>,
    ) -> Self {
        let mut permit = Self {
            declared: BTreeMap::new(),
            granted: granted.into_iter().collect(),
            secrets: secrets.into_iter().collect(),
        };
        for (origin, names) in declared {
            permit.declared.entry(origin).or_default().extend(names);
        }
        permit
    }

    pub(crate) fn allows(&self, origin: &Origin) -> Result<(), FetchError> {
        if !self.declared.contains_key(origin) {
            return Err(FetchError::NotAllowed(format!("{origin} is not among the hosts that plugin.toml declares")));
        }
        if !self.granted.contains(origin) {
            return Err(FetchError::NotAllowed(format!("the council does not allow {origin}")));
        }
        Ok(())
    }

    /// The secret of this name, if it may go to this host.
    pub(crate) fn secret(&self, name: &str, origin: &Origin) -> Result<&Secret, FetchError> {
        if !self.declared.get(origin).is_some_and(|names| names.contains(name)) {
            let why = format!("plugin.toml does not declare this secret for {origin}");
            return Err(FetchError::NoSuchSecret(why));
        }
        let missing = || FetchError::NoSuchSecret("the council has not filled this secret in".to_owned());
        self.secrets.get(name).ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_compared_in_one_spelling() {
        let origin = |text| Origin::parse(text).map(|origin| origin.to_string());
        assert_eq!(origin("API.Example.org").as_deref(), Some("api.example.org"));
        assert_eq!(origin("api.example.org:443").as_deref(), Some("api.example.org"));
        assert_eq!(origin("api.example.org:8443").as_deref(), Some("api.example.org:8443"));
        assert_eq!(origin("0x7f.1"), Some("127.0.0.1".to_owned()));
        for bad in ["", "*.example.org", "https://example.org", "example.org/path", "user@example.org", "a b", "a:0x1"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let permit = Permit::new([], [], [("key".to_owned(), Secret::new("hunter2"))]);
        assert!(!format!("{permit:?}").contains("hunter2"));
    }
}
