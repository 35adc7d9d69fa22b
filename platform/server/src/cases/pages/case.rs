//! One case: where it stands, what this person may do now, and everything that happened.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use casework::cases::NoteAudience;
use casework::events::{EventBody, verdict};
use casework::ids::{ConstituentId, FileId, GroupId, WardId};
use casework::manifest::OTHER;
use casework::stages::{ActionDef, Destination, StageKind, Verb};
use fluent_bundle::FluentArgs;
use sea_orm::DbErr;
use uuid::Uuid;

use super::linked::{links, links_form, outcome_form};
use super::outcome::outcome;
use super::present;
use super::progress::progress;
use super::raise_files;
use super::timeline::{History, timeline};
use crate::app::Caller;
use crate::away::{self, Absence};
use crate::cases::{self, CaseView, Item, NOTES, case_by_reference, lists, whole_case};
use crate::http::extract::{Asked, Fields, Here, frame_for};
use crate::http::problems::{self, problem_for};
use crate::web::views::{
    ActionForm, AwayLine, Banner, CaseFacts, CasePage, CasePerson, CaseStatus, Choice, FileLine, FilesForm, Happening,
    HeldBack, LinksForm, NoteForm, OutcomeForm, OutsideLinks, Place, PlaceOffer, ProblemKind, ResidentVerdict,
    RoutedWhy, StageNow, Telling, TypedAction,
};
use crate::web::{Section, day};
use crate::{copies, guests, notices, residents};

/// `GET /cases/{reference}`
pub async fn case(here: Here, caller: Caller, Path(reference): Path<String>, Asked(asked): Asked) -> Response {
    let banner = match asked.get("done") {
        "" => None,
        "raised" => Some(Banner::Raised),
        "already" => Some(Banner::AlreadyDone),
        "note-added" => Some(Banner::NoteAdded),
        "note-changed" => Some(Banner::NoteChanged),
        "file-added" => Some(Banner::FileAdded),
        "place-added" => Some(Banner::PlaceAdded),
        "letter-written" => Some(Banner::LetterWritten),
        "connected" => Some(Banner::Connected),
        "taken-apart" => Some(Banner::TakenApart),
        "outcome-sent" => Some(Banner::OutcomeSent),
        "link-taken-back" => Some(Banner::LinkTakenBack),
        "mail-written" => Some(Banner::MailWritten),
        "telling-changed" => Some(Banner::TellingChanged),
        verb => verb.parse::<Verb>().ok().map(|verb| Banner::Done { verb: verb.as_str().to_owned() }),
    };
    if !asked.get("notice").is_empty()
        && let Err(error) = notices::mark_read(&caller, Some(reference.clone())).await
    {
        tracing::warn!(error = %error, "notices of a case could not be marked as read");
    }
    let history = History::asked(&asked);
    draw(&here, &caller, &reference, Typed { banner, history, ..Typed::default() }, StatusCode::OK).await
}

/// Happenings that the page tells at first; the rest is asked for by a link, so that the page's work does not grow with what is stored.
/// The case is read with as many notes.
const TOLD_FIRST: usize = NOTES;

/// What a refused form brings back to the page, and what the page says about it.
#[derive(Default)]
pub(super) struct Typed {
    pub banner: Option<Banner>,
    pub note: Option<NoteForm>,
    pub action: Option<(Verb, TypedAction)>,
    pub files: Option<FilesForm>,
    pub links: Option<LinksForm>,
    pub outcome: Option<OutcomeForm>,
    pub history: History,
}

/// What was typed into an action's form.
pub(super) fn typed_action(fields: &Fields) -> TypedAction {
    let field = |name: &str| fields.get(name).to_owned();
    TypedAction {
        text: field("text"),
        group: field("group"),
        by: field("by"),
        order: field("order"),
        body: field("body"),
        reference: field("reference"),
        problems: Vec::new(),
    }
}

/// The case's page, or "not found" where there is none or none for this person.
pub(super) async fn draw(here: &Here, caller: &Caller, reference: &str, typed: Typed, status: StatusCode) -> Response {
    let read = async {
        let tx = caller.begin().await?;
        let case = match typed.history {
            History::Whole => whole_case(caller, &tx, reference).await?,
            History::Latest | History::Progress => case_by_reference(caller, &tx, reference).await?,
        };
        let Some(case) = case else { return Ok(None) };
        let links = guests::links_of(caller, &tx, &case).await?;
        let assigns = case.actions(caller).iter().any(|action| action.verb == Verb::Assign);
        let away = if assigns { away::today(&tx, caller).await? } else { Vec::new() };
        Ok::<_, DbErr>(Some((case, links, away)))
    };
    match read.await {
        Ok(Some((case, links, away))) => {
            let mut frame = frame_for(here, caller, None);
            frame.path = format!("/cases/{}", case.row.reference);
            frame.section = caller.actor.may_raise_as_self().then_some(Section::Requests);
            let outside = guests::pages::links_part(caller, &case, links);
            problems::page(&here.app, &frame, &page(here, caller, &case, outside, &away, typed), status)
        }
        Ok(None) => problem_for(here, caller, ProblemKind::NotFound),
        Err(error) => problems::something_wrong(here, &error),
    }
}

