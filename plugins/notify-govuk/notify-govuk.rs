//! Emails, texts and letters by GOV.UK Notify (R31). Its templates hold little more than a place for our text: `((subject))` and
//! `((message))`, in letters `((heading))`. A letter goes as the PDF that Wardbook printed where the settings name no template
//! for letters. What became of a message is sent to us later.
//!
//! Settings: see plugin.toml.

use sdk::channel::{
    Cause, Channel, Content, Delivery, FeedError, Letter, Message, Outcome, Pushed, Receipt, SendError, permanent,
    post, temporary,
};
use sdk::http::{Credential, Jwt, Response, Scheme};
use sdk::settings::{Fields, Settings};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

struct Notify;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    address: &'a str,
    service_id: &'a str,
    #[serde(borrow)]
    english: Templates<'a>,
    /// What is missing here goes by the English one.
    #[serde(borrow)]
    welsh: Templates<'a>,
    email_reply_to_id: Option<&'a str>,
    sms_sender_id: Option<&'a str>,
}

#[derive(Default, Serialize, Deserialize)]
struct Templates<'a> {
    email: Option<&'a str>,
    sms: Option<&'a str>,
    letter: Option<&'a str>,
}

const NOTIFY: &str = "https://api.notifications.service.gov.uk";

/// Characters at the end of an API key that are its secret part.
const KEY_LENGTH: u16 = 36;

impl Channel for Notify {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        let id = |fields: &Fields<'a>, key| fields.optional_text(key).inspect(|id| is_id(fields, key, id));
        let templates = |fields: &Fields<'a>| Templates {
            email: id(fields, "email"),
            sms: id(fields, "sms"),
            letter: id(fields, "letter"),
        };
        let service_id = settings.text("service_id");
        is_id(settings, "service_id", service_id);
        Prepared {
            address: settings.optional_address("address").unwrap_or(NOTIFY).trim_end_matches('/'),
            service_id,
            english: templates(&settings.fields("templates")),
            welsh: settings.optional_fields("templates_cy").as_ref().map(templates).unwrap_or_default(),
            email_reply_to_id: id(settings, "email_reply_to_id"),
            sms_sender_id: id(settings, "sms_sender_id"),
        }
    }

    fn send(prepared: Prepared<'_>, message: Message) -> Result<Receipt, SendError> {
        let (own, english) = match message.language.as_str() {
            "cy" => (&prepared.welsh, &prepared.english),
            _ => (&prepared.english, &prepared.english),
        };
        let (kind, mut body) = match message.content {
            Content::Email(email) => {
                let template = own.email.or(english.email).ok_or(SendError::NotThisKind)?;
                let texts = json!({ "subject": email.subject, "message": email.body });
                ("email", json!({ "email_address": email.to, "template_id": template, "personalisation": texts }))
            }
            Content::Sms(sms) => {
                let template = own.sms.or(english.sms).ok_or(SendError::NotThisKind)?;
                (
                    "sms",
                    json!({ "phone_number": sms.to, "template_id": template, "personalisation": { "message": sms.body } }),
                )
            }
            Content::Letter(letter) => ("letter", body_of(&letter, own.letter.or(english.letter))?),
            Content::Webhook(_) => return Err(SendError::NotThisKind),
        };
        body["reference"] = json!(message.idempotency_key);
        for (of, name, id) in [
            ("email", "email_reply_to_id", prepared.email_reply_to_id),
            ("sms", "sms_sender_id", prepared.sms_sender_id),
        ] {
            if let (true, Some(id)) = (of == kind, id) {
                body[name] = json!(id);
            }
        }
        let issuer = prepared.service_id.to_owned();
        let scheme = Scheme::Hs256Jwt(Jwt { issuer, key_length: Some(KEY_LENGTH) });
        let credential = Credential { secret: "api-key".to_owned(), scheme };
        let url = format!("{}/v2/notifications/{kind}", prepared.address);
        let response = post(&url, Vec::new(), body.to_string().into_bytes(), Some(credential))?;
        receipt(&response)
    }

    fn receive(_: Prepared<'_>, pushed: Pushed) -> Result<Vec<Delivery>, FeedError> {
        let unreadable = || FeedError::Unreadable("The message is not a delivery receipt of GOV.UK Notify.".to_owned());
        let told: Value = serde_json::from_slice(&pushed.body).map_err(|_| unreadable())?;
        let text =
            |name: &str| told.get(name).and_then(Value::as_str).filter(|text| !text.is_empty() && text.len() <= 200);
        let (reference, status) = text("id").zip(text("status")).ok_or_else(unreadable)?;
        let (outcome, why) = outcome(status).ok_or_else(unreadable)?;
        Ok(vec![Delivery { reference: reference.to_owned(), outcome, why: why.map(str::to_owned) }])
    }
}

