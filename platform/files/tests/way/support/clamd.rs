//! A real clamd, with a database of one signature: that of EICAR's test file, which is no virus.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use files::Scanner;
use files::scan::Address;
use tempfile::TempDir;
use tokio::net::{TcpListener, UnixStream};

/// In two halves, so that a scanner does not find it in this file.
pub fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

pub struct Clamd {
    daemon: Child,
    folder: TempDir,
    port: u16,
}

impl Clamd {
    /// Starts it on a socket and a port of its own, and waits until it answers.
    pub async fn start() -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        // Few people have the last one in their path.
        let folders = env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
        let program = folders.map(|folder| folder.join("clamd")).find(|program| program.exists());
        let program = program.expect("clamd is missing, so nothing is known about scanning: run `make setup`");
        let folder = TempDir::new().unwrap();
        let at = folder.path().display();
        let hex: String = eicar().iter().map(|byte| format!("{byte:02x}")).collect();
        fs::create_dir(folder.path().join("db")).unwrap();
        fs::write(folder.path().join("db/test.ndb"), format!("Eicar-Test-Signature:0:0:{hex}\n")).unwrap();
        // Free when it was asked for; nobody else takes it in the moment until clamd does.
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let settings = format!(
            "Foreground yes\nDatabaseDirectory {at}/db\nLocalSocket {at}/socket\nTCPSocket {port}\nTCPAddr 127.0.0.1\n\
             StreamMaxLength 30M\nTemporaryDirectory {at}\n"
        );
        fs::write(folder.path().join("clamd.conf"), settings).unwrap();
        let daemon = Command::new(program)
            .arg(format!("--config-file={at}/clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let clamd = Self { daemon, folder, port };
        for _ in 0..600 {
            if UnixStream::connect(clamd.socket()).await.is_ok() {
                return clamd;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("clamd did not listen within half a minute");
    }

    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    pub fn by_socket(&self) -> Scanner {
        Scanner::new(Address::Unix(self.socket()), Duration::from_secs(30))
    }

    pub fn by_tcp(&self) -> Scanner {
        Scanner::new(Address::Tcp(format!("127.0.0.1:{}", self.port)), Duration::from_secs(30))
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.daemon.kill().and_then(|()| self.daemon.wait()).expect("our own child can be ended");
    }
}
