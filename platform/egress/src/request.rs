//! A request as its author wrote it, checked, and the header that a secret becomes.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use sha2::Sha256;
use url::Url;

use crate::failure::FetchError::{self, BadRequest};
use crate::permit::Secret;

const LONGEST_URL: usize = 2_000;
const MOST_HEADERS: usize = 32;
const LONGEST_NAME: usize = 64;
const LONGEST_VALUE: usize = 2_000;
const LARGEST_BODY: usize = 1024 * 1024;
const LONGEST_CLAIM: usize = 200;

/// Headers that are the host's: they say where a request goes, where it ends, or who asks.
const OURS: [&str; 20] = [
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "http2-settings",
    "keep-alive",
    "origin",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// How a secret is put into a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// `Authorization: Bearer <secret>`
    Bearer,
    /// `Authorization: Basic …` with this user name.
    Basic(String),
    /// A header of this name.
    Header(String),
    /// `Authorization: Bearer <JWT>`, signed with the last `key_length` characters of the secret, or all of it.
    Hs256Jwt { issuer: String, key_length: Option<u16> },
}

/// A secret by its name, and how it is to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    pub secret: String,
    pub scheme: Scheme,
}

/// A request as its author wrote it. Nothing of it is trusted.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    pub credential: Option<Credential>,
}

/// A request that may be made, as far as it alone can tell.
pub(crate) struct Checked {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) credential: Option<Credential>,
}

impl Checked {
    pub(crate) fn of(request: Request) -> Result<Self, FetchError> {
        let Request { method, url, headers, body, credential } = request;
        if body.as_ref().is_some_and(|body| body.len() > LARGEST_BODY) {
            return Err(BadRequest("the body is larger than 1 MiB"));
        }
        if method == Method::Get && body.is_some() {
            return Err(BadRequest("GET has no body"));
        }
        Ok(Self { method, url: address(&url)?, headers: lines(&headers)?, body, credential })
    }
}

/// An address that may be asked for.
pub(crate) fn address(text: &str) -> Result<Url, FetchError> {
    if text.len() > LONGEST_URL {
        return Err(BadRequest("the address is longer than 2,000 characters"));
    }
    // The parser would leave these out and go on; whoever writes them means no good.
    if text.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return Err(BadRequest("the address has spaces or control characters in it"));
    }
    let url = Url::parse(text).map_err(|_| BadRequest("this is not an absolute address"))?;
    if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
        return Err(BadRequest("only https is possible"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BadRequest("an address holds no user name or password: use a credential"));
    }
    if url.fragment().is_some() {
        return Err(BadRequest("an address that is asked for has no fragment"));
    }
    Ok(url)
}

fn lines(headers: &[(String, String)]) -> Result<HeaderMap, FetchError> {
    if headers.len() > MOST_HEADERS {
        return Err(BadRequest("more than 32 headers"));
    }
    let mut lines = HeaderMap::new();
    for (name, value) in headers {
        if value.len() > LONGEST_VALUE {
            return Err(BadRequest("a header is longer than 2,000 characters"));
        }
        lines.append(own_name(name)?, printable(value)?);
    }
    Ok(lines)
}

/// A header's name that is the author's to choose.
fn own_name(name: &str) -> Result<HeaderName, FetchError> {
    let name = name.to_ascii_lowercase();
    let ours =
        OURS.contains(&name.as_str()) || ["proxy-", "sec-", "x-forwarded-"].iter().any(|start| name.starts_with(start));
    if ours {
        return Err(BadRequest("this header is the host's to set"));
    }
    if name.len() > LONGEST_NAME {
        return Err(BadRequest("a header's name is longer than 64 characters"));
    }
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| BadRequest("this is not the name of a header"))
}

/// A header's value: no line ends, which would begin another header, and nothing else that does not show.
fn printable(value: &str) -> Result<HeaderValue, FetchError> {
    let bad = BadRequest("a header holds something else than printable ASCII");
    if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(bad);
    }
    HeaderValue::from_str(value).map_err(|_| bad)
}

impl Scheme {
    /// The header that carries the secret. It is marked so that no log shows it.
    pub(crate) fn line(&self, secret: &Secret, now: DateTime<Utc>) -> Result<(HeaderName, HeaderValue), FetchError> {
        let secret = secret.reveal();
        let (name, value) = match self {
            Self::Bearer => (reqwest::header::AUTHORIZATION, format!("Bearer {secret}")),
            Self::Basic(user) => {
                if user.len() > LONGEST_CLAIM || user.contains(':') || user.chars().any(char::is_control) {
                    return Err(BadRequest("this cannot be a user name"));
                }
                (reqwest::header::AUTHORIZATION, format!("Basic {}", STANDARD.encode(format!("{user}:{secret}"))))
            }
            Self::Header(name) => (own_name(name)?, secret.to_owned()),
            Self::Hs256Jwt { issuer, key_length } => {
                if issuer.len() > LONGEST_CLAIM {
                    return Err(BadRequest("the issuer is longer than 200 characters"));
                }
                (reqwest::header::AUTHORIZATION, format!("Bearer {}", jwt(issuer, end_of(secret, *key_length), now)))
            }
        };
        let unusable = || FetchError::NoSuchSecret("the secret holds something that no header can carry".to_owned());
        let mut value = printable(&value).map_err(|_| unusable())?;
        value.set_sensitive(true);
        Ok((name, value))
    }
}

