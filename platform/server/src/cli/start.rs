//! Puts the program together: database, plugins, directory, pages. `serve`, `demo` and the tests all start here.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use casework::clock::Clock;
use clap::Args;
use egress::{Egress, EgressLimits, Origin, PrivateHost};
use files::picture::Drawer;
use files::scan::{Address, Scanner};
use files::workshop::Settings;
use files::{Store, Workshop};
use plugin_host::{Limits, PluginHost, PluginHostConfig};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Places;
use crate::ambient::Ids;
use crate::app::App;
use crate::bell::Bell;
use crate::embedded::{EmbeddedOptions, EmbeddedPostgres, SUPERUSER};
use crate::feeds::push;
use crate::identity::Identity;
use crate::limiter::Limiter;
use crate::mail::postman::Postman;
use crate::mail_in;
use crate::plugins::{Inspector, Plugins};
use crate::scim;
use crate::tenancy::provision::{APP_ROLE, Owner};
use crate::tenancy::{self, Database, Directory};
use crate::vault::Vault;
use crate::wake::Wake;
use crate::web::Pages;
use crate::work::Worker;

/// Name of the database in a private cluster.
const DATABASE: &str = "wardbook";

/// The databases that a command works with.
pub(super) struct Databases {
    pub app_url: String,
    pub owner_url: Option<String>,
    /// Stops with this value.
    embedded: Option<EmbeddedPostgres>,
}

impl Databases {
    /// Those that were named, or a private cluster under the data folder.
    pub async fn open(places: &Places, fresh: bool) -> anyhow::Result<Self> {
        if let Some(app_url) = places.database_url.clone() {
            return Ok(Self { app_url, owner_url: places.owner_database_url.clone(), embedded: None });
        }
        let options = EmbeddedOptions::new(places.data_dir.join("postgres")).fresh(fresh);
        let embedded = tokio::task::spawn_blocking(move || EmbeddedPostgres::start(options)).await??;
        let owner_url = embedded.url(DATABASE, SUPERUSER);
        Owner::ensure_database(&embedded.url("postgres", SUPERUSER), DATABASE).await?;
        Owner::connect(&owner_url).await?.migrate_control().await?;
        Ok(Self { app_url: embedded.url(DATABASE, APP_ROLE), owner_url: Some(owner_url), embedded: Some(embedded) })
    }

    /// A connection as the owner of the schemas.
    pub async fn owner(&self) -> anyhow::Result<Owner> {
        let url = self.owner_url.as_deref().context(
            "this needs the owner of the schemas: set WARDBOOK_OWNER_DATABASE_URL to a login that may create roles and schemas",
        )?;
        Owner::connect(url).await.context("the database cannot be reached as the owner of the schemas")
    }

    /// Stops a private cluster, off the async threads.
    pub async fn close(self) -> anyhow::Result<()> {
        tokio::task::spawn_blocking(move || drop(self.embedded)).await?;
        Ok(())
    }
}

/// How an instance is put together.
pub struct StartOptions {
    pub app_url: String,
    pub plugins_dir: PathBuf,
    pub helpers: Helpers,
    pub cache_dir: PathBuf,
    /// For files under way, and for all files where no other place is named.
    pub data_dir: PathBuf,
    pub max_connections: u32,
    pub clock: Arc<dyn Clock>,
    pub pick_a_person: bool,
    pub files: FileOptions,
    pub mail: MailOptions,
    /// Where other processes wake this one, and are woken.
    pub redis_url: Option<String>,
    pub outside: OutsideOptions,
}

/// This very program in processes of its own, for what strangers sent.
#[derive(Clone, Debug)]
pub struct Helpers {
    /// Looks at uploaded plugins.
    pub inspector: Inspector,
    /// Draws pictures again.
    pub drawer: Drawer,
}

impl Default for Helpers {
    fn default() -> Self {
        Self { inspector: Inspector::default(), drawer: Drawer::started_with(["draw"]) }
    }
}

/// Who carries mail.
#[derive(Args, Clone, Debug, Default)]
pub struct MailOptions {
    /// The mail server: smtp://HOST:25, or smtps://USER:PASSWORD@HOST. Without it, no mail is sent.
    #[arg(long = "smtp", global = true, env = "WARDBOOK_SMTP", hide_env_values = true)]
    pub server: Option<String>,
    /// The address that mail comes from.
    #[arg(long = "mail-from", global = true, env = "WARDBOOK_MAIL_FROM", default_value = "casework@localhost")]
    pub from: String,
    /// Where links in mail lead; {host} stands for the council's host name.
    #[arg(long, global = true, env = "WARDBOOK_SITE", default_value = "https://{host}")]
    pub site: String,
    #[command(flatten)]
    pub incoming: MailInOptions,
}

