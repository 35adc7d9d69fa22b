//! The list of notices.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::{A_PAGE, At, Notice};
use crate::app::Caller;
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems;
use crate::identity;
use crate::web::Section;
use crate::web::views::{NoticeLine, Notices};

/// `GET /notices`
pub async fn list(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        Ok::<_, DbErr>((
            super::newest(&tx, &caller, place(asked.get("after")), A_PAGE + 1).await?,
            super::unread(&tx, &caller).await?,
        ))
    };
    match read.await {
        Ok((mut notices, unread)) => {
            let more = i64::try_from(notices.len()).is_ok_and(|found| found > A_PAGE);
            notices.truncate(usize::try_from(A_PAGE).unwrap_or_default());
            let next = notices.last().filter(|_| more).map(|last| format!("/notices?after={}", written(last)));
            let view = Notices { lines: notices.into_iter().map(NoticeLine::from).collect(), unread: unread > 0, next };
            problems::page(&here.app, &frame_for(&here, &caller, Some(Section::Home)), &view, StatusCode::OK)
        }
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// `POST /notices/read`: all of them.
pub async fn read(here: Here, caller: Option<Caller>, fields: Fields) -> Response {
    let Some(caller) = caller else { return identity::pages::session_lost(&here, "/notices", fields).await };
    match super::mark_read(&caller, None).await {
        Ok(()) => Redirect::to("/notices").into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

impl From<Notice> for NoticeLine {
    fn from(notice: Notice) -> Self {
        Self {
            reference: notice.reference,
            summary: notice.summary,
            kind: notice.kind,
            actor: notice.actor,
            at: notice.at,
            unread: notice.read_at.is_none(),
        }
    }
}

/// A notice's place, as it stands in an address.
fn written(notice: &Notice) -> String {
    format!("{}.{}.{}", notice.at.timestamp_micros(), notice.case_id, notice.seq)
}

fn place(written: &str) -> Option<At> {
    let mut parts = written.splitn(3, '.');
    let at = DateTime::<Utc>::from_timestamp_micros(parts.next()?.parse().ok()?)?;
    Some(At { at, case_id: parts.next()?.parse().ok()?, seq: parts.next()?.parse().ok()? })
}
