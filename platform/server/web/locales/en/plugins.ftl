# The council's plugins: what is in force, settings, rehearsal, activation.
plugins-title = How the council decides
plugins-lead = Wardbook asks these rules for each case. You can change them here. Nothing changes for anybody until you put the change in force, and you can always go back.
plugins-kind-routing = Which team gets a case
plugins-kind-routing-what = Decides, as soon as a case is raised, which team it goes to, and tells the councillor why.
plugins-kind-sla-policy = When an answer is due
plugins-kind-sla-policy-what = Decides by which day a team or a councillor has to answer, and when they are reminded.
plugins-none = Nothing is in force.
plugins-version = version { $version }
plugins-health-good = { $count ->
    [0] It works. It has not been asked since Wardbook started.
    [one] It works. It was asked once since Wardbook started.
   *[other] It works. It was asked { $count } times since Wardbook started.
  }
plugins-health-failing = Its last answers failed. Cases go to Triage and get the usual deadlines meanwhile.
plugins-health-suspended = It failed so often that it is left alone for a while. Cases go to Triage and get the usual deadlines meanwhile.
plugins-health-broken = It cannot be used. Cases go to Triage and get the usual deadlines meanwhile. Go back to an earlier one, below.
plugins-trouble = What went wrong: { $text }
plugins-warning = Warning
plugins-candidate = Go on with the change
plugins-candidate-text = A change is being worked on.
plugins-now = In force now
plugins-change = Change the settings
plugins-change-hint = You work on a copy. The council goes on with what is in force.
plugins-others = Use something else
plugins-choose = Which one?
plugins-set-up = Set it up
plugins-uploaded-by = Uploaded by { $name }, { $date }.
plugins-upload-title = Upload a plugin
plugins-upload = The plugin's file
plugins-upload-hint = A .wasm file, from the people who made the plugin. Wardbook checks it first. Nothing comes into force by this.
plugins-upload-button = Upload and check
plugins-history = What was in force
plugins-off = Turned off
plugins-from-files = From the council's files, when it was set up.
plugins-its-rehearsal = What was rehearsed
plugins-again = Go back to this
plugins-done-uploaded = The plugin is in order. Choose it below to set it up.
plugins-done-activated = It is in force. New cases go by it from now on.
plugins-done-discarded = The change is put aside. Nothing is different.
plugins-done-saved = It is saved. It is not in force yet.
plugins-done-imported = The settings were taken from the file. They are not in force yet.
plugins-done-pasted = { $count ->
    [one] 1 row was taken over. It is saved, and not in force yet.
   *[other] { $count } rows were taken over. They are saved, and not in force yet.
  }
plugins-setup-title = Settings of { $name }
plugins-setup-nothing-yet = What you change here is not in force yet. It is saved for you and for the council's other admins.
plugins-next = What next?
plugins-ready = These settings are in order. See first what they would have done with the council's past cases. Then put them in force.
plugins-months = Cases of the last
plugins-months-count = { $count ->
    [one] month
   *[other] { $count } months
  }
plugins-rehearse = Rehearse
plugins-activate-link = Put in force …
plugins-rehearsal-waiting = A rehearsal is under way.
plugins-rehearsal-done = { $cases ->
    [one] Rehearsed on 1 case:
   *[other] Rehearsed on { $cases } cases:
  } { $count ->
    [0] nothing would have been different.
    [one] 1 thing would have been different.
   *[other] { $count } things would have been different.
  }
plugins-rehearsal-cancelled = The last rehearsal was stopped.
plugins-rehearsal-failed = The last rehearsal failed.
plugins-rehearsal-stale = The settings have changed since they were rehearsed.
plugins-rehearsal-look = See the rehearsal
plugins-optional = { $title } (optional)
plugins-one-a-line = One on each line.
plugins-columns = What goes into each column
plugins-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
  }
