# Telling residents: what is said of it, messages, letters, and the council's texts.
person-tell = May we write to them about it?
person-tell-hint = Below you say who writes: you, or the council.
tell-not = No
tell-email = Yes, by email
tell-post = Yes, by post
person-lang = Language
lang-en = English
lang-cy = Welsh
raise-route = Who writes to the resident? You do, unless you change it here
route-legend = Who writes to the resident?
route-through-me = I do
route-through-me-hint = Everything goes through you. The council writes to nobody.
route-to-resident = The council does
route-to-resident-hint = Residents hear when it is raised and how it ends. You get a copy of everything.
route-confidential = Nobody
route-confidential-hint = It is confidential: nothing goes to a resident.
telling-through-me = The councillor writes to them. The council does not.
telling-to-resident = The council writes to them. The councillor gets a copy.
telling-confidential = Confidential: nothing goes to a resident.
telling-change = Change
telling-title = Telling the resident about { $reference }
telling-button = Save
done-telling-changed = It is saved. What waited and may not go any more is stopped.
told-email = Told by email
told-post = Told by post
not-reached = The last message came back.
not-reached-mend = Check the address
not-reached-again = When you change the address, it is sent again.

write-email = Write an email
write-post = Write a letter
write-title = Message about { $reference }
write-goes-email = By email to
write-goes-post = By post to
write-text = What do you want to say?
write-hint = “Dear …” and your name are added. Everybody on the case can read it.
write-preview = See it before it goes
foretold-title = This is what goes out
foretold-lead = Read it once more. Nothing has gone yet.
foretold-closes = Read it once more. Nothing has gone yet. When you send it, the case is closed, too.
foretold-changed = Something has changed since you saw it. Nothing has gone yet. This is how it would go now.
foretold-email = By email
foretold-email-channel = By email, sent by { $channel }
foretold-post = By post. The letter waits to be printed
foretold-post-channel = By post, printed and sent by { $channel }
foretold-lang-en = in English
foretold-lang-cy = in Welsh
foretold-waits = Email is not set up here at present. It waits, and goes when that is mended.
foretold-page = The address of their own page comes below this. It is secret, so it is not shown here.
foretold-not-confidential = Gets nothing, because the case is confidential.
foretold-not-through-member = Gets nothing from the council. The councillor writes to them.
foretold-not-not-to-be-told = Gets nothing, because nobody said how they may be told.
foretold-not-another = Gets nothing. This message is to somebody else.
foretold-unseen = { $count ->
    [one] One resident of a case that you do not see gets it, too.
   *[other] { $count } residents of cases that you do not see get it, too.
  }
foretold-send = Send
foretold-send-and-close = Send, and close the case
foretold-change = Change
foretold-first = You see first what each resident gets.
error-text-no-mail = No email can be sent: the council's mail is not set up yet
error-people-email-needed-to-tell = Enter the email address of resident { $person }, or choose another way to write to them
error-people-address-needed-to-tell = Enter the address of resident { $person }, or choose another way to write to them
error-needed-to-tell = Fill this in, or choose another way to write to them
done-letter-written = Your letter waits to be printed with the others. You can also download it below.
done-mail-written = Your email is on its way.
event-letter-written = { $actor } wrote a letter to the resident
event-resident-written = { $actor } wrote to { $to } { $way ->
    [email] by email
   *[post] by post
  }: { $what ->
    [acknowledgement] acknowledgement
    [outcome] outcome
   *[progress] news
  }
event-resident-not-reached = The message to { $to } came back. Check the address
event-telling-changed = { $actor } changed how the resident is told
message-waiting = { $way ->
    [email] Waits to be sent
   *[post] Waits to be printed
  }
message-sent = Sent
message-printed = Printed
message-refused = Came back
message-stopped = Not sent: it may not go any more
letter-download = Download the letter (PDF)
letter-reference = Our reference
letter-dear = Dear
letter-closing = Yours sincerely

letters-title = Letters to print
letters-lead = Print them all as one document. Each letter starts on a new sheet, with the address in the window.
letters-print = Print all that wait
letters-waiting = Waiting, the oldest first
letters-line = { $what ->
    [acknowledgement] Acknowledgement to { $to }
    [outcome] Outcome to { $to }
   *[progress] News to { $to }
  }
letters-one = This letter only (PDF)
letters-none = No letter waits to be printed.
letters-printed = These letters are yours to print
letters-download = Download them (PDF)
letters-returned = The letters wait again.
letters-nothing = No letter waits any more. A colleague may have printed them just now.
letters-batches = Printed lately
letters-batch = { $count ->
    [one] One letter
   *[other] { $count } letters
  }
letters-again = Download again
letters-return = Not printed: put them back
letters-batch-returned = Put back

templates-title = Texts for residents
templates-lead = What residents read in emails and letters. Write it in the council's own words.
templates-standard = Standard text
templates-own = Changed by { $name } on { $date }
what-acknowledgement = Acknowledgement
what-progress = News
what-outcome = Outcome
when-acknowledgement = Goes out when a case was raised.
when-progress = Goes around what somebody writes to a resident.
when-outcome = Goes out when a case is closed with an answer.
template-title = Text for residents: { $name }
template-standard = This is the standard text.
template-own = This is your own text.
template-subject = Subject
template-subject-hint = Also stands above a letter
template-body = Text
template-body-hint = “Dear …” comes before it and “Yours sincerely” after it. Leave a line empty between paragraphs.
template-save = Save
template-preview = Show how it looks
template-reset = Back to the standard text
template-saved = It is saved. The next message uses it.
template-fields = Fields that you can use
template-if = Show a part only when a field has something in it:
template-preview-title = How a resident reads it
template-preview-none = Correct the text first. Then you see here how it looks.
template-versions = Earlier texts
template-version = Version { $number }, { $name }, { $date }
template-version-standard = Version { $number }, { $name }, { $date }: back to the standard text
field-resident-name = the resident, with title
field-case-reference = the number of the case
field-case-summary = what the problem is
field-stage = where the case stands
field-team = the team that has it; may be empty
field-councillor = who raised it
field-council = the name of the council
field-due = the day of the next answer; empty when closed
field-answer = the answer; in the outcome only
field-message = what somebody wrote; in the news only
error-unknown-field = Line { $line }: there is no field called { $name }. The fields are listed below
error-not-allowed-here = Line { $line }: “{ $found }” cannot be used. Only fields and “if” can stand between braces
error-unfinished = Line { $line }: something is not closed. Each bracket and each “if” needs its end
error-too-much = Line { $line }: with a long answer in it, this is too long for a letter. Use each field once
error-subject-missing = Write a subject
error-text-changed-meanwhile = Somebody else has changed this text meanwhile. Yours is kept here. Save again to replace theirs
sample-resident = Mrs Joan Reeve
sample-summary = Street light out by the bus stop
sample-councillor = Cllr Margaret Ellison
sample-answer = The lamp was replaced on Thursday. It works again.
sample-message = An inspector looked at the lamp today. A new one is ordered.

mail-resident-page = See where this stands, add something, or tell us whether it is solved. The page is yours alone, so please do not pass the address on:
telling-mail-off = Email is not set up yet. An email waits for three days. If it still cannot go then, it is marked as not sent, and you are told.
event-resident-not-sent = The message to { $to } was not sent: email was not set up in time
recent-resident-not-sent = The message to the resident was not sent: email was not set up
message-unsent = Not sent: email was not set up in time
message-delivered = Arrived
