//! The comparison of what a source says with what the council has.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Change, Conflict, Details, Held, Known, Leaving, Limit, Plan, Record, Records, Step, UnitTo, Units, What};
use crate::feeds::Capacity;
use crate::ids::{GroupId, PersonId, WardId};
use crate::people::Role;

/// What the council says of its starters and leavers.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// Which feed it is.
    pub seat: &'a str,
    pub today: NaiveDate,
    pub units: &'a Units,
    /// GSS code, name and id of each ward.
    pub wards: &'a [(String, String, WardId)],
    /// Teams that decide where cases go.
    pub triage: &'a BTreeSet<GroupId>,
    /// What officers become in any other team.
    pub officers: Role,
    pub limit: Limit,
    /// So many lost their access by this source lately without a look: they count with those of the plan. For a source that says one
    /// thing at a time, of which no single plan is large.
    pub lately: usize,
}

/// What is to happen so that the council has whom the source says.
pub fn plan(records: &Records, known: &[Known], setting: &Setting<'_>) -> Plan {
    let mut comparison = Comparison::new(records, known, setting);
    for (key, record) in records.0.iter().filter(|(_, record)| !record.left_out) {
        comparison.compare(key, record);
    }
    comparison.outcome()
}

/// An address as it is compared.
fn address(email: &str) -> String {
    email.trim().to_lowercase()
}

struct Comparison<'a> {
    setting: &'a Setting<'a>,
    known: &'a [Known],
    /// By key of this feed.
    bound: BTreeMap<&'a str, &'a Known>,
    owners: BTreeMap<String, Vec<&'a Known>>,
    /// How many rows want an address that they do not have yet.
    claims: BTreeMap<String, usize>,
    steps: Vec<Step>,
    conflicts: Vec<Conflict>,
    without_team: BTreeMap<Vec<String>, Vec<String>>,
}

