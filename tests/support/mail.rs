//! A real mail server.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;
use server::cli::MailOptions;

use super::root;

/// A mail server on loopback that takes mail, puts the first one off, and refuses whom it is told to refuse.
pub struct MailServer {
    process: Child,
    port: String,
    taken: Receiver<Value>,
}

impl MailServer {
    /// One that refuses every address which holds this text, for good.
    pub fn start(refused: &str) -> Self {
        let mut process = Command::new("node")
            .arg(root().join("tests/smtp.mjs"))
            .arg(refused)
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is installed: make setup");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let port = lines.next().expect("a port").expect("text");
        let (send, taken) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = send.send(serde_json::from_str(&line).expect("JSON"));
            }
        });
        Self { process, port, taken }
    }

    /// The mails taken by now.
    pub fn taken(&self) -> Vec<Value> {
        let mut mails = Vec::new();
        while let Ok(mail) = self.taken.recv_timeout(Duration::from_millis(500)) {
            mails.push(mail);
        }
        mails
    }
}

impl MailServer {
    /// The program's setting for this server.
    pub fn options(&self) -> MailOptions {
        MailOptions {
            server: Some(format!("smtp://127.0.0.1:{}", self.port)),
            from: "Casework <casework@council.example>".to_owned(),
            site: "https://{host}".to_owned(),
            ..MailOptions::default()
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
