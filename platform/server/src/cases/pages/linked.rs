//! Cases that belong together, as the page of one shows them (R25).

use casework::links::Relation;

use super::present;
use crate::app::Caller;
use crate::cases::{CaseView, Link, relation_of};
use crate::web::views::{LinkedCase, LinksForm, OutcomeForm};

/// What may be chosen: everybody may say that two cases are about the same; the rest is for those who work on cases.
pub(super) fn relations(caller: &Caller) -> Vec<String> {
    let all = [Relation::Related, Relation::MergedInto, Relation::MemberOf, Relation::MasterOf];
    let officer = caller.actor.is_officer();
    let may = all.into_iter().filter(|relation| officer || *relation == Relation::Related);
    may.map(|relation| relation.as_str().to_owned()).collect()
}

/// The connections that have not ended.
pub(super) fn links(caller: &Caller, case: &CaseView) -> Vec<LinkedCase> {
    let officer = caller.actor.is_officer();
    let line = |link: &Link| {
        let (stage, tone) = present::stage(caller, link.workflow_version, &link.stage);
        let relation = relation_of(link);
        LinkedCase {
            id: link.id.to_string(),
            relation: relation.as_str().to_owned(),
            reference: link.reference.clone(),
            summary: link.summary.clone(),
            stage,
            tone,
            may_end: officer || relation == Relation::Related,
        }
    };
    case.links.iter().filter(|link| link.ended_at.is_none()).map(line).collect()
}

pub(super) fn links_form(caller: &Caller, typed: Option<LinksForm>) -> LinksForm {
    let may_split = caller.actor.may_raise();
    LinksForm { relations: relations(caller), may_split, ..typed.unwrap_or_default() }
}

pub(super) fn outcome_form(caller: &Caller, case: &CaseView, typed: Option<OutcomeForm>) -> Option<OutcomeForm> {
    let open = case.links.iter().filter(|link| link.ended_at.is_none());
    let followers = open.filter(|link| relation_of(link).inverse().follows()).count();
    let may = caller.actor.is_officer() && followers > 0;
    may.then(|| OutcomeForm { followers, ..typed.unwrap_or_default() })
}