plugins-rows-shown = %{"{"}count{"}"} rows found
plugins-rows-find = Find a row
plugins-row-number = Row
plugins-row-move = Move
plugins-row = Row { $number }:
plugins-row-up = Move row { $number } up
plugins-row-down = Move row { $number } down
plugins-row-remove = Take row { $number } away
plugins-row-add = Add a row
plugins-paste-title = Paste from a spreadsheet
plugins-paste = Rows from a spreadsheet
plugins-paste-hint = Copy the cells there and paste them here. The first row may say what the columns are called. Else they must stand in the order above.
plugins-paste-replace = Put them in place of the rows above
plugins-paste-button = Take these rows over
plugins-copy-out = Get the rows as a file for a spreadsheet
plugins-save = Save and check
plugins-file-title = Settings as a file, and other things to do
plugins-export = Get the settings as a file
plugins-import = Take the settings from a file
plugins-import-hint = A .json file that was got from here, or from another council. It takes the place of all settings above.
plugins-import-button = Take them over
plugins-discard-hint = Do you not want this change after all?
plugins-discard = Put the change aside
plugins-back = Back
plugins-activate-title = Put this in force?
plugins-activate-title-again = Go back to this?
plugins-what-changes = What changes
plugins-instead-of = It takes the place of { $name }.
plugins-reordered = The same rows, in another order.
plugins-before = Goes
plugins-after = Comes
plugins-nothing = Nothing
plugins-and-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
  }
plugins-no-difference = The settings are the same.
plugins-not-rehearsed = This was not rehearsed. You can see first what it would have done with the council's past cases.
plugins-activate-routing = New cases go by it as soon as you press the button. Cases that are there already stay where they are.
plugins-activate-sla-policy = Deadlines that begin from now on go by it. Deadlines that are set already stay as they are.
plugins-reason = Why?
plugins-reason-hint = For whoever looks at this later. For example: the parks team has taken over the cemeteries.
plugins-activate = Put in force
plugins-activate-again = Go back to this
rehearsal-title = Rehearsal
rehearsal-lead = What { $plugin }, version { $version }, would have decided about the cases raised from { $from } to { $to }, beside what is in force now. Nothing was changed by this.
rehearsal-running = It is being played
rehearsal-begins = It begins in a moment.
rehearsal-progress = { $done } of { $total } cases
rehearsal-look-again = Look again
rehearsal-cancel = Stop it
rehearsal-failed = It could not be played: { $text }
rehearsal-cancelled = It was stopped after { $done } cases. What was found so far stands below.
rehearsal-failures = It gave no answer for some cases. These would go to Triage, or get the usual deadline.
rehearsal-failure = { $code }: { $count ->
    [one] 1 time
   *[other] { $count } times
  }
rehearsal-moved = { $count ->
    [one] of { $cases } cases would go to another team
   *[other] of { $cases } cases would go to another team
  }
rehearsal-shifts = From which team to which
rehearsal-from = From
rehearsal-to = To
rehearsal-cases = Cases
rehearsal-load = How much each team would get
rehearsal-load-lead = New cases a week.
rehearsal-was = now
rehearsal-would = then
rehearsal-team = { $was } cases now, { $would } then
rehearsal-chart = New cases a week of { $team }, at most { $most }. The numbers are in the table below.
rehearsal-weeks = Week by week
rehearsal-week = Week from
rehearsal-changed = { $count ->
    [one] of { $deadlines } deadlines would be on another day
   *[other] of { $deadlines } deadlines would be on another day
  }
