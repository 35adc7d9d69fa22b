requests-title = My requests
requests-show = Show
requests-search = Search my requests
requests-search-hint = A resident, a place, a word or a case number
search-button = Search
requests-more-filters = Stage and number shown
requests-stage = Stage
requests-any-stage = Any stage
requests-size = Cases on a page
requests-apply = Apply
requests-never = You have not raised a case yet. Tell us about a problem in a sentence, and it goes to the right people.
requests-none = Nothing matches.
requests-show-all = Show all my requests
requests-tasks = { $count ->
    [one] 1 step so far
   *[other] { $count } steps so far
  }
column-case = Case
column-what = What
column-start = Start
column-end = End
column-status = Status
column-stage = Current stage
status-with-council = With the council
status-with-you = With you
status-closed = Closed
task-since = since { $from }
task-from-to = { $from } to { $to }

ward-title = { $ward } ward
ward-lead = Cases of your ward, where every resident named agreed to share them.
ward-tabs = My wards
ward-show = Show
ward-none = No cases to show.

queue-title = { $name }
queue-lead = Overdue first, then by due date.
queue-lead-triage = Cases that wait for this desk. Overdue first, then by due date.
queue-tabs = Teams
queue-show = Show
queue-none-open = The queue is empty.
queue-none-overdue = Nothing is overdue.
queue-none-waiting = Nothing waits for a councillor.
