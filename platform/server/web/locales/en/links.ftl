# Cases that belong together (R25).
links-title = Other cases about this
links-none = No other case is connected with this one.
link-related = About the same
link-merged-into = This case is closed and follows
link-absorbed = Merged into this case
link-part-of = Split off
link-split-into = A part of this case became
link-member-of = Its outcome counts here, too
link-master-of = The outcome of this case counts there, too
link-another = another case
link-add = Connect with another case
link-other = Number of the other case
link-other-hint = For example { $example }
link-relation = How do they belong together?
link-choose-related = They are about something similar
link-choose-merged-into = Same problem: close this case, it follows the other one
link-choose-member-of = The outcome of the other case counts for this one, too
link-choose-master-of = The outcome of this case counts for the other one, too
link-button = Connect
link-end = Take apart
link-undo-merge = Undo the merge

outcome-send = { $count ->
    [one] Send the outcome to the case that follows this one
   *[other] Send the outcome to the { $count } cases that follow this one
}
outcome-send-hint = Each gets it as its answer if you could answer it. The people of the others are told. Nobody sees who raised another case.
outcome-send-label = What came of it?
outcome-send-button = Send to all

done-connected = The cases are connected.
done-taken-apart = The cases are no longer connected.
done-outcome-sent = The outcome is on its way to all cases that follow this one.

error-other-other-not-found = There is no case of this number that you can see. Check the number
error-other-itself = This is the number of this case. Write the other one
error-other-already = They are connected in this way already
error-other-not-yours = Only those who work on cases can do this
error-other-closed = This case is closed already
error-other-other-closed = The other case is closed. Open it again first, or choose another
error-other-follows-another = This case follows another one already. Take them apart first
error-other-other-follows = That case follows a third one. Connect with the third one
error-other-is-followed = Other cases follow this one. Take them apart first

event-case-linked = { $actor } connected this case with { $case }
event-case-unlinked = { $actor } took this case and { $case } apart
event-case-linked-related = { $actor } connected this case with { $case }: about the same
event-case-linked-merged-into = { $actor } merged this case into { $case }
event-case-linked-absorbed = { $actor } merged { $case } into this case
event-case-linked-part-of = { $actor } split this case off { $case }
event-case-linked-split-into = { $actor } split { $case } off this case
event-case-linked-member-of = { $actor } let this case follow { $case }
event-case-linked-master-of = { $actor } let { $case } follow this case
event-case-unlinked-related = { $actor } took this case and { $case } apart
event-case-unlinked-merged-into = { $actor } undid the merge into { $case }
event-case-unlinked-absorbed = { $actor } undid the merge of { $case }
event-case-unlinked-part-of = { $actor } took this case and { $case } apart
event-case-unlinked-split-into = { $actor } took this case and { $case } apart
event-case-unlinked-member-of = This case no longer follows { $case }
event-case-unlinked-master-of = { $case } no longer follows this case
event-outcome-shared = { $actor } told what came of { $case }
event-outcome-sent = { $days ->
    [one] { $actor } sent the outcome to 1 case
   *[other] { $actor } sent the outcome to { $days } cases
}

recent-case-linked = Connected with another case by { $actor }
recent-case-unlinked = Taken apart from another case by { $actor }
recent-outcome-shared = { $actor } told what came of it
recent-outcome-sent = Outcome sent on by { $actor }

raise-part-of = Say here what is a matter of its own in { $reference }. What is known of it is filled in. The two cases are then connected, and { $reference } goes on as it is.
link-split = Split off a part: raise it as a case of its own
