//! The program `wardbook`.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::{Cli, exit_code, run};
use tokio::runtime::Builder;
use tracing_subscriber::EnvFilter;

/// Answering a GraphQL query is thousands of small allocations: a fifth of the time of a list went into them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_env("WARDBOOK_LOG").unwrap_or_else(|_| EnvFilter::new(cli.usual_log()));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    let mut runtime = if cli.is_alone() { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    let ended =
        runtime.enable_all().build().map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(cli)));
    if let Err(error) = &ended {
        use std::io::Write as _;
        // If even this cannot be written, the exit code still tells.
        let _ = writeln!(std::io::stderr(), "wardbook: {error:#}");
    }
    ExitCode::from(exit_code(&ended))
}
