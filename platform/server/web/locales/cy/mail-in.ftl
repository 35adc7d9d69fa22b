# Drafts, mail that comes in, and what somebody must look at.
drafts-title = Eich drafftiau
drafts-count = { $count ->
    [one] 1 drafft
   *[other] { $count } drafft
  }
draft-nameless = Heb bwnc
draft-from-mail = Daw'r drafft hwn o'ch e-bost
draft-from-answer = Ateb i e-bost gennym ni yw'r drafft hwn
draft-from-handed-over = Rhoddodd eich cyngor yr e-bost hwn i chi
draft-received = Derbyniwyd { $at }.
draft-check = Dim ond chi all ei weld. Gwiriwch bopeth cyn ei godi, yn enwedig enw'r preswylydd.
draft-refused = Ni ellid cadw'r ffeiliau hyn:
draft-delete = Dileu'r drafft hwn
mail-in-title = E-bost i'w ddidoli
mail-in-to-sort = I'w ddarllen
mail-in-lead = Nid oedd Wardbook yn siŵr am y rhain. Does dim ar goll: rhowch bob un i'r person y mae'n perthyn iddo, neu caewch ef.
mail-in-none = Nid oes e-bost yn aros.
mail-in-more = Mae mwy. Byddant yn ymddangos wrth i chi ddelio â'r rhain.
mail-in-nameless = Heb bwnc
mail-in-says-from = Mae'n dweud ei fod gan { $sender }
mail-in-text = Beth mae'n ei ddweud
mail-in-no-text = Nid oes testun ynddo.
mail-in-cut = Mae'r testun yn parhau. Bydd pwy bynnag sy'n cael yr e-bost yn ei gael i gyd.
mail-in-attachments = Ynghlwm
mail-in-hand-over-label = I bwy mae'n perthyn?
mail-in-hand-over-hint = Byddant yn ei gael fel drafft, gyda'i ffeiliau ar ôl eu gwirio. Nhw sy'n penderfynu a ddaw'n achos.
mail-in-nobody = Dewiswch berson
error-person-choose = Dewiswch i bwy mae'n perthyn
mail-in-hand-over = Ei roi iddynt
mail-in-dismiss = Ei gau
mail-in-dismiss-hint = Os nad oes angen dim, caewch ef. Caiff ei ddileu ar ôl 30 diwrnod.
mail-in-done-dismissed = Mae'r e-bost wedi'i gau.
mail-in-done-handed-over = Mae'r e-bost wedi'i roi. Bydd yn ymddangos fel drafft mewn eiliad.
mail-in-why-unreadable = Nid e-bost yw hwn, neu ni ellir darllen dim ohono.
mail-in-why-broken = Mae rhannau ohono wedi'u difrodi neu ar goll. Gofynnwch i'r anfonwr ei anfon eto.
mail-in-why-too-complex = Mae ganddo ormod o rannau, un y tu mewn i'r llall.
mail-in-why-no-sender = Nid yw'n dweud pwy yw'r un anfonwr.
mail-in-why-not-authenticated = Ni allai'r gweinydd e-bost gadarnhau mai o'r cyfeiriad hwn y daeth. Gall rhywun arall fod wedi'i anfon.
mail-in-why-unknown-sender = Nid oes gan neb yn y cyngor hwn y cyfeiriad hwn.
mail-in-why-shared-address = Mae gan fwy nag un person y cyfeiriad hwn.
mail-in-why-may-not-raise = Mae'r anfonwr yn gweithio yma ond nid yw'n codi achosion.
mail-in-why-empty = Nid oes dim ynddo.
mail-in-why-failed = Ceisiodd Wardbook ddelio ag ef dro ar ôl tro, a methu.
mail-in-not-added = { $count ->
    [one] Ni ellid ychwanegu'r ffeil hon:
   *[other] Ni ellid ychwanegu'r ffeiliau hyn:
  }
