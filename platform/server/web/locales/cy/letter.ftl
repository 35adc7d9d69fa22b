# Letters to residents.
letter-write = Ysgrifennu llythyr
letter-title = Llythyr am { $reference }
letter-text = Beth hoffech chi ei ddweud?
letter-hint = Ychwanegir y cyfeiriad, y dyddiad, “Annwyl …” a'ch enw. Gadewch linell wag rhwng paragraffau.
letter-button = Gwneud y llythyr
letter-download = Lawrlwytho'r llythyr (PDF)
letter-reference = Ein cyfeirnod
letter-dear = Annwyl
letter-closing = Yn gywir
done-letter-written = Mae'ch llythyr yn barod. Lawrlwythwch ef isod, ei argraffu a'i bostio.
event-letter-written = Ysgrifennodd { $actor } lythyr at y preswylydd
