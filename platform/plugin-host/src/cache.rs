//! Compiled plugins on disk, so that a restart does not compile again.
//!
//! Compiled code is run as it is: whoever can change a file here runs code in this program. Therefore the folder belongs
//! to this user alone, and every file carries an HMAC under a key that never leaves the folder, over the code *and* the
//! name that it is stored under: the hash of the plugin's bytes and of the engine's version and settings. A file that was
//! damaged, edited, renamed, copied from elsewhere or made by another engine is not loaded but compiled anew.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::failure::HostError;

const KEY_BYTES: usize = 32;
const MAC_BYTES: usize = 32;

pub(crate) struct Cache {
    folder: PathBuf,
    key: [u8; KEY_BYTES],
    /// What compiled code depends on besides the plugin.
    engine: [u8; 32],
}

impl Cache {
    /// Opens the cache below `folder`, creating it for this user alone.
    pub(crate) fn open(folder: &Path, engine: &Engine) -> Result<Self, HostError> {
        let failed = |source| HostError::Cache { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let folder = folder.join("compiled");
        let failed = |source| HostError::Cache { path: folder.clone(), source };
        match DirBuilder::new().mode(0o700).create(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
            _ => {}
        }
        let private = |path: &Path| -> io::Result<bool> {
            let found = fs::symlink_metadata(path)?;
            Ok(found.mode() & 0o077 == 0 && found.uid() == own_uid(&folder)?)
        };
        if !private(&folder).map_err(failed)? {
            return Err(HostError::CacheNotPrivate { path: folder });
        }
        let key = read_or_make_key(&folder.join("key")).map_err(failed)?;
        if !private(&folder.join("key")).map_err(failed)? {
            return Err(HostError::CacheNotPrivate { path: folder });
        }
        Ok(Self { folder, key, engine: fingerprint(engine) })
    }

    /// The component of these bytes, from the cache if it is there and whole, otherwise compiled and stored.
    pub(crate) fn component(&self, engine: &Engine, bytes: &[u8]) -> wasmtime::Result<Component> {
        let name = self.name(bytes);
        let path = self.folder.join(hex(&name));
        if let Some(component) = self.read(&path, &name).and_then(|code| deserialize(engine, &code)) {
            return Ok(component);
        }
        let component = Component::from_binary(engine, bytes)?;
        // A cache that cannot be written costs time, not correctness.
        if let Err(error) = self.write(&path, &name, &component.serialize()?) {
            tracing::warn!(error = %error, "a compiled plugin could not be stored");
        }
        Ok(component)
    }

    fn name(&self, bytes: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(self.engine).chain_update(bytes).finalize().into()
    }

    fn mac(&self, name: &[u8; 32], code: &[u8]) -> Hmac<Sha256> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.chain_update(name).chain_update(code)
    }

    /// The code in this file, if we wrote it and nobody touched it since.
    fn read(&self, path: &Path, name: &[u8; 32]) -> Option<Vec<u8>> {
        let mut code = fs::read(path).ok()?;
        let mac = code.split_off(code.len().saturating_sub(MAC_BYTES));
        if self.mac(name, &code).verify_slice(&mac).is_err() {
            tracing::warn!(path = %path.display(), "a compiled plugin was changed by somebody else; compiling it again");
            return None;
        }
        Some(code)
    }

    fn write(&self, path: &Path, name: &[u8; 32], code: &[u8]) -> io::Result<()> {
        let half = path.with_extension(format!("{}.{}.half", std::process::id(), next_number()));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
        file.write_all(code)?;
        file.write_all(&self.mac(name, code).finalize().into_bytes())?;
        file.sync_all()?;
        fs::rename(half, path)
    }
}

#[expect(unsafe_code, reason = "wasmtime runs what it deserialises; only code we wrote ourselves comes here")]
fn deserialize(engine: &Engine, code: &[u8]) -> Option<Component> {
    // SAFETY: `code` was made by `Component::serialize` in this program: its HMAC was checked just before, over these
    // very bytes, and the name it is stored under holds the engine's version and settings.
    unsafe { Component::deserialize(engine, code) }.ok()
}

/// A stable hash of what wasmtime says compiled code depends on: its version, the settings, the processor.
fn fingerprint(engine: &Engine) -> [u8; 32] {
    struct Sha(Sha256);
    impl Hasher for Sha {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut sha = Sha(Sha256::new());
    engine.precompile_compatibility_hash().hash(&mut sha);
    sha.0.finalize().into()
}

/// A number that names a file no other thread of this program writes at the same time.
fn next_number() -> u32 {
    static NUMBERS: AtomicU32 = AtomicU32::new(0);
    NUMBERS.fetch_add(1, Ordering::Relaxed)
}

/// The user this program runs as: the owner of a file that only it can have made.
fn own_uid(folder: &Path) -> io::Result<u32> {
    let probe = folder.join(format!("owner.{}.{}.half", std::process::id(), next_number()));
    // Left behind by a program of the same number that was stopped between these lines.
    let _ = fs::remove_file(&probe);
    let owner = OpenOptions::new().write(true).create_new(true).open(&probe)?.metadata()?.uid();
    fs::remove_file(probe)?;
    Ok(owner)
}

fn read_or_make_key(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let mut key = [0; KEY_BYTES];
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            File::open("/dev/urandom")?.read_exact(&mut key)?;
            file.write_all(&key)?;
            file.sync_all()?;
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => File::open(path)?.read_exact(&mut key)?,
        Err(error) => return Err(error),
    }
    Ok(key)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
