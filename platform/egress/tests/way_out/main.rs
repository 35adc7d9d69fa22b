//! The way out leads where it may, and nowhere else.

mod tls;
#[path = "../upstream/mod.rs"]
mod upstream;

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::DateTime;
use egress::{
    Credential, Egress, EgressLimits, FetchError, Method, Origin, Permit, PrivateHost, Request, Resolver, Response,
    Scheme, Secret,
};
use upstream::{Reply, Upstream};

/// A resolver that says what it is told to; with several answers, the first call gets the first.
#[derive(Default)]
struct Says(HashMap<&'static str, Vec<Vec<IpAddr>>>, AtomicUsize);

impl Says {
    fn always(name: &'static str, addresses: &[&str]) -> Self {
        Self::in_turn(name, &[addresses])
    }

    fn in_turn(name: &'static str, answers: &[&[&str]]) -> Self {
        let read = |text: &&str| text.parse().expect("an address");
        let answers = answers.iter().map(|addresses| addresses.iter().map(read).collect()).collect();
        Self(HashMap::from([(name, answers)]), AtomicUsize::new(0))
    }
}

#[async_trait::async_trait]
impl Resolver for Says {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let turn = self.1.fetch_add(1, Ordering::Relaxed);
        let answers = self.0.get(host).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(answers[turn.min(answers.len() - 1)].clone())
    }
}

fn origin(text: &str) -> Origin {
    Origin::parse(text).expect("a host")
}

/// Declared and granted, with the secret `key` declared for the first of them.
fn permit(hosts: &[&str]) -> Permit {
    let declared = hosts.iter().enumerate().map(|(i, host)| {
        let secrets = if i == 0 { BTreeSet::from(["key".to_owned()]) } else { BTreeSet::new() };
        (origin(host), secrets)
    });
    let granted = hosts.iter().map(|host| origin(host));
    Permit::new(declared, granted, [("key".to_owned(), Secret::new("hunter2"))])
}

fn get(url: impl Into<String>) -> Request {
    Request { method: Method::Get, url: url.into(), headers: Vec::new(), body: None, credential: None }
}

fn with_key(request: Request) -> Request {
    Request { credential: Some(Credential { secret: "key".to_owned(), scheme: Scheme::Bearer }), ..request }
}

/// A way out that reaches `hosts` on loopback by http, because the operator says so.
fn way_out(hosts: &[&str]) -> Egress {
    let private = hosts.iter().map(|host| PrivateHost { origin: origin(host), plain: true });
    let limits = EgressLimits { time: Duration::from_secs(2), response_bytes: 1024 * 1024, ..EgressLimits::default() };
    Egress::new(limits).with_private_hosts(private)
}

async fn fetch(egress: &Egress, permit: &Permit, request: Request) -> Result<Response, FetchError> {
    egress.fetch(permit, request, DateTime::UNIX_EPOCH).await
}

fn is_refused(answer: &Result<Response, FetchError>, why: &str) -> bool {
    matches!(answer, Err(FetchError::NotAllowed(told)) if told.contains(why))
}

#[tokio::test]
async fn a_request_reaches_a_host_that_is_declared_granted_and_named_by_the_operator() {
    let upstream = Upstream::start(|_| {
        let headers = vec![("x-news", "yes".to_owned()), ("set-cookie", "a=b".to_owned())];
        Reply::Full(503, headers, b"later".to_vec())
    })
    .await;
    let host = upstream.address.to_string();
    let answer = fetch(&way_out(&[&host]), &permit(&[&host]), with_key(get(format!("http://{host}/a?b=c")))).await;
    let answer = answer.expect("a response");
    assert_eq!((answer.status, answer.body.as_slice()), (503, &b"later"[..]));
    assert_eq!(answer.url, format!("http://{host}/a?b=c"));
    assert!(answer.headers.contains(&("x-news".to_owned(), "yes".to_owned())));
    assert!(!answer.headers.iter().any(|(name, _)| name == "set-cookie"));
    let asked = upstream.asked();
    assert_eq!((asked[0].method(), asked[0].path()), ("GET", "/a?b=c"));
    assert_eq!(asked[0].header("authorization"), Some("Bearer hunter2"));
    assert_eq!(asked[0].header("accept-encoding"), None);
}

