# Cards of the home page, and the choice of them.
card-needs-me = Needs you
card-drafts = Not raised yet
card-recent = Recent updates
card-works = Roadworks in your ward
card-figures = Your ward in figures
card-mail-in = Incoming mail
card-jobs = What could not be done
card-people = Who works here
card-queues = Queues
card-stages = My cases by stage
card-meetings = Your next meetings
card-meetings-council = The council’s next meetings
card-failed = This cannot be shown at the moment. The rest of the page works as always.
cards-title = Choose your cards
cards-lead = Your home page shows what is ticked, in this order. It changes for you alone.
cards-main = Wide column
cards-aside = Narrow column, below the wide one on a phone
cards-up = Move up: { $card }
cards-down = Move down: { $card }
cards-save = Save
cards-usual = Back to how it was for everybody
cards-saved = Your home page is saved.

# How old what another system says is.
fresh-today = As of { $time } today.
fresh-yesterday = As of { $time } yesterday.
fresh-weekday = As of { $weekday }, { $time }.
fresh-date = As of { $date }.
fresh-never = Nothing has come in yet.
silent-today = The source has not answered since { $time } today. This is what was known then.
silent-yesterday = The source has not answered since { $time } yesterday. This is what was known then.
silent-weekday = The source has not answered since { $weekday }, { $time }. This is what was known then.
silent-date = The source has not answered since { $date }. This is what was known then.
silent-never = The source has not answered yet.

# Meetings.
meeting-until = to { $time }
meeting-provisional = Provisional
meeting-postponed = Postponed
meeting-cancelled = Cancelled
meeting-all-papers = All papers
meetings-none = No meeting is planned.

# Works on streets and roads.
works-map = Map of { $wards } with numbers where works are. The list has the same numbers.
works-all = See all roadworks
works-more = There are more works later than these.
works-none = No works are known in { $wards }.
works-elsewhere = Works without a place
works-elsewhere-hint = The source does not say where these are, so they may be in another ward.
work-under-way = Since { $starts }, until { $ends }
work-planned = From { $starts } to { $ends }
work-proposed = Proposed: { $starts } to { $ends }
work-under-way-day = On { $starts }
work-planned-day = On { $starts }
work-proposed-day = Proposed: { $starts }
work-page = More about it
traffic-road-closure = The road is closed
traffic-alternating = One direction at a time, with lights or boards
traffic-lane-closure = A lane is closed
traffic-footway = The pavement or cycle path is affected
traffic-slight = Hardly any effect on traffic
traffic-unknown = Effect on traffic not known

# Figures of wards.
figures-what = Figure
figures-ward = This ward
figures-average = Council average
figures-all = See all figures
figures-none = There is no figure for this boundary. The ward has changed since the figures were made.
figures-no-figure = No figure for this boundary
figures-origin = { $source }: { $period }.
figures-mean = The average counts each ward alike.
figure-count = { $value }
figure-percent = { $value }%
figure-per-square-kilometre = { $value } per km²
figure-years = { $value } years
figure-pounds = £{ $value }
figure-other = { $value }

# The calendar to which programs subscribe.
calendar-title = Your calendar
calendar-lead = Your meetings and the days by which cases wait for you, in the calendar on your phone or computer. Of a case it says the reference and the stage, and nothing else.
calendar-make = Make an address
calendar-since = Your calendar has had an address since { $date }.
calendar-address = The address of your calendar
calendar-how = What to do with it
calendar-how-outlook = Outlook: Add calendar, then Subscribe from web
calendar-how-google = Google Calendar: Other calendars, then From URL
calendar-how-apple = iPhone: Calendars, then Add Calendar, then Add Subscription Calendar
calendar-care = Whoever has this address can read your calendar. If it gets into the wrong hands, make a new one: the old one stops at once.
calendar-copied = I have copied it
calendar-meetings = Which meetings
calendar-meetings-mine = Those of committees on which I sit
calendar-meetings-mine-hint = None, if the council’s meetings do not say who sits.
calendar-meetings-all = All meetings of the council
calendar-choose = Save
calendar-change = The address
calendar-renew-hint = Nobody can see the address again, not even you. With a new one, the old one stops at once.
calendar-renew = Make a new address
calendar-end = Switch it off
calendar-done-ended = The calendar is switched off. Its address opens nothing any more.
calendar-done-chosen = Saved. Your calendar changes the next time it is fetched.
calendar-name = { $council }: my calendar
calendar-cancelled = Cancelled: { $name }
calendar-postponed = Postponed: { $name }
calendar-due = This waits for you until the end of the day.

# Works near the place of a case that is being raised.
near-title = These works are known near here. They may be the reason, or put it right:
near-now = { $street }, { $metres } metres away: { $what }. { $traffic }, until { $ends }.
near-later = { $street }, { $metres } metres away: { $what }. { $traffic }, from { $starts } to { $ends }.
