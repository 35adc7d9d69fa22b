//! Keeps secrets that the program itself must be able to read again: the council's keys for other systems (R58).
//!
//! What lies in the database is sealed (ChaCha20-Poly1305) with a key that does not lie there, and with what it is for: a secret
//! that was copied to another council or under another name opens nothing. The first key seals; older ones still open, so that
//! a key can be changed.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest as _, Sha256};

use crate::ambient::Ids;

/// The fewest characters of a key.
const SHORTEST: usize = 32;
/// How a sealed secret begins: the way in which it was sealed.
const WAY: u8 = 1;

/// Why there is no vault, or why it did not open.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("WARDBOOK_SECRETS_KEY has a key of less than {SHORTEST} characters: make one with `openssl rand -hex 32`")]
    ShortKey,
    #[error("the key of the secrets cannot be kept in {path}: {source}")]
    File { path: String, source: std::io::Error },
    #[error("no key of this program opens this secret: fill it in again")]
    DoesNotOpen,
}

/// Seals and opens. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<[LessSafeKey]>);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({} keys)", self.0.len())
    }
}

impl Vault {
    /// With keys that are separated by commas; the first one seals.
    ///
    /// # Errors
    /// When one is too short to be a key.
    ///
    /// # Panics
    /// Never: a hash has the length of a key.
    pub fn new(keys: &str) -> Result<Self, VaultError> {
        let keys: Vec<&str> = keys.split(',').map(str::trim).collect();
        if keys.iter().any(|key| key.chars().count() < SHORTEST) {
            return Err(VaultError::ShortKey);
        }
        let key = |key: &str| {
            let bytes = Sha256::digest(key);
            let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).expect("a hash has the length of a key");
            LessSafeKey::new(key)
        };
        Ok(Self(keys.into_iter().map(key).collect()))
    }

    /// With a key of this machine's own, which is made where there is none yet. Readable by this user alone.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn of_machine(folder: &Path, ids: Ids) -> Result<Self, VaultError> {
        let path = folder.join("secrets.key");
        let failed = |source| VaultError::File { path: path.display().to_string(), source };
        if let Err(source) = make(&path, ids)
            && source.kind() != std::io::ErrorKind::AlreadyExists
        {
            return Err(failed(source));
        }
        Self::new(std::fs::read_to_string(&path).map_err(failed)?.trim())
    }

    /// Seals a secret for one use, which has to be named again to open it.
    ///
    /// # Panics
    /// Never with a secret that fits into memory.
    #[must_use]
    pub fn seal(&self, ids: Ids, about: &str, secret: &str) -> Vec<u8> {
        let random = ids.secret();
        let nonce: [u8; NONCE_LEN] = random[..NONCE_LEN].try_into().expect("a secret is longer than a nonce");
        let mut sealed = secret.as_bytes().to_vec();
        let key = self.0.first().expect("a vault has a key");
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(about), &mut sealed)
            .expect("a secret is shorter than the cipher can seal");
        [&[WAY][..], &nonce, &sealed].concat()
    }

    /// Opens what was sealed for this use.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] with another key or use, or when it was changed.
    pub fn open(&self, about: &str, sealed: &[u8]) -> Result<String, VaultError> {
        let Some((&[WAY], rest)) = sealed.split_first_chunk() else { return Err(VaultError::DoesNotOpen) };
        let Some((nonce, sealed)) = rest.split_first_chunk::<NONCE_LEN>() else { return Err(VaultError::DoesNotOpen) };
        let opened = self.0.iter().find_map(|key| {
            let mut bytes = sealed.to_vec();
            let plain = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(about), &mut bytes).ok()?;
            String::from_utf8(plain.to_vec()).ok()
        });
        opened.ok_or(VaultError::DoesNotOpen)
    }
}

fn make(path: &Path, ids: Ids) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let digits: String = ids.secret().iter().map(|byte| format!("{byte:02x}")).collect();
    writeln!(file, "{digits}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "an old key of more than thirty-two characters";
    const NEW: &str = "a new key of more than thirty-two characters";

    #[test]
    fn what_was_sealed_opens_for_its_own_use_alone() {
        let vault = Vault::new(NEW).expect("a vault");
        let sealed = vault.seal(Ids, "council/seat/name", "hunter2");
        assert!(!sealed.windows(7).any(|part| part == b"hunter2"));
        assert_ne!(sealed, vault.seal(Ids, "council/seat/name", "hunter2"), "the same secret never looks the same");
        assert_eq!(vault.open("council/seat/name", &sealed).expect("opens"), "hunter2");
        assert!(vault.open("another/seat/name", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(vault.open("council/seat/name", &changed).is_err(), "byte {at} was changed");
        }
        assert!(vault.open("council/seat/name", &[]).is_err());
    }

    #[test]
    fn an_older_key_still_opens_and_the_first_one_seals() {
        let sealed = Vault::new(OLD).expect("a vault").seal(Ids, "use", "secret");
        let both = Vault::new(&format!("{NEW}, {OLD}")).expect("a vault");
        assert_eq!(both.open("use", &sealed).expect("opens"), "secret");
        let again = both.seal(Ids, "use", "secret");
        assert!(Vault::new(OLD).expect("a vault").open("use", &again).is_err());
        assert!(Vault::new("short").is_err());
    }

    #[test]
    fn a_machine_makes_its_key_once_and_for_itself() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let sealed = Vault::of_machine(folder.path(), Ids).expect("a vault").seal(Ids, "use", "secret");
        let again = Vault::of_machine(folder.path(), Ids).expect("the same vault");
        assert_eq!(again.open("use", &sealed).expect("opens"), "secret");
        let mode = std::fs::metadata(folder.path().join("secrets.key")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}
