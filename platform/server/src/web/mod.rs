//! The pages' furniture: templates, words, dates, assets, and the headers that keep a page safe.
//!
//! A handler collects facts into a struct of [`views`], says who looks in a [`Frame`], and calls [`Pages::render`].
//! It never writes markup or words. Templates, styles, scripts and locales lie in `platform/server/web/`;
//! `scripts/build-web` turns them into `web/dist/`, which is embedded together with templates and locales.
//!
//! To add a page see [`views`]; to add a GOV.UK component see `web/build/components.mjs`; to add words put the same
//! key into `web/locales/en` and `web/locales/cy`.

pub mod assets;
pub mod brand;
mod dates;
mod frame;
mod functions;
mod govuk;
mod pages;
mod security;
mod texts;
pub mod views;

#[cfg(test)]
mod fixtures_tests;
#[cfg(test)]
mod html_tests;
#[cfg(test)]
mod samples_tests;
#[cfg(test)]
mod texts_tests;

pub use dates::{day, moment, short_day, typed_day};
pub use frame::{Brand, Frame, Section, SignedIn};
pub use pages::{Pages, RenderError, SetupError};
pub use security::secure;
pub use texts::Texts;
pub use views::Page;
