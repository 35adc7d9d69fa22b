# Cases that belong together (R25).
links-title = Achosion eraill am hyn
links-none = Nid oes achos arall wedi'i gysylltu â hwn.
link-related = Am yr un peth
link-merged-into = Mae'r achos hwn wedi'i gau ac yn dilyn
link-absorbed = Unwyd â'r achos hwn
link-part-of = Holltwyd oddi wrth
link-split-into = Daeth rhan o'r achos hwn yn
link-member-of = Mae ei ganlyniad yn cyfrif yma hefyd
link-master-of = Mae canlyniad yr achos hwn yn cyfrif yno hefyd
link-another = achos arall
link-add = Cysylltu ag achos arall
link-other = Rhif yr achos arall
link-other-hint = Er enghraifft { $example }
link-relation = Sut maen nhw'n perthyn i'w gilydd?
link-choose-related = Maen nhw am rywbeth tebyg
link-choose-merged-into = Yr un broblem: cau'r achos hwn, mae'n dilyn y llall
link-choose-member-of = Mae canlyniad yr achos arall yn cyfrif am hwn hefyd
link-choose-master-of = Mae canlyniad yr achos hwn yn cyfrif am y llall hefyd
link-button = Cysylltu
link-end = Datgysylltu
link-undo-merge = Dad-wneud yr uno

outcome-send = { $count ->
    [one] Anfon y canlyniad at yr achos sy'n dilyn hwn
   *[other] Anfon y canlyniad at y { $count } achos sy'n dilyn hwn
}
outcome-send-hint = Mae pob un yn ei gael fel ateb os gallech chi ei ateb. Caiff pobl y lleill wybod. Nid oes neb yn gweld pwy gododd achos arall.
outcome-send-label = Beth ddaeth ohono?
outcome-send-button = Anfon at bob un

done-connected = Mae'r achosion wedi'u cysylltu.
done-taken-apart = Nid yw'r achosion wedi'u cysylltu mwyach.
done-outcome-sent = Mae'r canlyniad ar ei ffordd at bob achos sy'n dilyn hwn.

error-other-other-not-found = Nid oes achos â'r rhif hwn y gallwch ei weld. Gwiriwch y rhif
error-other-itself = Dyma rif yr achos hwn. Ysgrifennwch y llall
error-other-already = Maen nhw wedi'u cysylltu fel hyn yn barod
error-other-not-yours = Dim ond y rhai sy'n gweithio ar achosion all wneud hyn
error-other-closed = Mae'r achos hwn wedi'i gau yn barod
error-other-other-closed = Mae'r achos arall wedi'i gau. Agorwch ef eto yn gyntaf, neu dewiswch un arall
error-other-follows-another = Mae'r achos hwn yn dilyn un arall yn barod. Datgysylltwch nhw yn gyntaf
error-other-other-follows = Mae'r achos hwnnw'n dilyn trydydd. Cysylltwch â'r trydydd
error-other-is-followed = Mae achosion eraill yn dilyn hwn. Datgysylltwch nhw yn gyntaf

event-case-linked = Cysylltodd { $actor } yr achos hwn â { $case }
event-case-unlinked = Datgysylltodd { $actor } yr achos hwn a { $case }
event-case-linked-related = Cysylltodd { $actor } yr achos hwn â { $case }: am yr un peth
event-case-linked-merged-into = Unodd { $actor } yr achos hwn â { $case }
event-case-linked-absorbed = Unodd { $actor } { $case } â'r achos hwn
event-case-linked-part-of = Holltodd { $actor } yr achos hwn oddi wrth { $case }
event-case-linked-split-into = Holltodd { $actor } { $case } oddi wrth yr achos hwn
event-case-linked-member-of = Gadawodd { $actor } i'r achos hwn ddilyn { $case }
event-case-linked-master-of = Gadawodd { $actor } i { $case } ddilyn yr achos hwn
event-case-unlinked-related = Datgysylltodd { $actor } yr achos hwn a { $case }
event-case-unlinked-merged-into = Dad-wnaeth { $actor } yr uno â { $case }
event-case-unlinked-absorbed = Dad-wnaeth { $actor } uno { $case }
event-case-unlinked-part-of = Datgysylltodd { $actor } yr achos hwn a { $case }
event-case-unlinked-split-into = Datgysylltodd { $actor } yr achos hwn a { $case }
event-case-unlinked-member-of = Nid yw'r achos hwn yn dilyn { $case } mwyach
event-case-unlinked-master-of = Nid yw { $case } yn dilyn yr achos hwn mwyach
event-outcome-shared = Dywedodd { $actor } beth ddaeth o { $case }
event-outcome-sent = Anfonodd { $actor } y canlyniad at achosion: { $days }

recent-case-linked = Cysylltwyd ag achos arall gan { $actor }
recent-case-unlinked = Datgysylltwyd oddi wrth achos arall gan { $actor }
recent-outcome-shared = Dywedodd { $actor } beth ddaeth ohono
recent-outcome-sent = Anfonwyd y canlyniad ymlaen gan { $actor }

raise-part-of = Dywedwch yma beth sy'n fater ar wahân yn { $reference }. Mae'r hyn sy'n hysbys amdano wedi'i lenwi. Yna cysylltir y ddau achos, ac mae { $reference } yn mynd ymlaen fel y mae.
link-split = Hollti rhan: ei chodi fel achos ar wahân
