//! How the demo's cases begin: who raises what, where and when.

use std::sync::Arc;

use casework::cases::{CaseKind, Channel, PersonForm, PreferredContact, RaiseForm};
use casework::manifest::{CategoryDef, OTHER, ServiceDef};
use casework::people::{Actor, Role};
use casework::residents::{Route, Tell};
use chrono::{DateTime, Datelike, Days, TimeDelta, Utc, Weekday};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng, SeedableRng as _};

use super::cast::Cast;
use super::hours;
use super::words::{Scene, Subject, Words, one_of};
use crate::app::local_date;
use crate::tenancy::Council;

/// A case as it will be raised, and the chance that decides how it goes on.
pub(super) struct Opening {
    pub at: DateTime<Utc>,
    pub by: Arc<Actor>,
    pub form: RaiseForm,
    pub scene: Scene,
    /// Position in [`Words::subjects`].
    pub subject: usize,
    pub rng: StdRng,
}

/// What a council's openings are made from.
pub(super) struct Openings<'a> {
    council: &'a Council,
    cast: &'a Cast,
    words: &'a Words,
    now: DateTime<Utc>,
    /// Every subject that one of the council's services is about.
    choices: Vec<Choice<'a>>,
}

/// A subject, where it stands in the file, and the council's services that are about it.
struct Choice<'a> {
    index: usize,
    subject: &'a Subject,
    services: Vec<(&'a CategoryDef, &'a ServiceDef)>,
}

const DAYS_OF_A_YEAR: u64 = 364;
const WEEKDAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const MONTHS: [&str; 6] = ["six weeks", "two months", "three months", "four months", "five weeks", "eight weeks"];

impl<'a> Openings<'a> {
    pub fn new(council: &'a Council, cast: &'a Cast, words: &'a Words, now: DateTime<Utc>) -> Self {
        let services_of = |subject: &Subject| {
            let categories = council.manifest.categories.iter();
            let services =
                categories.flat_map(|category| category.services.iter().map(move |service| (category, service)));
            services.filter(|(category, service)| subject.fits(category, service)).collect::<Vec<_>>()
        };
        let choices = words.subjects.iter().enumerate();
        let choices = choices.map(|(index, subject)| Choice { index, subject, services: services_of(subject) });
        Self { council, cast, words, now, choices: choices.filter(|choice| !choice.services.is_empty()).collect() }
    }

    /// So many openings in order of time; the same ones on the same day.
    pub fn year(&self, seed: u64, count: usize) -> Vec<Opening> {
        let mut chance = StdRng::seed_from_u64(seed);
        let mut openings = Vec::with_capacity(count);
        // Some draws are no case: a subject out of season, or an hour that is still to come.
        for _ in 0..count * 20 {
            if openings.len() == count {
                break;
            }
            openings.extend(self.draw(StdRng::from_rng(&mut chance)));
        }
        openings.sort_by_key(|opening| opening.at);
        openings
    }

    fn draw(&self, mut rng: StdRng) -> Option<Opening> {
        let rng = &mut rng;
        // A few more than their share in the last days, so that there is always something new to look at.
        let longest_ago = if rng.random_bool(0.03) { 10 } else { DAYS_OF_A_YEAR };
        let day = local_date(self.now) - Days::new(rng.random_range(0..=longest_ago));
        let quiet = match day.weekday() {
            Weekday::Sat => 0.4,
            Weekday::Sun => 0.75,
            _ => 0.0,
        };
        let Choice { index, subject, services } =
            self.choices.choose_weighted(rng, |choice| choice.subject.weight).ok()?;
        if rng.random_bool(quiet) || !subject.in_season(day.month()) {
            return None;
        }
        // Busy members and quiet ones; fewer enquiries come from the parliaments.
        let member = self
            .cast
            .members
            .iter()
            .enumerate()
            .collect::<Vec<_>>()
            .choose_weighted(rng, |(index, member)| if member.is(Role::Councillor) { 4 + index * 3 % 5 } else { 3 })
            .map(|(_, member)| Arc::clone(member))
            .ok()?;

        let channel = channel(day.weekday(), rng);
        let mut at = hours::at(day, minute(channel, day.weekday(), rng), rng);
        let by_assistant = if member.is(Role::Councillor) { 0.14 } else { 0.85 };
        let assistant = self.cast.assistants.choose(rng).filter(|_| rng.random_bool(by_assistant));
        if assistant.is_some() {
            at = hours::in_office(&self.council.calendar, at, 0, rng);
        }
        if at > self.now - TimeDelta::minutes(20) {
            return None;
        }

        let people = self.residents(rng);
        let scene = self.scene(&people, rng);
        let (category, service) = services.choose(rng)?;
        let mut form = self.form(subject, &scene, rng);
        (form.category, form.service) = self.filed_under(&category.key, &service.key, rng);
        self.locate(&mut form, &member, rng);
        form.channel = Some(channel.as_str().to_owned());
        form.on_behalf_of = assistant.map(|_| member.person.to_string());
        form.people = people;
        self.facts(&mut form, &scene, &mut rng.clone());
        Self::told(&mut form, rng);
        let by = assistant.map_or(member, Arc::clone);
        Some(Opening { at, by, form, scene, subject: *index, rng: rng.clone() })
    }