rehearsal-earlier = Earlier than now
rehearsal-later = Later than now
rehearsal-missed = Missed by what is in force
rehearsal-would-miss = Would be missed
rehearsal-gained = Missed only then
rehearsal-lost = No longer missed
rehearsal-deadlines-how = A deadline counts as kept if the case went on by that day. Days that a person agreed, and clocks that stood still, are left out.
rehearsal-changes = Case by case
rehearsal-goes = From { $was } to { $would }
rehearsal-due = From { $was } to { $would }
rehearsal-breach-gained = Would be missed.
rehearsal-breach-lost = Would be kept.
rehearsal-more = More cases
rehearsal-nothing = Every case would go the same way.
rehearsal-back-to-settings = Back to the settings
error-reason-none = Say why
error-from-plugin-missing = Choose what to use
error-component-plugin-no-file = Choose the plugin's file
error-component-plugin-too-large = The file is larger than a plugin may be
error-component-plugin-broken = The file did not arrive whole. Send it again
error-component-plugin-full = The council has uploaded as many plugins as it may
error-component-plugin-refused = This cannot be used ({ $code }): { $detail }. The guide for authors says what to do about “{ $code }”
error-setting-missing = Fill in “{ $title }”
error-setting-number = “{ $title }” must be a number, such as 10
error-setting-whole = “{ $title }” must be a whole number, such as 10
error-setting-below = “{ $title }” must be { $least } or more
error-setting-above = “{ $title }” must be { $most } or less
error-setting-long = Use { $max } characters or fewer for “{ $title }”
error-setting-choice = Choose one for “{ $title }”
error-setting-address = “{ $title }” must be a web address that starts with https://
error-setting-unknown = { $title }: the council has no { $thing ->
    [group] team
    [category] category
    [service] such service
    [ward] ward
   *[other] such entry
  } “{ $typed }”. Choose one from the list
error-setting-plugin = { $title }: { $text }
error-setting-failure = The plugin could not read these settings: { $text }
error-setting-stale = Somebody else saved other settings meanwhile. Save again to put yours in their place, or open the page anew to see theirs
error-paste-empty = Paste the rows first
error-paste-wide = Row { $row } has { $cells } cells. There are only { $columns } columns
error-paste-many = These are too many. A table has { $most } rows at most
error-paste-unreadable = Row { $row } cannot be read. Copy the cells from the spreadsheet again
error-file-import-none = Choose a file
error-file-import-large = The file is too large for settings
error-file-import-unreadable = The file is no settings: line { $line } cannot be read
error-file-import-other = The file has settings of another plugin. These are for { $plugin }
error-file-import-empty = The file has no settings

# Plugins that carry: feeds of people, meetings, works and figures, and channels for messages.
plugins-carriers-title = What comes in from elsewhere, and what goes out
plugins-carriers-lead = These read what your other systems know, or hand messages to them. Each may reach only what you allow.
plugins-kind-people-feed = Who works here
plugins-kind-people-feed-what = Tells who joins, moves and leaves, from your HR system.
plugins-kind-committee-calendar = Meetings
plugins-kind-committee-calendar-what = Shows councillors their committee meetings on the home page.
plugins-kind-highways-schedule = Road works
plugins-kind-highways-schedule-what = Shows councillors the works on streets of their wards.
plugins-kind-ward-facts = Figures of wards
plugins-kind-ward-facts-what = Shows councillors figures of their wards beside the council's average.
plugins-kind-notification-channel = Ways for messages
plugins-kind-notification-channel-what = Hands emails, letters and news to another service.
plugins-add = Add one
plugins-carrier-health-failing = It cannot do its work at the moment. What was known stays.
plugins-carrier-health-suspended = It failed so often that it is left alone for a while. What was known stays.
plugins-carrier-health-broken = It cannot be used. Go back to an earlier one, or choose another.
plugins-ready-carrier = These settings are in order. You can put them in force.
plugins-hosts = What it may reach
plugins-hosts-hint = It reaches nothing that is not ticked here.
plugins-secrets = Keys and passwords
plugins-secrets-hint = They are kept sealed, and nobody can read them here again. They count at once.
plugins-secret-filled = Filled in by { $name }, { $date }. Leave empty to keep it.
plugins-secret-empty = Not filled in yet.
plugins-secret-unset = Take it out
plugins-activate-people-feed = It is read at once. Nobody's access changes before you have seen who, unless the council's files say that changes apply by themselves.
plugins-activate-committee-calendar = It is read at once. What it brings is shown on home pages.
plugins-activate-highways-schedule = It is read at once. What it brings is shown on home pages.
plugins-activate-ward-facts = It is read at once. What it brings is shown on home pages.
plugins-activate-notification-channel = Messages go this way from now on.
plugins-turn-off-title = Turn it off
plugins-turn-off-hint = What it brought is no longer shown. You can go back to it later.
plugins-turn-off = Turn it off
plugins-done-off = It is turned off.
plugins-done-soon = It is read in a moment.
plugins-done-again = They are tried again in a moment.
plugins-done-thrown-away = They are thrown away.
plugins-done-given = { $count ->
    [0] The file was read. It brings nothing.
    [one] The file was read. It brings 1 entry.
   *[other] The file was read. It brings { $count } entries.
  } { $gone ->
    [0] Nothing is gone by it.
    [one] 1 entry is gone by it.
   *[other] { $gone } entries are gone by it.
  }
