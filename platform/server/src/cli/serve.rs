//! `wardbook serve`

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

use super::Places;
use super::start::{Databases, Instance, StartOptions};
use crate::ambient::SystemClock;
use crate::{http, metrics};

/// How long requests that are under way at the end may take.
const DRAIN: Duration = Duration::from_secs(20);

pub(super) async fn serve(places: &Places, listen: SocketAddr, metrics: Option<SocketAddr>) -> anyhow::Result<()> {
    let databases = Databases::open(places, false).await?;
    let options = StartOptions::new(places, databases.app_url.clone(), Arc::new(SystemClock), false);
    let instance = Instance::start(options).await?.working();
    let listener = bind(listen, "--listen").await?;
    let watched = watched(metrics, &instance).await?;
    tracing::info!(http.listen = %listen, "serving");
    until_told(listener, &instance).await?;
    if let Some(watched) = watched {
        watched.abort();
    }
    instance.close().await;
    databases.close().await
}

/// Serves figures beside the pages, where the operator wants them.
async fn watched(listen: Option<SocketAddr>, instance: &Instance) -> anyhow::Result<Option<JoinHandle<()>>> {
    let Some(listen) = listen else { return Ok(None) };
    let listener = bind(listen, "--metrics-listen").await?;
    tracing::info!(metrics.listen = %listen, "telling figures");
    let router = metrics::router(Arc::clone(&instance.app));
    Ok(Some(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(error = %error, "figures are told no more");
        }
    })))
}

/// `flag` says how to choose another address.
pub(super) async fn bind(listen: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| {
        format!("{listen} cannot be listened on. Is another program using it? Choose another with {flag}")
    })
}

/// Serves until SIGTERM or Ctrl+C; requests under way are finished, for [`DRAIN`] at most.
pub(super) async fn until_told(listener: TcpListener, instance: &Instance) -> anyhow::Result<()> {
    let (told, mut telling) = tokio::sync::watch::channel(false);
    let stop = async move {
        // An error means that nobody can tell any more, which is also a reason to stop.
        let _ = telling.wait_for(|told| *told).await;
    };
    let router = http::router(Arc::clone(&instance.app)).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, router).with_graceful_shutdown(stop).into_future();
    let mut serving = tokio::spawn(serving);
    tokio::select! {
        ended = &mut serving => ended??,
        () = signalled() => {
            told.send_replace(true);
            match tokio::time::timeout(DRAIN, serving).await {
                Ok(ended) => ended??,
                Err(_) => tracing::warn!("some requests did not end in time"),
            }
        }
    }
    Ok(())
}

async fn signalled() {
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        }
        _ => std::future::pending().await,
    }
}
