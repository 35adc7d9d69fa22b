/**
 * What pages do beyond HTML. Every page works without: each module only adds comfort to elements that ask for it by
 * a `data-…` attribute. To add one: a file here that exports a function, and a line below.
 */
import { offerToCopy } from './copy'
import { countCharacters } from './count'
import { goOnWithEnter } from './enter'
import { focusWhatMatters } from './focus'
import { keepUnsent } from './keep'
import { offerPosition } from './locate'
import { closeMenus } from './menu'
import { tellWhatIsNear } from './near'
import { sendOnce } from './once'
import { lookAgain } from './refresh'
import { findRows } from './rows'
import { showUploads } from './upload'

const comforts = [keepUnsent, countCharacters, offerPosition, tellWhatIsNear, showUploads, sendOnce, goOnWithEnter, closeMenus, offerToCopy, findRows, lookAgain, focusWhatMatters]

function startAll(): void {
  for (const start of comforts) {
    try {
      start()
    } catch (error) {
      // One comfort that fails must not take the others away.
      console.error(error)
    }
  }
}

startAll()
// What a page says was drawn again without the page.
document.addEventListener('wb-drawn', startAll)
