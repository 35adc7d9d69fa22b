//! Turns a core WebAssembly module, as rustc makes it, into a component of one of the contract's worlds.
//!
//! `pack WIT_FOLDER WORLD MODULE COMPONENT DESCRIPTION`, repeated for as many modules as there are. The description is the
//! plugin.toml that goes along inside the component, so that a plugin is one file; `-` for none.
//!
//! The SDK holds the bindings of every world, so a module says that it might be any of them; which one it is
//! stands in the `kind` of its plugin.toml, and is told here. A module that lacks an export of that world is
//! refused.

use std::error::Error;
use std::path::Path;
use std::{env, fs, process::ExitCode};

use wasm_encoder::{ComponentSection, CustomSection};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// For each component.
const WORDS: usize = 5;
/// Where the host looks for the description (`plugin_host::description`).
const SECTION: &str = "wardbook:plugin";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.is_empty() || !arguments.len().is_multiple_of(WORDS) {
        eprintln!("usage: pack WIT_FOLDER WORLD MODULE COMPONENT DESCRIPTION [and again …]");
        return ExitCode::FAILURE;
    }
    for job in arguments.chunks_exact(WORDS) {
        let description = (job[4] != "-").then(|| Path::new(&job[4]));
        if let Err(error) = pack(job[0].as_ref(), &job[1], job[2].as_ref(), job[3].as_ref(), description) {
            eprintln!("pack: {} is not a plugin of kind {}: {error}", job[2], job[1]);
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn pack(
    wit: &Path,
    world: &str,
    module: &Path,
    component: &Path,
    description: Option<&Path>,
) -> Result<(), Box<dyn Error>> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit)?;
    let world = resolve.select_world(&[package], Some(world))?;

    let mut module = without_world_hints(&fs::read(module)?)?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    let mut bytes = ComponentEncoder::default()
        .validate(true)
        .module(&module)
        .and_then(|encoder| encoder.encode())
        .map_err(|error| format!("{error:#}"))?;
    if let Some(description) = description {
        let section = CustomSection { name: SECTION.into(), data: fs::read(description)?.into() };
        section.append_to_component(&mut bytes);
    }

    // Never leave half a file where the program may read it.
    let half = component.with_extension("half");
    fs::write(&half, bytes)?;
    fs::rename(half, component)?;
    Ok(())
}

/// The module without the custom sections in which wit-bindgen notes every world it made bindings for.
fn without_world_hints(module: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    let mut kept = module.get(..HEADER).ok_or("not a WebAssembly module")?.to_vec();
    let mut at = HEADER;
    while at < module.len() {
        let id = module[at];
        let (size, body) = leb128(module, at + 1)?;
        let end = body.checked_add(size).filter(|end| *end <= module.len()).ok_or("cut short")?;
        let is_hint = id == CUSTOM && {
            let (length, name) = leb128(module, body)?;
            module.get(name..name + length).ok_or("cut short")?.starts_with(b"component-type")
        };
        if !is_hint {
            kept.extend_from_slice(&module[at..end]);
        }
        at = end;
    }
    Ok(kept)
}

/// An unsigned LEB128 number of at most 32 bits, and where the next byte is.
fn leb128(bytes: &[u8], mut at: usize) -> Result<(usize, usize), Box<dyn Error>> {
    let mut value = 0_usize;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(at).ok_or("cut short")?;
        at += 1;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok((value, at));
        }
    }
    Err("a section's size is not a 32-bit number".into())
}
