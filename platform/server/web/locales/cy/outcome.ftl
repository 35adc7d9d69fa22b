# What comes of a case: answered, promised, asked elsewhere, verified (R23, R24).
outcome-title = Beth ddaeth ohono
outcome-answered = Atebwyd { $when }
outcome-verified = Mae { $name } yn dweud ei fod wedi'i ddatrys ({ $when })
outcome-unverified = Nid oes neb wedi dweud eto ei fod wedi'i ddatrys
outcome-unverified-closed = Wedi'i gau, ond nid oes neb wedi dweud ei fod wedi'i ddatrys
outcome-promised-waiting = Addawyd gwaith erbyn { $date }
outcome-promised-done = Gwnaed y gwaith a addawyd { $done }
outcome-promised-missed = Addawyd gwaith erbyn { $date }, ond ni chafodd ei wneud erbyn hynny
outcome-referred-waiting = Gofynnwyd i { $body }. Disgwylir ateb erbyn { $date }
outcome-referred-done = Gofynnwyd i { $body } ac atebwyd { $done }
outcome-referred-missed = Gofynnwyd i { $body }, ond ni ddaeth ateb erbyn { $date }
outcome-order = Gorchymyn gwaith { $mark }
outcome-reference = Eu cyfeirnod: { $mark }

action-promise-work-text = Beth fydd yn cael ei wneud?
action-promise-work-by = Erbyn pa ddiwrnod?
action-promise-work-by-hint = Os aiff y diwrnod heibio, daw'r achos yn ôl atoch a chaiff y cynghorydd wybod.
action-promise-work-order = Gorchymyn gwaith (dewisol)
action-promise-work-order-hint = Er enghraifft WO-10442
action-work-done-text = Beth gafodd ei wneud?
action-refer-text = Beth wnaethoch chi ei ofyn iddynt?
action-refer-body = I bwy wnaethoch chi ofyn?
action-refer-by = Erbyn pryd y dylent ateb?
action-refer-by-hint = Os na wnânt, daw'r achos yn ôl atoch.
action-refer-reference = Beth maen nhw'n ei alw? (dewisol)
action-record-reply-text = Beth ddywedon nhw?

done-promise-work = Mae'r addewid wedi'i gofnodi. Gall y cynghorydd ei weld.
done-work-done = Cofnodwyd bod y gwaith wedi'i wneud.
done-refer = Cofnodwyd eich bod wedi gofyn iddynt.
done-record-reply = Mae eu hateb wedi'i gofnodi.

refused-day-not-ahead = Dewiswch ddiwrnod ar ôl heddiw. Ni newidiwyd dim.
refused-day-too-far = Dewiswch ddiwrnod o fewn dwy flynedd. Ni newidiwyd dim.

event-work-promised = Addawodd { $actor } waith erbyn { $date }
event-work-done = Mae { $actor } yn dweud bod y gwaith wedi'i wneud
event-promise-missed = Ni wnaed y gwaith a addawyd erbyn { $date } mewn pryd
event-referred = Gofynnodd { $actor } i { $team }. Disgwylir ateb erbyn { $date }
event-reply-recorded = Cofnododd { $actor } yr ateb
event-reply-missed = Nid oedd ateb wedi dod erbyn { $date }
event-clock-paused = Mae'r cloc wedi stopio. Diwrnodau gwaith ar ôl: { $days }
event-clock-resumed = Mae'r cloc yn rhedeg eto. Diwrnodau gwaith ar ôl: { $days }

recent-work-promised = Addawyd gwaith gan { $actor }
recent-work-done = Gwaith wedi'i wneud, meddai { $actor }
recent-promise-missed = Ni wnaed gwaith a addawyd mewn pryd
recent-referred = Gofynnodd { $actor } i gorff arall
recent-reply-recorded = Atebodd y corff arall, meddai { $actor }
recent-reply-missed = Nid yw'r corff arall wedi ateb mewn pryd
recent-clock-paused = Mae'r cloc wedi stopio
recent-clock-resumed = Mae'r cloc yn rhedeg eto
