//! A person as a directory sends them, as we keep them, and as `people` takes them in.
//!
//! What is not named here is not kept: passwords, phone numbers, titles, managers, home addresses.

use casework::feeds::{Capacity, Person};
use casework::starters::{UnitTo, Units};
use casework::text::cleaned;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::path::{ENTERPRISE, USER, named};
use super::{ScimError, Wrong, refused};

/// The most characters of a name, and of an address.
const LONGEST: usize = 200;
const LONGEST_ADDRESS: usize = 254;
const MOST_EMAILS: usize = 10;

/// What a directory says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub user_name: String,
    pub external_id: Option<String>,
    pub active: bool,
    pub body: Body,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    pub display_name: Option<String>,
    pub formatted: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub user_type: Option<String>,
    pub emails: Vec<Email>,
    pub organization: Option<String>,
    pub division: Option<String>,
    pub department: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email {
    pub value: String,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default)]
    pub primary: bool,
}

/// A person who is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: Uuid,
    pub key: String,
    pub user: User,
    /// Groups that they are in, by name.
    pub groups: Vec<(Uuid, String)>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

/// Text of one line.
///
/// # Errors
/// `invalidValue` when it is none, or too long: what is cut would be somebody else.
pub fn text(value: Option<&Value>, name: &str, longest: usize) -> Result<Option<String>, ScimError> {
    let text = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => cleaned(text).split_whitespace().collect::<Vec<_>>().join(" "),
        Some(_) => return Err(refused(Wrong::Value, format!("{name} is text."))),
    };
    if text.chars().count() > longest {
        return Err(refused(Wrong::Value, format!("{name} has more than {longest} characters: shorten it.")));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Entra ID sends `"True"` and `"False"`, unless it is told not to.
fn flag(value: Option<&Value>, name: &str) -> Result<Option<bool>, ScimError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(_) => Err(refused(Wrong::Value, format!("{name} is true or false."))),
    }
}

impl User {
    /// Reads what was sent. Who is not said to be active or not is as they were.
    ///
    /// # Errors
    /// `invalidValue`.
    pub fn read(sent: &Map<String, Value>, was_active: bool) -> Result<Self, ScimError> {
        let empty = Map::new();
        let part = |name: &str| named(sent, name).and_then(Value::as_object).unwrap_or(&empty);
        let (name, enterprise) = (part("name"), part(ENTERPRISE));
        let line = |of: &Map<String, Value>, name: &str| text(named(of, name), name, LONGEST);
        let user_name = text(named(sent, "userName"), "userName", LONGEST_ADDRESS)?;
        let user_name =
            user_name.ok_or_else(|| refused(Wrong::Value, "userName is missing: map an attribute to it."))?;
        Ok(Self {
            user_name,
            external_id: text(named(sent, "externalId"), "externalId", LONGEST)?,
            active: flag(named(sent, "active"), "active")?.unwrap_or(was_active),
            body: Body {
                display_name: line(sent, "displayName")?,
                formatted: line(name, "formatted")?,
                given_name: line(name, "givenName")?,
                family_name: line(name, "familyName")?,
                user_type: line(sent, "userType")?,
                emails: emails(named(sent, "emails"))?,
                organization: line(enterprise, "organization")?,
                division: line(enterprise, "division")?,
                department: line(enterprise, "department")?,
            },
        })
    }

    /// What is kept, as an object that a `PATCH` can change.
    pub fn as_sent(&self) -> Map<String, Value> {
        let body = &self.body;
        let mut sent = object(&[
            ("userName", Some(&self.user_name)),
            ("externalId", self.external_id.as_ref()),
            ("displayName", body.display_name.as_ref()),
            ("userType", body.user_type.as_ref()),
        ]);
        sent.insert("active".to_owned(), self.active.into());
        let name = object(&[
            ("formatted", body.formatted.as_ref()),
            ("givenName", body.given_name.as_ref()),
            ("familyName", body.family_name.as_ref()),
        ]);
        let enterprise = object(&[
            ("organization", body.organization.as_ref()),
            ("division", body.division.as_ref()),
            ("department", body.department.as_ref()),
        ]);
        for (key, part) in [("name", name), (ENTERPRISE, enterprise)] {
            if !part.is_empty() {
                sent.insert(key.to_owned(), Value::Object(part));
            }
        }
        if !body.emails.is_empty() {
            sent.insert("emails".to_owned(), json!(body.emails));
        }
        sent
    }
}

