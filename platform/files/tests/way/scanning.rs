use std::time::Duration;

use files::Scanner;
use files::scan::{Address, Unavailable, Verdict};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::support::clamd::{Clamd, eicar};
use crate::support::on_disk;
use crate::support::zip::docx;

#[tokio::test]
async fn a_real_clamd_tells_clean_from_infected() {
    let clamd = Clamd::start().await;
    let clean = on_disk(vec![b'a'; 3_000_000]);
    let infected = on_disk(eicar());
    let inside = on_disk(docx().deflated("word/embedded.txt", &eicar()).finish());
    for scanner in [clamd.by_socket(), clamd.by_tcp()] {
        assert_eq!(scanner.scan(&clean.path).await, Verdict::Clean);
        for file in [&infected, &inside] {
            let Verdict::Infected { name } = scanner.scan(&file.path).await else { panic!("not found") };
            assert!(name.starts_with("Eicar-Test-Signature"), "{name}");
        }
    }
}

#[tokio::test]
async fn a_file_that_clamd_finds_too_long_is_not_called_clean() {
    let clamd = Clamd::start().await;
    let long = on_disk(vec![b'a'; 40_000_000]);
    for scanner in [clamd.by_socket(), clamd.by_tcp()] {
        let verdict = scanner.scan(&long.path).await;
        let Verdict::Unavailable(Unavailable::Failed(words)) = &verdict else { panic!("{verdict:?}") };
        assert!(words.contains("size limit exceeded"), "what it said before it hung up: {words}");
    }
}

#[tokio::test]
async fn a_scanner_that_is_not_there_is_unavailable() {
    let file = on_disk("x");
    for address in [Address::Unix(file.folder().join("no-socket")), Address::Tcp("127.0.0.1:1".to_owned())] {
        let verdict = Scanner::new(address, Duration::from_secs(5)).scan(&file.path).await;
        assert!(matches!(verdict, Verdict::Unavailable(Unavailable::Unreachable(_))), "{verdict:?}");
    }
}

#[tokio::test]
async fn a_scanner_that_hangs_is_unavailable_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let patience = Duration::from_millis(300);
    let scanner = Scanner::new(Address::Tcp(listener.local_addr().unwrap().to_string()), patience);
    let file = on_disk(vec![0; 10_000_000]);
    // Nobody reads, so neither the sending nor the answer comes to an end.
    let verdict = timeout(Duration::from_secs(3), scanner.scan(&file.path)).await.expect("within its patience");
    assert_eq!(verdict, Verdict::Unavailable(Unavailable::TooSlow(patience)));
}

#[tokio::test]
async fn a_scanner_that_hangs_up_or_talks_nonsense_is_unavailable() {
    let (short, long) = (on_disk("x"), on_disk(vec![0; 10_000_000]));
    for (answer, file) in [
        (&b""[..], &short),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", &short),
        (b"stream: OK", &short),
        // Before it has seen the file.
        (b"stream: OK\0", &long),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = Address::Tcp(listener.local_addr().unwrap().to_string());
        tokio::spawn(async move {
            let (mut client, _) = listener.accept().await.unwrap();
            client.read_exact(&mut [0; 15]).await.unwrap();
            client.write_all(answer).await.unwrap();
        });
        let verdict = Scanner::new(address, Duration::from_secs(5)).scan(&file.path).await;
        assert!(matches!(verdict, Verdict::Unavailable(_)), "{answer:?}: {verdict:?}");
    }
}
