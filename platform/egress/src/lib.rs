//! Requests to the outside on behalf of somebody who is not trusted to choose where they go (R58): plugins, and
//! addresses that an admin typed.
//!
//! What is asked for may be anything; what goes out is https to a host that was declared and granted ([`Permit`]), at an
//! address on the public internet ([`is_public`]), with a secret only where that secret may go. A name is resolved once,
//! every address that it has is checked, and the connection goes to one of exactly these: what the name means a moment
//! later does not matter. Redirects are followed here and each is a new request. No proxy of the environment is used, and
//! no connection is kept, so that none outlives the check that was made for it.
//!
//! | module | what it is for |
//! |---|---|
//! | `address` | which addresses lie outside |
//! | `permit` | hosts and secrets that somebody may use |
//! | `request` | a request, checked; how a secret becomes a header |
//! | `resolver` | from names to addresses |
//! | `failure` | why there is no response |
//!
//! To add a way of using a secret: a variant of [`Scheme`], and the exhaustive match shows the rest.

mod address;
mod failure;
mod permit;
mod request;
mod resolver;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE};
use reqwest::{Client, StatusCode};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

pub use address::is_public;
pub use failure::FetchError;
pub use permit::{Origin, Permit, Secret};
pub use request::{Credential, Method, Request, Scheme};
pub use resolver::{Resolver, SystemResolver};

use request::Checked;

const MOST_REDIRECTS: usize = 5;

/// What a response may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgressLimits {
    /// Until the response has come completely, redirects included.
    pub time: Duration,
    /// Until a connection stands.
    pub connect: Duration,
    /// Of the body, in bytes.
    pub response_bytes: usize,
}

impl Default for EgressLimits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), connect: Duration::from_secs(10), response_bytes: 8 * 1024 * 1024 }
    }
}

/// A host within a network that the operator of this installation names as reachable. It still has to be declared and granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateHost {
    pub origin: Origin,
    /// Whether it is asked by http. https with its certificate is asked for otherwise.
    pub plain: bool,
}

/// What somebody may be told of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    /// Names in lower case. Without `set-cookie`, and without values that are not ASCII.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Where it came from in the end.
    pub url: String,
}

/// The way out. Cheap to clone.
#[derive(Clone)]
pub struct Egress {
    resolver: Arc<dyn Resolver>,
    private: Arc<[PrivateHost]>,
    limits: EgressLimits,
    tls: ClientConfig,
}

impl Egress {
    /// A way out with the machine's resolver and the certificates that the machine trusts, to public hosts alone.
    #[must_use]
    pub fn new(limits: EgressLimits) -> Self {
        let mut roots = RootCertStore::empty();
        // A certificate of the machine that cannot be read is one that is not trusted.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self { resolver: Arc::new(SystemResolver), private: Arc::new([]), limits, tls: tls(roots) }
    }

    /// Also to these hosts, which lie within a network of the operator's.
    #[must_use]
    pub fn with_private_hosts(mut self, hosts: impl IntoIterator<Item = PrivateHost>) -> Self {
        self.private = hosts.into_iter().collect();
        self
    }

    /// With another resolver.
    #[must_use]
    pub fn with_resolver(mut self, resolver: Arc<dyn Resolver>) -> Self {
        self.resolver = resolver;
        self
    }

    /// Trusting these authorities alone.
    #[must_use]
    pub fn with_authorities(mut self, authorities: impl IntoIterator<Item = CertificateDer<'static>>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(authorities);
        self.tls = tls(roots);
        self
    }

    /// Makes one request and waits for its response, whatever its status. `now` is written into signed tokens.
    ///
    /// # Errors
    /// A [`FetchError`]; none of them repeats a secret.
    pub async fn fetch(&self, permit: &Permit, request: Request, now: DateTime<Utc>) -> Result<Response, FetchError> {
        let request = Checked::of(request)?;
        match tokio::time::timeout(self.limits.time, self.follow(permit, request, now)).await {
            Ok(response) => response,
            Err(_) => Err(FetchError::TimedOut),
        }
    }

    async fn follow(&self, permit: &Permit, mut request: Checked, now: DateTime<Utc>) -> Result<Response, FetchError> {
        for _ in 0..=MOST_REDIRECTS {
            let response = self.hop(permit, &request, now).await?;
            match redirect(&response) {
                Some(place) => request = moved(request, response.status(), &place)?,
                None => return self.read(response, &request.url).await,
            }
        }
        Err(FetchError::BadRedirect("it was redirected more than five times"))
    }

