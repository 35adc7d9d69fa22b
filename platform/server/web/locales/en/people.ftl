# Starters, movers and leavers, and the work of those who have left.
people-page-title = Starters and leavers
people-card = Waits for your decision
people-lead = What the council's own list of people means for who may come into Wardbook. Nothing happens before you say so.
people-lead-automatic = What the council's own list of people means for who may come into Wardbook. It happens by itself; what only a person can say, or takes much access at once, waits here.
people-waiting = Waits for you
people-nothing-waits = Nothing waits. Everybody is as the list says.
people-feed = Source: { $name }
people-feed-directory = Source: the council's directory
people-count-joins = { $count ->
    [one] 1 joins
   *[other] { $count } join
  }
people-count-changes = { $count ->
    [one] 1 changes
   *[other] { $count } change
  }
people-count-leaves = { $count ->
    [one] 1 leaves
   *[other] { $count } leave
  }
people-count-none = Nobody's access changes
people-conflict-count = { $count ->
    [one] 1 thing only you can say
   *[other] { $count } things only you can say
  }
people-held-share = Held for you: { $leave } of { $of } people would lose access at once. Is the list whole?
people-held-last-admin = Held for you: nobody would be left who sets the council up. Whoever is the last keeps access until somebody else has that role.
people-state-waiting = Waits
people-state-held = Held
people-state-applied = Put in force
people-state-dismissed = Set aside
people-state-superseded = Replaced by a newer one
people-by-itself = By itself
people-coming = On a day to come
people-coming-join = { $name } comes in from { $date }
people-coming-leave = { $name } has access until the end of { $date }
people-coming-successor = { $name } takes over the open cases
people-source = Where the list comes from
people-source-read = It is read by “{ $name }”
people-source-pushed = The council's directory sends it to Wardbook, a change at a time.
people-source-none = There is no list yet. It can come in one of two ways:
people-source-choose = Wardbook reads it from a file or another system
people-source-push = the council's directory, such as Entra ID or Okta, sends it. For that, make a token
people-push-make = Make a token for the directory
people-push-give = Give this token to the directory
people-push-once = Copy the token now. It is shown only this once, and whoever has it can say who works here. The address is below.
people-push-token = Token
people-push-copy = Copy the token
people-push-copied = Copied
people-push-address = Address
people-push-made = Made by { $name }
people-push-heard = Heard last
people-push-never = Not yet
people-push-due = Compared next
people-push-stopped = There is a token for a directory, too. While a plugin reads the list, nothing that a directory sends is taken.
people-push-renew-hint = A new token takes the place of this one, which stops working at once. Nobody's access changes when you take it back.
people-push-renew = Make a new token
people-push-end = Take the token back
people-done-push-made = There is a token. Copy it below.
people-done-push-ended = The token is taken back. The directory cannot send any more.
people-log-push-made = A token for the directory was made
people-log-push-ended = The token of the directory was taken back
people-units = Teams of units
people-units-lead = What you have said of departments and teams of the list. Forget it, and you are asked again.
people-unit-team = “{ $unit }” is { $team }
people-unit-outside = Nobody of “{ $unit }” uses Wardbook
people-unit-forget = Forget this
people-left-out = Left out
people-row = { $name } ({ $key })
people-take-in-again = Take in again
people-decided = What was decided
people-log = What happened
people-done-applied = It is in force. What waits for a day to come is listed below.
people-done-dismissed = It is set aside, with your reason. You are asked again when the list says something else.
people-done-said = It is kept, and the list was compared again.
people-done-forgotten = It is forgotten, and the list was compared again.
people-done-bound = It is kept, and the list was compared again.
people-done-taken-in = It is taken in again, and the list was compared again.
people-stale = Something has changed since you opened the page. This is how it is now.
people-conflicts = Only you can say
people-conflicts-lead = Everybody whom these are about stays as they are until then.
people-more-conflicts = There are { $count } more. They appear as you deal with these.
people-conflict-no-team = No team is set for “{ $said }” ({ $count ->
    [one] 1 person
   *[other] { $count } people
  })
