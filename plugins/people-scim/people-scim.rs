//! Starters, movers and leavers from a directory that lists its people by SCIM 2.0 (R60; RFC 7643 and 7644): page after page, complete
//! each time. SCIM knows no first and last day: who is there and active has access.
//!
//! Settings: see plugin.toml.

use sdk::feeds::{self, FeedError, Progress, SkippedRow, Source, Task, skipped};
use sdk::http::{Credential, Scheme};
use sdk::people::{Capacity, Content, Feed, Person, Reading};
use sdk::settings::Settings;
use sdk::text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

struct Directory;

#[derive(Serialize, Deserialize)]
struct Prepared<'a> {
    /// Without a slash at the end.
    address: &'a str,
    /// The attribute by which people are known.
    key: &'a str,
    #[serde(borrow)]
    members_when: Vec<&'a str>,
}

/// A reading under way.
#[derive(Serialize, Deserialize)]
struct Place {
    /// The number of the next person, counted from 1.
    next: u32,
    /// How many there were when the reading began. With another number, the pages are not of one list.
    total: u32,
}

/// People of one page; directories are free to send fewer.
const PAGE: u32 = 200;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

impl Feed for Directory {
    type Prepared<'a> = Prepared<'a>;

    fn prepare<'a>(settings: &Settings<'a>) -> Prepared<'a> {
        Prepared {
            address: settings.address("address").trim_end_matches('/'),
            key: settings.optional_text("key").unwrap_or("id"),
            members_when: settings.texts("members_when"),
        }
    }

    fn read(prepared: Prepared<'_>, task: Task) -> Result<Reading, FeedError> {
        let Source::Pull(cursor) = task.source else { return Err(FeedError::NotThisWay) };
        let place = cursor.as_ref().map(feeds::place::<Place>).transpose()?;
        let first = place.as_ref().map_or(1, |place| place.next);
        let page = page(&prepared, first)?;
        let total =
            number(&page, "totalResults").ok_or_else(|| unreadable("The list does not say how many there are."))?;
        if place.is_some_and(|place| place.total != total) {
            // Somebody came or went meanwhile: on pages of two lists, somebody may be missing who is still there.
            return Err(FeedError::CursorUnknown);
        }
        let empty = Vec::new();
        let listed = page.get("Resources").and_then(Value::as_array).unwrap_or(&empty);
        let next = first.saturating_add(u32::try_from(listed.len()).unwrap_or(u32::MAX));
        let more = next <= total;
        if more && listed.is_empty() {
            return Err(unreadable("The list ends before everybody was on it."));
        }
        let (mut people, mut unread) = (Vec::new(), Vec::new());
        for (at, user) in listed.iter().enumerate() {
            match person(user, first as usize + at, &prepared) {
                Ok(person) => people.push(person),
                Err(row) => unread.push(row),
            }
        }
        if people.is_empty() {
            return Err(unreadable("Nobody on the list could be read as a person."));
        }
        let next = more.then(|| feeds::cursor(&Place { next, total }));
        Ok(Reading { content: Content::Complete(people), progress: Progress { next, more, skipped: unread } })
    }
}

fn unreadable(why: &str) -> FeedError {
    FeedError::Unreadable(why.to_owned())
}

/// One page of the list.
fn page(prepared: &Prepared<'_>, first: u32) -> Result<Value, FeedError> {
    // In an order that stays, where the directory knows one.
    let url = format!("{}/Users?startIndex={first}&count={PAGE}&sortBy=id", prepared.address);
    let credential = Credential { secret: "token".to_owned(), scheme: Scheme::Bearer };
    let response = sdk::http::get(&url, Some(credential))?;
    serde_json::from_slice(&response.body).map_err(|_| unreadable("The answer is not JSON."))
}

/// Names of attributes are the same in capitals (RFC 7643, 2.1).
fn attribute<'v>(of: &'v Value, name: &str) -> Option<&'v Value> {
    of.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn number(of: &Value, name: &str) -> Option<u32> {
    attribute(of, name)?.as_u64().and_then(|number| u32::try_from(number).ok())
}

fn person(user: &Value, row: usize, prepared: &Prepared<'_>) -> Result<Person, SkippedRow> {
    let enterprise = attribute(user, ENTERPRISE);
    let words = |of: Option<&Value>, name: &str| text::line(attribute(of?, name)?.as_str()?, 200);
    // What is of use only as a whole is never cut.
    let exact = |value: Option<&Value>, most| text::key(value?.as_str()?, most);
    let id = exact(attribute(user, "id"), 100);
    let key = match prepared.key {
        "employeeNumber" => exact(enterprise.and_then(|of| attribute(of, "employeeNumber")), 100),
        key => exact(attribute(user, key), 100),
    };
    let skip = |what: &str, remedy: &str| skipped(row, key.as_deref().or(id.as_deref()), what, remedy);
    let Some(known) = key.clone() else {
        let what = format!("The person has no “{}”, or one of more than 100 characters.", prepared.key);
        return Err(skip(&what, "Fill it in in the directory, or choose another attribute."));
    };
    let named = attribute(user, "name");
    let (given_name, family_name) = (words(named, "givenName"), words(named, "familyName"));
    let whole = || {
        let parts: Vec<_> = [&given_name, &family_name].into_iter().flatten().map(String::as_str).collect();
        text::line(&parts.join(" "), 200)
    };
    let formatted = || words(named, "formatted");
    let Some(name) = words(Some(user), "displayName").or_else(formatted).or_else(whole) else {
        return Err(skip("The person has no name.", "Fill it in in the directory."));
    };
    let kind = words(Some(user), "userType").unwrap_or_default();
    let is_member = prepared.members_when.iter().any(|word| word.trim().eq_ignore_ascii_case(&kind));
    // The manager is told by the directory's id; by another key, nobody would be found.
    let manager = enterprise.and_then(|of| attribute(of, "manager")).and_then(|manager| attribute(manager, "value"));
    let manager = exact(manager, 100).filter(|manager| prepared.key == "id" && *manager != known);
    let units = ["organization", "division", "department"];
    Ok(Person {
        key: known,
        capacity: if is_member { Capacity::Member } else { Capacity::Officer },
        name,
        given_name,
        family_name,
        email: exact(preferred(user, "emails"), 254),
        phone: preferred(user, "phoneNumbers").and_then(Value::as_str).and_then(|phone| text::line(phone, 50)),
        job_title: words(Some(user), "title"),
        units: units.iter().filter_map(|unit| words(enterprise, unit)).collect(),
        manager,
        starts: None,
        ends: None,
        // Who is listed without it works for the council (RFC 7643, 4.1.1 leaves its meaning to us).
        active: attribute(user, "active").and_then(Value::as_bool).unwrap_or(true),
        ward_gss: None,
        ward_name: None,
    })
}

/// The value of several that counts: the primary one, else the one for work, else the first.
fn preferred<'v>(user: &'v Value, name: &str) -> Option<&'v Value> {
    let all = attribute(user, name)?.as_array()?;
    let primary = || all.iter().find(|one| attribute(one, "primary").and_then(Value::as_bool) == Some(true));
    let work = || all.iter().find(|one| attribute(one, "type").and_then(Value::as_str) == Some("work"));
    attribute(primary().or_else(work).or(all.first())?, "value")
}

sdk::register_people_feed!(Directory);
