//! Tells another program what happens (R31): a POST of JSON for each event, with a secret in a header by which the other side
//! knows us, and the key by which it knows a second attempt.
//!
//! Settings: see plugin.toml.

use sdk::channel::{Cause, Channel, Content, Message, Receipt, SendError, permanent, post, temporary};
use sdk::http::{self, Credential, Header, Scheme};
use sdk::settings::Settings;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

struct Webhook;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    address: &'a str,
    /// Which holds the secret.
    header: &'a str,
}

impl Channel for Webhook {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let header = settings.optional_text("header").unwrap_or("x-webhook-secret");
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if header.len() > 64 || !header.bytes().all(is_plain) || !header.to_ascii_lowercase().starts_with("x-") {
            let message = "This is not a name for a header of your own.";
            settings.problem("header", message, "Use letters, digits and hyphens, beginning with x-.");
        }
        Prepared { address: settings.address("address"), header }
    }

    fn send(prepared: Prepared<'_>, message: Message) -> Result<Receipt, SendError> {
        let Content::Webhook(event) = message.content else { return Err(SendError::NotThisKind) };
        let data: Value = serde_json::from_str(&event.body)
            .map_err(|_| permanent(Cause::BadContent, "The body of the event is not JSON."))?;
        let key = message.idempotency_key;
        let body = json!({ "id": key, "event": event.name, "language": message.language, "data": data });
        let scheme = Scheme::Header(prepared.header.to_owned());
        let credential = Credential { secret: "secret".to_owned(), scheme };
        let headers = vec![Header { name: "idempotency-key".to_owned(), value: key }];
        let response = post(prepared.address, headers, body.to_string().into_bytes(), Some(credential))?;
        let status = response.status;
        match status {
            200..=299 => Ok(Receipt { reference: None }),
            408 | 409 | 425 | 429 | 500.. => {
                let wait = http::header(&response, "retry-after").and_then(|seconds| seconds.trim().parse().ok());
                Err(temporary(format!("The other side is in trouble (status {status})."), wait))
            }
            401 | 403 | 404 | 410 => Err(permanent(
                Cause::Account,
                format!("The other side does not take messages from us (status {status})."),
            )),
            400 | 413 | 415 | 422 => Err(permanent(
                Cause::BadContent,
                format!("The other side does not take this message (status {status})."),
            )),
            _ => Err(permanent(Cause::Other, format!("The other side refuses the message (status {status})."))),
        }
    }
}

sdk::register_notification_channel!(Webhook);