people-conflict-no-team-do = Choose the team that they work in, or say that nobody there uses Wardbook.
people-conflict-no-unit = { $count ->
    [one] 1 person is in no department
   *[other] { $count } people are in no department
  }
people-conflict-no-unit-do = Have the department put in where the list comes from.
people-conflict-twice = { $key } is there twice and says different things ({ $name })
people-conflict-twice-do = Have one of the rows put right where the list comes from.
people-conflict-email-taken = { $name } ({ $key }) has the address { $said }, which is { $other }’s
people-conflict-email-taken-do = If they are the same person under a new number, say so. If not, have the address put right where the list comes from.
people-conflict-email-shared = { $name } ({ $key }) has the address { $said }, which several people have: { $other }
people-conflict-email-shared-do = Say which of them it is.
people-conflict-email-twice = { $name } ({ $key }) has the address { $said }, and so has another row
people-conflict-email-twice-do = Have one of the addresses put right where the list comes from, or leave a row out.
people-conflict-unknown-ward = { $name } ({ $key }) is a councillor for “{ $said }”, and there is no such ward
people-conflict-unknown-ward-do = Have the ward put right where the list comes from.
people-conflict-no-ward = { $name } ({ $key }) is a councillor without a ward
people-conflict-no-ward-do = Have the ward put in where the list comes from.
people-conflict-other-capacity = { $name } ({ $key }) is staff by the one and a councillor by the other
people-conflict-other-capacity-do = Nobody can be both. Find out which is right, and have the list put right.
people-conflict-last-admin = { $name } ({ $key }) is the last who sets the council up, and would lose access
people-conflict-last-admin-do = Give somebody else that role first. It goes on by itself with the next list.
people-unit-levels = What you say counts for
people-unit-to = They work in
people-choose = Choose
people-outside = Nobody there uses Wardbook
people-unit-save = Keep this
people-bind = This row
people-bind-nothing = is not decided yet
people-bind-person = is { $name }
people-bind-left-out = is left out from now on
people-bind-save = Keep this
people-steps = What happens
people-steps-were = What it said
people-steps-lead = Take away the tick from what is not to happen now. You are asked again when the list says something else.
people-step-joins = { $name } joins
people-step-returns = { $name } comes back
people-step-changes = { $name } changes
people-step-leaves = { $name } leaves
people-why-gone = The list does not have them any more. They lose access at once.
people-why-inactive = The list says that they are not active. They lose access at once.
people-why-ended = Their last day is over. They lose access at once.
people-why-outside = Nobody uses Wardbook where they work now. They lose access at once.
people-from = Comes in from { $date }
people-from-now = Comes in at once
people-until = Has access until the end of { $date }
people-change-name = Name: { $from } becomes { $to }
people-change-name-new = Name: { $to }
people-change-email = Address: { $from } becomes { $to }
people-change-email-new = Address: { $to }
people-change-team = Moves from { $from } to { $to }
people-change-team-new = Joins { $to }
people-change-ward = Ward: { $from } becomes { $to }
people-change-ward-new = Ward: { $to }
people-change-starts = Comes in from { $to }
people-change-starts-none = Comes in at once
people-change-ends = Has access until the end of { $to }
people-change-ends-none = Has access for good
people-binds = The council knows them by their address already. They are { $key } from now on.
people-follow-shared = { $count ->
    [one] 1 open case goes to whoever you choose below, and to triage if you choose nobody
   *[other] { $count } open cases go to whoever you choose below, and to triage if you choose nobody
  }.
people-follow-others = { $count ->
    [one] 1 open case names somebody who has not agreed that colleagues see it. It goes to triage, and no other councillor sees it
   *[other] { $count } open cases name people who have not agreed that colleagues see them. They go to triage, and no other councillor sees them
  }.
people-follow-back = { $count ->
    [one] 1 case goes back to { $team }
   *[other] { $count } cases go back to { $team }
  }.
people-follow-drafts = { $count ->
    [one] 1 draft stays, unread, until you say who goes on with it
   *[other] { $count } drafts stay, unread, until you say who goes on with them
  }.
