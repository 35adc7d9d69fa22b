back = Yn ôl
back-to-requests = Fy ngheisiadau
back-to-ward = Fy ward
back-to-queue = Ciwiau
case-reference = Achos { $reference }
case-details = Rhagor am y broblem
facts-history = Beth sydd wedi digwydd hyd yma
facts-approached = I bwy y gofynnwyd yn barod
facts-wanted = Beth mae'r preswylydd am ei gael
breach-title = Mae'r achos hwn yn hwyr
breach-text = Roedd ateb i fod erbyn { $date }.

banner-done = Wedi'i wneud
banner-important = Pwysig
raised-heading = Mae { $reference } wedi'i godi
raised-to-team = Aeth at { $team }.
raised-to-desk = Aeth at { $desk }, a fydd yn ei anfon ymlaen. Mae'r rheolau'n awgrymu { $team }.
raised-to-triage = Aeth at { $team }, a fydd yn dod o hyd i'r tîm cywir.
raised-due = Dylech glywed yn ôl erbyn { $date }.
raise-another = Codi achos arall
done-note-added = Mae'ch nodyn wedi'i ychwanegu.
done-note-changed = Mae'ch nodyn wedi'i newid. Mae'r hyn a ddywedai o'r blaen yn aros gydag ef.
done-already-done = Roedd hwn wedi'i anfon eisoes, felly ni wnaed dim ddwywaith.
done-acknowledge = Gall y cynghorydd weld bod yr achos wedi dod i law.
done-assign = Mae'r achos gyda'i dîm newydd.
done-request-information = Mae'ch cwestiwn ar ei ffordd.
done-provide-information = Mae'ch ateb ar ei ffordd. Mae'r achos yn ôl gyda'r rhai a ofynnodd.
done-record-progress = Mae'r cynnydd wedi'i gofnodi.
done-resolve = Mae eich ateb wedi'i gofnodi.
done-confirm-resolved = Mae'r ateb wedi'i anfon ymlaen.
done-closed = Diolch. Mae'r achos wedi'i gau.
done-send-back = Mae'r achos wedi'i anfon yn ôl gyda'ch rheswm.
done-withdraw = Mae'r achos wedi'i gau.
done-reopen = Mae'r achos ar agor eto. Gall y rhai oedd ganddo weld pam.
refused-already-closed = Mae'r achos hwn wedi'i gau eisoes. Ni newidiwyd dim.
refused-not-in-this-stage = Mae'r achos wedi symud ymlaen, felly nid yw hyn yn bosibl bellach. Ni newidiwyd dim.
refused-not-yours = Mae'r achos yn aros am rywun arall nawr. Ni newidiwyd dim.
refused-unknown-group = Nid yw'r tîm hwnnw'n bodoli bellach. Ni newidiwyd dim.
refused-same-group = Mae'r achos gyda'r tîm hwnnw eisoes.
refused-no-team-yet = Nid oes tîm gan yr achos eto. Trosglwyddwch ef i un yn gyntaf.
refused-nowhere-to-go-back = Nid oes unman i anfon yr achos yn ôl iddo. Ni newidiwyd dim.
refused-already-acknowledged = Cydnabuwyd yr achos eisoes.
refused-too-late = Caewyd yr achos hwn yn rhy bell yn ôl i'w agor eto. Codwch un newydd.
refused-unmet-acknowledged = Rhaid cydnabod yr achos yn gyntaf. Ni newidiwyd dim.
refused-unmet-responded = Rhaid i'r cynghorydd gael ateb yn gyntaf. Ni newidiwyd dim.
refused-unmet-another-person = Chi roddodd yr ateb hwn, felly rhaid i rywun arall wneud hyn. Ni newidiwyd dim.
held-acknowledged = “{ $action }”: ar ôl cydnabod yr achos.
held-responded = “{ $action }”: ar ôl i'r cynghorydd gael ateb.
held-another-person = “{ $action }”: gan rywun heblaw pwy roddodd yr ateb.
refused-note-too-late = Gall pwy bynnag ysgrifennodd nodyn ei newid am 15 munud. Ysgrifennwch nodyn arall.
refused-text-missing = Rhaid ysgrifennu rhywbeth. Ni newidiwyd dim.
refused-text-too-long = Roedd hynny'n rhy hir. Ni newidiwyd dim.
refused-unknown-stage = Mae camau'r cyngor wedi newid. Ni newidiwyd dim ar yr achos hwn.

progress-label = Camau'r achos
progress-place = Cam { $step } o { $of }
progress-done = wedi'i wneud
progress-now = nawr
progress-ahead = eto i ddod