fn page(
    here: &Here,
    caller: &Caller,
    case: &CaseView,
    outside: OutsideLinks,
    away: &[Absence],
    mut typed: Typed,
) -> CasePage {
    let row = &case.row;
    let mut item = Item::from(row);
    item.member = case.name(row.member_id).to_owned();
    let stage = case.stage(caller);
    let (name, tone) = present::stage(caller, row.workflow_version, &row.stage);
    let allowed = case.actions(caller);
    let actions: Vec<ActionForm> = allowed
        .iter()
        .map(|action| ActionForm {
            verb: action.verb.as_str().to_owned(),
            label: action.label.get(here.lang).to_owned(),
            hint: action.hint.as_ref().map(|hint| hint.get(here.lang).to_owned()),
            ends: ends(caller, row.workflow_version, action),
            typed: typed.action.take_if(|(verb, _)| *verb == action.verb).map(|(_, typed)| typed),
        })
        .collect();
    let may_assign = allowed.iter().any(|action| action.verb == Verb::Assign);
    let running = case.deadline.as_ref();
    let mine = allowed.iter().any(|action| !action.verb.is_standing());
    let most = if typed.history == History::Latest { TOLD_FIRST } else { usize::MAX };
    let told = timeline(caller, case, typed.history, most);
    CasePage {
        reference: row.reference.clone(),
        summary: row.summary.clone(),
        banner: typed.banner,
        status: if row.closed_at.is_some() { CaseStatus::Closed } else { CaseStatus::Open },
        stage: StageNow {
            name,
            explain: stage.map(|stage| stage.explain.get(here.lang).to_owned()).unwrap_or_default(),
            tone,
            mine,
        },
        with: present::with(caller, &item),
        away: who_is_away(caller, case),
        due: running.map(|deadline| present::running(caller, deadline)),
        progress: progress(caller, case),
        client_id: here.app.ids.row(here.app.clock.now()).to_string(),
        version: i64::from(row.version),
        actions,
        held_back: case
            .held_back(caller)
            .into_iter()
            .map(|(action, guard)| HeldBack {
                label: action.label.get(here.lang).to_owned(),
                guard: guard.as_str().to_owned(),
            })
            .collect(),
        teams: if may_assign { teams(caller, row.group_id.map(GroupId::from_uuid), away) } else { Vec::new() },
        outcome: outcome(case),
        facts: facts(caller, case),
        routed: routed(caller, case),
        people: people(caller, case),
        outside,
        copies: copies::pages::copies_part(caller, case),
        verdict: verdict(&case.events)
            .map(|verdict| ResidentVerdict { solved: verdict.solved, comment: verdict.opinion.comment.clone() }),
        telling: Telling {
            route: row.reply_route.clone(),
            confidential: row.confidential,
            tells: residents::tells_anybody(row, &case.constituents),
            may_change: !case.constituents.is_empty() && residents::may_change(caller, row),
        },
        shared_with_ward: row.shared,
        note: NoteForm { for_team: caller.actor.is_officer(), ..typed.note.unwrap_or_default() },
        links: links(caller, case),
        links_form: links_form(caller, typed.links),
        outcome_form: outcome_form(caller, case, typed.outcome),
        files: files(case),
        offer: place_offer(caller, case),
        files_form: FilesForm { for_team: caller.actor.is_officer(), ..typed.files.unwrap_or_default() },
        asked: told.asked.filter(|_| mine),
        timeline: told.latest,
        before: told.before,
        progress_only: typed.history == History::Progress,
    }
}

/// Whether an action closes the case.
fn ends(caller: &Caller, version: i32, action: &ActionDef) -> bool {
    let Destination::Stage(key) = &action.to else { return false };
    caller.council.workflow(version).stage(key).is_some_and(|stage| stage.kind == StageKind::Closed)
}

/// The parts of the page that are told in documents, too.
pub(super) fn facts_and_timeline(caller: &Caller, case: &CaseView, history: History) -> (CaseFacts, Vec<Happening>) {
    (facts(caller, case), timeline(caller, case, history, usize::MAX).latest)
}

/// Groups that a case can be given to, the one that the plugin found first.
fn teams(caller: &Caller, found: Option<GroupId>, away: &[Absence]) -> Vec<Choice> {
    let groups = &caller.council.groups.lookup;
    let mut teams: Vec<(bool, Choice)> = caller
        .council
        .manifest
        .groups
        .iter()
        .filter(|group| !group.triage)
        .map(|group| {
            let first = found.is_some() && groups.id(&group.key) == found;
            let name = group.name.get(caller.lang);
            let absent = groups.id(&group.key).and_then(|id| absent(caller, id, away));
            let name = absent.map_or_else(|| name.to_owned(), |absent| format!("{name} ({absent})"));
            (!first, Choice { value: group.key.clone(), name })
        })
        .collect();
    teams.sort_by_key(|(later, _)| *later);
    teams.into_iter().map(|(_, choice)| choice).collect()
}

