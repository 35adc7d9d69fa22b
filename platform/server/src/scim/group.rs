//! A group as a directory sends it, and what a `PATCH` says of it. Members are changed one by one, so that a large group is never read to
//! change one of them.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::patch::{self, Op};
use super::path::{GROUP, Path, Schema, named};
use super::user::{meta, text};
use super::{MOST_MEMBERS, ScimError, Wrong, refused};

/// The most characters of a name.
const LONGEST: usize = 200;

/// A group that is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: Uuid,
    pub name: String,
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// None where nobody asked.
    pub members: Option<Vec<Uuid>>,
}

/// What a request says of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    Name(String),
    ExternalId(Option<String>),
    Add(Vec<String>),
    Remove(Vec<String>),
    /// These are the members, and nobody else.
    Only(Vec<String>),
}

impl Kept {
    /// As it is answered.
    pub fn resource(&self, site: &str) -> Value {
        let location = format!("{site}/Groups/{}", self.id);
        let mut resource = json!({
            "schemas": [GROUP], "id": self.id, "displayName": self.name,
            "meta": meta("Group", &location, self.created_at, self.changed_at),
        });
        if let Some(external_id) = &self.external_id {
            resource["externalId"] = external_id.as_str().into();
        }
        if let Some(members) = &self.members {
            let member = |id: &Uuid| json!({ "value": id, "type": "User", "$ref": format!("{site}/Users/{id}") });
            resource["members"] = members.iter().map(member).collect();
        }
        resource
    }
}

/// What a whole group says, for `POST` and `PUT`: the name first. Members that are not named stay as they are.
///
/// # Errors
/// `invalidValue` or `tooMany`.
pub fn whole(sent: &Map<String, Value>) -> Result<(String, Vec<Edit>), ScimError> {
    let name = name(named(sent, "displayName").unwrap_or(&Value::Null))?;
    let mut edits = vec![Edit::ExternalId(text(named(sent, "externalId"), "externalId", LONGEST)?)];
    if let Some(members) = named(sent, "members").filter(|members| !members.is_null()) {
        edits.push(Edit::Only(ids(members)?));
    }
    Ok((name, edits))
}

/// What a `PATCH` says.
///
/// # Errors
/// `invalidSyntax`, `invalidPath`, `invalidValue` or `tooMany`.
pub fn edits(body: &Value) -> Result<Vec<Edit>, ScimError> {
    let mut edits = Vec::new();
    for operation in patch::operations(body)? {
        for (op, path, value) in patch::each(operation)? {
            edits.extend(edit(op, &path, &value)?);
        }
    }
    let members = edits.iter().map(|edit| match edit {
        Edit::Add(ids) | Edit::Remove(ids) | Edit::Only(ids) => ids.len(),
        Edit::Name(_) | Edit::ExternalId(_) => 0,
    });
    if members.sum::<usize>() > MOST_MEMBERS {
        return Err(too_many());
    }
    Ok(edits)
}

fn edit(op: Op, path: &Path, value: &Value) -> Result<Option<Edit>, ScimError> {
    if path.is("displayName", None) {
        return if op == Op::Remove { Err(no_name()) } else { Ok(Some(Edit::Name(name(value)?))) };
    }
    if path.is("externalId", None) {
        let value = Some(value).filter(|_| op != Op::Remove);
        return Ok(Some(Edit::ExternalId(text(value, "externalId", LONGEST)?)));
    }
    if path.schema != Schema::Core || !path.attribute.eq_ignore_ascii_case("members") {
        return Ok(None);
    }
    // One member, named in brackets: the others are none of this operation's business.
    if let ([term], None, Op::Remove) = (path.terms.as_slice(), &path.sub, op)
        && term.path.is("value", None)
        && let Value::String(id) = &term.value
    {
        return Ok(Some(Edit::Remove(vec![id.clone()])));
    }
    if !path.terms.is_empty() || path.sub.is_some() {
        return Err(refused(
            Wrong::Path,
            "Name a member to remove as members[value eq \"id\"], or members with a value.",
        ));
    }
    match (op, value) {
        (Op::Add, value) => Ok(Some(Edit::Add(ids(value)?))),
        (Op::Replace, value) => Ok(Some(Edit::Only(ids(value)?))),
        // RFC 7644, 3.5.2.2: without a value, all of them.
        (Op::Remove, Value::Null) => Ok(Some(Edit::Only(Vec::new()))),
        (Op::Remove, value) => Ok(Some(Edit::Remove(ids(value)?))),
    }
}

