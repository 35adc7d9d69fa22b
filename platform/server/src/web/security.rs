//! Headers that every answer carries. Use as a layer: `axum::middleware::map_response(web::secure)`.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// Only our own files, no inline script or style, no frame around us, forms only to us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // References of cases are in addresses: tell them to nobody else.
    (header::REFERRER_POLICY, "same-origin"),
    // Browsers ignore it on plain HTTP, so that a demonstration on localhost is not bothered.
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds the headers that the handler did not set itself (a download forbids more), and forbids keeping pages (they show
/// residents' data on shared devices) unless the handler said how long its answer may be kept.
pub async fn secure(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse as _;

    use super::*;

    #[tokio::test]
    async fn no_page_may_run_inline_script_be_framed_or_be_kept() {
        let response = secure("page".into_response()).await;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"));
        assert_eq!(header(header::CACHE_CONTROL), "no-store");
    }

    #[tokio::test]
    async fn a_handler_that_says_how_long_is_listened_to() {
        let kept = secure(([(header::CACHE_CONTROL, "public, max-age=60")], "file").into_response()).await;
        assert_eq!(kept.headers()[header::CACHE_CONTROL], "public, max-age=60");
    }
}
