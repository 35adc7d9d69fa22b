//! Why a job failed: what is kept of it, and what people are told.

use std::fmt;
use std::str::FromStr;

/// Why a job failed, without a word about the person: what a server answers may name them. Kept as text, which an operator reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Address,
    NoAnswer,
    /// It waited too long for a mail server to be named.
    NotSetUp,
    /// An error of ours; the log says which.
    Inside,
    /// The mail server's answer: its code.
    Answer(String),
    /// What the council's channel says.
    Channel(String),
    /// Anything else, in words for an operator.
    Other(String),
}

impl Why {
    /// For words and programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::NoAnswer => "no-answer",
            Self::NotSetUp => "not-set-up",
            Self::Inside => "inside",
            Self::Answer(_) => "answer",
            Self::Channel(_) => "channel",
            Self::Other(_) => "other",
        }
    }

    /// What goes with the words.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Answer(detail) | Self::Channel(detail) | Self::Other(detail) => Some(detail),
            Self::Address | Self::NoAnswer | Self::NotSetUp | Self::Inside => None,
        }
    }
}

const ADDRESS: &str = "the address is not one";
const NO_ANSWER: &str = "the mail server: no answer";
const NOT_SET_UP: &str = "no mail server was named in time";
const INSIDE: &str = "the program failed, and its log says why";
const ANSWER: &str = "the mail server: answer ";
const CHANNEL: &str = "the channel: ";

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str(ADDRESS),
            Self::NoAnswer => f.write_str(NO_ANSWER),
            Self::NotSetUp => f.write_str(NOT_SET_UP),
            Self::Inside => f.write_str(INSIDE),
            Self::Answer(code) => write!(f, "{ANSWER}{code}"),
            Self::Channel(words) => write!(f, "{CHANNEL}{words}"),
            Self::Other(words) => f.write_str(words),
        }
    }
}

impl FromStr for Why {
    type Err = std::convert::Infallible;

    fn from_str(kept: &str) -> Result<Self, Self::Err> {
        Ok(match (kept, kept.strip_prefix(ANSWER)) {
            (ADDRESS, _) => Self::Address,
            (NO_ANSWER, _) => Self::NoAnswer,
            (NOT_SET_UP, _) => Self::NotSetUp,
            (INSIDE, _) => Self::Inside,
            (_, Some(code)) => Self::Answer(code.to_owned()),
            (other, None) => match other.strip_prefix(CHANNEL) {
                Some(words) => Self::Channel(words.to_owned()),
                None => Self::Other(other.to_owned()),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_failure_is_read_as_what_it_was() {
        for why in [
            Why::Address,
            Why::NoAnswer,
            Why::NotSetUp,
            Why::Inside,
            Why::Answer("550".to_owned()),
            Why::Channel("the key is not known".to_owned()),
            Why::Other("a disk is full".to_owned()),
        ] {
            assert_eq!(why.to_string().parse(), Ok(why));
        }
    }
}
