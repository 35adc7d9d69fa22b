//! What Street Manager sends: a message for each permit, in the envelope of the service that delivers it (Amazon SNS). It tells works of
//! all authorities; that of another one is among them. Nothing here signs: an envelope without a signature is for whoever sends it.

use casework::manifest::Manifest;
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::works::{self, Work};
use crate::app::local_date;

/// The SWA code of the authority whose streets are the council's, as these messages have it.
pub const AUTHORITY: &str = "9001";
/// That of another one.
pub const ELSEWHERE: &str = "9999";

/// A message for each work of the council that is known at that time, and one of another authority's streets. Each is the JSON of an SNS
/// notification whose `Signature` and `SigningCertURL` are still to be filled in; `topic` stands in it as `TopicArn`.
#[must_use]
pub fn messages(council: &Manifest, topic: &str, now: DateTime<Utc>) -> Vec<Value> {
    let today = local_date(now);
    let works = works::all(council, today);
    let own = works.iter().map(|work| permit(work, AUTHORITY, today, now));
    let other =
        works.first().map(|work| permit(&Work { key: "XX0001-1".to_owned(), ..copy(work) }, ELSEWHERE, today, now));
    own.chain(other).enumerate().map(|(number, message)| envelope(number, topic, &message, now)).collect()
}

fn copy(work: &Work) -> Work {
    Work { key: work.key.clone(), area: work.area.clone(), ..*work }
}

/// An envelope as SNS writes it.
fn envelope(number: usize, topic: &str, message: &Value, now: DateTime<Utc>) -> Value {
    let stamp = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    json!({
        "Type": "Notification",
        "MessageId": format!("{:08x}-0000-4000-8000-{stamp:012x}", number + 1),
        "TopicArn": topic,
        "Message": message.to_string(),
        "Timestamp": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "SignatureVersion": "1",
        "Signature": "",
        "SigningCertURL": "",
        "UnsubscribeURL": "",
    })
}

fn permit(work: &Work, authority: &str, today: NaiveDate, now: DateTime<Utc>) -> Value {
    // A day is the midnight with which it begins, on the clocks of this country.
    let midnight = |day: NaiveDate| {
        let here = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(chrono_tz::Europe::London).earliest();
        here.map(|at| at.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Millis, true))
    };
    let (event, status) = match (today < work.starts, today > work.ends) {
        (true, _) => ("PERMIT_GRANTED", "planned"),
        (_, true) => ("WORK_STOP", "completed"),
        _ => ("WORK_START", "in_progress"),
    };
    let begun = (today >= work.starts).then(|| midnight(work.starts)).flatten();
    let ended = (today > work.ends).then(|| midnight(work.ends + Days::new(1))).flatten();
    json!({
        "event_reference": work.key.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 1_000_000,
        "event_type": event,
        "event_time": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "object_type": "PERMIT",
        "object_reference": format!("{}-01", work.key),
        "version": 1,
        "object_data": {
            "work_reference_number": work.key, "permit_reference_number": format!("{}-01", work.key),
            "promoter_swa_code": "7001", "promoter_organisation": work.promoter,
            "highway_authority": if authority == AUTHORITY { "THE COUNCIL" } else { "ANOTHER COUNCIL" },
            "highway_authority_swa_code": authority,
            "works_location_coordinates": work.on_grid(), "street_name": work.street.to_uppercase(),
            "area_name": work.area.to_uppercase(), "town": null, "work_category": "Standard", "work_category_ref": "standard",
            "traffic_management_type": work.traffic,
            "proposed_start_date": midnight(work.starts), "proposed_end_date": midnight(work.ends),
            "actual_start_date_time": begun, "actual_end_date_time": ended,
            "permit_status": "granted", "work_status_ref": status, "activity_type": work.what,
            "works_location_type": "Carriageway", "is_traffic_sensitive": "No", "is_covid_19_response": "No",
        },
    })
}
