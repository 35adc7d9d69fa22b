//! Under what a file is stored. Nothing of it comes from a person, so no name can lead anywhere.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The longest tenant part, as PostgreSQL's longest schema name.
const MAX_TENANT: usize = 63;

/// `<tenant>/<uuid>`: the council's opaque name, and an id that the caller made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    tenant: String,
    id: Uuid,
}

/// What is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    #[error("the tenant of a key has 1 to 63 lower-case letters, digits or underscores")]
    Tenant,
    #[error("a key is a tenant, a slash and a UUID in its usual form")]
    Form,
}

impl Key {
    /// # Errors
    /// [`NotAKey::Tenant`].
    pub fn new(tenant: &str, id: Uuid) -> Result<Self, NotAKey> {
        let fits = (1..=MAX_TENANT).contains(&tenant.len())
            && tenant.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if fits { Ok(Self { tenant: tenant.to_owned(), id }) } else { Err(NotAKey::Tenant) }
    }

    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Another key of the same tenant.
    #[must_use]
    pub fn beside(&self, id: Uuid) -> Self {
        Self { tenant: self.tenant.clone(), id }
    }

    pub fn id(&self) -> Uuid {
        self.id
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.tenant, self.id)
    }
}

impl FromStr for Key {
    type Err = NotAKey;

    /// Reads what `Display` wrote, and nothing that only looks like it.
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (tenant, id) = text.split_once('/').ok_or(NotAKey::Form)?;
        let key = Self::new(tenant, id.parse().map_err(|_| NotAKey::Form)?)?;
        if key.to_string() == text { Ok(key) } else { Err(NotAKey::Form) }
    }
}
