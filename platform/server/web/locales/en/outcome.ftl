# What comes of a case: answered, promised, asked elsewhere, verified (R23, R24).
outcome-title = What came of it
outcome-answered = Answered { $when }
outcome-verified = { $name } says it is solved ({ $when })
outcome-unverified = Nobody has said yet that it is solved
outcome-unverified-closed = Closed, but nobody has said that it is solved
outcome-promised-waiting = Work is promised by { $date }
outcome-promised-done = The promised work was done { $done }
outcome-promised-missed = Work was promised by { $date }, but was not done by then
outcome-referred-waiting = { $body } was asked. A reply is expected by { $date }
outcome-referred-done = { $body } was asked and replied { $done }
outcome-referred-missed = { $body } was asked, but did not reply by { $date }
outcome-order = Work order { $mark }
outcome-reference = Their reference: { $mark }

action-promise-work-text = What will be done?
action-promise-work-by = By which day?
action-promise-work-by-hint = If the day passes, the case comes back to you and the councillor is told.
action-promise-work-order = Work order (optional)
action-promise-work-order-hint = For example WO-10442
action-work-done-text = What was done?
action-refer-text = What did you ask them?
action-refer-body = Who did you ask?
action-refer-by = When should they reply by?
action-refer-by-hint = If they do not, the case comes back to you.
action-refer-reference = What do they call it? (optional)
action-record-reply-text = What did they say?

done-promise-work = The promise is recorded. The councillor can see it.
done-work-done = The work is recorded as done.
done-refer = It is recorded that you asked them.
done-record-reply = Their reply is recorded.

refused-day-not-ahead = Choose a day after today. Nothing was changed.
refused-day-too-far = Choose a day within two years. Nothing was changed.

event-work-promised = { $actor } promised work by { $date }
event-work-done = { $actor } says the work is done
event-promise-missed = The work promised by { $date } was not done by then
event-referred = { $actor } asked { $team }. A reply is expected by { $date }
event-reply-recorded = { $actor } recorded the reply
event-reply-missed = No reply had come by { $date }
event-clock-paused = { $days ->
    [one] The clock stands still, with 1 working day left
   *[other] The clock stands still, with { $days } working days left
}
event-clock-resumed = { $days ->
    [one] The clock runs on, with 1 working day left
   *[other] The clock runs on, with { $days } working days left
}

recent-work-promised = Work promised by { $actor }
recent-work-done = Work done, says { $actor }
recent-promise-missed = Promised work was not done in time
recent-referred = { $actor } asked another body
recent-reply-recorded = The other body replied, says { $actor }
recent-reply-missed = The other body has not replied in time
recent-clock-paused = The clock stands still
recent-clock-resumed = The clock runs on
