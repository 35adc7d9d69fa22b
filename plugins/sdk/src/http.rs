//! Requests that the host makes for a plugin, and what their answers mean to a feed.

pub use crate::bindings::http::{Credential, FetchError, Header, Jwt, Method, Request, Response, Scheme, fetch};

use crate::bindings::feeds::{Delay, FeedError};

/// Asks for an address, and gives what came with a good status.
///
/// # Errors
/// What the failure means to a feed: whether trying later may help, or a person is needed.
pub fn get(url: &str, credential: Option<Credential>) -> Result<Response, FeedError> {
    let request = Request { method: Method::Get, url: url.to_owned(), headers: Vec::new(), body: None, credential };
    good(fetch(&request).map_err(failure)?)
}

/// A response with a good status (2xx), or what another one means to a feed.
///
/// # Errors
/// As for [`get`].
pub fn good(response: Response) -> Result<Response, FeedError> {
    match response.status {
        200..=299 => Ok(response),
        status @ (401 | 403) => Err(FeedError::NotAllowed(format!("The other system refuses us (status {status})."))),
        status @ (408 | 425 | 429 | 500..) => Err(FeedError::Unavailable(Delay {
            why: format!("The other system is in trouble (status {status})."),
            retry_after: header(&response, "retry-after").and_then(|seconds| seconds.trim().parse().ok()),
        })),
        status => Err(FeedError::Unreadable(format!("The other system does not know the address (status {status})."))),
    }
}

/// The first header of this name, in lower case.
pub fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    response.headers.iter().find(|header| header.name == name).map(|header| header.value.as_str())
}

/// What a request that was not made, or had no response, means to a feed.
pub fn failure(error: FetchError) -> FeedError {
    let later = |why: String, retry_after| FeedError::Unavailable(Delay { why, retry_after });
    match error {
        FetchError::Unreachable(why) => later(format!("The other system does not answer: {why}."), None),
        FetchError::TimedOut => later("The other system took too long to answer.".to_owned(), None),
        FetchError::TooMany(seconds) => later("Too many requests were made.".to_owned(), seconds),
        FetchError::NotAllowed(why) | FetchError::NoSuchSecret(why) => FeedError::NotAllowed(format!("{why}.")),
        FetchError::BadRequest(why) => FeedError::WrongSettings(format!("The address cannot be asked for: {why}.")),
        FetchError::TooLarge => FeedError::Unreadable("The other system sent more than is taken.".to_owned()),
        FetchError::BadRedirect(why) => FeedError::Unreadable(format!("The other system sends us on: {why}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)]) -> Result<Response, FeedError> {
        let headers =
            headers.iter().map(|(name, value)| Header { name: (*name).to_owned(), value: (*value).to_owned() });
        good(Response { status, headers: headers.collect(), body: Vec::new(), url: String::new() })
    }

    #[test]
    fn a_status_says_whether_to_try_again_or_to_ask_a_person() {
        assert!(answer(204, &[]).is_ok());
        assert!(matches!(answer(403, &[]), Err(FeedError::NotAllowed(_))));
        assert!(matches!(answer(404, &[]), Err(FeedError::Unreadable(_))));
        let Err(FeedError::Unavailable(delay)) = answer(503, &[("retry-after", "120")]) else { panic!("it may pass") };
        assert_eq!(delay.retry_after, Some(120));
        let Err(FeedError::Unavailable(delay)) = answer(429, &[("retry-after", "Tue, 24 Nov 2026")]) else {
            panic!("it may pass")
        };
        assert_eq!(delay.retry_after, None);
    }
}
