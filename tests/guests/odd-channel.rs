//! A channel that answers as the subject of the message says. What breaks the contract must be told from a good answer.

use sdk::channel::{
    Cause, Channel, Content, Delay, Delivery, FeedError, Message, Outcome, Pushed, Receipt, Rejection, SendError,
};
use sdk::settings::Settings;

struct Guest;

impl Channel for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn send((): (), message: Message) -> Result<Receipt, SendError> {
        let Content::Email(email) = message.content else { return Err(SendError::NotThisKind) };
        match email.subject.as_str() {
            "odd" => Ok(Receipt { reference: Some("a\r\nb".to_owned()) }),
            "later" => Err(SendError::Temporary(Delay { why: "Later.".to_owned(), retry_after: Some(5) })),
            "never" => {
                Err(SendError::Permanent(Rejection { cause: Cause::BadAddress, why: "No such box.".to_owned() }))
            }
            _ => Ok(Receipt { reference: Some(message.idempotency_key) }),
        }
    }

    fn receive((): (), pushed: Pushed) -> Result<Vec<Delivery>, FeedError> {
        let news =
            |reference: &str| Delivery { reference: reference.to_owned(), outcome: Outcome::Delivered, why: None };
        match pushed.body.as_slice() {
            b"many" => Ok(vec![news("1"); 1_001]),
            b"nameless" => Ok(vec![news("")]),
            _ => Ok(vec![news("1")]),
        }
    }
}

sdk::register_notification_channel!(Guest);
