//! https is what it says: the certificate is asked for by name, whatever address the name has.

use std::sync::Arc;

use egress::{Egress, EgressLimits, FetchError, PrivateHost};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::upstream::{Reply, Upstream};
use crate::{Says, fetch, get, origin, permit};

/// For `upstream.example.org` alone; signed by itself.
const CERTIFICATE: &[u8] = include_bytes!("../certificates/cert.der");
const KEY: &[u8] = include_bytes!("../certificates/key.der");

async fn upstream() -> Upstream {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let upstream = Upstream::of(&listener);
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(KEY));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key))
        .expect("a certificate");
    let (acceptor, served) = (TlsAcceptor::from(Arc::new(config)), upstream.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                served.serve(stream, &|_| Reply::ok("safe")).await;
            }
        }
    });
    upstream
}

#[tokio::test]
async fn a_certificate_must_be_trusted_and_for_the_name_that_was_asked_for() {
    let upstream = upstream().await;
    let host = |name: &str| format!("{name}:{}", upstream.port());
    let way_out = |name: &'static str| {
        Egress::new(EgressLimits::default())
            .with_private_hosts([PrivateHost { origin: origin(&host(name)), plain: false }])
            .with_resolver(Arc::new(Says::always(name, &["127.0.0.1"])))
    };
    let ask = async |egress: Egress, name: &str| {
        fetch(&egress, &permit(&[&host(name)]), get(format!("https://{}/", host(name)))).await
    };
    let ours = || [CertificateDer::from(CERTIFICATE)];

    let good = ask(way_out("upstream.example.org").with_authorities(ours()), "upstream.example.org").await;
    assert_eq!(good.map(|answer| answer.body), Ok(b"safe".to_vec()));
    let untrusted = ask(way_out("upstream.example.org"), "upstream.example.org").await;
    assert!(matches!(untrusted, Err(FetchError::Unreachable(_))), "{untrusted:?}");
    let other_name = ask(way_out("other.example.org").with_authorities(ours()), "other.example.org").await;
    assert!(matches!(other_name, Err(FetchError::Unreachable(_))), "{other_name:?}");
    assert_eq!(upstream.asked().len(), 1);
}
