//! Asks ClamAV's daemon about a file, over its `INSTREAM` protocol: the bytes are sent, so the daemon needs no access to
//! our folders and may run on another machine.
//!
//! The protocol: `zINSTREAM\0`, then pieces of a big-endian `u32` length and that many bytes, a length of zero at the end;
//! the answer is one line that ends in a zero byte. See clamd(8).
//!
//! The daemon's `StreamMaxLength`, `MaxFileSize` and `MaxScanSize` must be no less than the largest file that is taken:
//! what is beyond the last two it does not look at, and calls clean.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

const PIECE: usize = 64 * 1024;
/// An answer is one line; whoever sends more is not clamd.
const LONGEST_ANSWER: u64 = 4096;
/// What is kept of an answer that is not understood, in characters.
const LONGEST_REASON: usize = 200;

/// Where the daemon listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `host:port`
    Tcp(String),
    Unix(PathBuf),
}

/// A client of one daemon.
#[derive(Debug, Clone)]
pub struct Scanner {
    address: Address,
    patience: Duration,
}

/// What the daemon said. [`Verdict::Unavailable`] says nothing about the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// With the signature's name, such as `Eicar-Test-Signature`.
    Infected {
        name: String,
    },
    Unavailable(Unavailable),
}

/// Why there is no verdict.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    #[error("the virus scanner cannot be reached: {0}")]
    Unreachable(String),
    #[error("the virus scanner did not answer within {0:?}")]
    TooSlow(Duration),
    /// Such as a file that is larger than the daemon's `StreamMaxLength`.
    #[error("the virus scanner could not do it: {0}")]
    Failed(String),
}

impl Scanner {
    /// `patience` is how long one file may take from connecting to the answer; half a minute is plenty for 25 MB.
    pub fn new(address: Address, patience: Duration) -> Self {
        Self { address, patience }
    }

    /// Asks about the file at `path`. It always answers, within the patience.
    pub async fn scan(&self, path: &Path) -> Verdict {
        match timeout(self.patience, self.ask(path)).await {
            Err(_) => Verdict::Unavailable(Unavailable::TooSlow(self.patience)),
            Ok(Err(error)) => Verdict::Unavailable(Unavailable::Unreachable(error.to_string())),
            Ok(Ok(verdict)) => verdict,
        }
    }

    async fn ask(&self, path: &Path) -> io::Result<Verdict> {
        let mut file = File::open(path).await?;
        match &self.address {
            Address::Tcp(address) => converse(TcpStream::connect(address.as_str()).await?, &mut file).await,
            Address::Unix(path) => converse(UnixStream::connect(path).await?, &mut file).await,
        }
    }
}

async fn converse(mut daemon: impl AsyncRead + AsyncWrite + Unpin, file: &mut File) -> io::Result<Verdict> {
    let sent = send(&mut daemon, file).await;
    let mut answer = Vec::new();
    let received = (&mut daemon).take(LONGEST_ANSWER).read_to_end(&mut answer).await;
    // A daemon that has seen enough answers and hangs up while we are still sending: then its answer says more than our
    // mistake. But nothing is clean of which it did not see the end.
    let verdict = understand(&answer);
    if answer.is_empty() || verdict == Verdict::Clean {
        sent?;
        received?;
    }
    Ok(verdict)
}

async fn send(daemon: &mut (impl AsyncWrite + Unpin), file: &mut File) -> io::Result<()> {
    daemon.write_all(b"zINSTREAM\0").await?;
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece).await?;
        let announced = u32::try_from(length).map_err(io::Error::other)?;
        daemon.write_all(&announced.to_be_bytes()).await?;
        if length == 0 {
            return daemon.flush().await;
        }
        daemon.write_all(&piece[..length]).await?;
    }
}

fn understand(answer: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(answer);
    // Without its end it may be the beginning of another answer.
    let said = text.strip_suffix('\0').and_then(|line| line.strip_prefix("stream: "));
    match said.map(|said| (said, said.strip_suffix(" FOUND"))) {
        Some((_, Some(name))) => Verdict::Infected { name: name.to_owned() },
        Some(("OK", None)) => Verdict::Clean,
        _ => {
            let words = text.trim_end_matches('\0').chars().take(LONGEST_REASON).collect();
            Verdict::Unavailable(Unavailable::Failed(words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_complete_ok_means_clean() {
        assert_eq!(understand(b"stream: OK\0"), Verdict::Clean);
        assert_eq!(understand(b"stream: Eicar FOUND\0"), Verdict::Infected { name: "Eicar".to_owned() });
        for answer in [&b""[..], b"OK\0", b"stream: OK", b"stream: ", b"INSTREAM size limit exceeded. ERROR\0"] {
            assert!(matches!(understand(answer), Verdict::Unavailable(Unavailable::Failed(_))), "{answer:?}");
        }
    }
}
