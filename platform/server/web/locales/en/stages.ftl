# The council's stages and the ways between them (R17).
stages-title = How a case moves
stages-intro = Each box is a stage, and says who the case waits for. The numbers on the arrows are explained below.
stages-diagram = Diagram of the stages. Scroll to see all of it
stages-diagram-text = Diagram of the stages. The list below it says the same in words.
stages-ways = What the arrows mean
stages-way = From { $from } to { $to }:
stages-by-itself = By itself, when the day it is due has passed
stages-what-each = What each stage means
stages-raiser = waits for the councillor
stages-team = waits for the team
stages-version = These are the stages of new cases (version { $version }). A case finishes on the version with which it began.
stages-all = How a case moves through the stages

# Moving running cases to the newest stages.
move-title = Move running cases to the newest stages
move-intro = These open cases still run on older stages. Choose where each of them goes. Nothing moves before you have seen what will happen.
move-none = All open cases run on the newest stages. There is nothing to move.
move-from = { $count ->
    [one] 1 case in “{ $name }” (version { $version }) goes to
   *[other] { $count } cases in “{ $name }” (version { $version }) go to
}
move-leave = Leave them on their stages
move-preview = Show what will happen
move-preview-intro = { $count ->
    [0] No case will move.
    [one] 1 case will move. Deadlines stay as they are where the same deadline runs in the new stage. Each move is written in the case's history.
   *[other] { $count } cases will move. Deadlines stay as they are where the same deadline runs in the new stage. Each move is written in the case's history.
}
move-line = { $count ->
    [one] 1 case: from “{ $from }” to “{ $to }”
   *[other] { $count } cases: from “{ $from }” to “{ $to }”
}
move-line-stays = { $count ->
    [one] 1 case stays in “{ $from }”
   *[other] { $count } cases stay in “{ $from }”
}
move-more = and { $count } more
move-button = { $count ->
    [one] Move 1 case
   *[other] Move { $count } cases
}
move-change = Choose again
move-moved = { $count ->
    [one] 1 case was moved.
   *[other] { $count } cases were moved.
}
event-stages-changed = { $actor } moved the case to the newest stages
recent-stages-changed = Moved to the newest stages by { $actor }

# Conditions and effects of stages.
stages-tell-entry = When a case comes here, we tell
stages-tell-exit = When a case leaves, we tell
stages-assign = A case that comes here is given to { $team }.
stages-deadline = { $days ->
    [one] It may take 1 working day.
   *[other] It may take { $days } working days.
}
told-holder = whoever has it
told-raiser = the councillor who raised it
told-team = the team
told-overseers = triage and the heads of service
event-stage-assigned = Given to { $team }, because the case came to this stage
recent-stage-assigned = Given to another team because of its stage
event-stage-told = Told at this stage:
recent-stage-told = Came to a stage of which you are told
