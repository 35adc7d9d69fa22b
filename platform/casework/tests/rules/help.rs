//! The small language of these tests: a council of nobody's, its people, and short ways to say what they do.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use casework::{
    calendar::{Nation, WorkingCalendar, local_date},
    ids::{GroupId, PersonId, WardId},
    manifest::Manifest,
    people::{Actor, Role},
    stages::{
        Action, ActionDef, CaseParties, ClockRule, Destination, DueKind, Entry, GroupLookup, Holder, Moment, StageDef,
        StageKey, StageKind, TargetKind, Verb, Workflow,
    },
    text::Text,
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

pub(crate) const DESK: GroupId = GroupId::from_uuid(Uuid::from_u128(100));
pub(crate) const STREETS: GroupId = GroupId::from_uuid(Uuid::from_u128(101));
pub(crate) const PARKS: GroupId = GroupId::from_uuid(Uuid::from_u128(102));

pub(crate) fn minute(n: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(n)
}

static ENGLAND: LazyLock<WorkingCalendar> = LazyLock::new(|| WorkingCalendar::new(Nation::England, BTreeSet::new()));

/// [`minute`] on a calendar.
pub(crate) fn moment(n: i64) -> Moment<'static> {
    Moment { at: minute(n), calendar: &ENGLAND }
}

/// A day on which something is promised, a week after the first minute.
pub(crate) fn agreed_day() -> NaiveDate {
    local_date(minute(0)).checked_add_days(Days::new(7)).expect("a day")
}

pub(crate) fn groups() -> GroupLookup {
    [("desk", DESK), ("streets", STREETS), ("parks", PARKS)].map(|(key, id)| (key.to_owned(), id)).into_iter().collect()
}

pub(crate) fn group_keys() -> BTreeSet<&'static str> {
    BTreeSet::from(["desk", "streets", "parks"])
}

pub(crate) fn person(n: u128, roles: &[Role], in_groups: &[GroupId]) -> Actor {
    Actor {
        person: PersonId::from_uuid(Uuid::from_u128(n)),
        name: format!("Person {n}"),
        roles: roles.iter().copied().collect(),
        wards: Vec::new(),
        groups: in_groups.to_vec(),
    }
}

pub(crate) fn councillor() -> Actor {
    Actor { wards: vec![WardId::from_uuid(Uuid::from_u128(900))], ..person(1, &[Role::Councillor], &[]) }
}

pub(crate) fn assistant() -> Actor {
    person(2, &[Role::Assistant], &[])
}

pub(crate) fn officer(group: GroupId) -> Actor {
    person(3, &[Role::TeamMember], &[group])
}

pub(crate) fn raised_by(actor: &Actor) -> CaseParties {
    CaseParties { raised_by: actor.person, on_behalf_of: None }
}

pub(crate) fn action(verb: Verb, team: GroupId) -> Action {
    let words = || "Some words".to_owned();
    match verb {
        Verb::Acknowledge => Action::Acknowledge,
        Verb::Assign => Action::Assign { group: team, reason: None },
        Verb::RequestInformation => Action::RequestInformation { question: words() },
        Verb::ProvideInformation => Action::ProvideInformation { answer: words() },
        Verb::RecordProgress => Action::RecordProgress { text: words() },
        Verb::Resolve => Action::Resolve { answer: words() },
        Verb::ConfirmResolved => Action::ConfirmResolved { comment: None },
        Verb::SendBack => Action::SendBack { reason: words() },
        Verb::PromiseWork => Action::PromiseWork { by: agreed_day(), order: None, text: words() },
        Verb::WorkDone => Action::WorkDone { text: words() },
        Verb::Refer => {
            Action::Refer { body: "The river board".to_owned(), by: agreed_day(), reference: None, text: words() }
        }
        Verb::RecordReply => Action::RecordReply { text: words() },
        Verb::Withdraw => Action::Withdraw { reason: words() },
        Verb::Reopen => Action::Reopen { reason: words() },
    }
}

