# Mail to the council's own people. What happened is worded by recent-….
mail-subject = { $reference }: { $what }
mail-why = You get this from { $council } because the case concerns you.