/// How mail comes in.
#[derive(Args, Clone, Debug, Default)]
pub struct MailInOptions {
    /// What proves to us that a mail server is the council's, and that an answer was addressed by us: 32 characters or more. Older
    /// ones may follow after commas. Without it, no mail is taken in over HTTP.
    #[arg(long = "mail-in-key", global = true, env = "WARDBOOK_MAIL_IN_KEY", hide_env_values = true)]
    pub key: Option<String>,
    /// The domain whose mail comes in; {host} and {slug} stand for the council's. With it, mail to people can be answered.
    #[arg(long = "mail-in-domain", global = true, env = "WARDBOOK_MAIL_IN_DOMAIN")]
    pub domain: Option<String>,
    /// The name with which your mail server signs `Authentication-Results`. With it, mail counts only where that says `dmarc=pass`.
    #[arg(long = "mail-in-trust", global = true, env = "WARDBOOK_MAIL_IN_TRUST")]
    pub trusted: Option<String>,
}

impl MailInOptions {
    pub(super) fn settings(&self) -> Result<mail_in::Settings, mail_in::SetupError> {
        mail_in::Settings::new(self.key.as_deref(), self.domain.as_deref(), self.trusted.as_deref())
    }
}

/// Where files lie, and who looks for viruses in them.
#[derive(Args, Clone, Debug)]
pub struct FileOptions {
    /// Where files that people add to cases are kept: a folder, s3://bucket/prefix or az://container/prefix. Without it, a
    /// folder beside the data. Keys of a bucket come from AWS_… and AZURE_… variables.
    #[arg(long = "files", global = true, env = "WARDBOOK_FILES")]
    pub place: Option<String>,
    /// The ClamAV daemon that is asked about every file: a socket's path, or HOST:PORT. Without it, files are not scanned, and
    /// their readers are told so.
    #[arg(long, global = true, env = "WARDBOOK_CLAMD")]
    pub clamd: Option<String>,
}

impl FileOptions {
    pub(super) fn workshop(&self, data_dir: &Path, drawer: Drawer) -> anyhow::Result<Workshop> {
        let under_way = data_dir.join("uploads");
        make_private(&under_way)?;
        let beside = data_dir.join("files");
        let place = self.place.clone().unwrap_or_else(|| beside.display().to_string());
        // What object stores are usually told by; anything else of the environment is none of their business.
        let options = std::env::vars().filter(|(name, _)| name.starts_with("AWS_") || name.starts_with("AZURE_"));
        let options = options.map(|(name, value)| (name.to_ascii_lowercase(), value));
        let store = Store::open(&place, options).with_context(|| format!("files cannot be kept in {place}"))?;
        let scanner = self.clamd.as_deref().map(|at| {
            let address = match at.starts_with('/') {
                true => Address::Unix(PathBuf::from(at)),
                false => Address::Tcp(at.to_owned()),
            };
            Scanner::new(address, SCAN_WITHIN)
        });
        Ok(Workshop::new(Settings::usual(under_way, drawer), scanner, store))
    }
}

/// What plugins that read from other systems may reach and use.
#[derive(Args, Clone, Debug, Default)]
pub struct OutsideOptions {
    /// The key with which the councils' secrets for other systems are sealed in the database: 32 characters or more. Older ones may
    /// follow after commas. Without it, a key of this machine's own, in its data folder.
    #[arg(long = "secrets-key", global = true, env = "WARDBOOK_SECRETS_KEY", hide_env_values = true)]
    pub secrets_key: Option<String>,
    /// A host within your network that plugins may reach where a council allows it, as HOST:PORT; http://HOST:PORT for one without
    /// encryption. May be repeated, or separated by commas.
    #[arg(long = "private-host", global = true, env = "WARDBOOK_PRIVATE_HOSTS", value_delimiter = ',')]
    pub private: Vec<String>,
}

impl OutsideOptions {
    fn vault(&self, data_dir: &Path) -> anyhow::Result<Vault> {
        Ok(match &self.secrets_key {
            Some(keys) => Vault::new(keys)?,
            None => Vault::of_machine(data_dir, Ids)?,
        })
    }

    fn private_hosts(&self) -> anyhow::Result<Vec<PrivateHost>> {
        let host = |text: &String| {
            let (plain, name) = text.strip_prefix("http://").map_or((false, text.as_str()), |name| (true, name));
            let origin = Origin::parse(name);
            let origin = origin.with_context(|| format!("“{text}” is no private host: write HOST:PORT"))?;
            Ok(PrivateHost { origin, plain })
        };
        self.private.iter().map(host).collect()
    }
}

/// How long ClamAV may take over one file.
const SCAN_WITHIN: Duration = Duration::from_secs(60);

