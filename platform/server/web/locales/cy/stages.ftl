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
