//! Who is asking: sessions, and the Actor that a request acts as.
//!
//! A session belongs to one person of one council and is looked up in that council's schema, so a cookie of one council
//! opens nothing in another. Actors are remembered for [`REMEMBERED`]: a change of somebody's roles made by another
//! process counts after that time at the latest, one made by this process at once ([`Identity::doubt`]).
//!
//! A session ends with the access of its person: with their last day by the council's day, or when somebody takes it (R60).

pub mod pages;
mod sent;
mod store;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use casework::ids::{PersonId, TenantId};
use casework::people::Actor;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DbErr;
use sha2::{Digest, Sha256};

use crate::ambient::Ids;
use crate::tenancy::{Acting, Council, Database, TenantTx};

pub use sent::Sent;
pub use store::{Person, by_email, person};

/// How long an Actor may be used before it is read again.
pub const REMEMBERED: TimeDelta = TimeDelta::seconds(2);
/// How long somebody whose access was changed is read anew for each request: longer than any transaction that changes it.
const DOUBTED: TimeDelta = TimeDelta::minutes(5);
/// How long a session lasts without a new sign-in.
pub const SESSION: TimeDelta = TimeDelta::hours(12);

type Key = (TenantId, [u8; 32]);

/// Sessions of every council.
pub struct Identity {
    database: Database,
    ids: Ids,
    remembered: Mutex<HashMap<Key, (Actor, DateTime<Utc>)>>,
    /// Until when somebody is not remembered.
    doubted: Mutex<HashMap<(TenantId, PersonId), DateTime<Utc>>>,
}

impl Identity {
    #[must_use]
    pub fn new(database: Database, ids: Ids) -> Self {
        Self { database, ids, remembered: Mutex::default(), doubted: Mutex::default() }
    }

    /// The person whose session this token opens; `None` when it opens none (expired, signed out, another council's).
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn actor(&self, council: &Council, token: &str, now: DateTime<Utc>) -> Result<Option<Actor>, DbErr> {
        let Some(hash) = hash(token) else { return Ok(None) };
        let key = (council.id, hash);
        if let Some(actor) = self.recall(&key, now) {
            return Ok(Some(actor));
        }
        let tx = self.database.begin(&council.schema, Acting::Nobody).await?;
        let Some(actor) = store::actor_of_session(&tx, &hash, now).await? else { return Ok(None) };
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= 10_000 {
            remembered.retain(|_, (_, until)| *until > now);
        }
        remembered.insert(key, (actor.clone(), now + REMEMBERED));
        Ok(Some(actor))
    }

    fn recall(&self, key: &Key, now: DateTime<Utc>) -> Option<Actor> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let actor = remembered.get(key).filter(|(_, until)| *until > now).map(|(actor, _)| actor.clone())?;
        let doubted = self.doubted.lock().unwrap_or_else(PoisonError::into_inner);
        let trusted = doubted.get(&(key.0, actor.person)).is_none_or(|until| *until <= now);
        trusted.then_some(actor)
    }

    /// Reads somebody anew for each request from now on, for a while: their access, roles or teams are being changed. Said before the
    /// change is committed, so that no request remembers them as they were.
    pub fn doubt(&self, council: TenantId, person: PersonId, now: DateTime<Utc>) {
        let mut doubted = self.doubted.lock().unwrap_or_else(PoisonError::into_inner);
        doubted.retain(|_, until| *until > now);
        doubted.insert((council, person), now + DOUBTED);
    }

    /// Opens a session for a person and returns its token, which is told once and stored only as a hash.
    ///
    /// # Errors
    /// When the person does not exist or is not active, as [`DbErr::RecordNotFound`].
    pub async fn sign_in(&self, council: &Council, person: PersonId, now: DateTime<Utc>) -> Result<String, DbErr> {
        use base64::Engine as _;
        let secret = self.ids.secret();
        let token = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret);
        let tx = self.database.begin(&council.schema, Acting::Nobody).await?;
        let opened = store::open_session(&tx, &Sha256::digest(secret), person, now, now + SESSION).await?;
        if !opened {
            return Err(DbErr::RecordNotFound(person.to_string()));
        }
        tx.commit().await?;
        Ok(token)
    }

    /// Ends a session, at once.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn sign_out(&self, council: &Council, token: &str) -> Result<(), DbErr> {
        let Some(hash) = hash(token) else { return Ok(()) };
        let tx = self.database.begin(&council.schema, Acting::Nobody).await?;
        store::close_session(&tx, &hash).await?;
        tx.commit().await?;
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).remove(&(council.id, hash));
        Ok(())
    }

    /// Ends every session of somebody, in the transaction that takes their access.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn end_sessions(&self, tx: &TenantTx, person: PersonId) -> Result<(), DbErr> {
        store::close_all(tx, person).await
    }

    /// Everyone who may sign in, for the demo's sign-in page.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn people(&self, council: &Council) -> Result<Vec<Person>, DbErr> {
        let tx = self.database.begin(&council.schema, Acting::Nobody).await?;
        store::people(&tx).await
    }
}

fn hash(token: &str) -> Option<[u8; 32]> {
    use base64::Engine as _;
    let secret = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token).ok()?;
    (secret.len() == 32).then(|| Sha256::digest(secret).into())
}
