//! The rules as the product promises them, one file for each part.

mod councils;
mod help;
mod stage_machine;
mod workflow_mistakes;