    /// What some say of a resident's case beyond the problem itself (R12).
    fn facts(&self, form: &mut RaiseForm, scene: &Scene, rng: &mut StdRng) {
        let words = &self.words.facts;
        if form.people.is_empty() || !rng.random_bool(0.3) {
            return;
        }
        form.facts.history = scene.fill(one_of(rng, &words.history));
        form.facts.approached = scene.fill(one_of(rng, &words.approached));
        form.facts.wanted = scene.fill(one_of(rng, &words.wanted));
    }

    /// Some members let the council write to residents who have an address, and now and then a case is confidential.
    fn told(form: &mut RaiseForm, rng: &mut StdRng) {
        form.confidential = rng.random_bool(0.04);
        if form.confidential || !rng.random_bool(0.25) {
            return;
        }
        form.reply_route = Some(Route::ToResident.as_str().to_owned());
        for person in form.people.iter_mut().filter(|person| !person.address.is_empty()) {
            person.tell = Some(Tell::Post.as_str().to_owned());
        }
    }

    /// Now and then people do not find the right service, or not even the category.
    fn filed_under(&self, category: &str, service: &str, rng: &mut StdRng) -> (Option<String>, Option<String>) {
        let (category, service) = match rng.random_range(0..100) {
            0..11 => (category, OTHER),
            11..14 => (OTHER, OTHER),
            _ => (category, service),
        };
        let known = self.council.manifest.service(category, service).is_some();
        if known { (Some(category.to_owned()), Some(service.to_owned())) } else { (None, None) }
    }

    fn form(&self, subject: &Subject, scene: &Scene, rng: &mut StdRng) -> RaiseForm {
        let around = &self.words.around;
        let parts = [one_of(rng, &around.openings), one_of(rng, &subject.details), one_of(rng, &around.closings)];
        let details = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let places = if subject.places.is_empty() { &self.words.streets.places } else { &subject.places };
        let kind = *CaseKind::ALL
            .choose_weighted(rng, |kind| match kind {
                CaseKind::ServiceRequest => 10,
                CaseKind::CommunityIssue => 3,
                CaseKind::Complaint | CaseKind::DirectQuery => 2,
                CaseKind::IndirectQuery => 1,
            })
            .unwrap_or(&CaseKind::ServiceRequest);
        let tags =
            if rng.random_bool(0.1) { vec![one_of(rng, &self.words.common.tags).to_owned()] } else { Vec::new() };
        RaiseForm {
            summary: scene.fill(one_of(rng, &subject.summaries)),
            details: if rng.random_bool(0.93) { scene.fill(&details) } else { String::new() },
            place_words: if rng.random_bool(0.92) { scene.fill(one_of(rng, places)) } else { String::new() },
            kind: Some(kind.as_str().to_owned()),
            tags,
            ..RaiseForm::default()
        }
    }

    /// The member's ward, or any for somebody without one; often a point on the map in it.
    fn locate(&self, form: &mut RaiseForm, member: &Actor, rng: &mut StdRng) {
        let own = member.wards.choose(rng).map(|id| self.council.wards.gss(*id));
        let wards = &self.council.manifest.wards;
        let Some(ward) = own.and_then(|gss| self.council.manifest.ward(gss)).or_else(|| wards.choose(rng)) else {
            return;
        };
        form.ward = Some(ward.gss.clone());
        let corners: Vec<&[f64; 2]> = ward.outline.iter().flatten().collect();
        if rng.random_bool(0.4) {
            return;
        }
        for _ in 0..20 {
            // Between two corners of a ward is mostly inside it.
            let (Some([ax, ay]), Some([bx, by])) = (corners.choose(rng), corners.choose(rng)) else { return };
            let along = rng.random_range(0.2..0.8);
            let (longitude, latitude) = (ax + (bx - ax) * along, ay + (by - ay) * along);
            if ward.contains(latitude, longitude) {
                form.latitude = Some(format!("{latitude:.5}"));
                form.longitude = Some(format!("{longitude:.5}"));
                return;
            }
        }
    }

