# What the program gave up, and what people decide about it.
jobs-title = What could not be done
jobs-card = Waits for your decision
jobs-lead = Wardbook tried these again and again, or was told not to try again. Find out why, then try again or put them aside.
jobs-none = Nothing has failed.
jobs-more = There are more. They appear as you deal with these.
jobs-kinds = All of a kind
jobs-kinds-lead = If a mail server was down, try them all again when it is back.
jobs-each = Each of them
jobs-decisions = What was decided
jobs-done-retried = It is tried again when the office is open. If it fails again, you find it here.
jobs-done-discarded = It is put aside, with your reason.
job-what-mail-staff = Email to somebody of the council
job-what-mail-resident = Email to a resident
job-what-mail-copy = Copy of a case's news for somebody outside
job-what-copies = Copies of a case's news
job-what-residents = Messages to the residents of a case
job-what-other = Work in the background
job-kind-mail-staff = { $count ->
    [one] Try 1 email to the council's people again
   *[other] Try { $count } emails to the council's people again
  }
job-kind-mail-resident = { $count ->
    [one] Try 1 email to a resident again
   *[other] Try { $count } emails to residents again
  }
job-kind-mail-copy = { $count ->
    [one] Try 1 copy for somebody outside again
   *[other] Try { $count } copies for people outside again
  }
job-kind-copies = { $count ->
    [one] Write 1 round of copies again
   *[other] Write { $count } rounds of copies again
  }
job-kind-residents = { $count ->
    [one] Write 1 message to residents again
   *[other] Write { $count } messages to residents again
  }
job-kind-other = { $count ->
    [one] Try 1 other thing again
   *[other] Try { $count } other things again
  }
job-why-address = The email address is not one. Correct it first.
job-why-no-answer = The mail server did not answer.
job-why-answer = The mail server refused it (code { $detail }). The address may be wrong, or the mailbox full or gone.
job-why-other = Something went wrong: { $detail }
job-tries = { $count ->
    [one] Tried once
   *[other] Tried { $count } times
  }
job-since = From { $date }
job-given-up = Given up { $date }
job-no-case = Its case is not shared with you.
job-retry = Try it again
job-retry-hint = It is the same message. Whoever got it already does not get it as a new one.
job-discard-title = Put it aside
job-discard = Put it aside
job-reason = Why is it not needed?
job-reason-hint = Your name and this reason are kept. Leave out names and addresses of residents.
job-decision-retried = Tried again
job-decision-discarded = Put aside
job-operator = The operator of Wardbook
error-reason-missing = Say why it is not needed
error-reason-too-long = Use { $max } characters or fewer
job-why-not-set-up = It waited for three days, and email was not set up. It may be old news by now.
job-why-inside = Wardbook itself failed. Ask whoever runs it to look into its log.
job-what-letter = Letter to a resident
job-what-event = News for another program
job-kind-letter = { $count ->
    [one] Try 1 letter to a resident again
   *[other] Try { $count } letters to residents again
  }
job-kind-event = { $count ->
    [one] Tell another program 1 thing again
   *[other] Tell other programs { $count } things again
  }
job-why-channel = The service that carries it did not take it: { $detail }
