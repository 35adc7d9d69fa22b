//! A person with a browser's cookies.
#![expect(clippy::disallowed_methods, reason = "a browser of our own is the point")]

use std::net::SocketAddr;

use reqwest::{Client, RequestBuilder, Response, StatusCode, header, redirect};
use serde_json::{Value, json};
use server::tenancy::Council;

/// Somebody of a council who is signed in.
pub struct Person {
    pub key: String,
    base: String,
    client: Client,
}

impl Person {
    /// Signs in by picking the person, as the page does.
    pub async fn sign_in(address: SocketAddr, council: &Council, key: &str) -> Self {
        let person = Self::stranger(address, &format!("{}.localhost", council.manifest.slug), key);
        let response = person.post_form("/sign-in", &[("person", key), ("next", "/")]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{key} signs in");
        person
    }

    /// Somebody with a browser who is not signed in.
    pub fn stranger(address: SocketAddr, host: &str, key: &str) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(redirect::Policy::none())
            .resolve(host, address)
            .build()
            .expect("a client");
        Self { key: key.to_owned(), base: format!("http://{host}:{}", address.port()), client }
    }

    pub fn get_request(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.base))
    }

    pub fn post_request(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.base))
    }

    /// Status and text of a page.
    pub async fn page(&self, path: &str) -> (StatusCode, String) {
        let response = self.get_request(path).send().await.expect("an answer");
        (response.status(), response.text().await.expect("text"))
    }

    /// Sends a form as a page of this site would.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.post_form_request(path, fields).send().await.expect("an answer")
    }

    /// A form as a page of this site would send it.
    pub fn post_form_request(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body = fields
            .iter()
            .fold(form_urlencoded::Serializer::new(String::new()), |mut form, (name, value)| {
                form.append_pair(name, value);
                form
            })
            .finish();
        self.post_request(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(body)
    }

    /// Sends a form with files as a page of this site would: fields, then files by name.
    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Response {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
            );
            body.extend(head.as_bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = self.post_request(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        request.header("sec-fetch-site", "same-origin").body(body).send().await.expect("an answer")
    }

    /// Sends a form that is accepted, and tells where it leads.
    pub async fn submits(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let response = self.post_form(path, fields).await;
        let status = response.status();
        let location =
            response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        match location {
            Some(location) if status == StatusCode::SEE_OTHER => location,
            _ => panic!("{} at {path}: {status}\n{}", self.key, response.text().await.expect("text")),
        }
    }

    /// Raises a case through the page and returns its reference.
    pub async fn raises(&self, fields: &[(&str, &str)]) -> String {
        let location = self.submits("/raise", fields).await;
        let path = location.split('?').next().unwrap_or_default();
        path.strip_prefix("/cases/").unwrap_or_else(|| panic!("not a case: {location}")).to_owned()
    }

    /// Asks GraphQL and returns `data`; errors fail the test.
    pub async fn asks(&self, query: &str, variables: Value) -> Value {
        let answer = self.graphql(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}: {answer}");
        answer["data"].clone()
    }

    /// Asks GraphQL and returns the whole answer.
    pub async fn graphql(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let response = self.post_request("/graphql").json(&body).send().await.expect("an answer");
        response.json().await.expect("JSON")
    }
}
