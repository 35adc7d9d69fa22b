# Dechreuwyr, symudwyr ac ymadawyr, a gwaith y rhai sydd wedi gadael.
people-page-title = Dechreuwyr ac ymadawyr
people-card = Yn aros am eich penderfyniad
people-lead = Beth mae rhestr y cyngor ei hun o bobl yn ei olygu o ran pwy gaiff ddod i mewn i Wardbook. Nid oes dim yn digwydd cyn i chi ddweud.
people-lead-automatic = Beth mae rhestr y cyngor ei hun o bobl yn ei olygu o ran pwy gaiff ddod i mewn i Wardbook. Mae'n digwydd ohono'i hun; mae'r hyn na all ond person ei ddweud, neu sy'n dileu llawer o fynediad ar unwaith, yn aros yma.
people-waiting = Yn aros amdanoch chi
people-nothing-waits = Nid oes dim yn aros. Mae pawb fel y dywed y rhestr.
people-feed = Ffynhonnell: { $name }
people-feed-directory = Ffynhonnell: cyfeiriadur y cyngor
people-count-joins = { $count ->
    [one] 1 yn ymuno
   *[other] { $count } yn ymuno
  }
people-count-changes = { $count ->
    [one] 1 yn newid
   *[other] { $count } yn newid
  }
people-count-leaves = { $count ->
    [one] 1 yn gadael
   *[other] { $count } yn gadael
  }
people-count-none = Nid yw mynediad neb yn newid
people-conflict-count = { $count ->
    [one] 1 peth na all neb ond chi ei ddweud
   *[other] { $count } o bethau na all neb ond chi eu dweud
  }
people-held-share = Wedi'i ddal i chi: byddai { $leave } o { $of } o bobl yn colli mynediad ar unwaith. A yw'r rhestr yn gyfan?
people-held-last-admin = Wedi'i ddal i chi: ni fyddai neb ar ôl sy'n gosod y cyngor. Mae'r olaf yn cadw mynediad nes bod gan rywun arall y rôl honno.
people-state-waiting = Yn aros
people-state-held = Wedi'i ddal
people-state-applied = Wedi'i roi mewn grym
people-state-dismissed = Wedi'i roi o'r neilltu
people-state-superseded = Daeth un mwy newydd yn ei le
people-by-itself = Ohono'i hun
people-coming = Ar ddiwrnod i ddod
people-coming-join = Mae { $name } yn dod i mewn o { $date }
people-coming-leave = Mae gan { $name } fynediad tan ddiwedd { $date }
people-coming-successor = Mae { $name } yn cymryd yr achosion agored
people-source = O ble y daw'r rhestr
people-source-read = Fe'i darllenir gan “{ $name }”
people-source-pushed = Mae cyfeiriadur y cyngor yn ei hanfon at Wardbook, un newid ar y tro.
people-source-none = Nid oes rhestr eto. Gall ddod mewn un o ddwy ffordd:
people-source-choose = Mae Wardbook yn ei darllen o ffeil neu system arall
people-source-push = mae cyfeiriadur y cyngor, megis Entra ID neu Okta, yn ei hanfon. Ar gyfer hynny, gwnewch docyn
people-push-make = Gwneud tocyn i'r cyfeiriadur
people-push-give = Rhowch y tocyn hwn i'r cyfeiriadur
people-push-once = Copïwch y tocyn nawr. Dim ond unwaith y'i dangosir, a gall pwy bynnag sydd ag ef ddweud pwy sy'n gweithio yma. Mae'r cyfeiriad isod.
people-push-token = Tocyn
people-push-copy = Copïo'r tocyn
people-push-copied = Wedi'i gopïo
people-push-address = Cyfeiriad
people-push-made = Gwnaed gan { $name }
people-push-heard = Clywyd ddiwethaf
people-push-never = Ddim eto
people-push-due = Cymharir nesaf
people-push-stopped = Mae tocyn i gyfeiriadur hefyd. Tra bo ategyn yn darllen y rhestr, ni chymerir dim a anfonir gan gyfeiriadur.
people-push-renew-hint = Mae tocyn newydd yn cymryd lle'r un hwn, sy'n peidio â gweithio ar unwaith. Nid yw mynediad neb yn newid pan fyddwch yn ei gymryd yn ôl.
people-push-renew = Gwneud tocyn newydd
people-push-end = Cymryd y tocyn yn ôl
people-done-push-made = Mae tocyn. Copïwch ef isod.
people-done-push-ended = Mae'r tocyn wedi'i gymryd yn ôl. Ni all y cyfeiriadur anfon mwyach.
people-log-push-made = Gwnaed tocyn i'r cyfeiriadur
people-log-push-ended = Cymerwyd tocyn y cyfeiriadur yn ôl
people-units = Timau unedau
people-units-lead = Yr hyn rydych wedi'i ddweud am adrannau a thimau'r rhestr. Anghofiwch ef, a chewch eich holi eto.
people-unit-team = “{ $unit }” yw { $team }
people-unit-outside = Nid oes neb o “{ $unit }” yn defnyddio Wardbook
people-unit-forget = Anghofio hyn
people-left-out = Wedi'u gadael allan
people-row = Rhes { $key }: { $name }
people-take-in-again = Cymryd i mewn eto
people-decided = Yr hyn a benderfynwyd
people-log = Beth ddigwyddodd
people-done-applied = Mae mewn grym. Mae'r hyn sy'n aros am ddiwrnod i ddod wedi'i restru isod.
people-done-dismissed = Mae wedi'i roi o'r neilltu, gyda'ch rheswm. Cewch eich holi eto pan fydd y rhestr yn dweud rhywbeth arall.
people-done-said = Mae wedi'i gadw, a chymharwyd y rhestr eto.
people-done-forgotten = Mae wedi'i anghofio, a chymharwyd y rhestr eto.
people-done-bound = Mae wedi'i gadw, a chymharwyd y rhestr eto.
people-done-taken-in = Mae wedi'i gymryd i mewn eto, a chymharwyd y rhestr eto.
people-stale = Mae rhywbeth wedi newid ers i chi agor y dudalen. Fel hyn y mae nawr.
people-conflicts = Dim ond chi all ddweud
people-conflicts-lead = Mae pawb y mae'r rhain yn ymwneud â nhw yn aros fel y maent tan hynny.
people-more-conflicts = Mae { $count } arall. Maent yn ymddangos wrth i chi ddelio â'r rhain.
people-conflict-no-team = Nid oes tîm wedi'i osod ar gyfer “{ $said }” ({ $count ->
    [one] 1 person
   *[other] { $count } o bobl
  })
