# Mail to the council's own people. What happened is worded by recent-….
mail-subject = { $reference }: { $what }
mail-why = Cewch hwn gan { $council } am fod a wnelo'r achos â chi.
