# Ategion y cyngor: beth sydd mewn grym, gosodiadau, ymarfer, rhoi ar waith.
plugins-title = Sut mae'r cyngor yn penderfynu
plugins-lead = Mae Wardbook yn gofyn i'r rheolau hyn am bob achos. Gallwch eu newid yma. Does dim yn newid i neb nes i chi roi'r newid mewn grym, a gallwch fynd yn ôl bob amser.
plugins-kind-routing = Pa dîm sy'n cael achos
plugins-kind-routing-what = Yn penderfynu, cyn gynted ag y codir achos, i ba dîm y mae'n mynd, ac yn dweud wrth y cynghorydd pam.
plugins-kind-sla-policy = Pryd mae angen ateb
plugins-kind-sla-policy-what = Yn penderfynu erbyn pa ddiwrnod y mae'n rhaid i dîm neu gynghorydd ateb, a phryd y cânt eu hatgoffa.
plugins-none = Does dim mewn grym.
plugins-version = fersiwn { $version }
plugins-health-good = { $count ->
    [0] Mae'n gweithio. Ni ofynnwyd iddo ers i Wardbook ddechrau.
    [one] Mae'n gweithio. Gofynnwyd iddo unwaith ers i Wardbook ddechrau.
   *[other] Mae'n gweithio. Gofynnwyd iddo { $count } gwaith ers i Wardbook ddechrau.
  }
plugins-health-failing = Methodd ei atebion diwethaf. Mae achosion yn mynd i Frysbennu ac yn cael y dyddiadau arferol yn y cyfamser.
plugins-health-suspended = Methodd mor aml fel y gadewir llonydd iddo am ychydig. Mae achosion yn mynd i Frysbennu ac yn cael y dyddiadau arferol yn y cyfamser.
plugins-health-broken = Ni ellir ei ddefnyddio. Mae achosion yn mynd i Frysbennu ac yn cael y dyddiadau arferol yn y cyfamser. Ewch yn ôl at un cynharach, isod.
plugins-trouble = Beth aeth o'i le: { $text }
plugins-warning = Rhybudd
plugins-candidate = Mynd ymlaen â'r newid
plugins-candidate-text = Mae newid ar y gweill.
plugins-now = Mewn grym nawr
plugins-change = Newid y gosodiadau
plugins-change-hint = Rydych yn gweithio ar gopi. Mae'r cyngor yn dal i ddefnyddio'r hyn sydd mewn grym.
plugins-others = Defnyddio rhywbeth arall
plugins-choose = Pa un?
plugins-set-up = Ei osod
plugins-uploaded-by = Uwchlwythwyd gan { $name }, { $date }.
plugins-upload-title = Uwchlwytho ategyn
plugins-upload = Ffeil yr ategyn
plugins-upload-hint = Ffeil .wasm, gan y bobl a wnaeth yr ategyn. Mae Wardbook yn ei gwirio yn gyntaf. Does dim yn dod i rym trwy hyn.
plugins-upload-button = Uwchlwytho a gwirio
plugins-history = Beth oedd mewn grym
plugins-off = Wedi'i ddiffodd
plugins-from-files = O ffeiliau'r cyngor, pan gafodd ei osod.
plugins-its-rehearsal = Beth a ymarferwyd
plugins-again = Mynd yn ôl at hwn
plugins-done-uploaded = Mae'r ategyn mewn trefn. Dewiswch ef isod i'w osod.
plugins-done-activated = Mae mewn grym. Mae achosion newydd yn mynd yn ôl hwn o hyn ymlaen.
plugins-done-discarded = Rhoddwyd y newid o'r neilltu. Does dim yn wahanol.
plugins-done-saved = Mae wedi'i gadw. Nid yw mewn grym eto.
plugins-done-imported = Cymerwyd y gosodiadau o'r ffeil. Nid ydynt mewn grym eto.
plugins-done-pasted = { $count ->
    [one] Cymerwyd 1 rhes. Mae wedi'i chadw, ac nid yw mewn grym eto.
   *[other] Cymerwyd { $count } rhes. Maent wedi'u cadw, ac nid ydynt mewn grym eto.
  }
