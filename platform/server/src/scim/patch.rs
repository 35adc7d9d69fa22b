//! What a `PATCH` does to a resource (RFC 7644, 3.5.2), and what Entra ID and Okta make of that: `op` in any case, many attributes
//! without a path, keys with dots or the name of their schema.

use serde_json::{Map, Value};

use super::path::{ENTERPRISE, Path, Schema, Term, named, same};
use super::{MOST_OPERATIONS, ScimError, Wrong, refused};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Replace,
    Remove,
}

/// One of the changes of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    pub op: Op,
    pub path: Option<Path>,
    /// Null where there is none.
    pub value: Value,
}

/// The operations of a body, in order.
///
/// # Errors
/// `invalidSyntax`, `invalidPath` or `tooMany`.
pub fn operations(body: &Value) -> Result<Vec<Operation>, ScimError> {
    let listed = body.as_object().and_then(|body| named(body, "Operations")).and_then(Value::as_array);
    let listed = listed.ok_or_else(|| refused(Wrong::Syntax, "Send the changes as a list named Operations."))?;
    if listed.len() > MOST_OPERATIONS {
        return Err(refused(Wrong::TooMany, format!("Send at most {MOST_OPERATIONS} operations at once.")));
    }
    listed.iter().map(operation).collect()
}

fn operation(sent: &Value) -> Result<Operation, ScimError> {
    let part = |name: &str| sent.as_object().and_then(|sent| named(sent, name)).unwrap_or(&Value::Null);
    let op = match part("op").as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("add") => Op::Add,
        Some("replace") => Op::Replace,
        Some("remove") => Op::Remove,
        _ => return Err(refused(Wrong::Syntax, "op is add, replace or remove.")),
    };
    let path = match part("path") {
        Value::Null => None,
        Value::String(path) => Some(Path::parse(path)?),
        _ => return Err(refused(Wrong::Path, "A path is text.")),
    };
    let value = part("value").clone();
    match (&path, op, &value) {
        (None, Op::Remove, _) => Err(refused(Wrong::NoTarget, "Say by path what is to be removed.")),
        (None, _, value) if !value.is_object() => {
            Err(refused(Wrong::Value, "Without a path, value is an object of attributes."))
        }
        _ => Ok(Operation { op, path, value }),
    }
}

/// The same operation for each attribute, where several are named in one value.
///
/// # Errors
/// `invalidPath`.
pub fn each(operation: Operation) -> Result<Vec<(Op, Path, Value)>, ScimError> {
    match (operation.path, operation.value) {
        (Some(path), value) => Ok(vec![(operation.op, path, value)]),
        (None, Value::Object(values)) => {
            values.into_iter().map(|(key, value)| Ok((operation.op, Path::parse(&key)?, value))).collect()
        }
        (None, _) => Ok(Vec::new()),
    }
}

/// Changes a resource. Attributes that nobody knows come and go with it; whoever reads it leaves them out.
///
/// # Errors
/// `invalidPath`, `invalidValue`.
pub fn apply(resource: &mut Map<String, Value>, operations: Vec<Operation>) -> Result<(), ScimError> {
    for operation in operations {
        for (op, path, value) in each(operation)? {
            let schema = match path.schema {
                Schema::Other => continue,
                Schema::Core => &mut *resource,
                Schema::Enterprise => object_at(resource, ENTERPRISE)?,
            };
            change(schema, op, &path, value)?;
        }
    }
    Ok(())
}

