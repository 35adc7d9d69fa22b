# Cardiau'r hafan, a'u dewis.
card-needs-me = Eich tro chi
card-drafts = Heb eu codi eto
card-recent = Diweddariadau
card-works = Gwaith ffordd yn eich ward
card-figures = Eich ward mewn ffigurau
card-mail-in = Post sy'n dod i mewn
card-people = Pwy sy'n gweithio yma
card-jobs = Yr hyn na ellid ei wneud
card-queues = Ciwiau
card-stages = Fy achosion fesul cam
card-meetings = Eich cyfarfodydd nesaf
card-meetings-council = Cyfarfodydd nesaf y cyngor
card-failed = Ni ellir dangos hwn ar hyn o bryd. Mae gweddill y dudalen yn gweithio fel arfer.
cards-title = Dewis eich cardiau
cards-lead = Mae eich hafan yn dangos yr hyn sydd â thic, yn y drefn hon. Mae'n newid i chi yn unig.
cards-main = Colofn lydan
cards-aside = Colofn gul, o dan yr un lydan ar ffôn
cards-up = Symud i fyny: { $card }
cards-down = Symud i lawr: { $card }
cards-save = Cadw
cards-usual = Yn ôl i'r drefn arferol
cards-saved = Mae eich hafan wedi'i chadw.

# Pa mor hen yw'r hyn y mae system arall yn ei ddweud.
fresh-today = Fel yr oedd am { $time } heddiw.
fresh-yesterday = Fel yr oedd am { $time } ddoe.
fresh-weekday = Fel yr oedd { $weekday }, { $time }.
fresh-date = Fel yr oedd ar { $date }.
fresh-never = Nid oes dim wedi dod i mewn eto.
silent-today = Nid yw'r ffynhonnell wedi ateb ers { $time } heddiw. Dyma'r hyn a wyddid bryd hynny.
silent-yesterday = Nid yw'r ffynhonnell wedi ateb ers { $time } ddoe. Dyma'r hyn a wyddid bryd hynny.
silent-weekday = Nid yw'r ffynhonnell wedi ateb ers { $weekday }, { $time }. Dyma'r hyn a wyddid bryd hynny.
silent-date = Nid yw'r ffynhonnell wedi ateb ers { $date }. Dyma'r hyn a wyddid bryd hynny.
silent-never = Nid yw'r ffynhonnell wedi ateb eto.

# Cyfarfodydd.
meeting-until = i { $time }
meeting-provisional = Dros dro
meeting-postponed = Wedi'i ohirio
meeting-cancelled = Wedi'i ganslo
meeting-all-papers = Pob papur
meetings-none = Nid oes cyfarfod wedi'i gynllunio.

# Gwaith ar strydoedd a ffyrdd.
works-map = Map o { $wards } gyda rhifau lle mae gwaith. Mae gan y rhestr yr un rhifau.
works-all = Gweld pob gwaith ffordd
works-more = Mae rhagor o waith yn ddiweddarach na'r rhain.
works-none = Nid oes gwaith yn hysbys yn { $wards }.
works-elsewhere = Gwaith heb le
works-elsewhere-hint = Nid yw'r ffynhonnell yn dweud ble mae'r rhain, felly gallant fod mewn ward arall.
work-under-way = Ers { $starts }, tan { $ends }
work-planned = O { $starts } i { $ends }
work-proposed = Arfaethedig: { $starts } i { $ends }
work-under-way-day = Ar { $starts }
work-planned-day = Ar { $starts }
work-proposed-day = Arfaethedig: { $starts }
work-page = Rhagor amdano
traffic-road-closure = Mae'r ffordd ar gau
traffic-alternating = Un cyfeiriad ar y tro, gyda goleuadau neu fyrddau
traffic-lane-closure = Mae lôn ar gau
traffic-footway = Effeithir ar y palmant neu'r llwybr beicio
traffic-slight = Prin ddim effaith ar draffig
traffic-unknown = Nid yw'r effaith ar draffig yn hysbys

# Ffigurau wardiau.
figures-what = Ffigur
figures-ward = Y ward hon
figures-average = Cyfartaledd y cyngor
figures-all = Gweld pob ffigur
figures-none = Nid oes ffigur ar gyfer y ffin hon. Mae'r ward wedi newid ers i'r ffigurau gael eu llunio.
figures-no-figure = Dim ffigur ar gyfer y ffin hon
figures-origin = { $source }: { $period }.
figures-mean = Mae'r cyfartaledd yn cyfrif pob ward yr un fath.
figure-count = { $value }
figure-percent = { $value }%
figure-per-square-kilometre = { $value } fesul km²
figure-years = { $value } oed
figure-pounds = £{ $value }
figure-other = { $value }

# Y calendr y mae rhaglenni'n tanysgrifio iddo.
calendar-title = Eich calendr
calendar-lead = Eich cyfarfodydd a'r diwrnodau y mae achosion yn aros amdanoch hyd atynt, yn y calendr ar eich ffôn neu'ch cyfrifiadur. Am achos mae'n dweud y cyfeirnod a'r cam, a dim arall.
calendar-make = Gwneud cyfeiriad
calendar-since = Mae gan eich calendr gyfeiriad ers { $date }.
calendar-address = Cyfeiriad eich calendr
calendar-how = Beth i'w wneud ag ef
calendar-how-outlook = Outlook: Add calendar, yna Subscribe from web
calendar-how-google = Google Calendar: Other calendars, yna From URL
calendar-how-apple = iPhone: Calendars, yna Add Calendar, yna Add Subscription Calendar
calendar-care = Gall pwy bynnag sydd â'r cyfeiriad hwn ddarllen eich calendr. Os yw'n mynd i'r dwylo anghywir, gwnewch un newydd: mae'r hen un yn peidio ar unwaith.
calendar-copied = Rwyf wedi ei gopïo
calendar-meetings = Pa gyfarfodydd
calendar-meetings-mine = Rhai pwyllgorau yr wyf yn eistedd arnynt
calendar-meetings-mine-hint = Dim un, os nad yw cyfarfodydd y cyngor yn dweud pwy sy'n eistedd.
calendar-meetings-all = Pob cyfarfod o'r cyngor
calendar-choose = Cadw
calendar-change = Y cyfeiriad
calendar-renew-hint = Ni all neb weld y cyfeiriad eto, dim hyd yn oed chi. Gydag un newydd, mae'r hen un yn peidio ar unwaith.
calendar-renew = Gwneud cyfeiriad newydd
calendar-end = Ei ddiffodd
calendar-done-ended = Mae'r calendr wedi'i ddiffodd. Nid yw ei gyfeiriad yn agor dim mwyach.
calendar-done-chosen = Wedi'i gadw. Bydd eich calendr yn newid y tro nesaf y caiff ei nôl.
calendar-name = { $council }: fy nghalendr
calendar-cancelled = Wedi'i ganslo: { $name }
calendar-postponed = Wedi'i ohirio: { $name }
calendar-due = Mae hwn yn aros amdanoch tan ddiwedd y dydd.

# Gwaith ger lle'r achos sy'n cael ei godi.
near-title = Mae'r gwaith hwn yn hysbys gerllaw. Efallai mai dyna'r rheswm, neu y bydd yn ei gywiro:
near-now = { $street }, { $metres } metr i ffwrdd: { $what }. { $traffic }, tan { $ends }.
near-later = { $street }, { $metres } metr i ffwrdd: { $what }. { $traffic }, o { $starts } i { $ends }.
