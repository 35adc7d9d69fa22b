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
