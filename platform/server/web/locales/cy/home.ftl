home-title = Eich gwaith achos
home-needs-me = Eich tro chi
home-needs-me-none = Does dim byd yn aros amdanoch.
home-needs-me-more = Gweld popeth sy'n aros amdanoch
home-recent = Diweddariadau
home-recent-none = Does dim wedi digwydd eto. Bydd diweddariadau am eich achosion yn ymddangos yma.
home-queues = Ciwiau
home-stages = Fy achosion fesul cam
home-stages-none = Nid ydych wedi codi achos eto.
queue-open-word = ar agor
queue-overdue-count = { $count } yn hwyr

# Un llinell yr un, ar gyfer y mathau o ddigwyddiadau.
recent-raised = Codwyd gan { $actor }
recent-routed = Codwyd gan { $actor }
recent-deadline-set = Gosododd { $actor } ddyddiad ateb
recent-acknowledged = Cydnabuwyd gan { $actor }
recent-assigned = Trosglwyddwyd i dîm arall gan { $actor }
recent-information-requested = Mae { $actor } yn gofyn am wybodaeth
recent-information-provided = Atebodd { $actor }
recent-progress-recorded = Cynnydd gan { $actor }
recent-note-added = Nodyn gan { $actor }
recent-resolved = Datryswyd gan { $actor }
recent-sent-back = Anfonwyd yn ôl gan { $actor }
recent-resolution-confirmed = Derbyniwyd yr ateb gan { $actor }
recent-stage-entered = Symudwyd ymlaen gan { $actor }
recent-closed = Caewyd gan { $actor }