#[tokio::test]
async fn a_host_must_be_declared_and_granted() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let host = upstream.address.to_string();
    let egress = way_out(&[&host]);
    let url = format!("http://{host}/");
    let declared = || (origin(&host), BTreeSet::new());
    for (permit, why) in [
        (Permit::default(), "plugin.toml"),
        (Permit::new([], [origin(&host)], []), "plugin.toml"),
        (Permit::new([declared()], [], []), "council"),
        (permit(&["127.0.0.1"]), "plugin.toml"),
        (permit(&[&format!("localhost:{}", upstream.port())]), "plugin.toml"),
    ] {
        let answer = fetch(&egress, &permit, get(&url)).await;
        assert!(is_refused(&answer, why), "{answer:?}");
    }
    assert!(upstream.asked().is_empty());
}

#[tokio::test]
async fn only_https_leaves_unless_the_operator_says_so() {
    let egress =
        Egress::new(EgressLimits::default()).with_resolver(Arc::new(Says::always("example.org", &["1.1.1.1"])));
    let answer = fetch(&egress, &permit(&["example.org:80"]), get("http://example.org/")).await;
    assert!(is_refused(&answer, "https"), "{answer:?}");
}

#[tokio::test]
async fn a_loopback_address_is_refused_in_every_spelling() {
    let upstream = Upstream::start(|_| Reply::ok("never")).await;
    let port = upstream.port();
    for host in
        ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]", "[::]"]
    {
        let host = format!("{host}:{port}");
        let answer = fetch(&way_out(&[]), &permit(&[&host]), get(format!("https://{host}/"))).await;
        assert!(is_refused(&answer, "within a network"), "{host}: {answer:?}");
    }
}

#[tokio::test]
async fn a_name_that_resolves_inside_is_refused_even_if_another_address_of_it_is_public() {
    for addresses in [&["127.0.0.1"][..], &["::1"], &["1.1.1.1", "169.254.169.254"], &["fd00::1", "2606:4700::1111"]] {
        let egress = way_out(&[]).with_resolver(Arc::new(Says::always("inside.example.org", addresses)));
        let answer = fetch(&egress, &permit(&["inside.example.org"]), get("https://inside.example.org/")).await;
        assert!(is_refused(&answer, "within a network"), "{addresses:?}: {answer:?}");
    }
}

#[tokio::test]
async fn what_a_name_means_after_the_check_does_not_matter() {
    let real = Upstream::start(|_| Reply::ok("the checked one")).await;
    let host = format!("moving.example.org:{}", real.port());
    // Asked a second time, it would lead to nobody at all.
    let says = Arc::new(Says::in_turn("moving.example.org", &[&["127.0.0.1"], &["127.0.0.99"]]));
    let egress = way_out(&[&host]).with_resolver(Arc::clone(&says) as Arc<dyn Resolver>);
    let answer = fetch(&egress, &permit(&[&host]), get(format!("http://{host}/"))).await.expect("a response");
    assert_eq!(answer.body, b"the checked one");
    assert_eq!(
        says.1.load(Ordering::Relaxed),
        1,
        "the name was resolved once, and the connection went to that address"
    );
}

#[tokio::test]
async fn redirects_are_followed_five_times_and_each_is_checked() {
    let upstream = Upstream::start(|asked| match asked.path() {
        "/5" => Reply::ok("arrived"),
        "/out" => Reply::redirect(302, "http://localhost/secret"),
        "/metadata" => Reply::redirect(307, "http://169.254.169.254/latest/meta-data"),
        "/file" => Reply::redirect(302, "file:///etc/passwd"),
        "/loop" => Reply::redirect(302, "/loop"),
        path => Reply::redirect(302, format!("/{}", path[1..].parse::<u8>().map_or(5, |n| n + 1))),
    })
    .await;
    let host = upstream.address.to_string();
    let (egress, permit) = (way_out(&[&host]), permit(&[&host]));
    let at = |path: &str| get(format!("http://{host}{path}"));

    let answer = fetch(&egress, &permit, at("/0")).await.expect("a response");
    assert_eq!((answer.body.as_slice(), answer.url), (&b"arrived"[..], format!("http://{host}/5")));
    let answer = fetch(&egress, &permit, at("/loop")).await;
    assert_eq!(answer, Err(FetchError::BadRedirect("it was redirected more than five times")));
    assert_eq!(upstream.asked().iter().filter(|asked| asked.path() == "/loop").count(), 6);
    for path in ["/out", "/metadata"] {
        let answer = fetch(&egress, &permit, at(path)).await;
        assert!(is_refused(&answer, "plugin.toml"), "{path}: {answer:?}");
    }
    let answer = fetch(&egress, &permit, at("/file")).await;
    assert!(matches!(answer, Err(FetchError::BadRedirect(_))), "{answer:?}");
}

