//! The council's mail server, and our address there.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use uuid::Uuid;

/// How long the server may take over each step of a mail.
const A_STEP: Duration = Duration::from_secs(20);

/// Sends mail.
pub struct Postman {
    pub(super) transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(super) from: Mailbox,
    /// Address of a council's site, with `{host}` for its host name.
    site: String,
}

/// Why mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("the mail server's address is not one: write smtp://HOST:25, or smtps://USER:PASSWORD@HOST")]
    Server(#[source] lettre::transport::smtp::Error),
    #[error("`{0}` is no sender: write an address such as casework@council.example")]
    From(String),
    #[error("`{0}` has no {{host}} in it: write it as https://{{host}}")]
    Site(String),
}

impl Postman {
    /// # Errors
    /// See [`SetupError`].
    pub fn new(server: &str, from: &str, site: &str) -> Result<Self, SetupError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(server).map_err(SetupError::Server)?;
        if !site.contains("{host}") {
            return Err(SetupError::Site(site.to_owned()));
        }
        Ok(Self {
            transport: transport.timeout(Some(A_STEP)).build(),
            from: from.parse().map_err(|_| SetupError::From(from.to_owned()))?,
            site: site.trim_end_matches('/').to_owned(),
        })
    }

    /// Whether this is the address that our mail comes from.
    #[must_use]
    pub fn is_sender(&self, address: &str) -> bool {
        let ours: &str = self.from.email.as_ref();
        ours.eq_ignore_ascii_case(address)
    }

    /// The mail of ours that could have had this Message-ID; whether there is one, its job tells.
    #[must_use]
    pub fn job_of(&self, message_id: &str) -> Option<Uuid> {
        let (id, domain) = message_id.rsplit_once('@')?;
        domain.eq_ignore_ascii_case(self.from.email.domain()).then(|| id.parse().ok()).flatten()
    }

    /// Where the site of the council at this host is.
    #[must_use]
    pub fn site_of(&self, host: &str) -> String {
        self.site.replace("{host}", host)
    }
}
