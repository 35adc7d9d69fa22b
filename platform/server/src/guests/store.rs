//! Rows of links, as those see them who sign in, and what a guest's scope shows of a case.

use casework::ids::{CaseId, ConstituentId, CopyId, LinkId, PersonId};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::token::LinkHash;
use crate::tenancy::TenantTx;

/// A link to be made.
pub(super) struct NewLink {
    pub id: LinkId,
    pub hash: LinkHash,
    pub case: CaseId,
    pub to: To,
    /// Empty where the program makes it, for a mail.
    pub made_by: Option<PersonId>,
    pub client_id: Option<Uuid>,
    pub made_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Whom a link is for.
pub(super) enum To {
    Resident(ConstituentId),
    Outsider {
        name: String,
        question: String,
        summary: Option<String>,
        place: Option<String>,
    },
    /// Whoever reads the mail of an address that gets copies.
    Copy(CopyId),
}

/// The link that a submission made, now or before.
#[derive(FromQueryResult)]
pub(super) struct AddedLink {
    pub id: Uuid,
    /// Made now.
    pub added: bool,
    /// It is for the same.
    pub same: bool,
}

/// Adds a link, unless this browser's submission added one before. `None` for a resident whom the case does not name.
pub(super) async fn add(tx: &TenantTx, link: NewLink) -> Result<Option<AddedLink>, DbErr> {
    let mut copy = None;
    let (kind, constituent, name, question, summary, place) = match link.to {
        To::Resident(id) => ("resident", Some(id.as_uuid()), None, None, None, None),
        To::Outsider { name, question, summary, place } => {
            ("outsider", None, Some(name), Some(question), summary, place)
        }
        To::Copy(id) => {
            copy = Some(id.as_uuid());
            ("copy", None, None, None, None, None)
        }
    };
    tx.one(
        "WITH n AS (
            INSERT INTO guest_link (id, token_hash, case_id, kind, constituent_id, name, question, summary, place, made_by, client_id,
                made_at, expires_at, copy_id)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
            WHERE $5::uuid IS NULL OR EXISTS (SELECT FROM case_constituent WHERE case_id = $3 AND constituent_id = $5)
            ON CONFLICT (made_by, client_id) WHERE client_id IS NOT NULL DO NOTHING RETURNING id
         )
         SELECT id, true AS added, true AS same FROM n
         UNION ALL SELECT id, false, case_id = $3 AND constituent_id IS NOT DISTINCT FROM $5 AND name IS NOT DISTINCT FROM $6
             AND question IS NOT DISTINCT FROM $7
         FROM guest_link WHERE made_by = $10 AND client_id = $11 LIMIT 1",
        vec![
            link.id.as_uuid().into(),
            link.hash.to_vec().into(),
            link.case.as_uuid().into(),
            kind.into(),
            constituent.into(),
            name.into(),
            question.into(),
            summary.into(),
            place.into(),
            link.made_by.map(|id| id.as_uuid()).into(),
            link.client_id.into(),
            link.made_at.into(),
            link.expires_at.into(),
            copy.into(),
        ],
    )
    .await
}

/// A link as those see it who work on the case. Of a resident's links, the newest stands for all.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LinkRow {
    pub id: Uuid,
    /// Empty where it is for another party.
    pub constituent_id: Option<Uuid>,
    /// Of the resident, or of the party that was asked.
    pub name: String,
    pub made_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
}

/// The links of a case, the newest first, at most fifty. Those in copies are the readers' own.
pub(super) async fn of_case(tx: &TenantTx, case: Uuid) -> Result<Vec<LinkRow>, DbErr> {
    tx.all(
        "SELECT l.id, l.constituent_id, coalesce(l.name, concat_ws(' ', p.title, p.name)) AS name, l.made_at, l.expires_at, l.revoked_at,
             l.answered_at
         FROM (SELECT DISTINCT ON (coalesce(constituent_id, id)) id, constituent_id, name, made_at, expires_at, revoked_at, answered_at
               FROM guest_link WHERE case_id = $1 AND kind <> 'copy' ORDER BY coalesce(constituent_id, id), made_at DESC, id DESC) l
         LEFT JOIN constituent p ON p.id = l.constituent_id
         ORDER BY l.made_at DESC, l.id DESC LIMIT 50",
        vec![case.into()],
    )
    .await
}

