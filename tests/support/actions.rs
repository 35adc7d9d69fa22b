//! The actions of a case as a program takes them.

use casework::stages::Verb;

/// The mutation of this action, which asks for `case { reference }` and `refusal { code }`. Its variable is `$r`, the case's number.
pub fn mutation(verb: Verb, group: &str) -> String {
    let (name, words) = match verb {
        Verb::Acknowledge => ("acknowledge", String::new()),
        Verb::Assign => ("assign", format!("group: \"{group}\", reason: \"It is theirs.\"")),
        Verb::RequestInformation => ("requestInformation", "question: \"Which side?\"".to_owned()),
        Verb::ProvideInformation => ("provideInformation", "answer: \"The left one.\"".to_owned()),
        Verb::RecordProgress => ("recordProgress", "text: \"It was looked at.\"".to_owned()),
        Verb::Resolve => ("resolve", "answer: \"It is filled.\"".to_owned()),
        Verb::ConfirmResolved => ("confirmResolved", "comment: \"Thank you.\"".to_owned()),
        Verb::SendBack => ("sendBack", "reason: \"It is still there.\"".to_owned()),
        Verb::PromiseWork => {
            ("promiseWork", "by: \"2026-12-25\", order: \"WO-7\", text: \"A new surface.\"".to_owned())
        }
        Verb::WorkDone => ("workDone", "text: \"It is done.\"".to_owned()),
        Verb::Refer => (
            "refer",
            "input: { body: \"The river board\", by: \"2026-12-25\", text: \"Is it yours?\", theirReference: \"RB-1\" }"
                .to_owned(),
        ),
        Verb::RecordReply => ("recordReply", "text: \"It is theirs.\"".to_owned()),
        Verb::Withdraw => ("withdraw", "reason: \"It is gone.\"".to_owned()),
        Verb::Reopen => ("reopen", "reason: \"It is back.\"".to_owned()),
    };
    format!("{name}(reference: $r, {words}) {{ case {{ reference }} refusal {{ code }} }}")
}

/// The name under which the answer of [`mutation`] comes.
pub fn answered(verb: Verb) -> String {
    let word = mutation(verb, "");
    word.split('(').next().unwrap_or_default().to_owned()
}
