//! What a monitoring system is told, as it reads it.
#![expect(clippy::disallowed_methods, reason = "a monitoring system of our own is the point")]

use reqwest::{Client, StatusCode};

use super::uploads::described;
use super::{Desk, link};
use crate::support::figures::{read, sum, watched};

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