fn object(of: &[(&str, Option<&String>)]) -> Map<String, Value> {
    let known = of.iter().filter_map(|(key, value)| Some(((*key).to_owned(), Value::from(value.as_ref()?.as_str()))));
    known.collect()
}

fn emails(value: Option<&Value>) -> Result<Vec<Email>, ScimError> {
    let listed = match value {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(listed)) if listed.len() <= MOST_EMAILS => listed,
        Some(_) => return Err(refused(Wrong::Value, format!("emails is a list of {MOST_EMAILS} addresses at most."))),
    };
    let mut emails = Vec::new();
    for one in listed {
        let of =
            one.as_object().ok_or_else(|| refused(Wrong::Value, "An address in emails is an object with a value."))?;
        let Some(value) = text(named(of, "value"), "The address", LONGEST_ADDRESS)? else { continue };
        let kind = text(named(of, "type"), "type", 50)?;
        emails.push(Email { value, kind, primary: flag(named(of, "primary"), "primary")?.unwrap_or_default() });
    }
    Ok(emails)
}

impl Kept {
    /// As it is answered.
    pub fn resource(&self, site: &str) -> Value {
        let mut sent = self.user.as_sent();
        let mut schemas = vec![USER];
        if sent.contains_key(ENTERPRISE) {
            schemas.push(ENTERPRISE);
        }
        let groups: Vec<Value> = (self.groups.iter())
            .map(|(id, name)| json!({ "value": id, "display": name, "$ref": format!("{site}/Groups/{id}") }))
            .collect();
        sent.insert("schemas".to_owned(), json!(schemas));
        sent.insert("id".to_owned(), json!(self.id));
        sent.insert("groups".to_owned(), json!(groups));
        let location = format!("{site}/Users/{}", self.id);
        sent.insert("meta".to_owned(), meta("User", &location, self.created_at, self.changed_at));
        Value::Object(sent)
    }

    /// As `people` takes them in.
    pub fn person(&self, units: &Units, members_when: &[String]) -> Person {
        let (user, body) = (&self.user, &self.user.body);
        let whole = || {
            let parts: Vec<&str> =
                [&body.given_name, &body.family_name].into_iter().flatten().map(String::as_str).collect();
            Some(parts.join(" ")).filter(|name| !name.is_empty())
        };
        let name = body.display_name.clone().or_else(|| body.formatted.clone()).or_else(whole);
        let kind = body.user_type.as_deref().unwrap_or_default();
        let is_member = members_when.iter().any(|word| word.trim().eq_ignore_ascii_case(kind));
        Person {
            key: self.key.clone(),
            capacity: if is_member { Capacity::Member } else { Capacity::Officer },
            name: name.unwrap_or_else(|| user.user_name.clone()),
            given_name: None,
            family_name: None,
            email: email(user),
            phone: None,
            job_title: None,
            units: unit(body, &self.groups, units),
            manager: None,
            starts: None,
            ends: None,
            active: user.active,
            ward_gss: None,
            ward_name: None,
        }
    }
}

/// The address that counts: the primary one, else the one for work, else the first; a user name that is an address where there is none.
fn email(user: &User) -> Option<String> {
    let all = &user.body.emails;
    let primary = || all.iter().find(|email| email.primary);
    let work = || all.iter().find(|email| email.kind.as_deref() == Some("work"));
    let chosen = primary().or_else(work).or(all.first()).map(|email| &email.value);
    chosen.or_else(|| Some(&user.user_name).filter(|name| name.contains('@'))).cloned()
}

