//! Why a request has no response.

/// The texts are for whoever wrote or set up what asked. None repeats a secret, or more of an address than its host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It is no request that may be made of anybody.
    #[error("{0}")]
    BadRequest(&'static str),
    /// The host is not one that this caller may reach, or it lies within a network.
    #[error("{0}")]
    NotAllowed(String),
    /// The secret may not go to this host, or there is none of this name.
    #[error("{0}")]
    NoSuchSecret(String),
    /// No connection, or it broke. Trying later may help.
    #[error("{0}")]
    Unreachable(String),
    /// No complete response in time. Trying later may help.
    #[error("the response did not come in time")]
    TimedOut,
    /// The response is larger than is taken.
    #[error("the response is larger than is taken")]
    TooLarge,
    /// Too many redirects, or one that leads nowhere good.
    #[error("{0}")]
    BadRedirect(&'static str),
}
