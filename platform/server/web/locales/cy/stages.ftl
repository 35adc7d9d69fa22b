# The council's stages and the ways between them (R17).
stages-title = Sut mae achos yn symud
stages-intro = Mae pob blwch yn gam, ac yn dweud am bwy mae'r achos yn aros. Esbonnir y rhifau ar y saethau isod.
stages-diagram = Diagram o'r camau. Sgroliwch i weld y cyfan
stages-diagram-text = Diagram o'r camau. Mae'r rhestr oddi tano'n dweud yr un peth mewn geiriau.
stages-ways = Beth mae'r saethau'n ei olygu
stages-way = O { $from } i { $to }:
stages-by-itself = Ohono'i hun, pan fydd y dyddiad wedi mynd heibio
stages-what-each = Beth mae pob cam yn ei olygu
stages-raiser = yn aros am y cynghorydd
stages-team = yn aros am y tîm
stages-version = Dyma gamau achosion newydd (fersiwn { $version }). Mae achos yn gorffen ar y fersiwn y dechreuodd arni.
stages-all = Sut mae achos yn symud drwy'r camau

# Moving running cases to the newest stages.
move-title = Symud achosion agored i'r camau diweddaraf
move-intro = Mae'r achosion agored hyn yn dal i redeg ar gamau hŷn. Dewiswch ble mae pob un yn mynd. Ni symudir dim cyn i chi weld beth fydd yn digwydd.
move-none = Mae pob achos agored yn rhedeg ar y camau diweddaraf. Nid oes dim i'w symud.
move-from = Achosion yn “{ $name }” (fersiwn { $version }), { $count }: i
move-leave = Eu gadael ar eu camau
move-preview = Dangos beth fydd yn digwydd
move-preview-intro = { $count ->
    [0] Ni symudir unrhyw achos.
   *[other] Achosion a symudir: { $count }. Mae dyddiadau cau yn aros lle mae'r un dyddiad cau yn rhedeg yn y cam newydd. Cofnodir pob symudiad yn hanes yr achos.
}
move-line = { $count }: o “{ $from }” i “{ $to }”
move-line-stays = { $count }: yn aros yn “{ $from }”
move-more = a { $count } arall
move-button = Symud { $count }
move-change = Dewis eto
move-moved = Achosion a symudwyd: { $count }.
event-stages-changed = Symudodd { $actor } yr achos i'r camau diweddaraf
recent-stages-changed = Symudwyd i'r camau diweddaraf gan { $actor }
stages-tell-entry = Pan ddaw achos yma, rydym yn dweud wrth
stages-tell-exit = Pan fydd achos yn gadael, rydym yn dweud wrth
stages-assign = Rhoddir achos a ddaw yma i { $team }.
stages-deadline = Diwrnodau gwaith a ganiateir: { $days }
told-holder = pwy bynnag sydd â'r achos
told-raiser = y cynghorydd a'i cododd
told-team = y tîm
told-overseers = y tîm didoli a'r penaethiaid gwasanaeth
event-stage-assigned = Rhoddwyd i { $team }, am i'r achos ddod i'r cam hwn
recent-stage-assigned = Rhoddwyd i dîm arall oherwydd ei gam
event-stage-told = Dywedwyd yn y cam hwn wrth:
recent-stage-told = Daeth i gam y dywedir wrthych amdano