/// Who of a group is away, in few words.
fn absent(caller: &Caller, group: GroupId, away: &[Absence]) -> Option<String> {
    let mut members = away.iter().filter(|absence| absence.group_ids.contains(&group.as_uuid()));
    let (first, others) = (members.next()?, members.count());
    let texts = caller.app.pages.texts();
    let mut args = FluentArgs::new();
    if others > 0 {
        args.set("count", others + 1);
        return Some(texts.get(caller.lang, "away-several", Some(&args)).into_owned());
    }
    args.set("name", first.name.clone());
    args.set("until", day(first.until_on, caller.lang, texts));
    Some(texts.get(caller.lang, "away-short", Some(&args)).into_owned())
}

/// Who is away of those who raised the case or for whom it was raised.
fn who_is_away(caller: &Caller, case: &CaseView) -> Vec<AwayLine> {
    let mut parties = vec![case.row.raised_by, case.row.member_id];
    parties.dedup();
    parties.retain(|person| *person != caller.actor.person.as_uuid());
    let line = |person: &Uuid| {
        let known = case.people.get(person)?;
        Some(AwayLine { name: known.name.clone(), until: known.away_until?, deputy: known.deputy.clone()? })
    };
    parties.iter().filter_map(line).collect()
}

fn facts(caller: &Caller, case: &CaseView) -> CaseFacts {
    let row = &case.row;
    let place =
        Place { words: row.place.clone().unwrap_or_default(), latitude: row.latitude, longitude: row.longitude };
    let ward = row.ward_id.map(|id| caller.council.wards.name(WardId::from_uuid(id)).to_owned());
    let for_somebody = row.member_id != row.raised_by;
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    CaseFacts {
        details: said(&row.details),
        history: said(&row.history),
        approached: said(&row.approached),
        wanted: said(&row.wanted),
        category: lists::category_name(caller, &row.category),
        service: (row.service != OTHER).then(|| lists::service_name(caller, &row.category, &row.service)),
        ward: ward.filter(|name| !name.is_empty()),
        place: (!place.words.is_empty() || place.latitude.is_some()).then_some(place),
        kind: Some(row.kind.clone()),
        channel: row.channel.clone(),
        tags: row.tags.clone(),
        raised_at: row.raised_at,
        raised_by: case.name(row.raised_by).to_owned(),
        on_behalf_of: for_somebody.then(|| case.name(row.member_id).to_owned()),
        closed_at: row.closed_at,
    }
}

fn routed(caller: &Caller, case: &CaseView) -> Option<RoutedWhy> {
    match case.routing()? {
        EventBody::Routed { group, reason, plugin, plugin_version, failed } => Some(RoutedWhy {
            team: group.map(|id| caller.council.group_name(id, caller.lang).to_owned()),
            reason: reason.clone(),
            plugin: caller.council.titles.of(plugin, caller.lang).to_owned(),
            plugin_version: plugin_version.clone(),
            failed: *failed,
        }),
        _ => None,
    }
}

fn people(caller: &Caller, case: &CaseView) -> Vec<CasePerson> {
    let first = caller.council.manifest.languages.first().map(|lang| lang.as_str());
    let person = |person: &cases::Constituent| CasePerson {
        name: [person.title.as_deref().unwrap_or_default(), &person.name].join(" ").trim().to_owned(),
        phone: person.phone.clone(),
        email: person.email.clone(),
        address: person.address.clone(),
        preferred_contact: person.preferred_contact.clone(),
        consent: person.consent,
        tell: person.tell.clone(),
        lang: person.lang.clone().filter(|lang| Some(lang.as_str()) != first),
        not_reached: case.not_reached(person.id),
        write_to: residents::may_write(caller, &case.row, person)
            .map(|_| ConstituentId::from_uuid(person.id).to_string()),
    };
    case.constituents.iter().map(person).collect()
}

/// Where a photo was taken, for a case that has no point on the map.
fn place_offer(caller: &Caller, case: &CaseView) -> Option<PlaceOffer> {
    let offering = case.files.iter().filter(|_| case.row.latitude.is_none());
    let (file, position) = offering.into_iter().find_map(|file| Some((file, file.position()?)))?;
    let id = FileId::from_uuid(file.id).to_string();
    Some(PlaceOffer { file: id, ..raise_files::offer(caller, &file.name, position) })
}

fn files(case: &CaseView) -> Vec<FileLine> {
    let line = |file: &cases::FileRow| FileLine {
        id: FileId::from_uuid(file.id).to_string(),
        name: file.name.clone(),
        size: cases::size_in_words(file.bytes),
        picture: file.thumbnail.is_some(),
        added_by: file.added_by.clone(),
        at: file.created_at,
        team_only: file.audience == NoteAudience::Team.as_str(),
        unscanned: !file.scanned,
    };
    case.files.iter().map(line).collect()
}
