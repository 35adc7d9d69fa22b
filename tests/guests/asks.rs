//! A feed that asks for whatever its settings say, and tells what came of it as the names of people. Must reach nothing
//! that it may not.

use sdk::feeds::{FeedError, Task};
use sdk::http::{Credential, FetchError, Header, Jwt, Method, Request, Scheme, fetch};
use sdk::people::{Capacity, Feed, Person, Reading, complete};
use sdk::settings::{Fields, Settings};
use serde::{Deserialize, Serialize};

struct Guest;

#[derive(Serialize, Deserialize)]
struct Ask<'a> {
    url: &'a str,
    times: u16,
    header: Option<(&'a str, &'a str)>,
    /// Name of a secret, and the way to use it.
    secret: Option<(&'a str, &'a str)>,
    post: Option<&'a str>,
}

impl Feed for Guest {
    type Prepared<'a> = Vec<Ask<'a>>;

    fn prepare<'a>(settings: &Settings<'a>) -> Vec<Ask<'a>> {
        let pair = |fields: &Fields<'a>, one, other| fields.optional_text(one).zip(fields.optional_text(other));
        let ask = |fields: &Fields<'a>| Ask {
            url: fields.text("url"),
            times: fields.optional_whole("times", 1..=1000).unwrap_or(1),
            header: pair(fields, "header", "value"),
            secret: pair(fields, "secret", "scheme"),
            post: fields.optional_text("post"),
        };
        settings.list("asks").iter().map(ask).collect()
    }

    fn read(asks: Vec<Ask<'_>>, _: Task) -> Result<Reading, FeedError> {
        let mut told = Vec::new();
        for ask in asks {
            let mut last = String::new();
            for _ in 0..ask.times {
                last = outcome(&ask);
            }
            told.push(last);
        }
        Ok(complete(told.into_iter().enumerate().map(|(at, name)| person(at, name)).collect(), Vec::new()))
    }
}

fn outcome(ask: &Ask<'_>) -> String {
    let credential = |(secret, scheme): (&str, &str)| Credential {
        secret: secret.to_owned(),
        scheme: match scheme {
            "bearer" => Scheme::Bearer,
            "jwt" => Scheme::Hs256Jwt(Jwt { issuer: "me".to_owned(), key_length: Some(3) }),
            user => user
                .strip_prefix("header ")
                .map_or_else(|| Scheme::Basic(user.to_owned()), |name| Scheme::Header(name.to_owned())),
        },
    };
    let header = |(name, value): (&str, &str)| Header { name: name.to_owned(), value: value.to_owned() };
    let request = Request {
        method: if ask.post.is_some() { Method::Post } else { Method::Get },
        url: ask.url.to_owned(),
        headers: ask.header.into_iter().map(header).collect(),
        body: ask.post.map(|body| body.as_bytes().to_vec()),
        credential: ask.secret.map(credential),
    };
    match fetch(&request) {
        Ok(response) => format!("{} with {} bytes", response.status, response.body.len()),
        Err(FetchError::BadRequest(why)) => format!("bad-request: {why}"),
        Err(FetchError::NotAllowed(why)) => format!("not-allowed: {why}"),
        Err(FetchError::NoSuchSecret(why)) => format!("no-such-secret: {why}"),
        Err(FetchError::Unreachable(why)) => format!("unreachable: {why}"),
        Err(FetchError::TimedOut) => "timed-out".to_owned(),
        Err(FetchError::TooLarge) => "too-large".to_owned(),
        Err(FetchError::BadRedirect(why)) => format!("bad-redirect: {why}"),
        Err(FetchError::TooMany(None)) => "too-many in this call".to_owned(),
        Err(FetchError::TooMany(Some(_))) => "too-many for a while".to_owned(),
    }
}

fn person(at: usize, name: String) -> Person {
    Person {
        key: at.to_string(),
        capacity: Capacity::Officer,
        name: name.chars().take(200).collect(),
        given_name: None,
        family_name: None,
        email: None,
        phone: None,
        job_title: None,
        units: Vec::new(),
        manager: None,
        starts: None,
        ends: None,
        active: true,
        ward_gss: None,
        ward_name: None,
    }
}

sdk::register_people_feed!(Guest);
