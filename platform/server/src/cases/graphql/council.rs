//! What a program must know of a council to raise a case: the choices of the raise page.
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::cases::{CaseKind, Channel};

use super::named::Named;
use crate::api::request::{internal, scope};
use crate::cases;

#[derive(Default)]
pub struct CouncilQuery;

#[Object(serial)]
impl CouncilQuery {
    /// The caller's council, with what may be chosen when a case is raised.
    async fn council(&self) -> Council {
        Council
    }
}

struct Council;

/// A category of the council's taxonomy, with its services.
#[derive(SimpleObject)]
#[graphql(serial)]
struct Category {
    key: String,
    name: String,
    services: Vec<Named>,
}

/// A ward, as the council's files have it.
#[derive(SimpleObject)]
#[graphql(name = "CouncilWard", serial)]
struct WardOfCouncil {
    gss: String,
    name: String,
}

/// A group of officers, as the council's files have it.
#[derive(SimpleObject)]
#[graphql(name = "CouncilGroup", serial)]
struct GroupOfCouncil {
    key: String,
    name: String,
    /// Decides which team a case is for.
    triage: bool,
}

/// Something that does not belong here, and where it belongs instead.
#[derive(SimpleObject)]
#[graphql(serial)]
struct GateItem {
    key: String,
    title: String,
    text: String,
    instead: String,
}

/// Somebody for whom the caller may raise cases.
#[derive(SimpleObject)]
#[graphql(serial)]
struct Representative {
    /// Give it as `onBehalfOf`.
    id: String,
    name: String,
    /// Their wards, or the title of a member of another body.
    detail: String,
}

#[Object(serial)]
impl Council {
    async fn name(&self, context: &Context<'_>) -> Result<String> {
        let caller = &scope(context)?.caller;
        Ok(caller.council.manifest.name.get(caller.lang).to_owned())
    }

    /// `en`, `cy`; the first one is the council's own.
    async fn languages(&self, context: &Context<'_>) -> Result<Vec<&'static str>> {
        Ok(scope(context)?.caller.council.manifest.languages.iter().map(|lang| lang.as_str()).collect())
    }

    /// Those that are still offered.
    async fn categories(&self, context: &Context<'_>) -> Result<Vec<Category>> {
        let caller = &scope(context)?.caller;
        let offered = caller.council.manifest.categories.iter().filter(|category| !category.retired);
        Ok(offered
            .map(|category| Category {
                key: category.key.clone(),
                name: category.name.get(caller.lang).to_owned(),
                services: category
                    .services
                    .iter()
                    .filter(|service| !service.retired)
                    .map(|service| Named { key: service.key.clone(), name: service.name.get(caller.lang).to_owned() })
                    .collect(),
            })
            .collect())
    }

    async fn wards(&self, context: &Context<'_>) -> Result<Vec<WardOfCouncil>> {
        let wards = scope(context)?.caller.council.manifest.wards.iter();
        Ok(wards.map(|ward| WardOfCouncil { gss: ward.gss.clone(), name: ward.name.clone() }).collect())
    }

    async fn groups(&self, context: &Context<'_>) -> Result<Vec<GroupOfCouncil>> {
        let caller = &scope(context)?.caller;
        let group = |group: &casework::manifest::GroupDef| GroupOfCouncil {
            key: group.key.clone(),
            name: group.name.get(caller.lang).to_owned(),
            triage: group.triage,
        };
        Ok(caller.council.manifest.groups.iter().map(group).collect())
    }

    /// What a case may be: `complaint`, `service-request` and so on.
    async fn kinds(&self) -> Vec<&'static str> {
        CaseKind::ALL.iter().map(|kind| kind.as_str()).collect()
    }

    /// How a resident may have come to a councillor.
    async fn channels(&self) -> Vec<&'static str> {
        Channel::ALL.iter().map(|channel| channel.as_str()).collect()
    }

    /// What does not belong here, told before a case is raised.
    async fn gate(&self, context: &Context<'_>) -> Result<Vec<GateItem>> {
        let caller = &scope(context)?.caller;
        let item = |item: &casework::manifest::GateItem| GateItem {
            key: item.key.clone(),
            title: item.title.get(caller.lang).to_owned(),
            text: item.text.get(caller.lang).to_owned(),
            instead: item.instead.get(caller.lang).to_owned(),
        };
        Ok(caller.council.manifest.gate.iter().map(item).collect())
    }

    /// How many residents one case may name.
    async fn people_max(&self, context: &Context<'_>) -> Result<i32> {
        Ok(i32::from(scope(context)?.caller.council.manifest.people_max))
    }

    /// Whom an assistant may raise cases for; empty for anybody else.
    #[graphql(complexity = "20 * child_complexity")]
    async fn representatives(&self, context: &Context<'_>) -> Result<Vec<Representative>> {
        let found = cases::representatives(&scope(context)?.caller).await.map_err(|error| internal(&error))?;
        let line = |(id, name, detail): (casework::ids::PersonId, String, String)| Representative {
            id: id.to_string(),
            name,
            detail,
        };
        Ok(found.into_iter().map(line).collect())
    }
}