fn change(schema: &mut Map<String, Value>, op: Op, path: &Path, value: Value) -> Result<(), ScimError> {
    // Nothing is what is there no more.
    let op = if value.is_null() { Op::Remove } else { op };
    if path.attribute.is_empty() {
        return match (op, value) {
            (Op::Remove, _) => {
                schema.clear();
                Ok(())
            }
            (_, Value::Object(values)) => {
                merge(schema, values);
                Ok(())
            }
            _ => Err(refused(Wrong::Value, "What is said of a whole schema is an object of attributes.")),
        };
    }
    let key = key_in(schema, &path.attribute);
    if !path.terms.is_empty() {
        return some(schema, &key, op, path, &value);
    }
    match (&path.sub, op) {
        (None, Op::Remove) => {
            schema.remove(&key);
        }
        (None, op) => match (schema.get_mut(&key), value) {
            (Some(Value::Object(now)), Value::Object(values)) => merge(now, values),
            (Some(Value::Array(now)), value) if op == Op::Add => match value {
                Value::Array(more) => now.extend(more),
                one => now.push(one),
            },
            (_, value) => {
                schema.insert(key, value);
            }
        },
        (Some(sub), op) => match schema.get_mut(&key) {
            Some(Value::Array(all)) => {
                for one in all.iter_mut().filter_map(Value::as_object_mut) {
                    set(one, op, sub, value.clone());
                }
            }
            _ => set(object_at(schema, &key)?, op, sub, value),
        },
    }
    Ok(())
}