actions-mine = Eich tro chi yw hi
actions-wait = Sut mae hi'n sefyll
action-assign-group = Pa dîm?
action-assign-none = Dewiswch dîm
action-assign-text = Pam? (dewisol)
action-request-information-text = Beth sydd angen i chi ei wybod?
action-provide-information-text = Eich ateb
action-record-progress-text = Beth sydd wedi'i wneud?
action-resolve-text = Beth yw'r ateb?
action-confirm-resolved-text = Oes gennych rywbeth i'w ddweud? (dewisol)
action-send-back-text = Beth sydd heb ei ddatrys eto?
action-withdraw-text = Pam nad oes ei angen mwyach?
action-reopen-text = Beth sy'n dal o'i le?

facts-title = Y ffeithiau
facts-what = Am
facts-where = Ble
facts-ward = Ward
facts-raised = Codwyd
facts-raised-by = Codwyd gan
facts-on-behalf-of = Dros
facts-due = I'w ateb erbyn
due-worked-out-by = Cyfrifwyd gan { $policy }.
facts-closed = Caewyd
facts-kind = Math
facts-channel = Daeth
facts-tags = Geiriau chwilio

people-title = { $count ->
    [one] Preswylydd
   *[other] Preswylwyr
  }
people-none = Ni enwir preswylydd.
people-preferred = (dewis gyswllt)
consent-yes = Wedi cytuno i rannu'r manylion
consent-no = Heb gytuno i rannu'r manylion
seen-by-ward = Gall cynghorwyr y ward weld yr achos hwn.
seen-by-few = Dim ond y rhai a'i cododd neu sy'n gweithio arno all weld yr achos hwn.

why-team = Pam { $team }?
why-none = Pam na ddewiswyd tîm
why-decided-by = Penderfynwyd gan
why-failed = Penderfynwyd heb

note-title = Ychwanegu nodyn
note-label = Eich nodyn
note-hint = Gall pawb sy'n gallu gweld yr achos hwn ei ddarllen. I ddweud wrth rywun, ysgrifennwch @ a'i enw.
note-button = Ychwanegu'r nodyn
note-hint-team = Mae'r botwm yn penderfynu pwy all ei ddarllen. I ddweud wrth rywun, ysgrifennwch @ a'i enw.
note-button-team = I'r tîm yn unig
note-button-case = I'r cynghorydd hefyd
note-team-only = Y tîm yn unig

timeline-before = Dangos beth ddigwyddodd cyn hynny ({ $count })
timeline-title = Beth sydd wedi digwydd
timeline-which = Beth sy'n cael ei ddangos
timeline-all = Popeth
timeline-progress = Diweddariadau cynnydd
timeline-no-progress = Nid oes cynnydd wedi'i gofnodi eto.
event-on-behalf-of = dros { $name }
event-raised = Cododd { $actor } yr achos
event-routed-none = Ni chafodd y rheolau hyd i dîm
event-routed = Ar gyfer { $team }
event-deadline-set = Ateb i fod erbyn { $date }
event-acknowledged = Cydnabu { $actor } yr achos
event-assigned = Trosglwyddodd { $actor } yr achos i { $team }
event-information-requested = Gofynnodd { $actor }
event-information-provided = Atebodd { $actor }
event-progress-recorded = Cofnododd { $actor } gynnydd
note-change = Newid y nodyn hwn
note-change-title = Newid eich nodyn ar { $reference }
note-change-hint = Mae'r hyn a ddywedai o'r blaen yn aros gydag ef, i'r rhai sy'n gallu ei ddarllen.
note-change-button = Cadw'r nodyn
note-changed-at = Newidiwyd { $when }. Yr hyn a ddywedai o'r blaen
event-note-changed = Newidiodd { $actor } nodyn
event-team-note-changed = Newidiodd { $actor } nodyn
event-note-added = Nododd { $actor }
event-team-note-added = Nododd { $actor }
event-resolved = Datrysodd { $actor } yr achos
event-answer-unchecked = Ysgrifennodd { $actor } ateb, sy'n cael ei wirio yn gyntaf
event-sent-back = Anfonodd { $actor } yr achos yn ôl
event-resolution-confirmed = Derbyniodd { $actor } yr ateb
event-withdrawn = Daeth { $actor } â'r achos i ben
event-reopened = Agorodd { $actor } yr achos eto
event-reminded = Anfonwyd nodyn atgoffa: i'w ateb erbyn { $date }
event-breached = Ni ddaeth yr ateb oedd i fod erbyn { $date } mewn pryd
event-stage-entered = Symudwyd i { $stage }
event-closed = { $how ->
    [confirmed] Caewyd: cadarnhawyd ei fod wedi'i ddatrys
    [by-raiser] Caewyd gan y sawl a'i cododd
    [answered] Caewyd: atebwyd gan y cyngor
    [merged] Caewyd: mae'n dilyn achos arall
    [no-reply] Caewyd: ni ddaeth ateb mewn pryd. Gellir ei agor eto
   *[other] Caewyd
  }
