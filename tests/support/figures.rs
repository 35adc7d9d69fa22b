//! What a monitoring system is told, as it reads it.
#![expect(clippy::disallowed_methods, reason = "a monitoring system of our own is the point")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::{Client, StatusCode};

use super::TestApp;

/// The listener for monitoring, as `wardbook serve --metrics-listen` begins it.
pub async fn watched(app: &TestApp) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = server::metrics::router(Arc::clone(&app.instance.app));
    tokio::spawn(async move { axum::serve(listener, router).await.expect("serving") });
    address
}

/// Every sample by its name and labels. Whatever breaks the format is a mistake.
pub async fn read(address: SocketAddr) -> BTreeMap<String, f64> {
    let answer = Client::new().get(format!("http://{address}/metrics")).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let kind = answer.headers()["content-type"].to_str().expect("text").to_owned();
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    let text = answer.text().await.expect("text");
    assert!(text.ends_with('\n'), "the last line is a whole one");
    let (mut family, mut typed, mut samples) = (String::new(), false, BTreeMap::new());
    let mut families = Vec::new();
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            family = help.split(' ').next().expect("a name").to_owned();
            assert!(!families.contains(&family), "{family} stands in one place");
            families.push(family.clone());
            typed = false;
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            assert!(kind.starts_with(&format!("{family} ")), "{line} follows the help of {family}");
            typed = true;
        } else {
            let (series, value) = line.rsplit_once(' ').expect("a value");
            let name = series.split('{').next().expect("a name");
            let of_family =
                name.strip_prefix(family.as_str()).is_some_and(|part| ["", "_sum", "_count"].contains(&part));
            assert!(typed && of_family, "{line} belongs to {family}");
            let value = value.parse().unwrap_or_else(|_| panic!("{line} ends with a number"));
            assert!(samples.insert(series.to_owned(), value).is_none(), "{series} stands there once");
        }
    }
    samples
}

/// The sum of all samples of this name that have these labels.
pub fn sum(samples: &BTreeMap<String, f64>, name: &str, labels: &[&str]) -> f64 {
    let wanted =
        |series: &String| series.split('{').next() == Some(name) && labels.iter().all(|it| series.contains(it));
    samples.iter().filter(|(series, _)| wanted(series)).map(|(_, value)| value).sum()
}
