//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// The address of whoever sent a request: of the other end of the connection, or, where that is a proxy of ours (this machine, or
/// a private network), the one that the proxy saw and put last into `X-Forwarded-For`. For limits, never for rights.
#[derive(Clone, Copy, Debug)]
pub struct From(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        Ok(Self(sender(peer.unwrap_or(Ipv4Addr::UNSPECIFIED.into()), &parts.headers)))
    }
}

fn sender(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
    last.filter(|_| is_ours(peer)).unwrap_or(peer)
}

fn is_ours(peer: IpAddr) -> bool {
    match peer.to_canonical() {
        IpAddr::V4(four) => four.is_loopback() || four.is_private() || four.is_unspecified(),
        IpAddr::V6(six) => six.is_loopback() || six.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_proxy_of_ours_is_believed_and_a_stranger_is_not() {
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let mut headers = HeaderMap::new();
        assert_eq!(sender(address("10.0.0.7"), &headers), address("10.0.0.7"));
        // The sender wrote the first one; the proxy added what it saw.
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.1, 198.51.100.2"));
        assert_eq!(sender(address("127.0.0.1"), &headers), address("198.51.100.2"));
        assert_eq!(sender(address("192.0.2.9"), &headers), address("192.0.2.9"));
        headers.insert("x-forwarded-for", HeaderValue::from_static("nonsense"));
        assert_eq!(sender(address("127.0.0.1"), &headers), address("127.0.0.1"));
    }
}
