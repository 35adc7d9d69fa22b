//! A council's workflow: stages, who holds a case in each, what they may do, and where it goes next (R16–R20).
//!
//! The workflow is data (`stages.toml` of the council), never code. [`definition`](self) says what can be written
//! there, [`Workflow::check`] finds what would lose a case, and [`Workflow::apply`] moves one case one step: it consumes
//! the old state, takes the time, and refuses with a typed reason.
//!
//! - A council's new stage: its `stages.toml`; nothing here.
//! - A new thing that people can do: a variant of [`Verb`] and of [`Action`]; exhaustive matches show the rest.
//! - A new kind of mistake in a workflow: one function in `check.rs`.

mod action;
mod adopt;
mod check;
mod clock;
mod definition;
mod effects;
mod explore;
mod machine;
mod map;
mod merge;
mod state;

pub use action::{Action, Refusal};
pub use adopt::Adoption;
pub use check::{Fault, FaultAt};
pub use clock::{DeadlineStep, Moment};
pub use definition::{
    ActionDef, ClockRule, Destination, DueKind, Entry, Holder, Reopen, StageDef, StageKey, StageKind, TargetKind,
    UnknownDueKind, UnknownVerb, Verb, Workflow,
};
pub use effects::{Effect, Guard};
pub use machine::Transition;
pub use map::Way;
pub use state::{CaseParties, CaseState, GroupLookup, HolderNow, Paused, ReturnPoint};