plugins-setup-title = Gosodiadau { $name }
plugins-setup-nothing-yet = Nid yw'r hyn a newidiwch yma mewn grym eto. Fe'i cedwir i chi ac i weinyddwyr eraill y cyngor.
plugins-next = Beth nesaf?
plugins-ready = Mae'r gosodiadau hyn mewn trefn. Gwelwch yn gyntaf beth fyddent wedi'i wneud ag achosion blaenorol y cyngor. Yna rhowch hwy mewn grym.
plugins-months = Achosion y
plugins-months-count = { $count ->
    [one] mis diwethaf
   *[other] { $count } mis diwethaf
  }
plugins-rehearse = Ymarfer
plugins-activate-link = Rhoi mewn grym …
plugins-rehearsal-waiting = Mae ymarfer ar y gweill.
plugins-rehearsal-done = { $cases ->
    [one] Ymarferwyd ar 1 achos:
   *[other] Ymarferwyd ar { $cases } achos:
  } { $count ->
    [0] ni fyddai dim wedi bod yn wahanol.
    [one] byddai 1 peth wedi bod yn wahanol.
   *[other] byddai { $count } peth wedi bod yn wahanol.
  }
plugins-rehearsal-cancelled = Stopiwyd yr ymarfer diwethaf.
plugins-rehearsal-failed = Methodd yr ymarfer diwethaf.
plugins-rehearsal-stale = Mae'r gosodiadau wedi newid ers iddynt gael eu hymarfer.
plugins-rehearsal-look = Gweld yr ymarfer
plugins-optional = { $title } (dewisol)
plugins-one-a-line = Un ar bob llinell.
plugins-columns = Beth sy'n mynd ym mhob colofn
plugins-rows = { $count ->
    [one] 1 rhes
   *[other] { $count } rhes
  }
plugins-rows-shown = %{"{"}count{"}"} rhes wedi'u canfod
plugins-rows-find = Dod o hyd i res
plugins-row-number = Rhes
plugins-row-move = Symud
plugins-row = Rhes { $number }:
plugins-row-up = Symud rhes { $number } i fyny
plugins-row-down = Symud rhes { $number } i lawr
plugins-row-remove = Tynnu rhes { $number } i ffwrdd
plugins-row-add = Ychwanegu rhes
plugins-paste-title = Gludo o daenlen
plugins-paste = Rhesi o daenlen
plugins-paste-hint = Copïwch y celloedd yno a'u gludo yma. Caiff y rhes gyntaf ddweud beth yw enwau'r colofnau. Fel arall rhaid iddynt fod yn y drefn uchod.
plugins-paste-replace = Eu rhoi yn lle'r rhesi uchod
plugins-paste-button = Cymryd y rhesi hyn
plugins-copy-out = Cael y rhesi fel ffeil ar gyfer taenlen
plugins-save = Cadw a gwirio
plugins-file-title = Gosodiadau fel ffeil, a phethau eraill i'w gwneud
plugins-export = Cael y gosodiadau fel ffeil
plugins-import = Cymryd y gosodiadau o ffeil
plugins-import-hint = Ffeil .json a gafwyd o'r fan hon, neu gan gyngor arall. Mae'n cymryd lle'r holl osodiadau uchod.
plugins-import-button = Eu cymryd
plugins-discard-hint = Ydych chi ddim eisiau'r newid hwn wedi'r cyfan?
plugins-discard = Rhoi'r newid o'r neilltu
plugins-back = Yn ôl
plugins-activate-title = Rhoi hwn mewn grym?
plugins-activate-title-again = Mynd yn ôl at hwn?
plugins-what-changes = Beth sy'n newid
plugins-instead-of = Mae'n cymryd lle { $name }.
plugins-reordered = Yr un rhesi, mewn trefn arall.
plugins-before = Yn mynd
plugins-after = Yn dod
plugins-nothing = Dim byd
plugins-and-more = { $count ->
    [one] ac 1 arall
   *[other] a { $count } arall
  }
