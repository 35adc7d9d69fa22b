# Copies of a case's news for addresses outside the council.

# On the case's page, and the page to change them.
copies-title = Copies go to
copies-none = Nobody outside gets copies.
copies-change = Add or take off
copies-confidential = This case is confidential, so no copies go out.
copies-now = What happens next is also told to: { $names }
copies-page-title = Copies of { $reference }
copies-lead = An office, an association or a clerk can hear by email how the case goes on. They never see names, contact details, notes or files.
copies-there = Who gets copies
copies-remove = Take off
copies-full = At most { $max } get copies. Take one off to add another.
copies-add-title = Add somebody
copies-name = Who is it?
copies-name-hint = For example “Office of the MP”. Everybody on the case can see this.
copies-email = Their email address
copies-agreed = Did everybody named in the case agree that they hear the answer?
copies-agreed-hint = The answer is written by people, and may say something about them.
copies-agreed-yes = Yes
copies-agreed-yes-hint = They hear where the case stands, and the answer.
copies-agreed-no = No, or I do not know
copies-agreed-no-hint = They hear where the case stands, and nothing else.
copies-examples = What they will read
copies-add = Add
copies-done-added = They get copies from now on, and are told so.
copies-done-removed = They get no more copies.
copy-hears-answer = Hears where it stands, and the answer
copy-hears-stages = Hears where it stands, not the answer
copy-added-by = added by { $name } on { $date }
copy-ended-removed = Taken off on { $date }
copy-ended-unsubscribed = Asked for no more on { $date }
copy-ended-refused = Stopped on { $date }: the mail came back
error-copy-name-missing = Say who it is
error-copy-email-missing = Enter their email address
error-copy-email-already = They get copies already
error-copy-email-had-enough = This address gets no more mail about this case: they asked for that, or mail came back
error-copy-email-too-many = At most { $max } get copies. Take one off first
error-copy-email-confidential = This case is confidential, so no copies go out
error-copy-agreed-missing = Say whether everybody agreed

event-copy-added = { $actor } asked for copies to { $whom }
event-copy-ended = { $how ->
    [unsubscribed] { $whom } asked for no more copies
    [refused] Copies to { $whom } stopped: the mail came back
   *[removed] { $actor } took off { $whom }: no more copies
  }
event-copies-written = Copy to { $whom }
recent-copy-added = Copies asked for by { $actor }
recent-copy-ended = Somebody outside gets no more copies
recent-copies-written = Copies were sent outside

# In the mails. Nothing that anybody typed goes in but the answer.
copy-subject-acknowledgement = { $reference }: you get news of this case
copy-subject-progress = { $reference }: news of this case
copy-subject-outcome = { $reference }: this case is closed
copy-text-acknowledgement = { $name } asked us to tell you how case { $reference } at { $council } goes on. It is about: { $about }.
copy-text-progress = Case { $reference } at { $council } has moved on. It is about: { $about }.
copy-text-outcome = Case { $reference } at { $council } is closed. It is about: { $about }.
copy-answer = This is the answer:
copy-no-answer = Whoever asked us to tell you can say more.
copy-about-other = a matter for the council
copy-stage-triage = We are finding the right team for it.
copy-stage-with-team = A team at the council is working on it.
copy-stage-information = The council has asked for more information.
copy-stage-promised = The council has planned work to put it right.
copy-stage-referred = The council has asked another body and is waiting for its reply.
copy-stage-check = The council has an answer and is checking it.
copy-stage-resolution = The council has answered, and whoever raised the case is looking at the answer.
copy-stage-closed = The council has closed it.
copy-why = You get this because { $name } of { $council } gave us your address for this case.
copy-stop = Stop these emails:

# The page at the end of that link.
guest-copy-title = Stop emails about { $reference }?
guest-copy-text = { $council } sends you news of this case, because somebody there gave us your address.
guest-copy-stop = Stop these emails
guest-unsubscribed-title = You get no more emails about this case
guest-unsubscribed-text = It stays so. Nobody can add your address to this case again.
guest-unsubscribed-hint = If this was a mistake, please contact { $council }.
