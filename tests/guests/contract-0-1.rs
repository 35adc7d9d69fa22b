//! A plugin of version 0.1.0 of the contract, built from the frozen files and without the SDK, as it was made before there
//! was a 1.0.0. Decides by the fields that were changed since. Must go on deciding.
// pack: plugins/wit/v0_1 routing
#![expect(unsafe_code, reason = "exporting a function by name is unsafe; wit-bindgen writes the exports")]

use wardbook::plugin::{calendar, log, types};

wit_bindgen::generate!({ path: "../../plugins/wit/v0_1", world: "routing", generate_all });

struct Old;

impl Guest for Old {
    fn prepare(settings: String) -> Result<Vec<u8>, Vec<types::Problem>> {
        log::write(log::Level::Info, "reading settings");
        if settings == "{}" {
            return Ok(b"prepared".to_vec());
        }
        let text = |text: &str| text.to_owned();
        Err(vec![types::Problem { path: text("$"), message: text("Not empty."), remedy: text("Empty it.") }])
    }

    fn route(prepared: Vec<u8>, enquiry: Enquiry) -> Result<Decision, types::Refusal> {
        if prepared != b"prepared" {
            return Err(types::Refusal::PreparedUnreadable);
        }
        let next = calendar::add_working_days(enquiry.raised_on, 1)
            .map_err(|_| types::Refusal::CannotDecide("The calendar gave no answer.".to_owned()))?;
        let reason = format!("Raised by a {}; looked at on day {} of the month.", enquiry.raiser_kind, next.day);
        Ok(Decision { group: Some(enquiry.category), reason })
    }
}

export!(Old);