plugins-no-difference = Mae'r gosodiadau yr un fath.
plugins-not-rehearsed = Ni chafodd hwn ei ymarfer. Gallwch weld yn gyntaf beth fyddai wedi'i wneud ag achosion blaenorol y cyngor.
plugins-activate-routing = Mae achosion newydd yn mynd yn ôl hwn cyn gynted ag y gwasgwch y botwm. Mae'r achosion sydd yno'n barod yn aros lle maent.
plugins-activate-sla-policy = Mae dyddiadau cau sy'n dechrau o hyn ymlaen yn mynd yn ôl hwn. Mae'r dyddiadau sydd wedi'u gosod yn barod yn aros fel y maent.
plugins-reason = Pam?
plugins-reason-hint = I bwy bynnag sy'n edrych ar hyn yn ddiweddarach. Er enghraifft: mae'r tîm parciau wedi cymryd y mynwentydd.
plugins-activate = Rhoi mewn grym
plugins-activate-again = Mynd yn ôl at hwn
rehearsal-title = Ymarfer
rehearsal-lead = Beth fyddai { $plugin }, fersiwn { $version }, wedi'i benderfynu am yr achosion a godwyd o { $from } i { $to }, wrth ymyl yr hyn sydd mewn grym nawr. Ni newidiwyd dim trwy hyn.
rehearsal-running = Mae'n cael ei chwarae
rehearsal-begins = Mae'n dechrau mewn eiliad.
rehearsal-progress = { $done } o { $total } achos
rehearsal-look-again = Edrych eto
rehearsal-cancel = Ei stopio
rehearsal-failed = Ni ellid ei chwarae: { $text }
rehearsal-cancelled = Fe'i stopiwyd ar ôl { $done } achos. Mae'r hyn a gafwyd hyd yma isod.
rehearsal-failures = Ni roddodd ateb i rai achosion. Byddai'r rhain yn mynd i Frysbennu, neu'n cael y dyddiad arferol.
rehearsal-failure = { $code }: { $count ->
    [one] 1 tro
   *[other] { $count } tro
  }
rehearsal-moved = { $count ->
    [one] o { $cases } achos fyddai'n mynd i dîm arall
   *[other] o { $cases } achos fyddai'n mynd i dîm arall
  }
rehearsal-shifts = O ba dîm i ba dîm
rehearsal-from = O
rehearsal-to = I
rehearsal-cases = Achosion
rehearsal-load = Faint fyddai pob tîm yn ei gael
rehearsal-load-lead = Achosion newydd yr wythnos.
rehearsal-was = nawr
rehearsal-would = wedyn
rehearsal-team = { $was } achos nawr, { $would } wedyn
rehearsal-chart = Achosion newydd yr wythnos i { $team }, { $most } ar y mwyaf. Mae'r rhifau yn y tabl isod.
rehearsal-weeks = Wythnos wrth wythnos
rehearsal-week = Wythnos o
rehearsal-changed = { $count ->
    [one] o { $deadlines } dyddiad cau fyddai ar ddiwrnod arall
   *[other] o { $deadlines } dyddiad cau fyddai ar ddiwrnod arall
  }
rehearsal-earlier = Yn gynharach na nawr
rehearsal-later = Yn hwyrach na nawr
rehearsal-missed = Wedi'u methu gan yr hyn sydd mewn grym
rehearsal-would-miss = Fyddai'n cael eu methu
rehearsal-gained = Wedi'u methu wedyn yn unig
rehearsal-lost = Heb eu methu mwyach
rehearsal-deadlines-how = Mae dyddiad yn cyfrif fel wedi'i gadw os aeth yr achos yn ei flaen erbyn y diwrnod hwnnw. Gadewir allan ddyddiau a gytunwyd gan berson, a chlociau a safodd yn llonydd.
rehearsal-changes = Achos wrth achos
rehearsal-goes = O { $was } i { $would }
rehearsal-due = O { $was } i { $would }
rehearsal-breach-gained = Byddai'n cael ei fethu.
rehearsal-breach-lost = Byddai'n cael ei gadw.
rehearsal-more = Mwy o achosion
rehearsal-nothing = Byddai pob achos yn mynd yr un ffordd.
rehearsal-back-to-settings = Yn ôl i'r gosodiadau
error-reason-none = Dywedwch pam
error-from-plugin-missing = Dewiswch beth i'w ddefnyddio
error-component-plugin-no-file = Dewiswch ffeil yr ategyn
error-component-plugin-too-large = Mae'r ffeil yn fwy nag y caiff ategyn fod
error-component-plugin-broken = Ni chyrhaeddodd y ffeil yn gyfan. Anfonwch hi eto
error-component-plugin-full = Mae'r cyngor wedi uwchlwytho cymaint o ategion ag y caiff
error-component-plugin-refused = Ni ellir defnyddio hwn ({ $code }): { $detail }. Mae'r canllaw i awduron yn dweud beth i'w wneud am “{ $code }”
error-setting-missing = Llenwch “{ $title }”
error-setting-number = Rhaid i “{ $title }” fod yn rhif, fel 10
error-setting-whole = Rhaid i “{ $title }” fod yn rhif cyfan, fel 10
error-setting-below = Rhaid i “{ $title }” fod yn { $least } neu fwy
error-setting-above = Rhaid i “{ $title }” fod yn { $most } neu lai
error-setting-long = Defnyddiwch { $max } nod neu lai ar gyfer “{ $title }”
error-setting-choice = Dewiswch un ar gyfer “{ $title }”
error-setting-address = Rhaid i “{ $title }” fod yn gyfeiriad gwe sy'n dechrau gyda https://
error-setting-unknown = { $title }: nid oes gan y cyngor { $thing ->
    [group] dîm
    [category] gategori
    [service] wasanaeth o'r fath
    [ward] ward
   *[other] gofnod o'r fath
  } “{ $typed }”. Dewiswch un o'r rhestr
