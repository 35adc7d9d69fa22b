//! What a monitoring system is told, as it reads it.
#![expect(clippy::disallowed_methods, reason = "a monitoring system of our own is the point")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::{Client, StatusCode};

use super::uploads::described;
use super::{Desk, link};
use crate::support::TestApp;

/// The listener for monitoring, as `wardbook serve --metrics-listen` begins it.
async fn watched(app: &TestApp) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let router = server::metrics::router(Arc::clone(&app.instance.app));
    tokio::spawn(async move { axum::serve(listener, router).await.expect("serving") });
    address
}

/// Every sample by its name and labels. Whatever breaks the format is a mistake.
async fn read(address: SocketAddr) -> BTreeMap<String, f64> {
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
fn sum(samples: &BTreeMap<String, f64>, name: &str, labels: &[&str]) -> f64 {
    let wanted =
        |series: &String| series.split('{').next() == Some(name) && labels.iter().all(|it| series.contains(it));
    samples.iter().filter(|(series, _)| wanted(series)).map(|(_, value)| value).sum()
}

#[tokio::test]
async fn monitoring_sees_a_call_of_a_plugin_and_a_failure_of_one_that_hangs() {
    let desk = Desk::open().await;
    let address = watched(&desk.app).await;
    let council = format!("council=\"{}\"", desk.council.manifest.slug);
    let table = [council.as_str(), "plugin=\"routing-table\""];
    let before = read(address).await;
    let reference = desk.raises_a_pothole().await;
    let after = read(address).await;
    let more = |name: &str, labels: &[&str]| sum(&after, name, labels) - sum(&before, name, labels);
    assert!((more("wardbook_plugin_calls_total", &table) - 1.0).abs() < 0.1, "{after:?}");
    assert!((more("wardbook_plugin_call_seconds_count", &table) - 1.0).abs() < 0.1, "{after:?}");
    assert!(more("wardbook_plugin_fuel_total", &table) > 0.0, "{after:?}");
    assert!(sum(&after, "wardbook_plugin_failures_total", &[]).abs() < 0.1, "{after:?}");
    assert!((more("wardbook_request_seconds_count", &["route=\"/raise\"", "status=\"3xx\""]) - 1.0).abs() < 0.1);

    let component = described("spins", "routing", "");
    desk.admin.post_files("/plugins/routing/upload", &[], &[("spins.wasm", &component)]).await;
    let page = desk.admin.page("/plugins/routing").await.1;
    let setup = desk.admin.submits("/plugins/routing/begin", &[("from", &link(&page, "kept:"))]).await;
    desk.activates(&setup, "To see").await;
    let guest = [council.as_str(), "plugin=\"guest\"", "version=\"1.0.0\""];
    for failures in 1..=5 {
        desk.raises_a_pothole().await;
        let now = read(address).await;
        let code = [&guest[..], &["code=\"out-of-fuel\""]].concat();
        assert!((sum(&now, "wardbook_plugin_failures_total", &code) - f64::from(failures)).abs() < 0.1, "{now:?}");
        let alone = sum(&now, "wardbook_plugin_suspended", &guest) > 0.5;
        assert_eq!(alone, failures == 5, "it is left alone after five failures in a row");
    }
    desk.works().await;
    let now = read(address).await;
    assert!(sum(&now, "wardbook_worker_looks_total", &[]) > 0.5 && sum(&now, "wardbook_worker_turns_total", &[]) > 0.5);
    assert!(!now.keys().any(|series| series.contains(&reference)), "no reference of a case is told");
}

#[tokio::test]
async fn the_pages_address_tells_no_figures() {
    let desk = Desk::open().await;
    let answer = Client::new().get(format!("http://{}/metrics", desk.app.address)).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(desk.admin.page("/metrics").await.0, StatusCode::NOT_FOUND);
    let address = watched(&desk.app).await;
    let answer = Client::new().get(format!("http://{address}/")).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "and the other address serves nothing else");
}
