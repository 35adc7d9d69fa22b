# Dweud wrth breswylwyr: yr hyn a ddywedir amdano, negeseuon, llythyrau, a thestunau'r cyngor.
person-tell = A gawn ni ysgrifennu at y person am hyn?
person-tell-hint = Isod rydych yn dweud pwy sy'n ysgrifennu: chi, neu'r cyngor.
tell-not = Na
tell-email = Cawn, drwy e-bost
tell-post = Cawn, drwy'r post
person-lang = Iaith
lang-en = Saesneg
lang-cy = Cymraeg
raise-route = Pwy sy'n ysgrifennu at y preswylydd? Chi, oni bai eich bod yn ei newid yma
route-legend = Pwy sy'n ysgrifennu at y preswylydd?
route-through-me = Fi
route-through-me-hint = Mae popeth yn mynd drwoch chi. Nid yw'r cyngor yn ysgrifennu at neb.
route-to-resident = Y cyngor
route-to-resident-hint = Mae preswylwyr yn clywed pan gaiff ei godi a sut mae'n gorffen. Cewch gopi o bopeth.
route-confidential = Neb
route-confidential-hint = Mae'n gyfrinachol: nid oes dim yn mynd at breswylydd.
telling-through-me = Y cynghorydd sy'n ysgrifennu atynt. Nid yw'r cyngor.
telling-to-resident = Mae'r cyngor yn ysgrifennu atynt. Mae'r cynghorydd yn cael copi.
telling-confidential = Cyfrinachol: nid oes dim yn mynd at breswylydd.
telling-change = Newid
telling-title = Dweud wrth y preswylydd am { $reference }
telling-button = Cadw
done-telling-changed = Mae wedi'i gadw. Mae'r hyn oedd yn aros ac na chaiff fynd mwyach wedi'i atal.
told-email = Yn clywed drwy e-bost
told-post = Yn clywed drwy'r post
not-reached = Daeth y neges ddiwethaf yn ôl.
not-reached-mend = Gwirio'r cyfeiriad
not-reached-again = Pan fyddwch yn newid y cyfeiriad, caiff ei hanfon eto.

write-email = Ysgrifennu e-bost
write-post = Ysgrifennu llythyr
write-title = Neges am { $reference }
write-goes-email = Drwy e-bost at
write-goes-post = Drwy'r post at
write-text = Beth hoffech chi ei ddweud?
write-hint = Ychwanegir “Annwyl …” a'ch enw. Gall pawb ar yr achos ei darllen.
write-preview = Ei weld cyn iddo fynd
foretold-title = Dyma beth fydd yn mynd allan
foretold-lead = Darllenwch ef unwaith eto. Does dim wedi mynd eto.
foretold-closes = Darllenwch ef unwaith eto. Does dim wedi mynd eto. Pan fyddwch yn ei anfon, mae'r achos yn cau hefyd.
foretold-changed = Mae rhywbeth wedi newid ers i chi ei weld. Does dim wedi mynd eto. Fel hyn y byddai'n mynd nawr.
foretold-email = Drwy e-bost
foretold-email-channel = Drwy e-bost, wedi'i anfon gan { $channel }
foretold-post = Drwy'r post. Mae'r llythyr yn aros i gael ei argraffu
foretold-post-channel = Drwy'r post, wedi'i argraffu a'i anfon gan { $channel }
foretold-lang-en = yn Saesneg
foretold-lang-cy = yn Gymraeg
foretold-waits = Nid yw e-bost wedi'i osod yma ar hyn o bryd. Bydd yn aros, ac yn mynd pan fydd hynny'n gweithio.
foretold-page = Mae cyfeiriad eu tudalen eu hunain yn dod o dan hyn. Mae'n gyfrinach, felly nid yw'n cael ei ddangos yma.
foretold-not-confidential = Nid yw'n cael dim, am fod yr achos yn gyfrinachol.
foretold-not-through-member = Nid yw'n cael dim gan y cyngor. Y cynghorydd sy'n ysgrifennu atynt.
foretold-not-not-to-be-told = Nid yw'n cael dim, am na ddywedodd neb sut y cânt wybod.
foretold-not-another = Nid yw'n cael dim. Mae'r neges hon i rywun arall.
foretold-unseen = { $count ->
    [one] Mae un preswylydd mewn achos nad ydych yn ei weld yn ei chael hefyd.
   *[other] Mae { $count } o breswylwyr mewn achosion nad ydych yn eu gweld yn ei chael hefyd.
  }