error-setting-plugin = { $title }: { $text }
error-setting-failure = Ni allai'r ategyn ddarllen y gosodiadau hyn: { $text }
error-setting-stale = Cadwodd rhywun arall osodiadau eraill yn y cyfamser. Cadwch eto i roi eich rhai chi yn eu lle, neu agorwch y dudalen o'r newydd i weld eu rhai hwy
error-paste-empty = Gludwch y rhesi yn gyntaf
error-paste-wide = Mae gan res { $row } { $cells } cell. Dim ond { $columns } colofn sydd
error-paste-many = Mae gormod o'r rhain. Mae gan dabl { $most } rhes ar y mwyaf
error-paste-unreadable = Ni ellir darllen rhes { $row }. Copïwch y celloedd o'r daenlen eto
error-file-import-none = Dewiswch ffeil
error-file-import-large = Mae'r ffeil yn rhy fawr ar gyfer gosodiadau
error-file-import-unreadable = Nid gosodiadau yw'r ffeil: ni ellir darllen llinell { $line }
error-file-import-other = Mae gan y ffeil osodiadau ategyn arall. Mae'r rhain ar gyfer { $plugin }
error-file-import-empty = Nid oes gan y ffeil osodiadau

# Ategion sy'n cludo: ffrydiau o bobl, cyfarfodydd, gwaith a ffigurau, a sianeli ar gyfer negeseuon.
plugins-carriers-title = Yr hyn a ddaw i mewn o fannau eraill, a'r hyn sy'n mynd allan
plugins-carriers-lead = Mae'r rhain yn darllen yr hyn y mae eich systemau eraill yn ei wybod, neu'n trosglwyddo negeseuon iddynt. Dim ond yr hyn a ganiatewch y gall pob un ei gyrraedd.
plugins-kind-people-feed = Pwy sy'n gweithio yma
plugins-kind-people-feed-what = Yn dweud pwy sy'n ymuno, yn symud ac yn gadael, o'ch system AD.
plugins-kind-committee-calendar = Cyfarfodydd
plugins-kind-committee-calendar-what = Yn dangos cyfarfodydd pwyllgor i gynghorwyr ar y dudalen gartref.
plugins-kind-highways-schedule = Gwaith ffordd
plugins-kind-highways-schedule-what = Yn dangos y gwaith ar strydoedd eu wardiau i gynghorwyr.
plugins-kind-ward-facts = Ffigurau wardiau
plugins-kind-ward-facts-what = Yn dangos ffigurau eu wardiau i gynghorwyr ochr yn ochr â chyfartaledd y cyngor.
plugins-kind-notification-channel = Ffyrdd i negeseuon
plugins-kind-notification-channel-what = Yn trosglwyddo e-byst, llythyrau a newyddion i wasanaeth arall.
plugins-add = Ychwanegu un
plugins-carrier-health-failing = Ni all wneud ei waith ar hyn o bryd. Mae'r hyn a oedd yn hysbys yn aros.
plugins-carrier-health-suspended = Methodd mor aml nes ei fod yn cael llonydd am ychydig. Mae'r hyn a oedd yn hysbys yn aros.
plugins-carrier-health-broken = Ni ellir ei ddefnyddio. Ewch yn ôl at un cynharach, neu dewiswch un arall.
plugins-ready-carrier = Mae'r gosodiadau hyn mewn trefn. Gallwch eu rhoi mewn grym.
plugins-hosts = Yr hyn y caiff ei gyrraedd
plugins-hosts-hint = Nid yw'n cyrraedd dim nad yw wedi'i dicio yma.
plugins-secrets = Allweddi a chyfrineiriau
plugins-secrets-hint = Fe'u cedwir dan sêl, ac ni all neb eu darllen yma eto. Maent yn cyfrif ar unwaith.
plugins-secret-filled = Llenwyd gan { $name }, { $date }. Gadewch yn wag i'w gadw.
plugins-secret-empty = Heb ei lenwi eto.
plugins-secret-unset = Ei dynnu allan
plugins-activate-people-feed = Fe'i darllenir ar unwaith. Ni fydd mynediad neb yn newid cyn i chi weld pwy, oni bai bod ffeiliau'r cyngor yn dweud bod newidiadau'n digwydd ohonynt eu hunain.
plugins-activate-committee-calendar = Fe'i darllenir ar unwaith. Dangosir yr hyn a ddaw ar dudalennau cartref.
plugins-activate-highways-schedule = Fe'i darllenir ar unwaith. Dangosir yr hyn a ddaw ar dudalennau cartref.
plugins-activate-ward-facts = Fe'i darllenir ar unwaith. Dangosir yr hyn a ddaw ar dudalennau cartref.
plugins-activate-notification-channel = Mae negeseuon yn mynd fel hyn o hyn ymlaen.
plugins-turn-off-title = Ei ddiffodd
plugins-turn-off-hint = Ni ddangosir yr hyn a ddaeth mwyach. Gallwch fynd yn ôl ato yn nes ymlaen.
plugins-turn-off = Ei ddiffodd
plugins-done-off = Mae wedi'i ddiffodd.
plugins-done-soon = Fe'i darllenir mewn eiliad.
plugins-done-again = Rhoddir cynnig arall arnynt mewn eiliad.
plugins-done-thrown-away = Maent wedi'u taflu.
plugins-done-given = { $count ->
    [0] Darllenwyd y ffeil. Nid yw'n dod â dim.
   *[other] Darllenwyd y ffeil. Cofnodion a ddaeth: { $count }.
  } { $gone ->
    [0] Nid oes dim wedi mynd o'i herwydd.
   *[other] Cofnodion sydd wedi mynd o'i herwydd: { $gone }.
  }