    /// One request to one place, checked from the beginning.
    async fn hop(
        &self,
        permit: &Permit,
        request: &Checked,
        now: DateTime<Utc>,
    ) -> Result<reqwest::Response, FetchError> {
        let origin = Origin::of(&request.url).ok_or(FetchError::BadRequest("the address names no host"))?;
        permit.allows(&origin)?;
        let private = self.private.iter().find(|private| private.origin == origin);
        if request.url.scheme() != "https" && !private.is_some_and(|private| private.plain) {
            return Err(FetchError::NotAllowed(format!("{origin} may be reached by https only")));
        }
        let mut headers = request.headers.clone();
        if let Some(credential) = &request.credential {
            let (name, value) = credential.scheme.line(permit.secret(&credential.secret, &origin)?, now)?;
            headers.insert(name, value);
        }
        let addresses = self.checked_addresses(&request.url, &origin, private.is_some()).await?;
        let client = self.client(&origin, &addresses)?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let mut sent = client.request(method, request.url.clone()).headers(headers);
        if let Some(body) = &request.body {
            sent = sent.body(body.clone());
        }
        // The error itself would tell the whole address, which may hold what is nobody's business.
        sent.send().await.map_err(|error| {
            let what = if error.is_connect() { "no safe connection to" } else { "no response from" };
            FetchError::Unreachable(format!("{what} {origin}"))
        })
    }

    /// Every address of the host, if all of them may be connected to.
    async fn checked_addresses(
        &self,
        url: &Url,
        origin: &Origin,
        private: bool,
    ) -> Result<Vec<SocketAddr>, FetchError> {
        let found = match url.host() {
            Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
            Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
            _ => {
                let unknown = |_| FetchError::Unreachable(format!("the name {} is not known", origin.host()));
                self.resolver.addresses(origin.host()).await.map_err(unknown)?
            }
        };
        if found.is_empty() {
            return Err(FetchError::Unreachable(format!("the name {} has no address", origin.host())));
        }
        // One that is not public is enough: whoever gives a name both kinds wants to be let in by the other.
        if !private && !found.iter().copied().all(is_public) {
            return Err(FetchError::NotAllowed(format!("{origin} lies within a network, not on the internet")));
        }
        Ok(found.into_iter().map(|address| SocketAddr::new(address, origin.port())).collect())
    }

    /// A client that can connect to these addresses and nowhere else.
    #[expect(clippy::disallowed_methods, reason = "the one place that makes clients for places that others chose")]
    fn client(&self, origin: &Origin, addresses: &[SocketAddr]) -> Result<Client, FetchError> {
        let built = Client::builder()
            .use_preconfigured_tls(self.tls.clone())
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .resolve_to_addrs(origin.host(), addresses)
            .connect_timeout(self.limits.connect)
            .pool_max_idle_per_host(0)
            .referer(false)
            .user_agent("Wardbook")
            .build();
        built.map_err(|_| FetchError::Unreachable(format!("no safe connection to {origin}")))
    }

    async fn read(&self, mut response: reqwest::Response, url: &Url) -> Result<Response, FetchError> {
        let host = url.host_str().unwrap_or_default();
        let mut body = Vec::new();
        loop {
            let part = response.chunk().await;
            match part.map_err(|_| FetchError::Unreachable(format!("the response of {host} broke off")))? {
                Some(part) if body.len() + part.len() > self.limits.response_bytes => return Err(FetchError::TooLarge),
                Some(part) => body.extend_from_slice(&part),
                None => break,
            }
        }
        let told = response.headers().iter().filter(|(name, _)| **name != SET_COOKIE);
        let headers = told.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        Ok(Response { status: response.status().as_u16(), headers: headers.collect(), body, url: url.to_string() })
    }
}

fn tls(roots: RootCertStore) -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider knows the protocols that are safe")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// Where a response sends us, if it does.
fn redirect(response: &reqwest::Response) -> Option<String> {
    let follows = [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::SEE_OTHER,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ];
    if !follows.contains(&response.status()) {
        return None;
    }
    Some(response.headers().get(LOCATION)?.to_str().ok()?.to_owned())
}

/// The request that a redirect asks for. Its place is checked like any other when the request is made.
fn moved(mut request: Checked, status: StatusCode, place: &str) -> Result<Checked, FetchError> {
    let bad = FetchError::BadRedirect("it was redirected to something that is no address");
    let mut url = request.url.join(place).map_err(|_| bad.clone())?;
    url.set_fragment(None);
    let url = request::address(url.as_str()).map_err(|_| bad)?;
    if request.url.scheme() == "https" && url.scheme() != "https" {
        return Err(FetchError::BadRedirect("it was redirected away from https"));
    }
    if (url.scheme(), Origin::of(&url)) != (request.url.scheme(), Origin::of(&request.url)) {
        request.credential = None;
    }
    if !matches!(status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT) {
        request.method = Method::Get;
        request.body = None;
        request.headers.remove(CONTENT_TYPE);
        request.headers.remove(CONTENT_LENGTH);
    }
    request.url = url;
    Ok(request)
}
