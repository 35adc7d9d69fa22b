//! Everything that can go wrong with a plugin, as types.
//!
//! [`HostError`]: this machine cannot run plugins. [`LoadError`]: this plugin or its settings cannot be used, told to
//! the person who installs it. [`GuestFailure`]: one call went wrong; the caller falls back and records why.

use std::path::PathBuf;

use casework::channel::SendError;
use casework::feeds::FeedError;
use casework::manifest::SettingsProblem;
use wasmtime::{Error, PoolConcurrencyLimitError, Trap};

use crate::description::Kind;

/// The host cannot start.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    #[error("the sandbox for plugins cannot start: {0}")]
    Engine(String),
    #[error("a thread for plugins cannot start: {0}")]
    Thread(#[source] std::io::Error),
    #[error("the folder for compiled plugins, {}, cannot be used: {source}", path.display())]
    Cache { path: PathBuf, source: std::io::Error },
    #[error(
        "the folder for compiled plugins, {}, is open to other users of this machine, who could put code there; \
         make it private (chmod 700) and owned by the user who runs Wardbook",
        path.display()
    )]
    CacheNotPrivate { path: PathBuf },
}

/// A plugin cannot be loaded, or not with these settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// More bytes than a plugin may have.
    #[error("the file is {bytes} bytes long; at most {limit} are allowed")]
    TooLarge { bytes: usize, limit: usize },
    /// It does not bring its plugin.toml along.
    #[error("the component says nothing of itself: its plugin.toml is not inside")]
    NoDescription,
    #[error("its plugin.toml cannot be read: {reason}")]
    BadDescription { reason: String },
    /// No form can be drawn from what it says of its settings.
    #[error("no form can be drawn from the schema of its settings: {reason}")]
    BadSchema { reason: String },
    /// The bytes are no WebAssembly component that this host accepts; or one that needs more memory or table space from
    /// the start than a plugin may have.
    #[error("this is not a WebAssembly component that Wardbook can run: {reason}")]
    NotAComponent { reason: String },
    /// It is a component, of another kind or with imports that plugins do not get.
    #[error("this is not a plugin of kind {kind}: {reason}")]
    WrongWorld { kind: Kind, reason: String },
    /// It was built for no version of the contract that this host serves.
    #[error("this plugin cannot be used: {reason}")]
    UnknownContract { reason: String },
    /// The settings, or what the plugin made of them, are larger than the contract allows.
    #[error("the settings are {bytes} bytes long; at most {limit} are allowed")]
    SettingsTooLarge { bytes: usize, limit: usize },
    /// The plugin found mistakes in the settings.
    #[error("the settings have {} mistake(s): {}", .0.len(), list(.0))]
    Settings(Vec<SettingsProblem>),
    /// The plugin failed while it read the settings.
    #[error("the plugin failed while it read its settings: {0}")]
    Failed(#[from] GuestFailure),
}

fn list(problems: &[SettingsProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Why one call of a plugin gave no answer. The text is for logs and the admin's page, never for councillors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuestFailure {
    /// It ran longer than its wall time, or its answer did not come in time for another reason.
    #[error("the plugin took too long")]
    TimedOut,
    /// It used up its fuel: the same input will do so again.
    #[error("the plugin computed more than it may")]
    OutOfFuel,
    /// It asked for more memory or table space than it may have.
    #[error("the plugin asked for more memory than it may have")]
    OutOfMemory,
    /// It stopped with a trap: a mistake in the plugin.
    #[error("the plugin stopped with an error: {summary}")]
    Trapped { summary: String },
    /// Its answer, or what it handed to an import, is larger than the contract allows.
    #[error("the plugin handed over more data than it may")]
    OutputTooLarge,
    /// Its answer breaks the contract.
    #[error("the plugin answered with {what}")]
    BadOutput { what: &'static str },
    /// It said that it cannot decide.
    #[error("the plugin could not decide: {message}")]
    Refused { message: String },
    /// Too many calls are under way for this council, or on this machine.
    #[error("too many calls of plugins are under way")]
    Busy,
    /// It failed so often that it is not called for a while.
    #[error("the plugin failed several times in a row and is left alone for a while")]
    Suspended,
}

impl LoadError {
    /// A short name: the guide for authors says what to do about each.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::NotAComponent { .. } => "not-a-component",
            Self::NoDescription => "no-description",
            Self::BadDescription { .. } => "bad-description",
            Self::BadSchema { .. } => "bad-schema",
            Self::UnknownContract { .. } => "unknown-contract",
            Self::WrongWorld { .. } => "wrong-world",
            Self::SettingsTooLarge { .. } => "settings-too-large",
            Self::Settings(_) => "settings",
            Self::Failed(_) => "failed",
        }
    }
}

