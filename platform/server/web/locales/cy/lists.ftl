requests-title = Fy ngheisiadau
requests-show = Dangos
requests-search = Chwilio fy ngheisiadau
requests-search-hint = Preswylydd, lle, gair neu rif achos
search-button = Chwilio
requests-more-filters = Cam a nifer a ddangosir
requests-stage = Cam
requests-any-stage = Unrhyw gam
requests-size = Achosion ar dudalen
requests-apply = Gosod
requests-never = Nid ydych wedi codi achos eto. Soniwch am broblem mewn brawddeg, ac fe aiff at y bobl gywir.
requests-none = Does dim yn cyfateb.
requests-show-all = Dangos fy holl geisiadau
requests-tasks = { $count ->
    [one] 1 cam hyd yma
    [two] 2 gam hyd yma
   *[other] { $count } cam hyd yma
  }
column-case = Achos
column-what = Beth
column-start = Dechrau
column-end = Diwedd
column-status = Statws
column-stage = Cam presennol
status-with-council = Gyda'r cyngor
status-with-you = Gyda chi
status-closed = Wedi cau
task-since = ers { $from }
task-from-to = { $from } i { $to }

ward-title = Ward { $ward }
ward-lead = Achosion eich ward, lle cytunodd pob preswylydd a enwir i'w rhannu.
ward-tabs = Fy wardiau
ward-show = Dangos
ward-none = Dim achosion i'w dangos.

queue-title = { $name }
queue-lead = Rhai hwyr yn gyntaf, yna yn ôl dyddiad ateb.
queue-lead-triage = Achosion sy'n aros am y ddesg hon. Rhai hwyr yn gyntaf, yna yn ôl dyddiad ateb.
queue-tabs = Timau
queue-show = Dangos
queue-none-open = Mae'r ciw yn wag.
queue-none-overdue = Does dim yn hwyr.
queue-none-waiting = Does dim yn aros am gynghorydd.
