//! The wasmtime engine, tuned so that a fresh instance per call costs a few microseconds.
//!
//! What matters, and was measured: the pool keeps a slot's memory and table resident and cleans them with `memset`
//! instead of system calls, which stall all threads of a process; our guests stay small (see `plugins/sdk`), so there is
//! little to clean; support for concurrent component calls, which nothing here needs, is off.

use std::thread;
use std::time::Duration;

use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use crate::failure::HostError;
use crate::limits::Limits;

/// How often running plugins are looked at: they give way to each other this often, and wall time is counted in it.
pub(crate) const TICK: Duration = Duration::from_millis(5);

/// Kept of a slot between calls. More than our guests touch; a guest that grew beyond gives the rest back.
const KEEP_RESIDENT: usize = 256 * 1024;

/// Stack of compiled guest code, and of the fibre that runs it together with the host's own frames.
const GUEST_STACK: usize = 256 * 1024;
const FIBRE_STACK: usize = 512 * 1024;

/// An engine that compiles and runs nothing: without a pool, so that a process with little memory can have it.
pub(crate) fn to_inspect(limits: &Limits) -> Result<Engine, HostError> {
    let mut config = config(limits);
    config.allocation_strategy(InstanceAllocationStrategy::OnDemand);
    Engine::new(&config).map_err(|error| HostError::Engine(format!("{error:#}")))
}

pub(crate) fn start(limits: &Limits) -> Result<Engine, HostError> {
    let engine = Engine::new(&config(limits)).map_err(|error| HostError::Engine(format!("{error:#}")))?;
    let weak = engine.weak();
    thread::Builder::new()
        .name("plugin-clock".to_owned())
        .spawn(move || {
            // Ends with the engine, at most one tick after it.
            while let Some(engine) = weak.upgrade() {
                engine.increment_epoch();
                drop(engine);
                thread::sleep(TICK);
            }
        })
        .map_err(HostError::Thread)?;
    Ok(engine)
}

fn config(limits: &Limits) -> Config {
    let slots = u32::try_from(limits.calls + limits.carry.calls).unwrap_or(u32::MAX);
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(slots)
        .total_core_instances(slots.saturating_mul(MOST_CORE_INSTANCES))
        .total_memories(slots)
        .total_tables(slots.saturating_mul(MOST_TABLES))
        .total_stacks(slots)
        .max_core_instances_per_component(MOST_CORE_INSTANCES)
        .max_memories_per_component(1)
        .max_tables_per_component(MOST_TABLES)
        // Each store has its own, lower cap; this one is for the largest of them.
        .max_memory_size(limits.memory_bytes.max(limits.carry.memory_bytes))
        .table_elements(limits.table_elements)
        .max_unused_warm_slots(slots)
        .decommit_batch_size(16)
        .linear_memory_keep_resident(KEEP_RESIDENT)
        .table_keep_resident(KEEP_RESIDENT)
        .async_stack_keep_resident(FIBRE_STACK)
        .pagemap_scan(Enabled::Auto);

    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .concurrency_support(false)
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(GUEST_STACK)
        .async_stack_size(FIBRE_STACK)
        .wasm_component_model(true)
        // The same input gives the same output on every machine.
        .cranelift_nan_canonicalization(true)
        .wasm_relaxed_simd(false)
        .wasm_memory64(false)
        .wasm_multi_memory(false);
    config
}

/// A component is its own module and the two small ones that join it to its imports; and a table of each.
const MOST_CORE_INSTANCES: u32 = 4;
const MOST_TABLES: u32 = 4;
