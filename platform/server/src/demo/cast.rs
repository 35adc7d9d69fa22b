//! Who plays in the demo: the council's own people, by what they do.

use std::collections::BTreeMap;
use std::sync::Arc;

use casework::ids::{GroupId, PersonId};
use casework::people::{Actor, Role};
use casework::text::Lang;
use rand::Rng;
use rand::seq::IndexedRandom as _;

use crate::identity::Person;
use crate::tenancy::Council;

pub(super) struct Cast {
    /// Councillors and other representatives.
    pub members: Vec<Arc<Actor>>,
    pub assistants: Vec<Arc<Actor>>,
    officers: BTreeMap<GroupId, Vec<Arc<Actor>>>,
    /// Teams that somebody could give a case to, and their names as plain words, each after a space.
    teams: Vec<(GroupId, String)>,
}

impl Cast {
    pub fn new(council: &Council, people: Vec<Person>) -> Self {
        let actors: Vec<Arc<Actor>> = people.into_iter().map(|person| Arc::new(person.actor)).collect();
        let mut officers: BTreeMap<GroupId, Vec<Arc<Actor>>> = BTreeMap::new();
        for actor in &actors {
            for group in &actor.groups {
                officers.entry(*group).or_default().push(Arc::clone(actor));
            }
        }
        let groups = council.manifest.groups.iter().filter(|group| !(group.oversees || group.triage));
        let teams = groups
            .filter_map(|group| {
                let id = council.groups.lookup.id(&group.key)?;
                let words = format!(" {} {}", group.key.replace('-', " "), group.name.get(Lang::En)).to_lowercase();
                officers.contains_key(&id).then_some((id, words))
            })
            .collect();
        let those = |may: fn(&Actor) -> bool| actors.iter().filter(|actor| may(actor)).cloned().collect();
        Self {
            members: those(Actor::may_raise_as_self),
            assistants: those(Actor::may_raise_for_others),
            officers,
            teams,
        }
    }

    /// How many of the members are the council's own councillors.
    pub fn councillors(&self) -> usize {
        self.members.iter().filter(|member| member.is(Role::Councillor)).count()
    }

    /// A member or an assistant.
    pub fn raiser(&self, id: PersonId) -> Option<&Arc<Actor>> {
        self.members.iter().chain(&self.assistants).find(|actor| actor.person == id)
    }

    /// Somebody of this group.
    pub fn officer(&self, group: GroupId, rng: &mut impl Rng) -> Option<&Arc<Actor>> {
        self.officers.get(&group)?.choose(rng)
    }

    /// A team in whose name a word begins like one of these, the first of them first, and that is not `but`.
    pub fn team(&self, words: &[String], but: Option<GroupId>, rng: &mut impl Rng) -> Option<GroupId> {
        words.iter().find_map(|word| {
            let word = format!(" {word}");
            let fitting = self.teams.iter().filter(|(id, name)| Some(*id) != but && name.contains(&word));
            fitting.collect::<Vec<_>>().choose(rng).map(|(id, _)| *id)
        })
    }

    /// Any team but this one.
    pub fn any_team(&self, but: Option<GroupId>, rng: &mut impl Rng) -> Option<GroupId> {
        let others = self.teams.iter().map(|(id, _)| *id).filter(|id| Some(*id) != but);
        others.collect::<Vec<_>>().choose(rng).copied()
    }
}
