# Ar bob tudalen.
title-error = Gwall:
skip-to-content = Neidio i'r prif gynnwys
language-switch = Iaith
signed-in-as = Wedi mewngofnodi fel
sign-out = Allgofnodi
navigation = Prif dudalennau
nav-home = Hafan
nav-raise = Codi
nav-requests = Ceisiadau
nav-ward = Fy ward
nav-queue = Ciwiau
demo-tag = Arddangosiad
demo-text = Dychmygol yw'r bobl a'r achosion yma.
footer-help = Angen help?
footer-made-with = Gwnaed gyda Wardbook
raise-a-case = Codi achos
yes = Ydy
no = Nac ydy
not-said = Heb ei nodi
view = Gweld
triage = Brysbennu
actor-platform = Wardbook

# Achosion mewn rhestrau.
raised-on = Codwyd { $date }
raised-by-on = { $name }, { $date }
with-whom = Gyda { $name }
due-overdue = { $days ->
    [one] 1 diwrnod gwaith yn hwyr
    [two] 2 ddiwrnod gwaith yn hwyr
   *[other] { $days } diwrnod gwaith yn hwyr
  }
due-today = I'w ateb heddiw
due-on = I'w ateb erbyn { $date }
paging = Rhagor o dudalennau
paging-previous = Blaenorol
paging-next = Nesaf
show-all = Pob un
show-open = Ar agor
show-needs-me = Fy nhro i
show-closed = Wedi cau
show-overdue = Yn hwyr ({ $count })
show-waiting = Yn aros am y cynghorydd

# Cyfrif o dan ardal destun; y sgript sy'n llenwi %{"{"}count{"}"}.
count-limit = Gallwch ysgrifennu hyd at %{"{"}count{"}"} nod
count-under-one = %{"{"}count{"}"} nod ar ôl
count-under = %{"{"}count{"}"} nod ar ôl
count-at = Dim nodau ar ôl
count-over-one = %{"{"}count{"}"} nod yn ormod
count-over = %{"{"}count{"}"} nod yn ormod