fn name(value: &Value) -> Result<String, ScimError> {
    text(Some(value), "displayName", LONGEST)?.ok_or_else(no_name)
}

fn no_name() -> ScimError {
    refused(Wrong::Value, "A group has a displayName.")
}

fn too_many() -> ScimError {
    refused(Wrong::TooMany, format!("Send at most {MOST_MEMBERS} members at once."))
}

/// Ids of members: a list of objects, as a rule; one object or a list of texts from some.
fn ids(value: &Value) -> Result<Vec<String>, ScimError> {
    let listed = match value {
        Value::Null => &[][..],
        Value::Array(listed) => listed.as_slice(),
        one => std::slice::from_ref(one),
    };
    if listed.len() > MOST_MEMBERS {
        return Err(too_many());
    }
    let id = |one: &Value| match one {
        Value::String(id) => Some(id.clone()),
        Value::Object(of) => named(of, "value").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    let wrong = || refused(Wrong::Value, "A member is an object whose value is the id of a user.");
    listed.iter().map(|one| id(one).ok_or_else(wrong)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(operation: &Value) -> Result<Vec<Edit>, ScimError> {
        edits(&json!({ "schemas": [], "Operations": [operation] }))
    }

    #[test]
    fn whichever_way_one_member_goes_the_others_stay() {
        let gone = [Edit::Remove(vec!["u1".to_owned()])];
        for operation in [
            json!({ "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": "u1" }] }),
            json!({ "op": "remove", "path": "members[value eq \"u1\"]" }),
            json!({ "op": "remove", "path": "members[value eq \"u1\"]", "value": null }),
            json!({ "op": "remove", "path": "members", "value": { "value": "u1" } }),
            json!({ "op": "REMOVE", "path": format!("{GROUP}:Members"), "value": ["u1"] }),
        ] {
            assert_eq!(said(&operation).expect("it is read"), gone, "{operation}");
        }
        assert_eq!(
            said(&json!({ "op": "remove", "path": "members", "value": [] })).expect("read"),
            [Edit::Remove(vec![])]
        );
        assert_eq!(
            said(&json!({ "op": "remove", "path": "members" })).expect("read"),
            [Edit::Only(vec![])],
            "asked for all"
        );
    }

    #[test]
    fn groups_are_named_and_filled() {
        let okta =
            json!({ "op": "replace", "value": { "id": "x", "displayName": "Parks", "members": [{ "value": "u2" }] } });
        assert_eq!(said(&okta).expect("read"), [Edit::Name("Parks".to_owned()), Edit::Only(vec!["u2".to_owned()])]);
        let add = json!({ "op": "Add", "path": "members", "value": [{ "value": "u1" }, { "value": "u2" }] });
        assert_eq!(said(&add).expect("read"), [Edit::Add(vec!["u1".to_owned(), "u2".to_owned()])]);
        for wrong in [
            json!({ "op": "remove", "path": "displayName" }),
            json!({ "op": "replace", "path": "displayName", "value": "" }),
            json!({ "op": "add", "path": "members", "value": [7] }),
            json!({ "op": "add", "path": "members[value eq \"u1\"]", "value": {} }),
            json!({ "op": "remove", "path": "members[value eq \"u1\"].display" }),
            json!({ "op": "remove", "path": "members[display eq \"u1\"]" }),
            json!({ "op": "add", "path": "members", "value": vec![json!({ "value": "u" }); MOST_MEMBERS + 1] }),
        ] {
            assert!(said(&wrong).is_err(), "{wrong}");
        }
    }
}
