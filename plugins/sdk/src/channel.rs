//! Plugins by which messages leave (world `notification-channel`, R31).

pub use crate::bindings::feeds::{FeedError, Message as Pushed};
pub use crate::bindings::notification_channel::wardbook::plugin::notifications::{
    Cause, Content, Delay, Delivery, Email, Event, Letter, Message, Outcome, Receipt, Rejection, SendError, Sms,
};

use crate::Prepared;
use crate::http::{self, Credential, FetchError, Header, Method, Request, Response};
use crate::settings::{self, Problem, Settings};

/// A way by which messages leave.
pub trait Channel {
    /// What sending needs of the settings.
    type Prepared<'a>: Prepared<'a>;

    /// Reads the settings, noting what is wrong with them in the settings themselves.
    fn prepare<'a>(settings: &Settings<'a>) -> Self::Prepared<'a>;

    /// Hands one message over.
    ///
    /// # Errors
    /// Temporary ones, after which Wardbook tries again, and permanent ones.
    fn send(prepared: Self::Prepared<'_>, message: Message) -> Result<Receipt, SendError>;

    /// Reads what the other side sent about earlier messages.
    ///
    /// # Errors
    /// When it cannot be read; and always, unless a channel says otherwise.
    fn receive(_: Self::Prepared<'_>, _: Pushed) -> Result<Vec<Delivery>, FeedError> {
        Err(FeedError::NotThisWay)
    }
}

/// Hands over JSON, and gives whatever the other side answered.
///
/// # Errors
/// What it means to a channel when there is no answer: the other side may have taken the message over all the same, or never
/// will.
pub fn post(
    url: &str,
    headers: Vec<Header>,
    body: Vec<u8>,
    credential: Option<Credential>,
) -> Result<Response, SendError> {
    let own = Header { name: "content-type".to_owned(), value: "application/json".to_owned() };
    let headers = core::iter::once(own).chain(headers).collect();
    let request = Request { method: Method::Post, url: url.to_owned(), headers, body: Some(body), credential };
    http::fetch(&request).map_err(|error| match error {
        FetchError::Unreachable(why) => temporary(format!("The other side does not answer: {why}."), None),
        FetchError::TimedOut => temporary("The other side took too long to answer.", None),
        FetchError::TooLarge => temporary("The other side answered with more than is taken.", None),
        FetchError::TooMany(seconds) => temporary("Too many requests were made.", seconds),
        FetchError::NotAllowed(why) | FetchError::NoSuchSecret(why) => permanent(Cause::Account, format!("{why}.")),
        FetchError::BadRequest(why) => permanent(Cause::Other, format!("The request cannot be made: {why}.")),
        FetchError::BadRedirect(why) => permanent(Cause::Other, format!("The other side sends us on: {why}.")),
    })
}

/// Trouble that may pass.
pub fn temporary(why: impl Into<String>, retry_after: Option<u32>) -> SendError {
    SendError::Temporary(Delay { why: why.into(), retry_after })
}

/// A message that will never go this way.
pub fn permanent(cause: Cause, why: impl Into<String>) -> SendError {
    SendError::Permanent(Rejection { cause, why: why.into() })
}

#[doc(hidden)]
pub fn prepare<C: Channel>(text: &str) -> Result<Vec<u8>, Vec<Problem>> {
    settings::read(text, |settings| crate::pack(&C::prepare(settings)))
}

#[doc(hidden)]
pub fn send<C: Channel>(prepared: &[u8], message: Message) -> Result<Receipt, SendError> {
    C::send(crate::unpack(prepared).map_err(|_| SendError::PreparedUnreadable)?, message)
}

#[doc(hidden)]
pub fn receive<C: Channel>(prepared: &[u8], pushed: Pushed) -> Result<Vec<Delivery>, FeedError> {
    C::receive(crate::unpack(prepared).map_err(|_| FeedError::PreparedUnreadable)?, pushed)
}

/// Makes a type that implements [`Channel`](crate::channel::Channel) the plugin of this crate.
#[macro_export]
macro_rules! register_notification_channel {
    ($plugin:ty) => {
        struct Exports;

        impl $crate::bindings::notification_channel::Guest for Exports {
            fn prepare(settings: String) -> Result<Vec<u8>, Vec<$crate::settings::Problem>> {
                $crate::channel::prepare::<$plugin>(&settings)
            }

            fn send(
                prepared: Vec<u8>,
                message: $crate::channel::Message,
            ) -> Result<$crate::channel::Receipt, $crate::channel::SendError> {
                $crate::channel::send::<$plugin>(&prepared, message)
            }

            fn receive(
                prepared: Vec<u8>,
                pushed: $crate::channel::Pushed,
            ) -> Result<Vec<$crate::channel::Delivery>, $crate::channel::FeedError> {
                $crate::channel::receive::<$plugin>(&prepared, pushed)
            }
        }

        // On the machine itself, in a test, nothing is exported: a function of this name would take the place of the C
        // library’s.
        #[cfg(not(target_arch = "wasm32"))]
        const _: Exports = Exports;

        #[cfg(target_arch = "wasm32")]
        #[expect(unsafe_code, reason = "exporting a function by name is unsafe; wit-bindgen writes the exports")]
        mod exports {
            use super::Exports;
            $crate::bindings::notification_channel::export_notification_channel!(
                Exports with_types_in $crate::bindings::notification_channel
            );
        }
    };
}
