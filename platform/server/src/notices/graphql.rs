//! Notices in the GraphQL schema, and how the caller wants to be told.

use async_graphql::{Context, Error, ErrorExtensions, InputObject, Object, Result, SimpleObject};
use casework::news::{Choice, How, Topic};
use casework::text::Lang;
use chrono::{DateTime, Utc};

use super::{A_PAGE, At, Notice};
use crate::api::request::{internal, scope};
use crate::app::Caller;
use crate::cases::graphql::FieldProblem;

#[derive(Default)]
pub struct NoticeQuery;

#[derive(Default)]
pub struct NoticeMutation;

/// One thing that the caller was told.
struct ToldNotice(Notice);

#[Object(name = "Notice", serial)]
impl ToldNotice {
    async fn id(&self) -> String {
        self.0.id.to_string()
    }

    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What happened, as in the timeline; `unseen` where a case waits for somebody who is away and the caller, who stands in, may
    /// not see it.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// What it is to the caller: `waiting`, `own`, `team` or `colleagues`.
    async fn topic(&self) -> &str {
        &self.0.topic
    }

    /// Who did it; none where the program did.
    async fn actor(&self) -> Option<&str> {
        self.0.actor.as_deref()
    }

    /// Of the case; null for `unseen`.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// Of the case; null for `unseen`.
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// Name of the person who is away, where the caller stands in.
    async fn on_behalf_of(&self) -> Option<&str> {
        self.0.for_name.as_deref()
    }

    async fn read(&self) -> bool {
        self.0.read_at.is_some()
    }
}

/// A page of notices.
#[derive(SimpleObject)]
#[graphql(serial)]
struct NoticePage {
    nodes: Vec<ToldNotice>,
    /// Give it as `after` to get the next page; none on the last page.
    next: Option<String>,
}

/// How the caller is told of a kind of news.
#[derive(SimpleObject)]
#[graphql(serial)]
struct TopicChoice {
    /// `waiting`, `own`, `team` or `colleagues`.
    topic: &'static str,
    /// `at-once`, `daily`, `here` or `not`.
    how: &'static str,
    offered: Vec<&'static str>,
}

/// What the caller is told, and how. Everything that they are told stands in their list, whatever they choose.
#[derive(SimpleObject)]
#[graphql(serial)]
struct NoticeChoice {
    topics: Vec<TopicChoice>,
    /// Of their mails.
    lang: &'static str,
}

impl NoticeChoice {
    fn new(caller: &Caller, (choice, lang): (Choice, Lang)) -> Self {
        let topics = super::topics(&caller.actor).into_iter().map(|topic| TopicChoice {
            topic: topic.as_str(),
            how: choice.of(topic).as_str(),
            offered: topic.offered().iter().map(|how| how.as_str()).collect(),
        });
        Self { topics: topics.collect(), lang: lang.as_str() }
    }
}

/// How the caller wants to be told of one kind of news.
#[derive(InputObject)]
struct TopicChoiceInput {
    topic: String,
    how: String,
}

#[derive(SimpleObject)]
#[graphql(serial)]
struct NoticeChoicePayload {
    /// As it counts now.
    choice: NoticeChoice,
    /// Each has the topic as its field. Nothing was kept where there is one.
    problems: Vec<FieldProblem>,
}

#[Object(serial)]
impl NoticeQuery {
    /// What the caller was told, the newest first, a page at a time (25 unless told, 100 at the most).
    #[graphql(complexity = "(first.unwrap_or(25).clamp(1, 100) as usize).saturating_mul(child_complexity)")]
    async fn notices(&self, context: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<NoticePage> {
        let scope = scope(context)?;
        let after = match after.as_deref().map(At::read) {
            Some(None) => {
                let error = Error::new("`after` is not a cursor of this list. Begin again without it.");
                return Err(error.extend_with(|_, extensions| extensions.set("code", "INVALID")));
            }
            other => other.flatten(),
        };
        let size = first.map_or(A_PAGE, i64::from).clamp(1, 100);
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let mut notices = super::newest(tx, &scope.caller, after, size + 1).await.map_err(|error| internal(&error))?;
        let size = usize::try_from(size).unwrap_or_default();
        let more = notices.len() > size;
        notices.truncate(size);
        let next = notices.last().filter(|_| more).map(At::of);
        Ok(NoticePage { nodes: notices.into_iter().map(ToldNotice).collect(), next })
    }

    /// How many notices the caller has not read; counting stops at a hundred.
    async fn unread_notices(&self, context: &Context<'_>) -> Result<i64> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        super::unread(tx, &scope.caller).await.map_err(|error| internal(&error))
    }

    /// What the caller is told, and how.
    #[graphql(complexity = "4 * child_complexity")]
    async fn notice_choice(&self, context: &Context<'_>) -> Result<NoticeChoice> {
        let scope = scope(context)?;
        let tx = scope.tx().await.map_err(|error| internal(&error))?;
        let choice = super::choice(tx, &scope.caller).await.map_err(|error| internal(&error))?;
        Ok(NoticeChoice::new(&scope.caller, choice))
    }
}

#[Object(serial)]
impl NoticeMutation {
    /// Marks the caller's notices as read: those of one case, or all.
    async fn mark_notices_read(&self, context: &Context<'_>, reference: Option<String>) -> Result<bool> {
        super::mark_read(&scope(context)?.caller, reference).await.map_err(|error| internal(&error))?;
        Ok(true)
    }

    /// Keeps how the caller wants to be told of these kinds of news; the others stay as they are.
    async fn choose_notices(
        &self,
        context: &Context<'_>,
        topics: Vec<TopicChoiceInput>,
        #[graphql(desc = "Of the caller's mails; as before unless told.")] lang: Option<String>,
    ) -> Result<NoticeChoicePayload> {
        let caller = &scope(context)?.caller;
        let read = async { super::choice(&caller.begin().await?, caller).await };
        let before = read.await.map_err(|error| internal(&error))?;
        let (mut choice, mut chosen_lang) = before;
        let mut problems = Vec::new();
        for TopicChoiceInput { topic, how } in topics {
            let known = Topic::from_word(&topic).filter(|topic| super::topics(&caller.actor).contains(topic));
            let set = known.zip(How::from_word(&how)).is_some_and(|(topic, how)| choice.set(topic, how));
            if !set {
                problems.push(FieldProblem::new(topic, "not-a-choice"));
            }
        }
        if let Some(lang) = lang {
            match lang.parse::<Lang>().ok().filter(|lang| caller.council.manifest.languages.contains(lang)) {
                Some(lang) => chosen_lang = lang,
                None => problems.push(FieldProblem::new("lang", "not-a-choice")),
            }
        }
        if !problems.is_empty() {
            return Ok(NoticeChoicePayload { choice: NoticeChoice::new(caller, before), problems });
        }
        super::choose(caller, choice, Some(chosen_lang)).await.map_err(|error| internal(&error))?;
        Ok(NoticeChoicePayload { choice: NoticeChoice::new(caller, (choice, chosen_lang)), problems })
    }
}
