//! What a plugin may use. Each limit has a guest in `tests/guests` that breaks it.

use std::time::Duration;

/// The limits of all plugins of a host. The defaults leave a sensible plugin a hundred times what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// What one decision may use.
    pub decide: Budget,
    /// What `prepare` may use; it runs once per settings.
    pub prepare: Budget,
    /// Linear memory of one instance, in bytes; a whole number of 64 KiB pages.
    pub memory_bytes: usize,
    /// Elements of one instance's table of functions.
    pub table_elements: usize,
    /// Settings as JSON, and what a plugin makes of them, in bytes each.
    pub settings_bytes: usize,
    /// Days over which the calendar's arithmetic may pass in one call.
    pub calendar_days: u32,
    /// Calls of one council that may be under way at once.
    pub calls_per_tenant: usize,
    /// Calls that may be under way at once on this machine.
    pub calls: usize,
    /// How long a call waits for its turn before it is [`Busy`](crate::GuestFailure::Busy).
    pub queue: Duration,
    /// Threads of the plugins' own for decisions that go on.
    pub threads: usize,
    /// Feeds and channels, which carry much and wait for others.
    pub carry: Carry,
    /// How long a plugin that fails is called all the same.
    pub patience: Patience,
}

/// What feeds and channels may use. They have turns of their own, so that a decision never waits for another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carry {
    pub call: Budget,
    /// As for decisions, which read less.
    pub memory_bytes: usize,
    pub calls_per_tenant: usize,
    pub calls: usize,
    pub queue: Duration,
    /// Threads of their own, of the lowest priority, that rest for most of the time: nobody waits for a feed.
    pub threads: usize,
    /// Requests to the outside in one call.
    pub requests: u32,
    /// Requests to the outside of one plugin of one council in a minute.
    pub requests_per_minute: u32,
}

/// When a plugin that fails is left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    /// Failures in a row.
    pub failures: u32,
    /// How long it is left alone.
    pub pause: Duration,
}

/// What one call may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// WebAssembly instructions, roughly. The same input uses the same fuel on every machine, so this is what decides
    /// about a plugin in practice: the verdict can be reproduced.
    pub fuel: u64,
    /// Wall time in which the plugin computes. For plugins that find a way to spend time without fuel; generous, because
    /// on a busy machine time passes for innocent ones, too.
    pub wall: Duration,
    /// Wall time until the caller stops waiting, whatever the reason.
    pub answer: Duration,
    /// Bytes that may pass from the plugin to the host at once.
    pub output_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            decide: Budget {
                fuel: 10_000_000,
                wall: Duration::from_millis(250),
                answer: Duration::from_secs(1),
                output_bytes: 16 * 1024,
            },
            prepare: Budget {
                fuel: 1_000_000_000,
                wall: Duration::from_secs(2),
                answer: Duration::from_secs(5),
                output_bytes: 512 * 1024,
            },
            memory_bytes: 16 * 1024 * 1024,
            table_elements: 1_000,
            settings_bytes: 256 * 1024,
            calendar_days: 50_000,
            calls_per_tenant: 4,
            calls: 32,
            queue: Duration::from_millis(500),
            threads: 2,
            carry: Carry {
                call: Budget {
                    fuel: 20_000_000_000,
                    // Most of it is rest.
                    wall: Duration::from_secs(90),
                    answer: Duration::from_secs(180),
                    output_bytes: 16 * 1024 * 1024,
                },
                memory_bytes: 64 * 1024 * 1024,
                calls_per_tenant: 2,
                calls: 8,
                queue: Duration::from_secs(30),
                threads: 1,
                requests: 100,
                requests_per_minute: 600,
            },
            patience: Patience { failures: 5, pause: Duration::from_secs(30) },
        }
    }
}
