//! Every sample in `web/samples` fits its page's struct exactly, and draws in both languages.
//!
//! With `WARDBOOK_PAGES_OUT=<folder>` the pages are also written there as files which a browser can open, for
//! `web/build/look.mjs` (screenshots, accessibility).

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::views::{
    AskOutside, AwayPage, CalendarPage, CasePage, CopiesPage, FiguresPage, ForetoldPage, GuestCopy, GuestMatter,
    GuestNotice, GuestQuestion, Home, HomeCards, JobOne, JobsPage, Letters, LinkMade, MailInOne, MailInPage, MoveCases,
    NotePage, NoticeChoice, Notices, PeopleBehindPage, PeoplePage, PeoplePlanPage, PluginActivatePage, PluginKindPage,
    PluginSeatPage, PluginSetupPage, PluginsPage, Problem, Queue, Raise, RehearsalPage, Requests, SignIn,
    SignedInAgain, Stages, TellingPage, TemplatePage, Templates, Ward, WorksPage, WritePage,
};
use super::{Frame, Page, Pages, brand};

type Draw = fn(&Pages, &Frame, Value) -> String;

/// Each page has a line here.
const PAGES: &[(&str, Draw)] = &[
    (SignIn::TEMPLATE, draw::<SignIn>),
    (SignedInAgain::TEMPLATE, draw::<SignedInAgain>),
    (Home::TEMPLATE, draw::<Home>),
    (HomeCards::TEMPLATE, draw::<HomeCards>),
    (WorksPage::TEMPLATE, draw::<WorksPage>),
    (FiguresPage::TEMPLATE, draw::<FiguresPage>),
    (CalendarPage::TEMPLATE, draw::<CalendarPage>),
    (Raise::TEMPLATE, draw::<Raise>),
    (CasePage::TEMPLATE, draw::<CasePage>),
    (Requests::TEMPLATE, draw::<Requests>),
    (Ward::TEMPLATE, draw::<Ward>),
    (Queue::TEMPLATE, draw::<Queue>),
    (WritePage::TEMPLATE, draw::<WritePage>),
    (ForetoldPage::TEMPLATE, draw::<ForetoldPage>),
    (NotePage::TEMPLATE, draw::<NotePage>),
    (TellingPage::TEMPLATE, draw::<TellingPage>),
    (Letters::TEMPLATE, draw::<Letters>),
    (Templates::TEMPLATE, draw::<Templates>),
    (TemplatePage::TEMPLATE, draw::<TemplatePage>),
    (Notices::TEMPLATE, draw::<Notices>),
    (NoticeChoice::TEMPLATE, draw::<NoticeChoice>),
    (AwayPage::TEMPLATE, draw::<AwayPage>),
    (Stages::TEMPLATE, draw::<Stages>),
    (MoveCases::TEMPLATE, draw::<MoveCases>),
    (GuestMatter::TEMPLATE, draw::<GuestMatter>),
    (GuestQuestion::TEMPLATE, draw::<GuestQuestion>),
    (GuestNotice::TEMPLATE, draw::<GuestNotice>),
    (CopiesPage::TEMPLATE, draw::<CopiesPage>),
    (GuestCopy::TEMPLATE, draw::<GuestCopy>),
    (AskOutside::TEMPLATE, draw::<AskOutside>),
    (LinkMade::TEMPLATE, draw::<LinkMade>),
    (MailInPage::TEMPLATE, draw::<MailInPage>),
    (MailInOne::TEMPLATE, draw::<MailInOne>),
    (JobsPage::TEMPLATE, draw::<JobsPage>),
    (JobOne::TEMPLATE, draw::<JobOne>),
    (PeoplePage::TEMPLATE, draw::<PeoplePage>),
    (PeoplePlanPage::TEMPLATE, draw::<PeoplePlanPage>),
    (PeopleBehindPage::TEMPLATE, draw::<PeopleBehindPage>),
    (PluginsPage::TEMPLATE, draw::<PluginsPage>),
    (PluginKindPage::TEMPLATE, draw::<PluginKindPage>),
    (PluginSeatPage::TEMPLATE, draw::<PluginSeatPage>),
    (PluginSetupPage::TEMPLATE, draw::<PluginSetupPage>),
    (PluginActivatePage::TEMPLATE, draw::<PluginActivatePage>),
    (RehearsalPage::TEMPLATE, draw::<RehearsalPage>),
    (Problem::TEMPLATE, draw::<Problem>),
];

