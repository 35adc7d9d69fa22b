//! What stands at the end of a link's address: 256 random bits, of which only the hash is stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::ambient::Ids;

/// What the database knows of a link.
pub type LinkHash = [u8; 32];

/// A new link: its path at the council's site, which is told once, and its hash.
pub(super) fn new(ids: Ids) -> (String, LinkHash) {
    let (token, hash) = make(ids);
    (format!("/g/{token}"), hash)
}

/// A new secret for an address, and its hash.
#[must_use]
pub fn make(ids: Ids) -> (String, LinkHash) {
    let secret = ids.secret();
    (URL_SAFE_NO_PAD.encode(secret), Sha256::digest(secret).into())
}

/// The hash of the link that an address names; `None` for what can be none.
#[must_use]
pub fn read(token: &str) -> Option<LinkHash> {
    let secret = URL_SAFE_NO_PAD.decode(token).ok()?;
    (secret.len() == 32).then(|| Sha256::digest(secret).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_known_by_its_hash_and_no_two_are_alike() {
        let (path, hash) = new(Ids);
        let token = path.strip_prefix("/g/").expect("a guest's path");
        assert_eq!((token.len(), read(token)), (43, Some(hash)));
        assert_ne!(new(Ids).1, hash);
        for wrong in ["", "x", "thanks", &token[1..], &format!("{token}A"), &format!("{token}=")] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
