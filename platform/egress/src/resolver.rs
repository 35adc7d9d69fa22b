//! From a name to addresses, as a parameter: a test's resolver may lie.

use std::io;
use std::net::IpAddr;

/// Something that knows the addresses of a name.
#[async_trait::async_trait]
pub trait Resolver: Send + Sync {
    /// All addresses of a host name.
    ///
    /// # Errors
    /// When the name is unknown, or nobody could be asked.
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The machine's own way to find addresses.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

#[async_trait::async_trait]
impl Resolver for SystemResolver {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }
}