/// Notes a problem with what is no id of Notify’s.
fn is_id(fields: &Fields<'_>, key: &'static str, id: &str) {
    let is_id = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if !is_id && !id.is_empty() {
        fields.problem(key, "This is not an id of GOV.UK Notify.", "Copy the 36 characters from its settings page.");
    }
}

fn body_of(letter: &Letter, template: Option<&str>) -> Result<Value, SendError> {
    let Some(template) = template else {
        let pdf = letter.pdf.as_ref().ok_or(SendError::NotThisKind)?;
        // A request of ours has at most 1 MiB, and this makes four bytes of three.
        if pdf.len() > 750 * 1024 {
            return Err(permanent(Cause::BadContent, "The letter’s PDF is larger than 750 KiB."));
        }
        return Ok(json!({ "content": base64(pdf) }));
    };
    let mut texts = json!({ "heading": letter.heading, "message": letter.body });
    for (at, line) in letter.address.iter().enumerate() {
        texts[format!("address_line_{}", at + 1)] = json!(line);
    }
    Ok(json!({ "template_id": template, "personalisation": texts }))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = char::from(LETTERS[(bits >> (18 - 6 * at)) as usize & 63]);
            text.push(if at <= three.len() { letter } else { '=' });
        }
    }
    text
}

/// What Notify answered to a message. Its errors are told by their names and words; those words may hold an address, so they
/// are never repeated.
fn receipt(response: &Response) -> Result<Receipt, SendError> {
    let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |path: &str| answer.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let (error, words) = (text("/errors/0/error"), text("/errors/0/message").to_ascii_lowercase());
    let says = |any: &[&str]| any.iter().any(|part| words.contains(part));
    let status = response.status;
    Err(match status {
        200..=299 => {
            let reference = Some(text("/id").to_owned()).filter(|id| !id.is_empty() && id.len() <= 200);
            return Ok(Receipt { reference });
        }
        429 if error == "TooManyRequestsError" => {
            temporary("The day’s limit of GOV.UK Notify is reached.", Some(3_600))
        }
        429 => temporary("GOV.UK Notify is asked too often.", Some(60)),
        408 | 500.. => temporary(format!("GOV.UK Notify is in trouble (status {status})."), None),
        403 if says(&["clock"]) => temporary("The clock of this machine is wrong by more than 30 seconds.", Some(600)),
        401 | 403 => permanent(Cause::Account, "GOV.UK Notify refuses the API key."),
        _ if says(&["character count", "longer than", "missing personalisation"]) => {
            permanent(Cause::BadContent, "GOV.UK Notify does not take the content of the message.")
        }
        _ if says(&[
            "trial mode",
            "team-only",
            "team api key",
            "not allowed to send",
            "does not exist",
            "template",
            "not found",
        ]) =>
        {
            permanent(Cause::Account, "GOV.UK Notify does not accept the service’s templates, senders or rights.")
        }
        _ if says(&["address", "postcode", "phone", "number", "bfpo"]) => {
            permanent(Cause::BadAddress, "GOV.UK Notify says that the address or number cannot be used.")
        }
        400 | 413 | 422 => permanent(Cause::BadContent, "GOV.UK Notify does not take the content of the message."),
        _ => permanent(Cause::Other, format!("GOV.UK Notify refuses the message (status {status}).")),
    })
}

/// What a status of Notify means, and why a message failed.
fn outcome(status: &str) -> Option<(Outcome, Option<&'static str>)> {
    Some(match status {
        "created" | "sending" | "pending" | "sent" | "accepted" => (Outcome::Sent, None),
        "delivered" | "received" => (Outcome::Delivered, None),
        "temporary-failure" => (Outcome::FailedForNow, Some("The inbox is full or the phone was off.")),
        "technical-failure" => (Outcome::FailedForNow, Some("GOV.UK Notify or the provider had trouble.")),
        "permanent-failure" => (Outcome::Failed, Some("The address or number does not exist.")),
        "validation-failed" | "virus-scan-failed" => {
            (Outcome::Failed, Some("GOV.UK Notify could not print the letter."))
        }
        "cancelled" => (Outcome::Failed, Some("The letter was cancelled in GOV.UK Notify.")),
        _ => return None,
    })
}

sdk::register_notification_channel!(Notify);

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (text, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