impl StartOptions {
    /// As `serve` and `demo` want it.
    pub(super) fn new(places: &Places, app_url: String, clock: Arc<dyn Clock>, pick_a_person: bool) -> Self {
        Self {
            app_url,
            plugins_dir: places.plugins_dir.clone(),
            helpers: Helpers::default(),
            cache_dir: places.data_dir.join("cache"),
            max_connections: 16,
            clock,
            pick_a_person,
            data_dir: places.data_dir.clone(),
            files: places.files.clone(),
            mail: places.mail.clone(),
            redis_url: places.redis_url.clone(),
            outside: places.outside.clone(),
        }
    }
}

/// Where links in what goes out lead.
fn site_of(mail: &MailOptions) -> &str {
    if mail.site.contains("{host}") { mail.site.trim_end_matches('/') } else { "https://{host}" }
}

/// A program ready to serve, and its background refresh.
pub struct Instance {
    pub app: Arc<App>,
    refresh: JoinHandle<()>,
    worker: Option<Working>,
    bell: Option<Bell>,
}

/// A worker under way.
struct Working {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Instance {
    /// Connects, loads every council, and keeps the directory fresh.
    ///
    /// # Errors
    /// What is missing, and how to get it.
    pub async fn start(options: StartOptions) -> anyhow::Result<Self> {
        let database = Database::connect(&options.app_url, options.max_connections)?;
        make_private(&options.cache_dir)?;
        let private_hosts: Arc<[PrivateHost]> = options.outside.private_hosts()?.into();
        let egress = Egress::new(EgressLimits::default()).with_private_hosts(private_hosts.iter().cloned());
        let host = PluginHost::new(PluginHostConfig {
            cache_dir: options.cache_dir,
            limits: Limits::default(),
            clock: Arc::clone(&options.clock),
            egress: egress.clone(),
        })?;
        make_private(&options.data_dir)?;
        let vault = options.outside.vault(&options.data_dir)?;
        let plugins = Arc::new(Plugins::new(host, options.plugins_dir, options.helpers.inspector, vault));
        let directory = Arc::new(Directory::new(database.clone(), Arc::clone(&plugins)));
        directory.refresh().await.context("the control plane cannot be read: run `wardbook migrate` first")?;
        let identity = Arc::new(Identity::new(database.clone(), Ids));
        let refresh = tokio::spawn(keep_fresh(Arc::clone(&directory)));
        let wake = Wake::default();
        let bell = match &options.redis_url {
            Some(url) => {
                let me = Ids.row(options.clock.now());
                Some(
                    Bell::hang(url, &wake, me)
                        .context("WARDBOOK_REDIS_URL is no address of a Redis: write redis://HOST:6379")?,
                )
            }
            None => None,
        };
        let app = App {
            postman: match &options.mail.server {
                Some(server) => Some(Arc::new(Postman::new(server, &options.mail.from, &options.mail.site)?)),
                None => None,
            },
            site: site_of(&options.mail).into(),
            mail_in: Arc::new(options.mail.incoming.settings()?),
            mail_limiter: Arc::new(Limiter::new(mail_in::A_MINUTE)),
            egress,
            private_hosts,
            certificates: Arc::default(),
            incoming: Arc::new(Limiter::new(push::A_MINUTE)),
            pushed: Arc::new(Limiter::new(scim::A_MINUTE)),
            workshop: options.files.workshop(&options.data_dir, options.helpers.drawer)?,
            database,
            directory,
            plugins,
            identity,
            pages: Pages::new()?,
            clock: options.clock,
            ids: Ids,
            wake,
            meter: Arc::default(),
            guests: Arc::default(),
            pick_a_person: options.pick_a_person,
        };
        Ok(Self { app: Arc::new(app), refresh, worker: None, bell })
    }

    /// Begins the background work.
    #[must_use]
    pub fn working(mut self) -> Self {
        let (stop, told) = watch::channel(false);
        let task = tokio::spawn(Worker::new(Arc::clone(&self.app)).run(told));
        self.worker = Some(Working { stop, task });
        self
    }

    /// Ends the background work after what is under way, and closes the connections.
    pub async fn close(self) {
        if let Some(Working { stop, task }) = self.worker {
            stop.send_replace(true);
            if task.await.is_err() {
                tracing::error!("the worker ended by a panic");
            }
        }
        self.refresh.abort();
        drop(self.bell);
        self.app.database.close().await;
    }
}

async fn keep_fresh(directory: Arc<Directory>) {
    loop {
        tokio::time::sleep(tenancy::REFRESH).await;
        if let Err(error) = directory.refresh().await {
            tracing::warn!(error = %error, "the directory of councils could not be refreshed");
        }
    }
}

fn make_private(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))
}
