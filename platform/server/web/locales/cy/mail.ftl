# Mail to the council's own people. What happened is worded by recent-….
mail-subject = { $reference }: { $what }
mail-why = Cewch hwn gan { $council } am fod a wnelo'r achos â chi.
mail-answer = Atebwch yr e-bost hwn i ychwanegu nodyn at yr achos. Gall pawb sy'n gweld yr achos ei ddarllen.
mail-choose = Dewiswch beth a ddywedir wrthych, a sut: { $link }
mail-daily-subject = { $count ->
    [one] Un peth sy'n berthnasol i chi
   *[other] { $count } o bethau sy'n berthnasol i chi
  }
mail-daily-intro = Dyma eich e-bost dyddiol gan { $council }.
mail-daily-waiting = YN AROS AMDANOCH
mail-daily-news = NEWYDDION
