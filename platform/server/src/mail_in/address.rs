//! What the operator's key proves: that a webhook call comes from the council's mail server, and that an answer was addressed by us.
//!
//! A reply address is `case+<case><proof>@<domain>`. The proof is of the council, the case **and the person** to whom the mail was
//! sent: it is found right for one sender alone, and says nothing to whoever steals it. Nothing of it is stored.

use casework::ids::{CaseId, PersonId, TenantId};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::tenancy::Council;

/// The shortest key that is taken, in characters: shorter ones can be guessed.
const SHORTEST: usize = 32;
/// Bytes of a proof: with the case's id as much as the 64 characters before the `@` hold.
const PROOF: usize = 12;
const BEFORE: &str = "case+";

/// Why incoming mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("the key of incoming mail must have {SHORTEST} characters or more: `openssl rand -hex 32` makes one")]
    Key,
    #[error("`{0}` is no domain for answers: write it as mail.council.example, or with {{host}} or {{slug}} in it")]
    Domain(String),
}

/// How mail comes in, for all councils.
#[derive(Debug, Default)]
pub struct Settings {
    /// The first proves; those after it are only checked against, so that a key can be changed.
    keys: Vec<String>,
    domain: Option<String>,
    /// The mail server whose `Authentication-Results` are trusted.
    pub trusted: Option<String>,
}

impl Settings {
    /// `key` may hold older keys after commas.
    ///
    /// # Errors
    /// See [`SetupError`].
    pub fn new(key: Option<&str>, domain: Option<&str>, trusted: Option<&str>) -> Result<Self, SetupError> {
        let keys: Vec<String> =
            key.into_iter().flat_map(|keys| keys.split(',')).map(|key| key.trim().to_owned()).collect();
        if keys.iter().any(|key| key.len() < SHORTEST) {
            return Err(SetupError::Key);
        }
        let fits = |domain: &&str| {
            let tried = domain.replace("{host}", "h").replace("{slug}", "s");
            !tried.is_empty() && tried.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-')
        };
        if let Some(wrong) = domain.filter(|domain| !fits(domain)) {
            return Err(SetupError::Domain(wrong.to_owned()));
        }
        Ok(Self { keys, domain: domain.map(str::to_owned), trusted: trusted.map(str::to_owned) })
    }

    /// What the council's mail server sends with each message; none while there is no key.
    #[must_use]
    pub fn secret(&self, council: TenantId) -> Option<String> {
        self.keys.first().map(|key| secret(key, council))
    }

    /// Whether this is the council's secret. Takes as long for every wrong one.
    #[must_use]
    pub fn is_secret(&self, council: TenantId, given: &str) -> bool {
        self.keys.iter().any(|key| secret(key, council).as_bytes().ct_eq(given.as_bytes()).into())
    }

    /// Whether mail may be sent in over HTTP.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.keys.is_empty()
    }

    /// The address under which this person answers about this case; none while answers are not set up.
    #[must_use]
    pub fn reply_address(&self, council: &Council, case: CaseId, person: PersonId) -> Option<String> {
        let (key, domain) = (self.keys.first()?, self.domain_of(council)?);
        Some(format!("{BEFORE}{}{}@{domain}", case.as_uuid().simple(), proof(key, council.id, case, person)))
    }

    /// The case that one of these addresses names for this person: none where the address was made for anybody else, any other case, or
    /// not by us.
    #[must_use]
    pub fn case_named(&self, council: &Council, recipients: &[String], person: PersonId) -> Option<CaseId> {
        let domain = self.domain_of(council)?;
        recipients.iter().find_map(|recipient| {
            let (name, at) = recipient.rsplit_once('@')?;
            let (case, given) = name.strip_prefix(BEFORE)?.split_at_checked(32)?;
            let case = CaseId::from_uuid(Uuid::try_parse(case).ok()?);
            let proven = |key: &String| proof(key, council.id, case, person).as_bytes().ct_eq(given.as_bytes()).into();
            (at.eq_ignore_ascii_case(&domain) && self.keys.iter().any(proven)).then_some(case)
        })
    }

    /// Whether one of these addresses is meant for a case, rightly or not.
    #[must_use]
    pub fn is_for_a_case(&self, council: &Council, recipients: &[String]) -> bool {
        let Some(domain) = self.domain_of(council) else { return false };
        let meant = |(name, at): (&str, &str)| name.starts_with(BEFORE) && at.eq_ignore_ascii_case(&domain);
        recipients.iter().filter_map(|recipient| recipient.rsplit_once('@')).any(meant)
    }

    fn domain_of(&self, council: &Council) -> Option<String> {
        let domain = self.domain.as_ref()?;
        Some(domain.replace("{host}", &council.host).replace("{slug}", &council.manifest.slug))
    }
}

fn secret(key: &str, council: TenantId) -> String {
    hex(&signed(key, &[b"webhook", council.as_uuid().as_bytes()]))
}

fn proof(key: &str, council: TenantId, case: CaseId, person: PersonId) -> String {
    let (council, case, person) = (council.as_uuid(), case.as_uuid(), person.as_uuid());
    hex(&signed(key, &[b"reply", council.as_bytes(), case.as_bytes(), person.as_bytes()])[..PROOF])
}

/// The first part says what it is for; all others have the same length, so none can be taken for another.
fn signed(key: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key of any length will do");
    for part in parts {
        mac.update(part);
        mac.update(&[0]);
    }
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