#[tokio::test]
async fn a_secret_stays_with_the_host_it_was_meant_for() {
    let second = Upstream::start(|_| Reply::ok("second")).await;
    let place = format!("http://{}/", second.address);
    let first = Upstream::start(move |asked| match asked.path() {
        "/same" => Reply::redirect(307, "/here"),
        "/other" => Reply::redirect(307, place.clone()),
        _ => Reply::ok("first"),
    })
    .await;
    let hosts = [first.address.to_string(), second.address.to_string()];
    let hosts = [hosts[0].as_str(), hosts[1].as_str()];
    let (egress, permit) = (way_out(&hosts), permit(&hosts));

    for path in ["/same", "/other"] {
        let mut request = with_key(get(format!("http://{}{path}", hosts[0])));
        (request.method, request.body) = (Method::Post, Some(b"body".to_vec()));
        fetch(&egress, &permit, request).await.expect("a response");
    }
    assert!(first.asked().iter().all(|asked| asked.header("authorization") == Some("Bearer hunter2")));
    let at_second = second.asked();
    assert_eq!((at_second[0].method(), at_second[0].body.as_slice()), ("POST", &b"body"[..]));
    assert_eq!(at_second[0].header("authorization"), None);

    // Asked for directly, it is refused: it is not declared for the second host.
    let answer = fetch(&egress, &permit, with_key(get(format!("http://{}/", hosts[1])))).await;
    assert!(matches!(answer, Err(FetchError::NoSuchSecret(_))), "{answer:?}");
    assert_eq!(second.asked().len(), 1);
}

#[tokio::test]
async fn a_redirect_after_post_asks_again_by_get() {
    let upstream = Upstream::start(|asked| match asked.path() {
        "/form" => Reply::redirect(303, "/done"),
        _ => Reply::ok("done"),
    })
    .await;
    let host = upstream.address.to_string();
    let headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
    let request =
        Request { method: Method::Post, body: Some(b"x".to_vec()), headers, ..get(format!("http://{host}/form")) };
    fetch(&way_out(&[&host]), &permit(&[&host]), request).await.expect("a response");
    let asked = upstream.asked();
    assert_eq!((asked[1].method(), asked[1].body.len(), asked[1].header("content-type")), ("GET", 0, None));
}

#[tokio::test]
async fn a_response_has_an_end_in_size_and_time() {
    let upstream = Upstream::start(|asked| match asked.path() {
        "/flood" => Reply::Flood,
        "/drip" => Reply::Drip,
        "/large" => Reply::ok(vec![b'x'; 1024 * 1024 + 1]),
        "/short" => Reply::CutShort,
        _ => Reply::ok(vec![b'x'; 1024 * 1024]),
    })
    .await;
    let host = upstream.address.to_string();
    let (egress, permit) = (way_out(&[&host]), permit(&[&host]));
    let at = |path: &str| get(format!("http://{host}{path}"));
    assert_eq!(fetch(&egress, &permit, at("/flood")).await, Err(FetchError::TooLarge));
    assert_eq!(fetch(&egress, &permit, at("/large")).await, Err(FetchError::TooLarge));
    assert_eq!(fetch(&egress, &permit, at("/drip")).await, Err(FetchError::TimedOut));
    let answer = fetch(&egress, &permit, at("/short")).await;
    assert!(matches!(&answer, Err(FetchError::Unreachable(why)) if why.contains("broke off")), "{answer:?}");
    assert_eq!(fetch(&egress, &permit, at("/fits")).await.expect("a response").body.len(), 1024 * 1024);
}

#[tokio::test]
async fn a_failure_tells_the_host_and_nothing_else_of_the_address() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let host = closed.to_string();
    let answer =
        fetch(&way_out(&[&host]), &permit(&[&host]), with_key(get(format!("http://{host}/people/jo?key=s3cret"))))
            .await;
    let told = format!("{answer:?}");
    assert!(matches!(answer, Err(FetchError::Unreachable(_))), "{told}");
    assert!(!told.contains("jo") && !told.contains("s3cret") && !told.contains("hunter2"), "{told}");
}
