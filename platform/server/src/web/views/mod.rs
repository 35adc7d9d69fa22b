//! What each page is given: plain structs that handlers fill and templates read.
//!
//! A view holds facts, never markup and never chrome: words that belong to the council (a team's name, a stage's
//! name) arrive already in the reader's language, everything else is a key or a date which the template words.
//! Dates travel as ISO text in UTC and are formatted for people by the filters of `dates`.
//!
//! To add a page: a struct here that implements [`Page`], a template of that name in `web/templates/`, at least one
//! sample in `web/samples/<page>.json` (also `<page>.<what>.json` for empty, long and refused states), and one line
//! in the list of `samples_tests.rs`, which renders every sample in both languages.

mod cards;
mod case;
mod case_parts;
mod copies;
mod draft;
mod foretold;
mod guests;
mod home;
mod jobs;
mod mail_in;
mod notices;
mod people;
mod plugins;
mod problem;
mod queue;
mod raise;
mod requests;
mod residents;
mod shared;
mod sign_in;
mod stages;
mod ward;

pub use cards::{
    CardView, DraftsCard, FailedCard, FigureLine, FiguresCard, FreshDay, Freshness, JobsCard, MailInCard, MapWard,
    MapWork, MeetingLine, MeetingsCard, NeedsMeCard, Origin, PaperLink, PeopleCard, QueuesCard, RecentCard, StagesCard,
    WardFigures, WorkLine, WorkState, WorksCard, WorksMap,
};
pub use case::{
    ActionForm, AwayLine, Banner, CasePage, CaseStatus, FileLine, FileProblem, FilesForm, HeldBack, NoteForm, NotePage,
    StageNow, TypedAction,
};
pub use case_parts::{
    Agreed, AgreedState, CaseFacts, CasePerson, Earlier, Happening, LinkedCase, LinksForm, Message, Outcome,
    OutcomeForm, Place, ProgressStep, RoutedWhy, StepState, Telling, Told,
};
pub use copies::{Copies, CopiesPage, CopyExample, CopyLine, GuestCopy, TypedCopy};
pub use draft::{DraftLine, DraftShown};
pub use foretold::{ForetoldLine, ForetoldPage, ForetoldSheet};
pub use guests::{
    AskOutside, GuestLine, GuestMatter, GuestNotice, GuestNoticeKind, GuestQuestion, LinkLine, LinkMade, LinkState,
    OutsideLinks, ResidentVerdict, ShownOutside, TypedAsk, TypedVerdict,
};
pub use home::{CalendarPage, CardChoice, CardColumn, FiguresPage, Home, HomeCards, QueueCount, StageCount, WorksPage};
pub use jobs::{JobDecision, JobKind, JobLine, JobOne, JobsPage};
pub use mail_in::{MailInOne, MailInPage, MailLine};
pub use notices::{AwayPage, MyAbsence, NoticeChoice, NoticeLine, Notices, StandingIn, TopicChoice};
pub use people::{
    BehindCase, BehindDrafts, PeopleBack, PeopleBehindPage, PeopleChange, PeopleComing, PeopleConflict, PeopleFollow,
    PeopleHeld, PeopleLeftOut, PeopleLogLine, PeoplePage, PeoplePlanLine, PeoplePlanPage, PeopleReader, PeopleSource,
    PeopleStep, PeopleUnit,
};
pub use plugins::{
    FeedFares, FeedPanel, FeedSkipped, PluginActivatePage, PluginActivationLine, PluginCarriersLine, PluginCarriesLine,
    PluginChoiceLine, PluginDifference, PluginHostLine, PluginKindLine, PluginKindPage, PluginNow, PluginSeatLine,
    PluginSeatPage, PluginSecretLine, PluginSetupPage, PluginUploaded, PluginsPage, RehearsalChange,
    RehearsalDeadlines, RehearsalFailure, RehearsalLine, RehearsalPage, RehearsalRouting, RehearsalShift,
    RehearsalTeam, RehearsalWeek, SettingColumn, SettingField, SettingList, SettingRow,
};
pub use problem::{Kept, Problem, ProblemKind};
pub use queue::{Queue, QueueFilter, QueueTab};
pub use raise::{
    CONFIDENTIAL, Category, GatePoint, HeldFile, NearWork, PersonRow, PlaceOffer, Raise, RaiseFiles, RaiseNotice,
    RaiseValues,
};
pub use requests::{Request, RequestFilter, RequestStatus, RequestTask, Requests};
pub use residents::{
    BatchLine, LetterLine, Letters, LettersBanner, Preview, TellingPage, TemplateLine, TemplatePage, Templates,
    ToldRow, VersionLine, VersionText, WritePage,
};
pub use shared::{CaseRow, Choice, Due, DueState, FieldProblem, Paging, Tone};
pub use sign_in::{PeopleGroup, SignIn, SignInNotice, SignInPerson, SignedInAgain, TypedBefore, UnsentForm};
pub use stages::{Arrow, EffectLine, MoveCases, MoveStep, MovingLine, OldStageLine, StageBox, Stages, WayLine};
pub use ward::{Ward, WardTab};

use serde::Serialize;

/// A page: its data and the template that draws it.
pub trait Page: Serialize {
    /// File name in `web/templates/` without `.html`.
    const TEMPLATE: &'static str;
}