foretold-send = Anfon
foretold-send-and-close = Anfon, a chau'r achos
foretold-change = Newid
foretold-first = Byddwch yn gweld yn gyntaf beth mae pob preswylydd yn ei gael.
error-text-no-mail = Ni ellir anfon e-bost: nid yw post y cyngor wedi'i osod eto
error-people-email-needed-to-tell = Rhowch gyfeiriad e-bost preswylydd { $person }, neu dewiswch ffordd arall o ysgrifennu
error-people-address-needed-to-tell = Rhowch gyfeiriad preswylydd { $person }, neu dewiswch ffordd arall o ysgrifennu
error-needed-to-tell = Llenwch hwn, neu dewiswch ffordd arall o ysgrifennu
done-letter-written = Mae'ch llythyr yn aros i gael ei argraffu gyda'r lleill. Gallwch hefyd ei lawrlwytho isod.
done-mail-written = Mae'ch e-bost ar ei ffordd.
event-letter-written = Ysgrifennodd { $actor } lythyr at y preswylydd
event-resident-written = Ysgrifennodd { $actor } at { $to } { $way ->
    [email] drwy e-bost
   *[post] drwy'r post
  }: { $what ->
    [acknowledgement] cydnabyddiaeth
    [outcome] canlyniad
   *[progress] newyddion
  }
event-resident-not-reached = Daeth y neges at { $to } yn ôl. Gwiriwch y cyfeiriad
event-telling-changed = Newidiodd { $actor } sut mae'r preswylydd yn clywed
message-waiting = { $way ->
    [email] Yn aros i gael ei hanfon
   *[post] Yn aros i gael ei argraffu
  }
message-sent = Anfonwyd
message-printed = Argraffwyd
message-refused = Daeth yn ôl
message-stopped = Heb ei hanfon: ni chaiff fynd mwyach
letter-download = Lawrlwytho'r llythyr (PDF)
letter-reference = Ein cyfeirnod
letter-dear = Annwyl
letter-closing = Yn gywir

letters-title = Llythyrau i'w hargraffu
letters-lead = Argraffwch bob un fel un ddogfen. Mae pob llythyr yn dechrau ar ddalen newydd, a'r cyfeiriad yn y ffenestr.
letters-print = Argraffu pob un sy'n aros
letters-waiting = Yn aros, yr hynaf yn gyntaf
letters-line = { $what ->
    [acknowledgement] Cydnabyddiaeth at { $to }
    [outcome] Canlyniad at { $to }
   *[progress] Newyddion at { $to }
  }
letters-one = Y llythyr hwn yn unig (PDF)
letters-none = Nid oes llythyr yn aros i gael ei argraffu.
letters-printed = Chi sydd i argraffu'r llythyrau hyn
letters-download = Eu lawrlwytho (PDF)
letters-returned = Mae'r llythyrau'n aros eto.
letters-nothing = Nid oes llythyr yn aros mwyach. Efallai fod cydweithiwr newydd eu hargraffu.
letters-batches = Argraffwyd yn ddiweddar
letters-batch = { $count ->
    [one] Un llythyr
   *[other] { $count } o lythyrau
  }
letters-again = Lawrlwytho eto
letters-return = Heb eu hargraffu: eu rhoi yn ôl
letters-batch-returned = Rhoddwyd yn ôl