/// Where somebody works: the department, or the one of their groups that is a team. Several, or none of which anybody has said what it
/// is, are asked about as one.
fn unit(body: &Body, groups: &[(Uuid, String)], units: &Units) -> Vec<String> {
    let department: Vec<String> =
        [&body.organization, &body.division, &body.department].into_iter().flatten().cloned().collect();
    if !department.is_empty() {
        return department;
    }
    let mut names: Vec<&str> = groups.iter().map(|(_, name)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let is_team = |name: &&str| matches!(units.find(&[(*name).to_owned()]), Some(UnitTo::Team(_)));
    let teams: Vec<&str> = names.iter().copied().filter(is_team).collect();
    let named = if teams.is_empty() { names } else { teams };
    if named.is_empty() { Vec::new() } else { vec![named.join(" + ")] }
}

/// What is said of every resource (RFC 7643, 3.1).
pub fn meta(kind: &str, location: &str, created: DateTime<Utc>, changed: DateTime<Utc>) -> Value {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    json!({ "resourceType": kind, "created": time(created), "lastModified": time(changed), "location": location })
}

#[cfg(test)]
mod tests {
    use casework::ids::GroupId;

    use super::*;

    fn read(sent: Value) -> Result<User, ScimError> {
        let Value::Object(sent) = sent else { panic!("an object") };
        User::read(&sent, true)
    }

    #[test]
    fn what_starters_need_is_kept_and_nothing_else() {
        let sent = json!({
            "USERNAME": " Amina.Khan@council.example ", "externalId": "7", "password": "secret", "title": "Engineer", "active": "False",
            "name": { "givenName": "Amina", "familyName": "Khan" }, "phoneNumbers": [{ "value": "01632 960111" }], "groups": [],
            "emails": [{ "value": "a@home.example", "type": "home" }, { "value": "a@council.example", "type": "work", "primary": "True" }],
            ENTERPRISE: { "department": "Housing", "manager": { "value": "8" }, "costCenter": "9" },
        });
        let user = read(sent).expect("it is read");
        let again = serde_json::to_string(&user.as_sent()).expect("JSON");
        assert_eq!(User::read(&user.as_sent(), true).expect("it is read"), user, "{again}");
        for gone in ["secret", "Engineer", "01632", "manager", "costCenter"] {
            assert!(!again.contains(gone), "{gone}: {again}");
        }
        assert!(!user.active && again.contains("Housing"));
        assert_eq!(email(&user).as_deref(), Some("a@council.example"));
    }

    #[test]
    fn what_is_no_person_is_refused() {
        for wrong in [
            json!({}),
            json!({ "userName": "" }),
            json!({ "userName": 7 }),
            json!({ "userName": "x".repeat(300) }),
            json!({ "userName": "x", "active": "perhaps" }),
            json!({ "userName": "x", "emails": "x@y" }),
            json!({ "userName": "x", "emails": ["x@y"] }),
        ] {
            assert!(matches!(read(wrong.clone()), Err(ScimError::Refused { wrong: Wrong::Value, .. })), "{wrong}");
        }
    }

    #[test]
    fn somebody_works_in_their_department_or_in_the_one_group_that_is_a_team() {
        let mut units = Units::default();
        for team in ["Parks", "Streets"] {
            units.say(&[team.to_owned()], UnitTo::Team(GroupId::from_uuid(Uuid::nil())));
        }
        units.say(&["Theatre".to_owned()], UnitTo::Outside);
        let of = |groups: &[&str]| {
            let groups: Vec<(Uuid, String)> = groups.iter().map(|name| (Uuid::nil(), (*name).to_owned())).collect();
            unit(&Body::default(), &groups, &units)
        };
        assert_eq!(of(&["Wardbook users", "Parks", "Theatre"]), ["Parks"]);
        assert_eq!(of(&["Streets", "Parks"]), ["Parks + Streets"], "somebody must say which");
        assert_eq!(of(&["Theatre"]), ["Theatre"]);
        assert_eq!(of(&[]), [""; 0]);
        let body = Body { department: Some("Roads".to_owned()), ..Body::default() };
        assert_eq!(unit(&body, &[(Uuid::nil(), "Parks".to_owned())], &units), ["Roads"]);
    }
}