    fn residents(&self, rng: &mut StdRng) -> Vec<PersonForm> {
        let count = [0, 0, 1, 1, 1, 1, 1, 1, 2, 3].choose(rng).copied().unwrap_or(1);
        let most = usize::from(self.council.manifest.people_max);
        (0..count.min(most)).map(|_| self.resident(rng)).collect()
    }

    fn resident(&self, rng: &mut StdRng) -> PersonForm {
        let texts = &self.words.residents;
        let (given, titles) = if rng.random_bool(0.6) {
            (&texts.women, &texts.titles_of_women)
        } else {
            (&texts.men, &texts.titles_of_men)
        };
        let (given, family) = (one_of(rng, given), one_of(rng, &texts.family));
        let mut form = PersonForm { name: format!("{given} {family}"), ..PersonForm::default() };
        if rng.random_bool(0.6) {
            one_of(rng, titles).clone_into(&mut form.title);
        }
        // Numbers and addresses that are kept free for inventions.
        if rng.random_bool(0.7) {
            let area = if rng.random_bool(0.6) { "07700 900" } else { "01632 960" };
            form.phone = format!("{area}{:03}", rng.random_range(0..1000));
        }
        if rng.random_bool(0.5) {
            form.email = format!("{given}.{family}@mail.example").to_lowercase();
        }
        if rng.random_bool(0.6) {
            form.address = format!("{} {}", rng.random_range(1..140), self.street(rng));
        }
        if rng.random_bool(0.4) {
            let way = match (form.phone.is_empty(), form.email.is_empty()) {
                (false, _) => PreferredContact::Phone,
                (true, false) => PreferredContact::Email,
                (true, true) => PreferredContact::Letter,
            };
            form.preferred_contact = Some(way.as_str().to_owned());
        }
        form.consent = Some(rng.random_bool(0.65));
        form
    }

    fn scene(&self, people: &[PersonForm], rng: &mut StdRng) -> Scene {
        Scene {
            number: rng.random_range(1..140).to_string(),
            street: self.street(rng),
            other_street: self.street(rng),
            resident: people.first().map(|person| format!("{} {}", person.title, person.name).trim().to_owned()),
            weekday: WEEKDAYS.choose(rng).copied().unwrap_or_default(),
            months: MONTHS.choose(rng).copied().unwrap_or_default(),
        }
    }

    fn street(&self, rng: &mut StdRng) -> String {
        let streets = &self.words.streets;
        format!("{} {}", one_of(rng, &streets.names), one_of(rng, &streets.kinds))
    }
}

/// Surgeries and doorsteps are for Saturdays, the rest for any day.
fn channel(weekday: Weekday, rng: &mut StdRng) -> Channel {
    let saturday = weekday == Weekday::Sat;
    let weighed = Channel::ALL.choose_weighted(rng, |channel| match channel {
        Channel::Email => 8,
        Channel::Phone => 6,
        Channel::Surgery if saturday => 24,
        Channel::StreetSurgery | Channel::DoorKnock if saturday => 6,
        Channel::SocialMedia => 4,
        Channel::Meeting if !saturday => 3,
        Channel::DoorKnock | Channel::Letter => 2,
        Channel::Surgery | Channel::StreetSurgery | Channel::Meeting | Channel::VideoCall | Channel::LocalAgency => 1,
    });
    weighed.copied().unwrap_or(Channel::Email)
}

/// The minute of the day at which it is entered.
fn minute(channel: Channel, weekday: Weekday, rng: &mut StdRng) -> u32 {
    let mut spans = match channel {
        Channel::Surgery if weekday == Weekday::Sat => vec![(10 * 60, 12 * 60 + 45)],
        Channel::Surgery | Channel::Meeting => vec![(18 * 60, 21 * 60 + 30)],
        Channel::StreetSurgery | Channel::DoorKnock => vec![(10 * 60 + 30, 16 * 60), (17 * 60, 19 * 60 + 30)],
        Channel::Phone
        | Channel::Letter
        | Channel::Email
        | Channel::SocialMedia
        | Channel::VideoCall
        | Channel::LocalAgency => vec![(8 * 60, 9 * 60 + 30), (10 * 60, 16 * 60), (18 * 60, 22 * 60 + 30)],
    };
    spans.shuffle(rng);
    spans.first().map_or(0, |(from, to)| rng.random_range(*from..*to))
}