templates-title = Testunau i breswylwyr
templates-lead = Yr hyn y mae preswylwyr yn ei ddarllen mewn e-byst a llythyrau. Ysgrifennwch ef yng ngeiriau'r cyngor ei hun.
templates-standard = Testun safonol
templates-own = Newidiwyd gan { $name } ar { $date }
what-acknowledgement = Cydnabyddiaeth
what-progress = Newyddion
what-outcome = Canlyniad
when-acknowledgement = Yn mynd allan pan godwyd achos.
when-progress = Yn mynd o gwmpas yr hyn y mae rhywun yn ei ysgrifennu at breswylydd.
when-outcome = Yn mynd allan pan gaiff achos ei gau gydag ateb.
template-title = Testun i breswylwyr: { $name }
template-standard = Dyma'r testun safonol.
template-own = Dyma'ch testun eich hun.
template-subject = Pwnc
template-subject-hint = Mae hefyd uwchben llythyr
template-body = Testun
template-body-hint = Daw “Annwyl …” o'i flaen ac “Yn gywir” ar ei ôl. Gadewch linell wag rhwng paragraffau.
template-save = Cadw
template-preview = Dangos sut mae'n edrych
template-reset = Yn ôl i'r testun safonol
template-saved = Mae wedi'i gadw. Bydd y neges nesaf yn ei ddefnyddio.
template-fields = Meysydd y gallwch eu defnyddio
template-if = Dangos rhan dim ond pan fo rhywbeth mewn maes:
template-preview-title = Sut mae preswylydd yn ei ddarllen
template-preview-none = Cywirwch y testun yn gyntaf. Yna gwelwch yma sut mae'n edrych.
template-versions = Testunau cynharach
template-version = Fersiwn { $number }, { $name }, { $date }
template-version-standard = Fersiwn { $number }, { $name }, { $date }: yn ôl i'r testun safonol
field-resident-name = y preswylydd, gyda theitl
field-case-reference = rhif yr achos
field-case-summary = beth yw'r broblem
field-stage = lle mae'r achos yn sefyll
field-team = y tîm sydd ganddo; gall fod yn wag
field-councillor = pwy a'i cododd
field-council = enw'r cyngor
field-due = diwrnod yr ateb nesaf; yn wag pan fo wedi cau
field-answer = yr ateb; yn y canlyniad yn unig
field-message = yr hyn a ysgrifennodd rhywun; yn y newyddion yn unig
error-unknown-field = Llinell { $line }: nid oes maes o'r enw { $name }. Mae'r meysydd wedi'u rhestru isod
error-not-allowed-here = Llinell { $line }: ni ellir defnyddio “{ $found }”. Dim ond meysydd ac “if” a gaiff sefyll rhwng bachau
error-unfinished = Llinell { $line }: mae rhywbeth heb ei gau. Mae angen diwedd ar bob bach a phob “if”
error-too-much = Llinell { $line }: gydag ateb hir ynddo, mae hyn yn rhy hir i lythyr. Defnyddiwch bob maes unwaith
error-subject-missing = Ysgrifennwch bwnc
error-text-changed-meanwhile = Mae rhywun arall wedi newid y testun hwn yn y cyfamser. Cedwir eich un chi yma. Cadwch eto i ddisodli eu testun nhw
sample-resident = Mrs Siân Puw
sample-summary = Golau stryd wedi diffodd wrth yr arhosfan bysiau
sample-councillor = Y Cynghorydd Margaret Ellison
sample-answer = Cafodd y lamp ei newid ddydd Iau. Mae'n gweithio eto.
sample-message = Edrychodd arolygydd ar y lamp heddiw. Mae un newydd wedi'i harchebu.

mail-resident-page = Gweld ble mae hyn arni, ychwanegu rhywbeth, neu ddweud wrthym a yw wedi'i ddatrys. Chi yn unig biau'r dudalen, felly peidiwch â rhannu'r cyfeiriad:
telling-mail-off = Nid yw e-bost wedi'i osod eto. Mae e-bost yn aros am dridiau. Os na all fynd o hyd, caiff ei nodi fel heb ei anfon, a dywedir hynny wrthych.
event-resident-not-sent = Ni anfonwyd y neges at { $to }: nid oedd e-bost wedi'i osod mewn pryd
recent-resident-not-sent = Ni anfonwyd y neges at y preswylydd: nid oedd e-bost wedi'i osod
message-unsent = Heb ei anfon: nid oedd e-bost wedi'i osod mewn pryd
message-delivered = Wedi cyrraedd
