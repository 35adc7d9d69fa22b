//! Another system, on loopback: a site with a calendar, and a notification service that signs what it sends.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};

const KEY: &str = include_str!("signer.key");
const CERTIFICATE: &str = include_str!("signer.crt");

/// What it answers, and what it was asked.
struct Answers {
    status: StatusCode,
    calendar: String,
    confirmed: usize,
    certificates: usize,
}

pub struct Upstream {
    pub address: SocketAddr,
    answers: Arc<Mutex<Answers>>,
    serving: tokio::task::JoinHandle<()>,
}

/// A meeting in the way of iCalendar.
pub fn event(uid: &str, begins: &str, summary: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{begins}\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n"
    )
}

impl Upstream {
    pub async fn start() -> Self {
        let answers = Answers { status: StatusCode::OK, calendar: String::new(), confirmed: 0, certificates: 0 };
        let answers = Arc::new(Mutex::new(answers));
        let routes = Router::new()
            .route("/calendar.ics", get(calendar))
            .route("/signer.pem", get(certificate))
            .route("/confirm", get(confirm))
            .with_state(Arc::clone(&answers));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.expect("serving") });
        Self { address, answers, serving }
    }

    /// From now on the calendar holds these meetings.
    pub fn holds(&self, events: &[String]) {
        let events = events.concat();
        let calendar =
            format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//system//EN\r\n{events}END:VCALENDAR\r\n");
        self.answers.lock().expect("answers").calendar = calendar;
    }

    /// From now on it answers so, whatever it is asked for.
    pub fn answers_with(&self, status: StatusCode) {
        self.answers.lock().expect("answers").status = status;
    }

    /// How often a subscription was confirmed, and a certificate fetched.
    pub fn was_asked(&self) -> (usize, usize) {
        let answers = self.answers.lock().expect("answers");
        (answers.confirmed, answers.certificates)
    }

    /// A message in the envelope of the notification service, signed.
    pub fn notification(&self, id: &str, topic: &str, message: &str) -> Value {
        self.signed(json!({
            "Type": "Notification", "MessageId": id, "TopicArn": topic, "Message": message,
            "Timestamp": "2026-11-17T09:30:00.000Z", "SignatureVersion": "2",
            "SigningCertURL": format!("http://{}/signer.pem", self.address),
        }))
    }

    /// A subscription that waits to be confirmed, signed.
    pub fn subscription(&self, id: &str, topic: &str) -> Value {
        self.signed(json!({
            "Type": "SubscriptionConfirmation", "MessageId": id, "TopicArn": topic, "Message": "You have chosen to subscribe",
            "Token": "token", "SubscribeURL": format!("http://{}/confirm", self.address),
            "Timestamp": "2026-11-17T09:30:00.000Z", "SignatureVersion": "2",
            "SigningCertURL": format!("http://{}/signer.pem", self.address),
        }))
    }

    fn signed(&self, mut envelope: Value) -> Value {
        // As the developer guide of the service lists them, written out once more.
        let names: &[&str] = match envelope["Type"].as_str() {
            Some("Notification") => &["Message", "MessageId", "Timestamp", "TopicArn", "Type"],
            _ => &["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
        };
        let text: String =
            names.iter().map(|name| format!("{name}\n{}\n", envelope[name].as_str().expect("a text"))).collect();
        let der: String = KEY.lines().filter(|line| !line.starts_with('-')).collect();
        let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(der).expect("base64")).expect("a key");
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).expect("signed");
        envelope["Signature"] = STANDARD.encode(signature).into();
        envelope
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn calendar(State(answers): State<Arc<Mutex<Answers>>>) -> Response {
    let answers = answers.lock().expect("answers");
    (answers.status, [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], answers.calendar.clone()).into_response()
}

async fn certificate(State(answers): State<Arc<Mutex<Answers>>>) -> &'static str {
    answers.lock().expect("answers").certificates += 1;
    CERTIFICATE
}

async fn confirm(State(answers): State<Arc<Mutex<Answers>>>) -> &'static str {
    answers.lock().expect("answers").confirmed += 1;
    "<ConfirmSubscriptionResponse/>"
}
