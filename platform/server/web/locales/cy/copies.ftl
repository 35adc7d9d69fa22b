# Copïau o newyddion achos ar gyfer cyfeiriadau y tu allan i'r cyngor.

# Ar dudalen yr achos, a'r dudalen i'w newid.
copies-title = Mae copïau'n mynd at
copies-none = Nid oes neb y tu allan yn cael copïau.
copies-change = Ychwanegu neu dynnu
copies-confidential = Mae'r achos hwn yn gyfrinachol, felly nid oes copïau'n mynd allan.
copies-now = Dywedir yr hyn sy'n digwydd nesaf hefyd wrth: { $names }
copies-page-title = Copïau o { $reference }
copies-lead = Gall swyddfa, cymdeithas neu glerc glywed drwy e-bost sut mae'r achos yn mynd. Nid ydynt byth yn gweld enwau, manylion cyswllt, nodiadau na ffeiliau.
copies-there = Pwy sy'n cael copïau
copies-remove = Tynnu
copies-full = Caiff { $max } gopïau ar y mwyaf. Tynnwch un i ychwanegu un arall.
copies-add-title = Ychwanegu rhywun
copies-name = Pwy yw hwn?
copies-name-hint = Er enghraifft “Swyddfa'r AS”. Gall pawb ar yr achos weld hyn.
copies-email = Eu cyfeiriad e-bost
copies-agreed = A gytunodd pawb a enwir yn yr achos y cânt glywed yr ateb?
copies-agreed-hint = Pobl sy'n ysgrifennu'r ateb, a gall ddweud rhywbeth amdanynt.
copies-agreed-yes = Do
copies-agreed-yes-hint = Clywant ble mae'r achos, a'r ateb.
copies-agreed-no = Naddo, neu ni wn
copies-agreed-no-hint = Clywant ble mae'r achos, a dim arall.
copies-examples = Yr hyn a ddarllenant
copies-add = Ychwanegu
copies-done-added = Cânt gopïau o hyn ymlaen, a dywedir hynny wrthynt.
copies-done-removed = Ni chânt ragor o gopïau.
copy-hears-answer = Yn clywed ble mae'r achos, a'r ateb
copy-hears-stages = Yn clywed ble mae'r achos, nid yr ateb
copy-added-by = ychwanegwyd gan { $name } ar { $date }
copy-ended-removed = Tynnwyd ar { $date }
copy-ended-unsubscribed = Gofynnwyd am ddim mwy ar { $date }
copy-ended-refused = Stopiwyd ar { $date }: daeth yr e-bost yn ôl
error-copy-name-missing = Dywedwch pwy yw
error-copy-email-missing = Rhowch eu cyfeiriad e-bost
error-copy-email-already = Maent yn cael copïau eisoes
error-copy-email-had-enough = Nid yw'r cyfeiriad hwn yn cael mwy o e-bost am yr achos hwn: gofynnwyd am hynny, neu daeth e-bost yn ôl
error-copy-email-too-many = Caiff { $max } gopïau ar y mwyaf. Tynnwch un yn gyntaf
error-copy-email-confidential = Mae'r achos hwn yn gyfrinachol, felly nid oes copïau'n mynd allan
error-copy-agreed-missing = Dywedwch a gytunodd pawb

event-copy-added = Gofynnodd { $actor } am gopïau i { $whom }
event-copy-ended = { $how ->
    [unsubscribed] Gofynnodd { $whom } am ddim mwy o gopïau
    [refused] Stopiwyd copïau i { $whom }: daeth yr e-bost yn ôl
   *[removed] Tynnodd { $actor } { $whom }: dim mwy o gopïau
  }
event-copies-written = Copi i { $whom }
recent-copy-added = Gofynnwyd am gopïau gan { $actor }
recent-copy-ended = Nid yw rhywun y tu allan yn cael mwy o gopïau
recent-copies-written = Anfonwyd copïau y tu allan

# Yn y negeseuon e-bost. Nid oes dim a deipiodd neb yn mynd i mewn ond yr ateb.
copy-subject-acknowledgement = { $reference }: cewch newyddion am yr achos hwn
copy-subject-progress = { $reference }: newyddion am yr achos hwn
copy-subject-outcome = { $reference }: mae'r achos hwn wedi'i gau
copy-text-acknowledgement = Gofynnodd { $name } i ni ddweud wrthych sut mae achos { $reference } yn { $council } yn mynd. Mae'n ymwneud â: { $about }.
copy-text-progress = Mae achos { $reference } yn { $council } wedi symud ymlaen. Mae'n ymwneud â: { $about }.
copy-text-outcome = Mae achos { $reference } yn { $council } wedi'i gau. Mae'n ymwneud â: { $about }.
copy-answer = Dyma'r ateb:
copy-no-answer = Gall pwy bynnag a ofynnodd i ni ddweud wrthych ddweud mwy.
copy-about-other = mater i'r cyngor
copy-stage-triage = Rydym yn dod o hyd i'r tîm cywir ar ei gyfer.
copy-stage-with-team = Mae tîm yn y cyngor yn gweithio arno.
copy-stage-information = Mae'r cyngor wedi gofyn am ragor o wybodaeth.
copy-stage-promised = Mae'r cyngor wedi cynllunio gwaith i'w gywiro.
copy-stage-referred = Mae'r cyngor wedi gofyn i gorff arall ac yn aros am ei ateb.
copy-stage-check = Mae gan y cyngor ateb ac mae'n ei wirio.
copy-stage-resolution = Mae'r cyngor wedi ateb, ac mae pwy bynnag a gododd yr achos yn edrych ar yr ateb.
copy-stage-closed = Mae'r cyngor wedi'i gau.
copy-why = Rydych yn cael hwn oherwydd i { $name } o { $council } roi eich cyfeiriad i ni ar gyfer yr achos hwn.
copy-stop = Stopio'r negeseuon hyn:

# Y dudalen ar ddiwedd y ddolen honno.
guest-copy-title = Stopio negeseuon am { $reference }?
guest-copy-text = Mae { $council } yn anfon newyddion am yr achos hwn atoch, oherwydd i rywun yno roi eich cyfeiriad i ni.
guest-copy-stop = Stopio'r negeseuon hyn
guest-unsubscribed-title = Ni chewch ragor o negeseuon am yr achos hwn
guest-unsubscribed-text = Mae'n aros felly. Ni all neb ychwanegu eich cyfeiriad at yr achos hwn eto.
guest-unsubscribed-hint = Os oedd hyn yn gamgymeriad, cysylltwch â { $council }.