feed-fares = Sut mae'n dod ymlaen
feed-good-at = Darllenwyd ddiwethaf
feed-never = Ddim eto
feed-next-at = Y tro nesaf
feed-items = Yr hyn sy'n hysbys
feed-items-count = { $count ->
    [one] 1 cofnod
   *[other] { $count } cofnod
  }
feed-waiting = Wedi'i anfon, a heb ei ddarllen eto
feed-people-link = Gweld pwy sy'n ymuno, yn symud ac yn gadael
feed-read-now = Ei ddarllen nawr
feed-known-stays = Mae'r hyn a oedd yn hysbys yn aros, a rhoddir cynnig arall arni.
feed-unready = Ni ellir ei ddefnyddio gyda'r gosodiadau hyn.
feed-cursor-unknown = Mae'r system arall wedi colli'r man lle'r oeddem. Fe'i darllenir o'r dechrau.
feed-not-this-way = Nid yw'n darllen yr hyn a roddwyd iddo.
feed-unavailable = Nid yw'r system arall yn ateb.
feed-not-allowed = Mae'r system arall yn ein gwrthod. Edrychwch ar yr allwedd, ac ar yr hyn y caiff ei gyrraedd.
feed-unreadable = Ni ellir darllen yr hyn a ddaeth.
feed-wrong-settings = Nid yw'r hyn a ddaeth yn cyd-fynd â'r gosodiadau.
feed-timed-out = Cymerodd yr ategyn ormod o amser.
feed-out-of-fuel = Cyfrifodd yr ategyn fwy nag y caiff.
feed-out-of-memory = Gofynnodd yr ategyn am fwy o gof nag y caiff.
feed-trapped = Stopiodd yr ategyn gyda gwall.
feed-output-too-large = Daeth yr ategyn â mwy nag y caiff.
feed-bad-output = Mae ateb yr ategyn yn torri'r rheolau.
feed-refused = Gwrthododd yr ategyn.
feed-busy = Roedd gormod ar y gweill.
feed-suspended = Methodd mor aml nes ei fod yn cael llonydd am ychydig.
feed-skipped = Rhesi na ellid eu darllen
feed-skipped-hint = Darllenwyd y lleill i gyd. Mae'r hyn a oedd yn hysbys am y rhain yn aros.
feed-row = Rhes { $row }
feed-given-up = { $count ->
    [one] Ni ellid darllen 1 neges a anfonwyd
   *[other] Ni ellid darllen { $count } neges a anfonwyd
  }
