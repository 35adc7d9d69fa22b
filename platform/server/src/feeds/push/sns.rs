//! Messages of the notification service of AWS (SNS): who signed them, and what is in them.
//!
//! Source: "Verifying the signatures of Amazon SNS messages" in the service's developer guide. The certificate is fetched by https from the
//! service's own host, so who has that name is who signed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use egress::{Egress, Method, Origin, Permit, PrivateHost, Request};
use ring::signature::{RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde::Deserialize;

/// Certificates that are remembered; the service has a few.
const REMEMBERED: usize = 16;

/// Why a message does not count.
#[derive(Debug, thiserror::Error)]
pub enum NotGenuine {
    /// It never will.
    #[error("it is not signed as it says: {0}")]
    Forged(&'static str),
    /// Its sender may try again.
    #[error("the sender could not be asked: {0}")]
    NotNow(String),
}

/// What the service wraps around a message.
#[derive(Debug, Clone, Deserialize)]
pub struct Envelope {
    #[serde(rename = "Type")]
    kind: String,
    #[serde(rename = "MessageId")]
    pub id: String,
    #[serde(rename = "TopicArn")]
    pub topic: String,
    #[serde(rename = "Subject")]
    subject: Option<String>,
    #[serde(rename = "Message")]
    pub message: String,
    #[serde(rename = "Timestamp")]
    timestamp: String,
    #[serde(rename = "SignatureVersion")]
    signature_version: String,
    #[serde(rename = "Signature")]
    signature: String,
    #[serde(rename = "SigningCertURL")]
    certificate_url: String,
    #[serde(rename = "Token")]
    token: Option<String>,
    /// Of a subscription that has to be confirmed: where.
    #[serde(rename = "SubscribeURL")]
    pub subscribe_url: Option<String>,
}

/// Public keys of certificates that were fetched.
#[derive(Debug, Default)]
pub struct Certificates(Mutex<HashMap<String, Vec<u8>>>);

impl Envelope {
    /// # Errors
    /// [`NotGenuine::Forged`] when it is no such envelope.
    pub fn read(body: &[u8]) -> Result<Self, NotGenuine> {
        let envelope: Self = serde_json::from_slice(body).map_err(|_| NotGenuine::Forged("it is no envelope"))?;
        match envelope.kind.as_str() {
            "Notification" => Ok(Self { subscribe_url: None, ..envelope }),
            "SubscriptionConfirmation" if envelope.subscribe_url.is_some() => Ok(envelope),
            _ => Err(NotGenuine::Forged("it is of no kind that is known")),
        }
    }

    /// The text that is signed.
    fn signed(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: &str| {
            for part in [name, value] {
                text.push_str(part);
                text.push('\n');
            }
        };
        line("Message", &self.message);
        line("MessageId", &self.id);
        match (&self.subscribe_url, &self.subject) {
            (Some(url), _) => line("SubscribeURL", url),
            (None, Some(subject)) => line("Subject", subject),
            (None, None) => {}
        }
        line("Timestamp", &self.timestamp);
        if self.subscribe_url.is_some() {
            line("Token", self.token.as_deref().unwrap_or_default());
        }
        line("TopicArn", &self.topic);
        line("Type", &self.kind);
        text
    }

    /// Whether the service signed it.
    ///
    /// # Errors
    /// [`NotGenuine`].
    pub async fn verify(
        &self,
        certificates: &Certificates,
        egress: &Egress,
        private: &[PrivateHost],
        now: DateTime<Utc>,
    ) -> Result<(), NotGenuine> {
        let signature =
            STANDARD.decode(&self.signature).map_err(|_| NotGenuine::Forged("its signature is no base64"))?;
        let key = certificates.key(&self.certificate_url, egress, private, now).await?;
        let way = match self.signature_version.as_str() {
            "1" => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            "2" => &RSA_PKCS1_2048_8192_SHA256,
            _ => return Err(NotGenuine::Forged("its signature is of a version that is not known")),
        };
        let key = UnparsedPublicKey::new(way, key);
        key.verify(self.signed().as_bytes(), &signature).map_err(|_| NotGenuine::Forged("somebody else signed it"))
    }
}

impl Certificates {
    async fn key(
        &self,
        url: &str,
        egress: &Egress,
        private: &[PrivateHost],
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, NotGenuine> {
        if let Some(key) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(url) {
            return Ok(key.clone());
        }
        let pem = fetched(egress, private, url, now).await?;
        let key = public_key(&pem).ok_or(NotGenuine::Forged("its certificate cannot be read"))?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(url.to_owned(), key.clone());
        Ok(key)
    }
}

/// Tells the service that we want what a topic sends.
///
/// # Errors
/// [`NotGenuine`] when the address is not the service's, or nobody answers there.
pub async fn confirm(
    egress: &Egress,
    private: &[PrivateHost],
    url: &str,
    now: DateTime<Utc>,
) -> Result<(), NotGenuine> {
    fetched(egress, private, url, now).await.map(drop)
}

/// Asks the service itself: a host of its own, or one that the operator names.
async fn fetched(
    egress: &Egress,
    private: &[PrivateHost],
    url: &str,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, NotGenuine> {
    let origin = Origin::of_address(url).ok_or(NotGenuine::Forged("it names no address"))?;
    if !is_service(&origin) && !private.iter().any(|host| host.origin == origin) {
        return Err(NotGenuine::Forged("it names another host than the service's"));
    }
    let permit = Permit::new([(origin.clone(), std::collections::BTreeSet::new())], [origin], []);
    let request =
        Request { method: Method::Get, url: url.to_owned(), headers: Vec::new(), body: None, credential: None };
    let response = egress.fetch(&permit, request, now).await.map_err(|error| NotGenuine::NotNow(error.to_string()))?;
    match response.status {
        200 => Ok(response.body),
        status => Err(NotGenuine::NotNow(format!("it answered with {status}"))),
    }
}

/// `sns.<region>.amazonaws.com`, where one has to be Amazon to be.
fn is_service(origin: &Origin) -> bool {
    let region = origin.host().strip_prefix("sns.").and_then(|rest| rest.strip_suffix(".amazonaws.com"));
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    origin.port() == 443 && region.is_some_and(|region| !region.is_empty() && region.bytes().all(good))
}

/// The RSA key (PKCS #1) of a certificate in PEM.
fn public_key(pem: &[u8]) -> Option<Vec<u8>> {
    // SEQUENCE { rsaEncryption, NULL } of a SubjectPublicKeyInfo, and the bit string that follows it (RFC 3279, 2.3.1).
    const RSA: [u8; 15] = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let text = std::str::from_utf8(pem).ok()?;
    let (_, text) = text.split_once("-----BEGIN CERTIFICATE-----")?;
    let (text, _) = text.split_once("-----END CERTIFICATE-----")?;
    let text: String = text.split_whitespace().collect();
    let der = STANDARD.decode(text).ok()?;
    let at = der.windows(RSA.len()).position(|part| part == RSA)? + RSA.len();
    // BIT STRING with a length of two bytes, and no unused bits: keys of 2,048 bits and more.
    let [0x03, 0x82, high, low, 0x00, ..] = der.get(at..)? else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    der.get(at + 5..at + 4 + length).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_services_own_hosts_are_asked() {
        let service = |url: &str| Origin::of_address(url).is_some_and(|origin| is_service(&origin));
        assert!(service("https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-0.pem"));
        for other in [
            "https://sns.eu-west-2.amazonaws.com.example.org/a.pem",
            "https://sns.evil.example/amazonaws.com/a.pem",
            "https://sns.a.b.amazonaws.com/a.pem",
            "https://bucket.s3.amazonaws.com/a.pem",
            "https://sns..amazonaws.com/a.pem",
            "http://sns.eu-west-2.amazonaws.com/a.pem",
            "https://sns.eu-west-2.amazonaws.com:8443/a.pem",
        ] {
            assert!(!service(other), "{other}");
        }
    }
}
