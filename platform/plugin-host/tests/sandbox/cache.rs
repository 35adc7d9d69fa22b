//! Compiled plugins on disk: the same behaviour, and nothing but our own is ever loaded.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use plugin_host::{HostError, Limits, PluginHost, RoutingPlugin};
use serde_json::json;

use crate::host::{TENANT, VERSION, calendar, component, config, open, pothole};

/// Compiled plugins in the cache, the key aside.
fn entries(cache: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(cache.join("compiled")).expect("a cache").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = files.filter(|path| !path.ends_with("key")).collect();
    files.sort();
    files
}

async fn table(host: &PluginHost) -> RoutingPlugin {
    let artefact = host.load("routing-table", &component("routing-table")).expect("it loads");
    let settings = json!({ "rows": [{ "category": "roads", "group": "highways" }] });
    host.routing(&artefact, &settings, VERSION, TENANT).await.expect("good settings")
}

#[tokio::test]
async fn a_second_start_finds_the_compiled_plugin_and_decides_the_same() {
    let cache = tempfile::tempdir().expect("a folder");
    let compiled = table(&open(cache.path(), Limits::default())).await.route(&pothole(), &calendar()).await;
    let stored = entries(cache.path());
    assert_eq!(stored.len(), 1);
    let written = fs::metadata(&stored[0]).and_then(|file| file.modified()).expect("a time");

    let cached = table(&open(cache.path(), Limits::default())).await.route(&pothole(), &calendar()).await;
    assert_eq!(compiled, cached);
    assert_eq!(entries(cache.path()), stored);
    let now = fs::metadata(&stored[0]).and_then(|file| file.modified()).expect("a time");
    assert_eq!(written, now, "it was not compiled again");
}

#[tokio::test]
async fn a_file_that_somebody_changed_is_not_loaded_but_replaced() {
    let cache = tempfile::tempdir().expect("a folder");
    let expected = table(&open(cache.path(), Limits::default())).await.route(&pothole(), &calendar()).await;
    let file = entries(cache.path()).remove(0);
    let good = fs::read(&file).expect("the file");

    let mut edited = good.clone();
    let middle = edited.len() / 2;
    edited[middle] ^= 1;
    for changed in [edited, good[..good.len() - 1].to_vec(), good[..10].to_vec(), Vec::new(), vec![0; 64]] {
        fs::write(&file, changed).expect("written");
        let decision = table(&open(cache.path(), Limits::default())).await.route(&pothole(), &calendar()).await;
        assert_eq!(decision, expected);
        assert_eq!(fs::read(&file).expect("the file").len(), good.len(), "the good code is stored again");
    }
}

#[tokio::test]
async fn code_stored_under_another_plugins_name_is_not_loaded() {
    let cache = tempfile::tempdir().expect("a folder");
    let host = open(cache.path(), Limits::default());
    drop(table(&host).await);
    let ours = entries(cache.path()).remove(0);
    host.load("spins", &component("misbehaving/spins")).expect("it loads");
    let other = entries(cache.path()).into_iter().find(|path| *path != ours).expect("a second file");
    fs::copy(other, &ours).expect("copied");

    let decision = table(&open(cache.path(), Limits::default())).await.route(&pothole(), &calendar()).await;
    assert_eq!(decision.expect("the table's decision").group.as_deref(), Some("highways"));
}

#[tokio::test]
async fn code_of_another_cache_is_not_loaded() {
    let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for cache in [&one, &two] {
        drop(table(&open(cache.path(), Limits::default())).await);
    }
    let (from, to) = (entries(one.path()).remove(0), entries(two.path()).remove(0));
    assert_eq!(from.file_name(), to.file_name());
    fs::copy(&from, &to).expect("copied");
    let foreign = fs::read(&to).expect("the file");

    drop(table(&open(two.path(), Limits::default())).await);
    assert_ne!(fs::read(&to).expect("the file"), foreign, "it was compiled again, under this cache's key");
}

#[test]
fn a_cache_that_others_could_write_to_is_refused() {
    let cache = tempfile::tempdir().expect("a folder");
    drop(open(cache.path(), Limits::default()));
    fs::set_permissions(cache.path().join("compiled"), Permissions::from_mode(0o777)).expect("changed");
    let refused = PluginHost::new(config(cache.path(), Limits::default())).map(|_| ());
    assert!(matches!(refused, Err(HostError::CacheNotPrivate { .. })), "{refused:?}");
}