feed-again = Rhoi cynnig arall
feed-throw-away = Taflu
feed-file-title = Rhoi ffeil iddo
feed-file = Y ffeil
feed-file-hint = Hyd at 16 MB, fel y mae eich system arall yn ei hallforio. Fe'i darllenir ar unwaith.
feed-file-button = Darllen y ffeil
feed-address-title = Gadael i'r system arall anfon atom
feed-address-none = Nid oes cyfeiriad eto. Gwnewch un os yw'r system arall yn anfon yr hyn sy'n newydd ohoni'i hun.
feed-address-has = Mae cyfeiriad. Mae un newydd yn cymryd ei le: mae'r hen un yn peidio â gweithio ar unwaith.
feed-address-new = Gwneud cyfeiriad newydd
feed-address-made = Y cyfeiriad i anfon ato
feed-address-once = Copïwch ef nawr a'i roi i'r system arall. Dim ond unwaith y'i dangosir, a gall pwy bynnag sydd ag ef anfon.
feed-topic = Dim ond yr hyn y mae pwnc { $topic } yn ei anfon a dderbynnir.
error-secret-long = Defnyddiwch { $max } nod neu lai ar gyfer pob allwedd
error-feed-no-files = Nid yw'r ategyn hwn yn darllen ffeiliau
error-feed-unreadable = Ni ddarllenwyd y ffeil: { $text }
error-feed-file-large = Mae'r ffeil yn fwy nag 16 MB. Rhannwch hi, neu gadewch allan yr hyn nad oes ei angen
plugins-carries = Ar gyfer beth y'i defnyddir
plugins-carries-hint = Nid oes dim yn mynd fel hyn nad yw wedi'i dicio yma. Mae e-byst a llythyrau yn mynd mewn un ffordd yr un.
plugins-carries-email = E-byst at breswylwyr
plugins-carries-email-hint = Yn lle gweinydd e-bost y cyngor. Mae eich pobl eich hun yn dal i gael eu rhai nhw oddi yno.
plugins-carries-letter = Llythyrau at breswylwyr
plugins-carries-letter-hint = Nid yw rhai newydd yn aros i'w hargraffu mwyach. Mae'r rhai sy'n aros eisoes yn gwneud.
plugins-carries-event = Newyddion i raglenni eraill
plugins-carries-event-hint = Bod achos wedi'i godi, wedi dod i gam arall neu wedi'i gau: ei rif, ei gam, ei wasanaeth, ei ward a'i amserau. Byth enw, cyswllt na'r hyn a ysgrifennodd pobl.
error-carried-email = Mae { $by } yn cario e-byst at breswylwyr eisoes. Dad-diciwch hynny yno yn gyntaf
error-carried-letter = Mae { $by } yn cario llythyrau at breswylwyr eisoes. Dad-diciwch hynny yno yn gyntaf
channel-not-this-email = Nid yw'n cario e-byst gyda'r gosodiadau hyn: maent yn mynd trwy weinydd e-bost y cyngor.
channel-not-this-letter = Nid yw'n cario llythyrau gyda'r gosodiadau hyn: maent yn aros i'w hargraffu.
channel-not-this-event = Nid yw'n cario newyddion i raglenni eraill. Dad-diciwch ef.
channel-account = Mae'r gwasanaeth yn ein gwrthod. Edrychwch ar yr allwedd, ac ar y cyfrif yno.
