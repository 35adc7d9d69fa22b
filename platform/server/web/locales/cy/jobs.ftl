# Yr hyn y rhoddodd y rhaglen y gorau iddo, a'r hyn a benderfynir amdano.
jobs-title = Yr hyn na ellid ei wneud
jobs-card = Yn aros am eich penderfyniad
jobs-lead = Ceisiodd Wardbook y rhain dro ar ôl tro, neu dywedwyd wrtho am beidio â cheisio eto. Dysgwch pam, yna ceisiwch eto neu eu rhoi o'r neilltu.
jobs-none = Nid oes dim wedi methu.
jobs-more = Mae mwy. Byddant yn ymddangos wrth i chi ddelio â'r rhain.
jobs-kinds = Pob un o'r un math
jobs-kinds-lead = Os oedd gweinydd e-bost i lawr, ceisiwch bob un eto pan fydd yn ôl.
jobs-each = Pob un ohonynt
jobs-decisions = Yr hyn a benderfynwyd
jobs-done-retried = Ceisir eto pan fydd y swyddfa ar agor. Os bydd yn methu eto, bydd yma.
jobs-done-discarded = Mae wedi'i roi o'r neilltu, gyda'ch rheswm.
job-what-mail-staff = E-bost at rywun o'r cyngor
job-what-mail-resident = E-bost at breswylydd
job-what-mail-copy = Copi o newyddion achos i rywun y tu allan
job-what-copies = Copïau o newyddion achos
job-what-residents = Negeseuon at breswylwyr achos
job-what-other = Gwaith yn y cefndir
job-kind-mail-staff = { $count ->
    [one] Ceisio 1 e-bost at bobl y cyngor eto
   *[other] Ceisio { $count } e-bost at bobl y cyngor eto
  }
job-kind-mail-resident = { $count ->
    [one] Ceisio 1 e-bost at breswylydd eto
   *[other] Ceisio { $count } e-bost at breswylwyr eto
  }
job-kind-mail-copy = { $count ->
    [one] Ceisio 1 copi i rywun y tu allan eto
   *[other] Ceisio { $count } copi i bobl y tu allan eto
  }
job-kind-copies = { $count ->
    [one] Ysgrifennu 1 rownd o gopïau eto
   *[other] Ysgrifennu { $count } rownd o gopïau eto
  }
job-kind-residents = { $count ->
    [one] Ysgrifennu 1 neges at breswylwyr eto
   *[other] Ysgrifennu { $count } neges at breswylwyr eto
  }
job-kind-other = { $count ->
    [one] Ceisio 1 peth arall eto
   *[other] Ceisio { $count } peth arall eto
  }
job-why-address = Nid cyfeiriad e-bost yw hwn. Cywirwch ef yn gyntaf.
job-why-no-answer = Nid atebodd y gweinydd e-bost.
job-why-answer = Gwrthododd y gweinydd e-bost ef (cod { $detail }). Gall y cyfeiriad fod yn anghywir, neu'r blwch yn llawn neu wedi mynd.
job-why-other = Aeth rhywbeth o'i le: { $detail }
job-tries = { $count ->
    [one] Ceisiwyd unwaith
   *[other] Ceisiwyd { $count } gwaith
  }
job-since = Ers { $date }
job-given-up = Rhoddwyd y gorau iddo { $date }
job-no-case = Nid yw ei achos wedi'i rannu â chi.
job-retry = Ceisio eto
job-retry-hint = Yr un neges yw hi. Ni fydd pwy bynnag a'i cafodd eisoes yn ei chael fel un newydd.
job-discard-title = Ei roi o'r neilltu
job-discard = Ei roi o'r neilltu
job-reason = Pam nad oes ei angen?
job-reason-hint = Cedwir eich enw a'r rheswm hwn. Peidiwch â chynnwys enwau na chyfeiriadau preswylwyr.
job-decision-retried = Ceisiwyd eto
job-decision-discarded = Rhoddwyd o'r neilltu
job-operator = Gweithredwr Wardbook
error-reason-missing = Dywedwch pam nad oes ei angen
error-reason-too-long = Rhaid i'r rheswm fod yn { $max } nod neu lai
job-why-not-set-up = Arhosodd am dridiau, ac nid oedd e-bost wedi'i osod. Gall fod yn hen newyddion erbyn hyn.
job-why-inside = Methodd Wardbook ei hun. Gofynnwch i bwy bynnag sy'n ei redeg edrych yn ei gofnod.
job-what-letter = Llythyr at breswylydd
job-what-event = Newyddion i raglen arall
job-kind-letter = { $count ->
    [one] Ceisio 1 llythyr at breswylydd eto
   *[other] Ceisio { $count } llythyr at breswylwyr eto
  }
job-kind-event = { $count ->
    [one] Dweud 1 peth wrth raglen arall eto
   *[other] Dweud { $count } peth wrth raglenni eraill eto
  }
job-why-channel = Ni chymerodd y gwasanaeth sy'n ei gario: { $detail }
