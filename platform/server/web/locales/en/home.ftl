home-title = Your casework
home-needs-me = Needs you
home-needs-me-none = Nothing is waiting for you.
home-needs-me-more = See everything that needs you
home-recent = Recent updates
home-recent-none = Nothing has happened yet. Updates on your cases appear here.
home-queues = Queues
home-stages = My cases by stage
home-stages-none = You have not raised a case yet.
queue-open-word = open
queue-overdue-count = { $count } overdue

# One line each, for the kinds of events.
recent-raised = Raised by { $actor }
recent-routed = Raised by { $actor }
recent-deadline-set = { $actor } set a due date
recent-acknowledged = Acknowledged by { $actor }
recent-assigned = Passed to another team by { $actor }
recent-information-requested = { $actor } asks for information
recent-information-provided = { $actor } answered
recent-progress-recorded = Progress from { $actor }
recent-note-added = Note by { $actor }
recent-resolved = Resolved by { $actor }
recent-sent-back = Sent back by { $actor }
recent-resolution-confirmed = Answer accepted by { $actor }
recent-stage-entered = Moved on by { $actor }
recent-closed = Closed by { $actor }
