# Mail to the council's own people. What happened is worded by recent-….
mail-subject = { $reference }: { $what }
mail-why = You get this from { $council } because the case concerns you.
mail-answer = Just answer this mail to add a note to the case. Everybody who sees the case can read it.