/// Who a row is.
enum Who<'a> {
    New,
    Bound(&'a Known),
    Found(&'a Known),
}

impl<'a> Comparison<'a> {
    fn new(records: &Records, known: &'a [Known], setting: &'a Setting<'a>) -> Self {
        let of_feed = |person: &'a Known| {
            let bound = person.bound.as_ref().filter(|bound| bound.seat == setting.seat)?;
            Some((bound.key.as_str(), person))
        };
        let bound: BTreeMap<&str, &Known> = known.iter().filter_map(of_feed).collect();
        let mut owners: BTreeMap<String, Vec<&Known>> = BTreeMap::new();
        for person in known {
            if let Some(email) = &person.email {
                owners.entry(address(email)).or_default().push(person);
            }
        }
        let mut claims = BTreeMap::new();
        for (key, record) in &records.0 {
            let Some(email) = record.person.email.as_deref().map(address) else { continue };
            let has = bound.get(key.as_str()).and_then(|known| known.email.as_deref()).map(address);
            if !record.left_out && record.leaving(setting.today).is_none() && has.as_ref() != Some(&email) {
                *claims.entry(email).or_default() += 1;
            }
        }
        let (steps, conflicts, without_team) = (Vec::new(), Vec::new(), BTreeMap::new());
        Self { setting, known, bound, owners, claims, steps, conflicts, without_team }
    }

    fn compare(&mut self, key: &str, record: &Record) {
        let bound = self.bound.get(key).copied();
        if record.twice {
            self.conflicts.push(Conflict::Twice { key: key.to_owned(), name: record.person.name.clone() });
            return;
        }
        if let Some(why) = record.leaving(self.setting.today) {
            if let Some((person, binds)) = bound.map(|person| (person, false)).or_else(|| self.found_leaver(record)) {
                self.leaves(key, record, person, binds, why);
            }
            return;
        }
        let details = match self.details(key, record) {
            Ok(Some(details)) => details,
            // Where they work now, nobody uses Wardbook.
            Ok(None) => {
                if let Some(person) = bound {
                    self.leaves(key, record, person, false, Leaving::Outside);
                }
                return;
            }
            Err(conflict) => {
                self.conflicts.extend(conflict);
                return;
            }
        };
        let step = self.who(key, record, bound).and_then(|who| match who {
            Who::New => Ok(Some(self.step(key, record, None, false, What::Joins { details }))),
            Who::Bound(person) => self.change(key, record, person, false, details),
            Who::Found(person) => self.change(key, record, person, true, details),
        });
        match step {
            Ok(step) => self.steps.extend(step),
            Err(conflict) => self.conflicts.push(conflict),
        }
    }

    /// Whom an inactive row means that was never seen before: nobody, if another row has the address now.
    fn found_leaver(&self, record: &Record) -> Option<(&'a Known, bool)> {
        let email = record.person.email.as_deref().map(address).filter(|_| !record.gone)?;
        match self.owners.get(&email)?.as_slice() {
            [person] if person.bound.is_none() && !self.claims.contains_key(&email) => Some((person, true)),
            _ => None,
        }
    }

    fn leaves(&mut self, key: &str, record: &Record, person: &Known, binds: bool, why: Leaving) {
        // A last day that is known takes the access by itself.
        let by_itself = why == Leaving::Ended && !binds && person.until.is_some() && person.until == record.person.ends;
        if person.has_access && !by_itself {
            let step =
                Step { name: person.name.clone(), ..self.step(key, record, Some(person), binds, What::Leaves { why }) };
            self.steps.push(step);
        }
    }

    fn step(&self, key: &str, record: &Record, person: Option<&Known>, binds: bool, what: What) -> Step {
        let name = record.person.name.clone();
        Step { key: key.to_owned(), person: person.map(|person| person.id), name, binds, what }
    }

    /// Who a row is that has no conflict of its own.
    fn who(&self, key: &str, record: &Record, bound: Option<&'a Known>) -> Result<Who<'a>, Conflict> {
        let (key, name) = (|| key.to_owned(), || record.person.name.clone());
        let Some(email) = record.person.email.as_deref().map(address) else {
            return Ok(bound.map_or(Who::New, Who::Bound));
        };
        if bound.is_some_and(|person| person.email.as_deref().map(address).as_ref() == Some(&email)) {
            return Ok(bound.map_or(Who::New, Who::Bound));
        }
        if self.claims.get(&email).is_some_and(|rows| *rows > 1) {
            return Err(Conflict::EmailTwice { key: key(), name: name(), email });
        }
        let others = self.owners.get(&email).map(Vec::as_slice).unwrap_or_default();
        match (bound, others) {
            (None, []) => Ok(Who::New),
            (Some(person), []) => Ok(Who::Bound(person)),
            (None, [only]) if only.bound.is_none() => Ok(Who::Found(only)),
            (_, [only]) => Err(Conflict::EmailTaken { key: key(), name: name(), email, by: only.id }),
            (_, several) => {
                let mut people: Vec<PersonId> = several.iter().map(|person| person.id).collect();
                people.sort_unstable();
                Err(Conflict::EmailShared { key: key(), name: name(), email, people })
            }
        }
    }

    /// What somebody is to be; nothing for those who do not use Wardbook.
    fn details(&mut self, key: &str, record: &Record) -> Result<Option<Details>, Option<Conflict>> {
        let (row, today) = (&record.person, self.setting.today);
        let (role, group, ward) = match row.capacity {
            Capacity::Member => (Role::Councillor, None, Some(self.ward(key, record).map_err(Some)?)),
            Capacity::Officer => match self.setting.units.find(&row.units) {
                Some(UnitTo::Outside) => return Ok(None),
                Some(UnitTo::Team(group)) => (self.role_in(group), Some(group), None),
                None => {
                    self.without_team.entry(row.units.clone()).or_default().push(key.to_owned());
                    return Err(None);
                }
            },
        };
        Ok(Some(Details {
            name: row.name.clone(),
            email: row.email.as_deref().map(str::trim).map(str::to_owned),
            role,
            group,
            ward,
            from: row.starts.filter(|first| *first > today),
            until: row.ends,
        }))
    }

    fn role_in(&self, group: GroupId) -> Role {
        match self.setting.officers {
            Role::TeamMember if self.setting.triage.contains(&group) => Role::TriageOfficer,
            role => role,
        }
    }

    fn ward(&self, key: &str, record: &Record) -> Result<WardId, Conflict> {
        let (key, name) = (key.to_owned(), record.person.name.clone());
        let (gss, words) = (record.person.ward_gss.as_deref(), record.person.ward_name.as_deref());
        let Some(said) = gss.or(words) else { return Err(Conflict::NoWard { key, name }) };
        let fits = |(code, ward, _): &&(String, String, WardId)| match gss {
            Some(gss) => code == gss,
            None => ward.trim().to_lowercase() == said.trim().to_lowercase(),
        };
        let mut fitting = self.setting.wards.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some((.., ward)), None) => Ok(*ward),
            _ => Err(Conflict::UnknownWard { key, name, ward: said.to_owned() }),
        }
    }

    /// What is different about somebody who is known; nothing where nothing is.
    fn change(
        &self,
        key: &str,
        record: &Record,
        person: &Known,
        binds: bool,
        details: Details,
    ) -> Result<Option<Step>, Conflict> {
        if !person.has_access {
            return Ok(Some(self.step(key, record, Some(person), binds, What::Returns { details })));
        }
        let elected = person.roles.contains(&Role::Councillor) || person.roles.contains(&Role::OtherRepresentative);
        if elected != (details.role == Role::Councillor) {
            let (key, name) = (key.to_owned(), details.name);
            return Err(Conflict::OtherCapacity { key, name, person: person.id });
        }
        let changes = self.changes(person, &details);
        let none = changes.is_empty() && !binds;
        Ok((!none).then(|| self.step(key, record, Some(person), binds, What::Changes { details, changes })))
    }

    fn changes(&self, person: &Known, details: &Details) -> Vec<Change> {
        let mut changes = Vec::new();
        if person.name != details.name {
            changes.push(Change::Name { from: person.name.clone(), to: details.name.clone() });
        }
        if let Some(to) = &details.email
            && person.email.as_ref() != Some(to)
        {
            changes.push(Change::Email { from: person.email.clone(), to: to.clone() });
        }
        if let Some(to) = details.group {
            let had = person.bound.as_ref().and_then(|bound| bound.group);
            let from = had.filter(|had| *had != to && person.groups.contains(had));
            if from.is_some() || !person.groups.contains(&to) {
                changes.push(Change::Team { from, to });
            }
        }
        if let Some(to) = details.ward
            && person.wards != BTreeSet::from([to])
        {
            changes.push(Change::Ward { from: person.wards.iter().copied().collect(), to });
        }
        // Who has access keeps it, whatever first day a source gives them.
        let starts = person.from.filter(|first| *first > self.setting.today);
        if starts.is_some() && starts != details.from {
            changes.push(Change::Starts { from: starts, to: details.from });
        }
        if person.until != details.until {
            changes.push(Change::Ends { from: person.until, to: details.until });
        }
        changes
    }

    fn outcome(mut self) -> Plan {
        let of_feed = |person: &&&Known| person.has_access;
        let of = self.bound.values().filter(of_feed).count();
        let leave = self.steps.iter().filter(|step| matches!(step.what, What::Leaves { .. })).count();
        let lately = self.setting.lately;
        let mut held = if leave > 0 { self.setting.limit.held(leave + lately, of + lately) } else { None };
        if let Some(last) = self.last_admins() {
            held = Some(Held::LastAdmin);
            for step in self.steps.extract_if(.., |step| step.person.is_some_and(|person| last.contains(&person))) {
                let (key, name) = (step.key, step.name);
                let person = step.person;
                self.conflicts.extend(person.map(|person| Conflict::LastAdmin { key, name, person }));
            }
        }
        let units = self.without_team.into_iter().map(|(unit, keys)| Conflict::NoTeam { unit, keys });
        let mut conflicts: Vec<Conflict> = units.chain(self.conflicts).collect();
        conflicts.sort();
        Plan { steps: self.steps, conflicts, held }
    }

    /// Those who set the council up and would lose that, if nobody would be left who does for good.
    fn last_admins(&self) -> Option<BTreeSet<PersonId>> {
        let takes = |step: &&Step| match &step.what {
            What::Leaves { .. } => true,
            What::Changes { changes, .. } => {
                changes.iter().any(|change| matches!(change, Change::Ends { to: Some(_), .. }))
            }
            What::Joins { .. } | What::Returns { .. } => false,
        };
        let gone: BTreeSet<PersonId> = self.steps.iter().filter(takes).filter_map(|step| step.person).collect();
        let admins: BTreeSet<PersonId> = (self.known.iter())
            .filter(|person| person.has_access && person.roles.contains(&Role::TenantAdmin))
            .filter(|person| person.until.is_none() || gone.contains(&person.id))
            .map(|person| person.id)
            .collect();
        let last = !admins.is_empty() && admins.is_subset(&gone);
        last.then(|| &admins & &gone)
    }
}