/// A link of a case.
pub(super) async fn one(tx: &TenantTx, case: Uuid, link: Uuid) -> Result<Option<LinkRow>, DbErr> {
    tx.one(
        "SELECT id, constituent_id, coalesce(name, '') AS name, made_at, expires_at, revoked_at, answered_at
         FROM guest_link WHERE case_id = $1 AND id = $2 AND kind <> 'copy'",
        vec![case.into(), link.into()],
    )
    .await
}

/// Ends a link, and with a resident's link all of that resident's. Tells how many were still open.
pub(super) async fn revoke(tx: &TenantTx, case: Uuid, link: &LinkRow, now: DateTime<Utc>) -> Result<u64, DbErr> {
    tx.run(
        "UPDATE guest_link SET revoked_at = $4 WHERE case_id = $1 AND (id = $2 OR constituent_id = $3) AND revoked_at IS NULL",
        vec![case.into(), link.id.into(), link.constituent_id.into(), now.into()],
    )
    .await
}

#[derive(FromQueryResult)]
struct CaseOf {
    case_id: Uuid,
}

/// The case that a link belongs to, whether or not it can still be opened.
pub(super) async fn case_of(tx: &TenantTx, hash: LinkHash) -> Result<Option<Uuid>, DbErr> {
    let sql = "SELECT case_id FROM guest_link WHERE token_hash = $1";
    Ok(tx.one::<CaseOf>(sql, vec![hash.to_vec().into()]).await?.map(|row| row.case_id))
}

/// A link through which something may be said.
#[derive(FromQueryResult)]
pub(super) struct Live {
    pub id: Uuid,
    pub constituent_id: Option<Uuid>,
    pub name: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub copy_id: Option<Uuid>,
}

/// The link of this hash, if it has not run out and was not taken back.
pub(super) async fn live(tx: &TenantTx, hash: LinkHash, now: DateTime<Utc>) -> Result<Option<Live>, DbErr> {
    tx.one(
        "SELECT id, constituent_id, name, answered_at, copy_id FROM guest_link
         WHERE token_hash = $1 AND expires_at > $2 AND revoked_at IS NULL",
        vec![hash.to_vec().into(), now.into()],
    )
    .await
}

/// Remembers that a browser's submission was taken. Tells whether it is new.
pub(super) async fn say_once(tx: &TenantTx, link: Uuid, client_id: Uuid, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let added = tx
        .run(
            "INSERT INTO guest_word (link_id, client_id, said_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            vec![link.into(), client_id.into(), now.into()],
        )
        .await?;
    Ok(added == 1)
}

/// A question is answered once.
pub(super) async fn answered(tx: &TenantTx, link: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run("UPDATE guest_link SET answered_at = $2 WHERE id = $1", vec![link.into(), now.into()]).await?;
    Ok(())
}

/// What an outsider is shown. Read in a guest's scope, as all below.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Question {
    pub question: String,
    pub summary: Option<String>,
    pub place: Option<String>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn question(tx: &TenantTx) -> Result<Option<Question>, DbErr> {
    tx.one("SELECT question, summary, place, expires_at FROM guest_question", vec![]).await
}

/// The case of whose copies a link is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CopyOf {
    pub reference: String,
    /// A word of `Ended`; none while copies are sent.
    pub ended: Option<String>,
}

pub(super) async fn copy_of(tx: &TenantTx) -> Result<Option<CopyOf>, DbErr> {
    tx.one("SELECT reference, ended FROM guest_copy", vec![]).await
}

/// Where a resident's matter stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Standing {
    pub reference: String,
    pub category: String,
    pub service: String,
    pub workflow_version: i32,
    pub stage: String,
    pub group_id: Option<Uuid>,
    pub holder_group: Option<Uuid>,
    pub raised_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

pub(super) async fn standing(tx: &TenantTx) -> Result<Option<Standing>, DbErr> {
    let sql = "SELECT reference, category, service, workflow_version, stage, group_id, holder_group, raised_at, closed_at FROM guest_case";
    tx.one(sql, vec![]).await
}

/// Something that the resident was told, or said.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Told {
    pub at: DateTime<Utc>,
    pub body: serde_json::Value,
}

/// The newest first, at most a hundred.
pub(super) async fn told(tx: &TenantTx) -> Result<Vec<Told>, DbErr> {
    tx.all("SELECT at, body FROM guest_told ORDER BY seq DESC LIMIT 100", vec![]).await
}
