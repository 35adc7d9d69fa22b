# Photos and files of a case, and documents that are downloaded.
files-title = Lluniau a ffeiliau
files-label = Ychwanegu lluniau neu ffeiliau
files-hint = Hyd at 10 ar y tro, 25 MB yr un. Tynnir y lle a'r amser y mae camera yn eu hysgrifennu mewn llun.
files-audience = Pwy all eu gweld?
files-button = Ychwanegu'r rhain
files-picture = Llun: { $name }
files-unscanned = heb ei wirio am firysau
files-problem-title = Ni ellid ychwanegu pob ffeil
files-kept = Ychwanegwyd y rhain: { $names }
done-file-added = Mae'ch ffeiliau wedi'u hychwanegu.
file-none = Dewiswch lun neu ffeil yn gyntaf
file-too-large = Mae'n fwy na 25 MB. Anfonwch un llai
file-too-many = 10 ffeil ar y tro yw'r mwyaf. Ychwanegwch hon nesaf
file-interrupted = Torrodd y lanlwytho. Anfonwch hi eto
file-empty = Mae'r ffeil yn wag
file-not-allowed = Ni ellir ychwanegu'r math hwn o ffeil. Gellir ychwanegu lluniau, PDF a dogfennau swyddfa
file-not-what-it-says = Nid yw'r enw yn cyd-fynd â'r cynnwys. Cadwch hi eto gyda'r terfyniad cywir, fel .jpg
file-infected = Mae firws ynddi, felly cafodd ei thaflu
file-heic = Mae lluniau o'r math hwn (HEIC) yn cuddio'r lle y'u tynnwyd. Anfonwch ef fel JPEG: mae ffonau'n gwneud hynny pan fo'r camera ar “most compatible”
file-too-many-pixels = Mae'r llun yn rhy fawr. Anfonwch gopi llai
file-damaged = Mae'r llun wedi'i ddifrodi neu'n anghyflawn. Anfonwch ef eto
file-try-again = Aeth rhywbeth o'i le ar ein hochr ni. Anfonwch hi eto mewn ychydig funudau
record-download = Lawrlwytho fel PDF
record-reference = Achos
record-details = Mwy am y broblem
event-file-added = Ychwanegodd { $actor } ffeil
event-team-file-added = Ychwanegodd { $actor } ffeil
raise-files-label = Lluniau neu ffeiliau
raise-files-hint = Hyd at 10 ar y tro, 25 MB yr un. Nid oes neb yn gweld ble a phryd y tynnwyd llun, oni bai eich bod chi'n dweud.
raise-files-add = Ychwanegu nawr
raise-files-held = { $count ->
    [one] Mae 1 ffeil yn mynd gyda'r achos hwn:
   *[other] Mae { $count } ffeil yn mynd gyda'r achos hwn:
  }
raise-files-remove = Tynnu allan
place-title = Lleoliad y llun
place-offer = Mae'r llun { $photo } yn dweud iddo gael ei dynnu yma:
place-use = Defnyddio'r lle hwn
place-no = Peidio â'i ddefnyddio
upload-busy = Yn anfon
upload-check = Wedi'i anfon. Mae'n cael ei wirio.
upload-failed = Ni ellid ei anfon. Rhowch gynnig arall arni.
file-session = Cawsoch eich allgofnodi, felly ni ellid cadw eich lluniau a'ch ffeiliau. Dewiswch nhw eto
place-hint = Nid oes lle ar y map gan yr achos hwn eto. Os na ddefnyddiwch ef, caiff ei anghofio.
done-place-added = Mae'r lle wedi'i ychwanegu.
event-place-added = Ychwanegodd { $actor } leoliad llun
