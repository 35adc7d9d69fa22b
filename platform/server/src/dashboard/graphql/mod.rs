//! `me`: who is asking, and their home page. What feeds brought to it is in `brought`.
#![expect(clippy::unused_async, reason = "a resolver is async, whether it waits or not")]

mod brought;

use async_graphql::{Context, Object, Result, SimpleObject};
use casework::ids::GroupId;
use sea_orm::DbErr;

use super::{Card, Column, StageCount, Update};
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::brought::{self as known, Kind};
use crate::calendar;
use crate::cases::graphql::{Case, FieldProblem, Group, Stage, Ward};
use crate::cases::lists;
use crate::tenancy::TenantTx;

use brought::{Meetings, WardFacts, WorkNear, Works};

/// Works near a place that are told, as on the page.
const NEAR_TOLD: usize = 3;

#[derive(Default)]
pub struct MeQuery;

#[derive(Default)]
pub struct MeMutation;

#[Object(serial)]
impl MeQuery {
    /// The person who is asking.
    async fn me(&self) -> Me {
        Me
    }

    /// Works on streets near a place, the nearest first and at most three, as whoever raises a case there is told; empty for whoever raises
    /// none.
    #[graphql(complexity = "3 * child_complexity")]
    async fn works_near(&self, context: &Context<'_>, latitude: f64, longitude: f64) -> Result<Vec<WorkNear>> {
        let scope = scope(context)?;
        let degrees = |degrees: f64| degrees.abs() <= 180.0;
        if !scope.caller.actor.may_raise() || !degrees(latitude) || !degrees(longitude) {
            return Ok(Vec::new());
        }
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let found = known::works_near(tx, &scope.caller, latitude, longitude, NEAR_TOLD).await;
        Ok(found.map_err(|error| internal(&error))?.into_iter().map(WorkNear::from).collect())
    }
}

/// The person who is asking.
pub struct Me;

#[Object(serial)]
impl Me {
    async fn id(&self, context: &Context<'_>) -> Result<String> {
        Ok(scope(context)?.caller.actor.person.to_string())
    }

    async fn name(&self, context: &Context<'_>) -> Result<String> {
        Ok(scope(context)?.caller.actor.name.clone())
    }