people-follow-stands-in = { $count ->
    [one] They stand in for 1 person, who is told to find somebody else
   *[other] They stand in for { $count } people, who are told to find somebody else
  }.
people-successor = Who takes over their open cases
people-successor-hint = A councillor who stays, of the same ward where there is one.
people-successor-none = Nobody yet: they wait with triage
people-checked = I have looked at this. The list is whole.
people-put-in-force = Put in force
people-dismiss-title = Set aside
people-dismiss-lead = Nothing happens, and the same is not asked again.
people-reason = Why
people-dismiss = Set all of it aside
people-log-joins = { $whom } joined
people-log-returns = { $whom } came back
people-log-changes = { $whom } was changed
people-log-leaves = { $whom } left
people-log-access-ended = { $whom } has no access any more
people-log-access-began = { $whom } has access from now on
people-log-dismissed = A plan was set aside
people-log-unit-said = It was said what “{ $whom }” is
people-log-unit-forgotten = What “{ $whom }” is was forgotten
people-log-bound = It was said which row { $whom } is
people-log-left-out = The row { $whom } was left out
people-log-taken-in-again = The row { $whom } was taken in again
people-log-cases-given = { $count ->
    [one] 1 case was given to { $whom }
   *[other] { $count } cases were given to { $whom }
  }
people-log-drafts-given = { $count ->
    [one] 1 draft was given to { $whom }
   *[other] { $count } drafts were given to { $whom }
  }
people-log-handed = { $count ->
    [one] 1 case was handed over.
   *[other] { $count } cases were handed over.
  }
people-log-triage = { $count ->
    [one] 1 case went to triage.
   *[other] { $count } cases went to triage.
  }
people-log-back = { $count ->
    [one] 1 case went back to the team.
   *[other] { $count } cases went back to the team.
  }
error-checked-people-unchecked = Say that you have looked at this
error-steps-people-successor = Whoever you chose cannot take the cases over. Choose somebody else
behind-title = Work of people who have left
behind-card = Cases without a councillor
behind-lead = Give it to whoever goes on with it.
behind-cases = Cases without a councillor
behind-of = Of { $name }
behind-shared = everybody named shares it with the ward
behind-not-shared = not everybody named agreed that colleagues see it
behind-open = Open
behind-more = There are more. They appear as you deal with these.
behind-to = Who takes them over
behind-agreed = Everybody named in these cases was asked, and agreed that this councillor takes them over
behind-agreed-hint = Needed for those that are not shared with the ward. Your name is kept with it.
behind-give = Hand over
behind-no-cases = Every open case that you see has its councillor.
behind-drafts = Drafts that nobody raises
behind-drafts-lead = You do not see what they say. Whoever you choose reads them, raises them or throws them away.
behind-drafts-of = { $count ->
    [one] 1 draft of { $name }
   *[other] { $count } drafts of { $name }
  }
behind-drafts-give = Give to them
behind-done-cases = { $count ->
    [one] 1 case was handed over, and its new councillor is told.
   *[other] { $count } cases were handed over, and their new councillor is told.
  }
behind-done-drafts = { $count ->
    [one] 1 draft was given on.
   *[other] { $count } drafts were given on.
  }
error-cases-behind-none = Choose at least one case
error-to-behind-nobody = Choose who takes them over
error-drafts-behind-nobody = Choose who goes on with the drafts
error-agreed-behind-not-agreed = Say that everybody named in these cases was asked and agreed
event-handed-over = { $how ->
    [agreed] { $actor } handed the case over from { $from } to { $whom }, as everybody named agreed
   *[other] { $actor } handed the case over from { $from } to { $whom }
  }
event-member-left = { $whom } has left. Nobody has taken the case over yet
event-officer-left = { $whom }, who had this in hand, has left the team. The team has it
recent-handed-over = The case was handed over to another councillor
recent-member-left = The councillor has left, and nobody has taken the case over yet
recent-officer-left = Whoever had this in hand has left the team. It is the team’s again
notice-deputy-left = { $name } has left and does not stand in any more
notice-deputy-left-why = Say anew when you are away, and who stands in
