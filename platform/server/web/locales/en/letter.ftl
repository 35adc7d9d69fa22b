# Letters to residents.
letter-write = Write a letter
letter-title = Letter about { $reference }
letter-text = What do you want to say?
letter-hint = The address, the date, “Dear …” and your name are added. Leave a line empty between paragraphs.
letter-button = Make the letter
letter-download = Download the letter (PDF)
letter-reference = Our reference
letter-dear = Dear
letter-closing = Yours sincerely
done-letter-written = Your letter is ready. Download it below, print it and post it.
event-letter-written = { $actor } wrote a letter to the resident