people-conflict-no-team-do = Dewiswch y tîm y maent yn gweithio ynddo, neu dywedwch nad oes neb yno'n defnyddio Wardbook.
people-conflict-no-unit = { $count ->
    [one] Nid yw 1 person mewn unrhyw adran
   *[other] Nid yw { $count } o bobl mewn unrhyw adran
  }
people-conflict-no-unit-do = Gofynnwch i'r adran gael ei nodi lle daw'r rhestr.
people-conflict-twice = Mae { $key } yno ddwywaith ac yn dweud pethau gwahanol ({ $name })
people-conflict-twice-do = Gofynnwch i un o'r rhesi gael ei chywiro lle daw'r rhestr.
people-conflict-email-taken = Mae gan { $name } ({ $key }) y cyfeiriad { $said }, sy'n perthyn i { $other }
people-conflict-email-taken-do = Os ydynt yr un person o dan rif newydd, dywedwch hynny. Os nad ydynt, gofynnwch i'r cyfeiriad gael ei gywiro.
people-conflict-email-shared = Mae gan { $name } ({ $key }) y cyfeiriad { $said }, sydd gan sawl person: { $other }
people-conflict-email-shared-do = Dywedwch pa un ohonynt ydyw.
people-conflict-email-twice = Mae gan { $name } ({ $key }) y cyfeiriad { $said }, ac felly hefyd res arall
people-conflict-email-twice-do = Gofynnwch i un o'r cyfeiriadau gael ei gywiro, neu gadewch res allan.
people-conflict-unknown-ward = Mae { $name } ({ $key }) yn gynghorydd dros “{ $said }”, ac nid oes ward o'r fath
people-conflict-unknown-ward-do = Gofynnwch i'r ward gael ei chywiro lle daw'r rhestr.
people-conflict-no-ward = Mae { $name } ({ $key }) yn gynghorydd heb ward
people-conflict-no-ward-do = Gofynnwch i'r ward gael ei nodi lle daw'r rhestr.
people-conflict-other-capacity = Mae { $name } ({ $key }) yn staff yn ôl y naill ac yn gynghorydd yn ôl y llall
people-conflict-other-capacity-do = Ni all neb fod y ddau. Canfyddwch pa un sy'n gywir, a gofynnwch i'r rhestr gael ei chywiro.
people-conflict-last-admin = { $name } ({ $key }) yw'r olaf sy'n gosod y cyngor, a byddai'n colli mynediad
people-conflict-last-admin-do = Rhowch y rôl honno i rywun arall yn gyntaf. Mae'n mynd ymlaen gyda'r rhestr nesaf.
people-unit-levels = Mae'r hyn a ddywedwch yn cyfrif am
people-unit-to = Maent yn gweithio yn
people-choose = Dewis
people-outside = Nid oes neb yno'n defnyddio Wardbook
people-unit-save = Cadw hyn
people-bind = Y rhes hon
people-bind-nothing = heb ei phenderfynu eto
people-bind-person = yw { $name }
people-bind-left-out = yn cael ei gadael allan o hyn ymlaen
people-bind-save = Cadw hyn
people-steps = Beth sy'n digwydd
people-steps-were = Yr hyn a ddywedodd
people-steps-lead = Tynnwch y tic o'r hyn nad yw i ddigwydd nawr. Cewch eich holi eto pan fydd y rhestr yn dweud rhywbeth arall.
people-step-joins = Mae { $name } yn ymuno
people-step-returns = Mae { $name } yn dod yn ôl
people-step-changes = Mae { $name } yn newid
people-step-leaves = Mae { $name } yn gadael
people-why-gone = Nid yw'r rhestr yn eu cynnwys mwyach. Maent yn colli mynediad ar unwaith.
people-why-inactive = Mae'r rhestr yn dweud nad ydynt yn weithredol. Maent yn colli mynediad ar unwaith.
people-why-ended = Mae eu diwrnod olaf drosodd. Maent yn colli mynediad ar unwaith.
people-why-outside = Nid oes neb yn defnyddio Wardbook lle maent yn gweithio nawr. Maent yn colli mynediad ar unwaith.
people-from = Yn dod i mewn o { $date }
people-from-now = Yn dod i mewn ar unwaith
people-until = Mynediad tan ddiwedd { $date }
people-change-name = Enw: mae { $from } yn dod yn { $to }
people-change-name-new = Enw: { $to }
people-change-email = Cyfeiriad: mae { $from } yn dod yn { $to }
people-change-email-new = Cyfeiriad: { $to }
people-change-team = Yn symud o { $from } i { $to }
people-change-team-new = Yn ymuno â { $to }
people-change-ward = Ward: mae { $from } yn dod yn { $to }
people-change-ward-new = Y ward: { $to }
people-change-starts = Yn dod i mewn o { $to }
people-change-starts-none = Yn dod i mewn ar unwaith
people-change-ends = Mynediad tan ddiwedd { $to }
people-change-ends-none = Mynediad am byth
people-binds = Mae'r cyngor yn eu hadnabod wrth eu cyfeiriad eisoes. { $key } ydynt o hyn ymlaen.
people-follow-shared = { $count ->
    [one] Mae 1 achos agored yn mynd at bwy bynnag a ddewiswch isod, ac at frysbennu os na ddewiswch neb
   *[other] Mae { $count } achos agored yn mynd at bwy bynnag a ddewiswch isod, ac at frysbennu os na ddewiswch neb
  }.