fn draw<P: Page + DeserializeOwned + Serialize>(pages: &Pages, frame: &Frame, view: Value) -> String {
    let view: P = serde_json::from_value(view).expect("the sample fits the page's struct");
    pages.render(frame, &view).unwrap_or_else(|error| panic!("{error}: {:#}", source_of(&error))).0
}

fn source_of(error: &dyn std::error::Error) -> String {
    error.source().map(|source| format!("{source:#}")).unwrap_or_default()
}

fn web() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/web"))
}

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn merge(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

/// Calls `look` with each sample: its file's stem, the language and the page drawn.
fn every_sample(mut look: impl FnMut(&str, &str, &str)) {
    let pages = Pages::new().expect("pages are built");
    let common = json(&web().join("samples/_frame.json"));
    let mut drawn = BTreeSet::new();
    for entry in std::fs::read_dir(web().join("samples")).expect("there are samples") {
        let path = entry.expect("a readable folder").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name").to_owned();
        if stem.starts_with('_') {
            continue;
        }
        let page = stem.split('.').next().unwrap_or_default();
        let (_, draw) = PAGES.iter().find(|(name, _)| *name == page).unwrap_or_else(|| panic!("{stem}: no such page"));
        drawn.insert(page.to_owned());
        let sample = json(&path);
        for lang in ["en", "cy"] {
            let mut frame = common.clone();
            merge(&mut frame, &sample["frame"]);
            frame["lang"] = lang.into();
            let frame: Frame = serde_json::from_value(frame).unwrap_or_else(|error| panic!("{stem}: {error}"));
            look(&stem, lang, &draw(&pages, &frame, sample["view"].clone()));
        }
    }
    for (page, _) in PAGES {
        assert!(drawn.contains(*page), "{page} has no sample");
    }
}

#[test]
fn every_sample_draws_a_whole_page_in_both_languages() {
    every_sample(|stem, lang, html| {
        assert!(html.starts_with("<!DOCTYPE html>"), "{stem}");
        assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{stem}");
        assert!(html.trim_end().ends_with("</html>"), "{stem}");
        assert_eq!(html.matches("<h1").count(), 1, "{stem} ({lang}) has one main heading");
        assert!(
            !html.contains("style=\"") && !html.contains("onclick="),
            "{stem}: the security policy forbids inline code"
        );
        assert!(!html.contains("undefined") && !html.contains(">none<"), "{stem}: an absent value is shown");
    });
}

#[test]
fn every_id_of_a_page_is_unique_and_every_label_leads_to_a_control() {
    every_sample(|stem, _, html| {
        let values = |name: &str| -> Vec<String> {
            html.split(&format!(" {name}=\""))
                .skip(1)
                .filter_map(|rest| rest.split_once('"'))
                .map(|(value, _)| value.to_owned())
                .collect()
        };
        let ids = values("id");
        let unique: BTreeSet<_> = ids.iter().collect();
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = ids.iter().filter(|id| !seen.insert(*id)).collect();
        assert!(twice.is_empty(), "{stem}: ids used twice: {twice:?}");
        for target in values("for").iter().chain(
            &values("aria-describedby").iter().flat_map(|ids| ids.split(' ')).map(str::to_owned).collect::<Vec<_>>(),
        ) {
            assert!(unique.contains(target), "{stem}: nothing has the id {target}");
        }
        for href in values("href").iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(ids.iter().any(|id| id == href), "{stem}: a link leads to #{href}, which is not there");
        }
    });
}

#[test]
fn pages_stay_within_ten_kilobytes_packed() {
    every_sample(|stem, _, html| assert!(html.len() < 60_000, "{stem} is {} bytes", html.len()));
}

#[test]
fn pages_are_written_out_for_a_look() {
    let Ok(out) = std::env::var("WARDBOOK_PAGES_OUT") else { return };
    let out = Path::new(&out);
    std::fs::create_dir_all(out).expect("a writable folder");
    every_sample(|stem, lang, html| {
        let sheet = html.split("/assets/brand/").nth(1).and_then(|rest| rest.split_once('"')).map(|(name, _)| name);
        if let Some((name, css)) = sheet.and_then(|name| Some((name, brand::stylesheet(name)?))) {
            std::fs::create_dir_all(out.join("assets/brand")).expect("a writable folder");
            std::fs::write(out.join("assets/brand").join(name), css).expect("a writable folder");
        }
        std::fs::write(out.join(format!("{stem}.{lang}.html")), html).expect("a writable folder");
    });
}
