//! Draws pages: one environment for the program, filled once from the embedded templates.

use std::sync::Arc;

use axum::response::Html;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use rust_embed::RustEmbed;

use super::assets::{Dist, Manifest, ManifestError};
use super::{Frame, Page, Texts, brand, dates, functions, govuk};

#[derive(RustEmbed)]
#[folder = "web/templates"]
struct Templates;

/// Everything needed to turn a view into a page. Cheap to clone.
#[derive(Clone)]
pub struct Pages {
    environment: Arc<Environment<'static>>,
    texts: Arc<Texts>,
    manifest: Arc<Manifest>,
}

/// The program was built without its pages, or with a broken one.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("template {name}")]
    Template { name: String, source: minijinja::Error },
    #[error("template {name} is not UTF-8")]
    NotText { name: String },
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    #[error(transparent)]
    Texts(#[from] super::texts::TextsError),
}

#[derive(Debug, thiserror::Error)]
#[error("cannot draw the page {template}")]
pub struct RenderError {
    template: &'static str,
    #[source]
    source: minijinja::Error,
}

impl Pages {
    /// Parses every template and text, so that a mistake shows when the program starts and not when a page is asked for.
    ///
    /// # Errors
    /// When an embedded template or locale does not parse, or the assets were not built (`scripts/build-web`).
    pub fn new() -> Result<Self, SetupError> {
        let texts = Arc::new(Texts::new()?);
        let manifest = Arc::new(Manifest::embedded()?);
        let mut environment = Environment::new();
        // The GOV.UK macros reach into options that nobody gave (`params.label.classes`), as JavaScript's templates do.
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        // Lines that hold nothing but a tag leave nothing behind: smaller pages, and templates that can breathe.
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .build()
                .map_err(|source| SetupError::Template { name: "the syntax itself".to_owned(), source })?,
        );
        govuk::register(&mut environment);
        dates::register(&mut environment, &texts);
        functions::register(&mut environment, &texts);
        add_all::<Templates>(&mut environment)?;
        add_all::<Dist>(&mut environment)?;
        Ok(Self { environment: Arc::new(environment), texts, manifest })
    }

    /// Draws a page.
    ///
    /// # Errors
    /// When the template fails on this view; the samples' test keeps that from happening.
    pub fn render<P: Page>(&self, frame: &Frame, view: &P) -> Result<Html<String>, RenderError> {
        let failed = |source| RenderError { template: P::TEMPLATE, source };
        let template = self.environment.get_template(&format!("{}.html", P::TEMPLATE)).map_err(failed)?;
        let context = context! {
            lang => frame.lang.as_str(),
            frame => Value::from(Serde(frame)),
            view => Value::from(Serde(view)),
            assets => context! {
                css => self.asset("wardbook.css"),
                js => self.asset("wardbook.js"),
                icon => self.asset("icon.svg"),
                brand => Value::from_safe_string(brand::href(&frame.brand)),
            },
        };
        template.render(context).map(Html).map_err(failed)
    }

    /// An address of ours has nothing to escape, and slashes written as entities would only make pages longer.
    fn asset(&self, name: &str) -> Value {
        Value::from_safe_string(self.manifest.href(name).to_owned())
    }

    /// The words of the interface, for the few that are not on a page (titles of mails, GraphQL messages).
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The environment, for tests that draw single components.
    #[cfg(test)]
    pub(super) fn environment(&self) -> &Environment<'static> {
        &self.environment
    }
}

/// Templates are known by their path; the GOV.UK components lie under `govuk/`.
fn add_all<E: RustEmbed>(environment: &mut Environment<'static>) -> Result<(), SetupError> {
    for name in E::iter().filter(|name| name.ends_with(".html")) {
        let Some(file) = E::get(&name) else { continue };
        let source =
            String::from_utf8(file.data.into_owned()).map_err(|_| SetupError::NotText { name: name.to_string() })?;
        environment
            .add_template_owned(name.to_string(), source)
            .map_err(|source| SetupError::Template { name: name.to_string(), source })?;
    }
    Ok(())
}
