//! Stylesheet, script and pictures, served from within the program.
//!
//! Names carry a digest of the content, so that browsers may keep every file for ever.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

use super::brand;

/// What `scripts/build-web` made: `assets/*`, `manifest.json`, and the components (`govuk/*.html`).
#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
pub(super) struct Dist;

/// Logical name → address.
pub(super) struct Manifest(BTreeMap<String, String>);

#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    #[error("the program was built without its pages' assets; run scripts/build-web and build again")]
    Missing,
    #[error("web/dist/manifest.json is damaged; remove web/dist and run scripts/build-web")]
    Damaged(#[from] serde_json::Error),
}

impl Manifest {
    pub(super) fn embedded() -> Result<Self, ManifestError> {
        let file = Dist::get("manifest.json").ok_or(ManifestError::Missing)?;
        let names: BTreeMap<String, String> = serde_json::from_slice(&file.data)?;
        Ok(Self(names.into_iter().map(|(name, hashed)| (name, format!("/assets/{hashed}"))).collect()))
    }

    pub(super) fn href(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// Routes under `/assets`; they need no tenant and no session.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/brand/{file}", get(brand_file)).route("/assets/{file}", get(file))
}

async fn brand_file(Path(name): Path<String>) -> Response {
    match brand::stylesheet(&name) {
        Some(css) => (forever("text/css; charset=utf-8"), css).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn file(Path(name): Path<String>, request: HeaderMap) -> Response {
    let Some(media_type) = media_type(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let path = format!("assets/{name}");
    let mut headers = forever(media_type);
    if accepts_gzip(&request)
        && let Some(packed) = Dist::get(&format!("{path}.gz"))
    {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return (headers, packed.data).into_response();
    }
    match Dist::get(&path) {
        Some(plain) => (headers, plain.data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn forever(media_type: &'static str) -> HeaderMap {
    HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ])
}

fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

fn accepts_gzip(request: &HeaderMap) -> bool {
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.next() != Some("q=0")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_built_file_may_be_kept_for_ever_and_an_unknown_one_is_not_found() {
        let manifest = Manifest::embedded().expect("assets are built");
        let name = manifest.href("wardbook.css").trim_start_matches("/assets/").to_owned();
        let found = file(Path(name), HeaderMap::new()).await;
        assert_eq!(found.status(), StatusCode::OK);
        assert!(found.headers()[header::CACHE_CONTROL].to_str().is_ok_and(|value| value.contains("immutable")));
        let lost = file(Path("wardbook-000000000000.css".to_owned()), HeaderMap::new()).await;
        assert_eq!(lost.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let asked = |value: &'static str| {
            accepts_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(asked("br, gzip"));
        assert!(!asked("br, gzip;q=0"));
        assert!(!asked("identity"));
    }
}
