//! What a plugin may reach outside, seen from within: a guest that asks for whatever it is told to.
//!
//! Another system is a real server on loopback, which the operator of these tests names as a private host where it is meant
//! to be reached. Where it is not, nothing but the guard keeps the guest away from it.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use egress::{Egress, EgressLimits, Origin, PrivateHost, Resolver, Secret};
use plugin_host::{Carry, Feed, FeedFailure, Grants, GuestFailure, Kind, Limits, LoadError};
use serde_json::{Value, json};

use crate::host::{Sandbox, calendar, describing, pull, sandbox_reaching};
use crate::upstream::{Reply, Upstream};

const ASKS: &str = "misbehaving/asks";

fn origin(host: &str) -> Origin {
    Origin::parse(host).expect("a host")
}

fn grants(hosts: &[&str]) -> Grants {
    let secrets = BTreeMap::from([("key".to_owned(), Secret::new("hunter2"))]);
    Grants { hosts: hosts.iter().map(|host| origin(host)).collect(), secrets }
}

/// A way out by which the operator lets plugins reach these hosts by http, though they lie on loopback.
fn egress(private: &[&str]) -> Egress {
    let limits = EgressLimits { time: Duration::from_secs(2), response_bytes: 1024 * 1024, ..EgressLimits::default() };
    Egress::new(limits).with_private_hosts(private.iter().map(|host| PrivateHost { origin: origin(host), plain: true }))
}

fn sandbox(egress: Egress) -> Sandbox {
    sandbox_reaching(Limits::default(), egress)
}

/// What a guest that declares these hosts, and is granted them, is told when it asks.
async fn told(sandbox: &Sandbox, hosts: &[&str], asks: Value) -> Vec<String> {
    outcomes(asking(sandbox, hosts, hosts, asks).await).await.expect("a reading")
}

async fn asking(sandbox: &Sandbox, declared: &[&str], granted: &[&str], asks: Value) -> Feed<casework::feeds::Person> {
    let description = describing(Kind::PeopleFeed, declared);
    sandbox.people(ASKS, &description, json!({ "asks": asks }), &grants(granted)).await.expect("good settings")
}

async fn outcomes(feed: Feed<casework::feeds::Person>) -> Result<Vec<String>, FeedFailure> {
    let casework::feeds::Content::Complete(people) = feed.read(pull(), &calendar()).await?.content else {
        panic!("this guest tells all")
    };
    Ok(people.into_iter().map(|person| person.name).collect())
}

#[tokio::test]
async fn a_feed_reads_from_a_host_that_is_declared_and_granted() {
    let upstream = Upstream::start(|_| Reply::ok("hello")).await;
    let host = upstream.address.to_string();
    let ask = json!([{ "url": format!("http://{host}/a"), "header": "accept", "value": "text/csv", "secret": "key", "scheme": "bearer" }]);
    assert_eq!(told(&sandbox(egress(&[&host])), &[&host], ask).await, ["200 with 5 bytes"]);
    let asked = upstream.asked();
    assert_eq!((asked[0].method(), asked[0].header("accept")), ("GET", Some("text/csv")));
    assert_eq!(asked[0].header("authorization"), Some("Bearer hunter2"));
}

#[tokio::test]
async fn it_is_denied_twice_by_default() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let host = upstream.address.to_string();
    let sandbox = sandbox(egress(&[&host]));
    let ask = || json!([{ "url": format!("http://{host}/") }]);
    for (declared, granted, why) in [
        (&[][..], &[&*host][..], "plugin.toml"),
        (&[&*host], &[], "the council does not allow"),
        (&[], &[], "plugin.toml"),
    ] {
        let told = outcomes(asking(&sandbox, declared, granted, ask()).await).await.expect("a reading");
        assert!(told[0].starts_with("not-allowed") && told[0].contains(why), "{told:?}");
    }
    assert!(upstream.asked().is_empty());
}

#[tokio::test]
async fn nothing_within_a_network_is_reached_however_it_is_written() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let port = upstream.port();
    let hosts: Vec<String> = [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "localhost",
    ]
    .iter()
    .map(|host| format!("{host}:{port}"))
    .collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    for scheme in ["https", "http"] {
        let asks: Vec<_> = hosts.iter().map(|host| json!({ "url": format!("{scheme}://{host}/") })).collect();
        let told = told(&sandbox(egress(&[])), &hosts, json!(asks)).await;
        let why = if scheme == "https" { "within a network" } else { "https only" };
        assert!(told.iter().all(|told| told.starts_with("not-allowed") && told.contains(why)), "{told:#?}");
    }
    assert!(upstream.asked().is_empty());
}