pub(crate) fn stage(
    key: &str,
    kind: StageKind,
    holder: Holder,
    target: Option<DueKind>,
    actions: &[(Verb, &str)],
) -> StageDef {
    StageDef {
        key: StageKey::new(key),
        name: Text::from(key),
        explain: Text::from("What happens now."),
        resident: None,
        kind,
        holder,
        target,
        overdue: None,
        on_entry: Vec::new(),
        on_exit: Vec::new(),
        actions: actions
            .iter()
            .map(|(verb, to)| ActionDef {
                verb: *verb,
                label: Text::from(verb.as_str()),
                hint: None,
                to: Destination::from(*to),
                clock: ClockRule::Restart,
                requires: Vec::new(),
            })
            .collect(),
    }
}

/// The stages of R16, and a check before the answer goes out, so that every kind of stage is there.
pub(crate) fn workflow() -> Workflow {
    use Verb::*;
    let desk = || Holder::Group("desk".to_owned());
    let (first, reply) = (Some(TargetKind::FirstResponse.into()), Some(TargetKind::RepresentativeReply.into()));
    let agreed = |key: &str, kind: StageKind, actions: &[(Verb, &str)]| StageDef {
        overdue: Some(StageKey::new("team")),
        ..stage(key, kind, Holder::Team, Some(DueKind::AgreedDay), actions)
    };
    Workflow {
        entry: Entry { routed: StageKey::new("team"), unrouted: StageKey::new("triage") },
        stages: vec![
            stage(
                "triage",
                StageKind::Triage,
                desk(),
                first,
                &[(Acknowledge, "stay"), (Assign, "team"), (RequestInformation, "question"), (Resolve, "answer")],
            ),
            stage(
                "team",
                StageKind::WithTeam,
                Holder::Team,
                first,
                &[
                    (Acknowledge, "stay"),
                    (Assign, "stay"),
                    (RequestInformation, "question"),
                    (RecordProgress, "stay"),
                    (PromiseWork, "promised"),
                    (Refer, "referred"),
                    (Resolve, "check"),
                ],
            ),
            agreed(
                "promised",
                StageKind::Promised,
                &[(PromiseWork, "stay"), (RequestInformation, "question"), (WorkDone, "answer")],
            ),
            agreed("referred", StageKind::Referred, &[(RecordProgress, "stay"), (RecordReply, "back")]),
            stage(
                "check",
                StageKind::Check,
                desk(),
                Some(TargetKind::NextResponse.into()),
                &[(ConfirmResolved, "answer"), (SendBack, "back")],
            ),
            stage(
                "question",
                StageKind::Information,
                Holder::Raiser,
                reply,
                &[(ProvideInformation, "back"), (Resolve, "closed")],
            ),
            stage(
                "answer",
                StageKind::Resolution,
                Holder::Raiser,
                reply,
                &[(ConfirmResolved, "closed"), (SendBack, "back")],
            ),
            stage("closed", StageKind::Closed, Holder::Nobody, None, &[]),
        ],
        withdraw: None,
        reopen: None,
    }
}

pub(crate) type Files = BTreeMap<String, String>;

pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every council's folder, as file name to text.
pub(crate) fn council_folders() -> Vec<(String, Files)> {
    entries(&repository().join("tenants"))
        .into_iter()
        .filter(|(_, path)| path.is_dir())
        .map(|(name, path)| (name, files_in(&path)))
        .collect()
}

fn files_in(folder: &Path) -> Files {
    let text = |path: PathBuf| fs::read_to_string(path).expect("a council's files are text");
    entries(folder).into_iter().filter(|(_, path)| path.is_file()).map(|(name, path)| (name, text(path))).collect()
}

/// What a folder holds, by name.
fn entries(folder: &Path) -> BTreeMap<String, PathBuf> {
    let paths = fs::read_dir(folder).expect("the folder is there").filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter_map(|path| Some((path.file_name()?.to_str()?.to_owned(), path))).collect()
}

/// Every council, read; the mistakes are the message when there are any.
pub(crate) fn councils() -> Vec<(String, Manifest)> {
    let read = |(name, files): (String, Files)| match Manifest::from_files(&files) {
        Ok(manifest) => (name, manifest),
        Err(problems) => {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{name}:\n{}", told.join("\n"));
        }
    };
    council_folders().into_iter().map(read).collect()
}

/// Ids for a council's groups, as its database would give them.
pub(crate) fn lookup(manifest: &Manifest) -> GroupLookup {
    let ids = (1_000..).map(|n| GroupId::from_uuid(Uuid::from_u128(n)));
    manifest.groups.iter().map(|group| group.key.clone()).zip(ids).collect()
}
