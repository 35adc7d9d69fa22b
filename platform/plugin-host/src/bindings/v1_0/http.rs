//! The import `http`: requests made for the guest, within what it was permitted.

use egress::{Credential, FetchError as Refused, Request, Scheme};

use super::people_feed::wardbook::plugin::http as wit;
use crate::guest::Guest;

impl wit::Host for Guest {
    async fn fetch(&mut self, request: wit::Request) -> wasmtime::Result<Result<wit::Response, wit::FetchError>> {
        Ok(match self.reach.fetch(asked(request)).await {
            Ok(response) => Ok(wit::Response {
                status: response.status,
                headers: response.headers.into_iter().map(|(name, value)| wit::Header { name, value }).collect(),
                body: response.body,
                url: response.url,
            }),
            Err(crate::reach::Refusal::Egress(refused)) => Err(told(&refused)),
            Err(crate::reach::Refusal::TooMany(seconds)) => Err(wit::FetchError::TooMany(seconds)),
        })
    }
}

fn asked(request: wit::Request) -> Request {
    let credential = |wit::Credential { secret, scheme }| Credential {
        secret,
        scheme: match scheme {
            wit::Scheme::Bearer => Scheme::Bearer,
            wit::Scheme::Basic(user) => Scheme::Basic(user),
            wit::Scheme::Header(name) => Scheme::Header(name),
            wit::Scheme::Hs256Jwt(wit::Jwt { issuer, key_length }) => Scheme::Hs256Jwt { issuer, key_length },
        },
    };
    Request {
        method: match request.method {
            wit::Method::Get => egress::Method::Get,
            wit::Method::Post => egress::Method::Post,
        },
        url: request.url,
        headers: request.headers.into_iter().map(|wit::Header { name, value }| (name, value)).collect(),
        body: request.body,
        credential: request.credential.map(credential),
    }
}

fn told(refused: &Refused) -> wit::FetchError {
    let why = refused.to_string();
    match refused {
        Refused::BadRequest(_) => wit::FetchError::BadRequest(why),
        Refused::NotAllowed(_) => wit::FetchError::NotAllowed(why),
        Refused::NoSuchSecret(_) => wit::FetchError::NoSuchSecret(why),
        Refused::Unreachable(_) => wit::FetchError::Unreachable(why),
        Refused::TimedOut => wit::FetchError::TimedOut,
        Refused::TooLarge => wit::FetchError::TooLarge,
        Refused::BadRedirect(_) => wit::FetchError::BadRedirect(why),
    }
}
