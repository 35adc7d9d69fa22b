# On every page.
title-error = Error:
skip-to-content = Skip to main content
language-switch = Language
signed-in-as = Signed in as
sign-out = Sign out
navigation = Main pages
nav-home = Home
nav-raise = Raise
nav-requests = My requests
nav-ward = My ward
nav-queue = Queues
demo-tag = Demonstration
demo-text = The people and cases here are invented.
footer-help = Need a hand?
footer-made-with = Made with Wardbook
raise-a-case = Raise a case
yes = Yes
no = No
not-said = Not said
view = View
triage = Triage
actor-platform = Wardbook

# Cases in lists.
raised-on = Raised { $date }
raised-by-on = { $name }, { $date }
with-whom = With { $name }
due-overdue = { $days ->
    [one] 1 working day overdue
   *[other] { $days } working days overdue
  }
due-today = Due today
due-on = Due { $date }
paging = More pages
paging-previous = Previous
paging-next = Next
show-all = All
show-open = Open
show-needs-me = Needs me
show-closed = Closed
show-overdue = Overdue ({ $count })
show-waiting = Waiting for the councillor

# Counting under a text area; %{"{"}count{"}"} is filled by the script.
count-limit = You can write up to %{"{"}count{"}"} characters
count-under-one = %{"{"}count{"}"} character left
count-under = %{"{"}count{"}"} characters left
count-at = No characters left
count-over-one = %{"{"}count{"}"} character too many
count-over = %{"{"}count{"}"} characters too many
