# Photos and files of a case, and documents that are downloaded.
files-title = Photos and files
files-label = Add photos or files
files-hint = Up to 10 at a time, 25 MB each. The place and time that a camera writes into a photo are taken out.
files-audience = Who can see them?
files-button = Add these
files-picture = Picture: { $name }
files-unscanned = not checked for viruses
files-problem-title = Not every file could be added
files-kept = These were added: { $names }
done-file-added = Your files are added.
file-none = Choose a photo or a file first
file-too-large = It is larger than 25 MB. Send a smaller one
file-too-many = 10 files at a time are the most. Add this one next
file-interrupted = The upload broke off. Please send it again
file-empty = The file is empty
file-not-allowed = This kind of file cannot be added. Photos, PDF and office documents can
file-not-what-it-says = Its name does not fit what is in it. Save it again with the right ending, such as .jpg
file-infected = It holds a virus, so it was thrown away
file-heic = Photos of this kind (HEIC) hide the place where they were taken. Send it as JPEG: phones do that when the camera is set to “most compatible”
file-too-many-pixels = The picture is too large. Send a smaller copy
file-damaged = The picture is damaged or not complete. Please send it again
file-try-again = Something went wrong on our side. Please send it again in a few minutes
record-download = Download as PDF
record-reference = Case
record-details = More about the problem
event-file-added = { $actor } added a file
event-team-file-added = { $actor } added a file
raise-files-label = Photos or files
raise-files-hint = Up to 10 at a time, 25 MB each. Nobody sees where and when a photo was taken, unless you say so.
raise-files-add = Add them now
raise-files-held = { $count ->
    [one] 1 file goes with this case:
   *[other] { $count } files go with this case:
  }
raise-files-remove = Take out
place-title = Place of the photo
place-offer = The photo { $photo } says it was taken here:
place-use = Use this place
place-no = Do not use it
upload-busy = Sending
upload-check = Sent. It is being checked.
upload-failed = It could not be sent. Please try again.
file-session = You were signed out, so your photos and files could not be kept. Please choose them again
place-hint = This case has no place on the map yet. If you do not use it, it is forgotten.
done-place-added = The place is added.
event-place-added = { $actor } added the place of a photo
