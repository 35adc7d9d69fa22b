use std::fs;
use std::os::unix::fs::PermissionsExt;

use files::store::{NotAKey, StoreError};
use files::{Key, Store};
use futures::TryStreamExt;
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::azure::Azure;
use crate::support::s3::S3;
use crate::support::{is_empty, key, local, on_disk};

async fn read(store: &Store, key: &Key, range: Option<std::ops::Range<u64>>) -> Result<(u64, Vec<u8>), StoreError> {
    let content = store.get(key, range).await?;
    let parts: Vec<_> = content.stream.try_collect().await?;
    Ok((content.bytes, parts.concat()))
}

/// The same for every kind of store. Long enough for three parts.
async fn keeps_what_it_is_given(store: &Store) {
    let content: Vec<u8> = (0..12_000_000_u32).map(|n| (n >> 8).to_le_bytes()[0]).collect();
    let file = on_disk(&content);
    assert!(matches!(read(store, &key(1), None).await, Err(StoreError::NotFound)));
    assert_eq!(store.put(&key(1), &file.path).await.unwrap(), 12_000_000);
    assert!(file.path.exists());
    assert!(read(store, &key(1), None).await.unwrap() == (12_000_000, content.clone()));
    assert!(
        read(store, &key(1), Some(1000..6_000_000)).await.unwrap() == (12_000_000, content[1000..6_000_000].to_vec())
    );
    assert!(matches!(read(store, &key(1), Some(12_000_000..12_000_001)).await, Err(StoreError::Range)));
    assert!(matches!(read(store, &key(1), Some(5..5)).await, Err(StoreError::Range)));
    store.put(&key(1), &on_disk("new").path).await.unwrap();
    assert_eq!(read(store, &key(1), None).await.unwrap(), (3, b"new".to_vec()));
    store.delete(&key(1)).await.unwrap();
    assert!(matches!(read(store, &key(1), None).await, Err(StoreError::NotFound)));
    store.delete(&key(1)).await.expect("removed is removed");
}

/// The same for every kind of store.
async fn lists_what_it_has_in_order(store: &Store) {
    let nothing = key(0);
    assert!(store.list(&nothing, 10).await.unwrap().is_empty());
    let other = Key::new("t_other", Uuid::from_u128(3)).unwrap();
    for key in [&key(5), &key(2), &other, &key(40), &key(1)] {
        store.put(key, &on_disk("x").path).await.unwrap();
    }
    assert_eq!(store.list(&nothing, 10).await.unwrap(), [key(1), key(2), key(5), key(40)]);
    assert_eq!(store.list(&key(1), 2).await.unwrap(), [key(2), key(5)]);
    assert_eq!(store.list(&key(3), 10).await.unwrap(), [key(5), key(40)], "behind one that is not there");
    assert!(store.list(&key(40), 10).await.unwrap().is_empty());
    for key in [key(5), key(2), other, key(40), key(1)] {
        store.delete(&key).await.unwrap();
    }
}

async fn does_all_that_a_store_does(store: &Store) {
    keeps_what_it_is_given(store).await;
    lists_what_it_has_in_order(store).await;
}

#[tokio::test]
async fn a_folder_keeps_what_it_is_given() {
    let root = TempDir::new().unwrap();
    does_all_that_a_store_does(&local(root.path())).await;
}

#[tokio::test]
async fn a_bucket_keeps_what_it_is_given() {
    does_all_that_a_store_does(&Store::open("memory:///", []).unwrap()).await;
}

#[tokio::test]
async fn an_s3_service_keeps_what_it_is_given() {
    let s3 = S3::start().await;
    does_all_that_a_store_does(&s3.store()).await;
    assert!(s3.keys().is_empty());
}

#[tokio::test]
async fn an_azure_service_keeps_what_it_is_given() {
    let azure = Azure::start().await;
    does_all_that_a_store_does(&azure.store()).await;
    assert!(azure.keys().is_empty());
    for (what, least) in [("block", 3), ("block-list", 1), ("list", 4), ("range", 2), ("batch", 6)] {
        assert!(azure.asked(what) >= least, "{what}: {}", azure.asked(what));
    }
}

