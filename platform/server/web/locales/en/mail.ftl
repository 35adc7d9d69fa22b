# Mail to the council's own people. What happened is worded by recent-….
mail-subject = { $reference }: { $what }
mail-why = You get this from { $council } because the case concerns you.
mail-answer = Just answer this mail to add a note to the case. Everybody who sees the case can read it.
mail-choose = Choose what you are told, and how: { $link }
mail-daily-subject = { $count ->
    [one] One thing that concerns you
   *[other] { $count } things that concern you
  }
mail-daily-intro = This is your daily email from { $council }.
mail-daily-waiting = WAITING FOR YOU
mail-daily-news = NEWS
