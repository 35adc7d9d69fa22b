back = Back
back-to-requests = My requests
back-to-ward = My ward
back-to-queue = Queues
case-reference = Case { $reference }
case-details = More about the problem
facts-history = What has happened so far
facts-approached = Who was asked already
facts-wanted = What the resident wants
breach-title = This case is overdue
breach-text = An answer was due by { $date }.

banner-done = Done
banner-important = Important
raised-heading = { $reference } is raised
raised-to-team = It went to { $team }.
raised-to-desk = It went to { $desk }, who will pass it on. The rules suggest { $team }.
raised-to-triage = It went to { $team }, who will find the right team.
raised-due = You should hear back by { $date }.
raise-another = Raise another case
done-note-added = Your note is added.
done-note-changed = Your note is changed. What it said before stays with it.
done-already-done = This was sent already, so nothing was done twice.
done-acknowledge = The councillor can see that the case has been received.
done-assign = The case is with its new team.
done-request-information = Your question is on its way.
done-provide-information = Your answer is on its way. The case is back with those who asked.
done-record-progress = The progress is recorded.
done-resolve = Your answer is recorded.
done-confirm-resolved = The answer is passed on.
done-closed = Thank you. The case is closed.
done-send-back = The case is sent back with your reason.
done-withdraw = The case is closed.
done-reopen = The case is open again. Those who had it can see why.
refused-already-closed = This case is closed already. Nothing was changed.
refused-not-in-this-stage = The case has moved on, so this is no longer possible. Nothing was changed.
refused-not-yours = The case waits for somebody else now. Nothing was changed.
refused-unknown-group = That team does not exist any more. Nothing was changed.
refused-same-group = The case is with that team already.
refused-no-team-yet = The case has no team yet. Pass it to one first.
refused-nowhere-to-go-back = The case came from nowhere that it could go back to. Nothing was changed.
refused-already-acknowledged = The case was acknowledged already.
refused-too-late = This case was closed too long ago to be opened again. Please raise a new one.
refused-unmet-acknowledged = The case must be acknowledged first. Nothing was changed.
refused-unmet-responded = The councillor must have an answer first. Nothing was changed.
refused-unmet-another-person = You gave this answer, so somebody else must do this. Nothing was changed.
held-acknowledged = “{ $action }”: once the case is acknowledged.
held-responded = “{ $action }”: once the councillor has had an answer.
held-another-person = “{ $action }”: by somebody other than whoever gave the answer.
refused-note-too-late = A note can be changed for 15 minutes, by whoever wrote it. Please write another note.
refused-text-missing = Something must be written. Nothing was changed.
refused-text-too-long = That was too long. Nothing was changed.
refused-unknown-stage = The council's stages have changed. Nothing was changed on this case.

progress-label = Stages of the case
progress-place = Step { $step } of { $of }
progress-done = done
progress-now = now
progress-ahead = still to come

actions-mine = It is your turn
actions-wait = Where it stands
action-assign-group = Which team?
action-assign-none = Choose a team
action-assign-text = Why? (optional)
action-request-information-text = What do you need to know?
action-provide-information-text = Your answer
action-record-progress-text = What has been done?
action-resolve-text = What is the answer?
action-confirm-resolved-text = Anything to say? (optional)
action-send-back-text = What is not solved yet?
action-withdraw-text = Why is it no longer needed?
action-reopen-text = What is still wrong?

facts-title = The facts
facts-what = About
facts-where = Where
facts-ward = Ward
facts-raised = Raised
facts-raised-by = Raised by
facts-on-behalf-of = For
facts-due = Due
due-worked-out-by = Worked out by { $policy }.
facts-closed = Closed
facts-kind = Kind
facts-channel = Came
facts-tags = Search words

people-title = { $count ->
    [one] Resident
   *[other] Residents
  }
people-none = No resident is named.
people-preferred = (preferred)
consent-yes = Agreed to share their details
consent-no = Did not agree to share their details
seen-by-ward = The ward's councillors can see this case.
seen-by-few = Only those who raised it or work on it can see this case.

why-team = Why { $team }?
why-none = Why no team was chosen
why-decided-by = Decided by
why-failed = Decided without

note-title = Add a note
note-label = Your note
note-hint = Everybody who can see this case can read it. To tell somebody, write @ and their name.
note-button = Add note
note-hint-team = The button decides who can read it. To tell somebody, write @ and their name.
note-button-team = For the team only
note-button-case = For the councillor too
note-team-only = The team only

timeline-before = { $count ->
    [one] Show what happened before that
   *[other] Show the { $count } things that happened before
}
timeline-title = What has happened
timeline-which = What is shown
timeline-all = Everything
timeline-progress = Progress updates
timeline-no-progress = No progress has been recorded yet.
event-on-behalf-of = for { $name }
event-raised = { $actor } raised the case
event-routed-none = No team was found by the rules
event-routed = Meant for { $team }
event-deadline-set = Answer due by { $date }
event-acknowledged = { $actor } acknowledged the case
event-assigned = { $actor } passed the case to { $team }
event-information-requested = { $actor } asked
event-information-provided = { $actor } answered
event-progress-recorded = { $actor } recorded progress
note-change = Change this note
note-change-title = Change your note on { $reference }
note-change-hint = What it said before stays with it, for those who can read it.
note-change-button = Save the note
note-changed-at = Changed { $when }. What it said before
event-note-changed = { $actor } changed a note
event-team-note-changed = { $actor } changed a note
event-note-added = { $actor } noted
event-team-note-added = { $actor } noted
event-resolved = { $actor } resolved the case
event-answer-unchecked = { $actor } wrote an answer, which is checked first
event-sent-back = { $actor } sent the case back
event-resolution-confirmed = { $actor } accepted the answer
event-withdrawn = { $actor } ended the case
event-reopened = { $actor } opened the case again
event-reminded = A reminder was sent: due by { $date }
event-breached = The answer due by { $date } did not come in time
event-stage-entered = Moved to { $stage }
event-closed = { $how ->
    [confirmed] Closed: confirmed as solved
    [by-raiser] Closed by the person who raised it
    [answered] Closed: answered by the council
    [merged] Closed: it follows another case
    [no-reply] Closed: nobody replied in time. It can be opened again
   *[other] Closed
  }