    /// What the person may do: `councillor`, `assistant`, `triage-officer`, `team-member` and so on.
    async fn roles(&self, context: &Context<'_>) -> Result<Vec<&'static str>> {
        Ok(scope(context)?.caller.actor.roles.iter().map(|role| role.as_str()).collect())
    }

    /// The wards the person was elected for.
    async fn wards(&self, context: &Context<'_>) -> Result<Vec<Ward>> {
        Ok(scope(context)?.caller.actor.wards.iter().copied().map(Ward).collect())
    }

    /// The groups the person works in.
    async fn groups(&self, context: &Context<'_>) -> Result<Vec<Group>> {
        Ok(scope(context)?.caller.actor.groups.iter().copied().map(Group).collect())
    }

    /// Open cases of the person's own, by stage.
    async fn stages(&self, context: &Context<'_>) -> Result<Vec<StageLine>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let counts = super::stage_counts(&scope.caller, tx).await.map_err(|error| internal(&error))?;
        Ok(counts.into_iter().map(|count| StageLine::new(&scope.caller, count)).collect())
    }

    /// The last ten cases of the person's own that changed, each with its newest note.
    #[graphql(complexity = "10 * child_complexity")]
    async fn updates(&self, context: &Context<'_>) -> Result<Vec<UpdateLine>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let updates = super::updates(&scope.caller, tx).await.map_err(|error| internal(&error))?;
        Ok(updates.into_iter().map(UpdateLine).collect())
    }

    /// Open cases that wait for the person, the most urgent first; ten at the most.
    #[graphql(complexity = "10 * child_complexity")]
    async fn needs_me(&self, context: &Context<'_>) -> Result<Vec<Case>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let items = lists::waiting(&scope.caller, tx, super::NEEDS_ME).await.map_err(|error| internal(&error))?;
        Ok(items.into_iter().map(Case::from).collect())
    }

    /// The cards that the person can have on their home page, in their order.
    #[graphql(complexity = "10 * child_complexity")]
    async fn cards(&self, context: &Context<'_>) -> Result<Vec<HomeCard>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        home_cards(&scope.caller, tx).await.map_err(|error| internal(&error))
    }

    /// The next meetings of the committees on which the person sits; null where the council has no feed of meetings.
    #[graphql(complexity = "50 * child_complexity")]
    async fn meetings(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "At most 50.", default = 5)] first: i64,
    ) -> Result<Option<Meetings>> {
        let scope = scope(context)?;
        let read = async {
            let tx = scope.tx().await?;
            let Some(fresh) = known::sources(tx).await?.of(Kind::Meetings) else { return Ok(None) };
            let found = known::next_meetings(tx, &scope.caller, first.clamp(0, 50)).await?;
            Ok(Some(Meetings::new(fresh, found)))
        };
        read.await.map_err(|error| internal(&error))
    }

    /// Works on streets and roads in the person's wards; null for whoever has no ward, and where the council has no feed of works.
    #[graphql(complexity = "60 * child_complexity")]
    async fn works(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "At most 60.", default = 10)] first: i64,
    ) -> Result<Option<Works>> {
        let scope = scope(context)?;
        let read = async {
            let tx = scope.tx().await?;
            let fresh = known::sources(tx).await?.of(Kind::Works).filter(|_| !scope.caller.actor.wards.is_empty());
            let (Some(fresh), first) = (fresh, first.clamp(0, 60)) else { return Ok(None) };
            let found = known::works(tx, &scope.caller, first, first).await?;
            Ok(Some(Works::new(fresh, found, first)))
        };
        read.await.map_err(|error| internal(&error))
    }

    /// Figures of the person's wards beside the average over the council's; null as with `works`.
    #[graphql(complexity = "100 * child_complexity")]
    async fn ward_facts(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "So many figures, at most 100.", default = 10)] first: i64,
    ) -> Result<Option<WardFacts>> {
        let scope = scope(context)?;
        let read = async {
            let tx = scope.tx().await?;
            let fresh = known::sources(tx).await?.of(Kind::Figures).filter(|_| !scope.caller.actor.wards.is_empty());
            let (Some(fresh), first) = (fresh, first.clamp(0, 100)) else { return Ok(None) };
            let found = known::figures(tx, &scope.caller, first).await?;
            Ok(Some(WardFacts::new(&scope.caller, fresh, found, first)))
        };
        read.await.map_err(|error| internal(&error))
    }

    /// Since when there is a secret address of the person's calendar; null where there is none. What it is nobody knows any more.
    async fn calendar_since(&self, context: &Context<'_>) -> Result<Option<chrono::DateTime<chrono::Utc>>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let link = calendar::link(tx, &scope.caller).await.map_err(|error| internal(&error))?;
        Ok(link.map(|link| link.made_at))
    }

    /// Whether every meeting of the council is in it; null where there is no address.
    async fn calendar_all_meetings(&self, context: &Context<'_>) -> Result<Option<bool>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let link = calendar::link(tx, &scope.caller).await.map_err(|error| internal(&error))?;
        Ok(link.map(|link| link.all_meetings))
    }

    /// How much waits for each of the person's groups; for a head of service, for every other one that has something to do as well.
    #[graphql(complexity = "10 * child_complexity")]
    async fn queues(&self, context: &Context<'_>) -> Result<Vec<QueueLine>> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let counts = super::queues(&scope.caller, tx).await.map_err(|error| internal(&error))?;
        let line = |count: super::QueueCount| QueueLine {
            group: Group(GroupId::from_uuid(count.group_id)),
            cases: count.cases.min(super::COUNTED),
            more: count.cases > super::COUNTED,
            overdue: count.overdue.min(super::COUNTED),
        };
        Ok(counts.into_iter().map(line).collect())
    }
}