#[tokio::test]
async fn a_blob_of_azure_is_there_when_all_of_it_was_sent() {
    let azure = Azure::start().await;
    let store = azure.store();
    let file = on_disk(vec![7; 12_000_000]);
    azure.refuse_block(3);
    assert!(store.put(&key(1), &file.path).await.is_err());
    assert!(azure.keys().is_empty());
    assert!(matches!(read(&store, &key(1), None).await, Err(StoreError::NotFound)));
    azure.refuse_block(0);
    store.put(&key(1), &file.path).await.unwrap();
    assert_eq!(azure.keys(), [format!("cases/{}", key(1))]);
    assert_eq!(read(&store, &key(1), None).await.unwrap().1, vec![7; 12_000_000]);
    assert_eq!(format!("{store:?}"), "Store { folder: None, .. }", "no secret of it is written to a log");
}

/// Azurite, Microsoft's emulator, is too large to come along. Where one runs: `npx azurite-blob --inMemoryPersistence`, then
/// `cargo test -p files azurite -- --ignored`.
#[tokio::test]
#[ignore = "needs Azurite on its usual port"]
async fn a_container_of_azurite_keeps_what_it_is_given() {
    let options = |container: &str| {
        [("azure_storage_use_emulator", "true"), ("azure_container_name", container), ("azure_allow_http", "true")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let store = Store::open("az://wardbook/cases", options("wardbook")).unwrap();
    does_all_that_a_store_does(&store).await;
}

#[tokio::test]
async fn an_object_of_s3_is_there_when_all_of_it_was_sent() {
    let s3 = S3::start().await;
    let store = s3.store();
    let file = on_disk(vec![7; 12_000_000]);
    s3.refuse_part(3);
    assert!(store.put(&key(1), &file.path).await.is_err());
    assert!(s3.keys().is_empty() && s3.unfinished() == 0, "the parts are removed as well");
    s3.refuse_part(0);
    store.put(&key(1), &file.path).await.unwrap();
    assert_eq!(s3.keys(), [format!("cases/{}", key(1))]);
    assert_eq!(format!("{store:?}"), "Store { folder: None, .. }", "no secret of it is written to a log");
}

#[tokio::test]
async fn folders_and_files_are_private() {
    let root = TempDir::new().unwrap();
    let place = root.path().join("deep/files");
    let store = local(&place);
    store.put(&key(7), &on_disk("x").path).await.unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place), 0o700);
    assert_eq!(mode(&place.join("t_4f2a")), 0o700);
    assert_eq!(mode(&place.join(key(7).to_string())), 0o600);
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).unwrap();
    local(&place);
    assert_eq!(mode(&place), 0o700, "a folder that was open is closed");
}

#[tokio::test]
async fn a_put_that_fails_leaves_nothing_and_keeps_what_was_there() {
    let root = TempDir::new().unwrap();
    let store = local(root.path());
    store.put(&key(1), &on_disk("old").path).await.unwrap();
    // A folder opens like a file, and fails when it is read: in the middle of the writing.
    let folder = TempDir::new().unwrap();
    assert!(store.put(&key(1), folder.path()).await.is_err());
    assert!(store.put(&key(2), folder.path()).await.is_err());
    assert_eq!(read(&store, &key(1), None).await.unwrap().1, b"old");
    assert!(matches!(read(&store, &key(2), None).await, Err(StoreError::NotFound)));
    assert!(is_empty(&root.path().join(".arriving")));
}

#[test]
fn what_is_no_place_is_refused() {
    for place in ["ftp://host/x", "https://example.com/", "s3://"] {
        assert!(Store::open(place, []).is_err(), "{place}");
    }
}

#[test]
fn a_key_leads_nowhere_else() {
    let id = "01234567-89ab-4cde-8f01-23456789abcd";
    assert_eq!(format!("t_1/{id}").parse::<Key>().unwrap().to_string(), format!("t_1/{id}"));
    for tenant in ["", "..", ".", "a/b", "a\\b", "A", ".arriving", "a b", "a\0", "%2e%2e", &"a".repeat(64)] {
        assert_eq!(format!("{tenant}/{id}").parse::<Key>().ok(), None, "{tenant:?}");
    }
    for text in [id, "t_1/", "t_1/../x", "t_1/x.jpg", &format!("t_1/{{{id}}}"), &format!("t_1/{}", id.replace('-', ""))]
    {
        assert_eq!(text.parse::<Key>(), Err(NotAKey::Form), "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_becomes_a_key_with_more_than_two_plain_parts(text in r"[a-z0-9_./%\\-]{0,20}/?[0-9a-f./-]{0,40}") {
        if let Ok(key) = text.parse::<Key>() {
            prop_assert_eq!(key.to_string(), text.clone());
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-/".contains(&b)));
            prop_assert_eq!(text.matches('/').count(), 1);
        }
    }
}