people-follow-others = { $count ->
    [one] Mae 1 achos agored yn enwi rhywun nad yw wedi cytuno i gydweithwyr ei weld. Mae'n mynd at frysbennu, ac nid oes cynghorydd arall yn ei weld
   *[other] Mae { $count } achos agored yn enwi pobl nad ydynt wedi cytuno i gydweithwyr eu gweld. Maent yn mynd at frysbennu, ac nid oes cynghorydd arall yn eu gweld
  }.
people-follow-back = { $count ->
    [one] Mae 1 achos yn mynd yn ôl at { $team }
   *[other] Mae { $count } achos yn mynd yn ôl at { $team }
  }.
people-follow-drafts = { $count ->
    [one] Mae 1 drafft yn aros, heb ei ddarllen, nes i chi ddweud pwy sy'n parhau ag ef
   *[other] Mae { $count } drafft yn aros, heb eu darllen, nes i chi ddweud pwy sy'n parhau â nhw
  }.
people-follow-stands-in = { $count ->
    [one] Maent yn dirprwyo dros 1 person, a ddywedir wrtho am ddod o hyd i rywun arall
   *[other] Maent yn dirprwyo dros { $count } o bobl, a ddywedir wrthynt am ddod o hyd i rywun arall
  }.
people-successor = Pwy sy'n cymryd eu hachosion agored
people-successor-hint = Cynghorydd sy'n aros, o'r un ward lle mae un.
people-successor-none = Neb eto: maent yn aros gyda brysbennu
people-checked = Rwyf wedi edrych ar hyn. Mae'r rhestr yn gyfan.
people-put-in-force = Rhoi mewn grym
people-dismiss-title = Rhoi o'r neilltu
people-dismiss-lead = Nid oes dim yn digwydd, ac ni ofynnir yr un peth eto.
people-reason = Pam
people-dismiss = Rhoi'r cyfan o'r neilltu
people-log-joins = Ymunodd { $whom }
people-log-returns = Daeth { $whom } yn ôl
people-log-changes = Newidiwyd { $whom }
people-log-leaves = Gadawodd { $whom }
people-log-access-ended = Nid oes gan { $whom } fynediad mwyach
people-log-access-began = Mae gan { $whom } fynediad o hyn ymlaen
people-log-dismissed = Rhoddwyd cynllun o'r neilltu
people-log-unit-said = Dywedwyd beth yw “{ $whom }”
people-log-unit-forgotten = Anghofiwyd beth yw “{ $whom }”
people-log-bound = Dywedwyd pa res yw { $whom }
people-log-left-out = Gadawyd y rhes { $whom } allan
people-log-taken-in-again = Cymerwyd y rhes { $whom } i mewn eto
people-log-cases-given = { $count ->
    [one] Rhoddwyd 1 achos i { $whom }
   *[other] Rhoddwyd { $count } achos i { $whom }
  }
