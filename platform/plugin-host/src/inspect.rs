//! What a component is, found out before it is let near a council: its description, its version of the contract, and whether
//! it is of the kind that it says it is.
//!
//! Compiling is where a hostile component costs most: do this in a process that may be stopped (`wardbook plugin inspect`).

use casework::settings::Schema;
use wasmparser::{Parser, Payload};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::bindings::Contract;
use crate::description::Description;
use crate::engine;
use crate::failure::{HostError, LoadError};
use crate::limits::Limits;
use crate::worlds;

/// The largest component that is taken, in bytes.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The custom section of a component that holds its plugin.toml.
pub const SECTION: &str = "wardbook:plugin";

/// A component that can be installed.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspected {
    pub description: Description,
    pub contract: Contract,
}

/// Looks into a component; compiles it, but runs nothing of it.
///
/// # Errors
/// [`HostError`] when this machine cannot run plugins at all; inside, why the component cannot be used.
pub fn inspect(component: &[u8]) -> Result<Result<Inspected, LoadError>, HostError> {
    let engine = engine::to_inspect(&Limits::default())?;
    Ok(inspect_with(&engine, component))
}

fn inspect_with(engine: &Engine, bytes: &[u8]) -> Result<Inspected, LoadError> {
    if bytes.len() > MOST_BYTES {
        return Err(LoadError::TooLarge { bytes: bytes.len(), limit: MOST_BYTES });
    }
    if !Parser::is_component(bytes) {
        let reason = if Parser::is_core_wasm(bytes) {
            "it is a core WebAssembly module, which has to be made into a component"
        } else {
            "it is no WebAssembly at all"
        };
        return Err(LoadError::NotAComponent { reason: reason.to_owned() });
    }
    let description = description_in(bytes)?;
    if let Err(problems) = Schema::new(&description.settings) {
        let reasons: Vec<_> = problems.iter().map(ToString::to_string).collect();
        return Err(LoadError::BadSchema { reason: reasons.join("; ") });
    }
    let component = Component::from_binary(engine, bytes)
        .map_err(|error| LoadError::NotAComponent { reason: format!("{error:#}") })?;
    let contract = Contract::of(engine, &component).map_err(|reason| LoadError::UnknownContract { reason })?;
    worlds::check(engine, &component, contract, description.kind)?;
    Ok(Inspected { description, contract })
}

/// The plugin.toml inside a component.
///
/// # Errors
/// [`LoadError::NoDescription`], [`LoadError::BadDescription`], and [`LoadError::NotAComponent`] for what cannot be read.
pub fn description_in(component: &[u8]) -> Result<Description, LoadError> {
    for payload in Parser::new(0).parse_all(component) {
        match payload {
            Ok(Payload::CustomSection(section)) if section.name() == SECTION => {
                let text = String::from_utf8_lossy(section.data());
                return Description::parse(&text).map_err(|reason| LoadError::BadDescription { reason });
            }
            Ok(_) => {}
            Err(error) => return Err(LoadError::NotAComponent { reason: error.to_string() }),
        }
    }
    Err(LoadError::NoDescription)
}
