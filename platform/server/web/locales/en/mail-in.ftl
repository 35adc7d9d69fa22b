# Drafts, mail that comes in, and what somebody must look at.
drafts-title = Your drafts
drafts-count = { $count ->
    [one] 1 draft
   *[other] { $count } drafts
  }
draft-nameless = Without a subject
draft-from-mail = This draft is from your mail
draft-from-answer = This draft is an answer to a mail of ours
draft-from-handed-over = Your council handed you this mail
draft-received = Received { $at }.
draft-check = Only you can see it. Please check everything before you raise it, above all the name of the resident.
draft-refused = These files could not be kept:
draft-delete = Delete this draft
mail-in-title = Mail to sort
mail-in-to-sort = To be looked at
mail-in-lead = Wardbook was not sure about these. Nothing is lost: hand each to the person it belongs to, or close it.
mail-in-none = No mail is waiting.
mail-in-more = There are more. They appear as you deal with these.
mail-in-nameless = Without a subject
mail-in-says-from = It says it is from { $sender }
mail-in-text = What it says
mail-in-no-text = It holds no text.
mail-in-cut = The text goes on. Whoever gets the mail gets all of it.
mail-in-attachments = Attached
mail-in-hand-over-label = Who does it belong to?
mail-in-hand-over-hint = They get it as a draft, with its files once those are checked. They decide whether it becomes a case.
mail-in-nobody = Choose a person
error-person-choose = Choose who it belongs to
mail-in-hand-over = Hand it over
mail-in-dismiss = Close it
mail-in-dismiss-hint = If it needs nothing, close it. It is deleted after 30 days.
mail-in-done-dismissed = The mail is closed.
mail-in-done-handed-over = The mail is handed over. It appears as a draft in a moment.
mail-in-why-unreadable = This is not a mail, or nothing of it can be read.
mail-in-why-broken = Parts of it are damaged or missing. Ask the sender to send it again.
mail-in-why-too-complex = It has too many parts, one inside another.
mail-in-why-no-sender = It does not say who one sender is.
mail-in-why-not-authenticated = The mail server could not confirm that it is from this address. Somebody else may have sent it.
mail-in-why-unknown-sender = Nobody at this council has this address.
mail-in-why-shared-address = More than one person has this address.
mail-in-why-may-not-raise = The sender works here but does not raise cases.
mail-in-why-empty = There is nothing in it.
mail-in-why-failed = Wardbook tried again and again to deal with it, and failed.
mail-in-not-added = { $count ->
    [one] This file could not be added:
   *[other] These files could not be added:
  }
