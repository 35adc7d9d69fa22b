//! What cases name: stages, wards, groups, people, and words of the council's taxonomy.
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::{GroupId, PersonId, WardId};
use uuid::Uuid;

use crate::api::request::{NameOf, internal, loader, scope};

/// A stage of the council's workflow.
pub struct Stage {
    pub key: String,
    pub workflow_version: i32,
}

#[Object(serial)]
impl Stage {
    async fn key(&self) -> &str {
        &self.key
    }

    /// The council's name for the stage, in the caller's language.
    async fn name(&self, context: &Context<'_>) -> Result<String> {
        let caller = &scope(context)?.caller;
        let workflow = caller.council.workflow(self.workflow_version);
        let stage = workflow.stages.iter().find(|stage| stage.key.as_str() == self.key);
        Ok(stage.map_or_else(|| self.key.clone(), |stage| stage.name.get(caller.lang).to_owned()))
    }
}

/// A ward of the council.
pub struct Ward(pub WardId);

#[Object(serial)]
impl Ward {
    /// The ward's GSS code.
    async fn gss(&self, context: &Context<'_>) -> Result<String> {
        Ok(scope(context)?.caller.council.wards.gss(self.0).to_owned())
    }

    async fn name(&self, context: &Context<'_>) -> Result<String> {
        Ok(scope(context)?.caller.council.wards.name(self.0).to_owned())
    }
}

/// A group of officers: triage, a service team.
pub struct Group(pub GroupId);

#[Object(serial)]
impl Group {
    async fn id(&self) -> String {
        self.0.to_string()
    }

    async fn key(&self, context: &Context<'_>) -> Result<String> {
        let groups = &scope(context)?.caller.council.groups;
        Ok(groups.lookup.key(self.0).unwrap_or_default().to_owned())
    }

    async fn name(&self, context: &Context<'_>) -> Result<String> {
        let caller = &scope(context)?.caller;
        Ok(caller.council.group_name(self.0, caller.lang).to_owned())
    }
}

/// Somebody of the council.
pub struct Person {
    pub id: Uuid,
    /// Looked up when it is asked for, where it is not known.
    pub name: Option<String>,
}

impl Person {
    pub fn named(id: Uuid, name: &str) -> Self {
        Self { id, name: Some(name.to_owned()) }
    }
}

#[Object(serial)]
impl Person {
    async fn id(&self) -> String {
        PersonId::from_uuid(self.id).to_string()
    }

    async fn name(&self, context: &Context<'_>) -> Result<String> {
        match &self.name {
            Some(name) => Ok(name.clone()),
            None => {
                let name = Box::pin(loader(context)?.load_one(NameOf(self.id))).await;
                let name = name.map_err(|error| internal(&error))?;
                Ok(name.unwrap_or_default())
            }
        }
    }
}

/// Something of the council's taxonomy.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct Named {
    pub key: String,
    pub name: String,
}
