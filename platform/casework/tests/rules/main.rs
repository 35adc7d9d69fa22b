//! The rules as the product promises them, one file for each part.

mod clock_rules;
mod councils;
mod deadline_model;
mod effects;
mod help;
mod journeys;
mod manifest_mistakes;
mod raise_form;
mod sample_wards;
mod settings_form;
mod stage_machine;
mod starters;
mod workflow_mistakes;