impl GuestFailure {
    /// A short name for logs and metrics.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TimedOut => "timed-out",
            Self::OutOfFuel => "out-of-fuel",
            Self::OutOfMemory => "out-of-memory",
            Self::Trapped { .. } => "trapped",
            Self::OutputTooLarge => "output-too-large",
            Self::BadOutput { .. } => "bad-output",
            Self::Refused { .. } => "refused",
            Self::Busy => "busy",
            Self::Suspended => "suspended",
        }
    }

    /// What a call's error means. `denied_memory` tells whether the guest was refused memory during the call: it then
    /// usually traps by itself, which is not its mistake to report.
    pub(crate) fn of(error: &Error, denied_memory: bool) -> Self {
        if let Some(failure) = error.downcast_ref::<Self>() {
            return failure.clone();
        }
        if error.is::<PoolConcurrencyLimitError>() {
            return Self::Busy;
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::OutOfFuel) => Self::OutOfFuel,
            Some(Trap::Interrupt) => Self::TimedOut,
            Some(Trap::AllocationTooLarge) => Self::OutOfMemory,
            _ if denied_memory => Self::OutOfMemory,
            Some(trap) => Self::Trapped { summary: trap.to_string() },
            // wasmtime keeps this error's type to itself.
            None if error.chain().any(|cause| cause.to_string().contains("fuel allocated for hostcalls")) => {
                Self::OutputTooLarge
            }
            None => Self::Trapped { summary: error.root_cause().to_string() },
        }
    }
}

/// Why a feed brought nothing. What was known stays known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedFailure {
    /// The plugin failed.
    #[error(transparent)]
    Plugin(#[from] GuestFailure),
    /// The plugin says that the source could not be read.
    #[error(transparent)]
    Source(FeedError),
}

impl FeedFailure {
    /// A short name for logs and figures.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Plugin(failure) => failure.code(),
            Self::Source(error) => error.code(),
        }
    }
}

/// Why a message was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// The plugin failed. Whether the message was taken over is not known: send it again with the same key.
    #[error(transparent)]
    Plugin(#[from] GuestFailure),
    /// The plugin says so.
    #[error(transparent)]
    Channel(SendError),
}

impl SendFailure {
    /// A short name for logs and figures.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Plugin(failure) => failure.code(),
            Self::Channel(error) => error.code(),
        }
    }
}

/// What figures and the breaker have to know of a failure.
pub(crate) trait Failure: std::error::Error + From<GuestFailure> {
    fn code(&self) -> &'static str;

    /// Whether the next call may meet the same, whatever it is about.
    fn is_trouble(&self) -> bool;
}

impl Failure for GuestFailure {
    fn code(&self) -> &'static str {
        Self::code(self)
    }

    fn is_trouble(&self) -> bool {
        // That others are being served, or that this one case cannot be decided, says nothing about the next call.
        !matches!(self, Self::Busy | Self::Suspended | Self::Refused { .. })
    }
}

impl Failure for FeedFailure {
    fn code(&self) -> &'static str {
        Self::code(self)
    }

    fn is_trouble(&self) -> bool {
        match self {
            Self::Plugin(failure) => failure.is_trouble(),
            Self::Source(error) => matches!(error, FeedError::Unavailable { .. } | FeedError::NotAllowed(_)),
        }
    }
}

impl Failure for SendFailure {
    fn code(&self) -> &'static str {
        Self::code(self)
    }

    fn is_trouble(&self) -> bool {
        match self {
            Self::Plugin(failure) => failure.is_trouble(),
            Self::Channel(error) => matches!(error, SendError::Temporary { .. }),
        }
    }
}
