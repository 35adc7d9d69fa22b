//! The page on which somebody makes the address of their calendar, and the calendar itself.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use sea_orm::DbErr;

use crate::app::{Caller, local_date};
use crate::brought::{self, Kind};
use crate::guests::{self, DEARER};
use crate::http::extract::{Asked, Here, frame_for};
use crate::http::from::From;
use crate::http::problems;
use crate::identity::Sent;
use crate::web::Section;
use crate::web::views::CalendarPage;

/// `GET /home/calendar`
pub async fn page(here: Here, caller: Caller, Asked(asked): Asked) -> Response {
    let done = asked.filled("done").filter(|done| matches!(done.as_str(), "ended" | "chosen"));
    draw(&here, &caller, None, done).await
}

/// `POST /home/calendar`: `meetings` (`mine` or `all`), and `do`: `make` a new address, `choose` for the one that there is, or `end` it.
pub async fn change(here: Here, headers: HeaderMap, Sent { caller, fields }: Sent) -> Response {
    let all_meetings = fields.get("meetings") == "all";
    let changed = match fields.get("do") {
        "choose" => super::choose(&caller, all_meetings).await.map(|_| "chosen"),
        "end" => super::end(&caller).await.map(|_| "ended"),
        _ => match super::make(&caller, all_meetings).await {
            // Shown in the answer to the form that made it: nothing else ever knows it.
            Ok(path) => return draw(&here, &caller, Some(format!("{}{path}", site(&here, &headers))), None).await,
            Err(error) => Err(error),
        },
    };
    match changed {
        Ok(done) => Redirect::to(&format!("/home/calendar?done={done}")).into_response(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

async fn draw(here: &Here, caller: &Caller, url: Option<String>, done: Option<String>) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        Ok::<_, DbErr>((super::link(&tx, caller).await?, brought::sources(&tx).await?))
    };
    match read.await {
        Ok((link, sources)) => {
            let view = CalendarPage {
                since: link.as_ref().map(|link| local_date(link.made_at)),
                all_meetings: link.is_some_and(|link| link.all_meetings),
                meetings: sources.of(Kind::Meetings).is_some(),
                url,
                done,
            };
            problems::page(&here.app, &frame_for(here, caller, Some(Section::Home)), &view, StatusCode::OK)
        }
        Err(error) => problems::something_wrong(here, &error),
    }
}

/// `GET /calendar/{token}.ics`: nobody signs in here. What opens nothing counts more, as with guests' links.
pub async fn calendar(here: Here, from: From, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let (limits, now) = (&here.app.guests, here.app.clock.now());
    let too_many = || (StatusCode::TOO_MANY_REQUESTS, "This calendar is asked for too often.\n").into_response();
    let none = || {
        let allowed = limits.address(from.0, DEARER, now);
        let gone = || (StatusCode::NOT_FOUND, "There is no calendar at this address any more.\n").into_response();
        if allowed { gone() } else { too_many() }
    };
    let Some(link) = file.strip_suffix(".ics").and_then(guests::read_token) else { return none() };
    if !(limits.address(from.0, 1, now) && limits.link(link, 1, now)) {
        return too_many();
    }
    match super::read(&here.app, &here.council, link, &site(&here, &headers)).await {
        Ok(Some(calendar)) => {
            let kind = [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "inline; filename=\"wardbook.ics\""),
            ];
            (kind, calendar).into_response()
        }
        Ok(None) => none(),
        Err(error) => problems::something_wrong(&here, &error),
    }
}

/// Where the council's pages begin, as whoever asks reaches them.
fn site(here: &Here, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or(&here.council.host);
    // The demo speaks plain HTTP on this machine; everything else sits behind HTTPS.
    let scheme = if here.app.pick_a_person { "http" } else { "https" };
    format!("{scheme}://{host}")
}