people-log-drafts-given = { $count ->
    [one] Rhoddwyd 1 drafft i { $whom }
   *[other] Rhoddwyd { $count } drafft i { $whom }
  }
people-log-handed = { $count ->
    [one] Trosglwyddwyd 1 achos.
   *[other] Trosglwyddwyd { $count } achos.
  }
people-log-triage = { $count ->
    [one] Aeth 1 achos at frysbennu.
   *[other] Aeth { $count } achos at frysbennu.
  }
people-log-back = { $count ->
    [one] Aeth 1 achos yn ôl at y tîm.
   *[other] Aeth { $count } achos yn ôl at y tîm.
  }
error-checked-people-unchecked = Dywedwch eich bod wedi edrych ar hyn
error-steps-people-successor = Ni all pwy bynnag a ddewisoch gymryd yr achosion. Dewiswch rywun arall
behind-title = Gwaith pobl sydd wedi gadael
behind-card = Achosion heb gynghorydd
behind-lead = Rhowch ef i bwy bynnag sy'n parhau ag ef.
behind-cases = Achosion heb gynghorydd
behind-of = Gan { $name }
behind-shared = mae pawb a enwir yn ei rannu â'r ward
behind-not-shared = nid yw pawb a enwir wedi cytuno i gydweithwyr ei weld
behind-open = Agor
behind-more = Mae rhagor. Maent yn ymddangos wrth i chi ddelio â'r rhain.
behind-to = Pwy sy'n eu cymryd
behind-agreed = Holwyd pawb a enwir yn yr achosion hyn, a chytunasant i'r cynghorydd hwn eu cymryd
behind-agreed-hint = Mae ei angen ar gyfer y rhai na rennir â'r ward. Cedwir eich enw gydag ef.
behind-give = Trosglwyddo
behind-no-cases = Mae gan bob achos agored a welwch ei gynghorydd.
behind-drafts = Drafftiau nad oes neb yn eu codi
behind-drafts-lead = Nid ydych yn gweld yr hyn a ddywedant. Mae pwy bynnag a ddewiswch yn eu darllen, eu codi neu eu taflu.
behind-drafts-of = { $count ->
    [one] 1 drafft gan { $name }
   *[other] { $count } drafft gan { $name }
  }
behind-drafts-give = Rhoi iddynt
behind-done-cases = { $count ->
    [one] Trosglwyddwyd 1 achos, a dywedir wrth ei gynghorydd newydd.
   *[other] Trosglwyddwyd { $count } achos, a dywedir wrth eu cynghorydd newydd.
  }
behind-done-drafts = { $count ->
    [one] Rhoddwyd 1 drafft ymlaen.
   *[other] Rhoddwyd { $count } drafft ymlaen.
  }
error-cases-behind-none = Dewiswch o leiaf un achos
error-to-behind-nobody = Dewiswch pwy sy'n eu cymryd
error-drafts-behind-nobody = Dewiswch pwy sy'n parhau â'r drafftiau
error-agreed-behind-not-agreed = Dywedwch fod pawb a enwir yn yr achosion hyn wedi'u holi a'u bod wedi cytuno
event-handed-over = { $how ->
    [agreed] Trosglwyddodd { $actor } yr achos o { $from } i { $whom }, fel y cytunodd pawb a enwir
   *[other] Trosglwyddodd { $actor } yr achos o { $from } i { $whom }
  }
event-member-left = Mae { $whom } wedi gadael. Nid oes neb wedi cymryd yr achos eto
event-officer-left = Mae { $whom }, a oedd â hwn mewn llaw, wedi gadael y tîm. Gan y tîm y mae
recent-handed-over = Trosglwyddwyd yr achos i gynghorydd arall
recent-member-left = Mae'r cynghorydd wedi gadael, ac nid oes neb wedi cymryd yr achos eto
recent-officer-left = Mae pwy bynnag oedd â hwn mewn llaw wedi gadael y tîm. Eiddo'r tîm ydyw eto
notice-deputy-left = Mae { $name } wedi gadael ac nid yw'n dirprwyo mwyach
notice-deputy-left-why = Dywedwch eto pryd rydych i ffwrdd, a phwy sy'n dirprwyo