/// Changes those of several that a filter names. Where there is none yet, one is made that is as the filter says: Entra ID replaces the
/// address for work of people who have none.
fn some(schema: &mut Map<String, Value>, key: &str, op: Op, path: &Path, value: &Value) -> Result<(), ScimError> {
    let all = schema.entry(key.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(all) = all else {
        return Err(refused(Wrong::Path, "Only attributes of several values have brackets in a path."));
    };
    let fits = |one: &Value| one.as_object().is_some_and(|one| fits(one, &path.terms));
    match (op, &path.sub) {
        (Op::Remove, None) => {
            all.retain(|one| !fits(one));
            return Ok(());
        }
        (Op::Add | Op::Replace, _) if !all.iter().any(fits) => {
            let known = path.terms.iter().map(|term| (term.path.attribute.clone(), term.value.clone()));
            all.push(Value::Object(known.collect()));
        }
        _ => {}
    }
    for one in all.iter_mut().filter(|one| fits(one)).filter_map(Value::as_object_mut) {
        match (&path.sub, value) {
            (Some(sub), value) => set(one, op, sub, value.clone()),
            (None, Value::Object(values)) => merge(one, values.clone()),
            (None, _) => return Err(refused(Wrong::Value, "One of several values is an object.")),
        }
    }
    Ok(())
}

fn fits(one: &Map<String, Value>, terms: &[Term]) -> bool {
    terms.iter().all(|term| {
        let value = named(one, &term.path.attribute).unwrap_or(&Value::Null);
        // What is not said to be the primary one is not.
        same(value, &term.value) || (value.is_null() && same(&Value::Bool(false), &term.value))
    })
}

fn set(of: &mut Map<String, Value>, op: Op, name: &str, value: Value) {
    let key = key_in(of, name);
    match op {
        Op::Remove => {
            of.remove(&key);
        }
        Op::Add | Op::Replace => {
            of.insert(key, value);
        }
    }
}

fn merge(into: &mut Map<String, Value>, values: Map<String, Value>) {
    for (name, value) in values {
        let op = if value.is_null() { Op::Remove } else { Op::Replace };
        set(into, op, &name, value);
    }
}

/// The name under which an attribute is there, or is to be.
fn key_in(of: &Map<String, Value>, name: &str) -> String {
    of.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned().unwrap_or_else(|| name.to_owned())
}

fn object_at<'v>(of: &'v mut Map<String, Value>, name: &str) -> Result<&'v mut Map<String, Value>, ScimError> {
    let key = key_in(of, name);
    let value = of.entry(key).or_insert_with(|| Value::Object(Map::new()));
    value.as_object_mut().ok_or_else(|| refused(Wrong::Path, "This attribute has no parts."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn patched(before: Value, operations: &Value) -> Result<Value, ScimError> {
        let Value::Object(mut resource) = before else { panic!("an object") };
        apply(&mut resource, super::operations(&json!({ "Operations": operations }))?)?;
        Ok(Value::Object(resource))
    }

    #[test]
    fn entras_ways_of_saying_the_same_come_to_the_same() {
        let before = json!({ "name": { "givenName": "A" }, "emails": [{ "type": "work", "value": "a@x" }, { "type": "home", "value": "h@x" }] });
        let department = format!("{ENTERPRISE}:department");
        let one_by_one = json!([
            { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "b@x" },
            { "op": "Add", "path": "NAME.familyName", "value": "B" },
            { "op": "replace", "path": department, "value": "Housing" },
        ]);
        let at_once = json!([
            { "op": "REPLACE", "path": "emails[type eq \"Work\"].value", "value": "b@x" },
            { "op": "add", "value": { "name.familyName": "B", department: "Housing" } },
        ]);
        let whole = json!([
            { "op": "replace", "path": "emails[type eq \"work\"]", "value": { "value": "b@x" } },
            { "op": "replace", "value": { "name": { "familyName": "B" }, ENTERPRISE: { "department": "Housing" } } },
        ]);
        let after = json!({
            "name": { "givenName": "A", "familyName": "B" }, ENTERPRISE: { "department": "Housing" },
            "emails": [{ "type": "work", "value": "b@x" }, { "type": "home", "value": "h@x" }],
        });
        for operations in [one_by_one, at_once, whole] {
            assert_eq!(patched(before.clone(), &operations).expect("it fits"), after);
        }
    }

    #[test]
    fn an_address_that_is_not_there_yet_is_made_and_one_that_goes_takes_no_other_along() {
        let work = json!([{ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "a@x" }]);
        assert_eq!(
            patched(json!({}), &work).expect("it fits"),
            json!({ "emails": [{ "type": "work", "value": "a@x" }] })
        );
        let two = json!({ "emails": [{ "type": "work", "value": "a@x" }, { "type": "home", "value": "h@x" }] });
        let gone = json!([{ "op": "Remove", "path": "emails[type eq \"work\"]" }]);
        assert_eq!(patched(two, &gone).expect("it fits"), json!({ "emails": [{ "type": "home", "value": "h@x" }] }));
        let nothing =
            json!([{ "op": "replace", "path": "title", "value": null }, { "op": "remove", "path": "nickName" }]);
        assert_eq!(patched(json!({ "title": "x" }), &nothing).expect("it fits"), json!({}));
        let foreign = json!([{ "op": "add", "path": "urn:example:2.0:User:shoeSize", "value": 9 }]);
        assert_eq!(patched(json!({}), &foreign).expect("it is ignored"), json!({}));
    }

    #[test]
    fn what_cannot_be_understood_is_refused_with_its_kind() {
        let wrong = |operations: &Value| match patched(json!({ "active": true }), operations) {
            Err(ScimError::Refused { wrong, .. }) => Some(wrong),
            _ => None,
        };
        assert_eq!(wrong(&json!([{ "op": "move", "path": "active" }])), Some(Wrong::Syntax));
        assert_eq!(wrong(&json!({})), Some(Wrong::Syntax));
        assert_eq!(wrong(&json!([7])), Some(Wrong::Syntax));
        assert_eq!(wrong(&json!([{ "op": "remove" }])), Some(Wrong::NoTarget));
        assert_eq!(wrong(&json!([{ "op": "add", "value": "x" }])), Some(Wrong::Value));
        assert_eq!(wrong(&json!([{ "op": "add", "path": 7, "value": "x" }])), Some(Wrong::Path));
        assert_eq!(wrong(&json!([{ "op": "add", "path": "active.x", "value": "x" }])), Some(Wrong::Path));
        assert_eq!(wrong(&json!([{ "op": "add", "path": "active[a eq 1].x", "value": "x" }])), Some(Wrong::Path));
        let many: Vec<Value> = (0..=MOST_OPERATIONS).map(|_| json!({ "op": "remove", "path": "x" })).collect();
        assert_eq!(wrong(&json!(many)), Some(Wrong::TooMany));
    }
}
