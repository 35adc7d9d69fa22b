# Mail to the council's own people. What happened is worded by recent-….
mail-subject = { $reference }: { $what }
mail-why = Cewch hwn gan { $council } am fod a wnelo'r achos â chi.
mail-answer = Atebwch yr e-bost hwn i ychwanegu nodyn at yr achos. Gall pawb sy'n gweld yr achos ei ddarllen.
