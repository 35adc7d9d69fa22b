//! What we say of ourselves (RFC 7643, 5 to 7): no more than is there.

use serde_json::{Value, json};

use super::A_PAGE;
use super::path::{ENTERPRISE, GROUP, USER};

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// `GET /ServiceProviderConfig`
pub fn config(site: &str) -> Value {
    let no = json!({ "supported": false });
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": A_PAGE },
        "changePassword": no, "sort": no, "etag": no,
        "authenticationSchemes": [{
            "type": "oauthbearertoken", "name": "Bearer token", "primary": true,
            "description": "The token that an admin of the council makes on the page Starters and leavers.",
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{site}/ServiceProviderConfig") },
    })
}

/// A list of resources that are all shown.
pub fn list(resources: &[Value]) -> Value {
    page(resources, resources.len() as u64, 1)
}

/// Some of a list.
pub fn page(resources: &[Value], total: u64, start: u64) -> Value {
    json!({ "schemas": [LIST], "totalResults": total, "startIndex": start, "itemsPerPage": resources.len(), "Resources": resources })
}

pub fn resource_types(site: &str) -> Vec<Value> {
    let kind = |name: &str, schema: &str, extensions: Value| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": name, "name": name,
            "endpoint": format!("/{name}s"), "schema": schema, "schemaExtensions": extensions,
            "meta": { "resourceType": "ResourceType", "location": format!("{site}/ResourceTypes/{name}") },
        })
    };
    vec![kind("User", USER, json!([{ "schema": ENTERPRISE, "required": false }])), kind("Group", GROUP, json!([]))]
}

pub fn schemas(site: &str) -> Vec<Value> {
    let text = |name: &str| attribute(name, "string");
    let user = [
        json!({ "required": true, "uniqueness": "server" }).over(text("userName")),
        text("displayName"),
        text("userType"),
        attribute("active", "boolean"),
        complex("name", false, &[text("formatted"), text("givenName"), text("familyName")]),
        complex("emails", true, &[text("value"), text("type"), attribute("primary", "boolean")]),
        json!({ "mutability": "readOnly" }).over(complex(
            "groups",
            true,
            &[text("value"), text("display"), reference("Group")],
        )),
    ];
    let enterprise = [text("organization"), text("division"), text("department")];
    let kind = json!({ "canonicalValues": ["User"], "mutability": "immutable" }).over(text("type"));
    let group = [
        json!({ "required": true }).over(text("displayName")),
        complex("members", true, &[text("value"), kind, reference("User")]),
    ];
    let schema = |id: &str, name: &str, attributes: &[Value]| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": id, "name": name, "description": name,
            "attributes": attributes, "meta": { "resourceType": "Schema", "location": format!("{site}/Schemas/{id}") },
        })
    };
    vec![schema(USER, "User", &user), schema(ENTERPRISE, "EnterpriseUser", &enterprise), schema(GROUP, "Group", &group)]
}

fn attribute(name: &str, kind: &str) -> Value {
    json!({
        "name": name, "type": kind, "multiValued": false, "description": name, "required": false, "caseExact": false,
        "mutability": "readWrite", "returned": "default", "uniqueness": "none",
    })
}

fn reference(kind: &str) -> Value {
    json!({ "referenceTypes": [kind], "mutability": "immutable" }).over(attribute("$ref", "reference"))
}

fn complex(name: &str, several: bool, parts: &[Value]) -> Value {
    json!({ "multiValued": several, "subAttributes": parts }).over(attribute(name, "complex"))
}

trait Over {
    /// This, and what it does not say from the other.
    fn over(self, other: Value) -> Value;
}

impl Over for Value {
    fn over(self, mut other: Value) -> Value {
        if let (Self::Object(these), Some(all)) = (self, other.as_object_mut()) {
            all.extend(these);
        }
        other
    }
}