/// The last so many characters.
fn end_of(secret: &str, length: Option<u16>) -> &str {
    let Some(length) = length else { return secret };
    let start = secret.char_indices().rev().take(length.into()).last().map_or(secret.len(), |(at, _)| at);
    &secret[start..]
}

/// A token (RFC 7519) with HS256.
fn jwt(issuer: &str, key: &str, now: DateTime<Utc>) -> String {
    let claims = format!(r#"{{"iss":{},"iat":{}}}"#, serde_json::Value::from(issuer), now.timestamp());
    let mut token = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"HS256"}"#);
    token.push('.');
    token.push_str(&URL_SAFE_NO_PAD.encode(claims));
    let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    let signature = mac.chain_update(&token).finalize().into_bytes();
    write!(token, ".{}", URL_SAFE_NO_PAD.encode(signature)).expect("a text takes any text");
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str, headers: &[(&str, &str)]) -> Result<(), FetchError> {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Checked::of(Request { method: Method::Get, url: url.to_owned(), headers, body: None, credential: None })
            .map(|_| ())
    }

    #[test]
    fn addresses_that_nobody_may_ask_for() {
        for bad in [
            "example.org",
            "ftp://example.org/",
            "file:///etc/passwd",
            "unix:/run/x",
            "https://",
            "https://user@example.org/",
            "https://:word@example.org/",
            "https://example.org/#part",
            "https://exam\tple.org/",
            "https://example.org/\r\nX: y",
            " https://example.org/",
        ] {
            assert!(matches!(request(bad, &[]), Err(BadRequest(_))), "{bad}");
        }
        assert_eq!(request("https://example.org/a?b=c", &[("Accept", "text/csv")]), Ok(()));
        assert!(request(&format!("https://example.org/{}", "x".repeat(2_000)), &[]).is_err());
    }

    #[test]
    fn headers_that_are_the_hosts_or_would_be_two() {
        for (name, value) in [
            ("Host", "localhost"),
            ("AUTHORIZATION", "Bearer x"),
            ("Transfer-Encoding", "chunked"),
            ("Content-Length", "0"),
            ("X-Forwarded-For", "127.0.0.1"),
            ("Proxy-Whatever", "x"),
            ("X-A", "one\r\nX-B: two"),
            ("X-A", "one\ntwo"),
            ("X-A\r\nX-B", "two"),
            ("X A", "x"),
            ("", "x"),
            ("X-A", "caf\u{e9}"),
            ("X-A", "\0"),
        ] {
            assert!(matches!(request("https://example.org/", &[(name, value)]), Err(BadRequest(_))), "{name}: {value}");
        }
    }

    #[test]
    fn a_token_is_what_other_programs_make_of_the_same() {
        let now = DateTime::from_timestamp(1_568_818_578, 0).expect("a time");
        let scheme = Scheme::Hs256Jwt { issuer: "service".to_owned(), key_length: Some(6) };
        let (name, value) = scheme.line(&Secret::new("name-of-the-key-secret"), now).expect("a header");
        assert_eq!(name, "authorization");
        assert!(value.is_sensitive());
        // Made with Python's hmac and base64 modules.
        assert_eq!(value.to_str().expect("text"), EXPECTED);
    }

    const EXPECTED: &str = "Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzZXJ2aWNlIiwiaWF0IjoxNTY4ODE4NTc4fQ.Sh6qfDD9QlePZqHK5oK7kgfVhdlY1htwiBmxv9uI-4g";

    #[test]
    fn a_secret_that_would_end_the_line_is_refused() {
        let line = Scheme::Bearer.line(&Secret::new("a\r\nX: y"), DateTime::UNIX_EPOCH);
        assert!(matches!(line, Err(FetchError::NoSuchSecret(_))));
        let line = Scheme::Header("Host".to_owned()).line(&Secret::new("a"), DateTime::UNIX_EPOCH);
        assert!(matches!(line, Err(BadRequest(_))));
        let line = Scheme::Basic("a:b".to_owned()).line(&Secret::new("a"), DateTime::UNIX_EPOCH);
        assert!(matches!(line, Err(BadRequest(_))));
    }
}