async fn home_cards(caller: &Caller, tx: &TenantTx) -> std::result::Result<Vec<HomeCard>, DbErr> {
    let offered = super::offered(caller, &known::sources(tx).await?);
    let arranged = super::arrangement(tx, caller).await?;
    let columns = [Column::Main, Column::Aside].into_iter().flat_map(|column| arranged.of(column));
    let cards = columns.filter(|(card, _)| offered.contains(card));
    Ok(cards.map(|(card, shown)| HomeCard { key: card.key(), aside: card.column() == Column::Aside, shown }).collect())
}

/// A card of the home page.
#[derive(SimpleObject)]
#[graphql(serial)]
struct HomeCard {
    /// Its name, which never changes, such as `needs-me` or `works`.
    key: &'static str,
    /// Whether it stands in the narrow column, which comes second on a phone.
    aside: bool,
    shown: bool,
}

#[derive(SimpleObject, Default)]
#[graphql(serial)]
struct CardsPayload {
    /// All cards, as they are now.
    cards: Vec<HomeCard>,
    /// The field is `order` or `hidden`.
    problems: Vec<FieldProblem>,
}

async fn arranged(caller: &Caller) -> Result<CardsPayload> {
    let read = async { home_cards(caller, &caller.begin().await?).await };
    Ok(CardsPayload { cards: read.await.map_err(|error| internal(&error))?, problems: vec![] })
}

#[Object(serial)]
impl MeMutation {
    /// Puts cards of the caller's home page in order, and hides some. Cards that are not named stay as they are.
    async fn arrange_cards(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Keys of cards, the first one first.")] order: Vec<String>,
        #[graphql(desc = "Those of them that are not shown.")] hidden: Vec<String>,
    ) -> Result<CardsPayload> {
        let caller = &scope(context)?.caller;
        let cards = |keys: &[String]| keys.iter().map(|key| Card::from_key(key)).collect::<Option<Vec<_>>>();
        let (ordered, hidden) = match (cards(&order), cards(&hidden)) {
            (Some(ordered), Some(hidden)) => (ordered, hidden),
            (ordered, _) => {
                let field = if ordered.is_none() { "order" } else { "hidden" };
                let problems = vec![FieldProblem::new(field.to_owned(), "not-a-choice")];
                return Ok(CardsPayload { problems, ..CardsPayload::default() });
            }
        };
        super::arrange(caller, ordered, hidden).await.map_err(|error| internal(&error))?;
        arranged(caller).await
    }

    /// Gives the caller the cards that everybody has who has chosen nothing.
    async fn arrange_cards_as_usual(&self, context: &Context<'_>) -> Result<CardsPayload> {
        let caller = &scope(context)?.caller;
        super::arrange_as_usual(caller).await.map_err(|error| internal(&error))?;
        arranged(caller).await
    }
}

/// What waits for a group.
#[derive(SimpleObject)]
#[graphql(serial)]
struct QueueLine {
    group: Group,
    /// Open cases, counted up to 200.
    cases: i64,
    /// There are more than that.
    more: bool,
    overdue: i64,
}

/// The person's open cases in one stage.
#[derive(SimpleObject)]
#[graphql(serial)]
struct StageLine {
    stage: Stage,
    cases: i64,
    /// How many of them are past their due date.
    overdue: i64,
}

impl StageLine {
    fn new(caller: &Caller, count: StageCount) -> Self {
        let stage = Stage { key: count.stage, workflow_version: caller.council.workflow_version };
        Self { stage, cases: count.cases, overdue: count.overdue }
    }
}

/// A case that changed lately.
struct UpdateLine(Update);

#[Object(serial)]
impl UpdateLine {
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    async fn summary(&self) -> &str {
        &self.0.summary
    }

    async fn stage(&self) -> Stage {
        Stage { key: self.0.stage.clone(), workflow_version: self.0.workflow_version }
    }

    async fn updated_at(&self) -> chrono::DateTime<chrono::Utc> {
        self.0.updated_at
    }

    /// The newest note, if there is one.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    async fn noted_at(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.0.noted_at
    }
}
