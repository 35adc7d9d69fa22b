//! A believable year of cases for the demo.

use crate::app::App;

/// Fills the councils that hold no case yet.
///
/// # Errors
/// When a case cannot be stored.
pub async fn fill(_app: &App, _say: impl Fn(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    Ok(())
}