feed-fares = How it fares
feed-good-at = Last read
feed-never = Not yet
feed-next-at = Next time
feed-items = What is known
feed-items-count = { $count ->
    [one] 1 entry
   *[other] { $count } entries
  }
feed-waiting = Sent, and not read yet
feed-people-link = See who joins, moves and leaves
feed-read-now = Read it now
feed-known-stays = What was known stays, and it is tried again.
feed-unready = It cannot be used with these settings.
feed-cursor-unknown = The other system has lost the place where we were. It is read from the beginning.
feed-not-this-way = It does not read what it was given.
feed-unavailable = The other system does not answer.
feed-not-allowed = The other system refuses us. Look at the key, and at what it may reach.
feed-unreadable = What came cannot be read.
feed-wrong-settings = What came does not fit the settings.
feed-timed-out = The plugin took too long.
feed-out-of-fuel = The plugin computed more than it may.
feed-out-of-memory = The plugin asked for more memory than it may have.
feed-trapped = The plugin stopped with an error.
feed-output-too-large = The plugin brought more than it may.
feed-bad-output = The plugin's answer breaks the rules.
feed-refused = The plugin refused.
feed-busy = Too much was under way.
feed-suspended = It failed so often that it is left alone for a while.
feed-skipped = Rows that could not be read
feed-skipped-hint = All others were read. What was known of these stays.
feed-row = Row { $row }
feed-given-up = { $count ->
    [one] 1 message that was sent could not be read
   *[other] { $count } messages that were sent could not be read
  }
feed-again = Try again
feed-throw-away = Throw away
feed-file-title = Give it a file
feed-file = The file
feed-file-hint = Up to 16 MB, as your other system exports it. It is read at once.
feed-file-button = Read the file
feed-address-title = Let the other system send to us
feed-address-none = There is no address yet. Make one if the other system sends what is new by itself.
feed-address-has = There is an address. A new one takes its place: the old one stops working at once.
feed-address-new = Make a new address
feed-address-made = The address to send to
feed-address-once = Copy it now and give it to the other system. It is shown only this once, and whoever has it can send.
feed-topic = Only what topic { $topic } sends is taken.
error-secret-long = Use { $max } characters or fewer for each key
error-feed-no-files = This plugin reads no files
error-feed-unreadable = The file was not read: { $text }
error-feed-file-large = The file is larger than 16 MB. Split it, or leave out what is not needed
plugins-carries = What it is used for
plugins-carries-hint = Nothing goes this way that is not ticked here. Emails and letters go by one way each.
plugins-carries-email = Emails to residents
plugins-carries-email-hint = Instead of the council's mail server. Your own people still get theirs from there.
plugins-carries-letter = Letters to residents
plugins-carries-letter-hint = New ones no longer wait to be printed. Those that wait already do.
plugins-carries-event = News for other programs
plugins-carries-event-hint = That a case was raised, came to another stage or was closed: its number, stage, service, ward and times. Never a name, a contact or what people wrote.
error-carried-email = { $by } carries emails to residents already. Untick it there first
error-carried-letter = { $by } carries letters to residents already. Untick it there first
channel-not-this-email = It does not carry emails with these settings: they go by the council's mail server.
channel-not-this-letter = It does not carry letters with these settings: they wait to be printed.
channel-not-this-event = It does not carry news for other programs. Untick it.
channel-account = The service refuses us. Look at the key, and at the account there.
