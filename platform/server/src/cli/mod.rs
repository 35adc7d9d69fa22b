//! The commands of `wardbook`.

mod demo;
mod doctor;
mod jobs;
mod mail_in;
mod plugin;
mod serve;
mod start;
mod tenant;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use mail_in::exit_code;
pub use start::{FileOptions, Helpers, Instance, MailInOptions, MailOptions, OutsideOptions, StartOptions};

/// Casework of councillors, for many councils.
#[derive(Parser)]
#[command(name = "wardbook", version, about)]
pub struct Cli {
    #[command(flatten)]
    pub places: Places,
    #[command(subcommand)]
    pub command: Command,
}

/// Where things are.
#[derive(Args, Clone, Debug)]
pub struct Places {
    /// PostgreSQL, as the program's own login role. Without it the program starts a private PostgreSQL of its own.
    #[arg(long, global = true, env = "WARDBOOK_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// PostgreSQL, as the owner of the schemas: for `migrate` and `tenant` only.
    #[arg(long, global = true, env = "WARDBOOK_OWNER_DATABASE_URL", hide_env_values = true)]
    pub owner_database_url: Option<String>,
    /// Where the private PostgreSQL keeps its data, and compiled plugins are cached.
    #[arg(long, global = true, env = "WARDBOOK_DATA_DIR", default_value = ".wardbook")]
    pub data_dir: PathBuf,
    /// Built plugins.
    #[arg(long, global = true, env = "WARDBOOK_PLUGINS_DIR", default_value = "target/plugins")]
    pub plugins_dir: PathBuf,
    /// A Redis through which several programs wake each other: redis://HOST:6379. Without it, each looks for work by itself.
    #[arg(long, global = true, env = "WARDBOOK_REDIS_URL", hide_env_values = true)]
    pub redis_url: Option<String>,
    #[command(flatten)]
    pub files: FileOptions,
    #[command(flatten)]
    pub mail: MailOptions,
    #[command(flatten)]
    pub outside: OutsideOptions,
}

impl Cli {
    /// What goes into the log where the operator does not say.
    #[must_use]
    pub const fn usual_log(&self) -> &'static str {
        match self.command {
            // An author reads in words what failed, once.
            Command::Plugin(PluginCommand::Check { .. } | PluginCommand::Rehearse(_)) => "error",
            _ => "warn,server=info",
        }
    }

    /// Whether this is work that is done in a sealed process, which has no other threads.
    #[must_use]
    pub const fn is_alone(&self) -> bool {
        matches!(self.command, Command::Draw | Command::Plugin(PluginCommand::Inspect))
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve every council of the database.
    Serve {
        #[arg(long, env = "WARDBOOK_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Where a monitoring system reads figures, at `/metrics`: an address that only your own network reaches. Without it, nowhere.
        #[arg(long, env = "WARDBOOK_METRICS_LISTEN")]
        metrics_listen: Option<SocketAddr>,
    },
    /// Everything in one: a private database, the councils of a folder, a year of invented cases, sign-in by picking a
    /// person. Only on this machine.
    Demo {
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Forget what an earlier demo left and start over.
        #[arg(long)]
        fresh: bool,
        /// The folder of the councils' folders.
        #[arg(long, default_value = "tenants")]
        tenants: PathBuf,
    },
    /// Look after councils.
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Bring the control plane and every council's schema to this program's version.
    Migrate,
    /// List a council's background jobs that were given up, such as mail that a server refused.
    Jobs {
        slug: String,
        /// Take them up again.
        #[arg(long)]
        retry: bool,
    },
    /// Take in a mail for a council, from standard input: for a mail server's pipe. Ends with 0 when it is kept, and with 75 when it
    /// must be sent again.
    MailIn {
        slug: String,
        /// Say the secret with which the council's mail server sends to `POST /mail-in` instead.
        #[arg(long)]
        secret: bool,
    },
    /// For authors of plugins.
    #[command(subcommand)]
    Plugin(PluginCommand),
    /// Say what this machine lacks, and how to get it.
    Doctor,
    /// Print the GraphQL schema.
    Schema,
    /// Draw a picture again with limits on memory and time, as standard input says, and write what it is, as JSON. The program does
    /// this itself with every picture that is sent.
    #[command(hide = true)]
    Draw,
}

#[derive(Subcommand)]
pub enum PluginCommand {
    /// Make a folder with a plugin that compiles and passes its check, in a checkout of Wardbook.
    New {
        /// Letters a to z, digits and hyphens.
        name: String,
        #[arg(long, value_enum, default_value = "routing")]
        kind: plugin::NewKind,
        /// The folder of plugins.
        #[arg(long, default_value = "plugins")]
        folder: PathBuf,
    },
    /// Compile the plugins of a checkout of Wardbook.
    Build {
        name: String,
        #[arg(long, default_value = "plugins")]
        folder: PathBuf,
    },
    /// Say whether Wardbook would take a component, whether it takes its own examples of settings, and whether it decides as expected.
    Check {
        component: PathBuf,
        /// Settings as JSON, such as the pages give out; else those of the examples.
        #[arg(long)]
        settings: Option<PathBuf>,
        /// Decisions that are expected: cases with name, given and expect, as a list or one a line, as JSON.
        #[arg(long)]
        cases: Option<PathBuf>,
    },
    /// Play a component over many cases, beside another or other settings, and say what would be different.
    Rehearse(plugin::Asked),
    /// Keep a component for a council, so that its admins can set it up.
    Install { slug: String, component: PathBuf },
    /// Look at a component from standard input with limits on memory and time, and write what it is, as JSON. The program does
    /// this itself with whatever is uploaded.
    #[command(hide = true)]
    Inspect,
}

#[derive(Subcommand)]
pub enum TenantCommand {
    /// Explain every mistake in a council's folder.
    Check { folder: PathBuf },
    /// Make the council what its folder says. Can be repeated, and run while people work.
    Apply {
        folder: PathBuf,
        /// Host names that lead to the council.
        #[arg(long = "host")]
        hosts: Vec<String>,
    },
    /// List the councils.
    List,
    /// Close a council's site for now; its data stays.
    Suspend { slug: String },
    /// Open a suspended council's site again.
    Resume { slug: String },
}

/// Runs a command to its end.
///
/// # Errors
/// A message for the person at the terminal.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve { listen, metrics_listen } => serve::serve(&cli.places, listen, metrics_listen).await,
        Command::Demo { listen, fresh, tenants } => Box::pin(demo::demo(&cli.places, listen, fresh, &tenants)).await,
        Command::Tenant(command) => tenant::tenant(&cli.places, command).await,
        Command::Migrate => tenant::migrate(&cli.places).await,
        Command::Jobs { slug, retry } => jobs::jobs(&cli.places, &slug, retry).await,
        Command::MailIn { slug, secret: true } => mail_in::secret(&cli.places, &slug).await,
        Command::MailIn { slug, secret: false } => mail_in::take(&cli.places, &slug).await,
        Command::Plugin(command) => plugin::plugin(&cli.places, command).await,
        Command::Doctor => doctor::doctor(&cli.places).await,
        Command::Schema => say(&crate::api::sdl()),
        Command::Draw => say(&files::picture::draw()?),
    }
}

/// Words for the person at the terminal.
fn say(words: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    writeln!(std::io::stdout().lock(), "{}", words.trim_end()).map_err(anyhow::Error::from)
}