/// A resolver that tells another address each time it is asked.
struct Fickle(HashMap<&'static str, Vec<&'static str>>, AtomicUsize);

#[async_trait::async_trait]
impl Resolver for Fickle {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let turn = self.1.fetch_add(1, Ordering::Relaxed);
        let answers = self.0.get(host).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(vec![answers[turn.min(answers.len() - 1)].parse().expect("an address")])
    }
}

#[tokio::test]
async fn a_name_that_resolves_inside_is_not_reached() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let host = format!("inside.example.org:{}", upstream.port());
    let resolver = Fickle(HashMap::from([("inside.example.org", vec!["127.0.0.1"])]), AtomicUsize::new(0));
    let sandbox = sandbox(egress(&[]).with_resolver(Arc::new(resolver)));
    let told = told(&sandbox, &[&host], json!([{ "url": format!("https://{host}/") }])).await;
    assert!(told[0].contains("within a network"), "{told:?}");
    assert!(upstream.asked().is_empty());
}

/// The name is public when it is checked, and loopback ever after. 240.0.0.1 stands for the public one in the second half:
/// a private host may have it, and nobody answers there.
#[tokio::test]
async fn a_name_that_changes_between_check_and_use_gains_nothing() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let host = format!("moving.example.org:{}", upstream.port());
    let resolver =
        Arc::new(Fickle(HashMap::from([("moving.example.org", vec!["240.0.0.1", "127.0.0.1"])]), AtomicUsize::new(0)));
    let sandbox = sandbox(egress(&[&host]).with_resolver(Arc::clone(&resolver) as Arc<dyn Resolver>));
    let told = told(&sandbox, &[&host], json!([{ "url": format!("http://{host}/") }])).await;
    assert!(told[0].starts_with("unreachable") || told[0] == "timed-out", "{told:?}");
    assert_eq!(resolver.1.load(Ordering::Relaxed), 1, "the connection goes where the check looked");
    assert!(upstream.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_leads_nowhere_that_a_request_may_not_go() {
    let second = Upstream::start(|_| Reply::ok("second")).await;
    let place = second.address.to_string();
    let inside = format!("http://localhost:{}/", second.port());
    let other = format!("http://{place}/");
    let first = Upstream::start(move |asked| match asked.path() {
        "/inside" => Reply::redirect(302, inside.clone()),
        "/metadata" => Reply::redirect(302, "http://169.254.169.254/latest/"),
        "/other" => Reply::redirect(302, other.clone()),
        _ => Reply::redirect(302, "/loop"),
    })
    .await;
    let host = first.address.to_string();
    let sandbox = sandbox(egress(&[&host, &place]));
    let ask = |path: &str| json!({ "url": format!("http://{host}{path}"), "secret": "key", "scheme": "bearer" });
    let asks = json!([ask("/inside"), ask("/metadata"), ask("/loop"), ask("/other")]);
    let told = told(&sandbox, &[&host, &place], asks).await;
    assert!(told[0].starts_with("not-allowed") && told[1].starts_with("not-allowed"), "{told:?}");
    assert!(told[2].starts_with("bad-redirect"), "{told:?}");
    assert_eq!(told[3], "200 with 6 bytes");
    assert_eq!(second.asked()[0].header("authorization"), None, "the secret did not go along");
}

#[tokio::test]
async fn a_secret_goes_only_where_it_is_declared_and_never_to_the_guest() {
    let upstream = Upstream::start(|_| Reply::ok("hello")).await;
    let elsewhere = Upstream::start(|_| Reply::ok("never")).await;
    let (host, other) = (upstream.address.to_string(), elsewhere.address.to_string());
    let sandbox = sandbox(egress(&[&host, &other]));
    let ask = |host: &str, secret: &str, scheme: &str| json!({ "url": format!("http://{host}/"), "secret": secret, "scheme": scheme });
    let asks = json!([
        ask(&host, "key", "header x-api-key"),
        ask(&host, "key", "jo"),
        ask(&host, "key", "jwt"),
        ask(&other, "key", "bearer"),
        ask(&host, "other-key", "bearer"),
        ask(&host, "key", "header host"),
    ]);
    let told = told(&sandbox, &[&host, &other], asks).await;
    assert!(told[3].starts_with("no-such-secret") && told[4].starts_with("no-such-secret"), "{told:?}");
    assert!(told[5].starts_with("bad-request"), "{told:?}");
    assert!(!told.concat().contains("hunter2"), "{told:?}");
    let asked = upstream.asked();
    assert_eq!(asked.len(), 3);
    assert_eq!(asked[0].header("x-api-key"), Some("hunter2"));
    assert_eq!(asked[1].header("authorization"), Some("Basic am86aHVudGVyMg=="));
    assert!(asked[2].header("authorization").is_some_and(|token| token.starts_with("Bearer ey")));
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn no_header_can_be_smuggled_in() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let host = upstream.address.to_string();
    let ask = |name: &str, value: &str| json!({ "url": format!("http://{host}/"), "header": name, "value": value });
    let asks = json!([
        ask("x-a", "one\r\nx-b: two"), ask("x-a\r\nx-b", "two"), ask("host", "localhost"), ask("authorization", "Bearer x"),
        ask("transfer-encoding", "chunked"), { "url": format!("http://{host}/\r\nx-b: two") },
    ]);
    let told = told(&sandbox(egress(&[&host])), &[&host], asks).await;
    assert!(told.iter().all(|told| told.starts_with("bad-request")), "{told:#?}");
    assert!(upstream.asked().is_empty());
}

#[tokio::test]
async fn a_response_without_an_end_ends() {
    let upstream = Upstream::start(|asked| match asked.path() {
        "/flood" => Reply::Flood,
        "/drip" => Reply::Drip,
        _ => Reply::CutShort,
    })
    .await;
    let host = upstream.address.to_string();
    let asks = ["flood", "drip", "short"].map(|path| json!({ "url": format!("http://{host}/{path}") }));
    let told = told(&sandbox(egress(&[&host])), &[&host], json!(asks)).await;
    assert_eq!(told[..2], ["too-large", "timed-out"]);
    assert!(told[2].starts_with("unreachable") && told[2].contains("broke off"), "{told:?}");
}

#[tokio::test]
async fn a_call_that_waits_outside_for_too_long_ends() {
    let upstream = Upstream::start(|_| Reply::Drip).await;
    let host = upstream.address.to_string();
    let carry = Limits::default().carry;
    let call = plugin_host::Budget { answer: Duration::from_millis(300), ..carry.call };
    let limits = Limits { carry: Carry { call, ..carry }, ..Limits::default() };
    let sandbox = sandbox_reaching(limits, egress(&[&host]));
    let feed = asking(&sandbox, &[&host], &[&host], json!([{ "url": format!("http://{host}/"), "times": 100 }])).await;
    assert_eq!(outcomes(feed).await, Err(FeedFailure::Plugin(GuestFailure::TimedOut)));
}

#[tokio::test]
async fn requests_are_counted_in_a_call_and_in_a_minute() {
    let upstream = Upstream::start(|_| Reply::ok("")).await;
    let host = upstream.address.to_string();
    let carry = Carry { requests: 5, requests_per_minute: 8, ..Limits::default().carry };
    let sandbox = sandbox_reaching(Limits { carry, ..Limits::default() }, egress(&[&host]));
    let feed = asking(&sandbox, &[&host], &[&host], json!([{ "url": format!("http://{host}/"), "times": 6 }])).await;
    assert_eq!(outcomes(feed.clone()).await, Ok(vec!["too-many in this call".to_owned()]));
    assert_eq!(upstream.asked().len(), 5);
    assert_eq!(outcomes(feed.clone()).await, Ok(vec!["too-many in this call".to_owned()]));
    assert_eq!(upstream.asked().len(), 8, "the minute's share is used up");
    let feed = asking(&sandbox, &[&host], &[&host], json!([{ "url": format!("http://{host}/") }])).await;
    assert_eq!(
        outcomes(feed.clone()).await,
        Ok(vec!["too-many for a while".to_owned()]),
        "new settings bring no new share"
    );
    sandbox.clock.advance(TimeDelta::seconds(61));
    assert_eq!(outcomes(feed).await, Ok(vec!["200 with 0 bytes".to_owned()]));
}

#[tokio::test]
async fn nothing_is_reached_while_settings_are_read() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let host = upstream.address.to_string();
    let description = describing(Kind::PeopleFeed, &[&host]);
    let settings = json!({ "address": format!("http://{host}/") });
    let sandbox = sandbox(egress(&[&host]));
    let refused = sandbox.people("misbehaving/asks-early", &description, settings, &grants(&[&host])).await.map(|_| ());
    let Err(LoadError::Settings(problems)) = refused else { panic!("{refused:?}") };
    assert!(problems[0].message.contains("nothing outside can be reached"), "{problems:?}");
    assert!(upstream.asked().is_empty());
}
