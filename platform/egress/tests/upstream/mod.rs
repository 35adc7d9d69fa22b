//! Another system, on loopback: a real server that speaks HTTP, says what it is told to, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

/// What it was asked, as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET /path HTTP/1.1` and the headers, in lower case but for the first line and the values.
    pub head: String,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &'_ str| line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name));
        let line = self.head.lines().skip(1).find(|line| named(line))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }
}

/// What it answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Status, further header lines, body.
    Full(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// A byte now and then, for ever.
    Drip,
    /// As many bytes as anybody will take, for ever.
    Flood,
    /// Fewer bytes than it said.
    CutShort,
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::Full(200, Vec::new(), body.into())
    }

    pub fn redirect(status: u16, place: impl Into<String>) -> Self {
        Self::Full(status, vec![("location", place.into())], b"moved".to_vec())
    }
}

/// The server; it ends with the test's runtime.
#[derive(Clone)]
pub struct Upstream {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Upstream {
    /// A server on loopback that answers with what `answer` gives.
    pub async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let upstream = Self::of(&listener);
        let (seen, answer) = (upstream.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, answer) = (seen.clone(), Arc::clone(&answer));
                tokio::spawn(async move { seen.serve(stream, &*answer).await });
            }
        });
        upstream
    }

    pub fn of(listener: &TcpListener) -> Self {
        Self { address: listener.local_addr().expect("an address"), asked: Arc::default() }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// All that it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves one connection: one request.
    pub async fn serve(
        &self,
        mut stream: impl AsyncRead + AsyncWrite + Unpin,
        answer: &(dyn Fn(&Asked) -> Reply + Sync),
    ) {
        let Some(asked) = read(&mut stream).await else { return };
        let reply = answer(&asked);
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
        // Whoever asked may have gone; that is their affair.
        let _ = write(&mut stream, reply).await;
    }
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Asked> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let asked = Asked { head, body: bytes[end + 4..].to_vec() };
        let length: usize = asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        if asked.body.len() >= length {
            return Some(asked);
        }
    }
}

async fn write(stream: &mut (impl AsyncWrite + Unpin), reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Full(status, headers, body) => {
            let mut head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            stream.write_all(format!("{head}\r\n").as_bytes()).await?;
            stream.write_all(&body).await?;
        }
        Reply::Drip => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            loop {
                stream.write_all(b".").await?;
                stream.flush().await?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Reply::Flood => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
            loop {
                stream.write_all(&[b'x'; 64 * 1024]).await?;
            }
        }
        Reply::CutShort => stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nnot a hundred").await?,
    }
    stream.shutdown().await
}
